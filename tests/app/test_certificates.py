"""Certificates on paper: signed so that others can tell, and a page that says whether they still hold."""

import asyncio
import io
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import cast as cast_to

import httpx
import pypdf
import pypdfium2
import pytest
import zxingcpp
from asn1crypto.x509 import Certificate
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import SignatureCoverageLevel, async_validate_pdf_signature
from pyhanko_certvalidator import ValidationContext
from typer.testing import CliRunner

from app.asgi import create_app
from app.certificates.content import content_of
from app.certificates.stamping import stamped
from app.certificates.standing import found
from app.cli import app
from app.settings import Mode, Settings
from storage import publications
from storage.database import Database
from storage.keys import Signer, load_signer
from storage.stamps import StampUnusable, load_stamp
from tests.app.test_published import publish as publish_result_of_others
from tests.conftest import in_shape
from tests.lives import Life, accredited, begun, referred, signed
from tests.situations import cast
from workflows.rules.seals import Verdict
from workflows.rules.stamps import RANGE, Statement, check_stamped, digest_of

PUBLIC = "https://areopag.example"


@dataclass
class World:
    """A school accredited by record 1, a browser in front of the server, and the certificate it got there."""

    life: Life
    client: httpx.AsyncClient
    pdf: bytes

    @property
    def keys(self) -> dict[str, str]:
        """The keys that sign records."""
        return {self.life.signer.key_id: self.life.signer.public_key}


@asynccontextmanager
async def world_at(url: str, data: Path) -> AsyncIterator[World]:
    settings = Settings(
        mode=Mode.DEVELOPMENT,
        data=data,
        database_url=url,
        public_url=PUBLIC,
        workers_in_server=False,
        points_a_minute=10**9,
        log_level="error",
    )
    database = Database(url)
    life = await accredited(database, await load_signer(database, data), await cast(database))
    app = create_app(settings, in_shape)
    transport = httpx.ASGITransport(app=app)
    async with app.router.lifespan_context(app), httpx.AsyncClient(transport=transport, base_url=PUBLIC) as client:
        yield World(life, client, await certificate(client))
    await database.close()


