"""The items that a public line holds, each with its form: a phrase, what was done, a whole sentence. Pure."""

import re

from reviews.article.articles import is_titled, masked, with_articles
from reviews.article.clauses import (
    INFINITIVES,
    OBJECTS,
    OFTEN,
    SAME_IN_PAST,
    finite_verb,
    form_of,
    is_bare_verb,
)
from reviews.article.grammar import clean, finish
from reviews.article.known_names import KnownNames, folded_words
from reviews.article.line_figures import IS_PHASE, aged, dated, in_figures, phase_of, with_sum
from reviews.article.line_fragments import LEFT_OVER, Fragment, read_fragment
from reviews.article.line_joins import JOINED, has_whole_and, join_items, join_row
from reviews.article.noun_phrases import lowered
from reviews.article.nouns import main_kind
from reviews.article.word_classes import (
    FINITE,
    MONTHS,
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
    r"(?<=[.!?…])[\"”’)]*\s+(?=[^\W_]|[\"“(@])|(?<=[a-z]{3}[.!?])(?=[A-Z][a-z])|\s*;\s*|\s*\n\s*"
)
SEPARATOR = re.compile(
    r"\s+[-–—]+\s+|\s*[•·|]\s*|\s+/\s*|(?<=[a-z])/\s+|\s*//+\s*|…\s*|\s*\.{2,}\s*"
)
LABEL = re.compile(
    r"^(?:(?:same )?topics?|agenda|subjects?|themes?|re|about|discussions?|discussed|(?:main |key )?points?|purpose"
    r"|issues?|aob)(?: discussed)?\s*:\s*",
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
WHO_DOES = re.compile(
    r"(?:who|where|what|how|when) (?:does|pays|leads|goes|is|will|can|to)\b", re.I
)
# "IOM presented its work and Ambassador asked for more"
BARE_POST = re.compile(
    r"(?<=[a-z],|.[a-z]) (and|but|that) "
    r"(?=(?:Ambassador|Chair|Director|Governor|Mayor|Minister|Prefect|President|Rector) (?!of\b)[a-z])"
)
# What a list goes on with in another form: ", and discussed a shared form", ", and to divide the districts".
AND_VERB = re.compile(r"and (?:discussed (?=\w)|(?=to [a-z]+ [a-z]))", re.I)
# "The Governor confirms 1,300 families"
SAYS = re.compile(
    r"^(?P<who>(?:The )?[A-Z][\w-]+(?: [A-Z][\w-]+){0,3}) (?P<says>agree|ask|confirm|explain|offer|pledge|promise"
    r"|propose|request|stresse|suggest|thank|welcome)s(?= [a-z\d])"
)
IS_DAY = re.compile(rf"\d{{1,2}} (?:{'|'.join(sorted(MONTHS))})(?: 20\d\d)?")
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
# A heading that says with whom: "Partners: joint proposal".
MET_BESIDE = frozenset({"colleagues", "counterparts", "partners"})
NEEDS = re.compile(r"^needs?\s*:\s*", re.I)
FOLLOWING_UP = re.compile(r"^following[- ]up on\s+(?=\w)", re.I)
# A verb of doing that only leads to the matter.
LEADS_TO = re.compile(
    r"^(?:looking at|thinking (?:about|of)|talking about|discussing)\s+(?=\w)", re.I
)
# Two names that a dash joins: "cooperation IOM - MINT".
BETWEEN = re.compile(
    r"\b(?P<noun>agreement|collaboration|cooperation|coordination|dialogue|exchange|partnership|relations)"
    r" (?P<one>[A-Z][\w.]*) ?[-–/] ?(?P<other>[A-Z][\w.]*)(?= ?(?:[,;.]|$| (?:for|in|on)\b))"
)
# What one in a meeting says of the host of the meeting.
EXCELLENCY = re.compile(r"\bH\.? ?E\.?(?= [a-z]|['’]s |[,;.]? ?$)")
WITH_PARTNER = re.compile(
    r"(?P<verb>[a-z]+ed) with (?:the |our )?(?P<who>[\w.'’ -]{2,60}?) (?=(?:about|how|on|that|to|the|an?|[a-z]+ing)\b)"
)
OF_EXCELLENCY = (
    "Ambassador",
    "High Commissioner",
    "Minister",
    "Governor",
    "President",
    "Consul General",
)


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
        items += [
            (form, _finished(text) if form == "sentences" else text)
            for form, text in _read(part, names)
        ]
    return _once(_without_whom(_without_partner(_with_pasts(items), names), names))


def _with_host(text: str, names: KnownNames) -> str:
    """Return "congratulated the Ambassador" of "congratulated H.E." where the one met is one."""
    posts = [post for post in OF_EXCELLENCY if set(folded_words(post)) <= names.met]
    if len(posts) != 1:
        return text
    return EXCELLENCY.sub(
        lambda found: f"{'The' if found.start() == 0 else 'the'} {posts[0]}", text
    )


def _without_partner(items: list[Fragment], names: KnownNames) -> list[Fragment]:
    """Return "agreed to open a hub" of "agreed with the Governor to open a hub", who is the one met."""

    def without(text: str) -> str:
        found = WITH_PARTNER.match(text)
        is_met = found and set(folded_words(found["who"])) <= names.met | {"mr", "ms", "h", "e"}
        return f"{found['verb']} {text[found.end() :]}" if found and is_met else text

    return [(form, without(text) if form == "past" else text) for form, text in items]


def _with_pasts(items: list[Fragment]) -> list[Fragment]:
    """Return the items of a line that tells what was done, "shared notes" and "will write" read as such too."""
    if not any(form == "past" or text.startswith("will ") for form, text in items):
        return items
    made: list[Fragment] = []
    for form, text in items:
        bare = re.sub(r"^(?:an?|the) ", "", text)
        words = tagged(bare)
        may_be_done = form == "phrase" and len(words) > 1 and words[1].tag in OBJECTS
        if may_be_done and classes_of(words[0].text)[:1] in (("VVN",), ("VVD",)):
            made.append(("past", with_articles(bare, begins="verb")))
            continue
        goes_on = text.startswith("will ") and made and made[-1][0] == "past"
        made.append(("past" if goes_on else form, text))
    return made


def _once(items: list[Fragment]) -> list[Fragment]:
    """Return the items without what was named before."""
    kept: dict[str | int, Fragment] = {}
    for at, (form, text) in enumerate(items):
        kept.setdefault(fold(text) if form in JOINED else at, (form, text))
    return list(kept.values())


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
    return re.sub(r"^(\w{3,}ed|[Mm]et|[Ss]aw|[Hh]eard|[Gg]ave):(?=\s)", r"\1", part)


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


def _read(part: str, names: KnownNames) -> list[Fragment]:
    """Return [(form, text)] of one sentence or fragment."""
    bare = part.rstrip(" .!?;:,…")
    words = tagged(masked(bare))
    if not words:
        return [("phrase", part.strip(" .!?"))]
    if words[0].text.lower() in ("please", "pls", "plz"):
        return [("unsure", bare)]
    pieces = _pieces(bare)
    verb = _main_verb(words, pieces) if words[-1].text != "first" else None
    notes = _separated(bare)
    if verb is not None and len(notes) > 1 and not _goes_on(notes[-1]):
        return [one for note in notes for one in _read(note, names)]
    if parted := _at_colon(bare):
        return [one for side in parted for one in _read(side, names)]
    if verb is None and _is_to_do(words):
        told = f"{bare[: words[1].start]}is {bare[words[1].start :]}"
        return [("sentences", with_articles(told, begins="sentence", met=names.met))]
    if verb is not None and _has_figure_behind(pieces):
        return [*_read(pieces[0], names), *(("unsure", piece) for piece in pieces[1:])]
    if verb is not None and _is_spliced(pieces):
        return [one for piece in pieces for one in _read(piece, names)]
    if verb is not None:
        part = SAYS.sub(_said, part)
        told = _with_second_verb(BARE_POST.sub(r" \1 the ", part), pieces, words[verb])
        return [("sentences", with_articles(told, begins="sentence", met=names.met))]
    return _read_fragments(bare, names)


def _said(found: re.Match[str]) -> str:
    *_others, post = found["who"].split()
    if main_kind(post.rpartition("-")[2].lower()) != "person":
        return found.group()
    verb = found["says"]
    return f"{found['who']} {verb}{'d' if verb.endswith('e') else 'ed'}"


def _with_second_verb(part: str, pieces: list[str], verb: Word) -> str:
    """Return "she thanked IOM and asked for more" of "she thanked IOM, asked for more"."""
    *before, last = pieces
    is_last = part.rstrip(".").endswith(last) and " and " not in last
    if not before or verb.tag != "VVD" or not is_last or form_of(tagged(masked(last))) != "past":
        return part
    return f"{', '.join(before)} and {last}."


def _goes_on(note: str) -> bool:
    """Say whether words after a dash go on with what stood before it: "the centre - new - has 40 beds"."""
    words = tagged(masked(note))
    return bool(words) and words[0].tag in FINITE | {"VVD", "VVN"}


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
        and words[verb].tag in ("VVD", "VVN")
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
    """Return "workers" and "housing" of "Workers: housing"; "publication in October"."""
    heading, colon, rest = masked(item).partition(": ")
    if not colon or len(heading) < 2 or rest[:6] == "Quoted" or ":" in rest:
        return []
    heading, rest = item[: len(heading)], item[len(heading) + 2 :].strip()
    asks = WHO_DOES.match(rest)
    if (
        not 0 < len(heading.split()) < (12 if asks else 6)
        or not rest
        or form_of(tagged(heading)) != "phrase"
    ):
        return []
    if "," in heading:
        return [one for piece in (*_at_commas(heading), rest) for one in _fragments(piece, names)]
    if re.fullmatch(rf"(?:\d{{1,2}} )?(?:{'|'.join(sorted(MONTHS))})(?: 20\d\d)?", rest):
        link = "on" if rest[0].isdigit() else "in"
        return [read_fragment(f"{heading} {link} {rest}", names)]
    if asks:
        return [read_fragment(heading, names), ("phrase", rest)]
    parts = _fragments(rest, names)
    if not parts or {form for form, _text in parts} != {"phrase"}:
        return [read_fragment(heading, names), *parts] if parts else []
    head = tagged(heading)[-1]
    if heading == "IOM" or head.text.lower() in MET_BESIDE:
        return parts  # who was there, which the record says
    are_many = head.tag == "NN2" and main_kind(head.text) in (
        "artifact",
        "group",
        "location",
        "person",
    )
    is_name = all(word[:1].isupper() for word in heading.split()) and keeps_capital(head.text)
    if are_many or is_name:
        named = read_fragment(heading, names)
        has_and = len(parts) == 1 and " and " in parts[0][1]
        return [("phrase", f"{named[1]}, {parts[0][1]}")] if has_and else [named, *parts]
    return [("phrase", f"{lowered(heading, names)}: {lowered(rest, names)}")]  # it is asked about


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


def _has_figure_behind(pieces: list[str]) -> bool:
    """Say whether a count stands behind a whole clause: "the course started, 20 seats"."""
    first = tagged(masked(pieces[0]))
    is_counted = any(word.tag == "CRD" for word in first)
    return (
        finite_verb(first) is not None
        and not is_counted
        and any(p[:1].isdigit() for p in pieces[1:])
    )


def _is_to_do(words: tuple[Word, ...]) -> bool:
    """Say whether the words tell who is to do something: "IOM to share the draft"."""
    if len(words) < 4 or words[1].text != "to" or not INFINITIVES & set(classes_of(words[2].text)):
        return False
    is_name = any(map(str.isupper, words[0].text[1:]))
    is_name |= words[0].tag == "NN1" and main_kind(words[0].text) in ("group", "person")
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
        elif pieces and (whole := _with_figure(pieces[-1], piece)):
            pieces[-1] = whole
        elif pieces and (again := AND_VERB.match(piece)):
            pieces.append(piece[again.end() :])
        elif pieces and not WHO_DOES.match(piece) and _adds_to(piece, pieces[0]):
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
        return [read_fragment(", ".join(pieces), names)]
    if has_and and form in ("phrase", "gerund") and not has_whole_and(pieces[-1]):
        *before, last = pieces
        read = [read_fragment(piece, names) for piece in before]
        told = ", ".join([*(text for _form, text in read), lowered(last, names)])
        is_aim = read[0][0] == "infinitive"  # "hearing drivers about rest, fees and fines"
        return [("infinitive" if is_aim else "phrase", told)]
    return _with_objects(_alike([read_fragment(piece, names) for piece in pieces], pieces))


def _adds_to(piece: str, first: str) -> bool:
    return bool(ADDED.match(piece)) or _is_participle(piece, first)


def _with_figure(before: str, piece: str) -> str:
    """Return a piece with the sum, the age or the day that stands behind its comma; nothing for others."""
    if whole := with_sum(dated(before), piece):
        return whole
    if IS_PHASE.fullmatch(piece) and (phase := phase_of(f"{before} {piece}")):
        return phase
    if age := aged(piece):
        return f"{before} {age}"
    return f"{before} on {piece}" if IS_DAY.fullmatch(piece) else ""


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
    return [(form, join_row(texts)) for form, texts in put]


def _is_participle(piece: str, first: str) -> bool:
    """Say whether a piece only says what became of the one before: "minors in Korça, returned from Greece"."""
    words = tagged(masked(piece))
    is_one = len(words) > 1 and words[1].tag == "PRP" and form_of(words) == "past"
    return is_one and form_of(tagged(masked(first))) != "past"


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
