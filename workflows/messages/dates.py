"""Dates and moments as people write them in the two languages."""

from datetime import date, datetime, tzinfo

MONTHS = {
    "ru": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
    "en": "January February March April May June July August September October November December",
}


def day(value: date | str, language: str) -> str:
    """A date, in full: `28 января 2027 г.`; it is not broken over two lines."""
    on = date.fromisoformat(value) if isinstance(value, str) else value
    year = f"{on.year} г." if language == "ru" else str(on.year)
    return f"{on.day} {MONTHS[language].split()[on.month - 1]} {year}".replace(" ", "\u00a0")


def moment(value: datetime, zone: tzinfo, language: str) -> str:
    """A moment where it counts, with the zone it counts in: `28 января 2027 г., 23:59 (UTC+07:00)`."""
    there = value.astimezone(zone)
    offset = f"{there:%z}"
    return f"{day(there.date(), language)}, {there:%H:%M} (UTC{offset[:3]}:{offset[3:5]})"
