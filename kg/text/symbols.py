"""Signs of symbol fonts, which stand at places of their own, as the signs that a reader sees."""

__all__ = ["PLAIN", "plain"]

# Symbol and Wingdings as word processors write them, and the letters that Courier New draws bullets with.
_BULLETS = {0xF0B7: "•", 0xF0A7: "▪", 0xF06E: "■", 0xF0A8: "□", 0xF06F: "□", 0xF071: "□", 0xF06C: "●", 0xF0D8: "►"}
_BULLETS |= {0xF0FC: "✓", 0xF0E0: "►", 0xF02D: "–", 0xF0BE: "–", 0xF0D7: "•", 0xF076: "•", 0xF0A1: "○", 0xF09F: "•"}
_LIGATURES = {0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB05: "st", 0xFB06: "st"}
PLAIN: dict[int, str] = _BULLETS | _LIGATURES
"""For `str.translate`: what is drawn for a code that no reader could name."""


def plain(sign: str) -> str:
    """A list sign as it is drawn: another sign of a symbol font is some bullet."""
    sign = sign.strip().translate(PLAIN)
    if sign == "o":
        return "○"
    return "".join("•" if "\ue000" <= one <= "\uf8ff" else one for one in sign)
