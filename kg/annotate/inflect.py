"""The written forms of a verb, by rule; what a rule gets wrong, the lexicon states.

Form classes. English: base, s, past, part, ing. Spanish: inf, pres1p, pres3s, pres3p, past1p, past3s, past3p,
fut1p, fut3s, fut3p, ger, part, self ("créase").
A form may belong to several classes ("agreed": past and part), and a class may
have several forms ("travelled", "traveled").
"""

import re
from collections.abc import Mapping

ENGLISH = ("base", "s", "past", "part", "ing")
SPANISH = (
    "inf",
    "pres1p",
    "pres3s",
    "pres3p",
    "past1p",
    "past3s",
    "past3p",
    "fut1p",
    "fut3s",
    "fut3p",
    "ger",
    "part",
    "self",
)


def forms(lemma: str, language: str, stated: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """Each form class of the lemma with its spellings; `stated` forms, parted by spaces, replace those made by rule."""
    made = _spanish(lemma) if language == "es" else _english(lemma)
    if language == "en" and "past" in stated and "part" not in stated:
        made["part"] = stated["past"]
    return {name: tuple(dict.fromkeys(stated.get(name, spelt).split())) for name, spelt in made.items()}


# Past and participle by the end of the verb, so that "undertake" goes with "take" and "rebuild" with "build".
_STRONG = {
    "arise": "arose arisen", "bear": "bore borne", "become": "became become", "begin": "began begun",
    "beseech": "besought besought", "bind": "bound bound", "break": "broke broken", "bring": "brought brought",
    "build": "built built", "buy": "bought bought", "cast": "cast cast", "catch": "caught caught",
    "choose": "chose chosen", "come": "came come", "cut": "cut cut", "deal": "dealt dealt", "draw": "drew drawn",
    "drive": "drove driven", "dwell": "dwelt dwelt", "fall": "fell fallen", "feed": "fed fed", "feel": "felt felt",
    "fight": "fought fought", "find": "found found", "forget": "forgot forgotten", "freeze": "froze frozen",
    "get": "got got", "give": "gave given", "go": "went gone", "grow": "grew grown", "have": "had had",
    "hear": "heard heard", "hold": "held held", "keep": "kept kept", "know": "knew known", "lay": "laid laid",
    "lead": "led led", "leave": "left left", "lend": "lent lent", "let": "let let", "lose": "lost lost",
    "make": "made made", "mean": "meant meant", "meet": "met met", "pay": "paid paid", "put": "put put",
    "read": "read read", "relay": "relayed relayed", "rise": "rose risen", "run": "ran run", "say": "said said",
    "see": "saw seen", "seek": "sought sought", "sell": "sold sold", "send": "sent sent", "set": "set set",
    "shed": "shed shed", "show": "showed shown", "speak": "spoke spoken", "spend": "spent spent",
    "spread": "spread spread", "stand": "stood stood", "strive": "strove striven", "swear": "swore sworn",
    "take": "took taken", "teach": "taught taught", "tell": "told told", "think": "thought thought",
    "win": "won won", "write": "wrote written",
}  # fmt: skip
_PREFIXES = ("", "broad", "for", "fore", "mis", "off", "out", "over", "re", "under", "up", "with")
_VOWEL_Y = re.compile(r"[aeiou]y$")
_SIBILANT = re.compile(r"(?:s|x|z|ch|sh|o)$")


def _english(lemma: str) -> dict[str, str]:
    strong = _strong(lemma)
    past, part = strong.split() if strong else (_with_ed(lemma), _with_ed(lemma))
    return {"base": lemma, "s": _third_person(lemma), "past": past, "part": part, "ing": _with_ing(lemma)}


def _strong(lemma: str) -> str | None:
    for prefix in _PREFIXES:
        rest = lemma.removeprefix(prefix) if lemma.startswith(prefix) else ""
        if rest in _STRONG:
            return " ".join(prefix + form for form in _STRONG[rest].split())
    return None


def _third_person(lemma: str) -> str:
    if lemma.endswith("y") and not _VOWEL_Y.search(lemma):
        return lemma[:-1] + "ies"
    return lemma + ("es" if _SIBILANT.search(lemma) else "s")


def _with_ed(lemma: str) -> str:
    if lemma.endswith("e"):
        return lemma + "d"
    if lemma.endswith("y") and not _VOWEL_Y.search(lemma):
        return lemma[:-1] + "ied"
    return " ".join(stem + "ed" for stem in _stems(lemma))


def _with_ing(lemma: str) -> str:
    if lemma.endswith("ie"):
        return lemma[:-2] + "ying"
    if lemma.endswith("e") and not lemma.endswith(("ee", "oe", "ye")) and lemma != "be":
        return lemma[:-1] + "ing"
    return " ".join(stem + "ing" for stem in _stems(lemma))


# A short stressed vowel doubles its consonant. Stress is not in the spelling: longer verbs are listed by their ends.
_SHORT = re.compile(r"(?:[^aeiou]*|qu|[^aeiou]*qu)[aeiou][bdfgklmnprtvz]")
_STRESSED = re.compile(
    r".*(?:(?<!li|vo)mit|cur|(?<!f|l)fer|pel|trol|abet|allot|annul|acquit|debar|deter|enrol|equip|excel|format"
    r"|(?:be)gin|(?:ful|in|dis)(?:fil|til|stil)|(?:for|off|re|up)(?:get|set)|overlap|program|rebel|rebut|regret)"
)
_FINAL_L = re.compile(r".*(?:[^aeiou][aei]l|initial|equal|fuel|dial)")


def _stems(lemma: str) -> tuple[str, ...]:
    """What endings with a vowel are put to: "plan" gives "plann", "signal" the British and the American stem."""
    if lemma.endswith("ic"):
        return (lemma + "k",)
    if _SHORT.fullmatch(lemma) or _STRESSED.fullmatch(lemma):
        return (lemma + lemma[-1],)
    if _FINAL_L.fullmatch(lemma) and lemma != "parallel":
        return (lemma + "l", lemma)
    return (lemma,)


_ENDINGS: dict[str, dict[str, str]] = {
    "ar": {
        "pres1p": "amos", "pres3s": "a", "pres3p": "an", "past1p": "amos", "past3s": "ó", "past3p": "aron",
        "ger": "ando", "part": "ado",
    },
    "er": {
        "pres1p": "emos", "pres3s": "e", "pres3p": "en", "past1p": "imos", "past3s": "ió", "past3p": "ieron",
        "ger": "iendo", "part": "ido",
    },
    "ir": {
        "pres1p": "imos", "pres3s": "e", "pres3p": "en", "past1p": "imos", "past3s": "ió", "past3p": "ieron",
        "ger": "iendo", "part": "ido",
    },
}  # fmt: skip
# "acordándose crear …", "solicitarle un informe".
_ENCLITICS = ("se", "nos", "lo", "los", "la", "las", "le", "les")
_ACUTE = str.maketrans("aeiou", "áéíóú")
_FUTURE = {"fut1p": "emos", "fut3s": "á", "fut3p": "án"}
# The end of the infinitive with its stem under stress (third person of the present) and, after a stroke, before a
# diphthong (third person of the past, gerund). The longest end that fits counts.
_CHANGING = dict(
    pair.split("=")
    for pair in """
    cordar=cuerd probar=prueb novar=nuev innovar=innov mostrar=muestr contrar=cuentr contar=cuent costar=cuest
    volcar=vuelc colgar=cuelg rogar=rueg derogar=derog prorrogar=prorrog interrogar=interrog abrogar=abrog
    arrogar=arrog subrogar=subrog forzar=fuerz mover=muev solver=suelv volver=vuelv comendar=comiend
    enmendar=enmiend alentar=alient apretar=apriet sentar=sient presentar=present ausentar=ausent comenzar=comienz
    empezar=empiez tropezar=tropiez negar=nieg cerrar=cierr desterrar=destierr enterrar=entierr gobernar=gobiern
    quebrar=quiebr sembrar=siembr pensar=piens compensar=compens dispensar=dispens plegar=plieg temblar=tiembl
    despertar=despiert acertar=aciert concertar=conciert tender=tiend pretender=pretend defender=defiend
    ascender=asciend descender=desciend perder=pierd encender=enciend querer=quier poder=pued
    vertir=viert/virt sentir=sient/sint mentir=mient/mint ferir=fier/fir querir=quier/quir adquirir=adquier
    inquirir=inquier gerir=gier/gir herir=hier/hir pedir=pid/pid medir=mid/mid legir=lig/lig regir=rig/rig
    seguir=sigu/sigu petir=pit/pit servir=sirv/sirv vestir=vist/vist rendir=rind/rind
    reunir=reún prohibir=prohíb cohibir=cohíb aislar=aísl enraizar=enraíz guiar=guí enviar=enví ampliar=amplí
    confiar=confí desafiar=desafí desviar=desví extraviar=extraví variar=varí criar=crí vaciar=vací paliar=palí
    contrariar=contrarí ansiar=ansí aliar=alí enfriar=enfrí espiar=espí uar=ú cuar=cu guar=gu
    """.split()
)
# Whole forms by the end of the infinitive; `past` and `fut` give the stems of their three persons.
_IRREGULAR = dict(
    line.split(maxsplit=1)
    for line in """
    tener pres3s=tiene pres3p=tienen past=tuv fut=tendr
    poner past=pus fut=pondr part=puesto
    venir pres3s=viene pres3p=vienen past=vin fut=vendr ger=viniendo
    hacer past3s=hizo past=hic fut=har part=hecho
    satisfacer past3s=satisfizo past=satisfic fut=satisfar part=satisfecho
    decir pres3s=dice pres3p=dicen past=dij past3p=dijeron fut=dir ger=diciendo part=dicho
    ducir past=duj past3p=dujeron
    traer past=traj past3p=trajeron ger=trayendo part=traído
    querer past=quis fut=querr
    poder past=pud fut=podr ger=pudiendo
    prever pres3s=prevé pres3p=prevén part=previsto
    entrever pres3s=entrevé pres3p=entrevén part=entrevisto
    scribir part=scrito
    abrir part=abierto
    cubrir part=cubierto
    solver part=suelto
    volver part=vuelto
    romper part=roto
    imprimir part=impreso
    """.strip().splitlines()
)
_STRONG_PAST = {"past1p": "imos", "past3s": "o", "past3p": "ieron"}


def _spanish(lemma: str) -> dict[str, str]:
    bare = lemma.removesuffix("se")
    bare = bare if bare.endswith(("ar", "er", "ir", "ír")) else lemma
    made = _regular(bare)
    made.update(_changed(bare))
    made.update(_irregular(bare))
    made["inf"] = " ".join([bare, lemma, *(bare + pronoun for pronoun in _ENCLITICS)])
    present = " ".join(made.get(name, "") for name in ("pres3s", "pres3p"))
    made["self"] = " ".join(_with_se(f"{present} {_subjunctive(present, bare)}"))
    made["ger"] = " ".join([made["ger"], *(_accented(made["ger"]) + pronoun for pronoun in _ENCLITICS)])
    return made


def _with_se(present: str) -> list[str]:
    """ "crea" gives "créase", "derogan" "deróganse": the stressed vowel bears an accent when a syllable is added."""
    return [f"{_stressed(form)}se" for form in present.split()]


_BEFORE_E = (("c", "qu"), ("g", "gu"), ("z", "c"))
_BEFORE_A = (
    ("duc", "duzc"),
    ("oc", "ozc"),
    ("ec", "ezc"),
    ("g", "j"),
    ("pon", "pong"),
    ("ten", "teng"),
    ("ven", "veng"),
)


def _subjunctive(present: str, bare: str) -> str:
    """ "apruebe", "agreguen", "establezca", from the present and its spelling before the new vowel."""
    vowel, spelt = ("e", _BEFORE_E) if bare.endswith("ar") else ("a", _BEFORE_A)
    made: list[str] = []
    for form in present.split():
        plural = form.endswith("n")
        stem = form[: -2 if plural else -1]
        stem = next((stem.removesuffix(end) + new for end, new in spelt if stem.endswith(end)), stem)
        made.append(stem + vowel + ("n" if plural else ""))
    return " ".join(made)


def _stressed(form: str) -> str:
    if re.search(r"[áéíóú]", form):
        return form
    nuclei = [found.span() for found in re.finditer(r"[iu]?[aeo][iuy]?|[iu]+", form)]
    if len(nuclei) < 2:
        return form
    start, end = nuclei[-2]
    strong = next((place for place in range(start, end) if form[place] in "aeo"), end - 1)
    return form[:strong] + form[strong].translate(_ACUTE) + form[strong + 1 :]


def _regular(bare: str) -> dict[str, str]:
    stem, ending = bare[:-2], bare[-2:].replace("í", "i")
    made = {name: stem + suffix for name, suffix in _ENDINGS.get(ending, {}).items()}
    made["inf"] = bare
    made.update({name: bare.replace("ír", "ir") + suffix for name, suffix in _FUTURE.items()})
    if re.search(r"(?:[aeo][ei]r|[^gq]uir)$", bare):
        # Between vowels the glide is written y: "contribuyó", "proveyeron".
        made |= {"past3s": stem + "yó", "past3p": stem + "yeron", "ger": stem + "yendo"}
        glide = {"pres3s": "ye", "pres3p": "yen"} if ending == "ir" else {"past1p": "ímos", "part": "ído"}
        made |= {name: stem + suffix for name, suffix in glide.items()}
    return made


def _changed(bare: str) -> dict[str, str]:
    end, stressed = _longest(bare, _CHANGING)
    if not end:
        return {}
    before, rest = bare.removesuffix(end), _ENDINGS[bare[-2:]]
    strong, _, weak = stressed.partition("/")
    made = {name: before + strong + rest[name] for name in ("pres3s", "pres3p")}
    if weak:
        made |= {name: before + weak + rest[name] for name in ("past3s", "past3p", "ger")}
    return made


def _irregular(bare: str) -> dict[str, str]:
    end, written = _longest(bare, _IRREGULAR)
    made: dict[str, str] = {}
    for name, form in (pair.split("=") for pair in written.split()):
        endings = {"past": _STRONG_PAST, "fut": _FUTURE}.get(name, {name: ""})
        made = {key: bare.removesuffix(end) + form + suffix for key, suffix in endings.items()} | made
        if name not in ("past", "fut"):
            made[name] = bare.removesuffix(end) + form
    return made


def _longest(bare: str, table: Mapping[str, str]) -> tuple[str, str]:
    end = max((key for key in table if bare.endswith(key)), key=len, default="")
    return end, table.get(end, "")


def _accented(gerund: str) -> str:
    return re.sub(r"(a|e)(ndo)$", lambda match: {"a": "á", "e": "é"}[match[1]] + match[2], gerund)
