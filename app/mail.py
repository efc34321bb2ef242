"""Hands letters to the mail server that the settings name, as background work that tries again."""

import asyncio
import smtplib
import ssl
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import formatdate
from uuid import UUID

import procrastinate
import structlog

from app.settings import Settings
from storage.database import Database
from workflows import digests, letters, resets
from workflows.letters import Letter, Post, Send

log = structlog.get_logger("areopag")

TIMEOUT = 20
ATTEMPTS = 10
PAUSE = 30
"""Seconds until a letter is tried again; twice as many after each failure, so that the last try is hours later."""


class MailRefused(Exception):
    """The mail server will not take this letter, now or later; the message is its code, without what it said."""


class MailDelayed(Exception):
    """The mail server cannot be reached, or asks to try again later."""


def as_message(settings: Settings, key: UUID, letter: Letter) -> EmailMessage:
    """The letter as mail servers want it; the same letter always has the same message id."""
    message = EmailMessage()
    message["Subject"] = letter.subject
    message["From"] = settings.smtp_from or ""
    message["To"] = Address(addr_spec=letter.to)
    message["Date"] = formatdate()
    message["Message-ID"] = f"<{key}@areopag>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(letter.text, cte="8bit" if letter.text.isascii() else "base64")
    return message


def _deliver(settings: Settings, key: UUID, letter: Letter) -> None:
    host, port = settings.smtp_host or "", settings.smtp_port
    secure = ssl.create_default_context()
    try:
        with (
            smtplib.SMTP_SSL(host, port, timeout=TIMEOUT, context=secure)
            if settings.smtp_security == "tls"
            else smtplib.SMTP(host, port, timeout=TIMEOUT)
        ) as server:
            if settings.smtp_security == "starttls":
                server.starttls(context=secure)
            if settings.smtp_user and settings.smtp_password:
                server.login(settings.smtp_user, settings.smtp_password.get_secret_value())
            server.send_message(as_message(settings, key, letter))
    except smtplib.SMTPRecipientsRefused as refused:
        raise _sorted(max(code for code, _ in refused.recipients.values())) from None
    except smtplib.SMTPResponseException as refused:
        raise _sorted(refused.smtp_code) from None
    except (smtplib.SMTPException, OSError) as error:
        raise MailDelayed(type(error).__name__) from None


def _sorted(code: int) -> MailRefused | MailDelayed:
    return MailRefused(str(code)) if 500 <= code < 600 else MailDelayed(str(code))


def sender(settings: Settings) -> Send:
    """What delivers letters.

    It raises MailRefused and MailDelayed.
    """

    async def deliver(key: UUID, letter: Letter) -> None:
        await asyncio.to_thread(_deliver, settings, key, letter)

    return deliver


def add_letter_tasks(app: procrastinate.App, database: Database, settings: Settings, post: Post) -> None:
    """The jobs that send letters. Their arguments are ids only: what a letter says stays sealed."""
    deliver = sender(settings)
    again = procrastinate.RetryStrategy(max_attempts=ATTEMPTS, wait=PAUSE, exponential_wait=2)

    @app.task(name="send_letter", pass_context=True, retry=again)
    async def send_letter(context: procrastinate.JobContext, letter: str) -> None:
        try:
            await letters.send(database, post.sealer, UUID(letter), deliver)
        except MailRefused as refused:
            log.warning("the mail server does not take a letter", code=str(refused))
            await letters.give_up(database, UUID(letter), str(refused))
        except MailDelayed as delayed:
            log.warning("the mail server does not take a letter now", reason=str(delayed))
            if context.job.attempts + 1 < ATTEMPTS:
                raise
            await letters.give_up(database, UUID(letter), str(delayed))

    if post.sends:

        @app.periodic(cron="5 * * * *")
        @app.task(name="write_digests", queueing_lock="write_digests", pass_context=False)
        async def write_digests(timestamp: int) -> None:  # noqa: ARG001 - procrastinate says which hour it is
            await digests.write_digests(database, post)

    @app.task(name="send_reset", retry=again)
    async def send_reset(letter: str) -> None:
        await resets.send_links(database, post, UUID(letter))
