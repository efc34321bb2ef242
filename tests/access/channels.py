"""Every other way out of the house: letters, calendars, a person's own data, the door of a survey, and all that is made
of a record.

Each is searched for the words that were planted: a letter and a calendar may tell what their reader may read, a
person's data what is theirs, and whatever comes of a published record what the page says is published.
"""

import io
import json
import zipfile
from collections.abc import AsyncIterator, Iterator
from email.message import EmailMessage
from pathlib import Path
from uuid import UUID, uuid4

import duckdb
import pypdf

from app.dumps import FORMATS, write_dump
from app.mail import as_message
from app.parts import post_of
from app.settings import Mode, Settings
from schema.ids import global_id
from storage import surveys as stored_surveys
from storage.cases import lock_case
from storage.database import Database
from storage.keys import load_signer
from tests.access.planting import Row
from tests.access.policy_table import policy_table
from tests.access.reached import CANARY, OBSERVER, Api, Tally, whole
from tests.access.selections import SDL
from workflows import digests, invitations, letters, personal, publications, resets, surveys
from workflows.cases import Act, case_of
from workflows.invitations import NewInvitation
from workflows.letters import Letter

NOON = """
UPDATE working.organisation SET timezone = 'Etc/GMT' || CASE WHEN hour < 12 THEN '-' ELSE '+' END || abs(hour - 12)
FROM (SELECT CAST(extract(hour FROM now() AT TIME ZONE 'UTC') AS int) AS hour) clock
"""
PAGES = (
    *("/", "/schools", "/work", "/robots.txt", "/sitemap.xml", "/sitemap-1.xml", "/feeds/all.atom", "/answer"),
    *("/guide", "/glossary", "/data", "/credentials/status/0", "/.well-known/did.json"),
)
CODE = "0123456789AB"
"""Of a card with which a survey is answered."""
TABLES = ("publications", "scores", "conditions", "schools", "territories")
NEWS = """
{ changesSince { nodes { __typename number publishedAt } }
  publications { totalCount nodes { __typename number school { name { ru en } } total } } }
"""


