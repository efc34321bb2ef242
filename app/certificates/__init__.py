"""Certificates on paper: a decision as a signed PDF with a QR code, and the page that says whether it still holds."""

from app.certificates import checking, served

routes = [*served.routes, *checking.routes]

__all__ = ["routes"]
