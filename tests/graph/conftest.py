"""A communiqué that nobody issued, with claims written by hand for everything that a text can say."""

import hashlib
from datetime import date

import pytest

from kg.model import (
    Act,
    Agent,
    Body,
    Claims,
    Collective,
    CommitmentSet,
    Content,
    Document,
    ForumClaim,
    Group,
    Meeting,
    MembershipRule,
    Organisation,
    Origin,
    Participation,
    Plan,
    Purpose,
    Referred,
    Span,
    Tagged,
    Thing,
    When,
    Where,
)

TEXT = """JOINT STATEMENT OF THE II LAKE CONFERENCE

The II Lake Conference (LC) was held in Tirana, Albania, on May 4 and 5, 2001, with Albania and Malta.
The World Water Bureau (WWB) also took part.
The governments acknowledged the advances of each country on the commitments of the I Lake Conference.
They agreed to establish a Lake Committee, comprised of the current and future
host countries, to clean the shores so as to protect the fish.
Therefore, they decided to hold the III Lake Conference in Valletta in the second quarter of 2002, to which some
coastal countries will be invited as observers.
The Government of Albania will request technical support from the World Water Bureau.
The countries adopted the Shore Plan attached to this statement.
The delegations thanked the Government of Albania for its hospitality.
The States present shared views.
TIRANA, MAY 5, 2001
"""


def at(words: str, after: str = "") -> Span:
    """Where the words stand, after other words."""
    start = TEXT.index(words, TEXT.index(after) if after else 0)
    return Span(start, start + len(words))


def line(start: str, end: str) -> Span:
    return Span(TEXT.index(start), TEXT.index(end, TEXT.index(start)) + len(end))


FORUM = Agent("forum", "lc", "Lake Conference", "LC", at("Lake Conference"), known=False)
ALBANIA = Agent("state", "al", "Albania", "AL", at("Albania", "2001, with"))
GOVERNMENT = Agent("government", "al", "Government of Albania", "AL", at("Government of Albania"))
MALTA = Agent("state", "mt", "Malta", "MT", at("Malta"))
BUREAU = Agent("organisation", "wwb", "World Water Bureau", "WWB", at("World Water Bureau"), "WWB", known=False)
GOVERNMENTS = Agent("collective", "lakes-the-governments", "the governments", "participants", at("The governments"))
THEY = Agent("collective", "lakes-the-governments", "the governments", "participants", at("They"), None, "inferred")
RULE = Origin("act.verb", "https://w3id.org/igm/lexicon#agree/to", "to", "They → the governments")
DAYS = When("2001-05-04/2001-05-05", date(2001, 5, 4), date(2001, 5, 5), at("May 4 and 5, 2001"))
QUARTER = When("2002-34", date(2002, 4, 1), date(2002, 6, 30), at("the second quarter of 2002"))
TIRANA = Where("city", "tirana-al", "Tirana", at("Tirana"), "AL")
VALLETTA = Where("city", "valletta-mt", "Valletta", at("Valletta"))
OPENING = line("The II Lake", "Malta.")
ADVANCES = line("The governments", "I Lake Conference.")
FOUNDING = line("They agreed", "fish.")
HOLDING = line("Therefore", "observers.")
ASKING = line("The Government of Albania will", "Bureau.")
ADOPTING = line("The countries", "statement.")
THANKING = line("The delegations", "hospitality.")
SHARING = line("The States present", "views.")
ONCE_MORE = line("coastal", "countries")


