"""What must come out of the founding texts as a whole, and what must not."""

import pytest
from pyoxigraph import Store

from tests.seed.asks import PREFIXES, facts

HOME = "https://w3id.org/igm/"
SECOND = f"<{HOME}id/meeting/rcm-conference-2>"
THIRD = f"<{HOME}id/meeting/rcm-conference-3>"
PLENARY = f"<{HOME}id/meeting/rcm-sacm-plenary-4>"


def rows(graph: Store, pattern: str) -> set[tuple[str, ...]]:
    """The solutions of a pattern, the variables in the order of the alphabet, IRIs without the project's home."""
    found = graph.query(f"{PREFIXES}SELECT DISTINCT * WHERE {{ {pattern} }}")
    names = sorted(variable.value for variable in found.variables)
    return {tuple("" if row[n] is None else row[n].value.removeprefix(HOME) for n in names) for row in found}


def holds(graph: Store, pattern: str) -> bool:
    return bool(graph.query(f"{PREFIXES}ASK {{ {pattern} }}"))


def test_ten_states_and_four_organisations_took_part_in_the_second_conference(graph: Store) -> None:
    took_part = rows(graph, f"{SECOND} igm:hasParticipation [ igm:participant ?a ; igm:role ?b ]")
    states = {(f"id/state/{code}", "code/role/participating-state") for code in "bz ca cr sv gt hn mx ni pa us".split()}
    four = {
        (f"id/organisation/{name}", "code/role/participating-organisation") for name in "iom eclac idb unhcr".split()
    }
    assert {(who, what) for who, what in took_part if what != "code/role/host"} == states | four


def test_nobody_is_called_an_observer_who_is_not(graph: Store) -> None:
    assert not holds(graph, f"?meeting igm:hasParticipation [ igm:role <{HOME}code/role/observer> ]")


def test_the_plenary_had_twenty_three_countries_and_names_none(graph: Store) -> None:
    assert rows(graph, f"{PLENARY} igm:participantCount ?n") == {("23",)}
    assert not holds(graph, f"{PLENARY} igm:hasParticipation [ igm:role <{HOME}code/role/participating-state> ]")
    assert not holds(graph, f"<{HOME}id/state/br> ?p ?o ; igm:evidencedBy ?passage")


@pytest.mark.parametrize("meeting", ["rcm-conference-1", "rcm-conference-2", "rcm-conference-3", "rcm-sacm-plenary-4"])
def test_brazil_is_tied_to_no_meeting(graph: Store, meeting: str) -> None:
    present = "igm:hostedBy|igm:hasParticipation/igm:participant"
    assert not holds(graph, f"<{HOME}id/meeting/{meeting}> ({present})/igm:governmentOf? <{HOME}id/state/br>")


def test_the_third_conference_is_planned_for_ottawa_and_not_held(graph: Store) -> None:
    plan = f"""?plan igm:plansMeeting {THIRD} ; igm:plannedPlace ?a ; igm:plannedTime ?time ; igm:level ?b .
      ?time igm:edtf ?c ; igm:earliest ?d ; igm:latest ?e"""
    found = {row[:5] for row in rows(graph, plan)}
    assert found == {
        ("id/place/ottawa-ca", "code/level/vice-ministerial", "1998-34", "1998-04-01T00:00:00Z", "1998-06-30T23:59:59Z")
    }
    assert rows(graph, f"{THIRD} igm:meetingStatus ?status") == {("code/status/planned",)}
    assert not holds(graph, f"{THIRD} igm:heldAt|igm:heldDuring ?unsaid")


def test_puebla_is_the_place_of_the_first_conference_alone(graph: Store) -> None:
    assert rows(graph, f"?m igm:heldAt <{HOME}id/place/puebla-mx>") == {("id/meeting/rcm-conference-1",)}
    assert rows(graph, f"{SECOND} igm:heldAt ?place") == {("id/place/panama-city-pa",)}


def test_two_commitments_have_a_deadline(graph: Store) -> None:
    due = rows(graph, "?c a igm:Commitment ; igm:hasAction/igm:actionTime/igm:edtf ?edtf")
    assert sorted(edtf for _, edtf in due) == ["1997-41", "1998-34"]


def test_panama_and_canada_belong_to_the_committee_by_inference_from_its_rule(graph: Store) -> None:
    rule = f"""?body igm:membershipRule [ igm:ruleForum <{HOME}id/forum/rcm> ; igm:ruleRole ?role ]"""
    assert {row[1] for row in rows(graph, rule)} == {"code/role/current-host", "code/role/future-host"}
    members = rows(graph, "?body igm:membershipRule ?x ; igm:hasMembership [ igm:member ?m ; igm:derivation ?d ]")
    assert {(member, how) for _, how, member, _ in members} == {
        ("id/state/pa", "code/derivation/inferred"),
        ("id/state/ca", "code/derivation/inferred"),
    }


def test_no_text_makes_a_request(graph: Store) -> None:
    assert not holds(graph, "?statement a igm:DirectiveStatement")
    promise = "?promise a igm:Commitment ; igm:hasAction [ igm:actor ?a ; igm:actionObject [ igm:addressee ?b ] ]"
    asked = rows(graph, promise)
    assert {(actor, asked_of) for actor, asked_of, _ in asked} == {("id/government/ca", "id/organisation/iom")}


def test_a_recognised_need_binds_no_one(graph: Store) -> None:
    weak = f"?need igm:strength <{HOME}code/strength/recognised-need>"
    assert holds(graph, weak)
    assert not holds(graph, f"{weak} . ?statement igm:hasContent ?need ; a igm:CommissiveStatement")


def test_only_the_planned_meetings_are_to_happen_in_a_place(graph: Store) -> None:
    # Where an earlier meeting was held is no place of what is agreed now.
    found = rows(
        graph, "?action igm:actionPlace ?place . ?content igm:hasAction ?action . ?statement igm:hasContent ?content"
    )
    assert {place for _, _, place, _ in found} == {"id/place/cr", "id/place/ottawa-ca"}


def test_a_reach_is_not_read_into_a_name(graph: Store) -> None:
    # The campaigns are regional; a Regional Conference or an International Organization is only called so.
    scoped = rows(graph, "?x igm:scope ?reach ; igm:gloss ?words")
    assert [(reach, "regional communication campaigns" in words) for reach, words, _ in scoped] == [
        ("code/scope/regional", True)
    ]


def test_no_superlative_is_a_property_of_a_forum(graph: Store) -> None:
    said = "?forum a igm:Forum ; ?property ?value . FILTER(REGEX(STR(?value), 'longest-running|most consolidated'))"
    assert not holds(graph, said)


def test_every_quote_is_the_text_between_its_offsets(graph: Store) -> None:
    texts = {fact.text.sha256: fact.text.words for fact in facts()}
    passages = rows(
        graph,
        "?p a igm:Passage ; igm:inDocument/igm:sha256 ?d ; igm:startsAt ?a ; igm:endsAt ?b ; igm:quote ?c .",
    )
    assert passages
    assert all(texts[document][int(start) : int(end)] == quote for start, end, quote, document, _ in passages)


def test_every_thing_that_a_text_tells_of_has_a_passage(graph: Store) -> None:
    told = "Meeting MeetingPlan Participation Membership MembershipRule Body Collective IndefiniteGroup"
    told += " Statement Content Action CommitmentSet StatusRecord"
    classes = " ".join(f"igm:{name}" for name in told.split())
    assert not rows(graph, f"VALUES ?c {{ {classes} }} ?x a ?c . FILTER NOT EXISTS {{ ?x igm:evidencedBy ?p }}")
