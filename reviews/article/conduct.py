"""Words of a line on how a meeting went, how those met behaved, and what its writer is unsure of. Pure."""

import re

from reviews.article.few_people import any_of

DEGREE = r"(?:(?:a bit|a little|very|really|so|quite|rather|too|pretty|just|not|all) )*"
THEY = rf"(?:he|she|they|(?:(?:the|their|his|her) )?(?:deputy |vice[- ]?)?(?:{any_of('judged')}|deputy))"
NOT = (
    r"(?:(?:do|does|did|would|will|could|can|is|are) not|(?:do|does|did|would|wo|could|ca|is|are)n['’]?t|cannot"
    r"|never|refuses? to)"
)
MEETING = (
    r"(?:it|this|that|all|everything|meeting|visit|call|event|talks?|discussions?|training|session|workshop|lunch"
    r"|dinner|evening|day|trip|launch|ceremony|interview|presentation)"
)
REFUSAL = (
    rf"{any_of('refusals')}\b(?= (?:to|our|the|us|IOM|at|out|off|that|it|any|again|all|me|him|her|them)\b|\W*$|,)"
    r"(?! asylum| cases| applications)"
)
# What is told of those met.
_OF_THEM = (
    rf"(?:\w+ )?{REFUSAL}",
    r"did (?:nothing|little)\b",
    rf"{NOT} (?:\w+ ){{0,2}}?{any_of('unwilling')}\b",
    rf"(?:was|were|is|are|came|seemed) (?:{DEGREE}|late and |badly )(?:un|ill[- ])(?:prepared|willing|helpful"
    r"|interested|friendly|cooperative|informed|happy|aware)\b",
    rf"(?:was|were|is|are) {DEGREE}(?:not |badly |poorly )"
    r"(?:prepared|interested|aware|informed|happy|there|ready)\b",
    rf"(?:was|were|came|arrived|is) {DEGREE}late\b",
    r"(?:is|are|was|were) (?:hiding|lying|stealing|cheating|covering up|against)\b",
    r"(?:admits?|admitted|confess\w+|complain\w*)\b",
)
_PATTERNS = (
    rf"\b{THEY} (?:{'|'.join(_OF_THEM)})",
    # How it went.
    rf"(?:^|[,;.–-]|\band|\b{MEETING}) ?(?:\w+ )?(?:went|ended|finished|turned out) {DEGREE}{any_of('went')}\b",
    rf"\b{MEETING} (?:was|were|is) {DEGREE}(?:(?:a|an|the) )?(?:\w+ )?{any_of('outcomes')}\b",
    rf"\b{MEETING} (?:was|were) {DEGREE}{any_of('moods')}\b",
    rf"^\W*{MEETING} (?:was|is|were|seemed) {DEGREE}[a-z]+\W*$",
    r"\b(?:no[ -]?one|nobody|none of them|only one)\b (?:\w+ )?(?:came|showed|turned|answered|attended|listened)\b",
    rf"^\W*(?:an? |the )?{DEGREE}{any_of('moods')} (?:but|and|,|{MEETING}|atmosphere|mood|exchange|tone)\b",
    r"^\W*(?:great|good|bad|sad|big) news\W*$",
    r"\b(?:good|bad|poor|no|great) (?:chemistry|vibes?|atmosphere|mood)\b",
    r"\b(?:it|this|that) (?:could|should|might) have been\b|\bmoney back\b",
    # How those met behaved.
    r"\b(?:turned (?:us|me|IOM) (?:down|away|off)|kept (?:us|me) waiting|let (?:us|me|IOM) down)\b",
    rf"\b(?:arguments?|quarrels?|clash(?:es)?|rows?|falling[- ]out|fell out) with {THEY}\b",
    r"\b(?:is|are|was|were) (?:jealous|envious|afraid|tired|suspicious) of (?:our|us|IOM)\b",
    rf"\b{any_of('support_roles')}s? (?:crashed|quit|resigned|stole|left us|is sick|is ill)\b",
    rf"^\W*{REFUSAL}",
    # "He is against it", "she complained": only what an office does may be told of him or her.
    r"\b(?:he|she)(?:['’](?:s|d|ll))? (?!(?:(?:also|then|now|only|first|later|warmly|kindly|therefore) )*"
    rf"{any_of('official_acts')}\b)[a-z]",
    r"\bfell asleep\b|\b(?:is|are) (?:an? )?(?:liars?|crooks?|thie(?:f|ves))\b",
    r"\ba bribe\b|\bbribed\b|^\W*rumou?rs?\W|\brumou?red\b|\bheard that\b|\b(?:said|told us|mentioned) privately\b",
    # What is said to colleagues, or of oneself.
    r"\b(?:pls|plz)\b|^\W*(?:[A-Z]\w+,? )?(?:please|kindly)\b(?!-)",
    r"\b(?:I|we) (?:forgot|lost|missed|overslept|misunderstood|mixed up|messed up|had to (?:wait|leave))\b",
    # What is not sure, or is asked.
    r"\b(?:not (?:so |very |really |quite |at all )?(?:sure|clear|certain)|unsure|no idea|who knows|hard to say)\b",
    r"\b(?:I|we|they|he|she|IOM) (?:\w+ )?(?:doubts?|guess(?:es)?|suspects?)\b",
    r"\b(?:maybe|perhaps|possibly|probably) (?:he|she|they|it|we|I)\b",
    r"^\W*(?:who|what|why|where|when|how|which|whether|will|would|can|could|shall|do|does|did|is|are|was|were|has|have)"
    r"\b[^?]*\?",
)
CONDUCT = re.compile("|".join(f"(?:{one})" for one in _PATTERNS), re.I)
# What is handed on in trust: "he said in confidence", "entre nous".
IN_TRUST = re.compile(
    r"\b(?:said|told|shared|mentioned|learned|heard|asked)\b[^;.]{0,30}\bin (?:strict )?confidence\b|\bconfidentially\b"
    r"|^\W*in (?:strict )?confidence\b|\bentre nous\b|\bbetween (?:you and me|us)\b(?! and)"
    r"|\bstrictly internal\b|^\W*internal(?=\s*[-–:])|^\W*(?:very |highly )?(?:sensitive|delicate)(?=\s*[!:–-])"
    r"|\boff[- ](?:the[- ])?record\b|\b(?:keep|stays?|remains?)\b[^;.]{0,20}\b"
    r"(?:internal|secret|among us|in the room)\b"
    r"|\b(?:not|never) to be (?:mentioned|quoted|reported|minuted|repeated|attributed|named)\b"
    r"|\bnot for (?:the )?(?:article|newsletter|website|web|minutes|record|quotation|attribution|circulation)\b"
    r"|\bfor (?:your )?(?:background|eyes|information) only\b|\bhush[- ]hush\b",
    re.I,
)