def meetings() -> tuple[Meeting, ...]:
    held = Origin("meeting.forum-ordinal")
    return (
        Meeting(
            "lc-conference-2",
            "II Lake Conference",
            (FORUM,),
            "conference",
            2,
            "held",
            True,
            at("II Lake Conference"),
            (OPENING,),
            held,
            DAYS,
            TIRANA,
            "ministerial",
            23,
            at("II Lake"),
            "series-ambiguous",
        ),
        Meeting(
            "lc-conference-1",
            "I Lake Conference",
            (FORUM,),
            "conference",
            1,
            "held",
            False,
            at("I Lake Conference", "commitments"),
            (ADVANCES,),
            held,
        ),
        Meeting(
            "lc-conference-3",
            "III Lake Conference",
            (FORUM,),
            "conference",
            3,
            "planned",
            False,
            at("III Lake Conference"),
            (HOLDING,),
            held,
            QUARTER,
            VALLETTA,
            "ministerial",
        ),
    )


def committee() -> Body:
    rule = MembershipRule(
        ("current-host", "future-host"),
        "lc",
        line("comprised", "host countries"),
        ((Agent("state", "al", "AL", "AL", None, derivation="inferred"), "current-host"),),
    )
    return Body(
        "lc-lake-committee",
        "Lake Committee",
        "established",
        at("Lake Committee"),
        FOUNDING,
        Origin("body.founded"),
        ("lc",),
        None,
        rule,
        True,
    )


def acts() -> tuple[Act, ...]:
    """Each pattern of the graph once."""
    hold = line("hold the III", "2002")
    support = line("technical support", "Bureau")
    committee_words = line("a Lake Committee", "fish")
    return (
        Act(
            "Position",
            "acknowledge",
            ("AssertiveStatement",),
            at("acknowledged"),
            ADVANCES,
            ADVANCES,
            (GOVERNMENTS,),
            RULE,
            content=Content(
                "progress-finding",
                line("the advances", "I Lake Conference"),
                reading="distributive",
                about=(Thing("commitment-set", "lc-conference-1", ""),),
            ),
        ),
        Act(
            "Commitment",
            "agree-to-establish",
            ("CommissiveStatement", "ConstitutiveStatement"),
            at("agreed"),
            line("They agreed", "fish"),
            FOUNDING,
            (THEY,),
            RULE,
            "firm",
            Content(
                "commitment",
                committee_words,
                "establish-body",
                (THEY,),
                purposes=(Purpose(line("to clean", "shores"), "other"), Purpose(line("to protect", "fish"), "protect")),
                objects=(Thing("body", "lc-lake-committee", "Lake Committee"),),
                according_to=(Thing("commitment-set", "lc-conference-1", ""),),
                tags=(Tagged("frequency", "annual", at("current")), Tagged("topic", "regional-dialogue", at("shores"))),
            ),
            brings=(Thing("body", "lc-lake-committee", "Lake Committee"),),
            topics=(Tagged("topic", "regional-dialogue", at("shores")),),
        ),
        Act(
            "Commitment",
            "decide-to-act",
            ("CommissiveStatement",),
            at("decided to hold"),
            hold,
            HOLDING,
            (THEY,),
            RULE,
            "binding",
            Content("commitment", hold, "hold-meeting", (THEY,), objects=(Thing("meeting", "lc-conference-3", ""),)),
            deadline=QUARTER,
            plans=(Plan("lc-conference-3", QUARTER, VALLETTA, "ministerial", hold),),
            follows=1,
        ),
        Act(
            "Commitment",
            "undertake-by-will",
            ("CommissiveStatement",),
            at("will be invited"),
            line("to which some", "observers"),
            HOLDING,
            (),
            Origin("act.will"),
            "binding",
            Content("commitment", at("be invited as observers"), "invite"),
            addressees=(
                Agent("group", "some-coastal-countries", "some", "some", line("some", "countries"), known=False),
            ),
        ),
        Act(
            "Commitment",
            "undertake-by-will",
            ("CommissiveStatement",),
            at("will request"),
            ASKING,
            ASKING,
            (GOVERNMENT,),
            Origin("act.will"),
            "binding",
            Content(
                "commitment",
                line("request technical", "Bureau"),
                "request-support",
                (GOVERNMENT,),
                request_of=(BUREAU,),
                request_span=support,
                tags=(Tagged("means", "technical-support", at("technical")),),
                hedges=(at("technical"),),
            ),
        ),
        Act(
            "Decision",
            "adopt",
            ("ConstitutiveStatement",),
            at("adopted"),
            ADOPTING,
            ADOPTING,
            (GOVERNMENTS,),
            RULE,
            content=Content("commitment", at("the Shore Plan")),
            brings=(Thing("document", "lc-conference-2-shore-plan", "Shore Plan"),),
        ),
        Act(
            "Thanks",
            "thank",
            ("ExpressiveStatement",),
            at("thanked"),
            THANKING,
            THANKING,
            (GOVERNMENTS,),
            RULE,
            addressees=(GOVERNMENT,),
            spoken_through="delegations",
            attitude_span=at("its hospitality"),
            embedded_in=0,
            also=(Content("claim", at("hospitality"), about=(Thing("forum", "lc", ""),)),),
        ),
        Act(
            "Discussion",
            "share-views",
            ("DeliberativeReport",),
            at("shared"),
            SHARING,
            SHARING,
            (),
            RULE,
            open_list=True,
            restated=True,
        ),
        Act(
            "Position",
            "state",
            ("AssertiveStatement",),
            at("shared"),
            SHARING,
            SHARING,
            (),
            RULE,
            alternative_to=7,
            certainty="less-likely-reading",
        ),
    )


