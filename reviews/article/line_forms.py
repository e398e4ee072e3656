"""Of which form the words of a line are, and how they stand in a sentence. Pure."""

import re
from collections.abc import Sequence

from reviews.article.articles import is_titled, masked, with_articles
from reviews.article.clauses import (
    DETERMINERS,
    INFINITIVES,
    OBJECTS,
    OFTEN,
    SAME_IN_PAST,
    finite_verb,
    form_of,
    gerund_of,
    is_bare_verb,
    is_doubtful,
)
from reviews.article.grammar import clean, finish
from reviews.article.known_names import KnownNames, folded_words
from reviews.article.line_figures import dated, in_figures, with_measure, with_sum
from reviews.article.noun_phrases import begun_in_words, in_small_case, in_words, lowered
from reviews.article.nouns import is_countable, kinds_of, main_kind
from reviews.article.word_classes import (
    FINITE,
    MONTHS,
    NOUNS,
    Word,
    classes_of,
    is_english,
    keeps_capital,
    tagged,
)
from toolkit.spelling import fold

SHORTENED = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Md|Dr|Prof|St|No|no|Nr|nr|Art|art|approx|vs|incl|Col|Lt|Gen|Capt|Sgt)"
    r"|(?<![\w.])\w|\b\w\.\w)\.$"
)
STOP = re.compile(
    r"(?<=[.!?…])[\"”’)]*\s+(?=[^\W_]|[\"“(])|(?<=[a-z]{3}[.!?])(?=[A-Z][a-z])|\s*;\s*|\s*\n\s*"
)
SEPARATOR = re.compile(
    r"\s+[-–—]+\s+|\s*[•·|]\s*|\s+/\s*|(?<=[a-z])/\s+|\s*//+\s*|…\s*|\s*\.{2,}\s*"
)
LABEL = re.compile(
    r"^(?:topics?|agenda|subjects?|themes?|re|about|discussions?|discussed|(?:main |key )?points?|purpose|issues?|aob)"
    r"(?: discussed)?\s*:\s*",
    re.I,
)
THEME = re.compile(r"^theme\s*:\s*(?=[\"“«])", re.I)
ON_TOPIC = re.compile(
    r"^(?:(?:an?|the)\s+)?(?:(?:further|initial|brief|general|follow-up|introductory|productive|constructive|fruitful"
    r"|good|useful|very)\s+)*"
    r"(?:meeting|discussions?|talks?|exchange|conversations?|consultations?)(?: of views)?"
    r"\s+(?:on|about|regarding|concerning|around)\s+(?=\w)",
    re.I,
)
AND_SO_ON = re.compile(r"[\s,]*\b(?:etc|and so on|and so forth)\b\.?\s*$", re.I)
# What a piece after a comma begins with when it only adds to the one before.
ADDED = re.compile(
    r"^(?:including|such as|especially|in particular|particularly|notably|with|for|where|which|who|whose|as well as"
    r"|and|or|but|also|for example|that is|namely|from|in|at|on|by|to be|of|while|after|before|since|until|if|when"
    r"|\d[\d,.]* (?:per|a|each))\b",
    re.I,
)
WHO_DOES = re.compile(r"(?:who|where) (?:does|pays|leads|goes|is|will|can|to)\b", re.I)
DIRECT = re.compile(
    r"^(how|why|where|when|what) (can|could|should|will|would|may|might|must|is|are) ((?:the )?[\w.-]+)\b",
    re.I,
)
# What a line may begin with before it comes to the matter: "After the floods, shelters".
SET_BEFORE = re.compile(
    r"^(?:after|ahead of|before|because of|despite|due to|during|following|given|in (?:light|view) of|since|within)\b",
    re.I,
)
LOOSE_AND = re.compile(r"^(?:and|or|but)\s+|[\s,]+(?:and|or|but)$", re.I)
DUE = re.compile(
    rf"^(?P<what>[^,;:.]{{4,60}}?) (?:due )?by (?P<date>\d{{1,2}} (?:{'|'.join(sorted(MONTHS))}))\.?$"
)
NEEDS = re.compile(r"^needs?\s*:\s*", re.I)
GERUND_OF = re.compile(r"^[A-Za-z]\w+ing (?:down|up|out|off|over) of ")
FOLLOWING_UP = re.compile(r"^following[- ]up on\s+(?=\w)", re.I)
# Verbs under which a line goes on naming what was talked of.
OF_TALKING = re.compile(
    r"(?:addressed|considered|covered|discussed|raised|(?:talked|spoke) (?:about|on|of))\b"
)
# Last words of a note that tells how things are: "the oven works again", "doing well".
LEFT_OVER = frozenset(["again", "already", "too", "well", "yet"])
# A verb of doing that only leads to the matter.
LEADS_TO = re.compile(
    r"^(?:looking at|thinking (?:about|of)|talking about|discussing)\s+(?=\w)", re.I
)
Fragment = tuple[str, str]
# A place that a note ends with, and one that what was done ends with.
AT_END = re.compile(r"(?<=[a-z]) (?P<place>[A-Z][\w'’-]+(?: [A-Z][\w'’-]+)*)$")
AT_PLACE = re.compile(r" (?:at|in) (?:the )?(?P<place>[A-Z][\w'’-]+(?: [A-Z][\w'’-]+)*)$")
# What one goes to a place for: "seeing the bridge" is why it was visited, not what was discussed.
AIMS = {
    gerund_of(f"to {verb}").strip(): verb
    for verb in ("celebrate", "greet", "hear", "learn", "listen", "mark", "see", "visit", "welcome")
}
# Two names that a dash joins: "cooperation IOM - MINT".
BETWEEN = re.compile(
    r"\b(?P<noun>agreement|collaboration|cooperation|coordination|dialogue|exchange|partnership|relations)"
    r" (?P<one>[A-Z][\w.]*) ?[-–/] ?(?P<other>[A-Z][\w.]*)(?= ?(?:[,;.]|$| (?:for|in|on)\b))"
)
# What one in a meeting says of the host of the meeting.
EXCELLENCY = re.compile(r"\bH\.? ?E\.?(?= [a-z]|['’]s |[,;.]? ?$)")
OF_EXCELLENCY = (
    "Ambassador",
    "High Commissioner",
    "Minister",
    "Governor",
    "President",
    "Consul General",
)
# What was done to a thing in a meeting, by who was there: "new e-gate seen".
DONE = {
    "seen": "saw",
    **{
        verb: verb for verb in ("discussed", "inspected", "reviewed", "signed", "toured", "visited")
    },
}
TOLD = FINITE | {"VVD", "VVN", "VVZ"}  # classes of a verb after its subject
JOINED = frozenset(["phrase", "gerund", "infinitive", "past"])


