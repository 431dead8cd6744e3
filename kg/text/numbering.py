"""List numbers as they are printed: 3, c, C, iii, III, 03."""

__all__ = ["printed"]

_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"))
_ROMAN += ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
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
    for value, letters in _ROMAN:
        count, number = divmod(number, value)
        words += letters * count
    return words
