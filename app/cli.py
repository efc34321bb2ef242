"""The command line: `areopag --help`."""

import asyncio
import gc
import shlex
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path
from typing import Annotated, TypeVar

import typer

from app.audit_commands import audit
from app.calendar_commands import calendar
from app.framework import framework
from app.logs import set_up_logs
from app.mail_commands import mail
from app.measure import measure
from app.parts import Parts, open_parts, post_of
from app.person_commands import person as person_group
from app.places import origin_of
from app.process_commands import process
from app.school_commands import school
from app.settings import Mode, Settings, SettingsError, load_settings

T = TypeVar("T")

# What a command loads stays while it runs: to look for garbage among it after every 700 objects, as is usual, takes an
# eighth of its start. A server that has started looks at times of its own.
gc.set_threshold(100_000, 20, 20)

app = typer.Typer(
    help="Independent public-professional evaluation of schools.", no_args_is_help=True, pretty_exceptions_enable=False
)
demo = typer.Typer(help="The demo region.", no_args_is_help=True)
token = typer.Typer(help="Bearer tokens for scripts.", no_args_is_help=True)
user = typer.Typer(help="Accounts.", no_args_is_help=True)
sdl = typer.Typer(help="The API's contract, schema/schema.graphql.", no_args_is_help=True)
evidence = typer.Typer(help="The stored files of evidence.", no_args_is_help=True)
published = typer.Typer(help="What is published.", no_args_is_help=True)
for name, group in (
    ("measure", measure),
    ("framework", framework),
    ("demo", demo),
    ("token", token),
    ("user", user),
    ("schema", sdl),
    ("evidence", evidence),
    ("published", published),
    ("mail", mail),
    ("process", process),
    ("calendar", calendar),
    ("audit", audit),
    ("person", person_group),
    ("school", school),
):
    app.add_typer(group, name=name)


def settings_or_exit() -> Settings:
    """The settings; a wrong one ends the program with what to do."""
    try:
        settings = load_settings()
    except SettingsError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from None
    set_up_logs(settings)
    return settings


def with_parts(act: Callable[[Parts], Awaitable[T]], settings: Settings | None = None) -> T:
    """Run an act on the opened parts."""

    async def run() -> T:
        async with open_parts(settings or settings_or_exit()) as parts:
            return await act(parts)

    return asyncio.run(run())


def demo_only(settings: Settings) -> None:
    """End the program unless the server is a demo: demo people must never get into real data."""
    if settings.mode is not Mode.DEMO:
        typer.echo("The demo exists in demo mode only: set AREOPAG_MODE=demo, on a data folder of its own.", err=True)
        raise typer.Exit(2)


@app.command()
def serve() -> None:
    """Serve the client and the API; migrates first, and in demo mode loads the demo region."""
    from app.serve import serve as run

    raise typer.Exit(run(settings_or_exit()))


@app.command()
def migrate() -> None:
    """Bring the database to the present shape, and make its grants and policies whole where somebody changed them."""
    from storage.migrate import migrate as migrate_all

    async def over_everything(parts: Parts) -> None:
        # A database that this program shaped before was left as it is when the parts were opened.
        await asyncio.to_thread(migrate_all, parts.database.url)

    with_parts(over_everything)
    typer.echo("The database has its present shape.")


@app.command()
def export(
    out: Annotated[Path, typer.Option(help="folder to write to, new or with an earlier dump")],
    kind: Annotated[str, typer.Option("--format", help="csv, xlsx, jsonl or parquet")] = "csv",
) -> None:
    """Write everything published as tables, with a signed data package that describes them."""
    from app.dumps import FORMATS, NotADumpFolder, write_dump

    if kind not in FORMATS:
        typer.echo(f"{kind} is no format of dumps; choose one of {', '.join(FORMATS)}.", err=True)
        raise typer.Exit(2)
    try:
        newest = with_parts(lambda parts: write_dump(parts.database, parts.signer, kind, out))
    except NotADumpFolder as refused:
        typer.echo(str(refused), err=True)
        raise typer.Exit(2) from None
    typer.echo(f"{out} has everything up to publication {newest}.")


