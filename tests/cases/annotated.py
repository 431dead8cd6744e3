"""Annotations written in words: a case is a folder with text.txt and annotation.toml, which quotes the text.

A quote is the very words, or "first words … last words"; it is looked for from where the row before it in the same
list began, so that the rows of a list stand in the order of the text. `annotation(folder)` is the case in the format
of `kg evaluate`; run as a command, this checks cases and writes them out in that format:

    python tests/cases/annotated.py [--write FOLDER] CASE ...
"""

import argparse
import hashlib
import json
import re
import sys
import tomllib
from pathlib import Path
from typing import Any

GAP = "…"
LISTS = ("meetings", "participations", "bodies", "documents", "acts")


class NotInText(ValueError):
    """A quote that the text does not hold from the place where it was looked for."""


def find(quote: str, text: str, start: int, end: int | None = None) -> list[int]:
    """[start, end) of a quote; white space in it stands for any white space, `…` for as few words as possible."""
    pieces = [re.sub(r"\\?\s+|\\ ", r"\\s+", re.escape(piece.strip())) for piece in quote.split(GAP)]
    found = re.compile(r"(?s:.*?)".join(pieces)).search(text, start, len(text) if end is None else end)
    if found is None:
        raise NotInText(f"not in the text after character {start}: {quote!r}")
    return [found.start(), found.end()]


def annotation(folder: Path) -> dict[str, Any]:
    """The case in the annotation format; raises NotInText for a quote that the text does not hold."""
    data = (folder / "text.txt").read_bytes()
    text = data.decode()
    given = tomllib.loads((folder / "annotation.toml").read_text(encoding="utf-8"))
    return {
        "text": f"{folder.name}.txt",
        "sha256": hashlib.sha256(data).hexdigest(),
        "language": given["language"],
        "meetings": [_placed(row, span) for row, span in _rows(given, "meetings", text)],
        "participations": [_placed(row, span) for row, span in _rows(given, "participations", text)],
        "participant_count": given.get("participant_count"),
        "bodies": [_placed(row, span) for row, span in _rows(given, "bodies", text)],
        "documents": [_placed(row, span) for row, span in _rows(given, "documents", text)],
        "acts": [_act(row, span, text) for row, span in _rows(given, "acts", text)],
    }


def _rows(given: dict[str, Any], name: str, text: str) -> list[tuple[dict[str, Any], list[int]]]:
    rows, start = [], 0
    for row in given.get(name, []):
        span = find(row["span"], text, start)
        start = span[0]
        rows.append((row, span))
    return rows


def _placed(row: dict[str, Any], span: list[int]) -> dict[str, Any]:
    return {**row, "span": span}


def _act(row: dict[str, Any], span: list[int], text: str) -> dict[str, Any]:
    given = {**row, "trigger": find(row["trigger"], text, *span), "span": span}
    if "deadline" in given:
        given["deadline"] = [date or None for date in given["deadline"]]
    return given


def main(arguments: list[str]) -> int:
    """Check each case, and write it out where that is asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", type=Path)
    parser.add_argument("cases", type=Path, nargs="+")
    options = parser.parse_args(arguments)
    status = 0
    for case in options.cases:
        try:
            rows = annotation(case)
        except (NotInText, KeyError, tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
            print(f"{case}: {error}", file=sys.stderr)
            status = 1
            continue
        print(case, *(f"{len(rows[name])} {name}" for name in LISTS), sep="  ")
        if options.write:
            options.write.mkdir(parents=True, exist_ok=True)
            (options.write / rows["text"]).write_bytes((case / "text.txt").read_bytes())
            written = json.dumps(rows, ensure_ascii=False, indent=1)
            (options.write / rows["text"]).with_suffix(".json").write_text(written, encoding="utf-8")
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
