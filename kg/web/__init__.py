"""The endpoint and its pages: the graph over HTTP, read-only, truthful about what it cannot answer."""