def shape(body: str, names: KnownNames) -> tuple[str, str, tuple[str, ...]]:
    """Return the form of a line, its words for the middle of a sentence, and its whole sentences."""
    return put_together(read_items(body, names))


def read_items(body: str, names: KnownNames) -> list[Fragment]:
    """Return [(form, text)] of what a line holds, in its order.

    An item that can't surely be put into a sentence is "unsure"; who prints it all the same has it as a phrase.
    """
    items: list[Fragment] = []
    body = BETWEEN.sub(r"\g<noun> between \g<one> and \g<other>", _with_host(body, names))
    for part in split_sentences(in_figures(body)):
        part = clean(re.sub(r"\s+:", ":", _without_label(part)))
        if not any(map(str.isalnum, part)):
            continue
        if due := _as_due(part, names):
            items.append(("sentences", due))
            continue
        is_told = any(form in ("past", "sentences") for form, _text in items)
        if (told := _as_counted(part)) or (
            (told := _as_told(part)) and (is_told or _tells_of_one_thing(part))
        ):
            items.append(("sentences", finish(told)))
            continue
        items += [
            (form, _finished(text) if form == "sentences" else text)
            for form, text in _read(part, names)
        ]
    return _once(_without_whom(_with_pasts(items), names))


def _with_host(text: str, names: KnownNames) -> str:
    """Return "congratulated the Ambassador" of "congratulated H.E." where the one met is one."""
    posts = [post for post in OF_EXCELLENCY if set(folded_words(post)) <= names.met]
    if len(posts) != 1:
        return text
    return EXCELLENCY.sub(
        lambda found: f"{'The' if found.start() == 0 else 'the'} {posts[0]}", text
    )


def _with_pasts(items: list[Fragment]) -> list[Fragment]:
    """Return the items of a line that tells what was done, "shared notes" and "will write" read as such too."""
    if not any(form == "past" or text.startswith("will ") for form, text in items):
        return items
    made: list[Fragment] = []
    for form, text in items:
        words = tagged(text)
        may_be_done = form == "phrase" and len(words) > 1 and words[1].tag in OBJECTS
        is_done = may_be_done and classes_of(words[0].text)[:1] in (("VVN",), ("VVD",))
        goes_on = text.startswith("will ") and made and made[-1][0] == "past"
        form = "past" if is_done or goes_on else form
        made.append((form, text))
    return made


def _once(items: list[Fragment]) -> list[Fragment]:
    """Return the items without what was named before."""
    kept: dict[str | int, Fragment] = {}
    for at, (form, text) in enumerate(items):
        kept.setdefault(fold(text) if form in JOINED else at, (form, text))
    return list(kept.values())


