"""The Storage API reads the results of queries, which BigQuery keeps as tables and bqemulator beside them."""

from bqemulator.grpc_api.read_servicer import BigQueryReadHandler
from bqemulator.jobs.executor import JOB_RESULTS
from bqemulator.storage.sql_identifiers import quoted_table_ref
from google.cloud.bigquery_storage_v1 import types

DATASET, PREFIX = "_bqemu_anonymous", "anon"


def apply():
    create = BigQueryReadHandler._handle_create_read_session

    def create_read_session(self, request_bytes, context):
        names = types.CreateReadSessionRequest.deserialize(request_bytes).read_session.table.split("/")
        # The table's name is the job's, without its dashes.
        jobs = {PREFIX + job.replace("-", ""): job for job in list(JOB_RESULTS)} if DATASET in names else {}
        result = JOB_RESULTS.get(jobs.get(names[-1]))
        if result is not None:
            ref = quoted_table_ref(names[1], DATASET, names[-1])
            connection = self._ctx.engine.connection
            connection.register("tidemark_result", result)
            connection.execute(f"CREATE SCHEMA IF NOT EXISTS {ref.rsplit('.', 1)[0]}")
            connection.execute(f"CREATE TABLE IF NOT EXISTS {ref} AS FROM tidemark_result")
            connection.unregister("tidemark_result")
        return create(self, request_bytes, context)

    BigQueryReadHandler._handle_create_read_session = create_read_session
