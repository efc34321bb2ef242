"""A letter that came back: what a mail server's delivery status notification says of it.

Source: RFC 3464 (the notification), RFC 6522 (the report it stands in), RFC 3463 (status codes such as `5.1.1`). It is
an outsider's word, and counts only for a letter whose message id, which nobody else knows, stands in it.
"""

import re
from dataclasses import dataclass
from email import message_from_bytes, message_from_string, policy
from email.message import Message
from uuid import UUID

OWN = re.compile(r"<([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})@areopag>")
STATUS = re.compile(r"[245]\.\d{1,3}\.\d{1,3}")
UNSAID = "5.0.0"
"""The status of a failure that is not told more exactly."""


@dataclass(frozen=True)
class Bounce:
    """A letter of ours that could not be delivered, and the status code."""

    letter: UUID
    status: str


def read_bounce(content: bytes) -> Bounce | None:
    """The failure a notification tells, or None: a delay, a success, another's letter, or no notification at all."""
    report = message_from_bytes(content, policy=policy.compat32)
    parts = list(report.walk())
    status = next(filter(None, map(_failure, parts)), None)
    letter = next(filter(None, map(_letter, parts)), None)
    return Bounce(letter, status) if status and letter else None


def _failure(part: Message) -> str | None:
    if part.get_content_type() not in ("message/delivery-status", "message/global-delivery-status"):
        return None
    fields = part.get_payload()
    for recipient in fields if isinstance(fields, list) else ():
        if isinstance(recipient, Message) and str(recipient.get("Action", "")).strip().lower() == "failed":
            said = STATUS.match(str(recipient.get("Status", "")).strip())
            return said[0] if said else UNSAID
    return None


def _letter(part: Message) -> UUID | None:
    """The key of our letter, from what the notification gives back of it: all of it, or its headers."""
    kind, payload = part.get_content_type(), part.get_payload()
    if kind in ("message/rfc822", "message/global") and isinstance(payload, list) and payload:
        original = payload[0]
    elif kind in ("text/rfc822-headers", "message/global-headers") and isinstance(payload, str):
        original = message_from_string(payload, policy=policy.compat32)
    else:
        return None
    named = OWN.search(str(original.get("Message-ID", ""))) if isinstance(original, Message) else None
    return UUID(named[1]) if named else None