def put_together(items: list[Fragment]) -> tuple[str, str, tuple[str, ...]]:
    """Return the form, the words for the middle of a sentence, and the whole sentences of items."""
    fragments = [
        ("phrase" if form == "unsure" else form, in_words(text))
        for form, text in items
        if form in JOINED or form == "unsure"
    ]
    sentences = [begun_in_words(in_words(text)) for form, text in items if form == "sentences"]
    if not fragments:
        return "sentences" if sentences else "nothing", "", tuple(sentences)
    form, text, told_by_it = _joined(fragments)
    return form, text, (*told_by_it, *sentences)


def split_sentences(text: str) -> list[str]:
    parts: list[str] = []
    start = 0
    for stop in STOP.finditer(text):
        if _is_shortened(text[start : stop.start()], text[stop.end() :]):
            continue
        parts.append(text[start : stop.start()])
        start = stop.end()
    return [part for part in (*parts, text[start:]) if part.strip()]


def _is_shortened(before: str, after: str) -> bool:
    """Say whether a full stop shortens a word: "agr. workers", "Brgy. 105", "Dir. asked"."""
    if not before.endswith("."):
        return False
    if SHORTENED.search(before):
        return True
    word = re.search(r"([^\W\d_]+)\.$", before)
    if word is None or len(word[1]) > 5 or word[1].isupper() or not after[:1]:
        return False
    is_odd = not is_english(word[1].lower())
    return is_odd and not after[:1].isupper() or len(word[1]) < 4 and after[:1].isdigit()


def _without_label(part: str) -> str:
    if theme := THEME.match(part):
        return f"the theme {part[theme.end() :]}"
    part = NEEDS.sub("the need for ", LABEL.sub("", part.strip()))
    part = re.sub(r"^(agreed|decided):", r"\1 on", part, flags=re.I)
    return re.sub(r"^(\w{3,}ed):(?=\s)", r"\1", part)


def _finished(text: str) -> str:
    return finish(re.sub(r"\s*!+$", ".", text.replace(" + ", " and ")))


def _without_whom(fragments: list[Fragment], names: KnownNames) -> list[Fragment]:
    """Return the fragments without those that only name whom the meeting was with."""
    kept = [
        (form, text)
        for form, text in fragments
        if not (
            text[:1].isupper()
            and len(folded_words(text)) > 1
            and set(folded_words(text)) <= names.met
        )
    ]
    return kept or fragments


def _joined(fragments: list[Fragment]) -> tuple[str, str, tuple[str, ...]]:
    forms = [form for form, _text in fragments]
    texts = [text for _form, text in fragments]
    if set(forms) == {"infinitive"}:
        return "infinitive", join_items([texts[0], *(text[3:] for text in texts[1:])]), ()
    if len(set(forms)) == 1:
        return forms[0], join_items(texts), ()
    past = [text for form, text in fragments if form == "past"]
    nominal = [
        gerund_of(text) if form == "infinitive" else text
        for form, text in fragments
        if form != "past"
    ]
    if forms[0] == "past" and OF_TALKING.match(texts[0]) and forms[1:2] != ["past"]:
        return "past", join_items([texts[0], *nominal, *past[1:]]), ()
    if forms[0] == "past":
        return "past", join_items(past), (_also_discussed(nominal),)
    told = tuple(finish(_with_subject(text)) for text in past)
    return "phrase", join_items(nominal), told


def _also_discussed(nominal: list[str]) -> str:
    """Return "The budget was also discussed." of what a line names after what was done."""
    first = tagged(nominal[0])
    end = next((i for i, word in enumerate(first) if word.tag in ("PRP", "PRF")), len(first))
    is_many = len(nominal) > 1 or first[end - 1].tag in ("NN2", "NP2") or " and " in nominal[0]
    text = join_items(nominal)
    return f"{text[:1].upper()}{text[1:]} {'were' if is_many else 'was'} also discussed."


def _with_subject(past: str) -> str:
    verb = past.split(" ")[0]
    return f"It was {past}" if verb in ("agreed", "decided") else f"IOM {past}"


def join_items(items: Sequence[str]) -> str:
    """Return "a, b and c"; a comma before the "and" where an item has one of its own."""
    *before, last = items
    if not before:
        return last
    if any("," in item for item in before) and len(items) > 2:
        return f"{'; '.join(before)}; and {last}"
    has_and = any(" and " in item for item in items)
    return f"{', '.join(before)}{',' if has_and else ''} and {last}"


