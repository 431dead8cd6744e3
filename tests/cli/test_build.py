"""`kg build`: one bad text never stops the others, and what was published before stays."""

from pathlib import Path

import pytest

from tests.cli.conftest import Kg

LETTER = "The Harbour Ministers agreed to establish a working group on pilotage.\n"


def served(folder: Path) -> str:
    return (folder / "current").readlink().name


def test_it_says_what_was_read_what_was_found_and_what_to_try_next(kg: Kg, corpus: Path) -> None:
    ran = kg("build", corpus, "--build-dir", "b")
    assert ran.status == 0
    assert "published    rcm-1997-panama.txt" in ran.out
    assert "2 published, 0 quarantined, 0 refused" in ran.out
    assert "  2  of them with a deadline" in ran.out
    assert served(Path("b")) in ran.out
    assert "Next: kg query" in ran.out


def test_the_same_input_again_is_nothing_to_do(kg: Kg, own: Path, corpus: Path) -> None:
    before = served(own)
    ran = kg("build", corpus, "--build-dir", own)
    assert ran.status == 0
    assert "Nothing to do" in ran.out
    assert served(own) == before


def test_several_processes_publish_the_same_release(kg: Kg, own: Path, corpus: Path) -> None:
    assert kg("build", corpus, "--build-dir", "b", "--jobs", "2").status == 0
    assert served(Path("b")) == served(own)


def test_a_number_of_processes_is_a_number(kg: Kg, corpus: Path) -> None:
    ran = kg("build", corpus, "--jobs", "two")
    assert ran.status == 2
    assert "0 or more" in ran.err


def test_without_texts_it_says_how_to_name_them(kg: Kg) -> None:
    ran = kg("build")
    assert ran.status == 2
    assert "kg build my-texts/" in ran.err


def test_an_empty_folder_has_no_texts(kg: Kg, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert kg("build", "empty").status == 2


def test_it_publishes_the_rest_and_says_why_a_text_is_refused(kg: Kg, tmp_path: Path, corpus: Path) -> None:
    (tmp_path / "empty.txt").touch()
    ran = kg("build", corpus, "empty.txt", "--build-dir", "b", "--json")
    assert ran.status == 1
    by_name = {Path(one["name"]).name: one for one in ran.value["texts"]}
    assert by_name["empty.txt"]["status"] == "refused"
    assert by_name["empty.txt"]["what"]
    assert by_name["rcm-1997-panama.txt"]["status"] == "published"


def test_in_spanish_it_says_so_in_spanish(kg: Kg, tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text(LETTER, encoding="utf-8")
    out = kg("build", "letter.txt", "--build-dir", "b", "--lang", "es").out
    assert "publicado     letter.txt" in out
    assert "Publicación" in out


def test_a_refusal_is_in_spanish_when_asked_for(kg: Kg, tmp_path: Path) -> None:
    (tmp_path / "vacío.txt").touch()
    out = kg("build", "vacío.txt", "--build-dir", "b", "--lang", "es").out
    assert "El archivo está vacío" in out
    assert "remedio" in out


BAD = {
    "empty.txt": b"",
    "blank.txt": b" \n\t\n",
    "program.txt": b"\x7fELF\x02\x01\x01\x00\x00\x00",
    "two-encodings.txt": "Comunicado de la reunión del año, ".encode() + "reunión del año".encode("latin-1"),
    "numbers.txt": b"1997 1998 1999\n",
    "one-line.txt": b"the governments met and " * 2_100_000,
}


@pytest.mark.parametrize("name", BAD)
def test_a_text_that_cannot_be_read_is_refused_and_the_last_release_stays(
    kg: Kg, own: Path, tmp_path: Path, name: str
) -> None:
    (tmp_path / name).write_bytes(BAD[name])
    before = served(own)
    ran = kg("build", name, "--build-dir", own)
    assert ran.status == 3
    assert name in ran.out
    assert "\n  fix    " in ran.out
    assert before in ran.out
    assert served(own) == before
    assert kg("query", "ASK { ?s ?p ?o }", "--build-dir", own).out == "yes\n"


def test_a_file_that_is_not_there_is_refused(kg: Kg, own: Path) -> None:
    ran = kg("build", "nowhere.txt", "--build-dir", own)
    assert ran.status == 3
    assert "nowhere.txt" in ran.out


def test_where_nothing_was_ever_published_it_says_so(kg: Kg, tmp_path: Path) -> None:
    (tmp_path / "empty.txt").touch()
    ran = kg("build", "empty.txt", "--build-dir", "b")
    assert ran.status == 3
    assert "Nothing is published" in ran.out


ODD = {
    "french.txt": (
        "Les ministres des pays participants se sont réunis à Genève et ont convenu de renforcer la coopération "
        "entre leurs administrations des douanes, dans le respect du droit de chaque État.\n"
    ),
    "recipe.txt": "Take two eggs and a cup of flour. Stir until the dough is smooth, and bake it for an hour.\n",
    "dates.txt": (
        "JOINT COMMUNIQUE\n\nV REGIONAL CONFERENCE ON FISHERIES\n\nLisbon, 3 May 2001\n\nThe V Regional Conference on "
        "Fisheries was held in Lisbon, Portugal, on 7 and 8 June 2004, with the participation of Portugal and Spain. "
        "The governments agreed to establish a joint register of vessels.\n"
    ),
}


@pytest.mark.parametrize("name", ODD)
def test_what_is_odd_about_a_text_is_a_finding_with_its_words(kg: Kg, tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text(ODD[name], encoding="utf-8")
    ran = kg("build", name, "--build-dir", "b", "--json")
    assert ran.status == 0, ran.out
    (text,) = ran.value["texts"]
    assert text["findings"], ran.out
    assert all(finding["message_en"] and finding["message_es"] for finding in text["findings"])