class Channels:
    """The server of a planted world with its other ways out, and the tally of what came through them."""

    def __init__(self, api: Api, url: str, folder: Path) -> None:
        self.api, self.world, self.folder, self.tally = api, api.world, folder, Tally()
        self.database = Database(url)
        self._known = dict[str, frozenset[int]]()
        self.settings = Settings(
            mode=Mode.DEVELOPMENT,
            data=folder,
            database_url=url,
            workers_in_server=False,
            smtp_host="mail.test",
            smtp_from="areopag@agency.test",
        )

    def searched(self, where: str, content: str | bytes, may: frozenset[int]) -> int:
        """Look for every planted word in what came out; answers how many rows it tells of."""
        text = content if isinstance(content, str) else content.decode("utf-8", "replace")
        self.tally.checks += 1
        found = {id(row): row for word in CANARY.findall(text) if (row := self.world.canaries.get(word))}
        for key, row in found.items():
            if key not in may:
                self.tally.leaks.append(f"{where} tells {row.kind} of {row.case}")
        return len(found)

    def expect(self, where: str, count: int) -> None:
        """A search that cannot find anything proves nothing."""
        if not count:
            self.tally.closed.append(f"{where} tells nothing at all: was it searched?")

    def known_to(self, actor: str) -> frozenset[int]:
        """What the page lets an actor read, and what is about them."""
        if actor not in self._known:
            self._known[actor] = frozenset(id(row) for row in self.world.rows if self._may_know(actor, row))
        return self._known[actor]

    def _may_know(self, actor: str, row: Row) -> bool:
        return row.kind == "organisation" if actor == OBSERVER else self.world.may_read(actor, row)

    async def letters(self) -> None:
        """The words of every letter that the server writes: digests, and links for a new password."""
        post = post_of(self.settings, await load_signer(self.database, self.folder))
        async with self.database.working() as transaction:
            await transaction.run("UPDATE working.account SET email = person_id || '@mail.test'")
            await transaction.run("UPDATE working.digest SET written_at = now() - interval '3 days'")
            await transaction.run(NOON)
        await digests.write_digests(self.database, post)
        for actor in self.world.actors:
            await resets.ask(self.database, post, f"login-{actor}", "127.0.0.1")
        somebody = NewInvitation("invited@mail.test", "Новая", "New", "SCHOOL_OFFICER", self._school())
        await invitations.invite_from_server(self.database, post, somebody)
        async with self.database.working() as transaction:
            keys = await transaction.values("SELECT id FROM working.letter")
        for key in keys:
            await resets_or_nothing(self.database, post, key)
        async with self.database.working() as transaction:
            keys = await transaction.values("SELECT id FROM working.letter")
        sent: list[EmailMessage] = []

        async def deliver(key: UUID, letter: Letter) -> None:
            sent.append(as_message(self.settings, key, letter))

        for key in keys:
            await letters.send(self.database, post.sealer, key, deliver)
        count = 0
        for message in sent:
            people = self.world.actors.items()
            reader = next((name for name, key in people if str(message["To"]).startswith(str(key))), OBSERVER)
            whole = f"{message.as_string()}\n{message['Subject']}\n{message.get_content()}"
            count += self.searched(f"a letter to {reader}", whole, self.known_to(reader))
        self.expect("letters", count)

    async def calendars(self) -> None:
        """The deadlines as a calendar program gets them."""
        count = 0
        for actor in (*self.world.actors, OBSERVER):
            for language in ("ru", "en"):
                answer = await self.api.get(actor, "GET", f"/deadlines.ics?language={language}")
                whole = f"{dict(answer.headers)}\n{answer.text.replace(chr(13) + chr(10) + ' ', '')}"
                count += self.searched(f"the calendar of {actor}", whole, self.known_to(actor))
        self.expect("calendars", count)

    async def printed_minutes(self) -> None:
        """Minutes as a file to print: closed ones answer as those that never were."""
        absent = await self.api.get(OBSERVER, "GET", f"/minutes/sitting-{uuid4().hex}/evaluation-{uuid4().hex}.pdf")
        told, rows = 0, [row for row in self.world.rows if row.table == "minutes" and row.case]
        # Closed as ever before the commission has the case, and foreign; open while it votes, and once it decided.
        asked = ("own consensus", "own commission", "own decided", "foreign decided")
        for row in [row for row in rows if str(row.case) in asked]:
            sitting = row.values["sitting_id"]
            assert isinstance(sitting, UUID)
            assert row.case
            kept = f"/minutes/{global_id('sitting', sitting)}/{global_id('evaluation', row.case.id)}.pdf"
            for actor in (*self.world.actors, OBSERVER):
                language = ("ru", "en")[len(actor) % 2]
                answer = await self.api.get(actor, "GET", f"{kept}?lang={language}")
                if actor != OBSERVER and self.world.may_read(actor, row):
                    pages = text_of_pdf(answer.content) if answer.status_code == 200 else answer.text
                    told += self.searched(f"minutes for {actor}", pages, self.known_to(actor))
                elif (answer.status_code, answer.text) != (absent.status_code, absent.text):
                    self.tally.leaks.append(f"{actor} is answered of minutes of {row.case}: {answer.status_code}")
        self.expect("printed minutes", told)

    async def printed_forms(self) -> None:
        """The form of a survey to print: a closed one answers as one that never was."""
        absent = await self.api.get(OBSERVER, "GET", f"/surveys/survey-{uuid4().hex}.pdf")
        told = 0
        # Each is set by a process of its own: two cases tell open from closed.
        asked = ("own preparation", "foreign decided")
        rows = [row for row in self.world.rows if row.table == "survey" and str(row.case) in asked]
        for row in rows:
            key = row.values["id"]
            assert isinstance(key, UUID)
            for actor in (*self.world.actors, OBSERVER):
                answer = await self.api.get(actor, "GET", f"/surveys/{global_id('survey', key)}.pdf")
                if actor != OBSERVER and self.world.may_read(actor, row):
                    pages = text_of_pdf(answer.content) if answer.status_code == 200 else answer.text
                    told += self.searched(f"the form of a survey for {actor}", pages, self.known_to(actor))
                elif (answer.status_code, answer.text) != (absent.status_code, absent.text):
                    self.tally.leaks.append(f"{actor} is answered of a survey of {row.case}: {answer.status_code}")
        self.expect("printed forms", told)

    async def data_of_people(self) -> None:
        """What a person gets who asks for all that is kept about them."""
        for actor, person in self.world.actors.items():
            found = json.dumps(await personal.export(self.database, person), ensure_ascii=False, default=str)
            about = frozenset(id(row) for row in self.world.rows if _names(row, person))
            # Keys of others stand in rows about oneself: what they open is asked elsewhere.
            words = " ".join(word for word in CANARY.findall(found) if word.startswith("cnry"))
            self.expect(f"the data of {actor}", self.searched(f"the data of {actor}", words, about))

    async def survey_door(self) -> None:
        """The form behind a card, and what is answered to it: it tells of its survey and of the school."""
        survey = next(row for row in self.world.rows if row.table == "survey")
        key = survey.values["id"]
        assert isinstance(key, UUID)
        async with self.database.working() as transaction:
            await transaction.run(
                "UPDATE working.survey SET state = 'OPEN', closed_at = NULL, tally = NULL, answered = 0,"
                " closes_at = now() + interval '1 day' WHERE id = :key",
                key=key,
            )
            await stored_surveys.add_invitations(transaction, key, "g1", [surveys.hash_of(CODE)])
        # The two surveys of a case ask the same question.
        asked = {id(row) for row in self.world.rows if row.table == "survey" and row.case is survey.case}
        may, count = self.known_to(OBSERVER) | asked, 0
        # Asked for, answered, and asked for again when the card is used up.
        for method in ("GET", "POST", "GET"):
            answer = await self.api.get(OBSERVER, method, f"/answer/{CODE}", Origin="http://areopag.test")
            count += self.searched("the door of a survey", whole(answer), may)
        self.expect("the door of a survey", count)

    def _school(self) -> UUID:
        key = next(row.values["id"] for row in self.world.rows if row.values.get("kind") == "SCHOOL")
        assert isinstance(key, UUID)
        return key

    async def publish(self) -> None:
        """Have one case published as the product does it, whatever its guards would say."""
        case = next(one for one in self.world.cases if str(one) == "own decided told to the school")
        signer = await load_signer(self.database, self.folder)
        async with self.database.working() as transaction:
            # One claim stands unanswered there, with which nothing is published; the answer says nothing.
            await transaction.run(
                "UPDATE working.accuracy_claim SET answer = '-', accepted = false WHERE answer IS NULL"
            )
        async with self.database.acting(self.world.actors["secretary"]) as transaction:
            row = await lock_case(transaction, case.id)
            assert row
            of_case = case_of(row, self.world.actors["secretary"])
            act = Act(transaction, row, of_case)
            await publications.produce(act, signer, of_case.definition.step("publish"), None)

    def public(self) -> frozenset[int]:
        """What anybody may be told once that case is published."""
        kinds = policy_table().published
        return frozenset(
            id(row)
            for row in self.world.rows
            if row.kind == "organisation"
            or (row.kind in kinds and row.listed and row.case and str(row.case) == "own decided told to the school")
        )

    async def published(self) -> None:
        """Everything that is made of a record: itself, pages, feeds, tables, dumps, the printed report, answers."""
        may, counts = self.public(), dict[str, int]()
        async for where, content in self._of_records():
            counts[where] = self.searched(where, content, may)
        for kind in ("record", "sealed", "certificate", "report", *FORMATS):
            self.expect(kind, sum(count for where, count in counts.items() if where.startswith(kind)))

    async def _of_records(self) -> AsyncIterator[tuple[str, bytes | str]]:
        kept = {"record": "/published/1.json", "sealed": "/published/1.sealed.json", "keys": "/published/keys.json"}
        kept |= {"certificate": "/credentials/1"} | {f"page {path}": path for path in PAGES}
        for row in [row for row in self.world.rows if row.table == "organisation"]:
            named = row.values["id"]
            assert isinstance(named, UUID)
            kind = "school" if row.values["kind"] == "SCHOOL" else "territory"
            kept[f"feed {named}"] = f"/feeds/{global_id(kind, named)}.atom"
            if kind == "school":
                kept[f"page {named}"] = f"/schools/{global_id('school', named)}"
                kept[f"badge {named}"] = f"/badges/{global_id('school', named)}.svg"
        kept |= {f"table {name}.{form}": f"/data/{name}.{form}" for name in TABLES for form in ("csv", "jsonl")}
        for where, path in kept.items():
            answer = await self.api.get(OBSERVER, "GET", path)
            yield where, f"{dict(answer.headers)}\n{answer.text}"
        for language in ("ru", "en"):
            answer = await self.api.get(OBSERVER, "GET", f"/published/1.pdf?language={language}")
            yield f"report in {language}", text_of_pdf(answer.content) if answer.status_code == 200 else answer.text
        for actor in (*self.world.actors, OBSERVER):
            news = await self.api.send(actor, NEWS)
            yield f"news for {actor}", f"{dict(news.headers)}\n{news.text}"
        signer = await load_signer(self.database, self.folder)
        for kind in FORMATS:
            out = self.folder / f"dump-{kind}"
            await write_dump(self.database, signer, kind, out)
            for where, content in contents(out):
                yield f"{kind} {where}", content

    def log(self) -> None:
        """What the server wrote in its log meanwhile; keys may stand there, words may not."""
        self.expect("the log", self.api.log.getvalue().count('"path": "/graphql"'))
        words = " ".join(word for word in CANARY.findall(self.api.log.getvalue()) if word.startswith("cnry"))
        self.searched("the log", words, frozenset())


