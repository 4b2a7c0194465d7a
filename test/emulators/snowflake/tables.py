"""The tables, and for Time Travel the states that they had; all in one DuckDB in memory."""
import datetime as dt
import threading

import duckdb

from failure import Failure, missing

database = duckdb.connect(":memory:")
database.execute("SET GLOBAL TimeZone = 'UTC'")
database.execute("SET GLOBAL threads = 2")
database.execute("CREATE SCHEMA _history")
database.execute("CREATE MACRO _text(v, i) AS v ->> CAST(i AS INTEGER)")
# One statement that writes at a time.
lock = threading.RLock()

EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.timezone.utc)
last_tick = 0
# When somebody last asked for the time: a state that ended before it can be asked for.
last_asked = 0


def tick():
    """Microseconds since the epoch; never the same twice."""
    global last_tick
    now = (dt.datetime.now(dt.timezone.utc) - EPOCH) // dt.timedelta(microseconds=1)
    last_tick = max(now, last_tick + 1)
    return last_tick


def asked():
    global last_asked
    last_asked = tick()
    return last_asked


def quoted(name):
    return '"' + name.replace('"', '""') + '"'


class Table:
    def __init__(self, key, columns):
        self.key = key
        self.columns = columns  # (name, type as Snowflake prints it)
        self.created = self.since = self.ddl = tick()
        self.comment = None
        self.retention_days = 1  # as accounts have it; it is told, and not kept to
        self.past = []  # (since, name of the copy)

    @property
    def place(self):
        """Schema and table in DuckDB."""
        return f"{self.key[0]}.{self.key[1]}", self.key[2]

    def before_write(self):
        """Keeps the state that is about to end, if anybody may ask for it."""
        if last_asked < self.since:
            return
        name = f"t{tick()}"
        schema, table = self.place
        database.execute(f"CREATE TABLE _history.{name} AS SELECT * FROM {quoted(schema)}.{quoted(table)}")
        self.past.append((self.since, name))

    def after_write(self):
        self.since = tick()

    def at(self, moment):
        """Schema and table that hold the state of the moment."""
        if moment >= self.since:
            return self.place
        for since, name in reversed(self.past):
            if moment >= since:
                return "_history", name
        raise Failure("000707", "02000", f"Time travel data is not available for table {self.key[2]}. The requested time is either beyond the allowed time travel period or before the object creation time.")


tables = {}


def find(key):
    if key not in tables:
        raise missing(".".join(key))
    return tables[key]


def create(key, columns):
    with lock:
        database.execute(f"CREATE SCHEMA IF NOT EXISTS {quoted(f'{key[0]}.{key[1]}')}")
        tables[key] = Table(key, columns)


def drop(key):
    with lock:
        tables.pop(key, None)
