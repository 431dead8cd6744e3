"""Bodies that a text names, founds or proposes, and who belongs to them by rule."""

import re
from dataclasses import replace
from itertools import takewhile

from kg.annotate.context import Context
from kg.annotate.drafts import Draft
from kg.annotate.matter import founds, is_body, matter
from kg.annotate.names import Name, names, shortens
from kg.annotate.reading import Mention, Reading, tagged
from kg.model import Agent, Body, Meeting, MembershipRule, Origin, PassageKind
from kg.terms import slug

_RESPECTIVE = re.compile(r"\b(?:respective|respectiv[oa]s)\b", re.IGNORECASE)


def with_bodies(context: Context) -> tuple[Reading, ...]:
    """The readings with bodies among their mentions: by name, or by an acronym that the text gives a name."""
    acronyms: dict[str, Agent] = {}
    found = [_names(reading) for reading in context.readings]
    for reading, own in zip(context.readings, found, strict=True):
        for name in own:
            if (given := _acronym(reading, name)) is not None:
                acronym = given[0]
                agent = _mention(reading, name).agent
                acronyms.setdefault(acronym, replace(agent, code=acronym, acronym=acronym))
    named = zip(context.readings, found, strict=True)
    return _in_full(tuple(_with_bodies(reading, own, acronyms) for reading, own in named))


def _in_full(readings: tuple[Reading, ...]) -> tuple[Reading, ...]:
    """A short name stands for the fuller one last named: "the Liaison Office" after "the Aktau Liaison Office"."""
    named: list[Agent] = []
    made: list[Reading] = []
    for reading in readings:
        if all(mention.agent.kind != "body" for mention in reading.mentions):
            made.append(reading)
            continue
        mentions = []
        for mention in reading.mentions:
            if mention.agent.kind == "body":
                mention = replace(mention, agent=_fuller(reading, mention.agent, named))
                named.append(mention.agent)
            mentions.append(mention)
        made.append(replace(reading, mentions=tuple(mentions)))
    return tuple(made)


def _fuller(reading: Reading, agent: Agent, named: list[Agent]) -> Agent:
    known = (one for one in reversed(named) if shortens(reading.tongue.language, agent.label, one.label))
    full = next(known, None)
    return replace(full, span=agent.span) if full is not None else agent


def _names(reading: Reading) -> list[Name]:
    found = (name for name in names(reading, "body") if not _known(reading, name) and _is_full(reading, name))
    whole = ((name, _whole(reading, name)) for name in found)
    return [full for name, full in whole if full is not name or not _is_plural(reading, name)]


def _is_plural(reading: Reading, name: Name) -> bool:
    """ "Observer Organizations" are a sort of bodies, and none by name."""
    forms = reading.tongue.nouns.get("body", {})
    return " ".join(reading.tokens.low[name.head_start : name.head_end]) not in forms


def _acronym(reading: Reading, name: Name) -> tuple[str, int] | None:
    """The acronym in brackets right after a name and the token past them, where the text gives it one."""
    given = reading.acronym(name.end)
    return given if given is not None and given[0].isupper() else None


def _with_bodies(reading: Reading, found: list[Name], acronyms: dict[str, Agent]) -> Reading:
    made = [_named(reading, name, acronyms) for name in found]
    made += [
        Mention(token, token + 1, replace(acronyms[word], span=reading.span(token, token + 1), known=False))
        for token, word in enumerate(reading.tokens.words)
        if word in acronyms and reading.tags[token] < 0
    ]
    return tagged(reading.passage, reading.tokens, [*reading.mentions, *made], reading.tongue) if made else reading


def _named(reading: Reading, name: Name, acronyms: dict[str, Agent]) -> Mention:
    """The mention of a name, with the acronym that follows it in brackets."""
    mention = _mention(reading, name)
    given = _acronym(reading, name)
    if given is None:
        return mention
    acronym, end = given
    return Mention(mention.start, end, replace(mention.agent, code=acronym, acronym=acronym))


