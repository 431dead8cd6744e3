"""Every pattern of the graph, on a communiqué with claims written by hand (conftest.py)."""

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from kg.graph import build
from kg.graph.serialize import nquads
from kg.model import Claims, Document
from kg.terms import BlankNode, Literal, NamedNode, Quad
from kg.vocabulary import HOME, IGM, PROV, RDF, RDFS, code, reference

ID = HOME + "id/"
FACTS = NamedNode(HOME + "graph/lakes")
FOUND = NamedNode(HOME + "graph/lakes/provenance")
TEXT = NamedNode(HOME + "graph/lakes/text")


@pytest.fixture
def quads(document: Document, claims: Claims) -> tuple[Quad, ...]:
    return build(document, claims, HOME)


class Facts:
    """The facts of a document, by subject and property."""

    def __init__(self, quads: tuple[Quad, ...]) -> None:
        self.quads = [quad for quad in quads if quad.graph_name == FACTS]

    def of(self, kind: str) -> list[NamedNode]:
        return sorted(
            {quad.subject for quad in self.quads if quad.predicate == RDF["type"] and quad.object == IGM[kind]},
            key=lambda node: node.value,
        )

    def get(self, subject: NamedNode, name: str) -> list[str]:
        return sorted(
            quad.object.value.removeprefix(ID).removeprefix(HOME)
            for quad in self.quads
            if quad.subject == subject and quad.predicate == IGM[name]
        )

    def one(self, subject: NamedNode, name: str) -> str:
        (value,) = self.get(subject, name)
        return value

    def node(self, subject: NamedNode, name: str) -> NamedNode:
        (value,) = (q.object for q in self.quads if q.subject == subject and q.predicate == IGM[name])
        return value

    def statement(self, kind: str) -> NamedNode:
        (found, *_) = (
            quad.subject
            for quad in self.quads
            if quad.predicate == IGM["statementKind"] and quad.object == code("statement-kind", kind)
        )
        return found


@pytest.fixture
def facts(quads: tuple[Quad, ...]) -> Facts:
    return Facts(quads)


def iri(path: str) -> NamedNode:
    return NamedNode(ID + path)


def test_nothing_is_a_blank_node(quads: tuple[Quad, ...]) -> None:
    assert not [quad for quad in quads if isinstance(quad.subject, BlankNode) or isinstance(quad.object, BlankNode)]


def test_no_literal_spells_out_that_it_is_a_string(quads: tuple[Quad, ...]) -> None:
    assert b"XMLSchema#string" not in nquads(quads)


def test_every_node_that_comes_from_the_text_points_to_its_words(facts: Facts) -> None:
    typed = {quad.subject for quad in facts.quads if quad.predicate == RDF["type"]} - set(facts.of("Passage"))
    assert [node for node in typed if not facts.get(node, "evidencedBy")] == []


def test_every_passage_quotes_the_text_between_its_bounds(facts: Facts, document: Document) -> None:
    for passage in facts.of("Passage"):
        start, end = int(facts.one(passage, "startsAt")), int(facts.one(passage, "endsAt"))
        assert facts.one(passage, "quote") == document.text[start:end]
        assert facts.one(passage, "inDocument") == "doc/lakes"
        assert passage.value == f"{HOME}doc/lakes#char={start},{end}"


def test_every_node_but_passages_says_how_it_was_found(quads: tuple[Quad, ...], facts: Facts) -> None:
    typed = {quad.subject for quad in facts.quads if quad.predicate == RDF["type"]} - set(facts.of("Passage"))
    traced = {q.subject for q in quads if q.graph_name == FOUND and q.predicate == PROV["wasGeneratedBy"]}
    assert typed == traced


def test_how_a_fact_was_found_is_not_among_the_facts(facts: Facts) -> None:
    assert not [quad for quad in facts.quads if quad.predicate.value.startswith(PROV.base)]


def test_a_finding_names_its_rule_entry_and_resolution(quads: tuple[Quad, ...], facts: Facts) -> None:
    node = facts.statement("agree-to-establish")
    (activity,) = {q.object for q in quads if q.subject == node and q.predicate == PROV["wasGeneratedBy"]}
    told = {quad.predicate: quad.object for quad in quads if quad.subject == activity}
    assert told[IGM["rule"]] == Literal("act.verb")
    assert told[PROV["used"]] == NamedNode("https://w3id.org/igm/lexicon#agree/to")
    assert told[IGM["frame"]] == Literal("to")
    assert told[IGM["resolution"]] == Literal("They → the governments", language="en")


def test_the_words_whole_are_in_a_graph_of_their_own(quads: tuple[Quad, ...], document: Document) -> None:
    held = Quad(NamedNode(HOME + "doc/lakes"), IGM["fullText"], Literal(document.text), TEXT)
    assert [quad for quad in quads if quad.graph_name == TEXT or quad.predicate == IGM["fullText"]] == [held]


