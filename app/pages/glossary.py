"""`/glossary`: the words of evaluation for parents, in plain language."""

from functools import lru_cache
from pathlib import Path

import yaml
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from app.feeds import address
from app.kept import Answer
from app.pages.head import head
from app.pages.language import language_for
from app.pages.markup import join, tag
from app.pages.served import page_answer
from app.pages.shell import whole
from app.pages.words import Language, word


@lru_cache(maxsize=1)
def terms() -> dict[str, dict[Language, tuple[str, str]]]:
    """Each word and what it means, by its place on the page."""
    read = yaml.safe_load(Path(__file__).with_name("glossary.yaml").read_text(encoding="utf-8"))
    return {code: {language: tuple(text) for language, text in both.items()} for code, both in read.items()}


def glossary(request: Request, language: Language) -> Answer:
    """The page."""
    entries = [
        join(tag("dt", both[language][0], id=code), tag("dd", both[language][1])) for code, both in terms().items()
    ]
    content = join(
        tag("h1", word("glossary", language)), tag("p", word("glossary_lead", language)), tag("dl", *entries)
    )
    title = word("glossary", language)
    about = head(title, word("glossary_lead", language), f"{address(request)}/glossary", language)
    return Answer(whole(request, title, about, content, language, client=False))


async def get_glossary(request: Request) -> Response:
    """`GET /glossary`: in the reader's language or that of `?lang=`."""
    return page_answer(request, glossary(request, language_for(request)))


routes = [Route("/glossary", get_glossary, methods=["GET"])]
