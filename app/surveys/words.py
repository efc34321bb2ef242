"""The words of the form and of what is told instead of it."""

from app.pages.words import Language

WORDS: dict[str, dict[Language, str]] = {
    "product": {"ru": "Ареопаг", "en": "Areopag"},
    "other": {"ru": "In English", "en": "По-русски"},
    "door": {"ru": "Ответить на опрос", "en": "Answer a survey"},
    "door_more": {
        "ru": "Введите код с вашей карточки. Он нужен только затем, чтобы каждый ответил один раз: с ответами код не"
        " связан.",
        "en": "Enter the code on your card. It is there only so that everybody answers once: it is not connected with"
        " your answers.",
    },
    "code": {"ru": "Код из 12 букв и цифр", "en": "Code of 12 letters and digits"},
    "go": {"ru": "Открыть опрос", "en": "Open the survey"},
    "private": {
        "ru": "Ответы анонимны: сервер не записывает, кто и когда ответил. До закрытия опроса ответов не видит никто;"
        " потом видны только числа, и только по группам не меньше чем из {threshold} человек.",
        "en": "Answers are anonymous: the server does not record who answered, or when. Nobody sees answers before the"
        " survey closes; then only counts are seen, and only of groups of {threshold} people or more.",
    },
    "public": {
        "ru": "Итоги опроса по всем ответившим вместе опубликуют с результатом оценки школы: их увидит каждый.",
        "en": "The figures of all who answered together are published with the school’s result: everybody will see"
        " them.",
    },
    "until": {"ru": "Последний день: {day}", "en": "Last day: {day}"},
    "text_more": {
        "ru": "Не пишите имён и того, по чему вас узнают. Текст прочитает секретарь и решит, показать ли его школе.",
        "en": "Do not write names, or anything you could be recognised by. The secretary will read the text and decide"
        " whether the school sees it.",
    },
    "skip": {"ru": "Не отвечаю", "en": "No answer"},
    "send": {"ru": "Отправить ответы", "en": "Send the answers"},
    "once": {
        "ru": "Отправить можно один раз, изменить ответы потом нельзя.",
        "en": "You can send once; answers cannot be changed afterwards.",
    },
    "thanks": {"ru": "Спасибо, ответы приняты", "en": "Thank you, your answers are in"},
    "thanks_more": {
        "ru": "Код больше не действует. Эту страницу можно закрыть.",
        "en": "The code is used up. You can close this page.",
    },
    "UNKNOWN": {"ru": "Такого кода нет", "en": "There is no such code"},
    "UNKNOWN_more": {
        "ru": "Проверьте код на карточке и введите его ещё раз.",
        "en": "Check the code on the card and enter it again.",
    },
    "USED": {"ru": "С этим кодом уже ответили", "en": "This code has been used"},
    "USED_more": {
        "ru": "Если это были вы, ваши ответы приняты. Если нет, попросите другой код там, где вам дали этот.",
        "en": "If it was you, your answers are in. If not, ask for another code where you were given this one.",
    },
    "CLOSED": {"ru": "Опрос закрыт", "en": "The survey is closed"},
    "CLOSED_more": {
        "ru": "Ответы больше не принимаются. Результаты секретарь покажет школе.",
        "en": "No more answers are taken. The secretary will show the results to the school.",
    },
    "OFTEN": {"ru": "Слишком много неверных кодов", "en": "Too many wrong codes"},
    "OFTEN_more": {
        "ru": "Подождите {minutes} мин. и попробуйте ещё раз.",
        "en": "Wait {minutes} min. and try again.",
    },
    "WRONG": {"ru": "Ответы не отправлены", "en": "The answers were not sent"},
    "WRONG_more": {
        "ru": "Ответьте хотя бы на один вопрос; текст – не длиннее {longest} знаков. Вернитесь к опросу и отправьте"
        " снова: код ещё действует.",
        "en": "Answer at least one question; a text has {longest} characters at most. Go back to the survey and send"
        " again: the code still works.",
    },
    "back": {"ru": "Вернуться к опросу", "en": "Back to the survey"},
}


def said(name: str, language: Language, /, **facts: object) -> str:
    """A phrase in this language with its facts."""
    return WORDS[name][language].format(**facts)
