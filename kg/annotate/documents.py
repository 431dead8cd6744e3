"""Documents that a text adopts, attaches or refers to, and what kind of text it is itself."""

from kg.annotate.context import Context, front_title
from kg.annotate.drafts import Draft
from kg.annotate.names import Name, names
from kg.annotate.reading import Reading
from kg.model import Meeting, Origin, PassageKind, Referred, Span
from kg.terms import slug

_ADOPTING = frozenset({"adopt", "approve", "endorse", "issue", "declare", "sign", "conclude"})


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
    if headings:
        return Span(headings[0].passage.span.start, headings[-1].passage.span.end)
    return front_title(context)


def documents(context: Context, drafts: tuple[Draft, ...], meetings: tuple[Meeting, ...]) -> tuple[Referred, ...]:
    """Each document once, with all its relations to the text."""
    found: dict[str, Referred] = {}
    for reading in context.body:
        for name in names(reading, "document"):
            if _is_self(reading, name) or (name.end - name.start < 2 and name.head_end - name.head_start < 2):
                continue
            made = _referred(context, reading, name, drafts, meetings)
            before = found.get(slug(made.label))
            if before is None or (made.relations != ("mentioned",) and before.relations == ("mentioned",)):
                found[slug(made.label)] = made
    return tuple(sorted(found.values(), key=lambda one: one.span.start))


def _is_self(reading: Reading, name: Name) -> bool:
    before = reading.tokens.low[name.start - 1] if name.start else ""
    return before in ("this", "este", "esta", "presente")


def _referred(
    context: Context, reading: Reading, name: Name, drafts: tuple[Draft, ...], meetings: tuple[Meeting, ...]
) -> Referred:
    label = reading.words(name.start, name.end)
    relations = [relation for relation in ("adopted",) if _adopted(reading, name, drafts)]
    if _attached(context, reading, name):
        relations.append("attached")
    subject = next((meeting for meeting in meetings if meeting.subject), None)
    implementer = _implementer(reading, name, drafts)
    own = bool(relations) and subject is not None
    key = slug(f"{subject.key}-{label}" if own and subject is not None else label, 120)
    return Referred(
        key=key,
        label=label,
        kind=name.head.code,
        relations=tuple(relations) or ("mentioned",),
        span=reading.span(name.start, name.end),
        passage=reading.passage.span,
        origin=Origin("document.named", name.head.iri),
        implemented_by=implementer,
    )


def _adopted(reading: Reading, name: Name, drafts: tuple[Draft, ...]) -> bool:
    return any(
        draft.reading is reading
        and draft.kind.code in _ADOPTING
        and draft.trigger_end <= name.start < draft.trigger_end + 6
        for draft in drafts
    )


def _implementer(reading: Reading, name: Name, drafts: tuple[Draft, ...]) -> str | None:
    """The body that a relative clause charges with carrying the document out ("which will be implemented by …")."""
    for draft in drafts:
        charged = draft.reading is reading and draft.kind.code == "assign" and draft.begin > name.start
        if charged and "implement" in _actions(draft):
            return next((agent.label for agent in draft.subject.agents if agent.kind == "body"), None)
    return None


def _actions(draft: Draft) -> frozenset[str]:
    return frozenset(
        code for _, code in draft.reading.tongue.actions.get(draft.reading.tokens.low[draft.group.verb], ())
    )


def _attached(context: Context, reading: Reading, name: Name) -> bool:
    end = reading.tokens.ends[name.end - 1]
    return any(0 <= cue.start() - end <= 30 for cue in context.cues("attached", reading.passage.view.text))


def dateline(context: Context) -> Reading | None:
    """The line that gives the place and date of issue, where there is one."""
    lines = [one for one in context.readings if one.passage.kind is PassageKind.DATELINE]
    return lines[-1] if lines else None
