"""A letter that came back: what counts as one, and what becomes of it."""

from uuid import UUID, uuid4

import pytest

from storage.database import Database
from tests.situations import cast
from workflows.letters import note_bounce
from workflows.rules.bounces import Bounce, read_bounce

KEY = UUID("0b7f3c1e-6a0d-4f3f-9f57-1c2d3e4f5a6b")
HEADERS = "Message-ID: <{key}@areopag>\nSubject: =?utf-8?q?=D0=90?=\n"


def notification(
    action: str = "failed",
    status: str = "Status: 5.1.1\n",
    key: object = KEY,
    back: str = "text/rfc822-headers",
    kind: str = "message/delivery-status",
) -> bytes:
    """As in RFC 3464, appendix E; what is left of the original in `back`."""
    original = HEADERS.format(key=key) + ("\nWhat waits for you\n" if back == "message/rfc822" else "")
    return f"""From: MAILER-DAEMON@mail.test
To: areopag@mail.test
Subject: Undelivered
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

Action: failed, says the text, which is not what counts: <{uuid4()}@areopag>
--b
Content-Type: {kind}

Reporting-MTA: dns; mail.test

Final-Recipient: rfc822; somebody@school.test
Action: {action}
{status}Diagnostic-Code: smtp; 550 5.1.1 no such box

--b
Content-Type: {back}

{original}
--b--
""".encode()


@pytest.mark.parametrize(
    ("given", "status"),
    [
        (notification(), "5.1.1"),
        (notification(back="message/rfc822"), "5.1.1"),
        (notification(action=" Failed "), "5.1.1"),
        (notification(status="Status: 4.4.7 (expired)\n"), "4.4.7"),
        (notification(status=""), "5.0.0"),
        (notification(status="Status: '; DROP\n"), "5.0.0"),
        (notification().replace(b"\n", b"\r\n"), "5.1.1"),
    ],
    ids=["headers", "whole letter", "other spelling", "with words", "no status", "no number", "other line ends"],
)
def test_a_failure_is_read_with_its_status_and_the_key_of_the_letter(given: bytes, status: str) -> None:
    assert read_bounce(given) == Bounce(KEY, status)


@pytest.mark.parametrize(
    "given",
    [
        notification(action="delayed"),
        notification(action="delivered"),
        notification(key="20261129.1@elsewhere.test"),
        notification(kind="text/plain"),
        notification(back="text/plain"),
        HEADERS.format(key=KEY).encode() + b"\nAction: failed\n",
        b"",
        b"\xff\xfe\x00" * 100,
    ],
    ids=["delayed", "delivered", "elsewhere", "text", "no headers", "no report", "nothing", "no letter"],
)
def test_what_is_no_failure_of_a_letter_of_ours_is_left_alone(given: bytes) -> None:
    assert read_bounce(given) is None


async def test_a_letter_that_came_back_is_marked_once_and_an_unknown_one_changes_nothing(database: Database) -> None:
    people = await cast(database)
    async with database.working() as tx:
        await tx.run(
            "INSERT INTO working.digest (id, person_id, language, subject, text, sent_at)"
            " SELECT id, :person, 'ru', 'x', 'y', now() FROM unnest(CAST(:ids AS uuid[])) t (id)",
            person=people.officer,
            ids=[KEY, uuid4()],
        )
    assert await note_bounce(database, Bounce(KEY, "5.1.1"))
    assert not await note_bounce(database, Bounce(KEY, "5.2.2"))
    assert not await note_bounce(database, Bounce(uuid4(), "5.1.1"))
    async with database.working() as tx:
        assert await tx.values("SELECT refusal FROM working.digest ORDER BY refusal") == ["5.1.1", None]
