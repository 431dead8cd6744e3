"""Documents that a text adopts, attaches or refers to, and what kind of text it is itself."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from kg.annotate.context import Context, front_title
from kg.annotate.drafts import Draft
from kg.annotate.matter import adopts, founds, headed_by, is_headed, is_name, matter, thing_at
from kg.annotate.names import Name, names, shortens
from kg.annotate.reading import Reading, is_capitalised
from kg.model import Meeting, Origin, PassageKind, Referred, Span
from kg.terms import slug

_ADOPTING = frozenset({"adopt", "approve", "endorse", "issue", "declare", "sign", "conclude"})
_OWN = frozenset({"declaration", "joint-declaration", "guidelines"})


def genre(context: Context) -> tuple[str | None, Span | None]:
    """The genre that the headings, or the front matter's title, name, with the words."""
    for reading in context.headings:
        terms = context.lexicon.terminology.find(reading.passage.view.text, context.tongue.language, "document-type")
        if terms:
            return terms[0].code, reading.passage.view.span(terms[0].start, terms[0].end)
    title = front_title(context)
    if title is not None:
        terms = context.lexicon.terminology.find(
            title.of(context.document.text), context.tongue.language, "document-type"
        )
        if terms:
            return terms[0].code, Span(title.start + terms[0].start, title.start + terms[0].end)
    return None, None


def title(context: Context) -> Span | None:
    """The headings before the body as one span, else the front matter's title."""
    headings = context.headings
    if not headings:
        return front_title(context)
    last = len(headings) - 1
    while last and _opens_section(headings[last]):
        last -= 1
    return Span(headings[0].passage.span.start, headings[last].passage.span.end)


def _opens_section(heading: Reading) -> bool:
    """Whether a heading is that of the first section: "INTRODUCTION", "1. Opening"."""
    words = [word for word in heading.tokens.low if word.isalpha()]
    return len(words) == 1 and words[0] in heading.tongue.words["section_labels"]


def documents(context: Context, drafts: tuple[Draft, ...], meetings: tuple[Meeting, ...]) -> tuple[Referred, ...]:
    """Each document once, with all its relations to the text."""
    found: dict[str, Referred] = {}
    of: defaultdict[int, list[Draft]] = defaultdict(list)
    for draft in drafts:
        of[draft.reading.passage.index].append(draft)
    made = [_referred(context, one, of[one.reading.passage.index], meetings) for one in _titles(context)]
    for reading in context.body:
        near = of[reading.passage.index]
        made.extend(_referred(context, one, near, meetings) for one in _texts(reading, near))
    for referred in made:
        if any(shortens(context.tongue.language, referred.label, one.label) for one in found.values()):
            continue  # "the Gao Protocol" after "the Gao Protocol on Livestock Movements"
        before = found.get(slug(referred.label))
        if before is None or (referred.relations != ("mentioned",) and before.relations == ("mentioned",)):
            found[slug(referred.label)] = referred
    return tuple(sorted(found.values(), key=lambda one: one.span.start))


@dataclass(frozen=True, slots=True)
class _Text:
    """Tokens `[start, end)` that name a document, with its kind and the entry or rule that tells it."""

    reading: Reading
    start: int
    end: int
    kind: str
    entry: str | None
    relation: str | None = None


def _titles(context: Context) -> Iterator[_Text]:
    """The heading that names the text itself, where it is a declaration of its own name."""
    for reading in context.headings:
        for name in names(reading, "document"):
            whole = name.start <= 1 and name.head.code in _OWN and name.end - name.start > 1
            if whole:
                yield _Text(reading, name.start, name.end, name.head.code, name.head.iri, "adopted")
                return


def _texts(reading: Reading, drafts: Sequence[Draft]) -> Iterator[_Text]:
    """The documents of a passage: by name, by a common noun ("the report of …"), and what an act adopts."""
    taken: list[range] = []
    for name in names(reading, "document"):
        if _is_self(reading, name) or (name.end - name.start < 2 and name.head_end - name.head_start < 2):
            continue
        taken.append(range(name.start, name.end))
        yield _Text(reading, name.start, name.end, name.head.code, name.head.iri)
    for one in (*_adopted_texts(reading, drafts), *_plain(reading)):
        if not any(one.start in stretch or one.end - 1 in stretch for stretch in taken):
            taken.append(range(one.start, one.end))
            yield one


