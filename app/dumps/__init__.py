"""Dumps of everything published: CSV, XLSX, JSON Lines or Parquet, with a signed data package beside them."""

from app.dumps.package import FORMATS, MEDIA, NotADumpFolder, write_dump

__all__ = ["FORMATS", "MEDIA", "NotADumpFolder", "write_dump"]
