"""Minting: the same words, the same IRI, on every machine and in every run.

States, governments, organisations, forums and places of the reference data keep their canonical home; what a
text alone tells of is minted under the base of the deployment.
"""

import hashlib
from dataclasses import dataclass
from urllib.parse import quote

from kg.model import Agent, Origin, Span, When, Where
from kg.terms import NamedNode
from kg.vocabulary import HOME, reference

__all__ = ["Mint", "digest"]


def digest(kind: str, words: str) -> str:
    """Ten hexadecimal digits that hang on the words alone, not on where they stand or how they are wrapped."""
    normal = " ".join(words.split())
    return hashlib.sha256(f"{kind}\n{normal}".encode()).hexdigest()[:10]


@dataclass(frozen=True, slots=True)
class Mint:
    """The IRIs of one document's things, under the base of one deployment (which ends with `/`).

    Every method raises ValueError where a key cannot stand in an IRI; what `kg.terms.slug` gives always can.
    """

    base: str
    slug: str

    def thing(self, kind: str, key: str) -> NamedNode:
        """What a text tells of and other texts may tell of too."""
        return NamedNode(f"{self.base}id/{kind}/{key}")

    def own(self, kind: str, key: str) -> NamedNode:
        """What belongs to this document alone; a key that opens with the document's slug is taken as it is."""
        return self.thing(kind, f"{self.slug}-{key.removeprefix(self.slug + '-')}")

    def known(self, kind: str, key: str, known: bool) -> NamedNode:
        """The canonical IRI of what stands in the reference data, an own one for what only the text names."""
        return reference(kind, key) if known else self.thing(kind, key)

    def document(self, slug: str | None = None) -> NamedNode:
        """The document itself, or one that it refers to."""
        return NamedNode(f"{self.base}doc/{slug or self.slug}")

    def passage(self, span: Span) -> NamedNode:
        """A stretch of the document: https://www.rfc-editor.org/rfc/rfc5147 ."""
        return NamedNode(f"{self.base}doc/{self.slug}#char={span.start},{span.end}")

    def facts(self) -> NamedNode:
        """The graph of what the document says."""
        return NamedNode(f"{self.base}graph/{self.slug}")

    def provenance(self) -> NamedNode:
        """The graph of how it was found."""
        return NamedNode(f"{self.base}graph/{self.slug}/provenance")

    def text(self) -> NamedNode:
        """The graph of its words whole: they are quoted, so whoever wants what it says need not take them too."""
        return NamedNode(f"{self.base}graph/{self.slug}/text")

    def asserted(self) -> frozenset[NamedNode]:
        """The graphs that are judged together: what the document says, and its words."""
        return frozenset((self.facts(), self.text()))

    def agent(self, agent: Agent) -> NamedNode:
        """A party; a category of unnamed parties is a group of the document's own."""
        match agent.kind:
            case "government":
                return reference("government", agent.key)
            case "state" | "organisation" | "forum":
                return self.known(agent.kind, agent.key, agent.known)
            case "body":
                return self.body(agent.key)
            case "collective":
                return self.collective(agent.key)
            case "group" | "category":
                return self.group(agent.key)

    def state(self, alpha2: str) -> NamedNode:
        """A state by its two letters, in either case."""
        return reference("state", alpha2.lower())

    def territory(self, alpha2: str) -> NamedNode:
        """The place that is the territory of a state."""
        return reference("place", alpha2.lower())

    def place(self, where: Where) -> NamedNode:
        """A city, territory or venue."""
        return self.known("place", where.key, where.known)

    def time(self, when: When) -> NamedNode:
        """A period by its expression: https://www.loc.gov/standards/datetime/ ."""
        return self.thing("time", quote(when.edtf.replace("/", "--"), safe=""))

    def body(self, key: str) -> NamedNode:
        """A subsidiary unit."""
        return self.thing("body", key)

    def membership(self, body: str, agent: Agent) -> NamedNode:
        """The belonging of an agent to a body."""
        return self.thing("membership", f"{body}-{agent.key}")

    def membership_rule(self, body: str) -> NamedNode:
        """The rule that says who belongs to a body."""
        return self.thing("membership-rule", body)

    def meeting(self, key: str) -> NamedNode:
        """A meeting, the same for every text that names it."""
        return self.thing("meeting", key)

    def series(self, key: str) -> NamedNode:
        """What the number of a meeting counts."""
        return self.thing("series", key)

    def plan(self, meeting: str) -> NamedNode:
        """What this document says of a meeting yet to be held."""
        return self.thing("plan", f"{self.slug}-{meeting}")

    def participation(self, meeting: str | None, agent: Agent, role: str) -> NamedNode:
        """An agent in a role; without a meeting the document is where the parties come together."""
        return self.thing("participation", f"{meeting or self.slug}-{agent.kind}-{agent.key}-{role}")

    def collective(self, key: str) -> NamedNode:
        """A group that the document treats as one speaker."""
        return self.own("collective", key)

    def group(self, key: str) -> NamedNode:
        """A group whose members the document leaves unnamed."""
        return self.own("group", key)

    def commitment_set(self, meeting: str) -> NamedNode:
        """The commitments of a meeting taken together."""
        return self.thing("commitment-set", meeting)

    def finding(self, origin: Origin, version: str) -> NamedNode:
        """What a rule of one version of the software did, in this document."""
        parts = (version, origin.rule, origin.entry or "", origin.frame or "", origin.resolution or "")
        return self.own("finding", digest("finding", "\n".join(parts)))

    def software(self, version: str) -> NamedNode:
        """The software in one version, the same for every deployment."""
        return NamedNode(f"{HOME}id/software/plenary-kg-{quote(version, safe='')}")
