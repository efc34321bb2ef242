"""Published results on paper: a report as PDF, in Russian and in English, made from the record alone."""

from app.printed.served import routes

__all__ = ["routes"]
