"""Why a search found nothing out, as values that the floors above put into words."""

from kg.errors import BrokenRelease, QueryRefused

__all__ = ["NoIndex", "NoWords", "SearchStopped"]


class NoIndex(BrokenRelease):
    """The release has no index of this form: it was made before there was one, or the file is damaged."""


class NoWords(QueryRefused):
    """Nothing to look for: no letter or digit in what was asked, or too much of it."""


class SearchStopped(QueryRefused):
    """Stopped at the deadline, or because nobody waits for it any more."""
