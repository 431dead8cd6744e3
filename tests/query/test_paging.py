from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, Store

from kg.errors import BrokenAsset
from kg.query.paging import Key, keys_query, page_query
from kg.query.saved import SavedQuery, read

HAS = NamedNode("urn:has")
KIND = NamedNode("urn:kind")
VALUES = st.one_of(
    st.integers(-50, 50).map(Literal),
    st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=4).map(Literal),
    st.sampled_from(["es", "en"]).map(lambda tag: Literal("día", language=tag)),
    st.sampled_from("ab").map(lambda name: NamedNode(f"urn:{name}")),
    st.sampled_from(["1997-03-14", "2001-01-01"]).map(
        lambda day: Literal(day, datatype=NamedNode("http://www.w3.org/2001/XMLSchema#date"))
    ),
    st.none(),
)


def saved(folder: Path, body: str) -> SavedQuery:
    path = folder / "things.rq"
    path.write_text(f"# name: things\n# title@en: T\n# title@es: C\n{body}", encoding="utf-8")
    return read(path)


def rows(store: Store, text: str) -> list[tuple[str, ...]]:
    return [tuple(str(term.value) if term else "" for term in row) for row in store.query(text)]  # type: ignore[union-attr]


@given(st.lists(VALUES, max_size=12), st.integers(1, 4), st.booleans())
def test_pages_put_together_are_every_row_once_whatever_the_values(
    values: list[Literal | NamedNode | None], limit: int, down: bool
) -> None:
    store = Store()
    for number, value in enumerate(values):
        thing = NamedNode(f"urn:thing:{number:03}")
        store.add(Quad(thing, KIND, KIND))
        if value is not None:
            store.add(Quad(thing, HAS, value))
    text = (
        "SELECT ?thing WHERE { ?thing <urn:kind> ?kind . OPTIONAL { ?thing <urn:has> ?value } } ORDER BY ?value LIMIT 9"
    )
    keys, after, seen = (Key("value", down), Key("thing")), None, []
    for _ in range(len(values) + 2):
        seen += rows(store, page_query(text, keys, after, limit))
        places = rows(store, keys_query(text, keys, after, limit + 1))
        if len(places) <= limit:
            break
        after = places[limit - 1]
    assert sorted(seen) == [(f"urn:thing:{number:03}",) for number in range(len(values))]


def test_what_rows_are_sorted_by_is_said_again_in_the_header(tmp_path: Path) -> None:
    body = "SELECT ?s WHERE { ?s ?p ?o } ORDER BY ?p DESC(?o) LIMIT 5\n"
    assert saved(tmp_path, f"# order: ?p DESC(?o)\n{body}").order == (Key("p"), Key("o", True))
    assert saved(tmp_path, f"# order: none\n{body}").order == saved(tmp_path, body).order == ()


@pytest.mark.parametrize(
    ("order", "body"),
    [
        ("?o", "SELECT ?s { ?s ?p ?o } ORDER BY ?p"),
        ("?s", "SELECT ?s { ?s ?p ?o }"),
        ("?s", "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o } ORDER BY ?s"),
        ("STR(?s)", "SELECT ?s { ?s ?p ?o } ORDER BY STR(?s)"),
        ("?n", "SELECT (1 AS ?n) { ?s ?p ?o } ORDER BY ?n"),
        ("?s", "SELECT * { SELECT ?s { ?s ?p ?o } } ORDER BY ?s"),
    ],
)
def test_an_order_that_pages_cannot_be_cut_by_is_refused_when_it_is_read(tmp_path: Path, order: str, body: str) -> None:
    with pytest.raises(BrokenAsset, match="sorted by"):
        saved(tmp_path, f"# order: {order}\n{body}\n")


def test_a_parameter_cannot_have_the_name_of_what_is_about_the_page(tmp_path: Path) -> None:
    with pytest.raises(BrokenAsset, match="meaning of its own"):
        saved(tmp_path, "# param: limit xsd:integer optional 5\nSELECT ?s { ?s ?p ?limit }\n")
