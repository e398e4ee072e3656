"""A title and the body that it is held in, put together: "Mayor of Kukes" needs no municipality. Pure."""

import re
from functools import lru_cache

from reviews.article.grammar import is_plural, with_a
from reviews.article.word_classes import classes_of, is_english
from stakeholders.name_matching.organisations import read
from stakeholders.posts import COUNTRY_NAMES, nominative
from stakeholders.vocabulary import (
    DEPUTIES,
    HEADS,
    IN_ENGLISH,
    INSTITUTIONS,
    OTHER_HEADS,
    PLACES,
    POST_WORDS,
    SMALL,
    WORDS,
    institution_words,
    pack_words,
)
from toolkit.spelling import fold, without_genitive


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


OF = {"of", "for", "de", "di", "do", *map(fold, pack_words("links"))}
WHERE = {"in", "to", "at", *map(fold, pack_words("in_words")), "en", "au", "nel"}
WORDS_OF = re.compile(rf" (?:{'|'.join(map(re.escape, sorted(OF)))}) ")
PLACED = {
    "municipality",
    "prefecture",
    "county",
    "city",
    "town",
}  # bodies that go by the name of their place
LOCAL = PLACED | {"governorate", "province", "region", "district", "hall", "governorship"}
OF_REGIONS = {"regional", "provincial", "cantonal", "departmental", "territorial"}
# What a state calls itself beside its name, and who stands in for a post.
OF_STATES = {
    "republic", "federal", "kingdom", "state", "sultanate", "principality", "duchy", "grand", "islamic",
    "democratic", "royal", "socialist", "people", "peoples", "plurinational", "bolivarian", "hashemite", "arab",
    "the",
}  # fmt: skip
BESIDE = {"acting", "new", *(word for one in DEPUTIES for word in one.split())}
ALSO_HEADED = (
    ("mayor", "city"), ("mayor", "town"), ("president", "presidency"), ("prime minister", "government"),
    ("high commissioner", "high commission"), ("permanent representative", "permanent mission"),
    ("representative", "representation"), ("mayor", "city hall"), ("mayor", "town hall"), ("mayor", "district"),
    ("mayor", "city council"), ("mayor", "municipal council"), ("nuncio", "nunciature"),
    ("bishop", "diocese"), ("archbishop", "archdiocese"), ("patriarch", "patriarchate"), ("sultan", "sultanate"),
    ("emir", "emirate"), ("emir", "emirate council"), ("king", "kingdom"), ("vicar", "vicariate"), ("abbot", "abbey"),
    ("chief", "chiefdom"), ("chief", "chieftaincy"), ("chancellor", "chancellery"), ("prior", "priory"),
    ("governor", "gouvernance"), ("governor", "gouvernorat"), ("governor", "governorate"), ("governor", "governorship"),
    ("governor", "gobernacion"), ("governor", "region"), ("governor", "province"),
    ("governor", "county"), ("governor", "oblast"), ("governor", "prefecture"),
    ("governor", "wilaya"), ("akim", "akimat"), ("hokim", "hokimiyat"), ("khokim", "khokimiyat"),
)  # fmt: skip
# Who heads a body, or speaks for it: "Director of". Everybody else works "at" it.
OF_BODY = _set("""
director head chief president chair chairperson chairman chairwoman chairholder mayor governor prefect minister
ambassador commissioner consul representative member dean rector principal owner founder cofounder commander
ceo coordinator secretary convenor delegate senator ombudsman ombudsperson trustee treasurer speaker judge
general envoy deputy alderperson alderman alderwoman councillor guardian chaplain bishop archbishop imam mufti
abbot abbess prior provost master editor chancellor leader spokesperson patron warden curator director-general
partner alcalde subdirector vicepresident mediator administrator registrar commandant superior priest pastor
sultan emir king queen prince comptroller controller
vicar rabbi chairlady justice headman elder rapporteur headmaster headmistress headteacher undersecretary secretariat
""") | pack_words("heads_of_bodies")
# What makes a lower post of these: "First Secretary at the Embassy", "Shift Coordinator at the Centre".
BESIDE_SECRETARY = _set("first second third private press personal legal")
OF_COORDINATOR = _set("national general chief principal regional deputy executive")
OF_PARLIAMENT = _set("alderperson alderman alderwoman councillor senator member")
IN_CHIEF = re.compile(r"[ -]in[ -]chief$", re.I)
OF_CABINET = re.compile(r"(?:\w+ )?(?:Minister|Secretary) (?:of|for) ")
MANAGING = re.compile(r"(?:general|managing) (?:manager|partner)$")
# Of these there are several directors, none of whom heads the body.
WITH_DIRECTORS = frozenset(["ministry", "municipality", "city", "government", "prefecture"])
UNITS = (
    r"(?:Unit|Department|Section|Sector|Division|Group|Directorate|Office|Service|Team|Desk|Branch"
    r"|Centre|Center|Bureau)"
)
# What else takes the article inside a title: "Head of the EU Delegation", "Member of the City Council".
ALSO_IN_TITLE = r"(?:Sub-Office|Delegation|Secretariat|Mission|Presence|Committee|Commission|Council|Programme|Board)"
POINTS = r"(?:Checkpoint|Station|Post|Point|border crossing point)"
UNIT_OF_TITLE = re.compile(
    rf"\b(of|for) (?=(?:(?!(?:the|a|an|of|for|in|at|to)\b)[^\s,]+ )+(?:{UNITS}|{POINTS}|{ALSO_IN_TITLE})\b"
    rf"|{UNITS} (?:for|of) )"
)
PART_OF_BODY = re.compile(
    rf"(?:\S+ )*(?:{UNITS}|Institute|Wing|Battalion|Brigade|Faculty|Cell)(?: (?:of|for) .+)?$"
)
# What is a part of the body, or its head in a place, as English says with "of": "Head of the Visa Unit of".
OF_UNIT = re.compile(
    rf"\b(?:of|for|at) the (?:[^\s,]+ )*?(?:{UNITS}|Committee|Commission|Council|Wing|Battalion|Institute|Faculty)"
    r"(?: (?:for|of|on) .+| [A-Z]\w+)?$"
)
OF_MISSION = re.compile(
    r"(?:(?:Deputy|Acting|Regional|Assistant) )*(?:(?:Head|Chief) of (?:Mission|(?:Field |Sub-)?Office|Delegation"
    r"|Cabinet|Staff|Party)|Officer[ -]in[ -]Charge)",
    re.I,
)
UNIT_ALONE = re.compile(
    rf"(?:[A-Z][\w'’-]+ )*(?:{UNITS}|Secretariat|Cabinet)(?: (?:for|of|on) .+)?"
)
LOWER_POSTS = (["team", "leader"], ["shift", "leader"], ["group", "leader"], ["project", "leader"])
# A body that only serves who holds a post: "Office of the Governor, North Bank", "People's Advocate Office".
OFFICE_OF_POST = re.compile(
    r"(?:(?:Office|Administration|Institution|Cabinet|Bureau|Secretariat|Chancellery) of the (?P<post>[^,]+?)"
    r"|(?P<whose>.+?)(?:['’]s?)?(?: \(\w+\))? (?:Office|Institution|Institute|Palace))"
    r"(?P<where>(?:,| of| in| for| to| on) (?:the )?(?P<place>.+))?",
    re.I,
)
# What a body of local government is called before and behind its place, which its mayor or governor does without.
_LOCAL = r"(?:City|Town|Municipal|District|County|Metropolitan|Regional|Provincial|Local|Village|Communal|State) "
HONORARY = re.compile(r"^(?:Honorary|Royal) (?=[A-Z])")
MINISTRY_BEHIND = re.compile(
    r"(?P<land>.+ (?:Canton|Province|Region|State|County)|(?!The)\w+)"
    r" Ministry (?P<rest>(?:of|for) .+)"
)
OF_ADJECTIVE = re.compile(r"(\w+) (?:Embassy|High Commission|Consulate)(?: (?:in|to) .+)?")
OF_THE_UNION = re.compile(
    r"(?:(?:EU|European Union) Delegation|Delegation of the (?:EU|European Union))(?: (?:to|in) (?P<host>.+))?"
)
# "National Superintendent" of the "National Superintendence of Migration": what is before and behind the body.
OF_FIELD = re.compile(
    r"(?P<before>(?:[A-Z]\w+ )+)(?P<body>Superintendence|Superintendency|Directorate|Registry|Inspectorate"
    r"|Administration|Delegation|Representation) (?:of|for) (?P<field>.+)"
)
HEADS_OF_FIELDS = {
    "Superintendence": "Superintendent", "Superintendency": "Superintendent", "Directorate": "Director",
    "Registry": "Registrar", "Inspectorate": "Inspector", "Administration": "Administrator",
    "Delegation": "Delegate", "Representation": "Representative",
}  # fmt: skip
FIELD_OF_POST = re.compile(
    r"[^,]*?(?:Minister|Secretary of State|Secretary|Director) for (?P<field>.+)"
)
POST_OF_MISSION = re.compile(r"(?:Acting |Honorary )?(?:Ambassador|High Commissioner|Consul)", re.I)
# States whose word in the lists is not what English calls them after "of".
CALLED = {
    "united kingdom": "the United Kingdom", "united states": "the United States", "netherlands": "the Netherlands",
    "turkey": "Türkiye", "czech": "Czechia", "macedonia": "North Macedonia", "saudi": "Saudi Arabia",
    "bosnia": "Bosnia and Herzegovina", "emirates": "the United Arab Emirates", "korea": "the Republic of Korea",
}  # fmt: skip
# What a governor is named with: "Governor of Garissa County".
TERRITORY = re.compile(
    r"(?:Government of (?:the )?)?(?P<land>(?!The |.* of )[^\W\d_].+ (?:County|State|Province|Region|Oblast|Canton))"
)
FOR_TERRITORY = re.compile(  # "Field Coordinator Sava Canton"
    r"^((?:\w+ )*(?:Coordinator|Officer|Manager|Adviser|Director|Delegate|Representative|Assistant))"
    r" ((?:[A-Z][\w-]+ )+(?:Canton|Province|Region|County|District|State))$"
)
LOCAL_BODY = re.compile(
    rf"(?P<place>(?!The |.* of )[^\W\d_][\w'’ -]*?) (?:{_LOCAL}(?:Administration|Government|Authority|Municipality"
    r"|Council|Executive|Assembly|Board|Corporation)|(?:City|Town|Village) Hall|(?:Sub-?)?Metropolitan City"
    r"|Governorship|Governorate|Prefecture)"
    rf"|{_LOCAL}(?:Administration|Government|Council|Authority) of (?:the )?(?P<of>.+)"
)
OF_LOCAL_BODY = re.compile(r"(?:[A-Z][\w.]+[ -]){0,3}(?:Mayor|Governor|Prefect)", re.I)
# Bodies of local government in other languages, whose place a mayor or a governor is told with.
_LINK = r"(?:d['’]|dell['’]|de l['’]|(?:de la|de|des|du|del|della|di|da|do|dos) )"
LOCAL_ABROAD = re.compile(
    r"(?:(?:Sous-)?Préfecture|Commune|Mairie|Gouvernorat|Gouvernance|Wilaya|Région|Province|Municipalité|Alcaldía"
    r"|Ayuntamiento|Municipalidad|Municipio|Gobernación|Gobierno|Prefeitura|Município|Comune|Prefettura|Provincia)"
    rf"(?: (?:[Mm]unicipale?|[Dd]istrital|[Pp]rovinciale?|[Rr]egionale?))? {_LINK}(?P<place>[A-ZÀ-Ž].*)"
    r"|(?:Stadt|Gemeinde|Landkreis|Primăria) (?P<town>[A-ZÀ-Ž][\w -]*)"
    r"|(?P<il>[A-ZÀ-Ž][\w-]*) (?:Büyükşehir )?(?:Belediyesi|Valiliği|Kaymakamlığı)"
)
AT_EMBASSY = re.compile(r"(?:embassy|delegation)$|^(?:ambassade|embajada|ambasciata|embaixada) ")
EMBASSY_ABROAD = re.compile(
    rf"(?:Ambassade|Embajada|Ambasciata|Embaixada) {_LINK}(?P<state>[A-ZÀ-Ž][\w'’ -]*)"
)
MINISTRY_ABROAD = re.compile(r"Minist[eéè]r(?:e|io|o) (?P<rest>(?:d\w{0,4} |d['’]|dell['’]).+)")
MINISTER_ABROAD = re.compile(r"(?:[Vv]ice-?)?[Mm]inistr[aeo](?: délégué[e]?)?")
POST_BEFORE = re.compile(
    r"(?P<post>Ombuds(?:man|person|woman)|Commissioner|Mediator|Registrar|Advocate) (?:\(.+\) )?(?:of|for) .+"
)
HEADS_OF_PARTS = frozenset(
    ["Head of Service", "Head of Division", "Head of Unit", "Head of Department"]
)
# Letters of this work in titles, which nobody else reads.
IN_FULL = {
    "BCP": "border crossing point",
    "HoO": "Head of Office",
    "CoM": "Chief of Mission",
    "HoM": "Head of Mission",
    "DG": "Director General",
    "SG": "Secretary General",
    "RR": "Resident Representative",
    "RC": "Resident Coordinator",
    "VP": "Vice-President",
    "Dir.": "Director",
    "Dep.": "Deputy",
    "Asst.": "Assistant",
    "Coord.": "Coordinator",
    "Mgr.": "Manager",
}
KNOWN_LETTERS = frozenset(["CEO", "CFO", "COO", "CTO", "MP", "MEP"])
LINKS_ABROAD = re.compile(
    r" (?:de la|de los|de las|de l['’]|des?|du|del(?:la|l['’])?|d[ioa]s?|der|von|van|aux?|na|на|i|e) | d['’](?=\w)",
    re.I,
)
HELD_IN_PLACES = frozenset(
    ["Mayor", "Deputy Mayor", "Governor", "Deputy Governor", "Prefect", "Sub-Prefect"]
)
# Of whom a body has several, so that the title is right without its field.
OF_MANY = frozenset(
    ["Adviser", "Technical Adviser", "Inspector", "Expert", "Lawyer", "Physician", "Psychologist"]
)
HELD_FOR_STATES = frozenset(["Ambassador", "Consul", "Consul General"])
IN_LOWER_CASE = frozenset(
    ["of", "for", "and", "to", "the", "in", "at", "on", "with", "a", "de", "d'affaires"]
)
LIST_OF_TITLE = re.compile(
    rf"(?P<post>[^,]+), (?P<field>[^,]+|(?:[^,]+, )*[^,]+ and [^,]+ {UNITS})"
)
OF_TWO_WORDS = {"consulate general", "high commission", "permanent mission"}
ALL_BODIES = (*IN_ENGLISH.values(), *(body for _post, body in ALSO_HEADED))
BODIES = {word for one in ALL_BODIES for word in read(one).words} - {"high", "permanent"}
INSIDE = {"office", "cabinet"} & institution_words("unit")  # "Office of the President"
COUNTRY = {word for name in COUNTRY_NAMES for word in read(name).words}
HEADED = re.compile(r"(.+ (?:of|to) )(?:the )?([^\W\d_]+)")
AT_POINT = re.compile(
    r"((?:(?:Deputy|Acting) )?(?:Head|Chief|Commander) of) (Checkpoint|Border Crossing Point)$"
)


