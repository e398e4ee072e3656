"""Words in a register that say how people met."""

from engagements.models import Meeting
from stakeholders.names import fold

ONLINE = {"online", "zoom", "teams", "ms teams", "webex", "remote", "virtual", "skype", "videoconference",
          "video conference", "video call", "vtc", "on line", "web"}  # fmt: skip
PHONE = {"phone", "by phone", "call", "telephone", "phone call", "telefon", "me telefon"}


def channel_of(text):
    """Return the channel that a cell names, or an empty text."""
    folded = fold(text)
    if folded in ONLINE:
        return Meeting.Channel.ONLINE
    return Meeting.Channel.PHONE if folded in PHONE else ""
