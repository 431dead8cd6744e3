"""The part of JSON Schema (2020-12) that the annotation format is described with.

https://json-schema.org/draft/2020-12/json-schema-validation
"""

import re
from collections.abc import Callable, Iterator
from typing import Any

__all__ = ["violations"]

_TYPES: dict[str, Callable[[Any], bool]] = {
    "object": lambda value: isinstance(value, dict),
    "array": lambda value: isinstance(value, list),
    "string": lambda value: isinstance(value, str),
    "integer": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "boolean": lambda value: isinstance(value, bool),
    "null": lambda value: value is None,
}


def violations(value: Any, schema: dict[str, Any]) -> list[str]:
    """What in a JSON value is not as the schema has it, each with its place (`acts[3].trigger`); empty where all is."""
    return list(_violations(value, schema, schema, ""))


def _violations(value: Any, schema: dict[str, Any], root: dict[str, Any], where: str) -> Iterator[str]:
    if "$ref" in schema:
        schema = root["$defs"][schema["$ref"].removeprefix("#/$defs/")]
    fault = _fault(value, schema)
    if fault:
        yield f"{where or 'the top level'}: {fault}"
    elif isinstance(value, dict):
        yield from _in_object(value, schema, root, where)
    elif isinstance(value, list):
        yield from _in_array(value, schema, root, where)


def _fault(value: Any, schema: dict[str, Any]) -> str | None:
    allowed = schema.get("type", [])
    types = [allowed] if isinstance(allowed, str) else allowed
    if types and not any(_TYPES[name](value) for name in types):
        return f"not of type {' or '.join(types)}"
    if "enum" in schema and value not in schema["enum"]:
        return f"{value!r} is none of {', '.join(map(str, schema['enum']))}"
    if "const" in schema and value != schema["const"]:
        return f"{value!r} is not {schema['const']!r}"
    if isinstance(value, str) and not re.search(schema.get("pattern", ""), value):
        return f"{value!r} does not match {schema['pattern']}"
    if isinstance(value, int) and value < schema.get("minimum", value):
        return f"{value} is below {schema['minimum']}"
    return None


def _in_object(value: dict[str, Any], schema: dict[str, Any], root: dict[str, Any], where: str) -> Iterator[str]:
    known = schema.get("properties", {})
    for name in schema.get("required", []):
        if name not in value:
            yield f"{where or 'the top level'}: '{name}' is missing"
    for name, item in value.items():
        place = f"{where}.{name}" if where else name
        if name in known:
            yield from _violations(item, known[name], root, place)
        elif schema.get("additionalProperties") is False:
            yield f"{place}: there is no such field"


def _in_array(value: list[Any], schema: dict[str, Any], root: dict[str, Any], where: str) -> Iterator[str]:
    first = schema.get("prefixItems", [])
    if not schema.get("minItems", 0) <= len(value) <= schema.get("maxItems", len(value)):
        yield f"{where}: {len(value)} items"
    for index, item in enumerate(value):
        rule = first[index] if index < len(first) else schema.get("items", {})
        yield from _violations(item, rule, root, f"{where}[{index}]")