@lru_cache(maxsize=4096)
def words_of(text: str) -> frozenset[str]:
    """Return the words of a name in one form each: "EU" gives those of "European Union"."""
    return frozenset(read(" ".join(read(without_genitive(text)).words)).words)


@lru_cache(maxsize=4096)
def names_body(title: str, name: str, short_name: str = "") -> bool:
    """Say whether the title names the body: "Mayor of Korça" does the Municipality of Korçë."""
    if short_name and re.search(rf"(?<!\w){re.escape(short_name)}(?!\w)", title):
        return True
    office, held = OFFICE_OF_POST.fullmatch(name), fold(title)
    post = fold(office["post"] or office["whose"]) if office else ""
    place = fold(office["place"] or "") if office else ""
    is_held = bool(place) and f"{place} " in f"{held} " and post in held
    is_held = (
        is_held
        or held.endswith(post)
        or (post in held and bool((POST_WORDS | OF_BODY) & set(post.split())))
    )
    if office and is_held and fold(office["place"] or "") in held:
        return True
    if OF_THE_UNION.fullmatch(name) and title.startswith("Ambassador of the European Union"):
        return True
    if _is_of_part(title, name):
        return False
    post, of, place = title.partition(" of ")
    if of and _of_union_or_field(post, name) == title:
        return True
    local = LOCAL_BODY.fullmatch(name) or TERRITORY.fullmatch(name) or LOCAL_ABROAD.fullmatch(name)
    if local and OF_LOCAL_BODY.fullmatch(post) and of and place in local.groups():
        return True
    if _names_place(title, name) or _is_of_parliament(title, name):
        return True
    if post.endswith("Ambassador") and of and AT_EMBASSY.search(fold(name)):
        return True  # of Thailand, at the Royal Thai Embassy
    named, needed = words_of(title), _needed(name)
    if INSIDE & needed and POST_WORDS & set(fold(name).split()) and needed - INSIDE <= named:
        return True  # the President has no need of the Office of the President
    return bool(needed) and needed <= named | _headed_by(title)


