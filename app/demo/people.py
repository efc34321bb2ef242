"""Whom one can sign in as in the demo. Nobody here is a person: everyone is called by their role."""

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
        ("secretary", "Секретарь агентства", "Agency secretary", "ведёт оценки", "runs evaluations"),
        ("school", "Ответственный, школа № 1", "Officer, School No. 1", "отвечает от школы", "acts for the school"),
        ("school2", "Ответственный, гимназия № 2", "Officer, Gymnasium No. 2", "отвечает от школы", "for the school"),
        ("lead", "Эксперт 1", "Expert 1", "ведёт группы экспертов", "leads panels"),
        ("expert", "Эксперт 2", "Expert 2", "эксперт от работодателей", "expert for employers"),
        ("parent", "Эксперт 3", "Expert 3", "эксперт от родителей", "expert for parents"),
        ("member", "Член комиссии 1", "Commission member 1", "голосует в комиссии", "votes in the commission"),
        ("member2", "Член комиссии 2", "Commission member 2", "голосует в комиссии", "votes in the commission"),
        ("chair", "Председатель комиссии", "Chair of the commission", "ведёт заседания", "chairs meetings"),
    )
)
