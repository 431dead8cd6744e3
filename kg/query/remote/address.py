"""A connection to a store: to its address and to no other."""

import ipaddress
from collections.abc import Generator
from typing import Any
from urllib.parse import urlsplit

import httpx2

from kg import __version__
from kg.query.interface import RemoteStore

__all__ = ["client_options"]


def client_options(store: RemoteStore, connections: int, seconds: float) -> dict[str, Any]:
    """How a client, with or without an event loop, is made: `seconds` for each step of a request.

    TLS is verified; no redirect is followed, no proxy or password taken from the environment, and nothing unpacked,
    so that a small answer stays small.
    """
    return {
        "auth": _Challenged(store) if store.user else None,
        "follow_redirects": False,
        "trust_env": False,
        "timeout": httpx2.Timeout(seconds, connect=min(seconds, 5.0)),
        "limits": httpx2.Limits(max_connections=connections, max_keepalive_connections=connections),
        "headers": {"accept-encoding": "identity", "user-agent": f"plenary/{__version__}"},
    }


class _Challenged(httpx2.Auth):
    """Says who is asking only when that is wanted, and in the way that is wanted."""

    def __init__(self, store: RemoteStore) -> None:
        self._store = store
        self._known: httpx2.Auth | None = None

    def auth_flow(self, request: httpx2.Request) -> Generator[httpx2.Request, httpx2.Response, None]:
        """Ask as a stranger first."""
        if self._known is None:
            response = yield request
            self._known = _way(self._store, response) if response.status_code == 401 else None
        if self._known is not None:
            yield from self._known.auth_flow(request)


def _way(store: RemoteStore, response: httpx2.Response) -> httpx2.Auth | None:
    """How to answer a challenge; None where it asks for more than may be told to it."""
    challenge = response.headers.get("www-authenticate", "").lower()
    if challenge.startswith("digest"):
        return httpx2.DigestAuth(store.user, store.password)
    if challenge.startswith("basic") and _private(store.url):
        return httpx2.BasicAuth(store.user, store.password)
    return None


def _private(url: str) -> bool:
    """Whether what is sent there can be read by nobody on the way."""
    parts = urlsplit(url)
    if parts.scheme == "https" or parts.hostname == "localhost":
        return True
    try:
        return ipaddress.ip_address(parts.hostname or "").is_loopback
    except ValueError:
        return False
