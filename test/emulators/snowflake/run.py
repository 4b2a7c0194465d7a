"""One statement, from its text to rows of texts."""
import re
import threading

import duckdb
from sqlglot import exp

import tables
from failure import CANCELLED, Failure, denied, failure_of, missing
from translate import folded, key_of, native_type, parse, to_duckdb

WAIT = re.compile(r"^\s*(?:/\*.*?\*/)?\s*SELECT SYSTEM\$WAIT\((\d+)\)", re.I | re.S)
SESSION = re.compile(r"^\s*(?:/\*.*?\*/)?\s*ALTER SESSION SET (.*)$", re.I | re.S)
SETTING = re.compile(r"(\w+)\s*=\s*('(?:[^']|'')*'|\S+)")
# All that an ALTER TABLE may set here but a comment is taken for said.
ALTER = re.compile(r"^\s*(?:/\*.*?\*/)?\s*ALTER TABLE (\S+) SET .*COMMENT = '((?:[^']|'')*)'", re.I | re.S)
STATUS = [("status", "text")]


class Query:
    """A statement that runs in a thread of its own, and can be ended."""

    def __init__(self, query_id, session, text, bindings, tag):
        self.id, self.session, self.text, self.bindings, self.tag = query_id, session, text, bindings, tag
        self.done = threading.Event()
        self.stopped = threading.Event()
        self.reason = None
        self.cursor = tables.database.cursor()
        self.failure = None
        self.columns, self.rows = STATUS, []
        limit = int(session.parameters.get("STATEMENT_TIMEOUT_IN_SECONDS", 172800))
        message = f"Statement reached its statement or warehouse timeout of {limit} second(s) and was canceled."
        self.timer = threading.Timer(limit, self.stop, [Failure("000630", "57014", message)])
        self.timer.daemon = True
        threading.Thread(target=self.run, daemon=True).start()

    def stop(self, reason=None):
        if self.done.is_set():
            return
        self.reason = self.reason or reason or Failure(*CANCELLED)
        self.stopped.set()
        self.cursor.interrupt()

    def run(self):
        self.timer.start()
        try:
            self.columns, self.rows = self.execute()
        except Exception as error:  # noqa: BLE001
            self.failure = self.reason or failure_of(error)
        if self.reason:
            self.failure = self.reason
        self.timer.cancel()
        self.done.set()

    def execute(self):
        if wait := WAIT.match(self.text):
            if self.stopped.wait(int(wait[1])):
                raise self.reason
            return [("SYSTEM$WAIT", "text")], [[f"waited {wait[1]} seconds"]]
        if setting := SESSION.match(self.text):
            for name, value in SETTING.findall(setting[1]):
                self.session.parameters[name.upper()] = value.strip("'")
            return STATUS, [["Statement executed successfully."]]
        tree = parse(self.text, self.session)
        if changed := ALTER.match(self.text):
            table = tables.find(key_of(parse(f"SELECT * FROM {changed[1]}", self.session).find(exp.Table), self.session))
            table.comment = changed[2].replace("''", "'")
            return STATUS, [["Statement executed successfully."]]
        if isinstance(tree, exp.Describe):
            return self.describe(tree)
        if isinstance(tree, exp.Create):
            return self.create(tree)
        if isinstance(tree, exp.Drop):
            return self.drop(tree)
        if isinstance(tree, (exp.Insert, exp.Update, exp.Delete)):
            return self.write(tree)
        return self.select(tree)

    def describe(self, tree):
        table = tables.find(key_of(tree.find(exp.Table), self.session))
        names = ["name", "type", "kind", "null?"]
        return [(n, "text") for n in names], [[name, kind, "COLUMN", "Y"] for name, kind in table.columns]

    def create(self, tree):
        if tree.kind == "SCHEMA":
            return STATUS, [["Schema successfully created."]]
        key = key_of(tree.find(exp.Table), self.session)
        if tree.args.get("clone"):
            return self.clone(tree, key)
        definitions = list(tree.find_all(exp.ColumnDef))
        columns = [(folded(d.this), native_type(d.kind)) for d in definitions]
        for definition, (name, _) in zip(definitions, columns):
            definition.this.replace(exp.to_identifier(name, quoted=True))
        with tables.lock:
            if key in tables.tables:
                raise Failure("002002", "42710", f"Object '{key[2]}' already exists.")
            tables.create(key, columns)
            try:
                self.cursor.execute(to_duckdb(tree, self.session, lambda _: None))
            except duckdb.Error:
                tables.drop(key)
                raise
        return STATUS, [[f"Table {key[2]} successfully created."]]

    def clone(self, tree, key):
        source = tree.args["clone"].this
        with tables.lock:
            if key not in tables.tables or not tree.args.get("exists"):
                columns = tables.find(key_of(source, self.session)).columns
                text = to_duckdb(exp.select("*").from_(source.copy()), self.session, lambda _: None)
                tables.create(key, columns)
                schema, name = tables.tables[key].place
                self.cursor.execute(f"CREATE TABLE {tables.quoted(schema)}.{tables.quoted(name)} AS {text}")
        return STATUS, [[f"Table {key[2]} successfully created."]]

    def drop(self, tree):
        if tree.kind == "SCHEMA":
            return STATUS, [["Schema successfully dropped."]]
        key = key_of(tree.find(exp.Table), self.session)
        with tables.lock:
            if tree.args.get("exists") and key not in tables.tables:
                return STATUS, [["Drop statement executed successfully."]]
            schema, name = tables.find(key).place
            self.cursor.execute(f"DROP TABLE {tables.quoted(schema)}.{tables.quoted(name)}")
            tables.drop(key)
        return STATUS, [[f"{key[2]} successfully dropped."]]

    def write(self, tree):
        with tables.lock:
            target = tables.find(key_of(tree.find(exp.Table), self.session))
            text = to_duckdb(tree, self.session, lambda _: None)
            target.before_write()
            self.cursor.execute(text, self.bindings)
            count = self.cursor.fetchone()[0]
            target.after_write()
        return [("number of rows", "fixed")], [[str(count)]]

    def select(self, tree):
        def reads(table):
            if not self.session.user.get("maySelect", True):
                raise denied(table.key[2])
            self.session.scanned += 1024

        # Which state a moment is in must not change before that state is read.
        with tables.lock:
            self.cursor.execute(to_duckdb(tree, self.session, reads), self.bindings)
            columns = [(d[0], wire_type(str(d[1]))) for d in self.cursor.description]
            found = self.cursor.fetchall()
        kinds = [kind for _, kind in columns]
        return columns, [[cell(v, k) for v, k in zip(row, kinds)] for row in found]


def wire_type(duckdb_type):
    if duckdb_type.startswith("DECIMAL") or duckdb_type in ("BIGINT", "INTEGER", "HUGEINT"):
        return "fixed"
    return {"DOUBLE": "real", "BOOLEAN": "boolean"}.get(duckdb_type, "text")


def cell(value, kind):
    """As it goes over the wire: text, or None."""
    if value is None:
        return None
    if kind == "boolean":
        return "1" if value else "0"
    if kind == "real":
        return {"nan": "NaN"}.get(str(value), str(value))
    return value.hex().upper() if isinstance(value, (bytes, bytearray)) else str(value)
