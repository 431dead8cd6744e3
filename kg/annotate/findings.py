"""What a reader should know about a text: no meeting, another language, dates that contradict each other."""

from kg.annotate.context import Context
from kg.annotate.namings import by_forum, by_noun
from kg.model import Claims, Document, Finding, PassageKind, Span


def findings(document: Document, context: Context | None, claims: Claims | None) -> tuple[Finding, ...]:
    """The findings about one document in a fixed order."""
    if context is None or claims is None:
        return (_unsupported(document),)
    found = [*_no_meeting(claims), *_no_acts(claims), *_dates(context, claims), *_numbers(context, claims)]
    found.extend(_overlong(context))
    found.extend(_other_parts(context))
    found.extend(_without_actor(claims))
    return tuple(found)


def _unsupported(document: Document) -> Finding:
    return Finding(
        "language.unsupported",
        "warning",
        f"The text seems to be in a language that is not supported ({document.language}); nothing was extracted.",
        f"El texto parece estar en un idioma no admitido ({document.language}); no se extrajo nada.",
    )


def _other_parts(context: Context) -> list[Finding]:
    """The stretches in a language that is not supported, each told once."""
    found: list[Finding] = []
    before: str | None = None
    for reading in context.readings:
        language = None if context.is_read(reading) else reading.passage.language or context.document.language
        if language is not None and language != before:
            found.append(
                Finding(
                    "language.part",
                    "warning",
                    f"From here the text is in a language that is not supported ({language}); no act was looked for.",
                    f"Desde aquí el texto está en un idioma no admitido ({language}); no se buscaron actos.",
                    reading.passage.span,
                )
            )
        before = language
    return found


def _no_meeting(claims: Claims) -> list[Finding]:
    if claims.subject is not None:
        return []
    return [
        Finding(
            "meeting.none",
            "warning",
            "The text does not say of which meeting it is the outcome; its acts are kept without one.",
            "El texto no dice de qué reunión es resultado; sus actos se conservan sin ella.",
        )
    ]


def _no_acts(claims: Claims) -> list[Finding]:
    if claims.acts:
        return []
    return [
        Finding(
            "acts.none",
            "warning",
            "No act was found: nothing is agreed, requested, held or discussed in words that the lexicon knows.",
            "No se encontró ningún acto: nada se acuerda, solicita ni discute con palabras que el léxico conozca.",
        )
    ]


def _dates(context: Context, claims: Claims) -> list[Finding]:
    """The heading or date line against the body, and a body that gives its meeting two dates."""
    subject = claims.subject
    if subject is None or subject.when is None or subject.when.earliest is None or subject.when.latest is None:
        return []
    found: list[Finding] = []
    for reading in context.readings:
        heading = reading.passage.kind in (PassageKind.HEADING, PassageKind.DATELINE)
        held = reading.passage.kind is PassageKind.SENTENCE and _about_subject(context, reading.passage.index)
        for time in context.times[reading.passage.index]:
            day = "-" in time.edtf and (time.latest - time.earliest).days <= 10
            apart = time.latest < subject.when.earliest or time.earliest > subject.when.latest
            if (heading or held) and day and apart:
                found.append(
                    _contradiction(reading.passage.view.span(time.start, time.end), time.edtf, subject.when.edtf)
                )
    return found


def _about_subject(context: Context, index: int) -> bool:
    reading = context.readings[index]
    first = reading.tokens.low[:2]
    return context.cue("held", reading) is not None and first[:1] in (("the",), ("la",)) and first[1:2] in (
        ("meeting",), ("conference",), ("summit",), ("reunión",), ("conferencia",), ("cumbre",),
    )  # fmt: skip


def _contradiction(span: Span, edtf: str, kept: str) -> Finding:
    return Finding(
        "date.contradiction",
        "warning",
        f"This date ({edtf}) disagrees with the one kept for the meeting ({kept}).",
        f"Esta fecha ({edtf}) no concuerda con la que se conserva para la reunión ({kept}).",
        span,
    )


def _numbers(context: Context, claims: Claims) -> list[Finding]:
    """A number in the headings that is not the body's."""
    subject = claims.subject
    if subject is None or subject.ordinal is None:
        return []
    for reading in context.headings:
        named = [*by_forum(context, reading), *by_noun(context, reading)]
        numbers = [one.ordinal for one in named if one.ordinal is not None]
        if numbers and subject.ordinal not in numbers:
            return [
                Finding(
                    "ordinal.contradiction",
                    "warning",
                    f"The heading numbers the meeting {numbers[0]}, the body {subject.ordinal}; the body is kept.",
                    f"El título numera la reunión {numbers[0]}, el cuerpo {subject.ordinal}; se conserva el cuerpo.",
                    reading.passage.span,
                )
            ]
    return []


def _overlong(context: Context) -> list[Finding]:
    return [
        Finding(
            "passage.overlong",
            "warning",
            f"A sentence of {len(reading.passage.view.text):,} characters was not read for acts.",
            f"No se buscaron actos en una oración de {len(reading.passage.view.text):,} caracteres.",
            reading.passage.span,
        )
        for reading in context.body
        if len(reading.passage.view.text) > 12_000
    ]


def _without_actor(claims: Claims) -> list[Finding]:
    return [
        Finding(
            "actor.unnamed",
            "note",
            "The words do not say who is to do this.",
            "Las palabras no dicen quién ha de hacerlo.",
            act.span,
        )
        for act in claims.acts
        if act.type == "Commitment" and not act.actors
    ]
