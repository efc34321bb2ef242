"""What is set on paper, in both languages: a result, from the record alone; minutes of a meeting; a survey's form."""

from app.printed import minutes, questionnaire, served

routes = [*served.routes, *minutes.routes, *questionnaire.routes]

__all__ = ["routes"]