def lakes() -> Document:
    """The text as it was read."""
    return Document("lakes", "lakes.txt", TEXT, hashlib.sha256(TEXT.encode()).hexdigest(), "en", "text/plain", "text 1")


def told() -> Claims:
    """All that the text says."""
    row = Origin("participant.listed")
    return Claims(
        title=at("JOINT STATEMENT OF THE II LAKE CONFERENCE"),
        genre="joint-statement",
        genre_span=at("JOINT STATEMENT"),
        issued_in=TIRANA,
        issued_on=When("2001-05-05", date(2001, 5, 5), date(2001, 5, 5), at("MAY 5, 2001")),
        dateline=at("TIRANA, MAY 5, 2001"),
        meetings=meetings(),
        participations=tuple(
            Participation("lc-conference-2", agent, role, agent.span or OPENING, OPENING, "stated", row)
            for agent, role in (
                (ALBANIA, "participating-state"),
                (MALTA, "participating-state"),
                (BUREAU, "participating-organisation"),
                (ALBANIA, "host"),
            )
        ),
        collectives=(
            Collective(
                "lakes-the-governments",
                "The governments",
                "governments",
                "fully-named",
                "lc-conference-2",
                at("The governments"),
                ADVANCES,
                Origin("agent.collective"),
            ),
        ),
        groups=(
            Group(
                "lakes-coastal",
                "some coastal countries",
                "americas",
                line("some", "countries"),
                HOLDING,
                Origin("agent.unnamed-group"),
                "observer",
            ),
        ),
        forums=(
            ForumClaim(FORUM, at("Lake Conference"), OPENING, Origin("agent.forum"), "regional-consultative-process"),
        ),
        organisations=(Organisation(BUREAU, at("World Water Bureau"), OPENING, Origin("agent.organisation")),),
        bodies=(committee(),),
        documents=(
            Referred(
                "lc-conference-2-shore-plan",
                "Shore Plan",
                "plan-of-action",
                ("adopted", "attached"),
                at("Shore Plan"),
                ADOPTING,
                Origin("document.named"),
                "lc-lake-committee",
            ),
        ),
        commitment_sets=(
            CommitmentSet(
                "lc-conference-1", at("the commitments"), ADVANCES, Origin("commitments.referred"), "advancing"
            ),
        ),
        acts=acts(),
        places=(TIRANA, VALLETTA),
    )


@pytest.fixture
def document() -> Document:
    """The communiqué that nobody issued."""
    return lakes()


@pytest.fixture
def claims() -> Claims:
    """What it says."""
    return told()
