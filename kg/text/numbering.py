"""List numbers as they are printed: 3, c, C, iii, III, 03."""

__all__ = ["printed"]

_VALUES = (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1)
_ROMAN = dict(zip("m cm d cd c xc l xl x ix v iv i".split(), _VALUES, strict=True))
_MOST = 4_000


def printed(number: int, style: str) -> str:
    """The number in a style that Word (`lowerLetter`) or CSS (`lower-alpha`) names; digits in any other."""
    plain = style.replace("-", "").lower()
    capital = plain.startswith("upper")
    if plain in ("lowerletter", "upperletter", "loweralpha", "upperalpha", "lowerlatin", "upperlatin"):
        words = _letters(number)
    elif plain in ("lowerroman", "upperroman"):
        words = _roman(number)
    elif plain in ("decimalzero", "decimalleadingzero"):
        words = f"{number:02}"
    else:
        words = str(number)
    return words.upper() if capital else words


def _letters(number: int) -> str:
    # After z comes aa, then bb: https://learn.microsoft.com/dotnet/api/documentformat.openxml.wordprocessing.numberformatvalues
    times, letter = divmod(number - 1, 26)
    return chr(ord("a") + letter) * (times + 1) if 0 < number < _MOST else str(number)


def _roman(number: int) -> str:
    if not 0 < number < _MOST:
        return str(number)
    words = ""
    for letters, value in _ROMAN.items():
        count, number = divmod(number, value)
        words += letters * count
    return words
