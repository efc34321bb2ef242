"""First paints: pages of observers as HTML from the records, complete without JavaScript; the client takes over."""

from app.pages import comparison, competition, home, methods, schools, served, territory

routes = [
    *home.routes,
    *schools.routes,
    *served.routes,
    *territory.routes,
    *methods.routes,
    *comparison.routes,
    *competition.routes,
]

__all__ = ["routes"]
