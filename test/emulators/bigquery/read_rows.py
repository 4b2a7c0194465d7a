"""The Storage API begins at the row that was asked for, which bqemulator ignores, and sends some rows at a time."""

from bqemulator.grpc_api import read_servicer
from bqemulator.grpc_api.read_servicer import BigQueryReadHandler
from google.cloud.bigquery_storage_v1 import types

# BigQuery's answers are of about 1 MB; bqemulator's of up to 65536 rows.
ROWS_AT_A_TIME = 1000


class Rest:
    """What is left of a stream."""

    def __init__(self, table):
        self.schema, self._table = table.schema, table

    def to_batches(self, max_chunksize):
        return self._table.to_batches(max_chunksize=ROWS_AT_A_TIME)


def apply():
    read = BigQueryReadHandler._handle_read_rows
    stream_data = read_servicer.get_stream_data

    def read_rows(self, request_bytes, context):
        request = types.ReadRowsRequest.deserialize(request_bytes)
        request.read_stream = f"{request.read_stream}#{request.offset}"
        return read(self, types.ReadRowsRequest.serialize(request), context)

    def rest_of(session_name, stream_name):
        name, _, offset = stream_name.partition("#")
        table = stream_data(session_name, name)
        return None if table is None else Rest(table.slice(int(offset or 0)))

    BigQueryReadHandler._handle_read_rows = read_rows
    read_servicer.get_stream_data = rest_of
