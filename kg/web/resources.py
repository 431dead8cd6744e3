"""Linked data: what each IRI leads to, as a page for people and as data for programs.

https://www.w3.org/TR/cooluris/ , https://www.rfc-editor.org/rfc/rfc9110 , https://www.w3.org/TR/dx-prof-conneg/
"""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, TypeVar
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from kg.query.faults import Busy, QueryFault
from kg.query.messages import LANGUAGES, Found
from kg.vocabulary import HOME
from kg.web.absent import absent
from kg.web.addresses import Addresses, ascii_iri, lengthened
from kg.web.answers import held_tag, unless_left
from kg.web.described import Described, Incoming, Names, Source, asking, moved
from kg.web.document_pages import read_text
from kg.web.endpoint import Endpoint
from kg.web.forms import CSV, DEFAULT, FORMS, HTML, PROVENANCE, SCHEMA, Form, Profile, form, written
from kg.web.links import Place, links, profile_of, tag
from kg.web.negotiate import best_type
from kg.web.pages import Pages, language_of
from kg.web.resource_pages import Reader, told
from kg.web.settings import WebSettings
from kg.web.shelf import names_of, on_the_shelf, rows_of

__all__ = ["Resources"]

_T = TypeVar("_T")
_CACHING = "public, no-cache"
_LISTS = {"ns": "terms-list", "doc": "passages-list", "code": "concepts-list"}
_MANY = 500
_NO_LINKS = Incoming(())


class _Changed(Busy):
    """Another release came in between two questions."""