async def resets_or_nothing(database: Database, post: letters.Post, key: UUID) -> None:
    """Do what the job behind a request for a new password does, for a letter that is one."""
    async with database.working() as transaction:
        content = await letters.kept(transaction, post.sealer, key)
    if content and "login" in content:
        await resets.send_links(database, post, key)


def _names(row: Row, person: UUID) -> bool:
    """Whether a row is somebody's, or names them."""
    return person in row.owners or any(value == person for value in row.values.values())


def text_of_pdf(content: bytes) -> str:
    """What can be read on the pages and in the properties of a PDF, without its line breaks."""
    reader = pypdf.PdfReader(io.BytesIO(content))
    pages = "".join(page.extract_text() for page in reader.pages)
    return f"{reader.metadata}\n{''.join(pages.split())}"


def contents(folder: Path) -> Iterator[tuple[str, str | bytes]]:
    """Every file of a dump as bytes, and what is packed in it unpacked."""
    for path in sorted(folder.rglob("*")):
        if not path.is_file():
            continue
        yield path.name, path.read_bytes()
        if path.suffix == ".xlsx":
            with zipfile.ZipFile(path) as packed:
                for name in packed.namelist():
                    yield f"{path.name}/{name}", packed.read(name)
        if path.suffix == ".parquet":
            yield f"{path.name} unpacked", str(duckdb.read_parquet(str(path)).fetchall())


async def channel_answers(api: Api, url: str, folder: Path) -> Tally:
    """All of it on one planted world; what is published comes last, for it changes what anybody may know."""
    channels = Channels(api, url, folder)
    if SDL.subscription_type is not None:
        channels.tally.closed.append("the schema has subscriptions: nobody searches their events yet")
    try:
        await channels.data_of_people()
        await channels.letters()
        await channels.calendars()
        await channels.printed_minutes()
        await channels.printed_forms()
        await channels.survey_door()
        await channels.publish()
        await channels.published()
        channels.log()
    finally:
        await channels.database.close()
    return channels.tally
