"""Emails that come by themselves: each says why and how to stop it, and goes to a user once for a day.

Before an email is sent its record is claimed, and afterwards marked. A run that is cut off between
the two leaves one email of which nobody can know whether the server took it. That one is sent again
when its claim has run out (`EmailRecord.LEASE`): better twice than never. Its Message-ID is the
same, by which most mail servers drop the second. All others are sent exactly once.
"""

import logging
import re
from collections import Counter
from dataclasses import dataclass
from datetime import date
from smtplib import SMTPDataError, SMTPRecipientsRefused
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.mail import EmailMessage, EmailMultiAlternatives, get_connection
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import EmailRecord, User

SENT, REFUSED, BUSY, UNSENT = "sent", "refused", "busy", "unsent"
# About one message or its address; whatever else the transport says is about the server.
ABOUT_ONE = (SMTPRecipientsRefused, SMTPDataError, ValueError)
SPACE = re.compile(r"\n{3,}")  # Templates leave more empty lines than a reader wants.
ADDRESS = re.compile(r"https?://[\w.-]+(:\d+)?(/[^\s?#]*)?")

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Mail:
    """An email to a user; `template` is the path of a .html and a .txt, without the ending."""

    user: User
    subject: str
    template: str
    context: dict


def absolute(path: str) -> str:
    return f"{settings.SITE_URL}{path}"


def require_site_url() -> None:
    """Raise ImproperlyConfigured with a sentence when links could not be made whole."""
    address = settings.SITE_URL
    if not ADDRESS.fullmatch(address):
        state = f"must be an address, not “{address}”" if address else "is not set"
        raise ImproperlyConfigured(
            f"SITE_URL {state}. Set SITE_URL in the environment, to the site's address such as "
            "https://tracker.example.org: emails link to it."
        )


def send_each(kind: str, day: date, mails: list[Mail]) -> Counter[str]:
    """Send `mails`, each to its user once for `kind` and `day`; return a Counter of what became of them.

    An address that is refused stops nobody else; a server that fails leaves the rest unsent.
    """
    outcomes: Counter[str] = Counter()
    if mails:
        try:
            with get_connection() as connection:
                for mail in mails:
                    outcomes[_send_once(connection, kind, day, mail)] += 1
        except OSError as error:  # SMTPException is one. Its message may name an address.
            log.warning("The mail server failed: %s", type(error).__name__)
        outcomes[UNSENT] = len(mails) - outcomes.total()
    return outcomes


def _send_once(connection, kind: str, day: date, mail: Mail) -> str:
    message = make_message(kind, day, mail, connection)
    record = EmailRecord.objects.claim(mail.user, kind, day)
    if record is None:
        return BUSY
    try:
        message.send()
    except ABOUT_ONE:
        record.release()
        return REFUSED
    except OSError:
        record.release()
        raise
    record.mark_sent()
    return SENT


def make_message(kind: str, day: date, mail: Mail, connection: Any) -> EmailMultiAlternatives:
    stop = absolute(reverse("emails_stop", args=[mail.user.email_key]))
    context = mail.context | {
        "subject": mail.subject,
        "stop_address": stop,
        "settings_address": absolute(reverse("account_settings")),
        "site_name": settings.SITE_NAME,
        "office_name": settings.OFFICE_NAME,
    }
    host = urlsplit(settings.SITE_URL).hostname
    headers = {
        "Message-ID": f"<{kind}-{day}-{mail.user.pk}@{host}>",
        "List-Unsubscribe": f"<{stop}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "Auto-Submitted": "auto-generated",
    }
    text = SPACE.sub("\n\n", render_to_string(f"{mail.template}.txt", context)).strip() + "\n"
    message = EmailMultiAlternatives(
        mail.subject, text, to=[mail.user.email], headers=headers, connection=connection
    )
    message.attach_alternative(render_to_string(f"{mail.template}.html", context), "text/html")
    return message


def send_text(address: str, subject: str, template: str, context: dict) -> str:
    """Send one email of plain text at once; return "", or in words why it was not sent.

    `template` is the path of a .txt, without the ending. The words may hold the address, so that
    they are for a page and not for a log.
    """
    office = {"site_name": settings.SITE_NAME, "office_name": settings.OFFICE_NAME}
    text = SPACE.sub("\n\n", render_to_string(f"{template}.txt", office | context)).strip() + "\n"
    headers = {"Auto-Submitted": "auto-generated"}
    try:
        EmailMessage(subject, text, to=[address], headers=headers).send()
    except SMTPRecipientsRefused as error:
        return _("The mail server refused the address: %s") % _reason(error)
    except (SMTPDataError, ValueError):
        return _("The mail server refused the email.")
    except OSError as error:  # SMTPException is one. Its message may name an address.
        log.warning("The mail server failed: %s", type(error).__name__)
        return _("The mail server could not be reached.")
    return ""


def _reason(error: SMTPRecipientsRefused) -> str:
    """Return what the server said about the first address that it refused."""
    for code, said in error.recipients.values():
        words = said.decode(errors="replace") if isinstance(said, bytes) else str(said)
        return f"{code} {' '.join(words.split())}".replace("\0", "")
    return ""
