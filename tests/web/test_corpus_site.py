"""The package's own queries and the search, over the founding texts, as programs and people meet them."""

import csv
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import httpx
import pytest

from kg.pipeline import build_release, gather
from kg.query.messages import LANGUAGES
from kg.query.paging import sorted_by
from kg.query.saved import load
from kg.search import NAME
from kg.settings import Settings
from kg.web.openapi import said
from tests.web.test_pages import read

PROGRAM = """
import sys
from pathlib import Path
from kg.web.server import serve_at
from kg.web.settings import WebSettings
serve_at(
    Path(sys.argv[1]), port=0, settings=WebSettings(poll=0.1), on_ready=lambda address: print(address, flush=True)
)
"""
HTML = {"Accept": "text/html"}


@pytest.fixture(scope="module")
def build(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A build folder whose current release is made of the founding texts."""
    folder = tmp_path_factory.mktemp("build")
    build_release(gather([root / "data" / "corpus"]), Settings(build_dir=folder))
    return folder


@pytest.fixture(scope="module")
def client(build: Path) -> Iterator[httpx.Client]:
    """A client of a server over that folder."""
    process = subprocess.Popen([sys.executable, "-c", PROGRAM, str(build)], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    address = process.stdout.readline().strip()
    with httpx.Client(base_url=address, timeout=60, trust_env=False) as client:
        yield client
    process.terminate()
    process.wait(timeout=20)
    process.stdout.close()


def found(client: httpx.Client, **asked: str | int) -> dict[str, Any]:
    response = client.get("/search.json", params=asked)
    assert response.status_code == 200, response.text
    told: dict[str, Any] = response.json()
    return told


def following(response: httpx.Response) -> str:
    link = re.fullmatch(r'<([^>]*)>; rel="next"', response.headers.get("link", ""))
    return link[1] if link else ""


def pages(client: httpx.Client, address: str) -> Iterator[httpx.Response]:
    while address:
        response = client.get(address)
        assert response.status_code == 200, response.text
        yield response
        address = following(response)


# --- search -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("words", ["IOM", "OIM", "International Organization for Migration",
                                   "Organización Internacional para las Migraciones"])  # fmt: skip
def test_an_organisation_is_found_by_either_acronym_and_either_name(client: httpx.Client, words: str) -> None:
    told = found(client, q=words)
    assert told["results"][0]["href"] == "/id/organisation/iom"
    assert {"commitment", "document"} <= {one["kind"] for one in told["results"]}
    assert all(one["href"].startswith(("/id/", "/doc/", "/code/")) for one in told["results"])


def test_results_are_told_with_what_matched_in_them(client: httpx.Client) -> None:
    told = found(client, q="dialogue", kind="statement")
    assert told["number"] == len(told["results"]) > 0
    for one in told["results"]:
        assert one["languages"] == ["en"]
        marks = [one["snippet"]["text"][start:end].lower() for start, end in one["snippet"]["marks"]]
        assert set(marks) == {"dialogue"}


def test_a_facet_leads_to_as_many_results_as_it_says(client: httpx.Client) -> None:
    told = found(client, q="migration")
    for facet, values in told["facets"].items():
        for value in values[:4]:
            assert client.get(value["href"]).json()["number"] == value["number"], (facet, value)
    strengths = {one["code"]: one["label"] for one in found(client, q="migration", lang="es")["facets"]["strength"]}
    assert strengths["binding"] == "vinculante"


def test_pages_of_results_put_together_are_the_whole(client: httpx.Client) -> None:
    whole = found(client, q="migration", limit=100)
    in_pages = [page.json() for page in pages(client, "/search.json?q=migration&limit=7")]
    assert [one for page in in_pages for one in page["results"]] == whole["results"]
    assert len(whole["results"]) == whole["number"] > 14
    assert in_pages[0]["next"]
    assert "next" not in in_pages[-1]


def test_an_answer_that_the_client_has_is_not_given_again(client: httpx.Client) -> None:
    first = client.get("/search?q=migration", headers=HTML)
    again = client.get("/search?q=migration", headers=HTML | {"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", first.headers["etag"])
    other = client.get("/search?q=migrations", headers=HTML | {"If-None-Match": first.headers["etag"]})
    as_json = client.get("/search?q=migration", headers={"Accept": "application/json"})
    assert other.status_code == as_json.status_code == 200
    assert len({one.headers["etag"] for one in (first, other, as_json)}) == 3


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("q=-", "search-empty"), ("", "search-empty"), ("q=" + "a" * 501, "search-long"),
        ("q=a&q=b", "parameter-repeated"),
        ("q=a&kin=state", "parameter-unknown"), ("q=a&limit=0", "parameter-value"), ("q=a&limit=x", "parameter-value"),
        ("q=a&after=!", "cursor-unknown"), ("q=a&after=W10", "cursor-unknown"),
        ("q=a&after=WyJ4IiwgW11d", "cursor-outdated"),
    ],
)  # fmt: skip
def test_a_search_asked_wrongly_says_why(client: httpx.Client, query: str, code: str) -> None:
    problem = client.get(f"/search.json?{query}").json()
    assert problem["type"] == f"/problem/{code}"


def test_the_place_of_one_search_is_none_in_another(client: httpx.Client) -> None:
    after = re.sub(".*after=", "", found(client, q="migration", limit=1)["next"])
    assert found(client, q="migration", limit=1, after=after)["results"]
    assert (
        client.get("/search.json", params={"q": "dialogue", "after": after}).json()["type"].endswith("cursor-unknown")
    )


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "path", ["/search", "/search?q=OIM", "/search?q=migra*&kind=topic&limit=3", "/search?q=nowhereland", "/search?q=-",
             "/search?q=%3Cscript%3Ealert(1)%3C/script%3E migration"],
)  # fmt: skip
def test_the_page_is_sound_in_both_languages(client: httpx.Client, path: str, language: str) -> None:
    response = client.get(path, headers=HTML | {"Accept-Language": language})
    page = read(response.text)
    assert (page.faults, page.open) == ([], [])
    assert len(page.ids) == len(set(page.ids))
    assert page.fields <= page.labels
    assert dict(page.tags)["html"]["lang"] == language == response.headers["content-language"]
    assert "script" not in {tag for tag, _ in page.tags}
    assert response.status_code == (400 if path.endswith("q=-") else 200)


def test_on_the_page_what_was_found_is_marked_and_leads_on(client: httpx.Client) -> None:
    response = client.get("/search?q=migration&limit=3&lang=es", headers=HTML)
    assert response.text.count("<mark>") >= 3
    assert following(response).startswith("/search?")
    hrefs = [str(given["href"]) for tag, given in read(response.text).tags if tag == "a"]
    narrowed = next(one for one in hrefs if "kind=topic" in one)
    assert "3 resultados" not in response.text
    assert client.get(narrowed, headers=HTML).text.count("<li>") > 3
    assert "lang=es" in narrowed


def test_only_what_was_typed_can_be_looked_for(client: httpx.Client) -> None:
    page = read(client.get("/search?q=OIM+support", headers=HTML).text)
    exact = next(str(given["href"]) for tag, given in page.tags if tag == "a" and "%22" in str(given.get("href")))
    assert exact == "/search?q=%22OIM%22+%22support%22"


def test_a_release_without_an_index_says_so_and_answers_queries(build: Path, client: httpx.Client) -> None:
    index = (build / "current" / NAME).resolve()
    kept = index.with_suffix(".kept")
    shutil.move(index, kept)
    try:
        response = client.get("/search.json?q=migration")
        assert (response.status_code, response.json()["type"]) == (503, "/problem/search-index")
        assert "kg build" in response.json()["fix"]
        assert client.get("/query/10-participants.json").status_code == 200
    finally:
        shutil.move(kept, index)


# --- saved queries in pages -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", load())
def test_pages_of_a_saved_query_put_together_are_its_whole_answer(client: httpx.Client, name: str) -> None:
    query = load()[name]
    assert query.order == sorted_by(query.text), "every query of the package comes in pages"
    values = {one.name: one.example for one in query.parameters if not one.optional}
    whole = list(csv.reader(client.get(f"/query/{name}.csv", params=values).text.splitlines(keepends=True)))
    limit = max(2, len(whole) // 6)
    rows: list[list[str]] = []
    for page in pages(client, f"/query/{name}.csv?{urlencode(values | {'limit': limit})}"):
        lines = list(csv.reader(page.text.splitlines(keepends=True)))
        assert len(lines) - 1 <= limit
        rows += lines[1:]
    assert rows == whole[1:]


def test_a_page_is_tagged_by_its_own_and_keeps_its_parameters(client: httpx.Client) -> None:
    first = client.get("/query/05-strength-by-topic.json?meeting=rcm-conference-2&limit=2")
    address = following(first)
    assert "meeting=rcm-conference-2" in address
    second = client.get(address)
    assert first.headers["etag"] != second.headers["etag"]
    again = client.get(address, headers={"If-None-Match": second.headers["etag"]})
    assert again.status_code == 304
    meetings = {row["meeting"]["value"] for row in second.json()["results"]["bindings"]}
    assert {one.rsplit("/", 1)[1] for one in meetings} == {"rcm-conference-2"}


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ("limit=0", "parameter-value"), ("limit=10001", "parameter-value"), ("limit=١", "parameter-value"),
        ("after=%22%29", "cursor-unknown"), ("limit=1&after=" + "QQ" * 20_000, "cursor-unknown"),
    ],
)  # fmt: skip
def test_a_page_asked_for_wrongly_says_why(client: httpx.Client, given: str, code: str) -> None:
    assert client.get(f"/query/10-participants.json?{given}").json()["type"] == f"/problem/{code}"


def test_the_place_of_one_answer_is_none_in_another(client: httpx.Client) -> None:
    address = following(client.get("/query/10-participants.json?limit=1"))
    moved = client.get(address.replace("10-participants", "05-strength-by-topic"))
    narrowed = client.get(f"{address}&meeting=rcm-conference-2")
    assert moved.json()["type"] == narrowed.json()["type"] == "/problem/cursor-unknown"


# --- the description for programs -------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def described(client: httpx.Client) -> dict[str, dict[str, Any]]:
    """The description in each language."""
    return {language: client.get(f"/openapi.json?lang={language}").json() for language in LANGUAGES}


def operations(document: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            yield path, method, operation


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_parameter_and_answer_is_described(described: dict[str, dict[str, Any]], language: str) -> None:
    document = described[language]
    assert document["openapi"].startswith("3.1")
    assert {"title", "version"} <= document["info"].keys()
    seen = set()
    for path, method, operation in operations(document):
        assert operation["summary"], path
        assert operation["operationId"] not in seen
        seen.add(operation["operationId"])
        in_path = [one["name"] for one in operation.get("parameters", []) if one["in"] == "path"]
        assert in_path == re.findall(r"\{(\w+)\}", path)
        names = [(one["in"], one["name"]) for one in operation.get("parameters", [])]
        assert len(names) == len(set(names))
        for one in operation.get("parameters", []):
            assert one["description"], (path, one["name"])
            assert one["schema"], (path, one["name"])
            assert one["in"] != "path" or one["required"]
        assert "200" in operation["responses"]
        for status, answer in operation["responses"].items():
            assert re.fullmatch("[1-5][0-9][0-9]", status)
            assert answer["description"], (path, method, status)


def test_both_languages_describe_the_same(described: dict[str, dict[str, Any]]) -> None:
    def bare(value: Any) -> Any:
        if isinstance(value, dict):
            return {
                key: bare(one) for key, one in value.items() if key not in ("summary", "description", "tags", "example")
            }
        return [bare(one) for one in value] if isinstance(value, list) else value

    english, spanish = (described[language] for language in LANGUAGES)
    assert bare(english) == bare(spanish)
    for (path, _, one), (_, _, other) in zip(operations(english), operations(spanish), strict=True):
        assert one["summary"] != other["summary"], path
    assert said("en").keys() == said("es").keys()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_example_is_answered(client: httpx.Client, described: dict[str, dict[str, Any]], language: str) -> None:
    called = 0
    for path, method, operation in operations(described[language]):
        if method != "get":
            continue
        given = {
            (one["in"], one["name"]): one["example"] for one in operation.get("parameters", []) if "example" in one
        }
        for name, value in ((name, value) for (place, name), value in given.items() if place == "path"):
            path = path.replace(f"{{{name}}}", value)
        response = client.get(path, params={name: value for (place, name), value in given.items() if place == "query"})
        assert response.status_code == 200, (path, response.text)
        media = response.headers["content-type"].split(";")[0]
        assert media in operation["responses"]["200"]["content"], path
        called += 1
    assert called > len(load())


def test_a_posted_example_is_answered(client: httpx.Client, described: dict[str, dict[str, Any]]) -> None:
    content = described["en"]["paths"]["/sparql"]["post"]["requestBody"]["content"]
    form = client.post("/sparql", data=content["application/x-www-form-urlencoded"]["example"])
    plain = content["application/sparql-query"]["example"]
    direct = client.post("/sparql", content=plain, headers={"Content-Type": "application/sparql-query"})
    assert form.status_code == direct.status_code == 200
    assert json.loads(form.text) == json.loads(direct.text)
