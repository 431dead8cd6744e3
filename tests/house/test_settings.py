from collections.abc import Mapping
from dataclasses import FrozenInstanceError, fields, replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import BadSetting, UnknownSetting
from kg.settings import Settings, described, load


def test_what_nobody_says_is_the_default() -> None:
    assert load({}, None, {}) == Settings()


def test_a_settings_file_that_is_not_there_says_nothing(tmp_path: Path) -> None:
    assert load({}, tmp_path / "kg.toml", {}) == Settings()


@given(st.sets(st.sampled_from(["file", "environment", "flag"])))
def test_a_flag_beats_the_environment_beats_the_file(tmp_path_factory: pytest.TempPathFactory, said: set[str]) -> None:
    path = tmp_path_factory.mktemp("settings") / "kg.toml"
    path.write_text("port = 1\n" if "file" in said else "")
    environ = {"KG_PORT": "2"} if "environment" in said else {}
    flags: dict[str, object] = {"port": 3 if "flag" in said else None}
    ranked = [(1, "file"), (2, "environment"), (3, "flag")]
    assert load(environ, path, flags).port == max((port for port, who in ranked if who in said), default=8000)


def test_other_environment_variables_are_left_alone() -> None:
    assert load({"PATH": "/bin", "PORT": "1", "kg_port": "1"}, None, {}) == Settings()


def test_every_setting_can_be_said_in_every_place(tmp_path: Path) -> None:
    values: dict[str, object] = {
        "base_iri": "https://example.org/kg/",
        "build_dir": "somewhere",
        "host": "::1",
        "port": 0,
        "store": "https://example.org/sparql",
        "store_user": "reader",
        "store_password": "sesame",
        "workers": 3,
        "deadline_s": 1.5,
        "in_memory_mb": 6,
        "public_url": "https://example.org/",
        "forwarded": "10.0.0.1, 192.168.0.0/16",
        "metrics": "127.0.0.1:9464",
        "log": "json",
        "log_level": "warning",
        "drain_s": 0.5,
        "jobs": 4,
        "text_s": 2.5,
        "max_bytes": 10,
        "max_line": 11,
        "max_pages": 12,
        "max_depth": 13,
        "max_unpacked": 14,
        "max_seconds": 1.5,
        "language": "es",
    }
    assert set(values) == {one.name for one in fields(Settings)}
    wanted = replace(Settings(), **{**values, "build_dir": Path("somewhere")})
    path = tmp_path / "kg.toml"
    path.write_text("".join(f"{name} = {value!r}\n" for name, value in values.items()))
    assert load({}, path, {}) == wanted
    assert load({f"KG_{name.upper()}": str(value) for name, value in values.items()}, None, {}) == wanted
    assert load({}, None, values) == wanted


@pytest.mark.parametrize(
    ("environ", "flags", "where", "fix"),
    [
        ({"KG_PROT": "1"}, {}, "KG_PROT", "did you mean 'KG_PORT'?"),
        ({}, {"max_byte": 1}, "--max-byte", "did you mean '--max-bytes'?"),
    ],
    ids=["environment", "flag"],
)
def test_a_setting_that_does_not_exist_is_refused_with_its_neighbour(
    environ: Mapping[str, str], flags: Mapping[str, object], where: str, fix: str
) -> None:
    with pytest.raises(UnknownSetting) as caught:
        load(environ, None, flags)
    assert (caught.value.where, caught.value.fix) == (where, fix)


def test_a_wrong_key_in_the_file_is_told_with_the_file(tmp_path: Path) -> None:
    path = tmp_path / "kg.toml"
    path.write_text("lanugage = 'es'\n")
    with pytest.raises(UnknownSetting, match="did you mean 'language'") as caught:
        load({}, path, {})
    assert caught.value.where == f"'lanugage' in {path}"


@pytest.mark.parametrize("content", [b"port = ", b"\xff\xfe"], ids=["not TOML", "not UTF-8"])
def test_a_file_that_is_not_toml_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "kg.toml"
    path.write_bytes(content)
    with pytest.raises(BadSetting, match="write it as TOML"):
        load({}, path, {})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("port", "http"),
        ("port", 65536),
        ("port", True),
        ("port", 80.5),
        ("workers", 0),
        ("deadline_s", "nan"),
        ("deadline_s", "inf"),
        ("deadline_s", -1),
        ("in_memory_mb", -1),
        ("base_iri", "igm/"),
        ("base_iri", "https://example.org/without-slash"),
        ("base_iri", "https://example.org/a b/"),
        ("language", "fr"),
        ("public_url", "kg.example.org"),
        ("forwarded", "*"),
        ("forwarded", "10.0.0.0/33"),
        ("metrics", "9464"),
        ("metrics", "somewhere:9464"),
        ("log", "xml"),
        ("log_level", "loud"),
        ("drain_s", -1),
        ("host", ""),
        ("host", 5),
        ("build_dir", ["a"]),
    ],
)
def test_a_value_out_of_its_rule_is_refused_with_the_rule(name: str, value: object) -> None:
    rule = next(one.rule for one in described() if one.name == name)
    with pytest.raises(BadSetting) as caught:
        load({}, None, {name: value})
    assert caught.value.fix == f"give {rule}"


def test_settings_do_not_change() -> None:
    with pytest.raises(FrozenInstanceError):
        Settings().port = 1  # type: ignore[misc]


def test_every_setting_says_what_it_is_for() -> None:
    assert [one.name for one in described()] == [one.name for one in fields(Settings)]
    for one in described():
        assert one.variable == f"KG_{one.name.upper()}"
        assert one.about
        assert one.rule


def test_every_default_is_within_its_own_rule() -> None:
    assert load({}, None, {one.name: one.default for one in described()}) == Settings()


def test_every_setting_is_documented(root: Path) -> None:
    readme = (root / "README.md").read_text(encoding="utf-8")
    if not readme:
        pytest.skip("README.md is still empty")
    assert [one.variable for one in described() if f"`{one.variable}`" not in readme] == []
