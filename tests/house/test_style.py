"""What a reader may count on in every file of the package."""

import ast
import importlib
import pkgutil
import statistics
from collections.abc import Iterator
from pathlib import Path

import kg

LONGEST_FUNCTION = 60
LONGEST_FILE = 400
MEDIAN_FUNCTION = 10
# Names that say nothing of what is inside.
EMPTY_NAMES = {"util", "utils", "helper", "helpers", "manager", "handler", "handlers", "common", "misc"}


def files(root: Path) -> list[Path]:
    return sorted([*(root / "kg").rglob("*.py"), root / "run.py"])


def nodes(root: Path, *kinds: type[ast.AST]) -> Iterator[tuple[str, ast.AST]]:
    for path in files(root):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, kinds):
                yield f"{path.relative_to(root)}:{getattr(node, 'lineno', 1)}", node


def lengths(root: Path) -> dict[str, int]:
    functions = nodes(root, ast.FunctionDef, ast.AsyncFunctionDef)
    return {
        f"{where} {node.name}": node.end_lineno - node.lineno + 1
        for where, node in functions
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno
    }


def test_no_function_is_longer_than_a_page(root: Path) -> None:
    assert {where: lines for where, lines in lengths(root).items() if lines > LONGEST_FUNCTION} == {}


def test_the_usual_function_is_a_few_lines(root: Path) -> None:
    assert statistics.median(lengths(root).values()) < MEDIAN_FUNCTION


def test_no_file_is_longer_than_can_be_read_at_a_sitting(root: Path) -> None:
    counted = {str(path.relative_to(root)): len(path.read_bytes().splitlines()) for path in files(root)}
    assert {path: lines for path, lines in counted.items() if lines >= LONGEST_FILE} == {}


def test_no_name_is_empty_of_meaning(root: Path) -> None:
    modules = {part for path in files(root) for part in path.relative_to(root).with_suffix("").parts}
    classes = {node.name for _, node in nodes(root, ast.ClassDef) if isinstance(node, ast.ClassDef)}
    assert modules & EMPTY_NAMES == set()
    assert [name for name in sorted(classes) if name.lower().endswith(tuple(EMPTY_NAMES))] == []


def test_every_name_that_a_module_exports_is_there() -> None:
    found = pkgutil.walk_packages(kg.__path__, "kg.")
    modules = [importlib.import_module(one.name) for one in found if not one.name.endswith("__main__")]
    missing = [
        f"{module.__name__}.{name}"
        for module in modules
        for name in getattr(module, "__all__", [])
        if not hasattr(module, name)
    ]
    assert missing == []
