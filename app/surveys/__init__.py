"""The form that people without an account answer a survey with: pages that need no JavaScript."""

from app.surveys.served import routes

__all__ = ["routes"]
