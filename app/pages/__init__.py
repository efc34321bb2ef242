"""First paints: pages of observers as HTML from the records, complete without JavaScript; the client takes over."""

from app.pages.served import routes

__all__ = ["routes"]