def _as_told(part: str) -> str:
    """Return "The boilers were delivered" for "Boilers delivered"; nothing where it is no such note."""
    words = tagged(part.rstrip(" ."))
    at = next((i for i, word in enumerate(words) if word.tag == "VVN"), 0)
    if not 0 < at < 4 or finite_verb(words) is not None:
        return ""
    noun, after = words[at - 1], words[at + 1 :]
    if noun.tag not in NOUNS or (after and after[0].tag not in ("PRP", "AVP", "AV0", "CRD")):
        return ""
    subject = part[: words[at].start].strip()
    if words[0].tag not in DETERMINERS:
        subject = f"The {subject[:1].lower()}{subject[1:]}"
    verb = "were" if noun.tag == "NN2" else "was"
    return f"{subject} {verb} {part[words[at].start :]}"


def _as_due(part: str, names: KnownNames) -> str:
    """Return "A concept note is due by 25 April." for "Concept note by 25 April"."""
    found = DUE.match(part)
    words = tagged(found["what"]) if found else ()
    if not found or not words or form_of(words) != "phrase" or finite_verb(words) is not None:
        return ""
    if any(word.tag in ("VVG", "VVN", "VVI", "TO0") for word in words) or not words[-1].is_noun:
        return ""
    verb = "are" if words[-1].tag == "NN2" else "is"
    return finish(f"{with_articles(lowered(found['what'], names))} {verb} due by {found['date']}")


def _as_counted(part: str) -> str:
    """Return "50 kits were handed over" for "50 kits handed over"."""
    words = tagged(part.rstrip(" ."))
    at = next((i for i, word in enumerate(words) if "VVN" in classes_of(word.text)), 0)
    if not 1 < at < 5 or words[0].tag != "CRD" or words[at - 1].tag != "NN2":
        return ""
    is_all = all(word.tag == "AVP" for word in words[at + 1 :])
    if not is_all or words[at].text == "returned":  # nobody says by whom
        return ""
    return f"{part[: words[at].start]}were {part[words[at].start :]}"


def _tells_of_one_thing(part: str) -> bool:
    """Say whether a note is closed with a full stop and tells of one thing: "Ambulance donated to a hospital."."""
    words = tagged(part)
    is_one = words[0].tag == "NN1" and is_countable(words[0].text) and words[1].tag == "VVN"
    return part.endswith(".") and is_one


def _read(part: str, names: KnownNames) -> list[Fragment]:
    """Return [(form, text)] of one sentence or fragment."""
    bare = part.rstrip(" .!?;:,…")
    words = tagged(masked(bare))
    if not words:
        return [("phrase", part.strip(" .!?"))]
    if words[0].text.lower() in ("please", "pls", "plz"):
        return [("unsure", bare)]
    pieces = _pieces(bare)
    verb = _main_verb(words, pieces)
    notes = _separated(bare)
    if verb is not None and len(notes) > 1 and not _goes_on(notes[-1]):
        return [one for note in notes for one in _read(note, names)]
    if parted := _at_colon(bare):
        return [one for side in parted for one in _read(side, names)]
    if verb is None and _is_to_do(words):
        return [("sentences", f"{bare[: words[1].start]}is {bare[words[1].start :]}")]
    if verb is not None and _is_spliced(pieces):
        return [one for piece in pieces for one in _read(piece, names)]
    if verb is not None:
        told = with_articles(part, begins="sentence", met=names.met)
        return [("sentences", _with_articles_of_posts(told, names))]
    return _read_fragments(bare, names)


def _goes_on(note: str) -> bool:
    """Say whether words after a dash go on with what stood before it: "the centre - new - has 40 beds"."""
    words = tagged(masked(note))
    return bool(words) and words[0].tag in TOLD


def _with_articles_of_posts(text: str, names: KnownNames) -> str:
    """Return "The Mayor of Has wants a school and the Ambassador agreed" of notes without the article."""
    words = tagged(masked(text))
    for at in reversed(range(len(words) - 1)):
        is_first = at == 0 or words[at - 1].text in ("and", "but", "that", ";")
        if not is_first or at and words[at].text.islower():
            continue
        head = at + (
            _is_plain(words[at]) and _is_plain(words[at + 1]) and _is_person(words[at + 1])
        )
        is_of = head + 1 < len(words) and words[head + 1].tag == "PRF"
        end = _end_of_name(words, head) if is_of else head + 1
        verb = words[end] if end < len(words) else None
        goes_on = any(word.is_letters for word in words[end + 1 :])
        is_told = verb is not None and verb.tag in TOLD and goes_on
        is_first_of = at == 0 and is_of and _is_plain(words[head])
        if not (is_first_of or is_told and _is_one_thing(words[head])):
            continue
        is_post = is_of and words[end - 1].text[:1].isupper() or fold(words[head].text) in names.met
        keeps = at or is_post or head > at and words[head].text[:1].isupper()
        start = words[at].start
        rest = text[start:] if keeps else f"{text[start].lower()}{text[start + 1 :]}"
        text = f"{text[:start]}{'the' if at else 'The'} {rest}"
    return text


