"""The words of a printed report, in both languages."""

from app.pages.words import Language

WORDS: dict[str, dict[Language, str]] = {
    "house": {
        "ru": "Ареопаг. Независимая общественно-профессиональная оценка",
        "en": "Areopag. Independent public-professional evaluation",
    },
    "title": {"ru": "{school}: отчёт о независимой оценке", "en": "{school}: report of an independent evaluation"},
    "record": {"ru": "Запись № {number} от {day}", "en": "Record No. {number}, {day}"},
    "footer": {"ru": "{school} · запись № {number} · {address}", "en": "{school} · record No. {number} · {address}"},
    "replaced": {
        "ru": "Эта запись больше не действует: её место заняла запись № {number}",
        "en": "This record no longer stands: record No. {number} has taken its place",
    },
    "replaced_more": {"ru": "Действующая запись: {address}", "en": "What stands now: {address}"},
    "withdrawal": {
        "ru": "Результат отозван. Запись № {number} больше не действует",
        "en": "The result is withdrawn. Record No. {number} no longer stands",
    },
    "suspension": {
        "ru": "Действие результата приостановлено. Запись № {number} сейчас не действует",
        "en": "The result is suspended. Record No. {number} does not stand for the time being",
    },
    "withdrawal_more": {
        "ru": "Ниже – то, что было опубликовано до этого.",
        "en": "Below is what had been published before.",
    },
    "correction": {
        "ru": "Исправление: эта запись заняла место записи № {number}",
        "en": "A correction: this record has taken the place of record No. {number}",
    },
    "source": {
        "ru": "Результат опубликован другими; Ареопаг ничего в нём не считал",
        "en": "Others published this result; Areopag computed nothing in it",
    },
    "in_russian": {
        "ru": "",
        "en": "Names and the fixed texts of this report are in English. What the panel, the commission and the school"
        " wrote stands in their own words, in Russian.",
    },
    "outcome": {"ru": "Решение комиссии", "en": "Decision of the commission"},
    "outcome_was": {"ru": "Решение, которое не действует", "en": "The decision that does not stand"},
    "total": {"ru": "Итог", "en": "Total"},
    "of": {"ru": "из {maximum}", "en": "of {maximum}"},
    "grade": {"ru": "Уровень: {grade}", "en": "Level: {grade}"},
    "holds": {"ru": "Действует с {first} до {last}", "en": "Valid from {first} until {last}"},
    "decided_on": {"ru": "Решение от {day}", "en": "Decided on {day}"},
    "levels": {
        "ru": "Сколько критериев на каком уровне",
        "en": "How many criteria stand on which level",
    },
    "levels_told": {"ru": "{level}: {count}", "en": "{level}: {count}"},
    "no_total": {
        "ru": "Общего балла эта методика не считает.",
        "en": "This framework computes no overall score.",
    },
    "facts": {"ru": "Об этой оценке", "en": "About this evaluation"},
    "framework": {"ru": "Методика", "en": "Framework"},
    "framework_version": {"ru": "{title}, версия {number}", "en": "{title}, version {number}"},
    "process": {"ru": "Порядок", "en": "Process"},
    "evaluation": {"ru": "Номер оценки", "en": "Evaluation"},
    "decided": {"ru": "Решение принято", "en": "Decided"},
    "published": {"ru": "Опубликовано", "en": "Published"},
    "panel": {"ru": "Оценивали", "en": "Evaluated by"},
    "experts": {"ru": "Независимые эксперты: {seats}", "en": "Independent experts: {seats}"},
    "lead": {"ru": "руководит группой", "en": "leads the panel"},
    "vote": {"ru": "Голосование", "en": "Vote"},
    "votes": {
        "ru": "за – {votes_for}, против – {against}, воздержались – {abstained}, отвод – {recused};"
        " для решения нужно {quorum} из {eligible}",
        "en": "{votes_for} for, {against} against, {abstained} abstained, {recused} stepped aside;"
        " {quorum} of {eligible} were needed to decide",
    },
    "summary": {"ru": "Вывод экспертов", "en": "What the experts found"},
    "strengths": {"ru": "Что хорошо", "en": "What is strong"},
    "recommendations": {"ru": "Что улучшить", "en": "What to improve"},
    "reasons": {"ru": "Почему комиссия решила так", "en": "Why the commission decided so"},
    "dissent": {"ru": "Особое мнение члена комиссии", "en": "Dissenting opinion of a member of the commission"},
    "waivers": {"ru": "Разрешённые связи со школой", "en": "Waived ties to the school"},
    "waivers_more": {
        "ru": "Кто-то из экспертов или членов комиссии судил, несмотря на связь со школой. Имя не публикуется.",
        "en": "Somebody of the panel or the commission judged in spite of a tie. The name is not published.",
    },
    "tie": {"ru": "Связь", "en": "Tie"},
    "waived_because": {"ru": "Почему разрешено", "en": "Why it was waived"},
    "conditions": {"ru": "Что школа должна сделать", "en": "What the school must do"},
    "condition": {"ru": "Условие", "en": "Condition"},
    "criterion": {"ru": "Критерий", "en": "Criterion"},
    "owner": {"ru": "Кто отвечает", "en": "Who answers for it"},
    "due": {"ru": "До", "en": "By"},
    "result": {"ru": "Результат по критериям", "en": "The result by criterion"},
    "experts_see": {"ru": "Оценка экспертов", "en": "The experts’ score"},
    "school_sees": {"ru": "Самооценка школы", "en": "The school’s own score"},
    "bar": {"ru": "Доля шкалы", "en": "Share of the scale"},
    "score": {"ru": "Эксперты", "en": "Experts"},
    "own": {"ru": "Школа", "en": "School"},
    "because": {"ru": "Обоснования экспертов", "en": "The experts’ reasons"},
    "own_score": {"ru": "самооценка: {own}", "en": "own score: {own}"},
    "citations": {"ru": "На чём основано", "en": "What this rests on"},
    "page": {"ru": "с. {page}", "en": "p. {page}"},
    "quote": {"ru": "«{quote}»", "en": "“{quote}”"},
    "area": {
        "ru": "Место на странице: {left} % от левого края, {top} % сверху; ширина {width} %, высота {height} %",
        "en": "Place on the page: {left}% from the left, {top}% from the top; {width}% wide, {height}% high",
    },
    "derivation": {"ru": "Как получился результат", "en": "How the result came about"},
    "derivation_more": {
        "ru": "Каждый шаг раскрыт до балла, который поставили эксперты. Правила заморожены вместе с версией методики.",
        "en": "Every step is opened down to the value the experts gave. The rules are frozen with the framework.",
    },
    "step": {"ru": "Шаг и что сделано", "en": "Step, and what was done"},
    "came_out": {"ru": "Вышло", "en": "Came out"},
    "weight": {"ru": "вес {weight}", "en": "weight {weight}"},
    "statements": {"ru": "Что ещё сказано", "en": "What else was said"},
    "claims": {"ru": "Замечания школы к проекту отчёта", "en": "The school’s remarks on the draft report"},
    "claim": {"ru": "Замечание", "en": "Remark"},
    "answer": {"ru": "Ответ экспертов", "en": "The experts’ answer"},
    "accepted": {"ru": "принято", "en": "accepted"},
    "declined": {"ru": "не принято", "en": "not accepted"},
    "documents": {"ru": "Открытые документы школы", "en": "Public documents of the school"},
    "document": {"ru": "Документ", "en": "Document"},
    "file": {"ru": "Файл", "en": "File"},
    "pages": {"ru": "Страниц", "en": "Pages"},
    "hash": {"ru": "SHA-256", "en": "SHA-256"},
    "check": {"ru": "Как проверить", "en": "How to check"},
    "check_more": {
        "ru": "Подписана запись, а не этот файл: он лишь показывает её на бумаге. Запись нельзя изменить незаметно;"
        " исправление – это новая запись.",
        "en": "What is signed is the record; this file only shows it on paper. The record cannot be changed unnoticed:"
        " a correction is a new record.",
    },
    "address": {"ru": "Запись", "en": "Record"},
    "data": {"ru": "Подписанные байты", "en": "Signed bytes"},
    "signature": {"ru": "Подпись (Ed25519)", "en": "Signature (Ed25519)"},
    "key": {"ru": "Ключ", "en": "Key"},
    "author": {"ru": "Ареопаг", "en": "Areopag"},
    "keywords": {"ru": "независимая оценка, школа", "en": "independent evaluation, school"},
    "PEDAGOGUE": {"ru": "педагоги", "en": "teachers"},
    "PARENT": {"ru": "родители", "en": "parents"},
    "EMPLOYER": {"ru": "работодатели", "en": "employers"},
    "SCIENCE": {"ru": "наука", "en": "science"},
    "CULTURE": {"ru": "культура", "en": "culture"},
    "CIVIL_SOCIETY": {"ru": "общественные организации", "en": "civil society"},
}


def said(name: str, language: Language, /, **facts: object) -> str:
    """A phrase in this language with its facts; a fact is never read as a phrase."""
    return WORDS[name][language].format(**facts)
