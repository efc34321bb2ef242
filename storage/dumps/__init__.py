"""What is published as plain tables: everything up to one record, at one moment."""

from storage.dumps.records import CONDITIONS, PUBLICATIONS, SCORES, sealed_records
from storage.dumps.register import SCHOOLS, TERRITORIES
from storage.dumps.tables import Batches, Cell, DumpColumn, DumpTable, Extent, Kind, extent, through

TABLES = (PUBLICATIONS, SCORES, CONDITIONS, SCHOOLS, TERRITORIES)

__all__ = [
    "TABLES",
    "Batches",
    "Cell",
    "DumpColumn",
    "DumpTable",
    "Extent",
    "Kind",
    "extent",
    "sealed_records",
    "through",
]
