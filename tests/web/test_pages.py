"""What people meet: pages that need no script, in both languages, with every value escaped."""

import re
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlencode

import httpx
import pytest

from kg.query.messages import LANGUAGES
from kg.query.table import Cell, Table
from kg.web.pages import Pages, shown, spoken
from kg.web.settings import WebSettings

HTML = {"Accept": "text/html"}
PAGES = ["/", "/sparql", "/sparql?query=SELECT * { ?s ?p ?o } LIMIT 3", "/sparql?query=SELECT", "/query",
         "/query/meetings",
         "/query/about", "/query/about?thing=http://example.org/kg/x", "/problem/deadline", "/nowhere"]  # fmt: skip
VOID = {"meta", "link", "input", "br", "hr", "img"}


class Outline(HTMLParser):
    """Reads a page, and notes tags left open, ids given twice and fields without a label."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.faults: list[str] = []
        self.ids: list[str] = []
        self.labels: set[str] = set()
        self.fields: set[str] = set()
        self.tags: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.tags.append((tag, given))
        if given.get("id"):
            self.ids.append(str(given["id"]))
        if tag == "label":
            self.labels.add(str(given.get("for")))
        if tag in ("input", "textarea", "select") and given.get("type") != "hidden":
            self.fields.add(str(given.get("id")))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"</{tag}>")


def read(page: str) -> Outline:
    outline = Outline()
    outline.feed(page)
    return outline


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_sound_and_needs_neither_script_nor_other_sites(
    client: httpx.Client, path: str, language: str
) -> None:
    response = client.get(path, headers=HTML | {"Accept-Language": language})
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    page = read(response.text)
    assert (page.faults, page.open) == ([], [])
    assert len(page.ids) == len(set(page.ids))
    assert page.fields <= page.labels
    assert dict(page.tags)["html"]["lang"] == language == response.headers["content-language"]
    assert [tag for tag, _ in page.tags].count("h1") == [tag for tag, _ in page.tags].count("main") == 1
    loaded = [given.get("src") or given.get("href") for tag, given in page.tags if tag in ("script", "link", "img")]
    assert loaded == ["/static/style.css", "/static/icon.svg"]
    policy = response.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert response.headers["x-content-type-options"] == "nosniff"
    assert len(response.content) < 60_000


def test_what_the_graph_holds_stands_on_the_first_page(client: httpx.Client) -> None:
    page = re.sub(r"\s+", " ", client.get("/", headers={"Accept-Language": "es"}).text)
    assert "<dt>compromisos asumidos</dt><dd>1</dd>" in page
    assert "Reuniones" in page


def test_an_answer_is_a_table_whose_values_are_escaped(client: httpx.Client) -> None:
    query = 'SELECT ?s ?o (<javascript:alert(1)> AS ?j) ("x"@es AS ?l) { ?s ?p ?o FILTER(STRSTARTS(?o, "<scr")) }'
    page = client.get("/sparql", params={"query": query}, headers=HTML).text
    assert "<script>" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert not re.search(r'href="javascript', page)
    assert '<span lang="es">x</span>' in page
    assert '<a href="http://example.org/kg/x" rel="nofollow noopener"' in page


def test_a_page_says_when_there_is_more_than_it_shows(client: httpx.Client) -> None:
    page = client.get("/sparql", params={"query": "SELECT ?s { ?s ?p ?o }"}, headers=HTML).text
    assert spoken("en")["rows_more"].format(count=50) in page
    assert page.count("<tr>") == 51
    assert "/sparql.csv?query=" in page


@pytest.mark.parametrize(
    ("query", "words"),
    [("ASK { <urn:x> ?p ?o }", "no"), ("ASK {}", "yes"), ("SELECT * { <urn:x> ?p ?o }", "rows_none")],
)
def test_nothing_found_is_not_said_to_be_a_no(client: httpx.Client, query: str, words: str) -> None:
    assert spoken("en")[words] in client.get("/sparql", params={"query": query}, headers=HTML).text


def test_a_bad_query_is_shown_with_its_place_and_can_be_mended(client: httpx.Client) -> None:
    response = client.get("/sparql", params={"query": "SELECT <script>alert(2)</script>"}, headers=HTML)
    assert response.status_code == 400
    assert "<script>" not in response.text
    assert "Line 1, column 8" in response.text
    assert "<textarea" in response.text


def test_a_saved_query_s_page_shows_its_answer_its_parameters_and_the_query(client: httpx.Client) -> None:
    page = client.get("/query/meetings", params={"number": "6000", "lang": "es"}, headers=HTML).text
    assert 'value="6000"' in page
    assert "el número" in page
    assert "VALUES (?number)" in page
    assert "/query/meetings.csv?number=6000" in page
    wrong = client.get("/query/meetings", params={"number": '"><b>'}, headers=HTML)
    assert wrong.status_code == 400
    assert "&#34;&gt;&lt;b&gt;" in wrong.text
    waiting = client.get("/query/about", headers=HTML)
    assert waiting.status_code == 200


def test_the_other_language_is_one_link_away(client: httpx.Client) -> None:
    page = client.get("/query/meetings", params={"number": "6000"}, headers=HTML).text
    href = re.search(r'href="([^"]+)" lang="es"', page)
    assert href is not None
    assert 'lang="es"' in client.get(href[1].replace("&amp;", "&"), headers=HTML).text


def described(iri: str) -> str:
    return f"/sparql?{urlencode({'query': f'DESCRIBE <{iri}>'})}"


@pytest.mark.parametrize(
    ("cell", "href", "text"),
    [
        (Cell("uri", "https://w3id.org/igm/ns#Meeting"), "/page/ns#Meeting", "igm:Meeting"),
        (Cell("uri", "https://here.example/id/meeting/a"), "/page/meeting/a", "meeting/a"),
        (Cell("uri", "https://here.example/other"), described("https://here.example/other"), "other"),
        (Cell("uri", "https://other.example/a"), "https://other.example/a", "https://other.example/a"),
        (Cell("uri", "data:text/html,x"), "", "data:text/html,x"),
        (Cell("literal", "5", "", "http://www.w3.org/2001/XMLSchema#integer"), "", "5"),
        (Cell("bnode", "b0"), "", "b0"),
    ],
)  # fmt: skip
def test_a_term_leads_only_where_it_is_safe_to_go(cell: Cell, href: str, text: str) -> None:
    term = shown(cell, {"igm": "https://w3id.org/igm/ns#"}, "https://here.example/")
    assert term is not None
    assert (term.href, term.shown) == (href, text)


def test_a_saved_query_shows_a_thing_by_its_label() -> None:
    row = (Cell("uri", "urn:a"), Cell("literal", "A", "en"), Cell("literal", "5"))
    table = Table(("x", "xLabel", "n"), (row, (row[0], None, None)), False)
    pages = Pages(WebSettings())
    told = pages.table(table, {}, labelled=True)
    assert told["variables"] == ["x", "n"]
    assert [[term and term.shown for term in line] for line in told["rows"]] == [["A", "5"], ["urn:a", None]]
    assert pages.table(table, {}, labelled=False)["variables"] == ["x", "xLabel", "n"]


def test_both_languages_have_the_same_words() -> None:
    def shape(words: dict[str, Any]) -> dict[str, Any]:
        return {key: shape(value) if isinstance(value, dict) else None for key, value in words.items()}

    assert shape(spoken("en")) == shape(spoken("es"))
