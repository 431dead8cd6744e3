"""Annotations for tests: small ones built by hand, and any that the format allows."""

from typing import Any

from hypothesis import strategies as st

from kg.evaluate.figures import ACT_TYPES, Share, Tally, Totals
from kg.evaluate.measure import Measured
from kg.evaluate.misses import Miss

Row = dict[str, Any]
TEXT = "They agreed to meet in July. They thanked Panama. Mexico will pay. Nothing more was said in the room."


def act(kind: str, words: str, **slots: Any) -> Row:
    start = TEXT.index(words)
    span = [start, start + len(words)]
    return {"type": kind, "trigger": span, "span": span, "actor": ["participants"], **slots}


def annotation(*acts: Row, **parts: Any) -> Row:
    empty: Row = {"participations": [], "participant_count": None, "meetings": [], "bodies": [], "documents": []}
    return {"text": "a.txt", "sha256": "0" * 64, "language": "en", **empty, "acts": list(acts), **parts}


def meeting(**fields: Any) -> Row:
    return {"forums": ["RCM"], "series": "conference", "status": "held", "subject": True, "span": [0, 4], **fields}


def parties(*agents: str) -> list[Row]:
    return [{"agent": agent, "role": "participant", "span": [0, 4]} for agent in agents]


def measured(name: str = "a", figures: Totals | None = None, *misses: Miss, **fields: Any) -> Measured:
    about = {"text": f"{name}.txt", "language": "en", "sha256": "0", "annotation": "0", "held_out": False, **fields}
    return Measured(name, figures=figures or Totals(), misses=misses, **about)


# --- any ----------------------------------------------------------------------------------------------------------

SOLID = "x" * 60
"""A text in which any stretch is a quote."""

NAMES = st.sampled_from(["MX", "PA", "IOM", "the Ministers", "participants", "Grupo Regional (GR)", "Ábaco"])
SPANS = st.tuples(st.integers(0, 50), st.integers(1, 10)).map(lambda at: [at[0], at[0] + at[1]])
DATES = st.sampled_from(["1997-07-01", "1998-12-31"])
AGENTS = st.lists(NAMES, min_size=1, max_size=3)


def rows(**fields: Any) -> st.SearchStrategy[list[Row]]:
    optional = {name: values for name, values in fields.items() if name.startswith("_")}
    given = {name: values for name, values in fields.items() if name not in optional}
    inner = {name.removeprefix("_"): values for name, values in optional.items()}
    return st.lists(st.fixed_dictionaries(given, optional=inner), max_size=4)


ACTS = rows(
    type=st.sampled_from(ACT_TYPES), trigger=SPANS, span=SPANS, actor=AGENTS, _addressee=AGENTS, _creates=NAMES,
    _strength=st.sampled_from(["binding", "firm", "soft"]), _restated=st.just(True),
    _deadline=st.tuples(st.none(), DATES).map(list),
)  # fmt: skip
MEETINGS = rows(
    forums=st.lists(NAMES, max_size=2), series=st.sampled_from(["conference", "plenary"]), span=SPANS,
    status=st.sampled_from(["held", "planned"]), _ordinal=st.integers(1, 3), _place=NAMES, _start=DATES,
    _subject=st.just(True),
)  # fmt: skip
ANNOTATIONS = st.builds(
    annotation,
    participant_count=st.none() | st.integers(0, 40),
    meetings=MEETINGS,
    participations=rows(agent=NAMES, role=st.sampled_from(["participant", "host"]), span=SPANS),
    bodies=rows(name=NAMES, span=SPANS, established=st.booleans()),
    documents=rows(name=NAMES, kind=NAMES, relation=st.sampled_from(["adopted", "attached"]), span=SPANS),
).flatmap(lambda whole: ACTS.map(lambda acts: {**whole, "acts": acts}))

TALLIES = st.tuples(st.integers(0, 5), st.integers(0, 5), st.integers(0, 5)).map(
    lambda counts: Tally(counts[0], counts[0] + counts[1], counts[0] + counts[2])
)
SHARES = st.tuples(st.integers(0, 5), st.integers(0, 5)).map(lambda counts: Share(counts[0], sum(counts)))
TOTALS = st.builds(
    Totals,
    acts=TALLIES, untyped=TALLIES, participations=TALLIES, others=TALLIES, bodies=TALLIES, documents=TALLIES,
    count=SHARES, linking=SHARES, quotes=SHARES, coverage=SHARES,
    by_type=st.dictionaries(st.sampled_from(ACT_TYPES), TALLIES),
    slots=st.dictionaries(st.sampled_from(["actor", "strength"]), SHARES),
    meeting=st.dictionaries(st.sampled_from(["place", "start"]), SHARES),
)  # fmt: skip
