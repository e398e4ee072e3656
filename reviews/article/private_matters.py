"""What a public line should not say unasked: of few people, of the office itself, judgements. Pure.

A person's data are found by case_data, and belong in no box; what is found here may stand in an internal one.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from reviews.article.clauses import finite_verb
from reviews.article.conduct import CONDUCT, IN_TRUST
from reviews.article.few_people import (
    GENERAL,
    KIN,
    PARENT,
    any_of,
    few_people,
    without_quoted,
)
from reviews.article.health_of_one import health_of_one
from reviews.article.internal_matters import internal_matter
from reviews.article.known_names import KnownNames, folded_words
from reviews.article.named_people import people_by_first_name
from reviews.article.word_classes import keeps_capital, tagged

MEDEVAC = re.compile(
    r"\b(?:medevacs?|medical evacuations?)\b(?!\s+(?!list|cases?|patients?|requests?|of|from|to|for|via)[a-z])",
    re.I,
)
DEAD = re.compile(
    r"\b(?:morgues?|mortuary|mortuaries|autops(?:y|ies)|corpses?|body bags?|dead bod(?:y|ies)"
    r"|DNA (?:samples?|match\w*))\b"
    r"|^\W*DNA\W*$",
    re.I,
)
OWN = r"(?:our|my|(?:the )?IOM(?:['’]s)?|(?:the |our )?office(?:['’]s)?|HQ)"
ROLE = rf"(?:(?:{any_of('staff_fields')} )+{any_of('staff_ranks')}|{any_of('support_roles')})s?"
OFFICE = re.compile(
    rf"\b{OWN} {any_of('own_matters')}\b(?! (?:permits?|workers?|licen[cs]es?|contributions?|support|lines?)\b)"
    rf"|\b{any_of('staff_events')}\b"
    r"|\b(?:farewell|goodbye|good-bye|send-off|retirement)(?: (?:lunch|party|dinner|drinks|gift|cake))?"
    rf" (?:of|for|to) (?:our [\w ]{{3,30}}|(?:the |a )?{ROLE})\b"
    r"|\b(?:recruitment|recruiting|hiring|replacement|promotion|vacancy|job interviews?|salary|salaries|overtime)"
    rf" (?:of|for) (?:(?:the|a|an|our|new|\d+|two|three|four) )*{ROLE}\b"
    rf"|\b(?:contract|dismissal|resignation|sick leave|holidays?) (?:of|for) (?:the|an?|our) (?:new )?{ROLE}\b"
    r"|\b(?:visas?|permits?|contracts?|insurance|security|cars?|phones?|laptops?) (?:of|for) our (?:\w+ )?"
    r"(?:staff|colleagues?|office|chief|head|team|drivers?)\b"
    rf"|^\W*(?:(?:the|our) )?(?:budget|money|finances|cash)(?: 20\d\d(?:[-/–]\d+)?)?\W*$"
    r"|\b(?:sorry|apologi\w+) (?:for|about) (?:the |our )?(?:late|delay)"
    r"|^\W*(?P<donor>\w+) money\b(?! (?:transfer|laundering))",
    re.I,
)
SECRET = re.compile(
    r"\b(?:strictly|still|highly|keep(?: it| this)?) confidential\b"
    r"|\bconfidential(?=\s*(?:[!:.,;)(–-]|$|until|till|for now|please))"
    r"|\b(?:do not|don['’]?t|not to be|not be|please no|never) (?:yet )?"
    r"(?:share|tell|write|publish|print|quote|forward|mention|circulate|disclose|post)\w*\b(?! off)"
    r"|\boff the record\b|\bembargoed\b|\bunder embargo\b|\bhush\b|\btop secret\b"
    r"|\bkeep (?:it |this )?(?:quiet|secret|low)\b"
    r"|\bno (?:press|media|publicity|publication)(?=\s*(?:[!.,;)]|please\b|pls\b|$))"
    r"|\bbetween (?:us|ourselves)\W*$|^\W*between us\b|\bkeep (?:it |this )?(?:to|between) (?:us|ourselves)\b"
    r"|\b(?:for )?internal (?:use )?only\b|^\W*internal\W*$|\binternal!|\bfor internal use\b"
    r"|\bnot (?:yet )?(?:public|announced|official|for (?:the )?(?:public|publication|report|press|sharing|release))\b"
    r"(?! (?:health|service|sector|transport|works|holidays?|opinion|relations)\b)|\bdon['’]?t know yet\b",
    re.I,
)
SECRET_TITLE = re.compile(
    r"(?<![-\w])(?<!gender )(?<!child )(?<!conflict )sensitive\b(?! data)"
    r"|\bdelicate\b|\bsecret\b(?! service)|\bclassified\b|\bconfidential\b",
    re.I,
)
COPULA = r"(?:was|were|is|are|seems?|seemed|looks?|looked)"
DEGREE = r"(?:(?:a bit|a little|very|really|so|quite|rather|too|extremely|just|simply|the|by far|badly) )*"
PEOPLE = r"(?:people|persons|individuals|men|women|detainees|asylum[- ]seekers)"
# A few who are kept at a place that the line names: "Manus - 34 people still there".
KEPT_THERE = re.compile(
    rf"\b\d{{1,2}} {PEOPLE} (?:(?:are|were) )?(?:still|remain(?:ing|s|ed)?|left)"
    r" (?:(?:held|detained) )?(?:there|here|held|detained|on the (?:island|ship|vessel)"
    r"|in (?:detention|custody|limbo|prison|jail|(?:the|a) (?:centre|center|facility)))\b",
    re.I,
)
HOUR = r"\b(?:\d{1,2}[:.h]\d{2}|\d{1,2}\s?(?:[ap]\.?m\b|hrs?\b|hours\b)|dawn|midnight)"
MOVES = r"\b(?:leav(?:e|es|ing)|depart\w*|arriv\w+|fl(?:y|ies|ight)|convoys?|charter|pick(?:ed)?[- ]?up)\b"
MOVEMENT = re.compile(rf"{MOVES}[^;.]{{0,40}}?{HOUR}|{HOUR}[^;.]{{0,20}}?{MOVES}", re.I)
COMPLAINT = re.compile(
    r"\ballegations? (?:against|of|about|that)\b"
    r"|\b(?:harassment|misconduct|abuse|P?SEA|fraud) (?:complaint|allegation|case|investigation)s?\b"
    r"|\b(?:allegations?|accusations?) (?:vs|against|about|by|of|on)\b"
    r"|\bcomplaint (?:of|against|about|by|from) (?:an?|one|our)\b"
    r"|\b(?:fraud|theft|corruption|misuse) in (?:our|the|IOM['’]s) (?:\w+ )?"
    r"(?:programme|program|project|office|warehouse)\b"
    r"|\bsecurity incidents?\b|\bthreats? (?:to|against) (?:our|IOM(?:['’]s)?|an?|one) \w+|\bstaff evacuation\b"
    r"|\bmisus(?:ed|e of) (?:the |our )?(?:grants?|funds?|money)\b|\bwhistle-?blow\w+"
    r"|\bsuspect(?:ed)? cases? (?:at|in)\b"
    r"|\btermination of (?:the|our) (?:contract|agreement|grant)\b"
    r"|\b(?:suspended|frozen) cases\b|\bcases (?:(?:are|were) )?(?:on hold|suspended|frozen)\b"
    r"|\bnames of (?:the )?(?:smugglers|traffickers|suspects|victims|beneficiaries)\b"
    r"|\b(?:address|location) of the (?:safe house|shelter)\b",
    re.I,
)
REMARK = re.compile(
    rf"\b{any_of('hospitality')} {COPULA} {DEGREE}{any_of('pleasing')}\b"
    rf"|\b{any_of('pleasing')} {any_of('hospitality')}\b(?! \w)"
    rf"|\b(?:our|IOM['’]s) (?:\w+ )?\w+ {COPULA} {DEGREE}{any_of('pleasing')}\b"
    rf"|\b{any_of('judged')} {COPULA} {DEGREE}(?:{any_of('judgements')}\b|badly prepared|not interested|no help)"
    rf"|\b{any_of('judged')} (?:will|may|might|is (?:going )?to|wants to)"
    r" (?:(?:soon|probably|likely) )?(?:resign|quit|step down|be (?:replaced|dismissed|fired|sacked|removed))\b"
    r"|\bwaste of time\b|\bbe careful\b"
    r"|\b(?:meeting|event|speech(?:es)?|visit) (?:was|were) (?:\w+ )?(?:boring|dull|useless)"
    r"|\b(?:boring|useless|pointless) (?:meeting|event|visit|speech|speeches|presentations?)\b"
    rf"|\b{any_of('judged')} (?:really |very much |also )?(?:likes?d?|loves?d?|enjoy(?:s|ed)|hate[sd]?|disliked?"
    r"|(?:was|were) (?:very |so )?(?:happy|pleased) (?:with|about)|appreciated) (?:it|this|that|us|IOM)\W*$"
    rf"|\b{any_of('judged')} (?:{COPULA} )?{DEGREE}{any_of('pleased')}\W*$"
    rf"|^\W*{DEGREE}(?:strong|{any_of('pleasing')}) "
    r"(?:participation|turnout|attendance|feedback|visit|mood|energy)(?=\W*$| (?:from|by)\b)"
    rf"|\b{any_of('judged')} (?:came|arrived|left|{COPULA}) {DEGREE}"
    r"(?:late|early|sick|ill|absent|away|busy|on leave|in a hurry|in the end)\b"
    rf"|^\W*(?:(?:the|our) )?{any_of('journey')} (?:{COPULA} |got |went )?{DEGREE}{any_of('journeys')}\b"
    r"|\b(?:IOM|we|I|the team|team) (?:\w+ )?(?:stayed|slept|left|arrived|got|came|returned|drove|flew)"
    r" (?:one |an? |two |\d+ )?(?:(?:night|day|hour|minute)s? )?"
    r"(?:more|longer|late|later|early|earlier|stuck|lost|sick)\b",
    re.I,
)
# What its writer thinks of: "we should maybe think of a pilot".
IDEA = re.compile(
    r"^\W*(?:(?:maybe|perhaps|also) )?(?:IOM|we|I|the office|HQ) (?:\w+ )?"
    r"(?:should|could|might|ought to|needs? to|must|ha(?:ve|s) to)\b(?! (?:not )?be\b)"
    r"|^\W*(?:ideas?:|(?:what if|why not|how about|let['’]?s|note to self|reminder to|remember to|to check with)\b)"
    r"|\b(?:maybe|perhaps)\b.*\b(?:think of|consider)\b.*\?|\b(?:should|could) (?:maybe|perhaps)\b",
    re.I,
)
# What is told of a counterpart in a friend's words: "the Mayor loved the idea of a hotline".
LIKED = re.compile(
    rf"\b(?P<who>{any_of('judged')}) (?:(?:really|very much|also) )?"
    r"(?:lik(?:es|ed)|lov(?:es|ed)|(?:was|were) (?:(?:very|so|really) )?(?:happy|pleased|thrilled) (?:with|about))"
    r" (?=the |our |IOM)",
    re.I,
)
SHORT = 60  # letters of a part that a question quotes whole
PARTS = re.compile(r"(\s*[;\n]\s*|,\s+|(?<=[.!?])\s+|\s+[+–—-]\s+)")


@dataclass(frozen=True)
class Private:
    """A part of a line as it stands there, the question about it, and what may be said in its place."""

    found: str
    question: str
    better: str = ""
    is_remark: bool = False


def forbidden(text: str, names: KnownNames) -> Iterator[Private]:
    """Yield the whole text where its meeting's title, or itself, says that it is not to be told."""
    if mark := secret_mark(names.title):
        question = _("The title says “%(found)s”: may the line be public?")
        yield Private(text, question % {"found": mark})
    if found := SECRET.search(text) or IN_TRUST.search(text):
        question = _("It says “%(found)s”: may the line be public?")
        yield Private(text, question % {"found": found.group().strip()})