def _is_full(reading: Reading, name: Name) -> bool:
    """Whether the words name one body: more than "the Committee", or a word that does so by itself."""
    return name.end - name.start > 1 or reading.tokens.low[name.start] in reading.tongue.words["bodies_by_themselves"]


def _known(reading: Reading, name: Name) -> bool:
    return any(reading.tags[position] >= 0 for position in range(name.head_start, name.head_end))


def _whole(reading: Reading, name: Name) -> Name:
    """The name with a plain complement: "Technical Secretariats of the respective regional processes"."""
    low, words = reading.tokens.low, reading.tongue.words
    of = name.end
    if of + 2 >= len(low) or low[of] not in ("of", "de") or low[of + 1] not in ("the", "los", "las", "each", "cada"):
        return name
    if low[of + 2] not in ("respective", "respectivos", "respectivas", "two", "dos", "both"):
        return name
    end = of + 3
    while (
        end < len(low)
        and low[end].isalpha()
        and low[end] not in words.any("coordinators", "subordinators", "prepositions")
    ):
        end += 1
    return replace(name, end=end)


def _mention(reading: Reading, name: Name) -> Mention:
    label = reading.words(name.start, name.end)
    agent = Agent("body", slug(label), label, label, reading.span(name.start, name.end), known=False)
    return Mention(name.start, name.end, agent)


def bodies(context: Context, drafts: tuple[Draft, ...], meetings: tuple[Meeting, ...]) -> tuple[Body, ...]:
    """Each body once: as the text founds it, proposes it in quotation marks, or refers to it."""
    forum = _forum(meetings)
    found: dict[str, Body] = {}
    for draft in drafts:
        body = _founded(context, draft, forum, meetings)
        if body is not None:
            found.setdefault(body.key, body)
    forums = {
        name.lower()
        for meeting in meetings
        if meeting.subject
        for one in meeting.forums
        for name in (one.label, one.code)
    }
    told = {mention.agent.key for reading in context.body for mention in reading.mentions}
    headings = {reading.passage.index for reading in context.headings}
    for reading in context.readings:
        # A heading may name first what the text speaks of; what it alone names is who issues the text.
        aside = reading.passage.index in headings or reading.passage.kind is PassageKind.DATELINE
        if reading.passage.kind is PassageKind.FRONT:
            continue
        if aside and not any(mention.agent.key in told for mention in reading.mentions):
            continue
        for body in (*_quoted(context, reading, forum), *_mentioned(context, reading, forum)):
            if body.label.lower() not in forums and (body.acronym or body.label).lower() not in forums:
                found.setdefault(body.key, body)
    return tuple(sorted(found.values(), key=lambda body: body.span.start))


def _forum(meetings: tuple[Meeting, ...]) -> tuple[str, ...]:
    subject = next((meeting for meeting in meetings if meeting.subject), None)
    return tuple(forum.key for forum in subject.forums) if subject else ()


def body_key(forums: tuple[str, ...], label: str) -> str:
    """The slug of a body's IRI: names like "Coordinating Committee" are each forum's own."""
    return slug("-".join([*sorted(forums), slug(label)]), 120)


def _founded(context: Context, draft: Draft, forum: tuple[str, ...], meetings: tuple[Meeting, ...]) -> Body | None:
    reading = draft.reading
    object_ = matter(draft)
    if object_ is None or not (founds(draft) or object_.founded):
        return None
    start, end = object_.start, object_.end
    mention = next((m for m in reading.mentions if start <= m.start < end and m.agent.kind == "body"), None)
    if mention is not None:
        first, last, label = mention.start, mention.end, mention.agent.label
    elif is_body(object_):
        first, last, label = start, end, object_.label
    else:
        return None
    return Body(
        key=body_key(forum, label),
        label=label,
        status="established",
        span=reading.span(first, last),
        passage=reading.passage.span,
        origin=Origin("body.founded", draft.frame.iri if draft.frame else None),
        serves=forum,
        rule=_rule(context, reading, meetings),
        founded=True,
    )