class Resources:
    """The addresses of things. Each raises QueryFault or ClientLeft, which the application answers."""

    def __init__(self, endpoint: Endpoint, pages: Pages, settings: WebSettings) -> None:
        self._endpoint = endpoint
        self._pages = pages
        self._settings = settings
        self._addresses = Addresses(settings.base_iri)
        self._source = Source(endpoint, settings.triples)
        self._page_source = Source(endpoint, settings.page_triples)

    async def thing(self, request: Request) -> Response:
        """Where to read about a thing: 303 to its page or its data, by suffix or by what is accepted."""
        local, suffix = _split(_path(request), (*FORMS, CSV))
        iri = await unless_left(request, self._existing(local))
        place = self._place(iri)
        chosen = form(suffix, place.forms) if suffix else _negotiated(request, (*place.forms, HTML))
        target = place.page if chosen is HTML else f"{place.data}.{chosen.suffix}"
        query = request.scope["query_string"].decode("latin-1")
        headers = {
            "Location": ascii_iri(target + (f"?{query}" if query else "")),
            "Vary": "Accept",
            "Link": links(place, target, self._settings.public_url),
            "Cache-Control": _CACHING,
        }
        return Response(status_code=303, headers=headers)

    async def vocabulary(self, request: Request) -> Response:
        """Ontology or shapes, in the form asked for, where their IRIs lead to."""
        local, suffix = _split(_path(request), (*FORMS, CSV))
        if local.startswith("ns/"):
            await unless_left(request, self._version(local))
            local = "ns"
        return await _again(lambda: self._answered(request, local, suffix))

    async def data(self, request: Request) -> Response:
        """The data about a thing, in the form of the suffix or in the one that is accepted."""
        path, suffix = _split(_path(request).removeprefix("data/"), (*FORMS, CSV))
        return await _again(lambda: self._answered(request, lengthened(path), suffix, pages=False))

    async def page(self, request: Request) -> Response:
        """The page about a thing."""
        local = lengthened(_path(request).removeprefix("page/"))
        return await _again(lambda: self._page(request, local))

    async def _answered(self, request: Request, local: str, suffix: str, pages: bool = True) -> Response:
        place = self._place(self._iri(local))
        chosen = form(suffix, place.forms) if suffix else _negotiated(request, (*place.forms, HTML))
        if chosen is HTML and not pages:
            place = self._place(await unless_left(request, self._existing(local)))
            return Response(status_code=303, headers={"Location": ascii_iri(place.page), "Vary": "Accept"})
        if chosen is HTML:
            return await self._page(request, local)
        if chosen is CSV:
            return await self._listed(request, local)
        return await self._data(request, local, chosen)

    async def _data(self, request: Request, local: str, chosen: Form) -> Response:
        wanted, insisted = profile_of(request)
        profile = PROVENANCE if chosen.suffix == "trig" and wanted is DEFAULT else wanted
        after = request.query_params.get("after", "")
        part = request.query_params.get("part", "")
        release = self._source.release
        stamp = tag(release, local, chosen.suffix, profile.token, str(insisted), after, part)
        base = {"ETag": stamp, "Vary": "Accept, Accept-Profile", "Cache-Control": _CACHING}
        if held_tag(request, stamp) is not None:
            return Response(status_code=304, headers=base)
        if part not in ("", "incoming"):
            raise QueryFault("no-such-part", found=Found(part))
        work = self._described(local, profile, insisted, after, part)
        described, profile = await unless_left(request, self._steady(work, release))
        body = await _aside(len(described.quads), written, described.quads, described.iri, chosen)
        place = self._place(described.iri)
        here = f"{place.data}.{chosen.suffix}"
        following = _following(request, here, described.after)
        headers = base | {
            "Content-Type": chosen.content_type,
            "Content-Location": ascii_iri(here),
            "Content-Profile": f"<{profile.iri}>",
            "Link": links(place, here, self._settings.public_url, profile, following),
            "X-Plenary-Release": release,
        }
        return Response(body, headers=headers)

    async def _page(self, request: Request, local: str) -> Response:
        language = language_of(request)
        release = self._source.release
        query = request.scope["query_string"].decode("latin-1")
        stamp = tag(release, local, HTML.suffix, language, query, self._settings.public_url)
        base = {"ETag": stamp, "Vary": "Accept, Accept-Language", "Cache-Control": _CACHING}
        if held_tag(request, stamp) is not None:
            return Response(status_code=304, headers=base | {"Content-Language": language})
        context = await unless_left(request, self._steady(self._context(request, local, language), release))
        response = await _aside(_MANY, lambda: self._pages.page("resource", request, release, **context))
        place: Place = context["place"]
        response.headers.update(base)
        response.headers["Content-Location"] = ascii_iri(place.page)
        response.headers["Link"] = links(place, place.page, self._settings.public_url)
        response.headers["X-Plenary-Release"] = release
        return response

    async def _context(self, request: Request, local: str, language: str) -> dict[str, Any]:
        asked = request.query_params.get("lang", "")
        after, links_after = (request.query_params.get(name, "") for name in ("after", "links"))
        described = await self._found(local, self._page_source, after)
        names = await self._names(described)
        iri = described.iri
        reader = Reader(self._addresses, names, language, asked if asked in LANGUAGES else "")
        on_shelf = on_the_shelf(iri) is not None
        incoming = _NO_LINKS if on_shelf else await self._source.incoming(iri, links_after)
        begin = request.query_params.get("from", "")
        start = int(begin) if begin.isascii() and begin.isdigit() and len(begin) < 10 else 0
        is_document = local.startswith("doc/")
        text = await read_text(self._source, iri, start, reader, language) if is_document else None
        place = self._place(iri)
        return {
            "told": told(language),
            "place": place,
            "heading": reader.heading(iri),
            "lines": reader.lines(described.by_subject(), iri),
            "support": reader.support(described) if text is None else (),
            "parts_of": reader.parts(described) if not is_document else (),
            "text": text,
            "incoming": reader.incoming(incoming),
            "more": _following(request, place.page, described.after) if text is None else "",
            "more_links": _following(request, place.page, incoming.after, "links"),
        }

    async def _names(self, described: Described) -> Names:
        if on_the_shelf(described.iri) is None:
            return await self._source.names(described.iri)
        return {**await self._source.names(HOME + "ns"), **names_of(described)}

    async def _listed(self, request: Request, local: str) -> Response:
        iri = await unless_left(request, self._existing(local))
        place = self._place(iri)
        shelf = on_the_shelf(iri)
        if shelf is not None:
            response: Response = Response(rows_of(shelf), headers={"Content-Type": CSV.content_type})
        else:
            question = asking(_LISTS[local.partition("/")[0]], this=iri)
            response = await self._endpoint.answer_as(request, question, None, CSV.suffix)
        here = f"{place.data}.{CSV.suffix}"
        said = {"Content-Location": ascii_iri(here), "Link": links(place, here, self._settings.public_url)}
        response.raw_headers += [(name.lower().encode(), value.encode("latin-1")) for name, value in said.items()]
        return response

    async def _described(
        self, local: str, profile: Profile, insisted: bool, after: str, part: str
    ) -> tuple[Described, Profile]:
        """The description in a profile, and the profile that it turned out to have."""
        if part == "incoming":
            return await self._speaking(local, after), DEFAULT
        if profile is SCHEMA:
            described = await self._source.schema(await self._existing(local))
            if described.quads:
                return described, profile
            if insisted:
                raise QueryFault("no-such-profile-of-it", found=Found(described.iri))
            profile = DEFAULT
        return await self._found(local, self._source, after, profile is PROVENANCE), profile

    async def _speaking(self, local: str, after: str) -> Described:
        """What speaks of it, as triples."""
        iri = await self._existing(local)
        return await self._source.speaking(iri, after)

    async def _found(self, local: str, source: Source, after: str, graphs: bool = False) -> Described:
        """What is said of the first thing that a path may stand for. Raises QueryFault where nothing is."""
        for iri in self._addresses.candidates(local):
            shelf = on_the_shelf(iri, graphs)
            if shelf is not None:
                return shelf
            described = await (source.found(iri, after) if graphs else source.asserted(iri, after))
            if not described.quads and not graphs:
                described = _merged(await source.found(iri, after))
            if described.quads:
                return described
        raise await self._absent(local)

    async def _existing(self, local: str) -> str:
        iris = self._addresses.candidates(local)
        shelved = next((iri for iri in iris if on_the_shelf(iri) is not None), None)
        found = shelved or await self._source.known(iris)
        if found is None:
            raise await self._absent(local)
        return found

    async def _version(self, local: str) -> None:
        """The ontology's version IRI leads to the ontology, as long as that is its version."""
        described = await self._source.asserted(HOME + "ns")
        if not any(str(quad.object) == f"<{HOME}{local}>" for quad in described.of(HOME + "ns")):
            raise await self._absent(local)

    async def _absent(self, local: str) -> QueryFault:
        engine = self._endpoint.engine
        return await absent(self._source, self._addresses, local, engine.folder, engine.graphs)

    async def _steady(self, work: Coroutine[Any, Any, _T], release: str) -> _T:
        """The result of several questions; asked of one release, or not at all."""
        result = await work
        if self._source.release != release:
            raise _Changed("release-changed", limit=1)
        return result

    def _iri(self, local: str) -> str:
        return next(iter(self._addresses.candidates(local)), "")

    def _place(self, iri: str) -> Place:
        addresses = self._addresses
        local = addresses.local(iri)
        return Place(iri, addresses.data(iri), addresses.page(iri).partition("#")[0], _forms(local))


