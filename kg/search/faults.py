"""Why a search found nothing out, as values that the floors above put into words."""

from kg.errors import BrokenRelease, QueryRefused

__all__ = ["NoIndex", "NoWords", "SearchStopped", "TooManyWords"]


class NoIndex(BrokenRelease):
    """The release has no index of this form: it was made before there was one, or the file is damaged."""


class NoWords(QueryRefused):
    """Nothing to look for: no letter or digit in what was asked."""


class TooManyWords(QueryRefused):
    """More to look for than is read at once."""


class SearchStopped(QueryRefused):
    """Stopped at the deadline, or because nobody waits for it any more."""
