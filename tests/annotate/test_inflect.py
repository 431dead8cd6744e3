"""Verbs in their written forms, the tricky ones by name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.annotate.inflect import ENGLISH, SPANISH, forms

# lemma: s, past, part, ing
_ENGLISH_VERBS = """
agree: agrees agreed agreed agreeing
note: notes noted noted noting
urge: urges urged urged urging
support: supports supported supported supporting
extend: extends extended extended extending
visit: visits visited visited visiting
limit: limits limited limited limiting
offer: offers offered offered offering
differ: differs differed differed differing
target: targets targeted targeted targeting
appeal: appeals appealed appealed appealing
plan: plans planned planned planning
commit: commits committed committed committing
admit: admits admitted admitted admitting
permit: permits permitted permitted permitting
regret: regrets regretted regretted regretting
refer: refers referred referred referring
transfer: transfers transferred transferred transferring
control: controls controlled controlled controlling
equip: equips equipped equipped equipping
fulfil: fulfils fulfilled fulfilled fulfilling
offset: offsets offset offset offsetting
carry: carries carried carried carrying
deploy: deploys deployed deployed deploying
reach: reaches reached reached reaching
address: addresses addressed addressed addressing
focus: focuses focused focused focusing
traffic: traffics trafficked trafficked trafficking
die: dies died died dying
oversee: oversees oversaw overseen overseeing
undertake: undertakes undertook undertaken undertaking
uphold: upholds upheld upheld upholding
withdraw: withdraws withdrew withdrawn withdrawing
rebuild: rebuilds rebuilt rebuilt rebuilding
seek: seeks sought sought seeking
begin: begins began begun beginning
pay: pays paid paid paying
relay: relays relayed relayed relaying
undergo: undergoes underwent undergone undergoing
forecast: forecasts forecast forecast forecasting
"""
# lemma: pres1p pres3s pres3p past3s past3p fut3p ger part
_SPANISH_VERBS = """
acordar: acordamos acuerda acuerdan acordó acordaron acordarán acordando acordado
pedir: pedimos pide piden pidió pidieron pedirán pidiendo pedido
impedir: impedimos impide impiden impidió impidieron impedirán impidiendo impedido
advertir: advertimos advierte advierten advirtió advirtieron advertirán advirtiendo advertido
sugerir: sugerimos sugiere sugieren sugirió sugirieron sugerirán sugiriendo sugerido
convenir: convenimos conviene convienen convino convinieron convendrán conviniendo convenido
mantener: mantenemos mantiene mantienen mantuvo mantuvieron mantendrán manteniendo mantenido
sostener: sostenemos sostiene sostienen sostuvo sostuvieron sostendrán sosteniendo sostenido
hacer: hacemos hace hacen hizo hicieron harán haciendo hecho
satisfacer: satisfacemos satisface satisfacen satisfizo satisficieron satisfarán satisfaciendo satisfecho
decir: decimos dice dicen dijo dijeron dirán diciendo dicho
poner: ponemos pone ponen puso pusieron pondrán poniendo puesto
proponer: proponemos propone proponen propuso propusieron propondrán proponiendo propuesto
prever: prevemos prevé prevén previó previeron preverán previendo previsto
acoger: acogemos acoge acogen acogió acogieron acogerán acogiendo acogido
dirigir: dirigimos dirige dirigen dirigió dirigieron dirigirán dirigiendo dirigido
exigir: exigimos exige exigen exigió exigieron exigirán exigiendo exigido
elegir: elegimos elige eligen eligió eligieron elegirán eligiendo elegido
seguir: seguimos sigue siguen siguió siguieron seguirán siguiendo seguido
contribuir: contribuimos contribuye contribuyen contribuyó contribuyeron contribuirán contribuyendo contribuido
instruir: instruimos instruye instruyen instruyó instruyeron instruirán instruyendo instruido
proveer: proveemos provee proveen proveyó proveyeron proveerán proveyendo proveído
encomendar: encomendamos encomienda encomiendan encomendó encomendaron encomendarán encomendando encomendado
alentar: alentamos alienta alientan alentó alentaron alentarán alentando alentado
recordar: recordamos recuerda recuerdan recordó recordaron recordarán recordando recordado
mostrar: mostramos muestra muestran mostró mostraron mostrarán mostrando mostrado
promover: promovemos promueve promueven promovió promovieron promoverán promoviendo promovido
resolver: resolvemos resuelve resuelven resolvió resolvieron resolverán resolviendo resuelto
suscribir: suscribimos suscribe suscriben suscribió suscribieron suscribirán suscribiendo suscrito
reconocer: reconocemos reconoce reconocen reconoció reconocieron reconocerán reconociendo reconocido
agradecer: agradecemos agradece agradecen agradeció agradecieron agradecerán agradeciendo agradecido
requerir: requerimos requiere requieren requirió requirieron requerirán requiriendo requerido
adquirir: adquirimos adquiere adquieren adquirió adquirieron adquirirán adquiriendo adquirido
extender: extendemos extiende extienden extendió extendieron extenderán extendiendo extendido
pretender: pretendemos pretende pretenden pretendió pretendieron pretenderán pretendiendo pretendido
presentar: presentamos presenta presentan presentó presentaron presentarán presentando presentado
abordar: abordamos aborda abordan abordó abordaron abordarán abordando abordado
reducir: reducimos reduce reducen redujo redujeron reducirán reduciendo reducido
reunir: reunimos reúne reúnen reunió reunieron reunirán reuniendo reunido
prohibir: prohibimos prohíbe prohíben prohibió prohibieron prohibirán prohibiendo prohibido
ampliar: ampliamos amplía amplían amplió ampliaron ampliarán ampliando ampliado
financiar: financiamos financia financian financió financiaron financiarán financiando financiado
evaluar: evaluamos evalúa evalúan evaluó evaluaron evaluarán evaluando evaluado
adecuar: adecuamos adecua adecuan adecuó adecuaron adecuarán adecuando adecuado
"""


def _table(written: str) -> list[tuple[str, list[str]]]:
    rows = (line.partition(": ") for line in written.strip().splitlines())
    return [(lemma, spellings.split()) for lemma, _, spellings in rows]


@pytest.mark.parametrize(("lemma", "spellings"), _table(_ENGLISH_VERBS))
def test_an_english_verb_is_spelt_right(lemma: str, spellings: list[str]) -> None:
    made = forms(lemma, "en", {})
    assert [made[name] for name in ("s", "past", "part", "ing")] == [(form,) for form in spellings]


@pytest.mark.parametrize(("lemma", "spellings"), _table(_SPANISH_VERBS))
def test_a_spanish_verb_is_spelt_right(lemma: str, spellings: list[str]) -> None:
    made = forms(lemma, "es", {})
    shown = ("pres1p", "pres3s", "pres3p", "past3s", "past3p", "fut3p", "ger", "part")
    assert [made[name][0] for name in shown] == spellings
    assert all(len(made[name]) == 1 for name in shown if name != "ger")


@pytest.mark.parametrize("lemma", ["travel", "signal", "counsel", "initial", "model"])
def test_a_final_l_is_doubled_in_britain_only(lemma: str) -> None:
    made = forms(lemma, "en", {})
    assert made["past"] == (lemma + "led", lemma + "ed")
    assert made["ing"] == (lemma + "ling", lemma + "ing")


def test_the_past_of_we_has_the_irregular_stem_in_spanish() -> None:
    spelt = {lemma: forms(lemma, "es", {})["past1p"] for lemma in ("convenir", "hacer", "decir", "leer", "acordar")}
    assert spelt == {
        "convenir": ("convinimos",),
        "hacer": ("hicimos",),
        "decir": ("dijimos",),
        "leer": ("leímos",),
        "acordar": ("acordamos",),
    }


def test_infinitives_and_gerunds_bear_pronouns() -> None:
    made = forms("comprometerse", "es", {})
    assert {"comprometer", "comprometerse", "comprometerlos"} <= set(made["inf"])
    assert {"comprometiendo", "comprometiéndose", "comprometiéndolos"} <= set(made["ger"])
    assert made["past3p"] == ("comprometieron",)


def test_stated_forms_replace_those_made_by_rule() -> None:
    made = forms("be", "en", {"base": "be are am", "past": "was were", "part": "been"})
    assert made["base"] == ("be", "are", "am")
    assert made["past"] == ("was", "were")
    assert made["part"] == ("been",)


def test_a_stated_past_serves_as_the_participle_too() -> None:
    assert forms("broadside", "en", {"past": "broadsode"})["part"] == ("broadsode",)


def test_a_form_stated_empty_does_not_exist() -> None:
    # "la firma", "la trata": these are nouns far more often than verbs.
    assert forms("firmar", "es", {"pres3s": ""})["pres3s"] == ()


_LEMMAS = st.from_regex(r"[a-z]{2,12}", fullmatch=True)


@given(_LEMMAS)
def test_every_english_word_has_every_form(lemma: str) -> None:
    made = forms(lemma, "en", {})
    assert set(made) == set(ENGLISH)
    assert all(spelt and all(spelt) for spelt in made.values())


@given(_LEMMAS, st.sampled_from(["ar", "er", "ir", "arse", "erse", "irse"]))
def test_every_spanish_verb_has_every_form(stem: str, ending: str) -> None:
    made = forms(stem + ending, "es", {})
    assert set(made) == set(SPANISH)
    assert all(spelt and all(spelt) for spelt in made.values())
