"""What offices and their partners settle among themselves: money that lacks, open tasks, accusations. Pure.

Public programmes and aggregate figures are none of it: "the funding gap of the Response Plan", "anti-corruption
training". It finds too much rather than too little, since a question is all that follows.
"""

import re

_WHOSE = r"(?:the |our |their |its |an? |IOM(?:['’]s)? )?"
_BODIES = (
    r"(?:police|guards?|officers?|officials?|soldiers?|army|authorities|staff|director|mayor|minister|ministry|agency"
    r"|NGOs?|partners?|municipality|contractors?|company|employers?|management)"
)
_THINGS = (
    r"(?:cars?|vehicles?|laptops?|computers?|printers?|desks?|chairs?|phones?|tablets?|diesel|fuel|tyres?"
    r"|furniture|generators?|batter(?:y|ies))"
)
_PATTERNS = (
    # Money that lacks.
    r"\b(?:funding|budget|financial|salary) (?:gaps?|cuts?|cris[ie]s|shortfalls?|problems?|difficult\w+)\b",
    r"\b(?:runs?|ran|running|out) (?:out )?of (?:money|funds|funding|cash)\b",
    r"\black(?:s|ed|ing)? (?:of )?(?:funds|funding|money|cash)\b|\b(?:no|without) (?:more )?(?:money|funds|funding)\b",
    r"\b(?:can['’]?t|cannot|could not|unable to) pay (?:the |their |its )?(?:rent|salar\w+|staff|wages|bills)\b",
    r"\bowes? (?:the|us|them|him|her|it|IOM)\b|\bdebts? of (?:the )?(?:partner|NGO|association|foundation)\b",
    r"\b(?:lay|laying)[- ]?offs?\b|\blaid off\b|\bredundanc\w+|\blet(?:ting)? (?:\w+ )?go \d",
    r"\bunpaid (?:salaries|rent|bills|invoices)\b|\barrears\b",
    r"\b(?:our|IOM['’]s|office|mission) (?:own )?(?:funding|finances|budget)\b",
    r"\bfunding (?:ends?|stops?|ended|runs out)\b",
    r"\b(?:regional office|HQ|headquarters)\b.{0,40}\b(?:funding|budget|staffing)\b",
    r"\b(?:project|extension|grant|funding|budget|proposal) (?:is |are )?not (?:yet )?(?:approved|agreed|signed)\b",
    # Tasks that are open.
    r"\bto be (?:invited|arranged|informed|called|asked|reminded|checked|clarified|sent|confirmed|fixed|paid|chased)\b",
    r"\b(?:still )?no (?:answer|reply|response|reaction|feedback)(?: yet| so far| from\b|$)|\bcalled again\b",
    r"\b(?:waiting|waits) for (?:an? |the |their |his |her )?(?:answer|reply|response|signature)\b",
    rf"\b(?:follow(?:ed)?[- ]up|reminded them|chas(?:ed|ing)) (?:on|about|after) {_WHOSE}"
    r"(?:letter|email|e-mail|invoice)(?! of intent)\b",
    rf"\b(?:list of needs|wish[- ]?list|shopping list)\b|\bneeds?:? (?:\w+ )?{_THINGS}\b(?! (?:repair|sharing))",
    rf"\b(?:asked|asks|request\w*|needs?|wants?)\b[^,;]{{0,20}}\b{_THINGS}\b[^,;]{{0,12}}\b(?:office|team|mission)\b",
    r"\b(?:is|are|was|were|still) (?:again )?(?:down|broken|out of order)\b(?! by)",
    r"\bstaff (?:changes?|turnover|shortages?|cuts?)\b(?! in (?:the )?(?:health|care|education))",
    # What one says of others.
    rf"\b{_BODIES} (?:beat|beats|hit|stole|abus\w+|threaten\w+|extort\w+)\b|\b(?:beatings?|ill-treatment|abuses?) by\b",
    r"\bpush-?backs? (?:by|at|from|to|on)\b",
    rf"\b(?:corruption|bribery|bribes|theft|fraud|misuse) (?:of|by|in|at) (?:the |our |some )?(?:[\w-]+ )?{_BODIES}\b",
    r"\b(?:theft|stealing) of\b(?! (?:land|wages|identity))",
    rf"\binvestigat(?:es?|ed|ing|ions? (?:of|into|against)) (?:the |an? )?(?:[\w-]+ )?{_BODIES}\b",
    r"\b(?:hunger strikes?|suicides?|riots?) (?:at|in)\b|\bsuicide attempts?\b",
    r"\b(?:sexual (?:harassment|abuse|violence)|rape|abuse|violence) (?:at|in|inside) (?:the|our|one|an?) "
    r"(?:\w+ )?(?:cent(?:re|er)|shelter|camp|facility|office|school)\b",
    rf"\bcomplain(?:ed|s|ing) (?:about|of|that)\b|\bcomplaints? (?:about|on|against) (?:the |our |some )?{_BODIES}\b",
    r"\b(?:unhappy|not happy|dissatisfied|annoyed|angry|upset|furious|disappointed) (?:with|about|at|over)\b",
    rf"\b(?:tensions?|conflicts?|quarrels?|rows?|disputes?) (?:between|with|among) (?:the )?(?:two )?{_BODIES}\b",
    r"\b(?:doesn['’]t|does not|don['’]t|do not) want (?:the )?(?:press|media|public|this|it)\b",
)
_INTERNAL = re.compile("|".join(f"(?:{one})" for one in _PATTERNS), re.I)
_MONEY = re.compile(r"funding|budget|financial|funds|money", re.I)
_PUBLIC = re.compile(
    r"\b(?:plans?|appeals?|response|sectors?|strateg\w+|programmes?|surveys?|census|budget of the (?:state|country)"
    r"|humanitarian|global|national|public)\b",
    re.I,
)


def internal_matter(part: str) -> str:
    """Return what in a part of a line is settled among colleagues; nothing of public programmes."""
    found = _INTERNAL.search(part)
    if found is None or (_MONEY.search(found.group()) and _PUBLIC.search(part)):
        return ""
    return found.group().strip()
