"""How the schools of the public register are searched: by parts of words, by morphology, typing mistakes forgiven.

Parts of words are found by an index of the twos and threes of letters they are made of; whether they stand together as
asked is looked up in the few texts that have them all.

A word that no school has is read as the nearest word of the register. Nearness is that of the PostgreSQL module pg_trgm
(shared trigrams over all trigrams, near from 0.3 on), which is not part of every server and is therefore made here of
arrays and their index.
"""

import re
from dataclasses import dataclass
from datetime import datetime

from storage.database import Transaction
from storage.moments import AS_OF, schools_at

SEARCH = (
    "(s.words @@ websearch_to_tsquery('russian', :search)"
    " OR s.words @@ websearch_to_tsquery('english', :search)"
    " OR (s.parts @@ CAST(:parts AS tsquery)"
    " AND s.plain LIKE ALL(ARRAY(SELECT lower(word) FROM unnest(CAST(:words AS text[])) word))))"
)
# A school that has one of the numbers looked for in its name, whole: 5, not 15.
HAS_NUMBER = (
    "(s.words @@ to_tsquery('simple', :numbers)"
    " AND lower(translate(s.name_ru || ' ' || s.name_en, 'ёЁ', 'еЕ')) ~ :number)"
)
NUMBER = re.compile(r"(?<!\w)[0-9]{1,6}[a-zа-я]?(?!\w)")
# What a search can be looked up by; of other letters it is not sure which small one PostgreSQL has for them.
PLAIN_RUN = re.compile("[a-zA-Zа-яА-Я0-9]{2,}")
EVERY_SCHOOL = "'*'"
# ё is looked for as е, like most people write it.
PLAIN = str.maketrans("ёЁ", "еЕ")

# A register writes one dash and one kind of quotes, people another: neither tells what is looked for. A dash before a
# word is left, it says that the word is not wanted.
ANY_DASH = "[-\u2010-\u2015]"
JOINS = re.compile(rf"(?<=\w){ANY_DASH}(?=\w)|(?<!\S){ANY_DASH}(?!\S)|[«»„“”]")

NEAR = 0.3
SHORTEST = 3
# Who forgot to switch the keyboard to Russian writes «ljk» where they mean «дол».
KEYS = str.maketrans("qwertyuiop[]asdfghjkl;'zxcvbnm,.`", "йцукенгшщзхъфывапролджэячсмитьбюе")

# Who has no Russian keyboard writes «shkola».
SPELT = {
    "shch": "щ",
    "sch": "щ",
    "zh": "ж",
    "kh": "х",
    "ts": "ц",
    "ch": "ч",
    "sh": "ш",
    "yu": "ю",
    "ya": "я",
    "yo": "е",
    "ye": "е",
    "ay": "ай",
    "ey": "ей",
    "iy": "ий",
    "oy": "ой",
    "uy": "уй",
    **dict(zip("abvwgdezijklmnoprstufhcyqx", "абввгдезийклмнопрстуфхкыкк", strict=True)),
}
SPELT_PART = re.compile("shch|sch|zh|kh|ts|ch|sh|y[aoeu]|[aeiou]y(?![aoeu])|[a-z]")

# The register has a school's name in full or in short, and its legal form or not; people write whichever they know.
LEGAL_FORM = re.compile(
    r"(м|г|ф|ч|фг|а)?[бкан]?д?оу|мбу|мку|мау|муниципальное|государственное|бюджетное|казенное|автономное"
    r"|общеобразовательн(ая|ое)|образовательное|учреждение"
)
IN_FULL = {
    "сош": "средняя школа",
    "оош": "основная школа",
    "нош": "начальная школа",
    "детсад": "детский сад",
    "д/с": "детский сад",
    "номер": "№",
}

# A word is split off where it is no letter or number; what has a digit is a number, and a wrong number is no mistake.
WORDS = r"""
INSERT INTO published.word (word, since)
SELECT found.word, min(s.since) FROM published.school s, LATERAL regexp_split_to_table(
    lower(translate(concat_ws(' ', s.name_ru, s.name_en, s.address), 'ёЁ', 'еЕ')), '\W+') AS found(word)
WHERE length(found.word) >= :shortest AND found.word !~ '\d' GROUP BY found.word
ON CONFLICT (word) DO NOTHING
"""

