"""The words of the pages that are served whole, in both languages."""

from typing import Literal

Language = Literal["ru", "en"]

WORDS: dict[str, dict[Language, str]] = {
    "product": {"ru": "Ареопаг", "en": "Areopag"},
    "schools": {"ru": "Школы", "en": "Schools"},
    "methods": {"ru": "Как оценивают", "en": "Methods"},
    "data": {"ru": "Открытые данные", "en": "Open data"},
    "to_content": {"ru": "К содержанию", "en": "Skip to content"},
    "demonstration": {
        "ru": "Это демонстрация. Демонстрационная область, её школы и люди вымышлены.",
        "en": "This is a demonstration. The Demonstration Region, its schools and its people are invented.",
    },
    "foot": {
        "ru": "Ареопаг – независимая общественно-профессиональная оценка школ: от стандарта до опубликованного"
        " результата.",
        "en": "Areopag is independent public-professional evaluation of schools, from the standard to the published"
        " result.",
    },
    "with_others": {"ru": "Сравнить с другими", "en": "Compare with others"},
    "rules": {"ru": "По каким правилам оценивают", "en": "The rules of evaluation"},
    "compare_schools": {"ru": "Сравнить школы", "en": "Compare schools"},
    "check_certificate": {"ru": "Проверить свидетельство", "en": "Check a certificate"},
    "open_data": {"ru": "Открытые данные и проверка подписи", "en": "Open data, and checking a signature"},
    "search": {"ru": "Название школы или место", "en": "Name of the school or the place"},
    "find": {"ru": "Найти", "en": "Find"},
    "school": {"ru": "Школа", "en": "School"},
    "latest": {"ru": "Последний результат", "en": "Latest result"},
    "none": {"ru": "Ещё не оценивалась", "en": "Not evaluated yet"},
    "none_more": {
        "ru": "Это не говорит о школе ни хорошего, ни плохого. Когда независимая оценка завершится, результат появится"
        " здесь.",
        "en": "This says neither good nor bad of the school. Once an independent evaluation is finished, its result"
        " will stand here.",
    },
    "nothing": {
        "ru": "Таких школ нет. Попробуйте часть названия или снимите условия.",
        "en": "No such schools. Try a part of the name, or take filters away.",
    },
    "nothing_then": {
        "ru": "На эту дату таких школ в реестре не было. Попробуйте другую дату или снимите условия.",
        "en": "On that day the register had no such schools. Try another day, or take filters away.",
    },
    "record_not_yet": {
        "ru": "На эту дату записи ещё не было.",
        "en": "On that day the record did not exist yet.",
    },
    "territory_not_yet": {
        "ru": "На эту дату территории в реестре ещё не было.",
        "en": "On that day the territory was not in the register yet.",
    },
    "not_yet": {
        "ru": "На эту дату школы в реестре ещё не было.",
        "en": "On that day the school was not in the register yet.",
    },
    "read_as": {
        "ru": "По вашему запросу ничего нет. Показано, что найдено по запросу",
        "en": "Nothing was found for what you wrote. Shown is what was found for",
    },
    "next": {"ru": "Следующие", "en": "Next"},
    "total": {"ru": "Итог", "en": "Total"},
    "of": {"ru": "из", "en": "of"},
    "valid": {"ru": "Действует до", "en": "Valid until"},
    "over": {"ru": "срок истёк", "en": "expired"},
    "ended": {"ru": "Срок истёк", "en": "Expired on"},
    "decided": {"ru": "Решение от", "en": "Decided on"},
    "criterion": {"ru": "Критерий", "en": "Criterion"},
    "not_applicable": {"ru": "у школ этого вида не оценивают", "en": "not asked of schools of this kind"},
    "score": {"ru": "Оценка", "en": "Score"},
    "words": {"ru": "Словами", "en": "In words"},
    "criteria": {"ru": "Оценки по критериям", "en": "Scores by criterion"},
    "families": {"ru": "Что говорят семьи", "en": "What families say"},
    "families_rated": {
        "ru": "Чего ждут семьи и как это оценено",
        "en": "What families need, and how it is rated",
    },
    "families_say": {"ru": "Что говорят", "en": "What is said"},
    "families_share": {"ru": "Сколько так ответили (95 % интервал)", "en": "How many said so (95% interval)"},
    "families_answered": {"ru": "ответили", "en": "answered"},
    "families_invited": {"ru": "приглашённых", "en": "invited"},
    "families_few": {
        "ru": "Ответов слишком мало, чтобы их показывать.",
        "en": "Too few answers to be shown.",
    },
    "families_more": {
        "ru": "Ответы анонимны, здесь только суммы по всем ответившим. Опрос оценку не меняет.",
        "en": "Answers are anonymous; here are only sums over all who answered. A survey changes no score.",
    },
    "CHOSEN": {"ru": "просят развивать прежде всего", "en": "want it developed first"},
    "MATTERS": {"ru": "говорят, что это важно", "en": "say that it matters"},
    "CONTENT": {"ru": "довольны", "en": "are content"},
    "strong": {"ru": "Что хорошо", "en": "What is strong"},
    "improve": {"ru": "Что советуют улучшить", "en": "What the experts advise improving"},
    "conditions": {"ru": "Что школа обязана исправить", "en": "What the school must put right"},
    "by": {"ru": "до", "en": "by"},
    "history": {"ru": "История оценок", "en": "History"},
    "record": {"ru": "Запись", "en": "Record"},
    "record_number": {"ru": "Запись № {}", "en": "Record No. {}"},
    "record_within": {"ru": "запись № {}", "en": "record No. {}"},
    "another": {"ru": "О другой оценке этой школы", "en": "About another evaluation of this school"},
    "corrected": {"ru": "исправлена записью", "en": "corrected by record"},
    "added_to": {"ru": "дополнена записью", "en": "added to by record"},
    "withdrawn_by": {"ru": "отозвана записью", "en": "withdrawn by record"},
    "suspended_by": {"ru": "приостановлена записью", "en": "suspended by record"},
    "about_record": {"ru": "о записи", "en": "about record"},
    "instead": {"ru": "вместо записи", "en": "instead of record"},
    "certificate": {"ru": "свидетельство и его проверка", "en": "certificate, and whether it holds"},
    "why": {"ru": "Почему", "en": "Why"},
    "method": {"ru": "Методика", "en": "Framework"},
    "source": {"ru": "Источник", "en": "Source"},
    "printed": {"ru": "отчёт для печати (PDF)", "en": "report for printing (PDF)"},
    "signed": {"ru": "подписанная запись (JSON)", "en": "signed record (JSON)"},
    "feed": {"ru": "Следить за школой (Atom)", "en": "Follow this school (Atom)"},
    "follow_territory": {"ru": "Следить за территорией (Atom)", "en": "Follow this territory (Atom)"},
    "follow_all": {"ru": "Следить за всем опубликованным (Atom)", "en": "Follow everything published (Atom)"},
    "glossary": {"ru": "Словарь для родителей", "en": "Words for parents"},
    "glossary_lead": {
        "ru": "Что значат слова на страницах школ, без канцелярского языка.",
        "en": "What the words on the pages of schools mean, in plain language.",
    },
    "all_schools": {"ru": "Все школы", "en": "All schools"},
    "in_register": {"ru": "Школ в реестре", "en": "Schools in the register"},
    "standing": {"ru": "Как оценены школы", "en": "How the schools stand"},
    "standing_more": {
        "ru": "Средний балл и 95 % интервал: в нём, скорее всего, лежит среднее. Чем меньше школ, тем он шире. Если"
        " интервалы перекрываются, разницу нельзя считать настоящей. Порядок строк – по названию, это не рейтинг.",
        "en": "The mean and its 95% interval, where the mean most likely lies. The fewer schools, the wider it is."
        " Where intervals overlap, a difference may be chance. Rows go by name; this is no ranking.",
    },
    "nothing_published": {
        "ru": "Опубликованных результатов пока нет. Когда оценят первую школу, здесь появится её результат.",
        "en": "Nothing has been published yet. The first result will stand here.",
    },
    "no_total": {
        "ru": "Общего балла эта методика не считает, поэтому и среднего нет: смотрите уровни у каждой школы.",
        "en": "This framework has no total and so no mean: see the levels of each school.",
    },
    "place": {"ru": "Территория", "en": "Territory"},
    "evaluated": {"ru": "Школ оценено", "en": "Schools evaluated"},
    "mean": {"ru": "Средний балл", "en": "Mean"},
    "interval": {"ru": "95 % интервал", "en": "95% interval"},
    "range": {"ru": "Наименьший и наибольший", "en": "Lowest and highest"},
    "from_to": {"ru": "от {} до {}", "en": "{} to {}"},
    "too_few": {
        "ru": "школ слишком мало, чтобы судить о среднем",
        "en": "too few schools to tell anything by the mean",
    },
    "tiles": {"ru": "Муниципалитеты на схеме", "en": "Municipalities as tiles"},
    "tiles_more": {
        "ru": "Плитки стоят по алфавиту, а не по месту на карте. Выше или ниже сказано только там, где разница со"
        " средним по региону не случайна.",
        "en": "Tiles stand by name, not by place. Higher or lower is said only where the difference from the region’s"
        " mean is more than chance.",
    },
    "above": {"ru": "выше среднего по региону", "en": "above the region’s mean"},
    "below": {"ru": "ниже среднего по региону", "en": "below the region’s mean"},
    "unclear": {"ru": "от среднего не отличить", "en": "not told from the mean"},
    "none_yet": {"ru": "результатов нет", "en": "no results"},
    "evenly": {"ru": "Насколько ровно", "en": "How evenly"},
    "spread": {"ru": "Разброс между школами", "en": "Spread between schools"},
    "spread_is": {
        "ru": "балл школы обычно отличается от среднего на {}{}",
        "en": "a school is usually {} points off the mean{}",
    },
    "ends": {"ru": " (95 % интервал: от {} до {})", "en": " (95% interval: {} to {})"},
    "worst": {"ru": "Четверть учеников, которым хуже всего", "en": "The quarter of pupils served worst"},
    "worst_is": {
        "ru": "учатся в школах со средним баллом {}; средний балл на всех учеников – {}",
        "en": "learn in schools with a mean of {}; the mean of all pupils is {}",
    },
    "gap": {"ru": "Город и село", "en": "Town and country"},
    "gap_town": {"ru": "в городе балл выше на {}{}", "en": "town schools are {} points higher{}"},
    "gap_country": {"ru": "в селе балл выше на {}{}", "en": "schools in the country are {} points higher{}"},
    "gap_unclear": {
        "ru": "разница не установлена: она может быть и случайной{}",
        "en": "no difference is established: it may be chance{}",
    },
    "municipalities": {"ru": "Муниципалитеты", "en": "Municipalities"},
    "search_within": {"ru": "Искать среди школ этой территории", "en": "Search among the schools of this territory"},
    "compare": {"ru": "Сравнение школ", "en": "Schools side by side"},
    "compare_with": {"ru": "Сравнить с другими школами", "en": "Compare with other schools"},
    "compare_lead": {
        "ru": "От двух до пяти школ. Сравнить можно только оценки по одной и той же методике. Числа не заменяют"
        " обоснований: прочитайте и их.",
        "en": "Two to five schools. Only evaluations on the same framework can be compared. Numbers do not replace the"
        " reasons: read those too.",
    },
    "choose_two": {
        "ru": "Выберите две школы: здесь встанут рядом их решения, баллы и оценки по каждому критерию.",
        "en": "Choose two schools: their decisions, totals and scores by criterion will stand here side by side.",
    },
    "add_school": {"ru": "Добавить школу: название или место", "en": "Add a school: its name or the place"},
    "add": {"ru": "Добавить", "en": "Add"},
    "take_away": {"ru": "убрать", "en": "take away"},
    "not_alike": {"ru": "Эти школы нельзя сравнить", "en": "These schools cannot be compared"},
    "not_alike_more": {
        "ru": "Их оценивали по разным методикам: числа одной ничего не значат в другой. Выберите школы, оценённые"
        " одинаково.",
        "en": "They were evaluated on different frameworks, and the numbers of one mean nothing in the other. Choose"
        " schools evaluated alike.",
    },
    "without": {"ru": "По этой методике нет результата:", "en": "No result on this framework:"},
    "decision": {"ru": "Решение", "en": "Decision"},
    "no_decision": {"ru": "решения комиссии не было", "en": "no decision of a commission"},
    "levels": {"ru": "Уровни", "en": "Levels"},
    "what_asked": {"ru": "Что значат критерии", "en": "What the criteria mean"},
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
    "files_made": {
        "ru": "Сделаны {day}; в них всё опубликованное, до записи № {number} включительно.",
        "en": "Made on {day}; they hold all that was published, up to record No. {number}.",
    },
    "files_none": {
        "ru": "Первые файлы делаются сейчас: обновите страницу через минуту. Потом – каждую ночь.",
        "en": "The first files are being made now: load the page again in a minute. Later they are made every night.",
    },
    "table_publications": {"ru": "Результаты", "en": "Results"},
    "table_scores": {"ru": "Оценки по критериям", "en": "Scores by criterion"},
    "table_schools": {"ru": "Школы", "en": "Schools"},
    "table_conditions": {"ru": "Условия и что с ними стало", "en": "Conditions, and what became of them"},
    "table_territories": {"ru": "Территории", "en": "Territories"},
    "tables_now": {"ru": "Таблицы на эту минуту", "en": "Tables as of this minute"},
    "tables_now_more": {
        "ru": "Собираются, пока их скачивают: в них уже есть всё, что опубликовано. CSV открывается в Excel.",
        "en": "Made while they are downloaded: all that is published is in them already. CSV opens in Excel.",
    },
    "read_a_table": {"ru": "Как прочесть таблицу", "en": "How to read a table"},
    "read_a_table_more": {
        "ru": "Баллы – точные десятичные числа: их читают текстом и лишь потом делают числами.",
        "en": "Scores are exact decimals: they are read as text, and only then made numbers.",
    },
    "in_python": {"ru": "На Python (pip install pandas)", "en": "In Python (pip install pandas)"},
    "in_r": {"ru": "На R", "en": "In R"},
    "in_excel": {"ru": "В Excel", "en": "In Excel"},
    "excel_steps": {
        "ru": "«Данные» → «Из текстового/CSV-файла», вместо имени файла – адрес ниже. Кодировка – UTF-8, для столбцов с"
        " баллами – тип «Текст»; затем превратите их в числа с точкой как разделителем.",
        "en": "Data → From Text/CSV, and in place of a file name the address below. Choose UTF-8 and, for columns with"
        " scores, the type Text; then turn them into numbers with the point as decimal separator.",
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
    "no_document": {"ru": "Этот документ не открыт", "en": "This document is not open"},
    "no_document_why": {
        "ru": "Результат заменён или отозван, школа или секретариат закрыли документ, или срок его хранения вышел."
        " Название и контрольная сумма остаются в опубликованной записи.",
        "en": "The result was replaced or withdrawn, the school or the secretariat closed the document, or its time is"
        " over. Its name and its hash stay in the published record.",
    },
    "badge": {"ru": "Результат на сайте школы", "en": "The result on the school’s own site"},
    "badge_more": {
        "ru": "Картинка всегда показывает последний результат, и если его отозвали или срок истёк – тоже. Вставьте на"
        " страницу этот код: в нём нет ни скрипта, ни фрейма.",
        "en": "The picture always shows the newest result, also that it was withdrawn or has expired. Put this code on"
        " a page: there is no script in it and no frame.",
    },
    "competition": {"ru": "Конкурс", "en": "Competition"},
    "competition_lead": {
        "ru": "Опубликованы итоги {published} из {entries} заявок. Места – по среднему оценок жюри; равные заявки делят"
        " места.",
        "en": "Results of {published} of {entries} entries are published. Places follow the mean of the jury’s scores;"
        " equal entries share them.",
    },
    "competition_none": {
        "ru": "Итоги ещё не опубликованы. Они появятся здесь, когда жюри закончит и секретарь опубликует итоги.",
        "en": "No results are published yet. They stand here once the jury is done and the secretary publishes.",
    },
    "competition_place": {"ru": "Место", "en": "Place"},
    "jury_score": {"ru": "Оценка жюри, %", "en": "Jury’s score, %"},
    "award": {"ru": "Награда", "en": "Award"},
    "contest": {
        "ru": "Конкурс «{title}», место {place} из {entries}",
        "en": "Competition “{title}”, place {place} of {entries}",
    },
    "home": {"ru": "Хороша ли эта школа?", "en": "Is this school any good?"},
    "home_lead": {
        "ru": "Независимые эксперты изучают документы школы и оценивают её по открытым критериям, комиссия голосует,"
        " результат публикуется целиком. Найдите школу и прочитайте, что о ней узнали.",
        "en": "Independent experts study a school’s documents and score it against open criteria, a commission votes,"
        " the whole result is published. Find a school and read what was found.",
    },
    "lately": {"ru": "Опубликовано недавно", "en": "Published lately"},
    "territories": {"ru": "По территориям", "en": "By territory"},
    "by_where": {"ru": "Где", "en": "Where"},
    "any_where": {"ru": "Везде", "en": "Everywhere"},
    "by_kind": {"ru": "Вид школы", "en": "Kind of school"},
    "any_kind": {"ru": "Любой", "en": "Any"},
    "GENERAL": {"ru": "Общеобразовательная школа", "en": "General school"},
    "PRIMARY": {"ru": "Начальная школа", "en": "Primary school"},
    "EVENING": {"ru": "Вечерняя школа", "en": "Evening school"},
    "SPECIAL": {"ru": "Коррекционная школа", "en": "Special school"},
    "BOARDING": {"ru": "Школа-интернат", "en": "Boarding school"},
    "by_method": {"ru": "Методика", "en": "Framework"},
    "any_method": {"ru": "Любая", "en": "Any"},
    "by_decision": {"ru": "Решение", "en": "Decision"},
    "any_decision": {"ru": "Любое", "en": "Any"},
    "accredited": {"ru": "Качество подтверждено", "en": "Quality confirmed"},
    "accredited_with_conditions": {"ru": "Подтверждено с условиями", "en": "Confirmed with conditions"},
    "refused": {"ru": "Не подтверждено", "en": "Not confirmed"},
    "by_size": {"ru": "Сколько учеников", "en": "How many pupils"},
    "any_size": {"ru": "Неважно", "en": "Any number"},
    "size_to-100": {"ru": "до 100 учеников", "en": "up to 100 pupils"},
    "size_101-500": {"ru": "101–500 учеников", "en": "101–500 pupils"},
    "size_501-1000": {"ru": "501–1000 учеников", "en": "501–1,000 pupils"},
    "size_over-1000": {"ru": "больше 1000 учеников", "en": "more than 1,000 pupils"},
    "pupils": {"ru": "Учеников: {}", "en": "Pupils: {}"},
    "by_rural": {"ru": "Город или село", "en": "Town or country"},
    "any_rural": {"ru": "Неважно", "en": "Either"},
    "rural_no": {"ru": "В городе", "en": "In a town"},
    "rural_yes": {"ru": "В селе", "en": "In the country"},
    "by_validity": {"ru": "Действует ли решение", "en": "Does the decision hold"},
    "any_validity": {"ru": "Неважно", "en": "Either way"},
    "validity_holds": {"ru": "Решение действует", "en": "The decision holds"},
    "validity_expired": {"ru": "Срок решения истёк", "en": "The decision has expired"},
    "validity_none": {"ru": "Результата ещё нет", "en": "No result yet"},
    "by_from": {"ru": "Год решения, от", "en": "Decided from"},
    "any_from": {"ru": "Любой", "en": "Any year"},
    "from_year": {"ru": "с {} года", "en": "from {}"},
    "by_to": {"ru": "Год решения, до", "en": "Decided until"},
    "any_to": {"ru": "Любой", "en": "Any year"},
    "to_year": {"ru": "по {} год", "en": "until {}"},
    "more_filters": {"ru": "Ещё условия", "en": "More filters"},
    "filters_set": {"ru": "Задано условий", "en": "Filters set"},
    "take_filter_away": {"ru": "Убрать условие:", "en": "Take away:"},
    "clear_filters": {"ru": "Снять все условия", "en": "Clear all filters"},
    "on_day": {"ru": "Как было на дату", "en": "As it was on"},
    "show": {"ru": "Показать", "en": "Show"},
    "past": {"ru": "Показано, что было известно на {}", "en": "This is what was known on {}"},
    "past_more": {
        "ru": "Это прошлое: с тех пор результаты могли появиться, измениться или потерять силу.",
        "en": "This is the past: since then results may have appeared, changed or expired.",
    },
    "past_back": {"ru": "Показать, как сейчас", "en": "Show it as it is now"},
    "found": {"ru": "Найдено школ", "en": "Schools found"},
    "fall_short": {"ru": "Сколько школ не дотягивают", "en": "How many fall short"},
    "threshold": {"ru": "Порог", "en": "Threshold"},
    "below_it": {"ru": "Школ ниже порога", "en": "Schools below it"},
    "of_schools": {"ru": "Доля школ (95 % интервал)", "en": "Share of schools (95% interval)"},
    "of_pupils": {"ru": "Доля учеников (95 % интервал)", "en": "Share of pupils (95% interval)"},
    "fall_short_more": {
        "ru": "Интервал – для всех школ территории, если оценённые отобраны без умысла. Когда оценены все,"
        " неопределённости нет.",
        "en": "The interval is for all schools of the territory, if those evaluated were not picked on purpose. Once"
        " all are, nothing is uncertain.",
    },
    "families_basis": {"ru": "Сколько ответов", "en": "Answers"},
    "families_rated_mean": {"ru": "Средний балл, доля шкалы", "en": "Mean score, share of its scale"},
    "answers_of_schools": {"ru": "{}, школ: {}", "en": "{}, schools: {}"},
    "by_criterion": {"ru": "Как оценены критерии", "en": "How each criterion is rated"},
    "by_criterion_more": {
        "ru": "Средняя оценка школ этой территории, по последнему результату каждой, в порядке методики. Где интервалы"
        " перекрываются, разница может быть и случайной.",
        "en": "The mean score of this territory’s schools, by the latest result of each, in the framework’s order."
        " Where intervals overlap, a difference may be chance.",
    },
    "mean_score": {"ru": "Средняя оценка", "en": "Mean score"},
    "all_alike": {"ru": "у всех школ одинаково", "en": "the same in all schools"},
    "too_few_schools": {"ru": "школ слишком мало", "en": "too few schools to tell"},
    "families_over": {
        "ru": "Учтены школы, чей последний результат публикует опрос; каждая – по числу тех, кого спрашивали. В скобках"
        " – 95 % интервал. Где интервалы перекрываются, разница может быть и случайной.",
        "en": "Schools whose latest result publishes a survey; each counts as many as were to be asked. In brackets:"
        " 95% intervals. Where they overlap, a difference may be chance.",
    },
    "whole_record": {
        "ru": "Запись целиком: обоснование каждой оценки, голосование, документы",
        "en": "The whole record: the reasons for every score, the vote, the documents",
    },
    "rings": {
        "ru": "Полоса – оценка экспертов, кружок на ней – как школа оценила себя сама.",
        "en": "The bar is the experts’ score; the ring on it is how the school scored itself.",
    },
    "sections": {"ru": "Разделы", "en": "Sections"},
    "about_product": {"ru": "Об Ареопаге", "en": "About Areopag"},
    "sign_in": {"ru": "Войти", "en": "Sign in"},
    "turn": {"ru": "In English", "en": "По-русски"},
    "find_school": {"ru": "Найти школу", "en": "Find a school"},
    "about": {
        "ru": "Независимая общественно-профессиональная оценка",
        "en": "Independent public-professional evaluation",
    },
    "home_title": {"ru": "Независимая оценка школ", "en": "Independent evaluation of schools"},
}


def word(name: str, language: Language) -> str:
    """A word in this language."""
    return WORDS[name][language]


def number(value: str, language: Language) -> str:
    """An exact number as people write it, with a minus and no hyphen before it."""
    written = value.replace("-", "−")
    return written.replace(".", ",") if language == "ru" else written


def language_of(accepted: str) -> Language:
    """The first of a browser's languages that we speak; Russian when it names none."""
    for part in accepted.lower().split(","):
        code = part.strip()[:2]
        if code == "ru":
            return "ru"
        if code == "en":
            return "en"
    return "ru"
