"""`/download/`: what the release is published as, whole or by document, with checksums, ranges and strong tags."""

import asyncio
import gzip
import hashlib
import re
import zlib
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response, StreamingResponse

from kg.errors import BrokenRelease
from kg.export import about_release, export, of_document, planned_files
from kg.export.rdfxml import NotInXml
from kg.query.faults import Busy, QueryFault
from kg.query.messages import Choice, Found
from kg.store.release import Release, read_release
from kg.web.answers import held_tag
from kg.web.endpoint import Endpoint, wants_page
from kg.web.offers import Held, held_files, listed_files, said_in, type_of
from kg.web.pages import Pages, language_of
from kg.web.preparation import Preparation

__all__ = ["Downloads"]

_RETRY_S = 30
_AT_ONCE = 2
_CHUNK = 1 << 18
_LONGEST = 1_000
_PACKED = frozenset({"gz", "parquet"})
_ENDINGS = {"jsonld": "jsonld", "nq": "nq", "nt": "nt", "rdf": "rdfxml", "trig": "trig", "ttl": "ttl"}
_WITH_GRAPHS = frozenset({"nq", "trig"})


class Downloads:
    """The addresses below `/download/`. Each raises QueryFault, which the application answers."""

    def __init__(self, endpoint: Endpoint, pages: Pages, preparation: Preparation) -> None:
        self._endpoint = endpoint
        self._pages = pages
        self._preparation = preparation
        # To write a document takes a processor as long as it takes: two at a time leave room for queries.
        self._room = asyncio.Semaphore(_AT_ONCE)

    async def downloads(self, request: Request) -> Response:
        """What there is: a page, or JSON."""
        release = self._release()
        self._preparation.want(release.path)
        listed = self._listed(release)
        if not wants_page(request):
            return JSONResponse(listed, headers={"Vary": "Accept, Accept-Language", "Cache-Control": "no-cache"})
        example = next((str(one["slug"]) for one in release.documents), "")
        said = said_in(language_of(request))
        return self._pages.page("downloads", request, release.id, said=said, listed=listed, example=example)

    async def download(self, request: Request) -> Response:
        """One of the files of the whole release."""
        release, name = self._release(), request.path_params["path"]
        held = self._held(release, name)
        return _file(request, held, _headers(release, held.name.rpartition("/")[2]))

    async def download_document(self, request: Request) -> Response:
        """One document in the form of the ending."""
        release = self._release()
        slug, _, ending = request.path_params["name"].rpartition(".")
        if ending not in _ENDINGS:
            raise QueryFault("download-unknown", found=Found(ending), near=Choice(ending, frozenset(_ENDINGS)))
        graphs = of_document(release, slug)
        if not graphs:
            raise QueryFault("document-unknown", found=Found(slug))
        packed = _takes_gzip(request)
        digest = hashlib.sha256("\0".join(one.sha256 for one in graphs).encode()).hexdigest()
        tag = _tag(f"{digest[:32]}-{release.version}-{ending}", packed)
        headers = _headers(release, f"{slug}.{ending}") | {"ETag": tag, "Vary": "Accept-Encoding"}
        if held_tag(request, tag) is not None:
            return Response(status_code=304, headers=headers)
        async with self._room:
            body = await asyncio.to_thread(_document, release, slug, ending, packed)
        coding = {"Content-Encoding": "gzip"} if packed else {}
        return Response(body, headers=headers | coding, media_type=type_of(ending))

    def example(self) -> str | None:
        """The name under which a document can be had, where the release holds one."""
        try:
            first = next(self._release().documents, None)
        except (QueryFault, BrokenRelease):
            return None
        return f"{first['slug']}.ttl" if first else None

    def _release(self) -> Release:
        folder = self._endpoint.engine.folder
        if folder is None:
            raise QueryFault("not-found")
        try:
            return read_release(folder)
        except BrokenRelease as error:
            raise QueryFault("not-found") from error

    def _held(self, release: Release, name: str) -> Held:
        """A file by its name in the list; what a client writes never becomes a path. Raises QueryFault."""
        prepared = self._preparation.of(release.path)
        held = held_files(release, prepared)
        if name in held:
            return held[name]
        self._preparation.want(release.path)
        if self._preparation.is_awaited(release.path) and name in planned_files():
            raise Busy("download-not-ready", found=Found(name), limit=_RETRY_S)
        known = frozenset({*held, *planned_files()} - {name})
        raise QueryFault("download-unknown", found=Found(name), near=Choice(name, known))

    def _listed(self, release: Release) -> dict[str, Any]:
        """All files, those that are not ready yet without size and checksum."""
        prepared = self._preparation.of(release.path)
        awaited = self._preparation.is_awaited(release.path)
        return {
            "release": release.id,
            "license": about_release(release)["license"],
            "ready": prepared is not None,
            "awaited": awaited,
            "files": listed_files(release, prepared, planned_files() if awaited else ()),
            "left_out": prepared.told["left_out"] if prepared else [],
            "documents": {"href": "/download/document/{slug}.{ending}", "endings": sorted(_ENDINGS)},
        }


def _document(release: Release, slug: str, ending: str, packed: bool) -> bytes:
    """With its graphs where the form has them, else what it says. Raises QueryFault where XML cannot hold its words."""
    out = BytesIO()
    try:
        export(release, _ENDINGS[ending], out, [slug], "all" if ending in _WITH_GRAPHS else "facts")
    except NotInXml as error:
        raise QueryFault("not-in-xml", found=Found(slug)) from error
    return gzip.compress(out.getvalue(), mtime=0) if packed else out.getvalue()


def _file(request: Request, held: Held, headers: dict[str, str]) -> Response:
    """The file, or a range of it; packed on the way where that pays and no range is asked for."""
    packed = held.ending not in _PACKED and "range" not in request.headers and _takes_gzip(request)
    tag = _tag(held.digest[:32], packed)
    headers |= {"ETag": tag, "Vary": "Accept-Encoding"}
    if held_tag(request, tag) is not None:
        return Response(status_code=304, headers=headers)
    if not packed:
        return FileResponse(held.path, headers=headers, media_type=type_of(held.ending))
    # A HEAD is answered like a GET without its body, which nobody then has to pack.
    body = iter(()) if request.method == "HEAD" else _deflated(held.path)
    return StreamingResponse(body, headers=headers | {"Content-Encoding": "gzip"}, media_type=type_of(held.ending))


def _deflated(path: Path) -> Iterator[bytes]:
    packer = zlib.compressobj(6, zlib.DEFLATED, 31)
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            if piece := packer.compress(chunk):
                yield piece
    yield packer.flush()


def _headers(release: Release, name: str) -> dict[str, str]:
    return {
        "Cache-Control": "public, no-cache",
        # Names are slugs and our own: nothing in them needs quoting.
        "Content-Disposition": f'attachment; filename="{name}"',
        "Link": f'<{about_release(release)["license"]}>; rel="license"',
        "X-Plenary-Release": release.id,
    }


def _tag(words: str, packed: bool) -> str:
    return f'"{words}{"-gzip" if packed else ""}"'


def _takes_gzip(request: Request) -> bool:
    """Whether the client takes gzip; over HTTP/1.0 a body that is packed on the way could be cut short unseen."""
    said = request.headers.get("accept-encoding", "")[:_LONGEST].lower()
    wishes = {name.strip(): rest.replace(" ", "") for name, _, rest in (one.partition(";") for one in said.split(","))}
    wish = wishes.get("gzip", wishes.get("*", "q=0"))
    return request.scope["http_version"] != "1.0" and not re.fullmatch(r"q=0(\.0*)?", wish)
