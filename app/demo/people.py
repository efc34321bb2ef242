"""Whom one can sign in as in the demo. All of them are invented."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Text:
    """A text in both languages."""

    ru: str
    en: str


@dataclass(frozen=True)
class DemoPerson:
    """A person of the demo with the way to sign in."""

    login: str
    password: str
    name: Text
    role: Text


PASSWORD = "areopag-demo"  # noqa: S105 - printed on every start of the demo

PEOPLE: tuple[DemoPerson, ...] = tuple(
    DemoPerson(login, PASSWORD, Text(name_ru, name_en), Text(role_ru, role_en))
    for login, name_ru, name_en, role_ru, role_en in (
        ("secretary", "Вера Павловна Лугова", "Vera Lugova", "секретарь агентства", "secretary of the agency"),
        ("school", "Олег Игоревич Берёзин", "Oleg Beryozin", "ответственный от школы", "school officer"),
        ("lead", "Анна Сергеевна Кедрова", "Anna Kedrova", "эксперт, руководитель группы", "expert, lead of a panel"),
        ("expert", "Тимур Маратович Ясенев", "Timur Yasenev", "эксперт", "expert"),
        ("parent", "Мария Львовна Ольхова", "Maria Olkhova", "эксперт от родителей", "expert for the parents"),
        ("member", "Николай Юрьевич Рябинин", "Nikolai Ryabinin", "член комиссии", "member of the commission"),
        (
            "chair",
            "Елена Фёдоровна Сосновская",
            "Elena Sosnovskaya",
            "председатель комиссии",
            "chair of the commission",
        ),
    )
)