def test_the_document_is_issued_by_its_meeting(facts: Facts, document: Document) -> None:
    node = NamedNode(HOME + "doc/lakes")
    assert facts.one(node, "sha256") == document.sha256
    assert facts.one(node, "issuedBy") == "meeting/lc-conference-2"
    assert facts.one(node, "issuedIn") == "place/tirana-al"
    assert facts.one(node, "issuedOn") == "time/2001-05-05"
    assert facts.one(node, "textAvailable") == "true"


def test_a_held_meeting_has_its_place_time_and_count(facts: Facts) -> None:
    node = iri("meeting/lc-conference-2")
    assert facts.one(node, "heldAt") == "place/tirana-al"
    assert facts.one(node, "heldDuring") == "time/2001-05-04--2001-05-05"
    assert facts.one(node, "participantCount") == "23"
    assert facts.one(node, "seriesOrdinal") == "2"
    assert facts.one(node, "inSeries") == "series/lc-conference"
    assert facts.one(node, "hostedBy") == "state/al"
    assert facts.one(node, "certainty") == "code/certainty/series-ambiguous"
    assert len(facts.get(node, "hasParticipation")) == 4


def test_a_planned_meeting_is_never_held(facts: Facts) -> None:
    node = iri("meeting/lc-conference-3")
    assert facts.one(node, "meetingStatus") == "code/status/planned"
    assert [facts.get(node, name) for name in ("heldAt", "heldDuring", "level")] == [[], [], []]


def test_a_plan_says_where_and_when_as_of_its_text(facts: Facts) -> None:
    (plan,) = facts.of("MeetingPlan")
    assert facts.one(plan, "plansMeeting") == "meeting/lc-conference-3"
    assert facts.one(plan, "plannedPlace") == "place/valletta-mt"
    assert facts.one(plan, "plannedTime") == "time/2002-34"
    assert facts.one(plan, "level") == "code/level/ministerial"
    assert facts.one(plan, "asOf") == "time/2001-05-05"


def test_a_planned_meeting_that_no_act_plans_has_a_plan_all_the_same(document: Document, claims: Claims) -> None:
    silent = replace(claims, acts=tuple(replace(act, plans=(), follows=None) for act in claims.acts))
    facts = Facts(build(document, silent, HOME))
    (plan,) = facts.of("MeetingPlan")
    assert facts.one(plan, "plannedTime") == "time/2002-34"


def test_a_meeting_known_from_a_mention_issued_nothing(facts: Facts) -> None:
    issuers = [quad.object for quad in facts.quads if quad.predicate == IGM["issuedBy"]]
    assert iri("meeting/lc-conference-1") not in issuers


def test_a_period_has_its_bounds_in_universal_time(facts: Facts) -> None:
    node = iri("time/2002-34")
    assert facts.one(node, "earliest") == "2002-04-01T00:00:00Z"
    assert facts.one(node, "latest") == "2002-06-30T23:59:59Z"


def test_a_city_lies_in_a_state_only_where_the_text_says_so(facts: Facts) -> None:
    assert facts.one(iri("place/tirana-al"), "locatedIn") == "place/al"
    assert facts.one(iri("place/al"), "territoryOf") == "state/al"
    assert facts.get(iri("place/valletta-mt"), "locatedIn") == []


def test_a_host_is_both_a_participation_and_a_property(facts: Facts) -> None:
    node = iri("participation/lc-conference-2-state-al-host")
    assert facts.one(node, "participant") == "state/al"
    assert facts.one(node, "role") == "code/role/host"
    assert facts.one(node, "derivation") == "code/derivation/stated"


def test_the_reference_data_name_what_they_know(quads: tuple[Quad, ...]) -> None:
    labelled = {quad.subject for quad in quads if quad.predicate == RDFS["label"]}
    assert reference("state", "al") not in labelled
    assert iri("organisation/wwb") in labelled


def test_a_government_is_apart_from_its_state(facts: Facts) -> None:
    assert facts.one(iri("government/al"), "governmentOf") == "state/al"


def test_an_acronym_is_told_where_the_text_gives_it(facts: Facts) -> None:
    assert facts.one(iri("organisation/wwb"), "acronym") == "WWB"
    assert facts.get(iri("forum/lc"), "acronym") == []


def test_a_collective_says_who_it_is_as_far_as_the_text_does(facts: Facts) -> None:
    (node,) = facts.of("Collective")
    assert facts.one(node, "groundedIn") == "meeting/lc-conference-2"
    assert facts.one(node, "extension") == "code/extension/fully-named"
    assert facts.one(node, "collectiveKind") == "code/collective-kind/governments"