def private_matters(text: str, names: KnownNames) -> Iterator[Private]:
    """Yield what its writer is asked before the text is printed."""
    yield from forbidden(text, names)
    for parent in PARENT.finditer(text):
        yield Private(parent.group(), _recognised(parent.group()))
    named = tuple(people_by_first_name(text, names))
    for part in _parts(text):
        found = _of_people(text, part, named, names) or _of_conduct(part, names)
        if found:
            yield found


def _of_people(text: str, part: str, named: tuple[str, ...], names: KnownNames) -> Private | None:
    """Return what tells of people who could be recognised, or could come to harm."""
    if ill := health_of_one(part):
        return Private(part, _recognised(_short(part, ill)))
    if person := next((one for one in named if one in part), ""):
        question = _("Who is “%(name)s”? A person who is not on record is not named.")
        return Private(part, question % {"name": person})
    if kept := KEPT_THERE.search(part) or KIN.search(part):
        return Private(text, _recognised(kept.group()))
    if moved := MOVEMENT.search(part):
        question = _("May the hour of a journey be public: “%(found)s”?")
        return Private(part, question % {"found": _short(part, moved.group())})
    if dead := _matched(MEDEVAC, part) or _matched(DEAD, part):
        return Private(part, _recognised(_short(part, dead)))
    if few := few_people(part, names.kind):
        return Private(part, _recognised(_short(part, part[few.begin : few.end])), few.as_all(part))
    return None


