"""The annotation format: a public contract, kept by its schema."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from kg.errors import UnreadableSource
from kg.evaluate import SCHEMA, dumps, read_gold, to_gold
from kg.evaluate.schema import violations
from kg.model import (
    Act,
    Agent,
    Body,
    Claims,
    Document,
    Meeting,
    Origin,
    Participation,
    Referred,
    Span,
    When,
    Where,
)

SHARED = Path(__file__).parents[2] / "../shared/gold"
BLIND = {"cri_2023_en", "agri_declaration_2022_en", "us_cn_geneva_2025_en", "us_co_communique_2024-02_en"}
"""Kept for a blind test: nobody who works on the rules reads them."""

SEEN = sorted(path for path in SHARED.glob("*.json") if path.stem not in BLIND)
WHOLE = Span(0, 9)
RULE = Origin("a rule")
AGENT = Agent("state", "pa", "Panama", "PA")
HALF = When("1997-41", date(1997, 7, 1), date(1997, 12, 31), WHOLE)

needs_shared = pytest.mark.skipif(not SEEN, reason="the annotated texts are not here")


def document(text: str = "A  title\nof words") -> Document:
    return Document("a", "folder/a.txt", text, "0" * 64, "en", "text/plain", "text 1")


def act(**fields: Any) -> Act:
    return Act(**{"type": "Position", "kind": "note", "classes": (), "trigger": WHOLE, "span": WHOLE,
                  "passage": WHOLE, "actors": (AGENT,), "origin": RULE, **fields})  # fmt: skip


def meeting(**fields: Any) -> Meeting:
    return Meeting(**{"key": "m", "label": "M", "forums": (), "series": "other", "ordinal": None, "status": "held",
                      "subject": True, "span": WHOLE, "passages": (), "origin": RULE, **fields})  # fmt: skip


def gold(**claims: Any) -> dict[str, Any]:
    annotation = to_gold(document(), Claims(**claims))
    assert violations(annotation, SCHEMA) == []
    return annotation


@needs_shared
@pytest.mark.parametrize("path", SEEN, ids=lambda path: path.stem)
def test_the_schema_describes_the_annotated_texts(path: Path) -> None:
    assert violations(json.loads(path.read_text(encoding="utf-8")), SCHEMA) == []


@needs_shared
@pytest.mark.parametrize("path", SEEN, ids=lambda path: path.stem)
def test_an_annotation_is_written_as_it_was_read(path: Path) -> None:
    assert dumps(read_gold(path)).strip() == path.read_text(encoding="utf-8").strip()


def test_a_text_without_any_claim_has_all_the_obligatory_fields() -> None:
    assert gold() == {
        "text": "a.txt", "sha256": "0" * 64, "language": "en", "meetings": [], "participations": [],
        "participant_count": None, "bodies": [], "documents": [], "acts": [],
    }  # fmt: skip


def test_white_space_in_a_title_is_collapsed() -> None:
    assert gold(title=Span(0, 17))["title"] == "A title of words"


@pytest.mark.parametrize("role", ["participating-state", "participating-organisation", "participant"])
def test_states_and_organisations_that_take_part_are_participants(role: str) -> None:
    row = Participation("m", AGENT, role, WHOLE, WHOLE, "stated", RULE)
    assert gold(participations=(row,))["participations"] == [{"agent": "PA", "role": "participant", "span": [0, 9]}]


def test_an_agent_has_one_row_a_role_however_often_the_text_says_so() -> None:
    rows = [Participation("m", AGENT, role, WHOLE, WHOLE, "stated", RULE) for role in ("host", "participant", "host")]
    assert [row["role"] for row in gold(participations=tuple(rows))["participations"]] == ["host", "participant"]


def test_a_vague_time_is_the_interval_that_it_covers() -> None:
    row = gold(meetings=(meeting(when=HALF),))["meetings"][0]
    assert (row["start"], row["end"]) == ("1997-07-01", "1997-12-31")


def test_a_territory_is_a_state_and_no_place() -> None:
    row = gold(meetings=(meeting(where=Where("territory", "cr", "Costa Rica", WHOLE, state="cr")),))["meetings"][0]
    assert row["state"] == "CR"
    assert "place" not in row


def test_a_meeting_online_has_online_for_its_place() -> None:
    row = gold(meetings=(meeting(where=Where("online", "online", "by video", WHOLE)),))["meetings"][0]
    assert row["place"] == "online"


def test_only_the_subject_says_that_it_is_the_subject() -> None:
    rows = gold(meetings=(meeting(), meeting(subject=False)))["meetings"]
    assert [row.get("subject") for row in rows] == [True, None]
    assert "subject" not in rows[1]


def test_a_count_of_participants_does_not_hang_on_a_meeting() -> None:
    assert gold(participant_count=23)["participant_count"] == 23


def test_a_document_adopted_and_attached_has_two_rows() -> None:
    plan = Referred("p", "Plan", "plan", ("adopted", "attached", "mentioned"), WHOLE, WHOLE, RULE)
    assert [row["relation"] for row in gold(documents=(plan,))["documents"]] == ["adopted", "attached"]


def test_a_body_says_whether_this_text_establishes_it() -> None:
    bodies = tuple(Body("b", "B", status, WHOLE, WHOLE, RULE) for status in ("established", "proposed", "existing"))
    assert [row["established"] for row in gold(bodies=bodies)["bodies"]] == [True, False, False]


def test_an_open_deadline_has_no_start() -> None:
    by = When("/1997-12-31", None, date(1997, 12, 31), WHOLE)
    assert gold(acts=(act(type="Commitment", strength="firm", deadline=by),))["acts"][0]["deadline"] == [
        None,
        "1997-12-31",
    ]


def test_fields_without_a_value_are_left_out() -> None:
    assert list(gold(acts=(act(),))["acts"][0]) == ["type", "trigger", "span", "actor"]


def test_strength_is_for_commitments_only() -> None:
    assert "strength" not in gold(acts=(act(strength="explored"),))["acts"][0]


@pytest.mark.parametrize(
    ("fault", "place"),
    [
        ({"acts": [{"type": "Promise"}]}, "acts[0]"),
        ({"meetings": [{"forums": [], "series": "other", "status": "held", "span": [1]}]}, "meetings[0].span"),
        ({"colour": "red"}, "colour"),
        ({"participant_count": "23"}, "participant_count"),
        ({"sha256": "none"}, "sha256"),
    ],
)
def test_a_broken_annotation_is_refused_with_the_place_of_the_fault(
    tmp_path: Path, fault: dict[str, Any], place: str
) -> None:
    path = tmp_path / "a.json"
    path.write_text(json.dumps({**gold(), **fault}), encoding="utf-8")
    with pytest.raises(UnreadableSource) as refused:
        read_gold(path)
    assert place in refused.value.why


def test_what_is_no_json_is_no_annotation(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text("{", encoding="utf-8")
    with pytest.raises(UnreadableSource):
        read_gold(tmp_path / "a.json")
