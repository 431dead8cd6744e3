"""Minting: the same words, the same IRI, on every machine and in every run.

States, organisations, forums and places of the reference data keep their canonical home; what a text alone
tells of is minted under the base of the deployment.
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
    """The IRIs of one document's things, under the base of one deployment (which ends with `/`)."""

    base: str
    slug: str

    def thing(self, kind: str, key: str) -> NamedNode:
        """What a text tells of; raises ValueError where the key cannot stand in an IRI."""
        return NamedNode(f"{self.base}id/{kind}/{key}")

    def known(self, kind: str, key: str, known: bool) -> NamedNode:
        """The canonical IRI for what stands in the reference data, an own one for what only the text names."""
        return reference(kind, key) if known else self.thing(kind, key)

    def own(self, kind: str, key: str) -> NamedNode:
        """What belongs to this document alone."""
        return self.thing(kind, f"{self.slug}-{key.removeprefix(self.slug + '-')}")

    def document(self, slug: str | None = None) -> NamedNode:
        return NamedNode(f"{self.base}doc/{slug or self.slug}")

    def passage(self, span: Span) -> NamedNode:
        """https://www.rfc-editor.org/rfc/rfc5147"""
        return NamedNode(f"{self.base}doc/{self.slug}#char={span.start},{span.end}")

    def facts(self) -> NamedNode:
        """The graph of what the document says."""
        return NamedNode(f"{self.base}graph/{self.slug}")

    def provenance(self) -> NamedNode:
        """The graph of how it was found."""
        return NamedNode(f"{self.base}graph/{self.slug}/provenance")

    def agent(self, agent: Agent) -> NamedNode:
        """A category of unnamed parties is, in one document, a group of its own."""
        match agent.kind:
            case "government":
                return self.known("government", agent.key, True)
            case "state" | "organisation" | "forum":
                return self.known(agent.kind, agent.key, agent.known)
            case "body":
                return self.body(agent.key)
            case "collective":
                return self.collective(agent.key)
            case "group" | "category":
                return self.group(agent.key)

    def state(self, key: str) -> NamedNode:
        return reference("state", key.lower())

    def territory(self, key: str) -> NamedNode:
        return reference("place", key.lower())

    def place(self, where: Where) -> NamedNode:
        return self.known("place", where.key, where.known)

    def time(self, when: When) -> NamedNode:
        """https://www.loc.gov/standards/datetime/"""
        return self.thing("time", quote(when.edtf.replace("/", "--"), safe=""))

    def body(self, key: str) -> NamedNode:
        return self.thing("body", key)

    def membership(self, body: str, agent: Agent) -> NamedNode:
        return self.thing("membership", f"{body}-{agent.key}")

    def membership_rule(self, body: str) -> NamedNode:
        return self.thing("membership-rule", body)

    def meeting(self, key: str) -> NamedNode:
        return self.thing("meeting", key)

    def series(self, key: str) -> NamedNode:
        return self.thing("series", key)

    def plan(self, meeting: str) -> NamedNode:
        return self.thing("plan", f"{self.slug}-{meeting}")

    def participation(self, meeting: str | None, agent: Agent, role: str) -> NamedNode:
        """Without a meeting the document itself is where the parties come together."""
        return self.thing("participation", f"{meeting or self.slug}-{agent.kind}-{agent.key}-{role}")

    def collective(self, key: str) -> NamedNode:
        return self.own("collective", key)

    def group(self, key: str) -> NamedNode:
        return self.own("group", key)

    def commitment_set(self, meeting: str) -> NamedNode:
        return self.thing("commitment-set", meeting)

    def finding(self, origin: Origin, version: str) -> NamedNode:
        """The activity that a rule of one version of the software was."""
        parts = (version, origin.rule, origin.entry or "", origin.frame or "", origin.resolution or "")
        return self.own("finding", digest("finding", "\n".join(parts)))

    def software(self, version: str) -> NamedNode:
        return NamedNode(f"{HOME}id/software/plenary-kg-{quote(version, safe='')}")