def _of_conduct(part: str, names: KnownNames) -> Private | None:
    """Return what is the office's own, and what its writer thinks of those met."""
    if own := _of_office(part, names) or _matched(COMPLAINT, part) or internal_matter(part):
        question = _("Is this for colleagues only: “%(found)s”?")
        return Private(part, question % {"found": _short(part, own)})
    if liked := LIKED.search(part):
        better = f"{part[: liked.start()]}{liked['who']} welcomed {part[liked.end() :]}"
        return _remark(part, liked.group().strip(), better)
    remark = REMARK.search(part) or IDEA.search(part) or CONDUCT.search(part)
    return _remark(part, remark.group()) if remark else None


def _remark(part: str, found: str, better: str = "") -> Private:
    question = _("A remark for colleagues? “%(found)s”")
    return Private(part, question % {"found": _short(part, found)}, better, is_remark=True)


def _recognised(found: str) -> str:
    return _("Could people be recognised by this: “%(found)s”?") % {"found": found}


def _short(part: str, found: str) -> str:
    return part.strip(" .") if len(part) <= SHORT else found


def secret_mark(title: str) -> str:
    """Return the words by which an internal title forbids to tell of its meeting, "" for none."""
    found = SECRET.search(title) or IN_TRUST.search(title) or SECRET_TITLE.search(title)
    return found.group().strip(" ()!") if found else ""


