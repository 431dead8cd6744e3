"""What headers say of a description: its other forms, its profile, its licence, where it is at home.

https://www.rfc-editor.org/rfc/rfc8288 , https://www.rfc-editor.org/rfc/rfc6892 for `describes`
"""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from starlette.requests import Request

from kg import __version__
from kg.query.faults import QueryFault
from kg.query.messages import Choice, Found
from kg.store.dataset import licence
from kg.web.addresses import ascii_iri
from kg.web.forms import DEFAULT, HTML, PROFILES, Form, Profile

__all__ = ["Place", "links", "profile_of", "tag"]


@dataclass(frozen=True, slots=True)
class Place:
    """One description: the thing, the addresses of its data and page without suffix, the forms on offer."""

    iri: str
    data: str
    page: str
    forms: tuple[Form, ...]


def links(place: Place, here: str, public_url: str, profile: Profile | None = None, following: str = "") -> str:
    """The value of a `Link` header for an answer at the path `here`."""
    said = [
        *_alternates(place),
        _link(place.iri, "describes"),
        _link("/.well-known/void", "describedby"),
        _link(licence(), "license"),
        _link(public_url.rstrip("/") + here, "canonical"),
        *([_link(profile.iri, "profile")] if profile else []),
        *([_link(following, "next")] if following else []),
    ]
    return ", ".join(said)


def _alternates(place: Place) -> Iterator[str]:
    for one in place.forms:
        yield _link(f"{place.data}.{one.suffix}", "alternate", type=one.media_type)
    for profile in PROFILES:
        if profile is not DEFAULT:
            address = f"{place.data}.ttl?_profile={profile.token}"
            yield _link(address, "alternate", type="text/turtle", profile=profile.iri)
    yield _link(place.page, "alternate", type=HTML.media_type)


def _link(target: str, relation: str, **attributes: str) -> str:
    said = "".join(f'; {name}="{value}"' for name, value in attributes.items())
    return f'<{ascii_iri(target)}>; rel="{relation}"{said}'


def profile_of(request: Request) -> tuple[Profile, bool]:
    """The profile asked for, and whether the address asks for it. Raises QueryFault for one that there is not."""
    said = request.query_params.get("_profile", "")
    if said:
        for one in PROFILES:
            if said in (one.token, one.iri):
                return one, True
        raise QueryFault("no-such-profile", found=Found(said), near=Choice(said, frozenset(p.token for p in PROFILES)))
    return _wanted(request.headers.get("accept-profile", "")), False


def _wanted(header: str) -> Profile:
    """The profile on offer that is wanted most; the default where none is."""
    ranked = [(quality, one) for name, quality in _wishes(header[:2_000]) for one in PROFILES if one.iri == name]
    return max(ranked, key=lambda pair: pair[0])[1] if ranked else DEFAULT


def _wishes(header: str) -> Iterable[tuple[str, float]]:
    for part in header.split(","):
        name, *parameters = (piece.strip() for piece in part.split(";"))
        weights = [one[2:] for one in parameters if one.startswith("q=")]
        try:
            quality = float(weights[0]) if weights else 1.0
        except ValueError:
            continue
        if 0 < quality <= 1:
            yield name.strip("<>"), quality


def tag(release: str, *parts: str) -> str:
    """A strong tag: the same release, software, address and form, the same bytes."""
    said = "\0".join((release, __version__, *parts))
    return f'"{hashlib.sha256(said.encode()).hexdigest()[:32]}"'