@lru_cache(maxsize=4096)
def with_body(title: str, name: str) -> str:
    """Return "Mayor of Kukës" of "Mayor" and "Municipality of Kukës"; nothing where they don't go together."""
    office = OFFICE_OF_POST.fullmatch(name)
    if office and (post := _post_of_office(title, office)):
        return post
    if held := _of_territory(title, name) or _abroad(title, name):
        return held
    if post := _of_union_or_field(title, name):
        return post
    name = HONORARY.sub("", name)
    mission = OF_ADJECTIVE.fullmatch(name)
    if mission and POST_OF_MISSION.fullmatch(title):
        state = _state(mission[1])
        return f"{title} of {state}" if state else ""
    if re.search(r"['’]s? ", title):
        return ""  # the "Minister's adviser"
    needed, headed = _needed(name), _headed_by(title)
    if not headed & needed & BODIES:
        return ""
    link, rest = _rest(name)
    of_part = FIELD_OF_POST.fullmatch(title)
    if of_part and (words_of(of_part["field"]) < words_of(rest) or _is_of_part(title, name)):
        return ""  # "Vice-Minister for Employment" at a Ministry of Labour and Employment
    beside = words_of(title) - BESIDE - {word for post in _posts_in(title) for word in post}
    is_foreign = rest[:1].islower() and not rest.startswith("the ")
    if is_foreign or MINISTRY_ABROAD.fullmatch(name):
        return ""  # nothing half in English: "Minister of l'Intérieur"
    if not rest or not (beside <= words_of(name) or not WORDS_OF.search(title)):
        return ""
    return f"{title if not beside & words_of(name) else _bare(title)} {link} {rest}"


