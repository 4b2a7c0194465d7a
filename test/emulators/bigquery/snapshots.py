"""CREATE SNAPSHOT TABLE with all its clauses, ALTER SNAPSHOT TABLE, and DROP SNAPSHOT TABLE IF EXISTS of none."""

import re
from dataclasses import dataclass

import sqlglot
from bqemulator.api.routes import tables
from bqemulator.domain.errors import NotFoundError
from bqemulator.jobs import executor
from bqemulator.scripting import interpreter
from bqemulator.storage.sql_identifiers import quoted_table_ref
from bqemulator.versioning import time_travel
from bqemulator.versioning.ddl import VersioningDDL, VersioningDDLKind, VersioningDDLRouter, execute_versioning_ddl
from bqemulator.versioning.snapshots import SnapshotManager

NAME = r"(?:`[^`]+`|[\w-]+)(?:\s*\.\s*(?:`[^`]+`|[\w-]+))*"
CREATE = re.compile(
    rf"^\s*CREATE\s+SNAPSHOT\s+TABLE\s+(?P<none>IF\s+NOT\s+EXISTS\s+)?(?P<target>{NAME})\s+CLONE\s+(?P<source>{NAME})"
    r"(?:\s+FOR\s+SYSTEM_TIME\s+AS\s+OF\s+(?P<at>.+?))?(?:\s+OPTIONS\s*\((?P<options>.*)\))?\s*;?\s*$",
    re.IGNORECASE | re.DOTALL,
)
ALTER = re.compile(
    rf"^\s*ALTER\s+SNAPSHOT\s+TABLE\s+(?P<target>{NAME})\s+SET\s+OPTIONS\s*\((?P<options>.*)\)\s*;?\s*$",
    re.IGNORECASE | re.DOTALL,
)
COMMENT = re.compile(r"^\s*/\*.*?\*/", re.DOTALL)
LABELS = re.compile(r"labels\s*=\s*\[\('(\w+)',\s*'(\w+)'\)\]", re.IGNORECASE)
DROP = re.compile(r"^\s*DROP\s+SNAPSHOT\s+TABLE\s+IF\s+EXISTS", re.IGNORECASE)
EXPIRATION = re.compile(r"expiration_timestamp\s*=\s*(TIMESTAMP\w*\s*(?:'[^']*'|\"[^\"]*\"|\(.*\)))", re.IGNORECASE | re.DOTALL)


@dataclass(frozen=True)
class SnapshotDDL(VersioningDDL):
    optional: bool = False
    at: str | None = None
    expiration: str | None = None
    labels: dict | None = None
    alters: bool = False


def apply():
    parse = VersioningDDLRouter.parse

    def parse_all(self, sql):
        sql = COMMENT.sub("", sql)
        if alter := ALTER.match(sql):
            target = self._split_qualified(alter["target"])
            changes = EXPIRATION.search(alter["options"])
            kind = VersioningDDLKind.CREATE_SNAPSHOT
            return SnapshotDDL(kind, *target, *target, alters=True, expiration=changes and changes[1])
        create = CREATE.match(sql)
        if create is None:
            ddl = parse(self, sql)
            if ddl is not None and DROP.match(sql):
                return SnapshotDDL(ddl.kind, ddl.target_project, ddl.target_dataset, ddl.target_table, optional=True)
            return ddl
        expiration = EXPIRATION.search(create["options"] or "")
        return SnapshotDDL(
            VersioningDDLKind.CREATE_SNAPSHOT,
            *self._split_qualified(create["target"]),
            *self._split_qualified(create["source"]),
            optional=create["none"] is not None,
            at=create["at"],
            expiration=expiration and expiration[1],
            labels=dict([LABELS.search(create["options"]).groups()]) if LABELS.search(create["options"] or "") else None,
        )

    list_item = tables._table_to_list_item

    def list_all(meta):
        expires = {"expirationTime": str(int(meta.expiration_time.timestamp() * 1000))} if meta.expiration_time else {}
        return {**list_item(meta), "labels": meta.labels or {}, **expires}

    tables._table_to_list_item = list_all
    resolve = SnapshotManager.resolve_time_travel

    def resolve_history(self, project, dataset, table, target):
        """A table snapshot is no state of the table's history, though bqemulator keeps it among them."""
        own = f"{project}__{dataset}"
        found = resolve(self, project, dataset, table, target)
        if found is None or found.duckdb_schema != own:
            return found
        states = self._catalog.list_snapshots_for_table(project, dataset, table)
        past = [s for s in states if s.duckdb_schema != own and s.snapshot_time <= target]
        return max(past, key=lambda s: s.snapshot_time, default=None)

    SnapshotManager.resolve_time_travel = resolve_history
    VersioningDDLRouter.parse = parse_all
    executor.execute_versioning_ddl = execute
    interpreter.execute_versioning_ddl = execute


async def execute(ddl, ctx):
    if not isinstance(ddl, SnapshotDDL):
        return await execute_versioning_ddl(ddl, ctx)
    if ddl.kind is VersioningDDLKind.DROP_SNAPSHOT:
        try:
            return await execute_versioning_ddl(ddl, ctx)
        except NotFoundError:
            return None
    target = (ddl.target_project, ddl.target_dataset, ddl.target_table)
    if ddl.alters:
        found = ctx.catalog.get_table(*target)
        if found is None:
            raise NotFoundError(f"Not found: Table {'.'.join(target)}")
        ctx.catalog.update_table(found.model_copy(update={"expiration_time": instant(ddl.expiration, ctx)}))
        return None
    if ddl.optional and ctx.catalog.get_table(*target) is not None:
        return None
    source = (ddl.source_project, ddl.source_dataset, ddl.source_table)
    at = ddl.at and instant(ddl.at, ctx)
    state = ctx.snapshots.resolve_time_travel(*source, at) if at else None
    await execute_versioning_ddl(ddl, ctx)
    changes = {}
    if at:
        changes["snapshot_time"] = at
    if state is not None:
        async with ctx.engine.write_lock():
            ref = quoted_table_ref(*target)
            ctx.engine.execute(f'CREATE OR REPLACE TABLE {ref} AS FROM "{state.duckdb_schema}"."{state.duckdb_table}"')
            changes["num_rows"] = ctx.engine.execute(f"SELECT COUNT(*) FROM {ref}").fetchone()[0]
    if ddl.labels:
        changes["labels"] = ddl.labels
    if ddl.expiration:
        changes["expiration_time"] = instant(ddl.expiration, ctx)
    ctx.catalog.update_table(ctx.catalog.get_table(*target).model_copy(update=changes))
    return None


def instant(expression, ctx):
    return time_travel._eval_timestamp_via_duckdb(sqlglot.parse_one(expression, read="bigquery"), ctx.engine)
