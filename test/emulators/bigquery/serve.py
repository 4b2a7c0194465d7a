"""Starts bqemulator with what it lacks, and with DuckDB's spatial extension, which it insists on, from a PyPI package.

bqemulator itself would get the extension from DuckDB's own server. DuckDB keeps what is installed in $HOME/.duckdb:
the test command gives this process a HOME of its own.
"""

import dialect  # noqa: F401
import protocol  # noqa: F401
from bqemulator.cli import main
from duckdb_extensions import import_extension

import_extension("spatial")
main()
