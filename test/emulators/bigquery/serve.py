"""Starts bqemulator, with what it does otherwise than BigQuery put right where Tidemark's tests need it.

bqemulator wants DuckDB's spatial extension, and would get it from DuckDB's own server; PyPI has it as a package. DuckDB
keeps what is installed in $HOME/.duckdb: the test command gives this process a HOME of its own.
"""

import os

import casts
import read_results
import read_rows
import snapshots
import table_changes
import wire
from bqemulator.cli import main
from bqemulator.server import EmulatorServer
from duckdb_extensions import import_extension



async def end(self):
    """At once: all is in memory, and a stream whose reader has gone would hold the orderly end up for ever."""
    os._exit(0)


import_extension("spatial")
EmulatorServer.stop = end
for correction in (casts, read_results, read_rows, snapshots, table_changes, wire):
    correction.apply()
main()
