"""Blocks of a laid-out file written as text: paragraphs apart, list marks before their words, a table row a line."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

__all__ = ["MARK", "Block", "Sheet", "row"]

MARK = re.compile(r"(?:[-*•◦▪·–—‣●○■□➢✓]|\(?(?:\d{1,3}(?:\.\d{1,3}){0,4}|[a-zA-Z]|[ivxlIVXL]{1,6})[.)])(?=\s)\s*")
"""A number, letter or bullet that opens an item, with the white space after it."""
_GAP = re.compile(r"[ \t\r\n\f\v]+")
_CELL = 200  # characters: what is longer is prose that a table only places
_LABEL = 48
_CLOSED = re.compile(r"[:.;,!?]$")


@dataclass(slots=True)
class Block:
    """A paragraph, heading or item; `mark` is what stands before an item, `level` how deep its list is."""

    mark: str = ""
    level: int = 0
    pieces: list[str] = field(default_factory=list)

    def words(self) -> str:
        """The block's own lines, white space collapsed, without the mark."""
        lines = (_GAP.sub(" ", line).strip() for line in "".join(self.pieces).split("\v"))
        return "\n".join(line for line in lines if line)

    def written(self) -> str:
        """The block as a reader sees it; a mark is not repeated where the words open with one."""
        words = self.words()
        if not self.mark or MARK.match(words):
            return words
        return f"{'  ' * self.level}{self.mark} {words}"


class Sheet:
    """Blocks written one after another, with tables within."""

    def __init__(self) -> None:
        self.blocks: list[Block] = [Block()]
        self._cells: list[list[Sheet]] = []

    @property
    def _open(self) -> "Sheet":
        """The sheet that is written on: the innermost cell, where there is one."""
        return next((cells[-1] for cells in reversed(self._cells) if cells), self)

    def write(self, words: str) -> None:
        """Words of the block at hand, as they stand in the file."""
        pieces = self._open.blocks[-1].pieces
        if pieces or words.strip():
            pieces.append(words)

    def line(self) -> None:
        """A line break within the block."""
        self.write("\v")

    def block(self, mark: str = "", level: int = 0) -> None:
        """A new block; one without words so far gives its mark to it."""
        last = self._open.blocks[-1]
        if mark or last.words():
            self._open.blocks.append(Block(mark, level))

    def add(self, block: Block) -> None:
        """A block that was written elsewhere."""
        self._open.blocks += (block, Block())

    def begin_row(self) -> None:
        """A table row: cells, then `end_row`."""
        self._cells.append([])

    def cell(self) -> None:
        """The next cell of the row at hand."""
        if self._cells:
            self._cells[-1].append(Sheet())

    def end_row(self) -> None:
        """The row is whole: short cells make one line, longer ones are prose that stands side by side."""
        if not self._cells:
            return
        cells = [[block for block in cell.blocks if block.words()] for cell in self._cells.pop()]
        cells = [cell for cell in cells if cell]
        if all(len(cell) == 1 and not cell[0].mark and len(cell[0].words()) <= _CELL for cell in cells):
            self.block()
            self.write(row([cell[0].words().replace("\n", " ") for cell in cells]))
            self.block()
            return
        for block in (block for cell in cells for block in cell):
            self.add(block)

    def text(self) -> str:
        """Everything, items of one list on neighbouring lines, other blocks with a blank line between."""
        while self._cells:
            self.end_row()
        parts: list[str] = []
        before: Block | None = None
        for block in self.blocks:
            if not block.words():
                continue
            if before is not None:
                parts.append("\n" if before.mark and block.mark else "\n\n")
            parts.append(block.written())
            before = block
        return "".join(parts) + "\n"


def row(cells: Sequence[str]) -> str:
    """The cells of a row on one line; a short one before a single other is its label."""
    if len(cells) == 2 and len(cells[0]) <= _LABEL:
        if MARK.fullmatch(f"{cells[0]} ") or _CLOSED.search(cells[0]):
            return " ".join(cells)
        return ": ".join(cells)
    return " | ".join(cells)
