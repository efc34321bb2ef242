"""`/data` and `/guide`: open data for whoever reads it with programs, as pages that need no program to be read."""

import re
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import Route

from app.client import page
from app.data import BY_NAME, begin_dumps
from app.feeds import address
from app.kept import Answer
from app.pages.files import WholeFile, whole_files
from app.pages.head import head
from app.pages.language import language_for
from app.pages.markup import Html, join, link, table, tag, void, wide
from app.pages.served import for_the_client, page_answer
from app.pages.shell import whole
from app.pages.words import Language, number, word
from app.published import FOR_A_WHILE
from schema import trusted
from workflows.messages.dates import day

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
PROGRAMS = ROOT / "examples"
GUIDE: dict[Language, str] = {"ru": "guide.ru.md", "en": "guide.md"}
PLACES = {
    "guide.md": "/guide?lang=en",
    "guide.ru.md": "/guide?lang=ru",
    "publications.md": "/guide/records",
    "publications.schema.json": "/published/schema.json",
    "../schema/schema.graphql": "/schema.graphql",
    "../schema/operations/published": "/published/operations.json",
}
"""Where a file that a document links to is served."""
EXAMPLE = "https://areopag.example"
"""What documents and programs call this server."""


class _Renderer(RendererHTML):
    """Headings can be linked to, links lead to where things are served, and long lines of code can be scrolled."""

    def heading_open(self, tokens: Sequence[Token], place: int, *_: Any) -> str:
        words = re.sub(r"[^\w\s-]", "", tokens[place + 1].content.lower())
        return f'<{tokens[place].tag} id="{"-".join(words.split())}">'

    def link_open(self, tokens: Sequence[Token], place: int, *_: Any) -> str:
        file, _sharp, anchor = str(tokens[place].attrs["href"]).partition("#")
        there = PLACES.get(file, file) + (f"#{anchor}" if anchor else "")
        return str(void("a", href=there))

    def fence(self, tokens: Sequence[Token], place: int, *_: Any) -> str:
        return str(_code(tokens[place].content))


@lru_cache(maxsize=16)
def program(name: str, base: str) -> Html:
    """A program that reads what is published from this server, as a page shows it; the client shows the same file."""
    return _code((PROGRAMS / name).read_text(encoding="utf-8").replace(EXAMPLE, base))


@lru_cache(maxsize=16)
def rendered(name: str, base: str) -> tuple[str, Html]:
    """The title of a document of this house, and what stands on its page."""
    text = (DOCS / name).read_text(encoding="utf-8").replace(EXAMPLE, base)
    title = text.partition("\n")[0].removeprefix("# ")
    return title, Html(MarkdownIt("commonmark", {"html": False}, renderer_cls=_Renderer).enable("table").render(text))


def document(request: Request, name: str, language: Language) -> Answer:
    """A document of this house as a page, around it the client's page as it is built now."""
    title, content = rendered(name, address(request))
    both = name in GUIDE.values()
    # The guide is at one address in both languages, what is written in English alone at its own.
    about = head(title, word("guide", language), f"{address(request)}/guide", language) if both else Html("")
    return Answer(whole(request, title, about, content, language, client=False, both=both))


async def get_guide(request: Request) -> Response:
    """`GET /guide`: the guide to the API, in the reader's language or that of `?lang=`."""
    language = language_for(request)
    return page_answer(request, document(request, GUIDE[language], language))


async def get_records_guide(request: Request) -> Response:
    """`GET /guide/records`: how published records are made and checked, in English."""
    return page_answer(request, document(request, "publications.md", "en"))


async def get_sdl(_request: Request) -> Response:
    """`GET /schema.graphql`: the API's contract."""
    return FileResponse(ROOT / "schema" / "schema.graphql", media_type="text/plain", headers=FOR_A_WHILE)


async def get_operations(_request: Request) -> Response:
    """`GET /published/operations.json`: the documents kept for everybody, each with the id to ask for it by."""
    kept = {
        name: {"documentId": trusted.document_id(text), "query": text}
        for name, text in trusted.published_operations().items()
    }
    return JSONResponse(kept, headers=FOR_A_WHILE)


