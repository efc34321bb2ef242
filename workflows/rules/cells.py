"""Cells of tables that people open in spreadsheets: text that a spreadsheet would run is written so that it does not.

A cell that begins with one of the characters in `STARTS` is taken for a formula, or hides one from a careless reader
(OWASP, CSV Injection). It gets an apostrophe in front. So does text that begins with an apostrophe itself, so that
taking one away always gives back exactly what was there.

Where the comma is for decimals, as in Russian, a spreadsheet takes a table apart at semicolons, wherever they stand:
what comes behind one, or behind a tab or the end of a line, is the beginning of a cell there, and is treated alike.
"""

import re

STARTS = frozenset("=+-@\t\r\n|%＝＋－＠'")
MARK = "'"
ENDS = re.compile(r"""([;\t\r\n][\s"]*)(?=[-=+@|%＝＋－＠'])""")
MARKED = re.compile(r"""([;\t\r\n][\s"]*)'""")


def neutral(text: str) -> str:
    """The text as a cell that no spreadsheet runs."""
    shown = MARK + text if text.lstrip()[:1] in STARTS or text[:1] in STARTS else text
    # Most texts have neither a semicolon nor anything that is not printed, and there are millions.
    return ENDS.sub(rf"\g<1>{MARK}", shown) if ";" in text or not text.isprintable() else shown


def original(cell: str) -> str:
    """The text a cell was made from."""
    return MARKED.sub(r"\g<1>", cell[1:] if cell.startswith(MARK) else cell)
