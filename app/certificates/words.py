"""The words of certificates and of the page that checks them, in both languages."""

from app.pages.words import Language

WORDS: dict[str, dict[Language, str]] = {
    "house": {
        "ru": "Ареопаг. Независимая общественно-профессиональная оценка",
        "en": "Areopag. Independent public-professional evaluation",
    },
    "title": {"ru": "Свидетельство о результате оценки", "en": "Certificate of an evaluation’s result"},
    "about": {"ru": "{school}: свидетельство о результате оценки", "en": "{school}: certificate of a result"},
    "about_more": {
        "ru": "Действует ли оно сегодня, сказано на этой странице.",
        "en": "Whether it holds today is said on this page.",
    },
    "decision": {"ru": "Решение комиссии", "en": "Decision of the commission"},
    "decided": {"ru": "Принято", "en": "Taken on"},
    "holds": {"ru": "Действует", "en": "Valid"},
    "span": {"ru": "с {first} до {last}", "en": "{first} – {last}"},
    "method": {"ru": "Методика", "en": "Framework"},
    "version": {"ru": "{title}, версия {number}", "en": "{title}, version {number}"},
    "total": {"ru": "Итог", "en": "Total"},
    "of": {"ru": "из", "en": "of"},
    "conditions": {"ru": "Условия", "en": "Conditions"},
    "conditions_more": {
        "ru": "{count}; какие и к какому сроку – в опубликованной записи",
        "en": "{count}; the published record says which, and by when",
    },
    "record": {"ru": "Запись", "en": "Record"},
    "record_of": {"ru": "№ {number} от {day}", "en": "No. {number}, {day}"},
    "code_alt": {"ru": "QR-код с адресом {address}", "en": "QR code of the address {address}"},
    "check": {"ru": "Действует ли оно сейчас?", "en": "Does it still hold?"},
    "check_more": {
        "ru": "Решение могут исправить или отозвать. Наведите камеру телефона на код или откройте адрес: там сказано,"
        " что действует сегодня и не изменено ли свидетельство.",
        "en": "A decision may be corrected or withdrawn. Point a telephone at the code or open the address: it says"
        " what holds today, and whether the certificate was altered.",
    },
    "hash": {"ru": "Контрольная сумма записи (SHA-256)", "en": "The record’s checksum (SHA-256)"},
    "door": {"ru": "Проверить свидетельство", "en": "Check a certificate"},
    "door_lead": {
        "ru": "Здесь видно, действует ли свидетельство сегодня и не изменили ли его.",
        "en": "This page says whether a certificate holds today, and whether somebody altered it.",
    },
    "by_number": {"ru": "По номеру записи", "en": "By the record’s number"},
    "number": {"ru": "Номер записи", "en": "Number of the record"},
    "show": {"ru": "Показать", "en": "Show"},
    "by_file": {"ru": "По файлу", "en": "By the file"},
    "by_file_more": {
        "ru": "Если вам прислали файл PDF, проверьте его: видно изменение даже одного знака. Файл не сохраняется.",
        "en": "If somebody sent you the PDF, check it: a change of a single character shows. The file is not kept.",
    },
    "file": {"ru": "Файл свидетельства (PDF)", "en": "File of the certificate (PDF)"},
    "check_file": {"ru": "Проверить файл", "en": "Check the file"},
    "no_file": {"ru": "Файл не выбран", "en": "No file was chosen"},
    "no_file_more": {"ru": "Выберите файл PDF и нажмите ещё раз.", "en": "Choose a PDF and press again."},
    "no_certificate": {"ru": "Свидетельства с таким номером нет", "en": "There is no certificate of this number"},
    "no_certificate_more": {
        "ru": "Записи под этим номером не опубликовано. Сверьте номер с бумагой; если он тот же, свидетельство"
        " не отсюда, и полагаться на него нельзя.",
        "en": "No record was published under this number. Compare it with the paper; if it is the same, the certificate"
        " is not from here: do not rely on it.",
    },
    "no_decision": {"ru": "Свидетельства по этой записи нет", "en": "This record has no certificate"},
    "no_decision_more": {
        "ru": "В ней нет решения комиссии: это результат другой организации или отзыв прежней записи.",
        "en": "It holds no decision of a commission: it is a result of another organisation, or withdraws a record.",
    },
    "unsigned": {"ru": "В файле нет подписи", "en": "This file has no signature"},
    "unsigned_more": {
        "ru": "Свидетельство всегда подписано, а файлу без подписи верить нельзя. Отчёт для печати, скан и снимок"
        " экрана подписи не имеют: найдите запись по номеру ниже и сравните, что в ней сказано.",
        "en": "A certificate is always signed; a file without a signature proves nothing. A report for printing, a scan"
        " or a picture of the screen has none: find the record by its number below, and compare what it says.",
    },
    "altered": {"ru": "Не подлинное или изменено", "en": "Altered or not genuine"},
    "altered_file": {
        "ru": "Этот файл не такой, каким его подписали, или подписали его не здесь. Не полагайтесь на него: что"
        " опубликовано на самом деле, показывает страница школы.",
        "en": "This file is not as it was signed, or it was not signed here. Do not rely on it: the school’s page shows"
        " what was really published.",
    },
    "altered_code": {
        "ru": "Код на этом свидетельстве не подходит к записи № {number}. Так бывает, когда свидетельство подделали или"
        " переписали адрес с ошибкой. Что опубликовано на самом деле, показано ниже.",
        "en": "The code on this certificate does not fit record No. {number}. The certificate was forged, or the"
        " address copied with a mistake. What was really published stands below.",
    },
    "genuine_file": {
        "ru": "Файл подлинный: с тех пор как его подписали, в нём ничего не изменилось.",
        "en": "The file is genuine: nothing in it has changed since it was signed.",
    },
    "genuine_code": {
        "ru": "Код подходит к опубликованной записи. Сравните с бумагой школу, решение и даты.",
        "en": "The code fits the published record. Compare the school, the decision and the dates with the paper.",
    },
    "valid": {"ru": "Действует", "en": "Valid"},
    "valid_more": {
        "ru": "Решение опубликовано и сегодня в силе.",
        "en": "The decision is published and stands today.",
    },
    "expired": {"ru": "Срок истёк", "en": "Expired"},
    "expired_more": {
        "ru": "Решение было в силе до {last}. Отозвано оно не было.",
        "en": "The decision was in force until {last}. It was not withdrawn.",
    },
    "replaced": {"ru": "Заменено", "en": "Replaced"},
    "replaced_more": {
        "ru": "Место этой записи заняла запись № {number}. Действует то, что сказано в ней.",
        "en": "Record No. {number} has taken the place of this one. What it says holds.",
    },
    "suspended": {"ru": "Приостановлено", "en": "Suspended"},
    "suspended_more": {
        "ru": "Действие решения приостановлено: сейчас оно не в силе.",
        "en": "The decision is suspended: it does not stand for the time being.",
    },
    "withdrawn": {"ru": "Отозвано", "en": "Withdrawn"},
    "withdrawn_more": {
        "ru": "Решение отозвано и больше не в силе.",
        "en": "The decision was withdrawn and no longer holds.",
    },
    "later": {"ru": "Что было потом", "en": "What happened since"},
    "what": {"ru": "Что стоит в записи", "en": "What the record says"},
    "school": {"ru": "Школа", "en": "School"},
    "outcome": {"ru": "Решение", "en": "Decision"},
    "new_one": {"ru": "Свидетельство по записи № {number}", "en": "Certificate of record No. {number}"},
    "download": {"ru": "Скачать свидетельство (PDF)", "en": "Download the certificate (PDF)"},
    "whole": {
        "ru": "Запись целиком: оценки, обоснования, условия",
        "en": "The whole record: scores, reasons, conditions",
    },
    "offline": {"ru": "Как проверить без этого сервера", "en": "How to check it without this server"},
}


def said(name: str, language: Language, **values: object) -> str:
    """A phrase in this language."""
    return WORDS[name][language].format(**values)
