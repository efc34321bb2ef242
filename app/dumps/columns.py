"""Tables as Parquet files, made by DuckDB from JSON Lines."""

from pathlib import Path

from storage.dumps import DumpTable, Kind

TYPES: dict[Kind, str] = {
    "integer": "BIGINT",
    "string": "VARCHAR",
    "number": "DECIMAL(18, 4)",
    "date": "DATE",
    "datetime": "TIMESTAMPTZ",
    "boolean": "BOOLEAN",
}


def to_parquet(table: DumpTable, lines: Path, path: Path) -> None:
    """A Parquet file with the rows of a JSON Lines file."""
    # Late, because it is large and only dumps need it.
    import duckdb

    columns = ", ".join(f"{column.name}: '{TYPES[column.kind]}'" for column in table.columns)
    with duckdb.connect(config={"memory_limit": "150MB", "threads": 1, "temp_directory": str(path.parent)}) as engine:
        engine.execute("SET preserve_insertion_order = true; SET TimeZone = 'UTC'")
        engine.execute(
            f"COPY (SELECT * FROM read_json($lines, format = 'newline_delimited', columns = {{{columns}}}))"  # noqa: S608 - names of our own columns
            f" TO {quoted(path)} (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 20000)",
            {"lines": str(lines)},
        )


def quoted(path: Path) -> str:
    """A path as an SQL text."""
    return "'" + str(path).replace("'", "''") + "'"
