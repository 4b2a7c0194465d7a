"""A write to a table changes its etag, numRows and lastModifiedTime, and that time of the partitions it changes."""

from datetime import timedelta

from bqemulator.catalog.etag import generate_etag
from bqemulator.storage import partition_state
from bqemulator.storage.sql_identifiers import quoted_table_ref
from bqemulator.versioning.snapshots import SnapshotManager

# What each partition holds and since when, by table and partition ID.
PARTITIONS = {}
BYTES_A_VALUE = 8


def apply():
    record, listed = SnapshotManager.record_change, partition_state.list_partitions_for_table

    def record_change(self, project, dataset, table):
        result = record(self, project, dataset, table)
        meta = self._catalog.get_table(project, dataset, table)
        if meta is not None:
            rows = self._engine.execute(f"SELECT COUNT(*) FROM {quoted_table_ref(project, dataset, table)}").fetchone()[0]
            # Two writes within the same millisecond are two times.
            now = max(self._clock.now(), meta.last_modified_time + timedelta(milliseconds=1))
            changed = meta.model_copy(update={
                "num_rows": rows,
                "num_bytes": rows * len(meta.schema_.fields) * BYTES_A_VALUE,
                "last_modified_time": now,
                "etag": generate_etag(project, dataset, table, str(now)),
            })
            self._catalog.update_table(changed)
            list_partitions(self._engine, changed)
        return result

    def list_partitions(engine, table):
        known = PARTITIONS.setdefault((table.project_id, table.dataset_id, table.table_id), {})
        prints = fingerprints(engine, table)
        partitions = []
        for partition in listed(engine, table):
            print_ = prints.get(partition.partition_id, partition.total_rows)
            if known.get(partition.partition_id, (None,))[0] != print_:
                known[partition.partition_id] = (print_, table.last_modified_time)
            partitions.append(partition.model_copy(update={
                "last_modified_time": known[partition.partition_id][1],
                "total_logical_bytes": partition.total_rows * len(table.schema_.fields) * BYTES_A_VALUE,
            }))
        return tuple(partitions)

    SnapshotManager.record_change = record_change
    partition_state.list_partitions_for_table = list_partitions


def fingerprints(engine, table):
    ref = quoted_table_ref(table.project_id, table.dataset_id, table.table_id)
    time = table.time_partitioning
    key = "'__NULL__'"
    if time is not None and time.field is not None:
        form = partition_state._GRANULARITY_FORMAT[time.type]
        key = f"COALESCE(strftime({partition_state._quote_identifier(time.field)}, '{form}'), '__NULL__')"
    return dict(
        (row[0], row[1:])
        for row in engine.execute(f"SELECT {key}, COUNT(*), SUM(hash(t)) FROM {ref} AS t GROUP BY 1").fetchall()
    )