def _abroad(title: str, name: str) -> str:
    """Return "Prefect of Obock" at the "Préfecture d'Obock", "Ambassador of Italy", "Deputy Ombudsman of ..."."""
    local, embassy = LOCAL_ABROAD.fullmatch(name), EMBASSY_ABROAD.fullmatch(name)
    if local and title in HELD_IN_PLACES:
        return f"{title} of {local['place'] or local['town'] or local['il']}"
    if embassy and POST_OF_MISSION.fullmatch(title):
        state = _state(embassy["state"])
        return f"{title} of {state}" if state else ""
    before = POST_BEFORE.fullmatch(name)
    if before and re.search(rf"(?:^| ){before['post']}$", title):
        return title.removesuffix(before["post"]) + name
    return ""


def as_typed_abroad(typed: str, name: str) -> str:
    """Return "Ministre de l'Intérieur" of "Ministre" at the "Ministère de l'Intérieur"; else nothing."""
    ministry = MINISTRY_ABROAD.fullmatch(name)
    is_minister = ministry and MINISTER_ABROAD.fullmatch(typed)
    return f"{typed[:1].upper()}{typed[1:]} {ministry['rest']}" if ministry and is_minister else ""


def _is_of_part(title: str, name: str) -> bool:
    """Say whether a post is for one of the fields of a body: "for Technical Education", "Education and ..."."""
    found = FIELD_OF_POST.fullmatch(title)
    parts = re.split(r", | and ", _rest(name)[1])
    return found is not None and len(parts) > 1 and found["field"] in parts