def _is_plain(word: Word) -> bool:
    return word.tag in ("NN1", "AJ0", "NP0") and bool(classes_of(word.text))


def _is_person(word: Word) -> bool:
    return "person" in kinds_of(word.text) and word.tag in ("NN1", "AJ0", "NP0")


def _is_one_thing(word: Word) -> bool:
    """Say whether a word names one person, body or place by what it is: "Mayor", "Chamber", "Hotel"."""
    is_noun = classes_of(word.text)[:1] in (("NN1",), ("AJ0",)) and not word.text[1:].isupper()
    is_of_kind = bool(kinds_of(word.text) & {"person", "group", "artifact", "location", "object"})
    return is_noun and is_of_kind and word.tag != "NN2" and is_countable(word.text)


def _end_of_name(words: tuple[Word, ...], at: int) -> int:
    """Return where the words of "Mayor of Soroca" end, those in small letters that link them included."""
    end = at + 1
    while end < len(words) and (
        words[end].text[:1].isupper() or words[end].text in ("of", "for", "and", "the", "on")
    ):
        end += 1
    return end


def _is_unsure(words: tuple[Word, ...]) -> bool:
    """Say whether words can't be put into a sentence, though they have no subject and verb of their own."""
    first = words[0].text.lower()
    if (
        first == "no"
        or words[-1].tag == "VDN"
        or _names_nothing(words)
        or words[-1].text in LEFT_OVER
    ):
        return len(words) < 2 or words[-2].tag != "AT0"
    if words[0].tag in FINITE or (words[0].tag, *classes_of(first)[:1]) == ("VVZ", "VVZ"):
        return True
    compares = first in ("less", "more", "fewer") and any(word.text == "than" for word in words)
    return compares or is_doubtful(words)


def _names_nothing(words: tuple[Word, ...]) -> bool:
    """Say whether there is no noun: "very well received", "signed"."""
    described = ("AJ0", "AV0", "VVN", "VVD")
    is_bare = all(word.tag in described and classes_of(word.text) for word in words)
    return is_bare and all(word.text.islower() for word in words[1:]) and words[0].text != "Quoted"


def _main_verb(words: tuple[Word, ...], pieces: list[str]) -> int | None:
    """Return where the verb stands that makes the words a sentence."""
    verb = finite_verb(words)
    if verb is None or _is_question(words) or _is_list(pieces, words, verb):
        return None
    return None if _is_participle_of_past(words, verb) else verb


def _is_participle_of_past(words: tuple[Word, ...], verb: int) -> bool:
    """Say whether a verb belongs to a noun in a line that begins with its own: "was told of boats intercepted"."""
    return (
        form_of(words) == "past"
        and words[verb].tag == "VVD"
        and "VVN" in classes_of(words[verb].text)
        and all(word.is_letters and word.tag != "CJC" for word in words[:verb])
    )


def _read_fragments(text: str, names: KnownNames) -> list[Fragment]:
    read: list[Fragment] = []
    for item in map(_item, _separated(text)):
        if read and (whole := with_sum(read[-1][1], item)):
            read[-1] = (read[-1][0], whole)
        elif read and ADDED.match(item) and not WHO_DOES.match(item):
            read[-1] = (read[-1][0], f"{read[-1][1]}, {item}")
        elif any(map(str.isalnum, item)):
            read += _under_heading(item, names) or _fragments(item, names)
    return read


def _under_heading(item: str, names: KnownNames) -> list[Fragment]:
    """Return "the bridge, including a tent and Wi-Fi" of "Bridge: tent, Wi-Fi"; "publication in October"."""
    heading, colon, rest = masked(item).partition(": ")
    if not colon or len(heading) < 2 or rest[:6] == "Quoted" or ":" in rest:
        return []
    heading, rest = item[: len(heading)], item[len(heading) + 2 :].strip()
    if not 0 < len(heading.split()) < 5 or not rest or form_of(tagged(heading)) != "phrase":
        return []
    if re.fullmatch(rf"(?:\d{{1,2}} )?(?:{'|'.join(sorted(MONTHS))})(?: 20\d\d)?", rest):
        link = "on" if rest[0].isdigit() else "in"
        return [_fragment(f"{heading} {link} {rest}", names)]
    parts = _fragments(rest, names)
    if not parts or {form for form, _text in parts} != {"phrase"}:
        return [_fragment(heading, names), *parts] if parts else []
    head = tagged(heading)[-1]
    if heading == "IOM":
        return parts
    are_many = head.tag == "NN2" and main_kind(head.text) in (
        "artifact",
        "group",
        "location",
        "person",
    )
    is_name = all(word[:1].isupper() for word in heading.split()) and keeps_capital(head.text)
    if are_many or is_name:
        named = _fragment(heading, names)
        has_and = len(parts) == 1 and " and " in parts[0][1]
        return [("phrase", f"{named[1]}, {parts[0][1]}")] if has_and else [named, *parts]
    return [
        (
            "phrase",
            f"{_fragment(heading, names)[1]}, including {_row([text for _form, text in parts])}",
        )
    ]


