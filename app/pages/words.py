"""The words of the pages that are served whole, in both languages."""

from typing import Literal

Language = Literal["ru", "en"]

WORDS: dict[str, dict[Language, str]] = {
    "product": {"ru": "Ареопаг", "en": "Areopag"},
    "schools": {"ru": "Школы", "en": "Schools"},
    "methods": {"ru": "Как оценивают", "en": "Methods"},
    "data": {"ru": "Открытые данные", "en": "Open data"},
    "search": {"ru": "Название школы или место", "en": "Name of the school or the place"},
    "find": {"ru": "Найти", "en": "Find"},
    "school": {"ru": "Школа", "en": "School"},
    "latest": {"ru": "Последний результат", "en": "Latest result"},
    "none": {"ru": "Ещё не оценивалась", "en": "Not evaluated yet"},
    "nothing": {"ru": "Таких школ нет. Попробуйте часть названия.", "en": "No such schools. Try a part of the name."},
    "read_as": {
        "ru": "По вашему запросу ничего нет. Показано, что найдено по запросу",
        "en": "Nothing was found for what you wrote. Shown is what was found for",
    },
    "next": {"ru": "Следующие", "en": "Next"},
    "total": {"ru": "Итог", "en": "Total"},
    "of": {"ru": "из", "en": "of"},
    "valid": {"ru": "Действует до", "en": "Valid until"},
    "decided": {"ru": "Решение от", "en": "Decided on"},
    "criterion": {"ru": "Критерий", "en": "Criterion"},
    "score": {"ru": "Оценка", "en": "Score"},
    "words": {"ru": "Словами", "en": "In words"},
    "criteria": {"ru": "Результат по критериям", "en": "The result by criterion"},
    "strong": {"ru": "Что сильно", "en": "What is strong"},
    "improve": {"ru": "Что улучшить", "en": "What to improve"},
    "conditions": {"ru": "Что школа должна сделать", "en": "What the school must do"},
    "by": {"ru": "до", "en": "by"},
    "history": {"ru": "Все публикации", "en": "All publications"},
    "record": {"ru": "Запись", "en": "Record"},
    "corrected": {"ru": "исправлена записью", "en": "corrected by record"},
    "correction": {"ru": "исправление записи", "en": "correction of record"},
    "withdrawal": {"ru": "отзыв записи", "en": "withdrawal of record"},
    "act_error": {"ru": "ошибка исправлена", "en": "a mistake was corrected"},
    "act_appeal": {"ru": "решение изменено по апелляции", "en": "the decision was changed on appeal"},
    "act_revision": {"ru": "решение пересмотрено", "en": "the decision was revised"},
    "act_withdrawal": {"ru": "результат отозван", "en": "the result was withdrawn"},
    "act_suspension": {"ru": "действие результата приостановлено", "en": "the result was suspended"},
    "act_reinstatement": {"ru": "действие результата возобновлено", "en": "the result was reinstated"},
    "why": {"ru": "Почему", "en": "Why"},
    "method": {"ru": "Методика", "en": "Framework"},
    "source": {"ru": "Источник", "en": "Source"},
    "printed": {"ru": "отчёт для печати (PDF)", "en": "report for printing (PDF)"},
    "signed": {"ru": "подписанная запись (JSON)", "en": "signed record (JSON)"},
    "feed": {"ru": "Следить за школой (Atom)", "en": "Follow this school (Atom)"},
    "glossary": {"ru": "Словарь для родителей", "en": "Words for parents"},
    "glossary_lead": {
        "ru": "Что значат слова на страницах школ, без канцелярского языка.",
        "en": "What the words on the pages of schools mean, in plain language.",
    },
    "trend": {"ru": "Как менялся результат", "en": "How the result changed"},
    "decided_day": {"ru": "Когда решено", "en": "Decided on"},
    "data_lead": {
        "ru": "Всё опубликованное можно взять без регистрации и ключей: запросами, файлами целиком и подписанными"
        " записями.",
        "en": "Everything published can be taken without an account or a key: by queries, as whole files and as signed"
        " records.",
    },
    "guide": {
        "ru": "Руководство с примерами: curl, Python, R, Excel",
        "en": "The guide, with examples in curl, Python, R and Excel",
    },
    "files": {"ru": "Файлы целиком", "en": "Whole files"},
    "files_none": {
        "ru": "Файлы делаются каждую ночь; первых ещё нет. Таблицы можно скачать и сейчас: /data/publications.csv.",
        "en": "The files are made every night; there are none yet. Tables can be downloaded now:"
        " /data/publications.csv.",
    },
    "files_check": {"ru": "Что в файлах и как их проверить", "en": "What the files hold and how to check them"},
    "file": {"ru": "Файл", "en": "File"},
    "size": {"ru": "Размер", "en": "Size"},
    "checksum": {"ru": "Контрольная сумма SHA-256", "en": "SHA-256 checksum"},
    "no_page": {"ru": "Такой страницы нет", "en": "There is no such page"},
    "no_page_why": {
        "ru": "Адрес мог измениться, или в нём опечатка. Если страница видна только участникам оценки, войдите под"
        " своим именем.",
        "en": "The address may have changed or hold a typing error. If the page is for those who take part in an"
        " evaluation, sign in first.",
    },
    "find_school": {"ru": "Найти школу", "en": "Find a school"},
    "about": {
        "ru": "Независимая общественно-профессиональная оценка",
        "en": "Independent public-professional evaluation",
    },
}


def word(name: str, language: Language) -> str:
    """A word in this language."""
    return WORDS[name][language]


def number(value: str, language: Language) -> str:
    """An exact number as people write it."""
    return value.replace(".", ",") if language == "ru" else value


def language_of(accepted: str) -> Language:
    """The first of a browser's languages that we speak; Russian when it names none."""
    for part in accepted.lower().split(","):
        code = part.strip()[:2]
        if code == "ru":
            return "ru"
        if code == "en":
            return "en"
    return "ru"