def _of_union_or_field(title: str, name: str) -> str:
    """Return "Ambassador of the European Union to Ukraine", "National Superintendent of Migration"; else nothing."""
    union, body = OF_THE_UNION.fullmatch(name), OF_FIELD.fullmatch(name)
    if union and title == "Ambassador":
        host = f" to {union['host']}" if union["host"] else ""
        return f"Ambassador of the European Union{host}"
    is_of_field = body and title == body["before"] + HEADS_OF_FIELDS[body["body"]]
    return f"{title} of {body['field']}" if body and is_of_field else ""


def _of_territory(title: str, name: str) -> str:
    """Return "Governor of Garissa County", "Mayor of Orsk", "Minister of Labour of the Sava Canton"; else nothing."""
    if OF_LOCAL_BODY.fullmatch(title):
        territory = TERRITORY.fullmatch(name)
        if territory and not title.endswith("Mayor"):
            return f"{title} of {territory['land']}"
        local = LOCAL_BODY.fullmatch(name)
        return f"{title} of {local['place'] or local['of']}" if local else ""
    ministry = MINISTRY_BEHIND.fullmatch(name)
    if not ministry or fold(title).split()[-1:] != ["minister"]:
        return ""
    land, rest = ministry["land"], ministry["rest"]
    if " " not in land:
        if land in ("Federal", "State", "Cantonal", "Provincial", "Regional"):
            return f"{land} {title} {rest}"
        return f"{title} {rest} of {_state(land)}" if _state(land) else ""
    return f"{title} {rest} of {'the ' if land.endswith('Canton') else ''}{land}"


def _titles_in_english() -> dict[str, str]:
    """Return {folded title in another language: in English}."""
    lines = WORDS["titles_in_english"].replace("\n ", " ").strip().splitlines()
    pairs = (line.split(":") for line in lines)
    return {fold(form): english for english, forms in pairs for form in forms.split(",")}


FOREIGN = _titles_in_english()


@lru_cache(maxsize=4096)
def translated(title: str) -> str:
    """Return "Mayor of Lyon" of "Maire de Lyon"; nothing of a foreign title that no list has in English."""
    title = re.sub(r"^\d\S* ", "", title)
    before, comma, field = title.partition(", ")
    if comma and " " in before and (post := translated(before)) != before:
        return f"{post}, {field}" if post else ""
    if title.isupper() and len(title) < 5 and title not in KNOWN_LETTERS | IN_FULL.keys():
        return ""
    if whole := FOREIGN.get(fold(title)):
        return whole
    starts = (FOREIGN.get(" ".join(fold(title).split()[:size]), "") for size in (3, 4))
    if part := next(filter(HEADS_OF_PARTS.__contains__, starts), ""):
        return part
    head, link, rest = _at_link(title)
    post = FOREIGN.get(fold(head), "") if link else ""
    is_latin = rest.isascii() or not re.search(r"[^\W\d_a-zA-Z\u00c0-\u024f\u1e00-\u1eff]", rest)
    if post in HELD_IN_PLACES:
        return f"{post} of {rest}" if is_latin else post
    if post in HELD_FOR_STATES:
        sender, _in, host = re.sub(r" (?:en|au|aux|in der|in|nel|na) ", "|", rest).partition("|")
        states = [_state(one) for one in (sender, host) if one]
        return f"{post} of {' to '.join(states)}" if all(states) else post
    if "daffaires" in fold(title) or re.search(r",| (?:of|for|at|to|and|in|on) ", title):
        return title
    words = re.findall(r"[^\W\d_]{3,}", title)
    if not link and (len(words) < 2 or any(map(_may_be_english, words))):
        return title
    return post if post in OF_MANY else ""


