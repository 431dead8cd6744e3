"""What acts mention without a claim of its own: it is named, evidenced, and nothing more."""

from dataclasses import replace

import pytest

from kg.graph import build
from kg.model import Act, Agent, Claims, Content, Document, Origin, Span, Tagged, Thing, When, Where
from kg.terms import Quad
from kg.vocabulary import HOME, RDF

SPAN = Span(43, 145)
ID = HOME + "id/"


def told(document: Document, claims: Claims, **given: object) -> set[tuple[str, str, str]]:
    """The facts about a single act with these parts, IRIs without the project's home."""
    act = replace(Act("Position", "note", ("AssertiveStatement",), SPAN, SPAN, SPAN, (), Origin("act.verb")), **given)  # type: ignore[arg-type]
    return {short(quad) for quad in build(document, replace(claims, acts=(act,)), HOME)}


def short(quad: Quad) -> tuple[str, str, str]:
    subject, predicate, value = (
        str(getattr(term, "value", term)).removeprefix(ID).removeprefix(HOME)
        for term in (quad.subject, quad.predicate, quad.object)
    )
    return subject, predicate.removeprefix("ns#"), value.removeprefix("ns#")


@pytest.mark.parametrize(
    ("thing", "node", "kind"),
    [
        (Thing("meeting", "lc-conference-9", "IX Lake Conference"), "meeting/lc-conference-9", "Meeting"),
        (Thing("body", "lc-troika", "Troika"), "body/lc-troika", "Body"),
        (Thing("document", "charter", "Charter"), "doc/charter", "Document"),
        (
            Thing("commitment-set", "lc-conference-9", "the commitments"),
            "commitment-set/lc-conference-9",
            "CommitmentSet",
        ),
        (Thing("forum", "lc", "Lake Conference"), "forum/lc", "Forum"),
        (Thing("organisation", "wwb", "World Water Bureau"), "organisation/wwb", "InternationalOrganisation"),
        (Thing("state", "MT", "Malta"), "state/mt", "State"),
        (Thing("request", "1", "support"), "request/lakes-1", "Request"),
    ],
    ids=lambda value: value.kind if isinstance(value, Thing) else None,
)
def test_a_thing_that_is_only_mentioned_has_its_class_and_evidence(
    document: Document, claims: Claims, thing: Thing, node: str, kind: str
) -> None:
    facts = told(document, claims, attitude=(thing,))
    assert (node, RDF["type"].value, kind) in facts
    assert any(subject == node and predicate == "evidencedBy" for subject, predicate, _ in facts)


def test_a_body_is_found_by_its_name_where_a_mention_does_not_know_its_forum(
    document: Document, claims: Claims
) -> None:
    agent = Agent("body", "lake-committee", "lake committee", "lake committee", SPAN, known=False)
    facts = told(document, claims, actors=(agent,))
    assert ("body/lc-lake-committee", "evidencedBy", "doc/lakes#char=43,145") in facts
    assert not [fact for fact in facts if fact[0] == "body/lake-committee"]


@pytest.mark.parametrize("kind", ["collective", "group", "category"])
def test_parties_that_only_an_act_names_stay_unnamed(document: Document, claims: Claims, kind: str) -> None:
    agent = Agent(kind, "observers", "the observers", "the observers", Span(0, 15), known=False)  # type: ignore[arg-type]
    facts = told(document, claims, addressees=(agent,))
    node = next(value for _, predicate, value in facts if predicate == "addressedTo")
    assert (node, "extension", "code/extension/not-named") in facts
    assert (node, "http://www.w3.org/2000/01/rdf-schema#label", "the observers") in facts


def test_an_elided_speaker_is_evidenced_by_the_sentence(document: Document, claims: Claims) -> None:
    facts = told(document, claims, actors=(Agent("state", "mt", "Malta", "MT", None, derivation="inferred"),))
    assert ("state/mt", "evidencedBy", "doc/lakes#char=43,145") in facts


def test_an_open_bound_is_left_out(document: Document, claims: Claims) -> None:
    content = Content("commitment", SPAN, when=When("../2002-06-30", None, claims.meetings[2].when.latest, SPAN))  # type: ignore[union-attr]
    facts = told(document, claims, content=content)
    node = "time/..--2002-06-30"
    assert (node, "latest", "2002-06-30T23:59:59Z") in facts
    assert not [fact for fact in facts if fact[:2] == (node, "earliest")]


def test_a_state_as_a_place_is_its_territory(document: Document, claims: Claims) -> None:
    content = Content("commitment", SPAN, where=Where("territory", "mt", "Malta", SPAN, "MT"))
    facts = told(document, claims, content=content)
    assert ("place/mt", "territoryOf", "state/mt") in facts
    assert any(predicate == "actionPlace" and value == "place/mt" for _, predicate, value in facts)


def test_what_an_action_uses_is_the_actions_and_what_it_is_about_the_contents(
    document: Document, claims: Claims
) -> None:
    content = Content(
        "need",
        SPAN,
        tags=(Tagged("means", "training", SPAN), Tagged("topic", "energy", SPAN)),
        beneficiaries=(Tagged("party-category", "migrants", SPAN),),
        continues=True,
    )
    named = {(subject.split("/")[0], predicate) for subject, predicate, _ in told(document, claims, content=content)}
    assert {("action", "means"), ("action", "beneficiaryCategory"), ("action", "continues"), ("need", "topic")} <= named
    assert ("need", "means") not in named


def test_a_need_is_recognised_and_a_proposal_explored_unless_said_stronger(document: Document, claims: Claims) -> None:
    strengths = {
        kind: {
            value
            for _, predicate, value in told(document, claims, content=Content(kind, SPAN))
            if predicate == "strength"
        }
        for kind in ("need", "proposal", "claim")
    }
    assert strengths == {
        "need": {"code/strength/recognised-need"},
        "proposal": {"code/strength/explored"},
        "claim": set(),
    }
