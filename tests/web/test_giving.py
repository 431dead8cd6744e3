"""Answers that are given again, shared and compressed: the same as those that are worked out, header by header."""

import gzip
import socket
import time
import zlib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import brotli
import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.web.coding import BR, GZIP, IDENTITY, best_coding, coded, coder
from tests.web.conftest import KG, Site, Start

LISTED = f"SELECT ?s ?o {{ ?s <{KG}next> ?o }} ORDER BY ?s LIMIT 500"
UNENDING = "SELECT * { ?a ?b ?c . ?d ?e ?f }"
OF_THE_MOMENT = {"date", "server-timing", "x-request-id"}
CODINGS = ("identity", "gzip", "br", "gzip, deflate, br", "br;q=0.5, gzip", "")


def raw(client: httpx.Client, text: str, method: str = "GET", **headers: str) -> httpx.Response:
    """The answer as it comes over the wire, not decompressed."""
    request = client.build_request(method, "/sparql", params={"query": text}, headers=headers)
    for name in ("accept-encoding", "accept"):
        if name not in {one.lower() for one in headers}:
            del request.headers[name]
    response = client.send(request, stream=True)
    response._content = b"".join(response.iter_raw())
    response.close()
    return response


def lasting(response: httpx.Response) -> list[tuple[str, str]]:
    return [(name, value) for name, value in response.headers.multi_items() if name not in OF_THE_MOMENT]


def timing(response: httpx.Response) -> str:
    return response.headers["server-timing"]


_numbers = iter(range(1, 10_000))


def fresh(text: str = LISTED) -> str:
    """The query in words that nobody has used before."""
    return f"{text} # {next(_numbers)}"


@pytest.mark.parametrize("accept", ["", "*/*", "text/csv", "application/json", "application/sparql-results+xml;q=0.9"])
@pytest.mark.parametrize("coding", CODINGS)
def test_an_answer_given_again_is_the_same_header_by_header(site: Site, accept: str, coding: str) -> None:
    site.settle()
    asked = {"Accept-Encoding": coding} if coding else {}
    asked |= {"Accept": accept} if accept else {}
    text = fresh()
    with site.client() as client:
        cold, hot, again = (raw(client, text, **asked) for _ in range(3))
        head = raw(client, text, "HEAD", **asked)
    assert timing(cold).startswith("query;dur=")
    assert timing(hot) == timing(again) == timing(head) == "cache"
    assert lasting(cold) == lasting(hot) == lasting(again) == lasting(head)
    assert cold.content == hot.content == again.content
    assert head.content == b""
    assert cold.headers["vary"] == "Accept, Accept-Encoding"
    assert cold.headers["access-control-allow-origin"] == "*"
    assert int(cold.headers["content-length"]) == len(cold.content)


@pytest.mark.parametrize("coding", CODINGS)
@pytest.mark.parametrize("hot", [False, True])
def test_what_the_client_holds_is_not_sent_again(site: Site, coding: str, hot: bool) -> None:
    site.settle()
    text, asked = fresh(), {"Accept-Encoding": coding}
    with site.client() as client:
        first = raw(client, text, **asked)
        tag = first.headers["etag"]
        # A suffix leads to the same answer past what is remembered of requests.
        address = "/sparql" if hot else "/sparql.json"
        request = client.build_request(
            "GET", address, params={"query": text}, headers=asked | {"If-None-Match": f'"x", W/{tag}'}
        )
        del request.headers["accept"]
        again = client.send(request)
        other = raw(client, text, **asked, **{"If-None-Match": '"x"'})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    assert {*lasting(again)} <= {*lasting(first)}
    assert other.status_code == 200


def test_each_coding_has_its_own_tag_and_the_same_words(site: Site) -> None:
    site.settle()
    text = fresh()
    with site.client() as client:
        plain, zipped, small = (raw(client, text, **{"Accept-Encoding": one}) for one in ("identity", "gzip", "br"))
    assert [one.headers.get("content-encoding") for one in (plain, zipped, small)] == [None, "gzip", "br"]
    assert len({one.headers["etag"] for one in (plain, zipped, small)}) == 3
    assert gzip.decompress(zipped.content) == brotli.decompress(small.content) == plain.content
    assert len(small.content) < len(zipped.content) < len(plain.content) / 5


def test_a_short_answer_is_not_compressed(site: Site) -> None:
    with site.client() as client:
        short = raw(client, fresh("ASK {}"), **{"Accept-Encoding": "br"})
    assert "content-encoding" not in short.headers
    assert short.headers["vary"] == "Accept, Accept-Encoding"


def test_an_answer_that_changes_is_worked_out_each_time(site: Site) -> None:
    text = fresh("SELECT (STRUUID() AS ?id) {}")
    with site.client() as client:
        first, second = raw(client, text), raw(client, text)
    assert first.content != second.content
    assert timing(first).startswith("query") and timing(second).startswith("query")  # noqa: PT018


