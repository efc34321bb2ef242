"""Dumps of everything published: CSV, XLSX, JSON Lines or Parquet, with a signed data package beside them."""

from app.dumps.package import FORMATS, MEDIA, NAMES, NotADumpFolder, write_dump

__all__ = ["FORMATS", "MEDIA", "NAMES", "NotADumpFolder", "write_dump"]