async def get_files(request: Request) -> Response:
    """`GET /data/files.json`: the whole files that can be downloaded, with sizes and checksums.

    Empty before the first night, whereupon they are written; whoever asks again in a minute finds them.
    """
    files = await _files_there(request)
    return JSONResponse(
        [file.plain() for file in files], headers=FOR_A_WHILE if files else {**FOR_A_WHILE, "Cache-Control": "no-cache"}
    )


async def get_data(request: Request) -> Response:
    """`GET /data`: what can be taken and how."""
    if for_the_client(request):
        return await page(request)
    language = language_for(request)
    files = await _files_there(request)
    content = join(
        tag("h1", word("data", language)),
        tag("p", word("data_lead", language)),
        tag("p", link(f"/guide?lang={language}", word("guide", language))),
        tag("h2", word("files", language)),
        _files(files, language) if files else tag("p", word("files_none", language)),
        tag("h2", word("tables_now", language)),
        tag("p", word("tables_now_more", language)),
        tag("dl", *(_downloads(name, language) for name in BY_NAME)),
        *_how_to_read(address(request), language),
        tag("p", link("/guide/records#tables-of-everything", word("files_check", language))),
    )
    title = word("data", language)
    about = head(title, word("data_lead", language), f"{address(request)}/data", language)
    return page_answer(request, Answer(whole(request, title, about, content, language)))


async def _files_there(request: Request) -> list[WholeFile]:
    files = whole_files(request.app.state.settings.data)
    if not files:
        await begin_dumps(request)
    return files


def _how_to_read(base: str, language: Language) -> list[Html]:
    return [
        tag("h2", word("read_a_table", language)),
        tag("p", word("read_a_table_more", language)),
        tag("h3", word("in_python", language)),
        program("read_results.py", base),
        tag("h3", word("in_r", language)),
        program("read_results.R", base),
        tag("h3", word("in_excel", language)),
        tag("p", word("excel_steps", language)),
        _code(f"{base}/data/publications.csv"),
    ]


def _code(text: str) -> Html:
    return tag("pre", tag("code", text), tabindex="0")


def _downloads(name: str, language: Language) -> Html:
    files = join(link(f"/data/{name}.csv", f"{name}.csv"), " · ", link(f"/data/{name}.jsonl", f"{name}.jsonl"))
    return join(tag("dt", word(f"table_{name}", language)), tag("dd", files))


def _files(files: list[WholeFile], language: Language) -> Html:
    head = [word(name, language) for name in ("file", "size", "checksum")]
    rows: list[list[object]] = [
        [link(file.path, file.path), size_in_words(file.bytes, language), tag("code", file.sha256)] for file in files
    ]
    title = word("files", language)
    # Made one after another: what is in all of them is what was there when the first was begun.
    through, made = min((file.through, file.made or "") for file in files)
    when = day(made[: len("2026-12-01")], language) if made else ""
    told = word("files_made", language).format(number=through, day=when) if made else ""
    return join(tag("p", told), wide(table(title, head, rows), title))


def size_in_words(size: int, language: Language) -> str:
    """A size as people read it."""
    step = max(0, min(3, (size.bit_length() - 1) // 10))
    shown = f"{size / 1024**step:.{1 if step else 0}f}"
    unit = {"ru": ("Б", "КиБ", "МиБ", "ГиБ"), "en": ("B", "KiB", "MiB", "GiB")}[language][step]
    return f"{number(shown, language)}\u00a0{unit}"


routes = [
    Route("/guide", get_guide, methods=["GET"]),
    Route("/guide/records", get_records_guide, methods=["GET"]),
    Route("/schema.graphql", get_sdl, methods=["GET"]),
    Route("/published/operations.json", get_operations, methods=["GET"]),
    Route("/data/files.json", get_files, methods=["GET"]),
    Route("/data", get_data, methods=["GET"]),
]
