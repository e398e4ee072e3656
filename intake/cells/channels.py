"""How people met, from the cell of a channel or of a place."""

import re

from stakeholders.vocabulary import pack_phrases
from toolkit.spelling import fold

IN_PERSON, ONLINE, PHONE = "in_person", "online", "phone"  # as engagements.models.Meeting.Channel
WORDS = {
    **dict.fromkeys(
        ("online", "zoom", "teams", "ms teams", "webex", "remote", "virtual", "skype", "videoconference",
         "video conference", "video call", "vtc", "on line", "web"),
        ONLINE,
    ),
    **dict.fromkeys(("phone", "by phone", "call", "telephone", "phone call"), PHONE),
    **{phrase: channel for channel, phrases in pack_phrases("channels").items() for phrase in phrases},
}  # fmt: skip
ONLINE_PLACE = re.compile(
    r"https?://|\b(?:teams|zoom|webex|google meet|skype|online|virtual)\b", re.I
)
PHONE_PLACE = re.compile(r"\b(?:by phone|phone call|tel[.:]|\+\d{6,})", re.I)


def channel_of(cell: str) -> str:
    return WORDS.get(fold(cell), "")


def channel_in(place: str) -> str:
    """Return the channel that a place implies: "Teams, https://..." is online."""
    if ONLINE_PLACE.search(place):
        return ONLINE
    return PHONE if PHONE_PLACE.search(place) else IN_PERSON