def _at_link(title: str) -> tuple[str, str, str]:
    found = LINKS_ABROAD.search(title)
    return (title[: found.start()], found[0], title[found.end() :]) if found else (title, "", "")


def _state(words: str) -> str:
    state = PLACES.get(fold(words), fold(words))
    return CALLED.get(state, state.title()) if state in PLACES.values() else ""


def _may_be_english(word: str) -> bool:
    return word.isupper() or fold(word) in POST_WORDS | OF_BODY or is_english(word.lower())


@lru_cache(maxsize=4096)
def in_title_case(title: str, *, is_held: bool = False) -> str:
    """Return "Chief Medical Officer" of "Chief medical officer": a post, and what is held in a body, has capitals."""
    words = title.split(" ")
    if title.isupper() and len(words) > 1:  # typed in capitals; letters that stand for words stay
        is_short = [len(word) < 4 and word.lower() not in IN_LOWER_CASE for word in words]
        return " ".join(
            word if short else word.lower() if word.lower() in IN_LOWER_CASE else word.capitalize()
            for word, short in zip(words, is_short, strict=True)
        )
    is_post = is_held or bool(POST_WORDS & set(fold(title).split()))
    if not is_post or any(not word.islower() for word in words[1:]):
        return title
    first, *others = (word if "." in word else word[:1].upper() + word[1:] for word in words)
    kept = (
        low if low in IN_LOWER_CASE else word for low, word in zip(words[1:], others, strict=True)
    )
    return " ".join([first, *kept])


@lru_cache(maxsize=4096)
def as_description(title: str) -> str:
    """Return "a bakery owner" of "Bakery owner", which is held in no body; a post stays as it is."""
    words = title.split(" ")
    is_post = bool(POST_WORDS & set(fold(title).split()))
    if (
        is_post
        or any(not word.islower() for word in words[1:])
        or not words[0][1:].islower()
        or is_plural(title)
    ):
        return in_title_case(title)
    lowered = title[:1].lower() + title[1:]
    return lowered if " of " in lowered else with_a(lowered)


def _post_of_office(title: str, office: re.Match[str]) -> str:
    """Return "Governor of North Bank" of who holds the post that the office serves, or deputises; else nothing."""
    post, held = office["post"] or office["whose"], fold(title)
    is_local = "in charge" in held or not is_english(held.split(" ")[0])
    is_its_own = held in (fold(post), f"{fold(post)} officer") and is_local
    if office["whose"] and (office["where"] or "").startswith(",") and is_its_own:
        return f"{title} of {office['place']}"  # "Camp-in-Charge" of the "Camp-in-Charge Office, Camp 9"
    if office["whose"] and not (POST_WORDS | OF_BODY | {"general"}) & set(fold(post).split()[-1:]):
        return ""  # one of several: "Prosecutor at the Prosecutor's Office of Has"
    where = (office["where"] or "").replace(", ", " of ", 1) if office["place"] else ""
    if held == fold(post) or (held.endswith(f" {fold(post)}") and _is_beside(held, post)):
        return f"{title}{where}"
    is_end = fold(post).endswith(f" {held}") and bool(POST_WORDS & set(held.split()))
    return f"{post}{where}" if is_end else ""


def _is_beside(held: str, post: str) -> bool:
    """Say whether what stands before a post only says who stands in for it: "deputy", "acting"."""
    return set(held.removesuffix(fold(post)).split()) <= BESIDE | {"first", "assistant", "interim"}


def _is_of_parliament(title: str, name: str) -> bool:
    """Say whether a member of a parliament is told with the parliament: "Member of Parliament", "Senator"."""
    is_house = not {"parliament", "assembly", "senate", "congress", "representatives"}.isdisjoint(
        fold(name).split()
    )
    return is_house and fold(title) in ("member of parliament", "mp", "senator", "deputy")


def serves_post(name: str) -> bool:
    """Say whether a body only serves who holds a post: that person's title is no mention of it."""
    return OFFICE_OF_POST.fullmatch(name) is not None


def _names_place(title: str, name: str) -> bool:
    """Say whether a title holds the place of the body in its own words: Mayor of Irbid, Greater Irbid Municipality."""
    needed, own = _needed(name), words_of(title) - BESIDE
    place = own - {word for post in _posts_in(title) for word in post}
    is_of_place = bool(_headed_by(title) & needed & LOCAL)
    return is_of_place and bool(place) and place <= needed and bool(WORDS_OF.search(title))


