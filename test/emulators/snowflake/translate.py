"""Snowflake's SQL, as far as Tidemark and its tests use it, in DuckDB's."""
import datetime as dt
import re

import sqlglot
from sqlglot import exp

import tables
from failure import Failure

EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.timezone.utc)
TIMESTAMPS = {exp.DataType.Type.TIMESTAMPNTZ, exp.DataType.Type.TIMESTAMPLTZ, exp.DataType.Type.TIMESTAMPTZ, exp.DataType.Type.TIMESTAMP}
DEFAULTS = {"NUMBER": "NUMBER(38,0)", "VARCHAR": "VARCHAR(16777216)", "BINARY": "BINARY(8388608)", "TIME": "TIME(9)", "TIMESTAMP_NTZ": "TIMESTAMP_NTZ(9)", "TIMESTAMP_LTZ": "TIMESTAMP_LTZ(9)", "TIMESTAMP_TZ": "TIMESTAMP_TZ(9)"}
# FLATTEN of rows that came as one JSON text, and a text in such a row.
FLATTEN = re.compile(r"TABLE\(FLATTEN\(INPUT => PARSE_JSON\(\?\)\)\) AS f", re.I)
ELEMENT = re.compile(r"f\.VALUE\[(\d+)\]::VARCHAR", re.I)
HISTORY = re.compile(r'TABLE\("[^"]*"\.INFORMATION_SCHEMA\.QUERY_HISTORY_BY_SESSION\([^)]*\)\)', re.I)


class Session:
    def __init__(self, user, database, schema, role):
        self.user, self.database, self.schema, self.role = user, database, schema, role
        self.parameters = {}
        self.scanned = 0


def folded(identifier):
    return identifier.name if identifier.args.get("quoted") else identifier.name.upper()


def key_of(table, session):
    catalog, schema = table.args.get("catalog"), table.args.get("db")
    return (
        folded(catalog) if catalog else session.database,
        folded(schema) if schema else session.schema,
        folded(table.this),
    )


def parse(text, session):
    text = FLATTEN.sub("(SELECT unnest(CAST(? AS JSON[])) AS value) AS f", text)
    text = ELEMENT.sub(r"_text(f.value, \1)", text)
    if HISTORY.search(text):
        text = HISTORY.sub(f"(SELECT {session.scanned} AS BYTES_SCANNED, 0.000021 AS CREDITS_USED_CLOUD_SERVICES)", text)
    parsed = sqlglot.parse(text, read="snowflake")
    if len(parsed) != 1 or parsed[0] is None:
        raise Failure("000008", "0A000", "Actual statement count 2 did not match the desired statement count 1.")
    return parsed[0]


def native_type(kind):
    """A declared type as DESCRIBE TABLE prints it."""
    text = kind.sql("snowflake").upper().replace(", ", ",").replace("DECIMAL", "NUMBER").replace("DOUBLE", "FLOAT")
    text = re.sub(r"^TIMESTAMPNTZ", "TIMESTAMP_NTZ", re.sub(r"^TIMESTAMPLTZ", "TIMESTAMP_LTZ", re.sub(r"^TIMESTAMPTZ", "TIMESTAMP_TZ", text)))
    return DEFAULTS.get(text, text)


