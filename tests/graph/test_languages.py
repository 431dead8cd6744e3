"""A text in two languages says which passage is in which; two texts on one meeting meet there and stay two."""

from collections.abc import Callable
from pathlib import Path

import pyoxigraph
import pytest

from kg.cli.app import run
from kg.model import Source
from kg.pipeline import asset_files
from kg.pipeline.journey import Assets, Published, journey, load_assets
from kg.settings import Settings
from kg.store import Layout, current
from kg.terms import Literal, NamedNode, Quad
from kg.vocabulary import DCTERMS, HOME, IGM, RDFS

ENGLISH = """JOINT STATEMENT OF THE THIRD MEETING OF THE COASTAL LIGHTHOUSE FORUM

The Third Meeting of the Coastal Lighthouse Forum (CLF) was held in Lima, Peru, on 4 and 5 May 2019, with the
participation of Chile, Ecuador, Peru and Spain. The International Maritime Organization (IMO) attended as observer.

The participating countries agreed to exchange information on the safety of their coasts.
"""
SPANISH = """DECLARACIÓN CONJUNTA DE LA TERCERA REUNIÓN DEL FORO DE FAROS COSTEROS

La Tercera Reunión del Foro de Faros Costeros (CLF, por sus siglas en inglés) se celebró en Lima, Perú, los días 4 y 5
de mayo de 2019, con la participación de Chile, Ecuador, España y Perú. La Organización Marítima Internacional (OMI)
asistió en calidad de observadora.

Los países participantes acordaron intercambiar información sobre la seguridad de sus costas.
"""
KNOWN_ENGLISH = """JOINT COMMUNIQUÉ OF THE XII REGIONAL CONFERENCE ON MIGRATION

The XII Regional Conference on Migration (RCM) was held in Colón, Panama, on April 26 and 27, 2031, with the
participation of Belize, Canada and Mexico.

The governments agreed to strengthen cooperation against trafficking in persons.
"""
KNOWN_SPANISH = """COMUNICADO CONJUNTO DE LA DUODÉCIMA CONFERENCIA REGIONAL SOBRE MIGRACIÓN

La Duodécima Conferencia Regional sobre Migración (CRM) se celebró en Colón, Panamá, los días 26 y 27 de abril de 2031,
con la participación de Belice, Canadá y México.

Los gobiernos acordaron fortalecer la cooperación contra la trata de personas.
"""
IN_SPANISH = """
Los países participantes también acordaron establecer un grupo de trabajo sobre la navegación nocturna, y solicitaron a
la Organización Marítima Internacional que preste asistencia técnica a los faros de la región.
"""
IN_FRENCH = """
Les pays participants ont également décidé de créer un groupe de travail sur la navigation de nuit, et ils ont demandé à
l'organisation maritime internationale de fournir une assistance technique aux phares de la région.
"""
BOTH = ENGLISH + IN_SPANISH


@pytest.fixture(scope="module")
def assets() -> Assets:
    return load_assets(asset_files(), Settings())


Read = Callable[[str], Published]


@pytest.fixture
def read(assets: Assets) -> Read:
    """What becomes of a text whose graph conforms."""

    def walked(text: str) -> Published:
        done = journey(Source("coast.txt", text.encode()), assets)
        assert isinstance(done, Published)
        return done

    return walked


def objects(quads: tuple[Quad, ...], subject: str, predicate: NamedNode) -> set[NamedNode | Literal]:
    return {one.object for one in quads if one.subject == NamedNode(subject) and one.predicate == predicate}  # type: ignore[misc]


def languages(quads: tuple[Quad, ...]) -> dict[str, str]:
    """The language of each passage that says one, by its quote."""
    quotes = {one.subject: one.object.value for one in quads if one.predicate == IGM["quote"]}
    said = (one for one in quads if one.predicate == DCTERMS["language"] and one.subject in quotes)
    return {" ".join(quotes[one.subject].split()): one.object.value for one in said}


