"""The words of the pages about methods, in both languages."""

from app.pages.words import Language

WORDS: dict[str, dict[Language, str]] = {
    "title": {"ru": "Как оценивают школы", "en": "How schools are evaluated"},
    "lead": {
        "ru": "Оценивает не школа и не её начальство. Правила известны заранее, а каждая оценка объяснена и"
        " опубликована.",
        "en": "Neither the school nor its superiors do the evaluating. The rules are known beforehand; every score is"
        " explained and published.",
    },
    "steps": {"ru": "Шаг за шагом", "en": "Step by step"},
    "self": {
        "ru": "Школа оценивает себя сама по тем же критериям и прикладывает документы.",
        "en": "The school evaluates itself on the same criteria and brings its documents.",
    },
    "experts": {
        "ru": "Независимые эксперты – педагоги, родители, работодатели, учёные – читают документы порознь. Оценку они"
        " объясняют и указывают страницу, на которую опираются. Тех, кто связан со школой, к оценке не допускают.",
        "en": "Independent experts – teachers, parents, employers, scientists – read the documents separately. They"
        " explain each score and name the page it rests on. Whoever is connected with the school may not take part.",
    },
    "panel": {
        "ru": "Экспертная группа обсуждает расхождения, согласует общую позицию и пишет отчёт.",
        "en": "The panel discusses where it differs, agrees on a position and writes a report.",
    },
    "facts": {
        "ru": "Школа проверяет отчёт: нет ли в нём фактических ошибок. Эксперты отвечают на каждое замечание.",
        "en": "The school checks the report for factual errors. The experts answer every remark.",
    },
    "vote": {
        "ru": "Комиссия голосует при кворуме. Кто не согласен, может записать особое мнение, и его публикуют.",
        "en": "A commission votes with a quorum. Whoever disagrees may write a dissenting opinion; it is published.",
    },
    "published": {
        "ru": "Результат публикуется целиком и подписывается: незаметно изменить его нельзя.",
        "en": "The whole result is published and signed: it cannot be changed unnoticed.",
    },
    "methods": {"ru": "Методики", "en": "Frameworks"},
    "methods_more": {
        "ru": "Методика говорит, что оценивают и какой шкалой. Опубликованная версия больше не меняется: новая получает"
        " свой номер.",
        "en": "A framework says what is scored, and on which scale. A published version never changes: a new one gets"
        " its own number.",
    },
    "asked": {"ru": "показателей", "en": "indicators"},
    "version": {"ru": "версия", "en": "version"},
    "newer": {"ru": "есть версия новее", "en": "there is a newer version"},
    "retired": {"ru": "больше не применяется", "en": "no longer used"},
    "legal": {"ru": "На чём основана", "en": "What it rests on"},
    "total": {"ru": "Как считают итог", "en": "How the total is made"},
    "mean": {
        "ru": "Среднее взвешенное: вес показывает, насколько критерий важен для итога.",
        "en": "The weighted mean: a weight says how much a criterion counts.",
    },
    "rules": {
        "ru": "По правилам этой методики; каждый шаг расчёта виден в опубликованном результате.",
        "en": "By the rules of this framework; every step stands in a published result.",
    },
    "most": {"ru": "Больше всего можно набрать", "en": "The most one can get is"},
    "none": {
        "ru": "Общего балла нет: каждое требование оценивается само по себе, и сложить их нельзя.",
        "en": "There is no total: each requirement stands by itself, and they cannot be added up.",
    },
    "scale": {"ru": "Шкала", "en": "Scale"},
    "points": {"ru": "от {} до {} баллов", "en": "{} to {} points"},
    "criteria": {"ru": "Что оценивают", "en": "What is scored"},
    "weight": {"ru": "{} % итога", "en": "{} % of the total"},
    "part": {"ru": "{} % критерия", "en": "{} % of the criterion"},
    "evidence": {"ru": "нужен документ", "en": "a document is required"},
    "not_for": {"ru": "не оценивают:", "en": "not asked of"},
    "GENERAL": {"ru": "общеобразовательные школы", "en": "general schools"},
    "PRIMARY": {"ru": "начальные школы", "en": "primary schools"},
    "EVENING": {"ru": "вечерние школы", "en": "evening schools"},
    "SPECIAL": {"ru": "коррекционные школы", "en": "special schools"},
    "BOARDING": {"ru": "школы-интернаты", "en": "boarding schools"},
    "by_law": {"ru": "основание:", "en": "by"},
    "STATE": {"ru": "требует государство", "en": "required by the state"},
    "FOUNDER": {"ru": "требует учредитель", "en": "required by the founder"},
    "PROFESSION": {"ru": "требует профессия", "en": "required by the profession"},
    "EMPLOYERS": {"ru": "требуют работодатели", "en": "required by employers"},
    "FAMILIES": {"ru": "нужно ученикам и семьям", "en": "needed by pupils and families"},
    "SCHOOL": {"ru": "школа требует от себя сама", "en": "the school’s own requirement"},
}