def _item(text: str) -> str:
    """Return an item of a list without what only leads to it or closes it."""
    item = clean(AND_SO_ON.sub("", ON_TOPIC.sub("", LABEL.sub("", text))))
    item = FOLLOWING_UP.sub("follow-up on ", LEADS_TO.sub("", item))
    item = re.sub(r"\s*[!?]+(?=[)\s]|$)", "", _as_indirect(item)).rstrip(".…: ")
    item = re.sub(
        r"^(follow) up(?=$| (?:after|before|by|call|in|meeting|next|of|visit)\b)",
        r"\1-up",
        LOOSE_AND.sub("", item),
        flags=re.I,
    )
    return dated(item)


def _is_spliced(pieces: list[str]) -> bool:
    """Say whether commas part what stands alone: "met the Mayor, training starts in May", "school in X, kids drew"."""
    first = tagged(masked(pieces[0]))
    if len(pieces) < 2:
        return False
    if form_of(first) == "past" or any(ON_TOPIC.match(piece) for piece in pieces[1:]):
        return True
    if finite_verb(first) is not None or not first:
        return False
    is_note = first[0].is_noun or first[0].tag in ("AJ0", "CRD", "DT0")
    if not is_note and first[-1].text not in LEFT_OVER:
        return False
    later = [tagged(masked(piece)) for piece in pieces[1:]]
    whole = [words for words in later if finite_verb(words) is not None]
    return bool(whole) and all(words[0].is_noun or words[0].tag == "PNP" for words in whole)


def _is_to_do(words: tuple[Word, ...]) -> bool:
    """Say whether the words tell who is to do something: "IOM to share the draft"."""
    if len(words) < 4 or words[1].text != "to" or not INFINITIVES & set(classes_of(words[2].text)):
        return False
    is_name = any(map(str.isupper, words[0].text[1:]))
    return is_name and words[2].tag in INFINITIVES


def _separated(text: str) -> list[str]:
    """Return the text cut at dashes, pluses, slashes; not inside quotes or brackets."""
    hidden = masked(text)
    items, start = [], 0
    for found in SEPARATOR.finditer(text):
        if hidden[found.start() : found.end()] == found.group():
            items.append(text[start : found.start()])
            start = found.end()
    return [item for item in (*items, text[start:]) if item.strip()]


def _as_indirect(text: str) -> str:
    """Return "how IOM can help" for "How can IOM help"."""
    return DIRECT.sub(r"\1 \3 \2", text)


def _is_question(words: tuple[Word, ...]) -> bool:
    """Say whether the line names a question: "how the shelter works"."""
    asks = ("whether", "how", "why", "what", "which", "who", "where")
    return words[0].tag in ("AVQ", "DTQ", "PNQ") or words[0].text.lower() in asks


def _is_list(pieces: list[str], words: tuple[Word, ...], verb: int) -> bool:
    """Say whether what looks like a verb belongs to a noun of a list: "minors returned from Greece, school, food"."""
    if len(pieces) < 3 or words[verb].tag != "VVD" or "VVN" not in classes_of(words[verb].text):
        return False
    after = words[verb + 1].tag if verb + 1 < len(words) else ""
    bare = [piece for piece in pieces[1:] if not ADDED.match(piece)]
    return after == "PRP" and len(bare) > 1 and not any(map(_has_finite_verb, bare))


def _has_finite_verb(piece: str) -> bool:
    return finite_verb(tagged(masked(piece))) is not None


def _at_colon(text: str) -> tuple[str, str] | None:
    """Return "reverse flow" and "IOM needs beds" of "reverse flow: IOM needs beds"."""
    before, colon, after = text.partition(": ")
    if not colon or _has_finite_verb(before) or not _has_finite_verb(after):
        return None
    return (before, after)


def _pieces(text: str) -> list[str]:
    """Return what commas part, what only adds to a piece left with it."""
    pieces: list[str] = []
    for piece in _at_commas(text):
        if pieces and ADDED.match(piece):
            pieces[-1] += f", {piece}"
        else:
            pieces.append(piece)
    return pieces


