"""A graph of any size in the ontology's own terms, for servers to answer from: the same number, the same bytes.

Meetings with their participations, statements, commitments and the passages behind them, as a build makes them from
texts; no text of any forum is behind them.
"""

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from random import Random

from pyoxigraph import Store

from kg.graph.serialize import nquads
from kg.store.parts import Part, load, write_part
from kg.terms import Literal, NamedNode, Quad
from kg.vocabulary import IGM, RDF, RDFS, XSD

__all__ = ["BASE", "COUNTRIES", "meeting", "release"]

BASE = "https://w3id.org/igm/"
COUNTRIES = 60
_KINDS = ("cooperate", "report", "fund", "train", "publish", "establish", "study", "protect")
_STRENGTHS = ("binding", "firm", "soft")
_PART_OF = 250
"""Meetings in one named graph: as many graphs as a real build has would measure the loading of graphs."""

Triple = tuple[NamedNode, NamedNode, NamedNode | Literal]


def release(folder: Path, triples: int) -> int:
    """Makes a release of at least so many triples, and `data.nt` beside it; says how many meetings it holds."""
    (folder / "parts").mkdir(parents=True)
    parts = _parts(folder / "parts", triples)
    count = int((folder / "meetings").read_text(encoding="ascii"))
    made = folder / "release"
    made.mkdir()
    store = Store(made / "store")
    load(store, parts)
    store.optimize()
    store.flush()
    del store
    with (made / "quads.nq").open("wb") as dump:
        for part in parts:
            dump.write(part.path.read_bytes())
    told = {"release": "be9c4", "counts": {"triples": triples}}
    (made / "release.json").write_text(json.dumps(told), encoding="ascii")
    return count


def _parts(folder: Path, triples: int) -> list[Part]:
    parts: list[Part] = []
    number = made = 0
    with (folder.parent / "data.nt").open("wb") as plain:
        while made < triples:
            graph = NamedNode(f"{BASE}graph/bench-{len(parts):05}")
            block = [triple for at in range(number, number + _PART_OF) for triple in meeting(at)]
            lines = nquads(Quad(*triple, graph) for triple in block)
            part = write_part(folder / f"{len(parts):05}.nq", graph.value, "facts", lines)
            plain.write(lines.replace(f" <{graph.value}> .\n".encode(), b" .\n"))
            parts.append(part)
            number, made = number + _PART_OF, made + part.triples
    (folder.parent / "meetings").write_text(str(number), encoding="ascii")
    return parts


def meeting(number: int) -> Iterator[Triple]:
    """What is told of the meeting of this number; about 80 triples."""
    chance = Random(number)  # noqa: S311
    node = NamedNode(f"{BASE}id/meeting/{number}")
    yield node, RDF["type"], IGM["Meeting"]
    yield node, RDFS["label"], Literal(f"Meeting {number} of forum {number % 40}", language="en")
    yield node, RDFS["label"], Literal(f"Reunión {number} del foro {number % 40}", language="es")
    yield node, IGM["ofForum"], NamedNode(f"{BASE}id/forum/{number % 40}")
    yield node, IGM["meetingStatus"], NamedNode(f"{BASE}code/status/held")
    yield from _time(node, number)
    for country in sorted(chance.sample(range(COUNTRIES), 8)):
        yield from _participation(node, country)
    for at in range(3):
        yield from _commitment(node, at, chance)


def _time(node: NamedNode, number: int) -> Iterator[Triple]:
    day = f"{1960 + number % 65}-{1 + number % 12:02}-{1 + number % 28:02}"
    time = NamedNode(f"{node.value}/time")
    yield node, IGM["heldDuring"], time
    yield time, RDF["type"], IGM["TimeSpan"]
    yield time, IGM["earliest"], Literal(day, datatype=XSD["date"])
    yield time, IGM["latest"], Literal(day, datatype=XSD["date"])


def _participation(node: NamedNode, country: int) -> Iterator[Triple]:
    part = NamedNode(f"{node.value}/participation/{country}")
    yield node, IGM["hasParticipation"], part
    yield part, RDF["type"], IGM["Participation"]
    yield part, IGM["participant"], NamedNode(f"{BASE}id/country/{country}")
    yield part, IGM["role"], NamedNode(f"{BASE}code/role/{'observer' if country % 7 == 0 else 'member'}")
    yield part, IGM["evidencedBy"], _passage(node, country)


def _commitment(node: NamedNode, at: int, chance: Random) -> Iterator[Triple]:
    said, promised = NamedNode(f"{node.value}/statement/{at}"), NamedNode(f"{node.value}/commitment/{at}")
    quote = _passage(node, 100 * (at + 1))
    yield said, RDF["type"], IGM["CommissiveStatement"]
    yield said, IGM["hasContent"], promised
    yield said, IGM["madeAt"], node
    yield said, IGM["evidencedBy"], quote
    yield promised, RDF["type"], IGM["Commitment"]
    yield promised, IGM["actionKind"], NamedNode(f"{BASE}code/action-kind/{chance.choice(_KINDS)}")
    yield promised, IGM["strength"], NamedNode(f"{BASE}code/strength/{chance.choice(_STRENGTHS)}")
    yield promised, IGM["actor"], NamedNode(f"{BASE}id/country/{chance.randrange(COUNTRIES)}")
    yield promised, IGM["gloss"], Literal(f"to act upon recommendation {chance.randrange(10_000)}", language="en")
    yield quote, RDF["type"], IGM["Passage"]
    yield quote, IGM["quote"], Literal(f"They undertake to act upon it, as said in {node.value}.", language="en")
    yield quote, IGM["startsAt"], _number(100 * (at + 1))
    yield quote, IGM["endsAt"], _number(100 * (at + 1) + 60)


def _passage(node: NamedNode, start: int) -> NamedNode:
    return NamedNode(f"{node.value.replace('/id/meeting', '/doc')}#char={start},{start + 60}")


@cache
def _number(value: int) -> Literal:
    return Literal(str(value), datatype=XSD["integer"])