@lru_cache(maxsize=4096)
def whole_title(title: str, name: str) -> str:
    """Return "Permanent Representative of Malta to the OSCE"; "Director" of "Regional Director", Regional Office."""
    whole = name.partition(" of the ")[2]
    if serves_post(name) and whole.lower().startswith(f"{title.lower()} "):
        return whole  # "Secretary of State in Has"
    first, to, rest = name.partition(" to ")
    if to and "permanent representative" in fold(title) and " to " not in title:
        named = words_of(title) - words_of("permanent representative") - BESIDE
        return f"{title} to {rest}" if named and named <= words_of(first) else title
    *before, post = title.split(" ")
    is_said = fold(title).split()[:1] != [] and set(fold(" ".join(before)).split()) <= set(
        fold(name).split()
    )
    is_of_region = bool(before) and fold(before[0]) in OF_REGIONS
    return (
        post
        if is_of_region and is_said and fold(post) in ("director", "head", "manager")
        else title
    )


def _with_field(title: str, post: str, field: str) -> str:
    """Return "Director for Return", "Head of the Visa Unit", "Second Secretary (Legal)", "Head of Office in Pemba"."""
    words = fold(post).split()
    if OF_MISSION.fullmatch(post):
        return f"{post} in {field}"
    is_unit = bool(PART_OF_BODY.match(field))
    if is_unit and WORDS_OF.search(post) and " the " not in post:
        return f"{post} at the {field}"  # "Professor of Practice, Center for Migration"
    is_post = is_unit or (POST_WORDS | OF_BODY) & set(words)
    if not is_post or WORDS_OF.search(post) or not field[:1].isupper():
        return title
    is_diplomat = words[-1] in ("secretary", "counsellor", "attache")
    if is_diplomat and " " not in field and classes_of(field)[:1] == ("AJ0",):
        return f"{post} ({field})"
    heads_unit = is_unit and words[-1] in OF_BODY and not is_diplomat and "minister" not in words
    if words[-1] in ("head", "chief") or heads_unit:
        link = "of"
    else:
        link = "at" if is_unit and not POST_WORDS & set(words) else "for"
    is_told = link != "at" and UNIT_OF_TITLE.search(f"of {field}")
    the = "the " if is_unit and not is_told else ""
    return f"{post} {link} {the}{field}"


@lru_cache(maxsize=4096)
def in_words_of_english(title: str) -> str:
    """Return "Director for Return" of "Director, Return", "Head of the Migration Unit" without its article."""
    listed = LIST_OF_TITLE.fullmatch(title)
    if listed and not (POST_WORDS | OF_BODY) & set(fold(listed["field"]).split()):
        title = _with_field(title, listed["post"], listed["field"])
    title = AT_POINT.sub(r"\1 the \2", title)
    title = FOR_TERRITORY.sub(r"\1 for \2", title)
    for letters, full in IN_FULL.items():
        title = re.sub(rf"(?<!\w){re.escape(letters)}(?!\w)", full, title)
    return UNIT_OF_TITLE.sub(r"\1 the ", title)


@lru_cache(maxsize=4096)
def is_unit(title: str) -> bool:
    """Say whether what stands for a title is where its holder works: "Secretariat", "Visa Section"."""
    return bool(UNIT_ALONE.fullmatch(title)) and not POST_WORDS & set(fold(title).split())


@lru_cache(maxsize=4096)
def is_of_body(title: str, name: str) -> bool:
    """Say whether English says "of" between a title and the body: for who heads it or is one of it."""
    bare = re.sub(r" \([^()]*\)", "", title)
    before, has_object, _rest = bare.partition(" for ")
    if has_object and not re.search(r" (?:of|in|at|to) ", bare):
        return fold(before).split()[-1:] != [] and fold(before).split()[-1] in OF_PARLIAMENT
    is_abroad = not {"embassy", "consulate"}.isdisjoint(fold(name).split())
    if OF_UNIT.search(bare) or IN_CHIEF.search(bare):
        return True
    if OF_CABINET.match(bare) and name.startswith("Government of"):
        return True
    if OF_MISSION.fullmatch(bare):
        return not is_abroad
    if re.search(r" (?:of|for|in|at|to|on|with|de|per|i|e) |,", bare):
        return False
    words = fold(bare.replace("-", " ")).split() or [""]
    if words[-1] not in OF_BODY or words[-2:] in LOWER_POSTS:
        return bool(MANAGING.search(" ".join(words)))
    is_of_letters = name.isupper() and words[-1] == "coordinator"
    return not (is_abroad and "consul" in words or is_of_letters) and _is_of_all(words, name)


def _is_of_all(words: list[str], name: str) -> bool:
    """Say whether a post is of the whole body: "General Secretary", not "Second Secretary" or "Shift Coordinator"."""
    *others, last = words
    if last == "secretary":
        return not BESIDE_SECRETARY & set(others)
    if last == "coordinator" and others and not OF_COORDINATOR & set(others):
        return False
    if last == "representative" and "assistant" in others:
        return False
    is_director = last in ("director", "coordinator") or words[-2:] == ["director", "general"]
    return not (is_director and WITH_DIRECTORS & set(read(body_word(name)).words))


