"""A Snowflake stand-in for tests: the protocol of Snowflake's drivers, its SQL run by DuckDB.

Snowflake's SQL is translated by sqlglot; logins, sessions, Time Travel, cancelling, timeouts, result chunks and error
numbers are made here, as Snowflake documents them and the Node client reads them. What it proves is that the connector
speaks the protocol and that its SQL means what it should; not Snowflake's own arithmetic, nor its clock.

    python server.py PORT
"""
import gzip
import json
import secrets
import sys
import uuid

import uvicorn
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from control import control, faults, logins
from run import Query
from failure import Failure
from translate import Session
from users import Refused, log_in

sessions = {}
queries = {}  # by query ID
requests = {}  # query by request ID: a request that is repeated is not run again
chunks = {}

INLINE_ROWS = 400
CHUNK_ROWS = 3000
# How long a request waits for its query before it is told to ask again.
PATIENCE = 0.5
GONE = Failure("390111", "08003", "Session no longer exists. New login required to access the service.")
FORMATS = {"TIMEZONE": "UTC", "BINARY_OUTPUT_FORMAT": "HEX", "DATE_OUTPUT_FORMAT": "YYYY-MM-DD", "TIME_OUTPUT_FORMAT": "HH24:MI:SS.FF9", "TIMESTAMP_OUTPUT_FORMAT": "YYYY-MM-DD HH24:MI:SS.FF9 TZHTZM", "TIMESTAMP_NTZ_OUTPUT_FORMAT": "YYYY-MM-DD HH24:MI:SS.FF9", "TIMESTAMP_LTZ_OUTPUT_FORMAT": "", "TIMESTAMP_TZ_OUTPUT_FORMAT": ""}
PARAMETERS = [{"name": name, "value": value} for name, value in FORMATS.items()]


async def body_of(request):
    body = await request.body()
    if request.headers.get("Content-Encoding") == "gzip":
        body = gzip.decompress(body)
    return json.loads(body) if body else {}


def refusal(code, message, state=None, query=None):
    data = {"errorCode": code, "sqlState": state, "queryId": query and query.id}
    return JSONResponse({"data": data, "code": code, "message": message, "success": False})


def unquoted(name, default):
    if not name:
        return default
    return name[1:-1].replace('""', '"') if name.startswith('"') else name.upper()


async def login(request):
    data = (await body_of(request))["data"]
    if fault := faults.take(f"login {data.get('LOGIN_NAME')}"):
        return Response(status_code=fault)
    logins.append({"query": dict(request.query_params), "data": data})
    try:
        user = log_in(data)
    except Refused as refused:
        return refusal(refused.code, refused.message, "08001")
    asked = request.query_params
    token = secrets.token_urlsafe(24)
    role = unquoted(asked.get("roleName"), "PUBLIC")
    sessions[token] = Session(user, unquoted(asked.get("databaseName"), None), unquoted(asked.get("schemaName"), "PUBLIC"), role)
    sessions[token].parameters.update({k: str(v) for k, v in data.get("SESSION_PARAMETERS", {}).items()})
    return JSONResponse({"success": True, "data": {"token": token, "masterToken": token, "validityInSeconds": 3600, "masterValidityInSeconds": 14400, "sessionId": len(logins), "serverVersion": "9.38.1", "parameters": PARAMETERS, "sessionInfo": {}}})


def session_of(request):
    return sessions.get(request.headers.get("Authorization", "")[17:-1])


async def query(request):
    session = session_of(request)
    if session is None:
        return refusal(GONE.code, GONE.message, GONE.state)
    if faults.take(f"expire {session.user['name']}"):
        return refusal("390112", "Your session has expired. Please login again.")
    if fault := faults.take(f"query {session.user['name']}"):
        return Response(status_code=fault)
    request_id = request.query_params["requestId"]
    if request_id not in requests:
        body = await body_of(request)
        bindings = body.get("bindings") or {}
        values = [bindings[str(i + 1)]["value"] for i in range(len(bindings))]
        tag = (body.get("parameters") or {}).get("QUERY_TAG", session.parameters.get("QUERY_TAG", ""))
        made = Query(str(uuid.uuid4()), session, body["sqlText"], values, tag)
        requests[request_id] = queries[made.id] = made
    return await answer(requests[request_id])


