"""CREATE SNAPSHOT TABLE with all its clauses, and DROP SNAPSHOT TABLE IF EXISTS of none."""

import re
from dataclasses import dataclass

import sqlglot
from bqemulator.domain.errors import NotFoundError
from bqemulator.jobs import executor
from bqemulator.scripting import interpreter
from bqemulator.storage.sql_identifiers import quoted_table_ref
from bqemulator.versioning import time_travel
from bqemulator.versioning.ddl import VersioningDDL, VersioningDDLKind, VersioningDDLRouter, execute_versioning_ddl

NAME = r"(?:`[^`]+`|[\w-]+)(?:\s*\.\s*(?:`[^`]+`|[\w-]+))*"
CREATE = re.compile(
    rf"^\s*CREATE\s+SNAPSHOT\s+TABLE\s+(?P<none>IF\s+NOT\s+EXISTS\s+)?(?P<target>{NAME})\s+CLONE\s+(?P<source>{NAME})"
    r"(?:\s+FOR\s+SYSTEM_TIME\s+AS\s+OF\s+(?P<at>.+?))?(?:\s+OPTIONS\s*\((?P<options>.*)\))?\s*;?\s*$",
    re.IGNORECASE | re.DOTALL,
)
DROP = re.compile(r"^\s*DROP\s+SNAPSHOT\s+TABLE\s+IF\s+EXISTS", re.IGNORECASE)
EXPIRATION = re.compile(r"expiration_timestamp\s*=\s*(TIMESTAMP\w*\s*(?:'[^']*'|\"[^\"]*\"|\(.*\)))", re.IGNORECASE | re.DOTALL)


@dataclass(frozen=True)
class SnapshotDDL(VersioningDDL):
    optional: bool = False
    at: str | None = None
    expiration: str | None = None


def apply():
    parse = VersioningDDLRouter.parse

    def parse_all(self, sql):
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
        )

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
    if ddl.expiration:
        changes["expiration_time"] = instant(ddl.expiration, ctx)
    ctx.catalog.update_table(ctx.catalog.get_table(*target).model_copy(update=changes))
    return None


def instant(expression, ctx):
    return time_travel._eval_timestamp_via_duckdb(sqlglot.parse_one(expression, read="bigquery"), ctx.engine)
