"""Which of the forms on offer a client asks for.

https://www.rfc-editor.org/rfc/rfc9110#name-content-negotiation-fields
"""

import math
import re
from collections.abc import Iterator, Sequence

__all__ = ["best_language", "best_type", "weights"]

_LONGEST = 4_000


def best_type(accept: str, offers: Sequence[str]) -> str | None:
    """The media type on offer that is wanted most, the first of equals; None where none is acceptable.

    What cannot be read of the header is left aside; where nothing can, anything is acceptable.
    """
    wishes = {name: quality for name, quality in _wishes(accept) if re.fullmatch(r"[^/\s]+/[^/\s]+", name)}
    if not wishes:
        return offers[0]
    quality, _, offer = max((_quality(offer, wishes), -at, offer) for at, offer in enumerate(offers))
    return offer if quality > 0 else None


def best_language(accept: str, offers: Sequence[str]) -> str:
    """The language on offer that is wanted most; the first where none is."""
    wishes: dict[str, float] = {}
    for name, quality in _wishes(accept):
        main = name.split("-")[0]
        wishes[main] = max(quality, wishes.get(main, 0.0))
    ranked = [(wishes.get(offer, wishes.get("*", 0.0)), -at, offer) for at, offer in enumerate(offers)]
    return max(ranked)[2]


def weights(header: str) -> dict[str, float]:
    """What a header of wishes gives each of them, the last of equal names; names in lower case."""
    return dict(_wishes(header))


def _quality(offer: str, wishes: dict[str, float]) -> float:
    for pattern in (offer, f"{offer.split('/')[0]}/*", "*/*"):
        if pattern in wishes:
            return wishes[pattern]
    return 0.0


def _wishes(header: str) -> Iterator[tuple[str, float]]:
    for part in header[:_LONGEST].split(","):
        name, *parameters = (piece.strip().lower() for piece in part.split(";"))
        quality = _weight(parameters)
        if name and quality is not None:
            yield name, quality


def _weight(parameters: Sequence[str]) -> float | None:
    """The q parameter, 1 where there is none, None where it is no weight; other parameters are ignored."""
    for one in parameters:
        name, _, value = one.partition("=")
        if name.strip() == "q":
            try:
                weight = float(value)
            except ValueError:
                return None
            return weight if math.isfinite(weight) and 0 <= weight <= 1 else None
    return 1.0