async def result(request):
    if session_of(request) is None:
        return refusal(GONE.code, GONE.message, GONE.state)
    return await answer(queries[request.path_params["id"]])


async def answer(made):
    if not await run_in_threadpool(made.done.wait, PATIENCE):
        waiting = {"queryId": made.id, "getResultUrl": f"/queries/{made.id}/result"}
        return JSONResponse({"success": True, "code": "333333", "message": None, "data": waiting})
    if made.failure:
        return refusal(made.failure.code, made.failure.message, made.failure.state, made)
    rowtype = [{"name": name, "type": kind, "nullable": True, "precision": 38, "scale": 0, "length": 16777216, "byteLength": 16777216} for name, kind in made.columns]
    inline, rest = made.rows[:INLINE_ROWS], made.rows[INLINE_ROWS:]
    parts = [rest[i : i + CHUNK_ROWS] for i in range(0, len(rest), CHUNK_ROWS)]
    chunks.update({f"{made.id}-{i}": (made.session.user["name"], part) for i, part in enumerate(parts)})
    listed = [{"url": f"http://127.0.0.1:{PORT}/chunks/{made.id}-{i}", "rowCount": len(part), "uncompressedSize": 1, "compressedSize": 1} for i, part in enumerate(parts)]
    data = {"parameters": PARAMETERS, "rowtype": rowtype, "rowset": inline, "total": len(made.rows), "returned": len(made.rows), "queryId": made.id, "queryResultFormat": "json", "statementTypeId": 4096, "version": 1}
    if listed:
        data |= {"chunks": listed, "chunkHeaders": {}}
    return JSONResponse({"success": True, "code": None, "message": None, "data": data})


async def chunk(request):
    user, part = chunks[request.path_params["name"]]
    if fault := faults.take(f"chunk {user}"):
        return Response(status_code=fault)
    text = json.dumps(part, ensure_ascii=False)
    return Response(text[1:-1], media_type="application/octet-stream")


async def abort(request):
    if session_of(request) is None:
        return refusal(GONE.code, GONE.message, GONE.state)
    known = queries.get(request.path_params.get("id")) or requests.get((await body_of(request)).get("requestId"))
    if known is None:
        return refusal("000605", "Identified SQL statement is not currently executing.")
    known.stop()
    return JSONResponse({"success": True, "data": None})


async def session_end(request):
    sessions.pop(request.headers.get("Authorization", "")[17:-1], None)
    return JSONResponse({"success": True, "data": None})


async def renew(request):
    """Another token of the same session."""
    session = session_of(request)
    if session is None:
        return refusal("390114", "Authentication token has expired. The user must authenticate again.")
    token = secrets.token_urlsafe(24)
    sessions[token] = session
    return JSONResponse({"success": True, "data": {"sessionToken": token, "masterToken": token, "validityInSecondsST": 3600, "validityInSecondsMT": 14400}})


async def ok(_):
    return JSONResponse({"success": True, "data": None})


def lose(user):
    for token in [token for token, session in sessions.items() if session.user["name"] == user]:
        del sessions[token]
    for running in list(queries.values()):
        if running.session.user["name"] == user:
            running.stop(GONE)


app = Starlette(routes=[
    Route("/session/v1/login-request", login, methods=["POST"]),
    Route("/session/token-request", renew, methods=["POST"]),
    Route("/session/heartbeat", ok, methods=["POST"]),
    Route("/session", session_end, methods=["POST"]),
    Route("/telemetry/send", ok, methods=["POST"]),
    Route("/queries/v1/query-request", query, methods=["POST"]),
    Route("/queries/v1/abort-request", abort, methods=["POST"]),
    Route("/queries/{id}/abort-request", abort, methods=["POST"]),
    Route("/queries/{id}/result", result),
    Route("/chunks/{name}", chunk),
    Route("/control", control(queries, sessions, lose), methods=["POST"]),
])

if __name__ == "__main__":
    PORT = int(sys.argv[1])
    uvicorn.run(app, host="127.0.0.1", port=PORT, log_level="warning", access_log=False)