def _fragments(item: str, names: KnownNames) -> list[Fragment]:
    """Return the forms of the pieces between commas, those that only add to one before joined to it."""
    pieces: list[str] = []
    run = 0
    sides = [
        (side, at) for part in _at_commas(item) for at, side in enumerate(_at_plus(part, names))
    ]
    for piece, is_side in sides:
        if is_side:
            pieces.append(piece)
        elif pieces and (whole := with_sum(dated(pieces[-1]), piece)):
            pieces[-1] = whole
        elif pieces and (ADDED.match(piece) or _is_participle(piece, pieces[0])):
            pieces[-1] += (" " if re.match(r"(?:and|or)\b", piece) else ", ") + piece
        elif pieces and _go_on_naming(pieces[-1], piece):
            run += 1
            pieces[-1] += f", {piece}"
            continue
        else:
            pieces.append(piece)
        run = _with_and(pieces, run)
    _with_and(pieces, run, at=-1)
    if len(pieces) == 2 and SET_BEFORE.match(pieces[0]):
        pieces = [f"{pieces[1]} {pieces[0][:1].lower()}{pieces[0][1:]}"]
    form = form_of(tagged(masked(pieces[0])))
    has_and = len(pieces) > 1 and " and " in pieces[-1]
    if has_and and form == "infinitive" and re.match("to ", pieces[0], re.I):
        return [_fragment(", ".join(pieces), names)]
    if has_and and form in ("phrase", "gerund") and not _is_whole(pieces[-1]):
        *before, last = pieces
        read = [_fragment(piece, names)[1] for piece in before]
        return [("phrase", f"{', '.join(read)}, {lowered(last, names)}")]
    return _with_objects(_alike([_fragment(piece, names) for piece in pieces], pieces))


def _alike(fragments: list[Fragment], pieces: list[str]) -> list[Fragment]:
    """Return fragments with each piece that may be a verb read as the others are: "visit site, set up office"."""
    forms = {form for form, _text in fragments}
    made = []
    for (form, text), piece in zip(fragments, pieces, strict=True):
        words = tagged(masked(piece))
        if "past" in forms and words[0].text in SAME_IN_PAST:
            made.append(("past", text.removeprefix("to ")))
        elif "infinitive" in forms and form != "infinitive" and is_bare_verb(words, OFTEN):
            made.append(
                ("infinitive", with_articles(f"to {piece[:1].lower()}{piece[1:]}", begins="verb"))
            )
        else:
            made.append((form, text))
    return made


def _with_objects(fragments: list[Fragment]) -> list[Fragment]:
    """Return what was done and the rest of what it was done to as one: "saw the port", "a ship"."""
    put: list[tuple[str, list[str]]] = []
    for form, text in fragments:
        is_after_past = bool(put) and put[-1][0] == "past"
        if is_after_past and form == "phrase":
            put[-1][1].append(text)
        elif is_after_past and form == "unsure" and text.startswith("will "):
            put.append(("past", [text]))
        else:
            put.append((form, [text]))
    return [(form, _row(texts)) for form, texts in put]


def _row(texts: list[str]) -> str:
    """Return "a, b and c" of "a", "b", "c" as of "a", "b and c"."""
    if len(texts) > 1 and " and " in texts[-1] and not _is_whole(texts[-1]):
        return ", ".join(texts)
    return join_items(texts)


def _is_participle(piece: str, first: str) -> bool:
    """Say whether a piece only says what became of the one before: "minors in Korça, returned from Greece"."""
    words = tagged(masked(piece))
    is_one = len(words) > 1 and words[1].tag == "PRP" and form_of(words) == "past"
    return is_one and form_of(tagged(masked(first))) != "past"


def _is_whole(piece: str) -> bool:
    """Say whether the "and" of a piece belongs within it: "search and rescue at sea"."""
    after = piece.rsplit(" and ", 1)[1]
    return len(after.split()) > 3 and len(piece.split(" and ")[0].split()) > 3


def _with_and(pieces: list[str], run: int, at: int = -2) -> int:
    """Put "and" into the run of names that ended, "Germany, UK": return the length of the run, now 0."""
    if run and len(pieces) >= -at and " and " not in pieces[at]:
        before, _comma, last = pieces[at].rpartition(", ")
        pieces[at] = f"{before} and {last}"
    return 0


def _go_on_naming(before: str, piece: str) -> bool:
    """Say whether two pieces are names of one row: "returnees from Germany", "UK"."""
    last, first = before.split()[-1], piece.split()[0]
    if len(before.split()) < 2 or not (last[:1].isupper() and first[:1].isupper()):
        return False
    is_place = first[1:].islower() or len(first) == 2  # "Nepal", "UK"; not "AVRR"
    return is_place and keeps_capital(last) and keeps_capital(first)