# --- one text ----------------------------------------------------------------------------------------------------


def test_a_document_says_what_its_file_was_and_what_read_it(read: Read) -> None:
    done = read(ENGLISH)
    assert objects(done.quads, f"{HOME}doc/coast", DCTERMS["format"]) == {Literal("text/plain")}
    assert objects(done.quads, f"{HOME}doc/coast", IGM["reader"]) == {Literal(done.document.reader)}


def test_a_text_in_one_language_marks_no_passage(read: Read) -> None:
    quads = read(ENGLISH).quads
    assert objects(quads, f"{HOME}doc/coast", DCTERMS["language"]) == {Literal("en")}
    assert languages(quads) == {}


def test_a_text_in_two_languages_names_both_and_marks_every_passage(read: Read) -> None:
    quads = read(BOTH).quads
    assert objects(quads, f"{HOME}doc/coast", DCTERMS["language"]) == {Literal("en"), Literal("es")}
    marked = languages(quads)
    assert len(marked) == len({one.object.value for one in quads if one.predicate == IGM["quote"]})
    assert {language for quote, language in marked.items() if quote.startswith("The ")} == {"en"}
    assert {language for quote, language in marked.items() if quote.startswith("Los ")} == {"es"}


def test_words_are_tagged_with_the_language_of_their_own_passage(read: Read) -> None:
    quads = read(BOTH).quads
    glosses = {one.object for one in quads if one.predicate == IGM["gloss"] and isinstance(one.object, Literal)}
    tags = {words: {one.language for one in glosses if words in one.value} for words in ("exchange", "grupo de")}
    assert tags == {"exchange": {"en"}, "grupo de": {"es"}}


def test_a_quote_is_the_plain_words_whatever_their_language(read: Read) -> None:
    quotes = [one.object for one in read(BOTH).quads if one.predicate == IGM["quote"]]
    assert all(isinstance(one, Literal) and one.language is None for one in quotes)


def test_a_part_in_an_unsupported_language_is_told_and_gives_no_act(read: Read) -> None:
    done, plain = read(ENGLISH + IN_FRENCH), read(ENGLISH)
    (finding,) = (one for one in done.claims.findings if one.code == "language.part")
    assert finding.span is not None
    assert finding.span.of(done.document.text).startswith("Les pays participants")
    assert "(fr)" in finding.message_en
    assert [act.span for act in done.claims.acts] == [act.span for act in plain.claims.acts]
    assert objects(done.quads, f"{HOME}doc/coast", DCTERMS["language"]) == {Literal("en"), Literal("fr")}


# --- two texts on one meeting ------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> pyoxigraph.Store:
    """What `kg build` publishes of both versions of both outcomes; a text that violates a shape would end it with 1."""
    folder = tmp_path_factory.mktemp("versions")
    texts = {"clf-en": ENGLISH, "clf-es": SPANISH, "rcm-en": KNOWN_ENGLISH, "rcm-es": KNOWN_SPANISH}
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    assert run(["build", *(str(folder / f"{name}.txt") for name in texts), "--build-dir", str(folder / "build")]) == 0
    return current(Layout(folder / "build")).open()


def asked(store: pyoxigraph.Store, select: str, pattern: str) -> set[tuple[str, ...]]:
    """What these variables are where the pattern holds, IRIs without the project's home."""
    prefixes = f"PREFIX igm: <{IGM.base}> PREFIX rdfs: <{RDFS.base}> PREFIX doc: <{HOME}doc/> PREFIX id: <{HOME}id/>"
    rows = store.query(f"{prefixes} SELECT DISTINCT {select} WHERE {{ {pattern} }}", use_default_graph_as_union=True)
    assert isinstance(rows, pyoxigraph.QuerySolutions)
    return {tuple(str(getattr(term, "value", "")).removeprefix(HOME) for term in row) for row in rows}


