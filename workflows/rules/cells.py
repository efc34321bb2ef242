"""Cells of tables that people open in spreadsheets: text that a spreadsheet would run is written so that it does not.

A cell that begins with one of the characters in `STARTS` is taken for a formula, or hides one from a careless reader
(OWASP, CSV Injection). It gets an apostrophe in front. So does text that begins with an apostrophe itself, so that
taking one away always gives back exactly what was there.
"""

STARTS = frozenset("=+-@\t\r\n|%＝＋－＠'")
MARK = "'"


def neutral(text: str) -> str:
    """The text as a cell that no spreadsheet runs."""
    return MARK + text if text.lstrip()[:1] in STARTS or text[:1] in STARTS else text


def original(cell: str) -> str:
    """The text a cell was made from."""
    return cell[1:] if cell.startswith(MARK) else cell
