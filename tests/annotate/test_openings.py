"""What meeting a text is the outcome of, and which others it names: tables in tests/annotate/cases."""

import pytest

from kg.evaluate import to_gold
from tests.annotate.conftest import Annotated, Told
from tests.annotate.tables import Case, cases, meeting_of, meetings_found

CASES = [*cases("en"), *cases("es")]


def stating(*keys: str) -> list[object]:
    return [pytest.param(case, id=case.name) for case in CASES if any(key in case.said for key in keys)]


@pytest.mark.parametrize("case", stating("subject"))
def test_the_meeting_of_a_text_is_told_wherever_it_stands(case: Case, told: Told) -> None:
    expected = [] if case.said["subject"] == ["none"] else [meeting_of(line) for line in case.said["subject"]]
    assert meetings_found(*told(case.text, case.language), subject=True) == expected


@pytest.mark.parametrize("case", stating("other"))
def test_other_meetings_keep_their_own_number_day_and_place(case: Case, told: Told) -> None:
    found = meetings_found(*told(case.text, case.language), subject=False)
    assert sorted(found) == sorted(meeting_of(line) for line in case.said["other"])


@pytest.mark.parametrize("case", stating("finding"))
def test_what_contradicts_itself_is_a_finding(case: Case, told: Told) -> None:
    _, claims = told(case.text, case.language)
    assert set(case.said["finding"]) <= {finding.code for finding in claims.findings}


@pytest.mark.parametrize("case", [pytest.param(case, id=case.name) for case in CASES])
def test_every_meeting_and_party_quotes_the_text(case: Case, told: Told) -> None:
    document, claims = told(case.text, case.language)
    gold = to_gold(document, claims)
    for row in (*gold["meetings"], *gold["participations"]):
        start, end = row["span"]
        assert document.text[start:end].strip()


@pytest.mark.parametrize("label", ["INTRODUCTION", "1. Opening", "Preamble"])
def test_the_heading_of_the_first_section_is_no_part_of_the_title(annotated: Annotated, label: str) -> None:
    body = f"\n\n{label}\n\nThe Ministers of Chile and Peru met in Lima on 4 May 2021. They welcomed the report.\n"
    text, claims = annotated("JOINT COMMUNIQUÉ OF THE SECOND PORTS MEETING" + body)
    assert claims.title is not None
    assert claims.title.words(text) == "JOINT COMMUNIQUÉ OF THE SECOND PORTS MEETING"