def test_an_unnamed_group_stays_unnamed(facts: Facts) -> None:
    (node,) = facts.of("IndefiniteGroup")
    assert facts.one(node, "extension") == "code/extension/not-named"
    assert facts.one(node, "regionConstraint") == "code/region/americas"
    assert facts.one(node, "role") == "code/role/observer"
    assert facts.get(node, "hasMembership") == []


def test_words_that_name_an_unnamed_group_mean_that_group(facts: Facts) -> None:
    node = next(one for one in facts.of("Statement") if facts.get(one, "addressedTo") == ["group/lakes-coastal"])
    assert facts.one(node, "statementKind") == "code/statement-kind/undertake-by-will"


def test_a_member_by_rule_is_inferred_and_dated(facts: Facts) -> None:
    node = iri("membership/lc-lake-committee-al")
    assert facts.get(iri("body/lc-lake-committee"), "hasMembership") == ["membership/lc-lake-committee-al"]
    assert facts.one(node, "member") == "state/al"
    assert facts.one(node, "derivation") == "code/derivation/inferred"
    assert facts.one(node, "asOf") == "time/2001-05-05"


def test_a_rule_gives_the_roles_whose_bearers_belong(facts: Facts) -> None:
    (rule,) = facts.of("MembershipRule")
    assert facts.get(rule, "ruleRole") == ["code/role/current-host", "code/role/future-host"]
    assert facts.one(rule, "ruleForum") == "forum/lc"


def test_an_adopted_and_attached_document_is_known_without_its_text(facts: Facts) -> None:
    node = NamedNode(HOME + "doc/lc-conference-2-shore-plan")
    assert facts.one(node, "textAvailable") == "false"
    assert facts.one(node, "annexOf") == "doc/lakes"
    assert facts.one(node, "adoptedBy") == "meeting/lc-conference-2"
    assert facts.one(node, "implementedBy") == "body/lc-lake-committee"


def test_commitments_taken_together_have_the_progress_that_the_text_finds(facts: Facts) -> None:
    node = iri("commitment-set/lc-conference-1")
    record = facts.node(node, "hasStatusRecord")
    assert facts.one(node, "agreedAt") == "meeting/lc-conference-1"
    assert facts.one(record, "status") == "code/status/advancing"
    assert facts.one(record, "asOf") == "time/2001-05-05"


def test_a_finding_of_progress_is_about_the_commitments_and_of_each_alone(facts: Facts) -> None:
    node = facts.node(facts.statement("acknowledge"), "hasContent")
    assert node in facts.of("ProgressFinding")
    assert node in facts.of("Claim")
    assert facts.one(node, "findingAbout") == "commitment-set/lc-conference-1"
    assert facts.one(node, "reading") == "code/reading/distributive"


def test_a_commitment_has_its_strength_and_its_action_a_chain_of_purposes(facts: Facts) -> None:
    node = facts.node(facts.statement("agree-to-establish"), "hasContent")
    action = facts.node(node, "hasAction")
    first = facts.node(action, "purpose")
    assert facts.one(node, "strength") == "code/strength/firm"
    assert facts.one(action, "actionObject") == "body/lc-lake-committee"
    assert facts.one(action, "inAccordanceWith") == "commitment-set/lc-conference-1"
    assert facts.one(action, "frequency") == "code/frequency/annual"
    assert facts.one(first, "gloss") == "to clean the shores"
    assert facts.one(facts.node(first, "purpose"), "gloss") == "to protect the fish"


def test_words_are_quoted_as_they_stand_and_glossed_on_one_line(facts: Facts, document: Document) -> None:
    node = facts.node(facts.statement("agree-to-establish"), "hasContent")
    assert "\n" in facts.one(facts.node(node, "evidencedBy"), "quote")
    assert "\n" not in facts.one(node, "gloss")


def test_a_deadline_is_the_time_of_the_action(facts: Facts) -> None:
    action = facts.node(facts.node(facts.statement("decide-to-act"), "hasContent"), "hasAction")
    assert facts.one(action, "actionTime") == "time/2002-34"


def test_a_passive_without_an_agent_leaves_the_commitment_without_an_actor(facts: Facts) -> None:
    (action,) = (one for one in facts.of("Action") if facts.get(one, "actionKind") == ["code/action-kind/invite"])
    assert facts.get(action, "actor") == []


def test_a_promise_to_ask_holds_a_request_that_nobody_has_made(facts: Facts) -> None:
    (request,) = facts.of("Request")
    (asking,) = (
        one for one in facts.of("Action") if facts.get(one, "actionKind") == ["code/action-kind/request-support"]
    )
    assert facts.node(asking, "actionObject") == request
    assert facts.one(request, "addressee") == "organisation/wwb"
    assert facts.of("DirectiveStatement") == []