def _adopted_texts(reading: Reading, drafts: Sequence[Draft]) -> Iterator[_Text]:
    """What an act adopts by a name whose noun no list has: "the Regional Calendar", "el Cronograma de …"."""
    for draft in drafts:
        here = matter(draft) if draft.reading is reading and adopts(draft) else None
        done = here is not None and draft.kind.act_type == "Decision" and not founds(draft)
        if here is not None and done and (is_name(here) or is_headed(here, "document")):
            pointing = reading.tongue.words["pointing"] & set(reading.tokens.low[here.start : here.end])
            if not is_headed(here, "agenda") and not pointing:
                yield _Text(reading, here.start, here.end, "other", None, "adopted")


def _plain(reading: Reading) -> Iterator[_Text]:
    """A document by a common noun with an article or owner: "the calibration report", "un estudio de tarifas"."""
    low, words = reading.tokens.low, reading.tongue.words
    nouns = reading.tongue.nouns.get("document", {})
    before = words.any("leading", "contractions")
    for position in [position for position, word in enumerate(low[:-1], 1) if word in before]:
        if reading.tags[position] >= 0:
            continue
        # "del Convenio sobre el trabajo en la pesca": capitals end early in Spanish names
        joined = low[position + 1 : position + 2] and low[position + 1] in words.any("about", "complements")
        proper = is_capitalised(reading.tokens.words[position]) and joined and reading.tongue.language == "es"
        known = _joined(tuple(nouns)) if proper else words["plain_documents"]
        here = None if _openers(known).isdisjoint(low[position:]) else thing_at(reading, position, len(low))
        head = headed_by(here, known) if here is not None else None
        if here is not None and head is not None and not is_name(here):
            noun = nouns.get(head)
            yield _Text(reading, here.start, here.end, noun.code if noun else "other", noun.iri if noun else None)


@cache
def _joined(nouns: tuple[str, ...]) -> frozenset[str]:
    return frozenset(noun.replace(" ", "_") for noun in nouns)


@cache
def _openers(forms: frozenset[str]) -> frozenset[str]:
    """The first words of nouns, of which one must come where one of the nouns does."""
    return frozenset(form.partition("_")[0] for form in forms)


def _is_self(reading: Reading, name: Name) -> bool:
    before = reading.tokens.low[name.start - 1] if name.start else ""
    return before in ("this", "este", "esta", "presente")


def _referred(context: Context, one: _Text, drafts: Sequence[Draft], meetings: tuple[Meeting, ...]) -> Referred:
    reading = one.reading
    label = reading.words(one.start, one.end)
    adopted = one.relation == "adopted" or _adopted(one, drafts)
    relations = ["adopted"] if adopted else []
    if _attached(context, one):
        relations.append("attached")
    subject = next((meeting for meeting in meetings if meeting.subject), None)
    own = bool(relations) and subject is not None
    key = slug(f"{subject.key}-{label}" if own and subject is not None else label, 120)
    return Referred(
        key=key,
        label=label,
        kind=one.kind,
        relations=tuple(relations) or ("mentioned",),
        span=reading.span(one.start, one.end),
        passage=reading.passage.span,
        origin=Origin("document.named", one.entry),
        implemented_by=_implementer(one, drafts),
    )


def _adopted(name: _Text, drafts: Sequence[Draft]) -> bool:
    return any(
        draft.reading is name.reading
        and draft.kind.code in _ADOPTING
        and draft.trigger_end <= name.start < draft.trigger_end + 6
        for draft in drafts
    )


def _implementer(name: _Text, drafts: Sequence[Draft]) -> str | None:
    """The body that a relative clause charges with carrying the document out ("which will be implemented by …")."""
    for draft in drafts:
        charged = draft.reading is name.reading and draft.kind.code == "assign" and draft.begin > name.start
        if charged and "implement" in _actions(draft):
            return next((agent.label for agent in draft.subject.agents if agent.kind == "body"), None)
    return None


def _actions(draft: Draft) -> frozenset[str]:
    return frozenset(
        code for _, code in draft.reading.tongue.actions.get(draft.reading.tokens.low[draft.group.verb], ())
    )


def _attached(context: Context, name: _Text) -> bool:
    reading = name.reading
    end = reading.tokens.ends[name.end - 1]
    annex = reading.tokens.low[name.start] in reading.tongue.words["annexes"] and name.end - name.start > 1
    return annex or any(0 <= cue.start() - end <= 30 for cue in context.cues("attached", reading.passage.view.text))


def dateline(context: Context) -> Reading | None:
    """The line that gives the place and date of issue, where there is one."""
    lines = [one for one in context.readings if one.passage.kind is PassageKind.DATELINE]
    return lines[-1] if lines else None