@app.command()
def verify(
    file: Annotated[
        Path,
        typer.Argument(
            help="a record, a sealed record, a certificate (JSON or PDF), or the folder of a dump", exists=True
        ),
    ],
    keys: Annotated[
        Path | None, typer.Option(help="the agency's keys: what /published/keys.json answered", exists=True)
    ] = None,
    signature: Annotated[str | None, typer.Option(help="the header Areopag-Signature of a bare record")] = None,
) -> None:
    """Check that what was published is what was signed; needs no server and no network."""
    from app.verify import EXIT, check_file, read_keys

    try:
        known = read_keys(keys) if keys else None
        results = list(check_file(file, known, signature))
    except (OSError, ValueError) as error:
        typer.echo(f"{file} cannot be read: {error}", err=True)
        raise typer.Exit(2) from None
    for result in results:
        typer.echo(f"{result.what}: {result.verdict.value}" + (f" ({result.why})" if result.why else ""))
    raise typer.Exit(max((EXIT[result.verdict] for result in results), key=lambda code: (code == 1, code), default=2))


@app.command()
def worker() -> None:
    """Do background work in a process of its own (see AREOPAG_WORKERS_IN_SERVER)."""
    from app.jobs import work_until_stopped

    settings = settings_or_exit()
    with_parts(
        lambda parts: work_until_stopped(parts.database, parts.blobs, settings, post_of(settings, parts.signer)),
        settings,
    )


@demo.command("load")
def load_demo_region() -> None:
    """Load the demo region, unless it is there."""
    settings = settings_or_exit()
    demo_only(settings)
    from app.demo.load import load_demo

    with_parts(lambda parts: load_demo(parts.database, parts.blobs, parts.signer), settings)
    typer.echo("The demo region is loaded.")


@demo.command("people")
def tell_people() -> None:
    """Who can sign in to the demo, and how."""
    settings = settings_or_exit()
    demo_only(settings)
    from app.serve import people_table

    typer.echo(people_table())


@token.command("create")
def create_token(
    person: Annotated[str, typer.Option(help="login of the person: secretary")],
    days: Annotated[int, typer.Option(help="how long it works", min=1, max=366)] = 30,
    label: Annotated[str, typer.Option(help="what it is for")] = "",
    read_only: Annotated[bool, typer.Option("--read-only", help="it may read and change nothing")] = False,
) -> None:
    """Print a new bearer token; it is shown this once."""
    from workflows import people

    async def create(parts: Parts) -> str:
        scope = "READ" if read_only else "ACT"
        return await people.create_token(parts.database, person, timedelta(days=days), label, scope)

    try:
        typer.echo(with_parts(create))
    except people.AccountRefused as refused:
        typer.echo(str(refused), err=True)
        raise typer.Exit(1) from None


@user.command("create-admin")
def create_admin(
    login: Annotated[str, typer.Option(prompt=True, help="what to sign in with")],
    name: Annotated[str, typer.Option(prompt=True, help="the person's name, in Russian")],
    name_en: Annotated[str, typer.Option(help="the name in Latin letters; the same when left out")] = "",
    password: Annotated[
        str, typer.Option(prompt=True, hide_input=True, confirmation_prompt=True, envvar="AREOPAG_ADMIN_PASSWORD")
    ] = "",
) -> None:
    """Make the account that runs the server."""
    from workflows import people

    async def create(parts: Parts) -> None:
        await people.create_administrator(parts.database, login, password, name, name_en or name)

    try:
        with_parts(create)
    except people.AccountRefused as refused:
        typer.echo(str(refused), err=True)
        raise typer.Exit(1) from None
    typer.echo(f"{login} can sign in.")


@evidence.command("prepare")
def prepare_evidence(
    origins: Annotated[
        list[str] | None, typer.Option("--from", help="address people type, unless AREOPAG_PUBLIC_URL is the only one")
    ] = None,
) -> None:
    """Make the bucket where it is missing, and let browsers send files straight to it."""
    from app.parts import blob_store
    from storage.blobs import StoreUnavailable

    settings = settings_or_exit()
    try:
        pages = [origin_of(address) for address in origins or [settings.address]]
    except ValueError as error:
        typer.echo(f"--from: {error}", err=True)
        raise typer.Exit(2) from None
    try:
        asyncio.run(blob_store(settings).prepare(pages))
    except StoreUnavailable as refused:
        typer.echo(f"The store does not answer, or does not let us: {refused}", err=True)
        raise typer.Exit(1) from None
    typer.echo(f"Evidence can be kept; browsers send it from {', '.join(pages)}.")


@evidence.command("verify")
def verify_evidence() -> None:
    """Read every stored file anew – versions, what they are shown as, copies – and compare it with the hash that was
    kept of it."""
    from workflows import custody

    found = with_parts(lambda parts: custody.verify(parts.database, parts.blobs, typer.echo))
    typer.echo(f"verified {found.versions - len(found.wrong)} of {found.versions} files")
    if found.wrong:
        raise typer.Exit(1)


