"""What is set on paper, in both languages: a published result, from the record alone; the minutes of a meeting."""

from app.printed import minutes, served

routes = [*served.routes, *minutes.routes]

__all__ = ["routes"]
