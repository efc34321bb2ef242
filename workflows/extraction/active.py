"""Whether a PDF does something by itself: runs a script, starts a program."""

import time
from typing import Any

from pypdf import PdfReader
from pypdf.errors import PyPdfError
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

from workflows.extraction.unreadable import Unreadable

ACTIONS = {"/JavaScript", "/Launch", "/ImportData"}
KEYS = {"/JS", "/XFA"}
SECONDS = 20
DEEPEST = 50


def is_active(reader: PdfReader) -> bool:
    """Look at every object of the file, also at those no page leads to: a program may find another way to them.

    Raises Unreadable when there are too many.
    """
    until = time.process_time() + SECONDS
    numbers = {number for table in reader.xref.values() for number in table} | set(reader.xref_objStm)
    for number in numbers:
        if time.process_time() > until:
            raise Unreadable("FILE_TOO_COMPLEX")
        try:
            found = reader.get_object(IndirectObject(number, 0, reader))
        except (PyPdfError, ValueError, TypeError, AttributeError, RecursionError):
            # A broken object that no reader can make anything of.
            continue
        if _acts(found, DEEPEST):
            return True
    return _acts(reader.trailer, DEEPEST)


def _acts(part: Any, depth: int) -> bool:
    if depth == 0:
        raise Unreadable("FILE_TOO_COMPLEX")
    if isinstance(part, DictionaryObject):
        if part.get("/S") in ACTIONS or KEYS & set(part):
            return True
        return any(_acts(value, depth - 1) for value in part.values() if not isinstance(value, IndirectObject))
    if isinstance(part, ArrayObject):
        return any(_acts(value, depth - 1) for value in part if not isinstance(value, IndirectObject))
    return False