def headed_by(title: str, name: str) -> str:
    """Return "Head of " of "Head of Presence" where the body is a presence: its name goes there; else nothing."""
    found = HEADED.fullmatch(title)
    if found is None:
        return ""
    noun = found[2].lower()
    first = fold(re.split(r",| (?:of|for|in|to|at|on) ", name)[0]).split()[-1:]
    whole = fold(re.split(r",| (?:in|to) ", name)[0]).split()[-1:] if noun in IN_ENGLISH else []
    last = fold(name).split()[-1:] if found[2][:1].isupper() and noun in IN_ENGLISH else []
    return found[1] if [noun] in (first, whole, last) else ""


@lru_cache(maxsize=4096)
def body_word(name: str) -> str:
    """Return what a body is called later on: "Embassy", "Committee", "municipality"; nothing without such a word."""
    first = re.split(r",| (?:of|for|in|to|at|on) ", name)[0].split()
    if not first or not fold(name):
        return ""
    local, english = IN_ENGLISH.get(fold(first[0]), ""), IN_ENGLISH.get(fold(first[-1]), "")
    if local and fold(first[0]) in INSTITUTIONS[local].local:
        return local if local in PLACED else local.title()
    if not english:
        return ""
    word = first[-1] if fold(first[-1]) not in INSTITUTIONS[english].local else english.title()
    return word.lower() if english in PLACED else word


@lru_cache(maxsize=4096)
def post_alone(title: str) -> str:
    """Return "Deputy Mayor" of "Deputy Mayor of Kukës": what a person is called later on; nothing of a long one."""
    bare = WORDS_OF.split(title)[0]
    if fold(bare).split()[-1:] in (["head"], ["chief"]):
        bare = title  # "the Head of Mission", but not "the Head"
    words = bare.split()
    is_short = 0 < len(words) < 4 and "," not in bare
    return bare if is_short and POST_WORDS & set(fold(bare).split()) else ""


def _needed(name: str) -> set[str]:
    """Return the words that a title must hold to name the body: not where it is, nor what the country is called."""
    words = name.split()
    places = [n for n, word in enumerate(words) if n and fold(word) in WHERE]
    found = set(words_of(" ".join(words[: places[0]] if places else words)))
    is_state = "state of " in fold(name)
    for spare in (OF_STATES if is_state else OF_STATES - {"state"}, COUNTRY):
        found = found - spare if found - spare - BODIES else found
    return found


@lru_cache(maxsize=1)
def _heads() -> tuple[tuple[frozenset[str], frozenset[str]], ...]:
    """Return (words of a post, words of the body it heads), those of several words first."""
    pairs = [(post, body) for post, (body, _local) in HEADS.items()]
    pairs += [(form, body) for body, local in HEADS.values() for form in local]
    pairs += [(form, HEADS[post][0]) for form, post in OTHER_HEADS.items()]
    pairs += ALSO_HEADED
    found = {(words_of(post), words_of(body)) for post, body in pairs}
    return tuple(sorted(found, key=lambda pair: -len(pair[0])))


def _posts_in(title: str) -> list[frozenset[str]]:
    words = words_of(title)
    return [post for post, _body in _heads() if post <= words]


def _headed_by(title: str) -> set[str]:
    words = words_of(title)
    return {word for post, body in _heads() if post <= words for word in body}


def _bare(title: str) -> str:
    """Return the post alone: "Deputy Minister" of "Deputy Minister of Foreign Affairs"."""
    return WORDS_OF.split(title)[0]


def _rest(name: str) -> tuple[str, str]:
    """Return (link, what follows the word for the body): ("of", "Kukës"), ("for", "Europe and Foreign Affairs")."""
    words = name.split()
    size = 2 if fold(" ".join(words[:2])) in OF_TWO_WORDS else 1
    if size == 2 or _is_body(words[0]):
        link = fold(words[size]) if words[size:] else ""
        if link in OF and words[size + 1 :]:
            rest = words[size + 1 :]
            if link in ("of", "for", "de", "di", "do"):
                return "for" if link == "for" else "of", " ".join(rest)
            return "of", " ".join([nominative(rest[0]), *rest[1:]])
        is_placed = read(words[0]).words[0] in PLACED
        return ("of", " ".join(words[1:])) if is_placed and words[1:] else ("", "")
    is_placed = _is_body(words[-1]) and read(words[-1]).words[0] in PLACED
    return ("of", " ".join(words[:-1])) if is_placed else ("", "")


def _is_body(word: str) -> bool:
    found = read(word).words
    return fold(word) not in SMALL and bool(found) and found[0] in BODIES
