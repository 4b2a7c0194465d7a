"""Starts bqemulator, with what it does otherwise than BigQuery put right where Tidemark's tests need it.

bqemulator wants DuckDB's spatial extension, and would get it from DuckDB's own server; PyPI has it as a package. DuckDB
keeps what is installed in $HOME/.duckdb: the test command gives this process a HOME of its own.
"""

import casts
import read_results
import read_rows
import snapshots
import table_changes
import wire
from bqemulator.cli import main
from duckdb_extensions import import_extension

import_extension("spatial")
for correction in (casts, read_results, read_rows, snapshots, table_changes, wire):
    correction.apply()
main()