MEANT = f"""
SELECT asked.word, nearest.word AS meant
FROM unnest(CAST(:words AS text[]), CAST(:switched AS text[]), CAST(:spelt AS text[]))
    WITH ORDINALITY AS asked(word, switched, spelt, place)
LEFT JOIN LATERAL (
    SELECT w.word
    FROM published.word w,
         (VALUES (published.trigrams(asked.word)), (published.trigrams(asked.switched)),
                 (published.trigrams(asked.spelt))) way(trigrams),
         LATERAL (SELECT count(*) AS shared FROM unnest(w.trigrams) t WHERE t = ANY(way.trigrams)) both_have
    WHERE w.trigrams && way.trigrams AND w.since <= {AS_OF}
      AND shared >= :near * (cardinality(w.trigrams) + cardinality(way.trigrams) - shared)
    ORDER BY shared / CAST(cardinality(w.trigrams) + cardinality(way.trigrams) - shared AS float) DESC, w.word
    LIMIT 1) nearest ON NOT EXISTS (
        SELECT FROM published.word w WHERE w.word LIKE '%' || asked.word || '%' AND w.since <= {AS_OF})
ORDER BY asked.place
"""


def parts_of_words(search: str) -> list[str]:
    """A pattern for each word of a search that finds it anywhere in a text."""
    plain = search.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return [f"%{word}%" for word in plain.split()]


def parts_of(plain: str) -> str:
    """A `tsquery`: what a text must have of the runs of letters and of digits in a search, three characters at a time.

    Numbers are rare, and of words the last tell most: beside a number one part of the last word is asked for, without
    one the first and the last three of every word. Each that is asked for takes the longer the more schools there are.
    """
    runs = list(dict.fromkeys(run.lower() for run in PLAIN_RUN.findall(plain)))
    numbers, words = [run for run in runs if run.isdigit()], [run for run in runs if not run.isdigit()]
    asked = _ends(numbers) + [word[:3] for word in words[-1:]] if numbers else _ends(words)
    return " & ".join(f"'{part}'" for part in dict.fromkeys(asked)) or EVERY_SCHOOL


def number_parameters(search: str | None) -> dict[str, object] | None:
    """The values of the parameters in HAS_NUMBER; None where a search has no number."""
    numbers = list(dict.fromkeys(NUMBER.findall((search or "").lower().translate(PLAIN))))
    if not numbers:
        return None
    return {"numbers": " | ".join(f"'{number}'" for number in numbers), "number": rf"\m({'|'.join(numbers)})\M"}


def _ends(runs: list[str]) -> list[str]:
    return [part for run in runs for part in (run[:3], run[-3:])]


def search_parameters(search: str | None) -> dict[str, object]:
    """The values of the parameters in SEARCH."""
    said = search or ""
    asked = JOINS.sub(" ", said)
    plain = (asked if asked.strip() else said).translate(PLAIN)
    return {"search": asked, "words": parts_of_words(plain), "parts": parts_of(plain)}


@dataclass(frozen=True)
class _Read:
    word: str
    meant: str | None


async def learn_words(transaction: Transaction) -> None:
    """Take in the words of the register that are new; none is forgotten, so that former searches stay as they were."""
    await transaction.run(WORDS, shortest=SHORTEST)


def other_ways_to_say(search: str) -> list[str]:
    """A school's name without its legal form, with what it is in full and in short."""
    plain = search.lower().translate(PLAIN)
    words = [word.strip("«»\"'.,") for word in plain.replace("№", " № ").split()]
    in_full = " ".join(IN_FULL.get(word, word) for word in words if not LEGAL_FORM.fullmatch(word))
    in_short = in_full
    for short, full in IN_FULL.items():
        in_short = in_short.replace(full, short) if full.endswith(" школа") else in_short
    return [said for said in dict.fromkeys((in_full, in_short)) if said and said != plain]


def spelt_in_russian(word: str) -> str:
    """What a word in Latin letters is in Russian ones, letter by letter as most people write it."""
    return SPELT_PART.sub(lambda found: SPELT[found[0]], word)


async def as_meant(transaction: Transaction, search: str | None, as_of: datetime | None) -> str | None:
    """The search as it is best read: itself where it finds a school, otherwise said in another way, or with the nearest
    words in place."""
    if not search or await _finds(transaction, search, as_of):
        return search
    for said in other_ways_to_say(search):
        if await _finds(transaction, said, as_of):
            return said
    words = [word for word in re.split(r"[^\w\[\];',.`]+", search.lower().translate(PLAIN)) if word]
    read = await transaction.rows(
        _Read,
        MEANT,
        words=words,
        switched=[word.translate(KEYS) for word in words],
        spelt=[spelt_in_russian(word) for word in words],
        near=NEAR,
        as_of=as_of,
    )
    meant = " ".join(one.meant or one.word for one in read)
    return meant if any(one.meant for one in read) and await _finds(transaction, meant, as_of) else search


async def _finds(transaction: Transaction, search: str, as_of: datetime | None) -> bool:
    found: bool = await transaction.value(
        f"SELECT EXISTS (SELECT FROM {schools_at(as_of)} s WHERE {SEARCH})", as_of=as_of, **search_parameters(search)
    )
    return found
