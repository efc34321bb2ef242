"""First paints: pages of observers as HTML from the records, complete without JavaScript; the client takes over."""

from app.pages import comparison, home, methods, served, territory

routes = [*home.routes, *served.routes, *territory.routes, *methods.routes, *comparison.routes]

__all__ = ["routes"]