@evidence.command("migrate")
def migrate_evidence(
    to: Annotated[str, typer.Option(help="file:FOLDER, or s3://BUCKET?endpoint=https://HOST:PORT&region=REGION")],
) -> None:
    """Bring everything to another store and verify it there; run again, it goes on where it was."""
    from app.parts import blobs_at
    from app.places import evidence_place
    from workflows import custody

    settings = settings_or_exit()
    try:
        place = evidence_place(to)
    except ValueError as error:
        typer.echo(f"--to {to}: {error}", err=True)
        raise typer.Exit(2) from None
    target = blobs_at(place, settings)
    moved = with_parts(lambda parts: custody.move(parts.database, parts.blobs, target, typer.echo), settings)
    typer.echo(f"moved and verified {moved.versions - len(moved.wrong)} of {moved.versions} files")
    if moved.wrong:
        raise typer.Exit(1)
    typer.echo(
        f"Now set AREOPAG_EVIDENCE_URL={shlex.quote(to)} and start the server; the former store still has everything."
    )


@user.command("invite")
def invite(
    email: Annotated[str, typer.Option(help="where the letter goes")],
    name: Annotated[str, typer.Option(help="the person's name, in Russian")],
    role: Annotated[str, typer.Option(help="SCHOOL_OFFICER, EXPERT, SECRETARY, COMMISSION_MEMBER, ...")],
    organisation: Annotated[str, typer.Option(help="its name, or its id in the API; left out: the agency")] = "",
    constituency: Annotated[str, typer.Option(help="of an expert: PEDAGOGUE, PARENT, EMPLOYER, ...")] = "",
    name_en: Annotated[str, typer.Option(help="the name in Latin letters; the same when left out")] = "",
) -> None:
    """Invite somebody; the letter goes out where there is a mail server, and the link is printed in any case."""
    from app.invite import CannotInvite, invite_person

    settings = settings_or_exit()
    try:
        link = with_parts(
            lambda parts: invite_person(
                parts, email, (name, name_en), role.upper(), organisation, constituency.upper() or None
            ),
            settings,
        )
    except CannotInvite as refused:
        typer.echo(str(refused), err=True)
        raise typer.Exit(1) from None
    typer.echo(link)


@user.command("forget-second-step")
def forget_second_step(login: Annotated[str, typer.Option(help="login of the person: secretary")]) -> None:
    """Let a person in who lost both telephone and recovery codes; make sure that it is them."""
    from workflows import people, second_step

    async def forget(parts: Parts) -> None:
        await second_step.remove(parts.database, await people.person_with(parts.database, login))

    try:
        with_parts(forget)
    except people.AccountRefused as refused:
        typer.echo(str(refused), err=True)
        raise typer.Exit(1) from None
    typer.echo(f"{login} signs in with the password and sets an app up anew where one is needed.")


@user.command("link")
def link_identity(
    login: Annotated[str, typer.Option(help="login of the person: secretary")],
    subject: Annotated[str, typer.Option(help="what the OpenID provider calls the person (`sub`)")],
) -> None:
    """Let a person sign in through the OpenID provider of the settings."""
    from workflows import people, providers

    settings = settings_or_exit()
    issuer = settings.oidc_issuer
    if issuer is None:
        typer.echo("There is no OpenID provider: set AREOPAG_OIDC_ISSUER.", err=True)
        raise typer.Exit(2)

    async def link(parts: Parts) -> None:
        await providers.link(parts.database, await people.person_with(parts.database, login), issuer, subject)

    try:
        with_parts(link, settings)
    except people.AccountRefused as refused:
        typer.echo(str(refused), err=True)
        raise typer.Exit(1) from None
    except providers.IdentityOfAnother:
        typer.echo(f"{subject} is linked to somebody else.", err=True)
        raise typer.Exit(1) from None
    typer.echo(f"{login} can sign in through {issuer}.")


@sdl.command("export")
def export_contract() -> None:
    """Write the contract from the code."""
    from schema.root import CONTRACT, contract

    CONTRACT.write_text(contract(), encoding="utf-8")


@sdl.command("check")
def check_contract() -> None:
    """Fail when the committed contract is not the code's."""
    from schema.root import CONTRACT, contract

    if CONTRACT.read_text(encoding="utf-8") != contract():
        typer.echo("schema/schema.graphql differs from the code: run `areopag schema export`, look, commit.", err=True)
        raise typer.Exit(1)


@published.command("rebuild")
def rebuild() -> None:
    """Make the search tables of what is published anew from the records."""
    from workflows import publications

    with_parts(lambda parts: publications.rebuild(parts.database))
    typer.echo("The search tables are made anew.")
