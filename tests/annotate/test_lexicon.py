"""Every frame finds its example and leaves its counter-example alone; every word has one place."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from kg.annotate import load_lexicon
from kg.annotate.lexicon import Frame, read_entries
from kg.assets import directory
from kg.errors import BrokenLexicon
from kg.model import Claims

Annotated = Callable[..., tuple[str, Claims]]
LANGUAGES = ("en", "es")


def _frames(language: str) -> list[Frame]:
    lexicon = load_lexicon(directory("data/lexicon"), directory("data/reference"), directory("ontology") / "codes")
    verbs = (verb for found in lexicon.tongues[language].verbs.values() for verb, _ in found)
    known = {frame.iri: frame for verb in verbs for frame in verb.frames}
    return [known[iri] for iri in sorted(known)]


EVERY_FRAME = [
    pytest.param(language, frame, id=f"{language}:{frame.name}")
    for language in LANGUAGES
    for frame in _frames(language)
]


def _found(annotated: Annotated, sentence: str, language: str) -> list[str]:
    """The names of the frames found in one sentence, the rule's name where an act has no frame."""
    _, claims = annotated(sentence, language)
    return [(act.origin.frame or act.origin.rule).rsplit("/", 1)[-1] for act in claims.acts]


@pytest.mark.parametrize(("language", "frame"), EVERY_FRAME)
def test_a_frame_is_the_only_act_of_its_example(annotated: Annotated, language: str, frame: Frame) -> None:
    assert [_found(annotated, example, language) for example in frame.examples] == [[frame.name]]


@pytest.mark.parametrize(("language", "frame"), EVERY_FRAME)
def test_a_frame_is_not_found_in_its_counter_example(annotated: Annotated, language: str, frame: Frame) -> None:
    assert len(frame.counter_examples) == 1
    assert frame.name not in _found(annotated, frame.counter_examples[0], language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_commitment_has_a_strength_and_only_a_commitment_is_said_again(language: str) -> None:
    scale = {True: {"binding", "firm", "soft"}, False: {None, "recognised-need"}}
    frames = _frames(language)
    assert [one.name for one in frames if one.strength not in scale[one.kind.act_type == "Commitment"]] == []
    assert [one.name for one in frames if one.restated and one.kind.act_type != "Commitment"] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_frame_belongs_to_a_verb(language: str) -> None:
    entries = _entries(language)
    verbs = {iri for iri, entry in entries if entry["type"][0].endswith("#Verb")}
    frames = [entry["verb"][0] for _, entry in entries if entry["type"][0].endswith("#Frame")]
    assert sorted(set(frames) - verbs) == []
    assert sorted(verbs - set(frames)) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_entry_stands_in_one_file_only(language: str) -> None:
    counted = Counter(iri for iri, _ in _entries(language))
    assert [iri for iri, times in counted.items() if times > 1] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_two_frames_of_a_verb_never_ask_for_the_same_words(language: str) -> None:
    asked = Counter(
        tuple(
            entry.get(name, [other])[0]
            for name, other in (("verb", ""), ("left", ""), ("right", ""), ("voice", "active"))
        )
        for _, entry in _entries(language)
        if entry["type"][0].endswith("#Frame")
    )
    assert [key for key, times in asked.items() if times > 1] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_verbs_have_one_lemma(language: str) -> None:
    lemmas = Counter(
        lemma
        for _, entry in _entries(language)
        if entry["type"][0].endswith("#Verb")
        for lemma in [*entry["lemma"], *entry.get("variant", ())]
    )
    assert [lemma for lemma, times in lemmas.items() if times > 1] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_noun_form_has_one_meaning_in_its_role(language: str) -> None:
    stated = Counter(
        (role, form.lower())
        for _, entry in _entries(language)
        if entry["type"][0].endswith("#Noun")
        for role in entry["role"]
        for form in entry["form"]
    )
    assert [key for key, times in stated.items() if times > 1] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_code_of_a_noun_or_action_exists(language: str) -> None:
    codes = {iri for path in sorted((directory("ontology") / "codes").glob("*.ttl")) for iri in read_entries(path)}
    named = {
        code
        for _, entry in _entries(language)
        if not entry["type"][0].endswith(("#Frame", "#Verb"))
        for code in [*entry.get("code", ()), *entry.get("kind", ())]
    }
    assert sorted(named - codes) == []


def test_a_frame_of_an_unknown_kind_is_refused_by_name(tmp_path: Path) -> None:
    folder = tmp_path / "lexicon" / "en"
    folder.mkdir(parents=True)
    (folder / "words.toml").write_bytes((directory("data/lexicon") / "en" / "words.toml").read_bytes())
    (folder / "verbs.ttl").write_text(
        "@prefix lex: <https://w3id.org/igm/lexicon#> .\n"
        "<http://example.org/mumble> a lex:Verb ; lex:lemma 'mumble' .\n"
        "<http://example.org/mumble-it> a lex:Frame ; lex:verb <http://example.org/mumble> ;\n"
        "    lex:kind <http://example.org/no-such-kind> .\n",
        encoding="utf-8",
    )
    with pytest.raises(BrokenLexicon, match="mumble-it"):
        load_lexicon(tmp_path / "lexicon", directory("data/reference"), directory("ontology") / "codes")


def _entries(language: str) -> list[tuple[str, dict[str, list[str]]]]:
    folder = directory("data/lexicon") / language
    return [entry for path in sorted(folder.glob("*.ttl")) for entry in read_entries(path).items()]