def before_private(text: str, private: Sequence[Private]) -> str:
    """Return what stands before the first private part, "" where it can't stand alone."""
    kept = text[: min(text.find(one.found) for one in private)]
    if kept.count("(") > kept.count(")"):
        kept = kept[: kept.rindex("(")]
    is_label = kept.rstrip().endswith(":")
    return "" if is_label or not any(map(str.isalpha, kept)) else kept.rstrip(" ,;+–—-\n")


def without_private(text: str, private: Sequence[Private]) -> str:
    """Return the line with what may be said in place of private parts, "" where its parts are no list."""
    better = {one.found: one.better for one in private}
    if all(one.is_remark and one.better for one in private):
        for one in private:
            text = text.replace(one.found, one.better)
        return text
    parts = [better.get(part, part).strip(" .") for part in _parts(text)]
    is_list = better.keys() <= set(_parts(text)) and all(map(_is_topic, filter(None, parts)))
    return ", ".join(filter(None, parts)) if is_list else ""


def _is_topic(part: str) -> bool:
    """Say whether a part is no more than a noun with what describes it: not "appeal pending"."""
    words = [word for word in tagged(part) if word.is_letters]
    return bool(words) and words[-1].is_noun and finite_verb(tuple(words)) is None


def _parts(text: str) -> list[str]:
    """Return what commas and the like part, leaving quoted words whole."""
    plain, at, parts = without_quoted(text), 0, []
    for mark in PARTS.finditer(plain):
        parts.append(text[at : mark.start()])
        at = mark.end()
    return [*parts, text[at:]]


def _matched(pattern: re.Pattern[str], part: str) -> str:
    found = pattern.search(part)
    is_general = {word.lower() for word in re.findall(r"\w+", part)} & GENERAL
    return found.group().strip() if found and not is_general else ""


def _of_office(part: str, names: KnownNames) -> str:
    found = OFFICE.search(part)
    if not found:
        return ""
    donor = found["donor"]
    is_other = donor is not None and not keeps_capital(donor)
    is_met = bool(set(folded_words(found.group())[-2:]) & names.met)
    return "" if is_other or is_met else found.group().strip()