def _at_commas(text: str) -> list[str]:
    parts, depth, start = [], 0, 0
    quoted = False
    for at, char in enumerate(text):
        depth += (char in "([{“«") - (char in ")]}”»")
        quoted ^= char == '"'
        if char == "," and depth <= 0 and not quoted and not text[at + 1 : at + 2].isdigit():
            parts.append(text[start:at])
            start = at + 1
    return [part.strip() for part in (*parts, text[start:]) if part.strip()]


QUOTED_THING = re.compile(r"[a-zA-Z]?[a-z ]*\b(?P<noun>[a-z]{3,}) [“\"][^”\"]+[”\"]$")
NAMED_THING = re.compile(
    r"[A-Z][\w+-]*(?: (?:[A-Z][\w+-]*|\d+|and|for|in|of|the|to))+"
    r" (?:app|award|campaign|fund|initiative|network|platform|portal|programme|project|scheme)\b"
)


def _at_plus(piece: str, names: KnownNames) -> list[str]:
    """Return what a plus parts; "identification and referral" stay together behind "cooperation in"."""
    if " + " not in masked(piece):
        return [piece]
    sides = piece.split(" + ")
    first = tagged(masked(sides[0]))
    is_open = form_of(first) != "phrase" or any(word.tag in ("PRP", "PRF") for word in first)
    is_title = all(word.text[:1].isupper() for side in sides for word in tagged(side))
    if is_title and is_titled(sides[-1].split()[-1]):
        return [f"the {join_items(sides)}"]
    return (
        [join_items([sides[0], *(lowered(one, names) for one in sides[1:])])] if is_open else sides
    )


def _placed(piece: str, names: KnownNames) -> str:
    """Return "staffing in Kakuma" of "staffing Kakuma", without the place where the meeting was."""
    found = AT_END.search(piece)
    place = fold(found["place"]) if found else ""
    if not found or place not in names.places | names.here:
        return piece
    noun = tagged(piece[: found.start()])[-1]
    kind = main_kind(noun.text) or ("" if noun.tag != "NN2" else "act")
    if not noun.is_noun or kind in ("", "artifact", "group", "location", "person"):
        return piece
    return piece[: found.start()] + ("" if place in names.here else f" in {found['place']}")


def _begins_as_verb(words: tuple[Word, ...], names: KnownNames) -> bool:
    """Say whether the name of a thing begins with a verb: "Connect Albania 2 platform", not "Visit Kukes project"."""
    is_verb = bool({"VVI", "VVB"} & set(classes_of(words[0].text)))
    after = words[1].text
    return is_verb and not after.isupper() and fold(after) not in names.places


def _fragment(piece: str, names: KnownNames) -> Fragment:
    piece = _placed(with_measure(dated(piece)), names)
    words = tagged(masked(piece))
    form = form_of(words) if words else "phrase"
    if form == "past" and (found := AT_PLACE.search(piece)) and fold(found["place"]) in names.here:
        piece = piece[: found.start()]
    if (found := NAMED_THING.match(piece)) and _begins_as_verb(words, names):
        return "phrase", f"the {found.group()}{with_articles(piece[found.end() :], begins='rest')}"
    is_name = piece.split(" ")[0] in names or fold(words[0].text) in names.places if words else True
    if (found := QUOTED_THING.match(piece)) and words[0].tag not in DETERMINERS:
        is_one = is_countable(found["noun"]) and words[-2].tag == "NN1"
        return "phrase", f"the {lowered(piece, names)}" if is_one else lowered(piece, names)
    if form == "phrase" and len(words) > 1 and (verb := DONE.get(words[-1].text)):
        return "past", with_articles(
            f"{verb} {lowered(piece[: words[-1].start].strip(), names)}", begins="verb"
        )
    if form == "phrase" and not is_name and _is_unsure(words):
        return "unsure", lowered(piece, names)
    if form == "gerund" and (aim := AIMS.get(words[0].text.lower())):
        return "infinitive", in_small_case(f"to {aim} {piece[words[1].start :]}", names)
    if form in ("infinitive", "past", "gerund") and not GERUND_OF.match(piece):
        text = piece[:1].lower() + piece[1:]
        if form == "infinitive" and words[0].text.lower() != "to":
            text = f"to {text}"
        text = with_articles(text, begins="verb")
        return form, in_small_case(text, names)
    if GERUND_OF.match(piece):
        return "phrase", in_small_case(f"the {lowered(piece, names)}", names)
    told = with_articles(lowered(piece, names))
    return "phrase", in_small_case(told, names)