def to_duckdb(tree, session, reads):
    """@param reads is told each table that the statement reads or writes"""

    writes = isinstance(tree, (exp.Create, exp.Insert))

    def swap(node):
        if isinstance(node, exp.DataType) and node.this in TIMESTAMPS:
            # DuckDB's other type, of years 1677 to 2262: only for what is kept in a table with nine digits.
            if writes and node.this == exp.DataType.Type.TIMESTAMPNTZ and [e.name for e in node.expressions] == ["9"]:
                return exp.DataType(this=exp.DataType.Type.TIMESTAMP_NS)
            zoned = node.this in (exp.DataType.Type.TIMESTAMPLTZ, exp.DataType.Type.TIMESTAMPTZ)
            return exp.DataType(this=exp.DataType.Type.TIMESTAMPTZ if zoned else exp.DataType.Type.TIMESTAMP)
        if isinstance(node, exp.ToNumber):
            pattern = node.args.get("format")
            if isinstance(pattern, exp.Literal) and set(pattern.name) == {"X"}:
                hexed = exp.DPipe(this=exp.Literal.string("0x"), expression=exp.paren(node.this.transform(swap)))
                return exp.Cast(this=exp.paren(hexed), to=exp.DataType.build("bigint"))
        if isinstance(node, exp.Cast) and node.to.this in (exp.DataType.Type.TIMESTAMPLTZ, exp.DataType.Type.TIMESTAMPTZ):
            if isinstance(node.this, (exp.Literal, exp.Anonymous)):
                # DuckDB takes no space before the offset.
                text = exp.func("REGEXP_REPLACE", node.this.copy(), exp.Literal.string(" ([+-])"), exp.Literal.string(r"\1"), dialect="duckdb")
                return exp.Cast(this=text, to=exp.DataType(this=exp.DataType.Type.TIMESTAMPTZ))
        if isinstance(node, exp.CurrentTimestamp):
            moment = EPOCH + dt.timedelta(microseconds=tables.asked())
            return exp.cast(exp.Literal.string(moment.strftime("%Y-%m-%d %H:%M:%S.%f+00")), "timestamptz", dialect="duckdb")
        if isinstance(node, exp.Table) and isinstance(node.this, exp.Identifier) and not node.args.get("_placed"):
            return place(node)
        return call(node, session) or node

    def place(node):
        key = key_of(node, session)
        if key[1] == "INFORMATION_SCHEMA":
            return information_schema(key, node)
        table = tables.find(key)
        reads(table)
        schema, name = table.at(moment_of(node)) if node.args.get("when") else table.place
        alias = node.args.get("alias")
        placed = exp.Table(this=exp.to_identifier(name, quoted=True), db=exp.to_identifier(schema, quoted=True), alias=alias)
        placed.set("_placed", True)
        return placed

    return tree.transform(swap).sql("duckdb")


def call(node, session):
    """Functions that tell of the session or the server; None for any other node."""
    if isinstance(node, exp.CurrentVersion):
        return exp.Literal.string("9.38.1")
    if isinstance(node, exp.CurrentRole):
        return exp.Literal.string(session.role)
    if isinstance(node, exp.Collate):
        return node.this
    if isinstance(node, exp.Anonymous):
        name = node.name.upper()
        if name == "COLLATE":
            return node.expressions[0]
        if name == "SYSTEM$LAST_CHANGE_COMMIT_TIME":
            named = sqlglot.parse_one(f"SELECT * FROM {node.expressions[0].name}", read="snowflake").find(exp.Table)
            return exp.Literal.number(tables.find(key_of(named, session)).since * 1000)
    return None


def moment_of(node):
    """Of AT(TIMESTAMP => CAST('…' AS TIMESTAMP_LTZ)), in microseconds since the epoch."""
    literal = node.args["when"].find(exp.Literal)
    text = re.sub(r"(\.\d{6})\d*", r"\1", literal.name)
    return (dt.datetime.strptime(text, "%Y-%m-%d %H:%M:%S.%f %z") - EPOCH) // dt.timedelta(microseconds=1)


def information_schema(key, node):
    if key[2] != "TABLES":
        raise Failure("002003", "42S02", f"Object '{'.'.join(key)}' does not exist or not authorized.")
    listed = [t for t in tables.tables.values() if t.key[0] == key[0]]
    literal = lambda text: "'" + text.replace("'", "''") + "'"
    rows = [f"({literal(t.key[1])}, {literal(t.key[2])}, 'BASE TABLE', {t.ddl}, {literal(t.comment) if t.comment else 'NULL'}, {t.retention_days})" for t in listed] or ["(NULL, NULL, NULL, NULL, NULL, NULL)"]
    return sqlglot.parse_one(f"SELECT * FROM (VALUES {', '.join(rows)}) AS v(TABLE_SCHEMA, TABLE_NAME, TABLE_TYPE, LAST_DDL, COMMENT, RETENTION_TIME)", read="duckdb").subquery("information")
