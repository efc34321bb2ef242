"""Framework versions as files that people pass on: JSON, and a workbook that can be written in a spreadsheet.

Both hold the same and come back exactly. Every cell is text, so a spreadsheet computes nothing of it.
"""

import io
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any
from zipfile import BadZipFile, ZipFile

import yaml
from pydantic import ValidationError

from workflows.messages import message
from workflows.rules.framework import Framework
from workflows.rules.framework_problems import problems_in

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

LANGUAGES = ("ru", "en")
FRAMEWORK = ("code", "number", "title", "legal", "aggregation", "maximum", "scoring")
SCALE = ("name", "kind", "minimum", "maximum", "step")
LEVEL = ("scale", "value", "title", "descriptor")
SAID = ("required_by", "legal", "not_for")
"""What need not be said of a criterion; workbooks written before it could be said have no columns for it."""
CRITERION = ("code", "kind", "parent", "title", "description", "weight", "scale", "evidence_required", *SAID)
INPUT = ("criterion", "code", "title")
TEXTS = {"title", "legal", "descriptor", "description"}
LARGEST_UNPACKED = 20 * 1024 * 1024
"""A workbook is a zip; one that unpacks to more than this is no framework."""


class UnreadableFramework(Exception):
    """The file holds no sound framework version; the message says where and why."""


def read(content: bytes, name: str) -> Framework:
    """The framework version in a file with this name (`.json`, `.yaml` or `.xlsx`).

    Raises UnreadableFramework.
    """
    plain = read_plain(content, name)
    try:
        return Framework.model_validate(plain)
    except ValidationError as error:
        told = "; ".join(
            f"{problem.path or 'the whole'}: {message(problem.code, 'en', dict(problem.details))}"
            for problem in problems_in(error, plain)
        )
        raise UnreadableFramework(f"{name}: {told}") from None


def read_plain(content: bytes, name: str) -> dict[str, Any]:
    """What a file with this name says of a framework, sound or not.

    Raises UnreadableFramework for what is not even such a file.
    """
    try:
        if name.endswith(".xlsx"):
            return _from_workbook(content)
        plain = yaml.safe_load(content) if name.endswith((".yaml", ".yml")) else json.loads(content)
    except (ValueError, KeyError, TypeError, IndexError, RecursionError, BadZipFile, yaml.YAMLError) as error:
        raise UnreadableFramework(f"{name} is no framework file: {error}") from None
    if not isinstance(plain, dict):
        raise UnreadableFramework(f"{name} is no framework file: it holds no object")
    return plain


def as_json(framework: Framework) -> bytes:
    """The framework version as JSON."""
    return (json.dumps(framework.model_dump(mode="json"), ensure_ascii=False, indent=2) + "\n").encode()


def as_workbook(framework: Framework) -> bytes:
    """The framework version as a workbook: a sheet for each kind of thing, texts in a column for each language."""
    # Late: openpyxl brings numpy and 24 MB, which a server that writes no workbook need not hold.
    from openpyxl import Workbook

    plain = framework.model_dump(mode="json")
    plain["scoring"] = json.dumps(plain["scoring"], ensure_ascii=False) if framework.scoring else None
    scales: Mapping[str, Any] = plain["scales"]
    book = Workbook()
    book.remove(book.worksheets[0])
    _write(book.create_sheet("framework"), FRAMEWORK, [plain])
    _write(book.create_sheet("scales"), SCALE, [{"name": name, **scale} for name, scale in scales.items()])
    levels = [{"scale": name, **level} for name, scale in scales.items() for level in scale["levels"]]
    _write(book.create_sheet("levels"), LEVEL, levels)
    _write(book.create_sheet("criteria"), CRITERION, plain["criteria"])
    counts = [{"criterion": part["code"], **count} for part in plain["criteria"] for count in part["inputs"]]
    _write(book.create_sheet("inputs"), INPUT, counts)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _columns(names: Sequence[str]) -> list[tuple[str, str | None]]:
    return [(name, language) for name in names for language in (LANGUAGES if name in TEXTS else (None,))]


def _write(sheet: "Worksheet", names: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> None:
    columns = _columns(names)
    header = [f"{name}_{language}" if language else name for name, language in columns]
    cells: list[list[str | None]] = [
        [*header],
        *([_cell(row[name], language) for name, language in columns] for row in rows),
    ]
    for down, line in enumerate(cells, start=1):
        for across, text in enumerate(line, start=1):
            if text is not None:
                # Text, even where it begins like a formula.
                cell = sheet.cell(down, across, text)
                cell.data_type = "s"
    sheet.freeze_panes = "A2"


def _cell(value: Any, language: str | None) -> str | None:
    if language:
        value = value[language] if value else None
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return " ".join(value) or None
    return None if value is None else str(value)


def _from_workbook(content: bytes) -> dict[str, Any]:
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    with ZipFile(io.BytesIO(content)) as packed:
        if sum(part.file_size for part in packed.infolist()) > LARGEST_UNPACKED:
            raise ValueError("it unpacks to more than a framework needs")
    try:
        book = load_workbook(io.BytesIO(content), read_only=True)
    except InvalidFileException as error:
        raise ValueError(str(error)) from None
    sheets = {sheet.title: _rows(sheet) for sheet in book.worksheets}
    whole = _row(sheets["framework"][0], FRAMEWORK)
    levels = [_row(row, LEVEL) for row in sheets["levels"]]
    counts = [_row(row, INPUT) for row in sheets["inputs"]]
    scales = [_row(row, SCALE) for row in sheets["scales"]]
    return {
        **whole,
        "scoring": json.loads(whole["scoring"]) if whole["scoring"] else None,
        "scales": {
            scale.pop("name"): {**scale, "levels": _of(name, "scale", levels)}
            for scale in scales
            for name in [scale["name"]]
        },
        "criteria": [
            {
                **part,
                "weight": part["weight"] or "1",
                "evidence_required": part["evidence_required"] == "yes",
                "not_for": (part["not_for"] or "").split(),
                "inputs": _of(part["code"], "criterion", counts),
            }
            for part in (_row(row, CRITERION) for row in sheets["criteria"])
        ],
    }


def _of(owner: str, name: str, rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    return [{key: value for key, value in row.items() if key != name} for row in rows if row[name] == owner]


def _rows(sheet: Any) -> list[dict[str, str | None]]:
    lines = [[None if cell is None else str(cell) for cell in line] for line in sheet.iter_rows(values_only=True)]
    if not lines:
        return []
    header = lines[0]
    return [{name: cell for name, cell in zip(header, line, strict=False) if name} for line in lines[1:] if any(line)]


def _row(row: Mapping[str, str | None], names: Sequence[str]) -> dict[str, Any]:
    def value(name: str) -> Any:
        if name not in TEXTS:
            return row.get(name)
        texts = {language: row.get(f"{name}_{language}") for language in LANGUAGES}
        return None if not any(texts.values()) else {language: text or "" for language, text in texts.items()}

    return {name: value(name) for name in names}
