"""Starts bqemulator with DuckDB's spatial extension, which it insists on, taken from a PyPI package.

bqemulator itself would get the extension from DuckDB's own server. DuckDB keeps what is installed in $HOME/.duckdb:
the test command gives this process a HOME of its own.
"""

from bqemulator.cli import main
from duckdb_extensions import import_extension

import_extension("spatial")
main()
