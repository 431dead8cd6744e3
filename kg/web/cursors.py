"""Where the next page of an answer begins, as a word that means nothing to anybody else."""

import base64
import binascii
import json
from typing import Any

from kg.query.faults import QueryFault

__all__ = ["opened", "sealed"]

_LONGEST = 32_000


def sealed(release: str, place: object) -> str:
    """The place, which JSON can hold, in an answer of this release."""
    told = json.dumps([release, place], ensure_ascii=False, separators=(",", ":")).encode("utf-8")
    return base64.urlsafe_b64encode(told).decode("ascii").rstrip("=")


def opened(word: str, release: str) -> Any:
    """The place that was sealed; whether it is one of this answer is for the caller to say. Raises QueryFault.

    Another release may answer in another order, so that its places are no places of this one.
    """
    try:
        if len(word) > _LONGEST:
            raise ValueError(word)
        told = json.loads(base64.b64decode(word + "=" * (-len(word) % 4), altchars=b"-_", validate=True))
        before, place = told
    except (ValueError, TypeError, binascii.Error, RecursionError) as error:
        raise QueryFault("cursor-unknown") from error
    if before != release:
        raise QueryFault("cursor-outdated")
    return place
