"""What can be set, and which word counts: a flag over `KG_*` over `kg.toml` over the default."""

import ipaddress
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from kg.errors import BadSetting, UnknownSetting, did_you_mean

__all__ = ["PREFIX", "Setting", "Settings", "described", "load"]

PREFIX = "KG_"
"""What the name of every environment variable starts with."""


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting as a person meets it; `rule` says which values hold."""

    name: str
    variable: str
    default: Any
    about: str
    rule: str


def _says(about: str, rule: str, holds: Callable[[Any], bool]) -> dict[str, Any]:
    return {"about": about, "rule": rule, "holds": holds}


def _positive(value: float) -> bool:
    return 0 < value < float("inf")


def _base(value: str) -> bool:
    return re.fullmatch(r"https?://[^\s<>\"{}|\\^`#?]+/", value) is not None


def _address(value: str) -> bool:
    return not value or re.fullmatch(r"https?://[^\s<>\"{}|\\^`#@]+", value) is not None


def _any(value: str) -> bool:
    return value.isprintable()


def _network(value: str) -> bool:
    try:
        return bool(ipaddress.ip_network(value.strip()))
    except ValueError:
        return False


def _endpoint(value: str) -> bool:
    host, _, port = value.rpartition(":")
    try:
        return bool(ipaddress.ip_address(host.removeprefix("[").removesuffix("]"))) and 0 <= int(port) <= 65535
    except ValueError:
        return False


@dataclass(frozen=True, slots=True)
class Settings:
    """Every choice that a command can be given, complete and checked."""

    base_iri: str = field(
        default="https://w3id.org/igm/",
        metadata=_says(
            "base of the IRIs minted for what texts tell: meetings, documents, statements",
            "an http or https IRI that ends with /",
            _base,
        ),
    )
    build_dir: Path = field(
        default=Path("data/build"),
        metadata=_says("folder for the graphs, the store and its releases", "a path", lambda value: True),
    )
    host: str = field(
        default="127.0.0.1", metadata=_says("address that the server listens on", "a host name or address", bool)
    )
    port: int = field(
        default=8000,
        metadata=_says(
            "port that the server listens on; 0 takes a free one", "0 to 65535", lambda value: 0 <= value <= 65535
        ),
    )
    store: str = field(
        default="",
        metadata=_says(
            "address at which a store that someone else runs takes queries; none: the release in the build folder",
            "an http or https address without user and password",
            _address,
        ),
    )
    store_user: str = field(default="", metadata=_says("name under which that store is used", "a name", _any))
    store_password: str = field(
        default="",
        repr=False,
        metadata=_says("password of that name; best said in the environment", "a password", _any) | {"secret": True},
    )
    workers: int = field(default=2, metadata=_says("processes that answer queries", "1 or more", _positive))
    deadline_s: float = field(
        default=10.0, metadata=_says("seconds after which a query is ended", "more than 0", _positive)
    )
    in_memory_mb: int = field(
        default=512,
        metadata=_says(
            "size on disk, in megabytes, up to which a graph is answered from memory; 0 for never",
            "0 or more",
            lambda value: value >= 0,
        ),
    )
    public_url: str = field(
        default="",
        metadata=_says(
            "where the server is for the world, behind a proxy; the address it listens on where nothing is said",
            "an http or https IRI that ends with /, or nothing",
            lambda value: not value or _base(value),
        ),
    )
    forwarded: str = field(
        default="",
        metadata=_says(
            "proxies that are believed in what they say of a client (X-Forwarded-For, X-Forwarded-Proto, X-Request-ID)",
            "addresses or networks with commas between them, or nothing",
            lambda value: not value or all(map(_network, value.split(","))),
        ),
    )
    metrics: str = field(
        default="loopback",
        metadata=_says(
            "who may read /metrics",
            "loopback, on, off, or an address of its own such as 127.0.0.1:9464",
            lambda value: value in {"loopback", "on", "off"} or _endpoint(value),
        ),
    )
    log: str = field(
        default="auto",
        metadata=_says(
            "form of what the server logs; auto is text on a terminal and JSON elsewhere",
            "auto, json or text",
            lambda value: value in {"auto", "json", "text"},
        ),
    )
    log_level: str = field(
        default="info",
        metadata=_says(
            "what the server logs; info has a line for each request",
            "debug, info, warning or error",
            lambda value: value in {"debug", "info", "warning", "error"},
        ),
    )
    drain_s: float = field(
        default=1.0,
        metadata=_says(
            "seconds for which a server told to stop (SIGTERM) still takes requests while /ready says that it stops",
            "0 to 600",
            lambda value: 0 <= value <= 600,
        ),
    )
    jobs: int = field(
        default=0,
        metadata=_says(
            "processes that judge texts; 0 takes one for each core, none for a few texts",
            "0 or more",
            lambda value: value >= 0,
        ),
    )
    text_s: float = field(
        default=600.0, metadata=_says("seconds after which a text is given up", "more than 0", _positive)
    )
    max_bytes: int = field(
        default=20_000_000, metadata=_says("size of the largest text that is read, in bytes", "1 or more", _positive)
    )
    max_line: int = field(
        default=1_000_000,
        metadata=_says("length of the longest line that is read, in characters", "1 or more", _positive),
    )
    max_pages: int = field(
        default=1_000, metadata=_says("pages of the longest PDF that is read", "1 or more", _positive)
    )
    max_depth: int = field(
        default=200,
        metadata=_says(
            "elements of HTML or DOCX that may stand within one another", "1 to 250", lambda value: 1 <= value <= 250
        ),
    )
    max_unpacked: int = field(
        default=200_000_000,
        metadata=_says("bytes that a DOCX or PDF may unpack to", "1 or more", _positive),
    )
    max_seconds: float = field(
        default=20.0,
        metadata=_says("seconds of processor time that reading one file may take", "more than 0", _positive),
    )
    language: str = field(
        default="en",
        metadata=_says("language of messages and labels", "en or es", lambda value: value in {"en", "es"}),
    )


def described() -> tuple[Setting, ...]:
    """All settings, in the order of their definition, with what a person needs to know of each."""
    return tuple(
        Setting(one.name, _variable(one.name), one.default, one.metadata["about"], one.metadata["rule"])
        for one in fields(Settings)
    )


def load(environ: Mapping[str, str], toml_path: Path | None, overrides: Mapping[str, object]) -> Settings:
    """The settings in force. `overrides` are the flags given, None where not; a `toml_path` that is not there is empty.

    Raises UnknownSetting for a key or a `KG_*` variable that does not exist, BadSetting for a value out of its rule.
    """
    chosen: dict[str, Any] = {}
    for source in (_from_toml(toml_path), _from_environment(environ), _from_flags(overrides)):
        for name, where, value in source:
            chosen[name] = _checked(name, where, value)
    return Settings(**chosen)


# Each source yields (name of the setting, where it was said, raw value).
_Said = Iterator[tuple[str, str, object]]


def _from_toml(path: Path | None) -> _Said:
    if path is None or not path.exists():
        return
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BadSetting(
            "The settings file cannot be read", str(path), str(error), "write it as TOML, `name = value`"
        ) from error
    for name, value in table.items():
        yield _known(name, f"'{name}' in {path}"), f"'{name}' in {path}", value


def _from_environment(environ: Mapping[str, str]) -> _Said:
    for variable in sorted(name for name in environ if name.startswith(PREFIX)):
        name = _known(variable.removeprefix(PREFIX).lower(), variable, written=_variable)
        yield name, variable, environ[variable]


def _from_flags(overrides: Mapping[str, object]) -> _Said:
    for name, value in overrides.items():
        if value is not None:
            yield _known(name, _flag(name), written=_flag), _flag(name), value


def _known(name: str, where: str, written: Callable[[str], str] = str) -> str:
    """`name` itself where it is a setting; `written` spells a setting the way it is said in this source."""
    names = [one.name for one in fields(Settings)]
    if name not in names:
        hint = did_you_mean(written(name), map(written, names))
        raise UnknownSetting("There is no such setting", where, "", hint)
    return name


def _checked(name: str, where: str, value: object) -> object:
    one = next(one for one in fields(Settings) if one.name == name)
    try:
        converted = _converted(one.type, value)
        if one.metadata["holds"](converted):
            return converted
    except (TypeError, ValueError):
        pass
    rule = one.metadata["rule"]
    shown = "…" if one.metadata.get("secret") else repr(_without_user(value))
    raise BadSetting(f"The setting '{name}' cannot be {shown}", where, one.metadata["about"], f"give {rule}")


def _without_user(value: object) -> object:
    """The value, without what an address says of who asks: a password would be shown."""
    return re.sub(r"(?<=//)[^/]*@", "…@", value) if isinstance(value, str) else value


def _converted(kind: Any, value: object) -> object:
    # TOML has real numbers and the environment only words; a truth value or a fraction is no count.
    if kind in (int, float):
        if isinstance(value, bool) or (kind is int and isinstance(value, float)):
            raise TypeError(kind)
        return kind(value)
    if not isinstance(value, (str, Path)):
        raise TypeError(kind)
    return kind(value)


def _variable(name: str) -> str:
    return f"{PREFIX}{name.upper()}"


def _flag(name: str) -> str:
    return f"--{name.replace('_', '-')}"