@pytest.mark.parametrize(("forum", "meeting"), [("clf", "clf-conference-3"), ("rcm", "rcm-conference-12")])
def test_two_versions_are_two_documents_of_one_meeting(store: pyoxigraph.Store, forum: str, meeting: str) -> None:
    rows = asked(
        store,
        "?document ?meeting",
        f"VALUES ?document {{ doc:{forum}-en doc:{forum}-es }} ?document igm:issuedBy ?meeting",
    )
    assert rows == {(f"doc/{forum}-{language}", f"id/meeting/{meeting}") for language in ("en", "es")}


@pytest.mark.parametrize("meeting", ["clf-conference-3", "rcm-conference-12"])
def test_a_meeting_told_in_two_languages_has_labels_in_both(store: pyoxigraph.Store, meeting: str) -> None:
    rows = asked(store, "(LANG(?label) AS ?language)", f"<{HOME}id/meeting/{meeting}> rdfs:label ?label")
    assert rows == {("en",), ("es",)}


def test_a_forum_that_only_the_texts_name_meets_by_the_acronym_that_they_give(store: pyoxigraph.Store) -> None:
    rows = asked(
        store, "?forum ?label", f"<{HOME}id/meeting/clf-conference-3> igm:ofForum ?forum . ?forum rdfs:label ?label"
    )
    assert {(forum, label.casefold()) for forum, label in rows} == {
        ("id/forum/clf", "coastal lighthouse forum"),
        ("id/forum/clf", "foro de faros costeros"),
    }


@pytest.mark.parametrize(
    ("forum", "meeting", "parties"), [("clf", "clf-conference-3", 5), ("rcm", "rcm-conference-12", 3)]
)
def test_who_took_part_is_said_once_with_the_words_of_both_texts(
    store: pyoxigraph.Store, forum: str, meeting: str, parties: int
) -> None:
    rows = asked(
        store,
        "?row ?agent ?document",
        f"""<{HOME}id/meeting/{meeting}> igm:hasParticipation ?row . ?row igm:participant ?agent ;
            igm:evidencedBy/igm:inDocument ?document . FILTER(CONTAINS(STR(?document), "{forum}-"))""",
    )
    evidence = {(row, agent): {each[2] for each in rows if each[:2] == (row, agent)} for row, agent, _ in rows}
    assert len(evidence) == len({agent for _, agent in evidence}) == parties
    assert all(documents == {f"doc/{forum}-en", f"doc/{forum}-es"} for documents in evidence.values())


def test_both_texts_date_and_place_the_meeting_alike(store: pyoxigraph.Store) -> None:
    rows = asked(
        store,
        "?place ?time ?number",
        f"<{HOME}id/meeting/clf-conference-3> igm:heldAt ?place ; igm:heldDuring ?time ; igm:seriesOrdinal ?number",
    )
    assert rows == {("id/place/lima-pe", "id/time/2019-05-04--2019-05-05", "3")}


def test_the_statements_of_each_version_stay_its_own(store: pyoxigraph.Store) -> None:
    rows = asked(
        store,
        "?statement ?document",
        f"""?statement igm:madeAt <{HOME}id/meeting/clf-conference-3> ;
            igm:expressedIn/igm:inDocument ?document""",
    )
    assert sorted(document for _, document in rows) == ["doc/clf-en", "doc/clf-es"]


def test_a_graph_of_two_versions_passes_every_check_of_the_whole(store: pyoxigraph.Store, root: Path) -> None:
    checks = sorted((root / "ontology" / "checks").glob("*.rq"))
    assert {path.name: len(list(store.query(path.read_text()))) for path in checks} == dict.fromkeys(  # type: ignore[arg-type]
        (path.name for path in checks), 0
    )


def test_forums_whose_acronyms_differ_are_never_taken_for_one(read: Read) -> None:
    keys = {
        text: done.claims.subject.key
        for text in (ENGLISH, SPANISH.replace("CLF, por sus siglas en inglés", "FFC"))
        if (done := read(text)).claims.subject is not None
    }
    assert sorted(keys.values()) == ["clf-conference-3", "ffc-conference-3"]