def test_what_is_asked_for_is_the_requests_own_action(facts: Facts) -> None:
    (request,) = facts.of("Request")
    (asking,) = (
        one for one in facts.of("Action") if facts.get(one, "actionKind") == ["code/action-kind/request-support"]
    )
    assert facts.one(facts.node(request, "hasAction"), "means") == "code/means/technical-support"
    assert facts.get(asking, "means") == []


def test_a_decision_commits_nobody(facts: Facts) -> None:
    node = facts.node(facts.statement("adopt"), "hasContent")
    assert node not in facts.of("Commitment")
    assert facts.one(facts.statement("adopt"), "brings") == "doc/lc-conference-2-shore-plan"


def test_thanks_have_an_addressee_and_what_they_are_for(facts: Facts) -> None:
    node = facts.statement("thank")
    assert facts.one(node, "addressedTo") == "government/al"
    assert facts.one(node, "spokenThrough") == "code/party-category/delegations"
    assert facts.one(facts.node(node, "attitudeTowards"), "gloss") == "its hospitality"


def test_a_pronoun_makes_the_speaker_inferred(facts: Facts) -> None:
    assert facts.one(facts.statement("agree-to-establish"), "speakerDerivation") == "code/derivation/inferred"
    assert facts.one(facts.statement("adopt"), "speakerDerivation") == "code/derivation/stated"


def test_rival_readings_share_a_passage_and_point_to_each_other(facts: Facts) -> None:
    one, other = (node for node in facts.of("Statement") if facts.get(node, "alternativeTo"))
    assert facts.node(one, "alternativeTo") == other
    assert facts.node(other, "alternativeTo") == one
    assert facts.get(one, "expressedIn") == facts.get(other, "expressedIn")


def test_acts_of_the_same_words_and_kind_stay_two(document: Document, claims: Claims) -> None:
    facts = Facts(build(document, replace(claims, acts=claims.acts[:1] * 3), HOME))
    first, second, third = facts.of("Statement")
    assert (second.value, third.value) == (f"{first.value}-2", f"{first.value}-3")
    assert len(facts.of("ProgressFinding")) == 3


def test_a_statement_follows_from_the_one_that_gives_the_reason(facts: Facts) -> None:
    assert facts.node(facts.statement("decide-to-act"), "followsFrom") == facts.statement("agree-to-establish")
    assert facts.node(facts.statement("thank"), "embeddedIn") == facts.statement("acknowledge")


def test_a_label_is_short_and_says_where_it_was_cut(quads: tuple[Quad, ...], facts: Facts) -> None:
    labels = [q.object for q in quads if q.predicate == RDFS["label"] and q.subject in facts.of("Statement")]
    assert all(isinstance(one, Literal) and one.language == "en" for one in labels)
    assert max(len(one.value.split()) for one in labels) == 13


def test_another_base_moves_what_the_text_tells_and_nothing_else(document: Document, claims: Claims) -> None:
    lines = nquads(build(document, claims, "https://example.org/")).decode()
    assert "https://example.org/id/meeting/lc-conference-2" in lines
    assert f"<{ID}state/al>" in lines
    assert f"<{ID}meeting" not in lines
    assert f"<{HOME}doc" not in lines


def test_a_document_without_claims_is_a_document_still(document: Document) -> None:
    facts = Facts(build(document, Claims(), HOME))
    assert facts.of("Document") == [NamedNode(HOME + "doc/lakes")]
    assert len(facts.of("Passage")) == 1


def test_building_twice_gives_the_same_quads(document: Document, claims: Claims, quads: tuple[Quad, ...]) -> None:
    assert build(document, claims, HOME) == quads


BUILD = """
import hashlib, importlib.util, sys
sys.path.insert(0, sys.argv[1])
spec = importlib.util.spec_from_file_location("made", sys.argv[2])
made = importlib.util.module_from_spec(spec)
spec.loader.exec_module(made)
from kg.graph import build
from kg.graph.serialize import nquads
from kg.vocabulary import HOME
print(hashlib.sha256(nquads(build(made.lakes(), made.told(), HOME))).hexdigest())
"""


def test_neither_hash_seed_nor_locale_nor_time_zone_nor_folder_changes_a_byte(root: Path, tmp_path: Path) -> None:
    where = [sys.executable, "-c", BUILD, str(root), str(Path(__file__).with_name("conftest.py"))]
    digests = {
        subprocess.run(
            where, cwd=folder, env={**os.environ, **given}, capture_output=True, check=True, text=True
        ).stdout
        for folder, given in (
            (root, {"PYTHONHASHSEED": "0", "LC_ALL": "C", "TZ": "UTC"}),
            (tmp_path, {"PYTHONHASHSEED": "4711", "LC_ALL": "es_ES.UTF-8", "TZ": "Pacific/Apia"}),
        )
    }
    assert len(digests) == 1