def _rule(context: Context, reading: Reading, meetings: tuple[Meeting, ...]) -> MembershipRule | None:
    """ "comprised of the current and future host countries of the Regional Conference"."""
    cue = context.cue("membership_rule", reading)
    subject = next((meeting for meeting in meetings if meeting.subject), None)
    if cue is None or subject is None or not subject.forums or not context.cues("host", cue["who"]):
        return None
    roles = tuple(
        role
        for role, name in (
            ("previous-host", "previous_host"),
            ("current-host", "current_host"),
            ("future-host", "future_host"),
        )
        if context.cues(name, cue["who"])
    )
    span = reading.passage.view.span(cue.start(), len(reading.passage.view.text))
    return MembershipRule(roles, subject.forums[0].key, span) if roles else None


def _quoted(context: Context, reading: Reading, forum: tuple[str, ...]) -> list[Body]:
    """A name in quotation marks with a body's head is proposed, not there yet."""
    made: list[Body] = []
    for match in context.cues("quoted_name", reading.passage.view.text):
        label = match["name"].rstrip(".,")
        heads = reading.tongue.nouns.get("body", {})
        if label.lower().split()[0] in reading.tongue.words["leading"]:
            continue  # ("the Board"): only a short name for what is named before it
        if not any(word.lower() in heads for word in label.split()):
            continue
        span = reading.passage.view.span(match.start("name"), match.start("name") + len(label))
        made.append(Body(body_key(forum, label), label, "proposed", span, reading.passage.span, Origin("body.quoted")))
    return made


def _mentioned(context: Context, reading: Reading, forum: tuple[str, ...]) -> list[Body]:
    return [
        Body(
            body_key(forum, mention.agent.label),
            mention.agent.label,
            "existing",
            mention.agent.span,
            reading.passage.span,
            Origin("body.named"),
            forum if _serves_all(mention.agent.label) else (),
            mention.agent.acronym,
        )
        for mention in reading.mentions
        if mention.agent.kind == "body"
        and mention.agent.span is not None
        and not _is_foreign(context, reading, mention.agent.label)
        and not _is_sort(reading, mention.start)
    ]


def _is_sort(reading: Reading, start: int) -> bool:
    """ "to the level of a Strategic Partnership": a sort of body, and none by name."""
    low, words = reading.tokens.low, reading.tongue.words
    return start > 1 and low[start - 1] in words["indefinite"] and low[start - 2] in words["prepositions"]


def _is_foreign(context: Context, reading: Reading, label: str) -> bool:
    """Whether a name is that of an office, of one state's agency, or of a world-wide organisation."""
    words = reading.tongue.words
    joining = words.any("complements", "about")
    head = [word.lower() for word in takewhile(lambda word: word not in joining, label.split())]
    if words["presidencies"] & set(head):
        return True  # an office that goes round among the parties
    for before, word in zip(("", *head), head, strict=False):
        region = before in words["regions"] or "-" in word
        if word in words["outsiders"] or (not region and context.lexicon.gazetteer.demonym(word.title()) is not None):
            return True
    return False


def _serves_all(label: str) -> bool:
    """Whether the name itself says whom the bodies serve: "of the respective processes"."""
    return bool(_RESPECTIVE.search(label))


def with_members(body: Body, meetings: tuple[Meeting, ...]) -> Body:
    """The body with the members that its rule lets one infer: the host of the subject meeting and of the next."""
    if body.rule is None:
        return body
    derived: list[tuple[Agent, str]] = []
    for meeting in meetings:
        same = any(forum.key == body.rule.forum for forum in meeting.forums) and meeting.series == "conference"
        state = meeting.where.state if meeting.where else None
        role = "current-host" if meeting.subject else "future-host" if meeting.status == "planned" else None
        if same and state and role in body.rule.roles:
            derived.append((Agent("state", state.lower(), state, state, None, derivation="inferred"), role))
    return replace(body, rule=replace(body.rule, derived=tuple(derived)))