@pytest.fixture(scope="module")
async def world(module_url: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[World]:
    """One for all tests that change nothing."""
    async with world_at(module_url, tmp_path_factory.mktemp("data")) as made:
        yield made


async def certificate(client: httpx.AsyncClient, language: str = "ru") -> bytes:
    answer = await client.get(f"/certificates/1.pdf?lang={language}")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/pdf")
    return answer.content


async def page(client: httpx.AsyncClient, path: str = "/certificates/1", language: str = "en") -> str:
    answer = await client.get(path, headers={"Accept-Language": language})
    assert answer.status_code == 200
    return answer.text.replace("\u00a0", " ")


async def sent(client: httpx.AsyncClient, file: bytes) -> str:
    """What the page says of a file."""
    answer = await client.post(
        "/certificates", files={"file": ("c.pdf", file, "application/pdf")}, headers={"Accept-Language": "en"}
    )
    assert answer.status_code == 200
    return answer.text


async def test_another_library_finds_the_signature_good_and_over_the_whole_file(world: World) -> None:
    pdf = world.pdf
    chain = (await world.client.get("/certificates/authority.pem")).content
    authority = x509.load_pem_x509_certificates(chain)[-1]
    trusted = Certificate.load(authority.public_bytes(Encoding.DER))
    context = ValidationContext(trust_roots=[trusted], allow_fetching=False)
    (signature,) = PdfFileReader(io.BytesIO(pdf)).embedded_signatures
    status = await async_validate_pdf_signature(signature, context)
    assert (status.intact, status.valid, status.trusted, status.bottom_line) == (True, True, True, True)
    assert status.coverage is SignatureCoverageLevel.ENTIRE_FILE
    document = pypdf.PdfReader(io.BytesIO(pdf))
    assert len(document.pages) == 1
    words = document.pages[0].extract_text()
    assert "Школа № 1" in words
    assert f"{PUBLIC}/certificates/1" in words
    assert (
        "Certificate of an evaluation"
        in pypdf.PdfReader(io.BytesIO(await certificate(world.client, "en"))).pages[0].extract_text()
    )


async def test_the_code_of_a_certificate_is_read_from_its_page_and_leads_to_what_holds(world: World) -> None:
    for language in ("ru", "en"):
        shown = pypdfium2.PdfDocument(await certificate(world.client, language))[0].render(scale=2).to_pil()
        (code,) = zxingcpp.read_barcodes(shown)
        assert code.format is zxingcpp.BarcodeFormat.QRCode
        assert code.text.startswith(f"{PUBLIC}/certificates/1?h=")
        said = await page(world.client, code.text.removeprefix(PUBLIC))
        assert "The code fits the published record" in said


async def test_a_changed_byte_is_found_wherever_it_is(world: World) -> None:
    pdf = world.pdf
    keys = world.keys
    assert check_stamped(pdf, keys).checked.verdict is Verdict.GENUINE
    _, before, behind, _ = (int(part) for part in RANGE.findall(pdf)[-1])
    # All of the signature, which nothing signs but itself, and every 101st byte of the rest.
    for place in {*range(before, behind), *range(0, len(pdf), 101)}:
        changed = bytearray(pdf)
        changed[place] ^= 1
        assert check_stamped(bytes(changed), keys).checked.verdict is Verdict.FALSE, place
    for other in (pdf + b"\n", pdf + pdf[before:], pdf[:-1], b"", b"%PDF-1.7", pdf.upper()):
        assert check_stamped(other, keys).checked.verdict is Verdict.FALSE


async def test_a_certificate_that_another_authority_signed_is_not_genuine(world: World, tmp_path: Path) -> None:
    """As whoever has no key of ours would make one: with a stamp and a key of their own, or ours only by name."""
    pdf = world.pdf
    statement = check_stamped(pdf, None).statement
    assert statement
    other = await load_stamp(tmp_path / "others", "areopag.example")
    forger = Signer.of(Ed25519PrivateKey.generate())
    keys = world.keys
    certificates = digest_of((other.certificate, *other.chain))
    for claimed in (
        Statement(1, statement.sha256, forger.key_id, forger.sign(other.certificate), certificates),
        Statement(1, statement.sha256, world.life.signer.key_id, forger.sign(other.certificate), certificates),
        replace(statement, certificates=certificates),
    ):
        blank = pypdf.PdfWriter()
        blank.add_blank_page(100, 100)
        made = io.BytesIO()
        blank.write(made)
        # pyHanko signs in an event loop of its own.
        forged = await asyncio.to_thread(stamped, made.getvalue(), other, claimed)
        assert check_stamped(forged, None).checked.verdict is Verdict.UNCHANGED
        assert check_stamped(forged, keys).checked.verdict is Verdict.FALSE
        assert "Altered or not genuine" in await sent(world.client, forged)


async def test_a_file_is_checked_without_javascript(world: World) -> None:
    pdf = world.pdf
    assert "The file is genuine" in await sent(world.client, pdf)
    assert "Altered or not genuine" in await sent(world.client, pdf.replace(b"1", b"2", 1))
    report = (await world.client.get("/published/1.pdf?lang=en")).content
    for unsigned in (report, b"a photograph"):
        assert "This file has no signature" in await sent(world.client, unsigned)
    assert 'enctype="multipart/form-data"' in await page(world.client, "/certificates")
    found = await world.client.get("/certificates?number=1&lang=en")
    assert (found.status_code, found.headers["location"]) == (303, "/certificates/1?lang=en")
    for odd in (b"", b"--x", b"--x\r\n\r\n--x--"):
        answer = await world.client.post(
            "/certificates", content=odd, headers={"Content-Type": "multipart/form-data; boundary=x"}
        )
        assert answer.status_code == 422
    large = await world.client.post("/certificates", content=b"0" * (4 * 1024 * 1024 + 1))
    assert large.status_code == 413


async def test_areopag_verify_takes_the_file_offline(world: World, tmp_path: Path) -> None:
    keys = tmp_path / "keys.json"
    keys.write_bytes((await world.client.get("/published/keys.json")).content)
    pdf = world.pdf

    def verified(content: bytes, *options: str) -> tuple[int, str]:
        (tmp_path / "c.pdf").write_bytes(content)
        answer = CliRunner().invoke(app, ["verify", str(tmp_path / "c.pdf"), *options])
        return answer.exit_code, answer.output

    code, words = verified(pdf, "--keys", str(keys))
    assert (code, words.partition(" (")[0]) == (0, "certificate of record 1: genuine")
    assert "/certificates/1" in words
    assert "whose key it is was not checked" in verified(pdf)[1]
    assert verified(pdf + b"%", "--keys", str(keys))[0] == 1
    keys.write_text(json.dumps({"0" * 16: "AAAA"}))
    assert verified(pdf, "--keys", str(keys))[0] == 1


async def test_results_of_others_and_withdrawals_have_no_certificate(
    client: httpx.AsyncClient, database: Database, settings: Settings
) -> None:
    await publish_result_of_others(database, settings)
    for path in ("/certificates/1.pdf", "/certificates/1", "/certificates/2", "/certificates/01", "/certificates/x"):
        assert (await client.get(path)).status_code == 404, path
    in_english = {"Accept-Language": "en"}
    assert "It holds no decision of a commission" in (await client.get("/certificates/1", headers=in_english)).text
    for asked in ("/certificates/2", "/certificates?number=2a", "/certificates?number=none"):
        answer = await client.get(asked, headers=in_english)
        assert (answer.status_code, "do not rely on it" in answer.text) == (404, True), asked
    sign_before = await client.get("/certificates", params={"number": "№ 1"})
    assert (sign_before.status_code, sign_before.headers["location"]) == (303, "/certificates/1?lang=ru")


async def test_a_refusal_that_stands_is_not_called_valid(
    client: httpx.AsyncClient, database: Database, settings: Settings
) -> None:
    life = await begun(database, await load_signer(database, settings.data), await cast(database), "accreditation")
    await referred(life, "refused")
    await signed(life, "refused")
    await life.publish()
    shown = await page(client)
    assert "<title>Accreditation refused: School No. 1" in shown
    assert 'class="served-verdict served-bad"' in shown
    assert "The decision is published and stands today." in shown


async def test_a_certificate_holds_when_it_is_published_what_became_of_a_condition_and_ends_with_its_decision(
    client: httpx.AsyncClient, database: Database, settings: Settings
) -> None:
    signer = await load_signer(database, settings.data)
    life = await accredited(database, signer, await cast(database), conditions=2)
    await life.track_step(life.cast.secretary, "condition", "escalate", "Плана нет")

    async def ended() -> list[int]:
        async with database.reading(None) as transaction:
            return (await publications.ended(transaction, "revocation", 0, 100)).numbers

    framed = await page(client)
    assert "<title>Valid: School No. 1" in framed
    assert "it was recorded what became of a condition" in framed
    assert 'href="/certificates/2"' in framed
    assert await ended() == []
    async with database.reading(None) as transaction:
        newest = await found(transaction, 2)
    assert newest
    content = cast_to(dict[str, list[object]], content_of(newest.record, "en", PUBLIC))
    assert ["Conditions", "2 (Escalated: 1); the published record says which, and by when"] in content["facts"]

    await life.step(life.cast.secretary, "withdraw", "Школа закрыта")
    for number in (1, 2):
        assert "<title>Withdrawn: School No. 1" in await page(client, f"/certificates/{number}")
    assert await ended() == [1, 2]


async def test_a_stamp_is_made_once_renewed_in_time_and_can_be_given(tmp_path: Path) -> None:
    first = await load_stamp(tmp_path, "areopag.example")
    assert await load_stamp(tmp_path, "areopag.example") == first
    assert first.ends - datetime.now(UTC) > timedelta(days=4 * 365)
    pem = (tmp_path / "keys" / "stamp.pem").read_bytes()
    assert (tmp_path / "keys" / "stamp.pem").stat().st_mode & 0o077 == 0
    assert (tmp_path / "keys" / "stamp-authority.pem").stat().st_mode & 0o077 == 0

    given = tmp_path / "given.pem"
    given.write_bytes(pem)
    assert await load_stamp(tmp_path / "elsewhere", "x", given) == first
    assert not (tmp_path / "elsewhere").exists()

    begin = b"-----BEGIN CERTIFICATE-----"
    key, own, authority = pem.split(begin)
    for wrong in (b"", key, key + begin + authority + begin + own, key + begin + own + begin + own):
        given.write_bytes(wrong)
        with pytest.raises(StampUnusable, match=r"given\.pem"):
            await load_stamp(tmp_path, "x", given)
    with pytest.raises(StampUnusable, match="cannot be read"):
        await load_stamp(tmp_path, "x", tmp_path / "absent.pem")


async def test_the_page_of_the_code_follows_what_becomes_of_the_decision(world: World) -> None:
    """The last of this file: it changes the world that the others share."""
    pdf = world.pdf
    code = check_stamped(pdf, None).statement
    assert code
    scanned = f"/certificates/1?h={code.sha256[:16]}"
    valid = await page(world.client, scanned)
    assert "<title>Valid: School No. 1" in valid
    assert "The code fits the published record" in valid
    assert "Altered" in await page(world.client, "/certificates/1?h=0123456789abcdef")

    await world.life.step(world.life.cast.secretary, "suspend", "Идёт проверка")
    suspended = await page(world.client, scanned)
    assert "<title>Suspended: School No. 1" in suspended
    assert "the result was suspended" in suspended
    assert '<p lang="ru">Why: Идёт проверка</p>' in suspended
    assert "Приостановлено" in await page(world.client, scanned, "ru")
    gone = await world.client.get("/certificates/1.pdf")
    assert (gone.status_code, gone.headers["location"]) == (303, "/certificates/1")

    await world.life.step(world.life.cast.secretary, "reinstate", "Проверка прошла")
    again = await page(world.client, scanned)
    assert "<title>Valid: School No. 1" in again
    assert "the result was suspended" in again
    assert "the result was reinstated" in again
    assert 'href="/certificates/3"' in again
    assert "<title>Valid" in await page(world.client, "/certificates/3")

    await world.life.step(world.life.cast.secretary, "withdraw", "Документы оказались поддельными")
    withdrawn = await page(world.client, scanned)
    assert "<title>Withdrawn: School No. 1" in withdrawn
    assert "Документы оказались поддельными" in withdrawn
    # The file is as it was signed, and says nothing of what came later: the page does.
    assert "The file is genuine" in (said := await sent(world.client, pdf))
    assert "<title>Withdrawn: School No. 1" in said
