"""What has texts judged again, and what has not."""

import pytest

from kg.pipeline.files import asset_files, rules_key
from kg.settings import Settings

SERVING = {
    "in_memory_mb": 0,
    "public_url": "https://example.org/",
    "forwarded": "10.0.0.1",
    "metrics": "off",
    "log": "json",
    "log_level": "warning",
    "drain_s": 5.0,
    "store": "https://example.org/sparql",
    "store_user": "reader",
    "store_password": "sesame",
}


@pytest.mark.parametrize("name", SERVING)
def test_how_a_graph_is_served_changes_nothing_of_what_texts_say(name: str) -> None:
    assert rules_key(asset_files(), Settings(**{name: SERVING[name]})) == rules_key(asset_files(), Settings())


@pytest.mark.parametrize("given", [{"base_iri": "https://example.org/kg/"}, {"max_pages": 7}])
def test_what_decides_what_texts_say_has_them_judged_again(given: dict[str, object]) -> None:
    assert rules_key(asset_files(), Settings(**given)) != rules_key(asset_files(), Settings())  # type: ignore[arg-type]