def test_a_fault_is_not_kept(site: Site) -> None:
    text = fresh("SELECT * { ?s rdfs:label ?o }")
    with site.client() as client:
        assert [raw(client, text).status_code for _ in range(3)] == [400, 400, 400]
        assert "etag" not in raw(client, text).headers


def test_many_who_ask_the_same_at_once_share_one_evaluation(start: Start, release: Path) -> None:
    site = start(release, workers=1)
    site.settle()
    text = "SELECT (COUNT(*) AS ?n) { ?a ?p ?b . ?c ?p ?d FILTER(STRLEN(STR(?a)) < 20) }"
    with ThreadPoolExecutor(12) as pool:

        def ask(_: int) -> httpx.Response:
            with site.client() as client:
                return raw(client, text)

        found = list(pool.map(ask, range(12)))
    assert {one.status_code for one in found} <= {200, 504}
    assert len({one.content for one in found if one.status_code == 200}) <= 1
    assert sum(timing(one).startswith("query") for one in found if one.status_code == 200) <= 1


def test_one_who_leaves_does_not_take_the_answer_from_others(start: Start, release: Path) -> None:
    site = start(release, workers=1)
    site.settle()
    text = f"SELECT (COUNT(*) AS ?n) {{ ?a <{KG}next> ?b . ?c <{KG}participant> ?d }}"
    path = httpx.URL("/sparql", params={"query": text}).raw_path
    with ThreadPoolExecutor(4) as pool:
        with socket.create_connection(("127.0.0.1", site.port)) as first:
            first.sendall(b"GET " + path + b" HTTP/1.1\r\nHost: x\r\n\r\n")
            time.sleep(0.05)

            def ask(_: int) -> httpx.Response:
                with site.client() as client:
                    return raw(client, text)

            others = [pool.submit(ask, at) for at in range(3)]
            time.sleep(0.1)
        counts = [one.result().json()["results"]["bindings"][0]["n"]["value"] for one in others]
    assert counts == [str(3_000 * 18_000)] * 3


@pytest.mark.parametrize("coding", ["gzip", "br"])
def test_a_compressed_answer_that_ends_too_early_is_seen_to_be_broken(start: Start, release: Path, coding: str) -> None:
    site = start(release, deadline=3)
    with site.client() as client, pytest.raises(httpx.RemoteProtocolError):
        raw(client, UNENDING, **{"Accept": "text/csv", "Accept-Encoding": coding})


@pytest.mark.parametrize("coding", ["gzip", "br", "identity"])
def test_a_long_answer_comes_whole_in_every_coding(site: Site, coding: str) -> None:
    text = "SELECT * { ?a ?b ?c . VALUES ?x { 1 2 3 } }"
    with site.client() as client:
        long = client.get(
            "/sparql",
            params={"query": text},
            headers={"Accept": "text/tab-separated-values", "Accept-Encoding": coding},
        )
        count = client.get(
            "/sparql", params={"query": "SELECT (COUNT(*) AS ?n) { ?a ?b ?c }"}, headers={"Accept": "text/csv"}
        )
    assert long.headers.get("content-encoding", "identity") == coding
    assert "content-length" not in long.headers
    assert long.text.count("\n") == 1 + 3 * int(count.text.split()[1])


@pytest.mark.parametrize(
    ("accept", "coding"),
    [
        ("", IDENTITY),
        ("identity", IDENTITY),
        ("gzip", GZIP),
        ("br", BR),
        ("gzip, br", BR),
        ("gzip;q=1.0, br;q=0.9", GZIP),
        ("*", BR),
        ("*;q=0", IDENTITY),
        ("br;q=0, *", GZIP),
        ("gzip;q=0", IDENTITY),
        ("identity, gzip;q=0.5", IDENTITY),
        ("deflate, zstd", IDENTITY),
        ("GZIP", GZIP),
        ("gzip;q=nonsense", IDENTITY),
    ],
)
def test_the_coding_is_the_one_that_is_wanted_most(accept: str, coding: str) -> None:
    assert best_coding(accept) == coding


@settings(deadline=None)
@given(st.lists(st.binary(max_size=3_000), max_size=6), st.sampled_from([GZIP, BR]))
def test_pieces_are_what_the_whole_is_and_nothing_is_complete_before_its_end(pieces: list[bytes], coding: str) -> None:
    one = coder(coding)
    before = b"".join(one.more(piece) for piece in pieces)
    whole = before + one.end()
    undo = gzip.decompress if coding == GZIP else brotli.decompress
    assert undo(whole) == b"".join(pieces) == undo(coded(b"".join(pieces), coding))
    with pytest.raises((EOFError, zlib.error, brotli.error)):
        undo(before or b"\x1f\x8b")