async def _again(answering: Callable[[], Awaitable[Response]]) -> Response:
    """The answer; where another release came in meanwhile, that of the new one."""
    try:
        return await answering()
    except _Changed:
        return await answering()


async def _aside(size: int, work: Callable[..., _T], *given: Any) -> _T:
    """The result of work on something so large, in a thread where others would be kept waiting."""
    return await asyncio.to_thread(work, *given) if size >= _MANY else work(*given)


def _forms(local: str) -> tuple[Form, ...]:
    first, _, rest = local.partition("/")
    is_list = local in ("ns", "shapes") or first == "doc" or (first == "code" and "/" not in rest)
    return (*FORMS, CSV) if is_list else FORMS


def _merged(described: Described) -> Described:
    """The same without graphs, each triple once."""
    quads = dict.fromkeys(moved(quad) for quad in described.quads)
    return Described(described.iri, tuple(quads), described.after)


def _path(request: Request) -> str:
    """The path as it was sent, without the slash at its start: what is percent-encoded in an IRI stays so."""
    raw = request.scope.get("raw_path") or request.scope["path"].encode()
    return str(raw.decode("latin-1").partition("?")[0]).removeprefix("/")


def _split(path: str, forms: tuple[Form, ...]) -> tuple[str, str]:
    """A path, and the suffix that says in which form."""
    start, dot, suffix = path.rpartition(".")
    known = {one.suffix for one in forms}
    return (start, suffix) if dot and suffix in known else (path, "")


def _negotiated(request: Request, offered: tuple[Form, ...]) -> Form:
    accepted = request.query_params.get("_mediatype") or request.headers.get("accept", "")
    by_type = {one.media_type: one for one in offered}
    synonyms = {other: one for one in offered for other in one.synonyms if other not in by_type}
    types = by_type | synonyms
    wanted = best_type(accepted, [*types])
    if wanted is None:
        raise QueryFault("not-acceptable", near=", ".join(by_type))
    return types[wanted]


def _following(request: Request, here: str, after: str, name: str = "after") -> str:
    """The address of the next page, empty on the last."""
    if not after:
        return ""
    kept = [(key, value) for key, value in request.query_params.multi_items() if key != name]
    return f"{here}?{urlencode([*kept, (name, after)])}"
