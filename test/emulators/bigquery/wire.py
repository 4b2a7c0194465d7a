"""What BigQuery's REST API does around a query: tokens, job IDs, locations, errors, limits, jobs that take a while."""

import asyncio
import gzip
import json
import re
from urllib.parse import parse_qs
from uuid import uuid4

from bqemulator import server
from bqemulator.api.routes.jobs import _failed_job_meta
from bqemulator.storage.sql_identifiers import quoted_table_ref

BASE = r"^/bigquery/v2/projects/(?P<project>[^/]+)"
JOBS = re.compile(BASE + r"/jobs$")
JOB = re.compile(BASE + r"/jobs/(?P<job>[^/]+)(?P<cancel>/cancel)?$")
QUERIES = re.compile(BASE + r"/queries$")
RESULTS = re.compile(BASE + r"/queries/(?P<job>[^/]+)$")
DATASET = re.compile(BASE + r"/datasets/(?P<dataset>[^/]+)(?:/tables/(?P<table>[^/]+))?$")
# A query with this comment runs for so long before it is answered, and can be cancelled until then.
TAKES = re.compile(r"/\* takes (\d+) ms \*/")
NAME = re.compile(r"(?:([\w-]+)\.)?(\w+)\.(\w+)")
STATUS = {"notFound": 404, "accessDenied": 403, "duplicate": 409, "stopped": 499}
AS_OF = re.compile(r" FOR SYSTEM_TIME AS OF TIMESTAMP_MICROS\(\d+\)")
MEGABYTE = 1024 * 1024


class Answer(Exception):
    def __init__(self, status, content):
        self.status, self.content = status, content


def error(status, reason, message, **more):
    entry = {"message": message, "domain": "global", "reason": reason, **more}
    return Answer(status, {"error": {"code": status, "message": message, "errors": [entry]}})


def job_error(result):
    return error(STATUS.get(result["reason"], 400), result["reason"], result["message"])


class Wire:
    def __init__(self, app, context):
        self.app, self.context, self.running, self.locations = app, context, {}, {}

    async def __call__(self, scope, receive, send):
        if scope["type"] != "http" or not scope["path"].startswith("/bigquery/v2/projects/"):
            return await self.app(scope, receive, send)
        body = b""
        while True:
            message = await receive()
            body += message.get("body", b"")
            if not message.get("more_body"):
                break
        try:
            status, content = await self.answer(scope, body)
        except Answer as answer:
            status, content = answer.status, answer.content
        sent = content if isinstance(content, bytes) else json.dumps(content).encode()
        headers = [(b"content-type", b"application/json; charset=UTF-8"), (b"content-length", str(len(sent)).encode())]
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": sent})

    async def inner(self, scope, body):
        sent, first = [], asyncio.Event()

        async def receive():
            if first.is_set():
                await asyncio.Event().wait()
            first.set()
            return {"type": "http.request", "body": body, "more_body": False}

        async def send(message):
            sent.append(message)

        await self.app(scope, receive, send)
        content = b"".join(message.get("body", b"") for message in sent[1:])
        try:
            return sent[0]["status"], json.loads(content)
        except ValueError:
            return sent[0]["status"], content

    async def answer(self, scope, body):
        headers, method, path = dict(scope["headers"]), scope["method"], scope["path"]
        authenticate(headers)
        asked = {name: values[-1] for name, values in parse_qs(scope["query_string"].decode()).items()}
        plain = gzip.decompress(body) if headers.get(b"content-encoding") == b"gzip" else body
        if method == "POST" and (match := JOBS.match(path)):
            return await self.insert(scope, body, json.loads(plain), match["project"])
        if method == "POST" and (match := QUERIES.match(path)):
            return await self.query(scope, body, json.loads(plain), match["project"])
        if match := JOB.match(path):
            return await self.job(scope, body, match, asked)
        if method == "GET" and (match := RESULTS.match(path)):
            return await self.results(scope, body, match, asked)
        if match := DATASET.match(path):
            return await self.dataset(scope, body, match)
        return await self.inner(scope, body)

    async def insert(self, scope, body, request, project):
        reference = request.setdefault("jobReference", {})
        job = reference.setdefault("jobId", f"job_{uuid4().hex}")
        config = request.get("configuration", {})
        location = self.locations.get((project, job)) or reference.get("location", "US")
        if (project, job) in self.running or self.context.catalog.get_job(project, job) is not None:
            raise error(409, "duplicate", f"Already Exists: Job {project}:{location}.{job}")
        body = json.dumps(request).encode()
        scope = {**scope, "headers": [h for h in scope["headers"] if h[0] != b"content-encoding"]}
        if config.get("dryRun"):
            # bqemulator looks for the copy of an earlier state among the datasets.
            for query in filter(None, [config.get("query")]):
                query["query"] = AS_OF.sub("", query["query"])
            body = json.dumps(request).encode()
            return self.with_statistics(*await self.inner(scope, body), location)
        self.locations[project, job] = location
        sql = config.get("query", {}).get("query", "")
        if refused := self.too_much(sql, config.get("query", {}), project):
            self.fail(project, job, config, refused)
            return await self.get(scope, project, job)
        if takes := TAKES.search(sql):
            self.running[project, job] = {"config": config, "task": None}
            task = asyncio.create_task(self.later(int(takes[1]), scope, body, project, job))
            self.running[project, job]["task"] = task
            return 200, self.running_job(project, job)
        done = await self.inner(scope, body)
        self.keep(project, job, config)
        return self.with_statistics(*done, location)

    async def later(self, milliseconds, scope, body, project, job):
        await asyncio.sleep(milliseconds / 1000)
        await self.inner(scope, body)
        self.keep(project, job, self.running.pop((project, job))["config"])

    def keep(self, project, job, config):
        """The configuration as it was asked for, labels included; and where the rows are."""
        meta = self.context.catalog.get_job(project, job)
        if meta is not None:
            query = {**meta.configuration.get("query", {}), **config.get("query", {})}
            configuration = {**meta.configuration, **config, **({"query": query} if query else {})}
            self.context.catalog.upsert_job(meta.model_copy(update={"configuration": configuration}))

    async def query(self, scope, body, request, project):
        sql = request.get("query", "")
        if refused := self.too_much(sql, request, project):
            raise job_error(refused)
        if takes := TAKES.search(sql):
            wait = request.get("timeoutMs", 10_000)
            if int(takes[1]) > wait:
                config = {name: value for name, value in request.items() if name in ("query", "queryParameters", "parameterMode", "useLegacySql", "defaultDataset")}
                insert = {"jobReference": {"location": request.get("location", "US")}, "configuration": {"query": config, "labels": request.get("labels", {})}}
                path = scope["path"].replace("/queries", "/jobs")
                _, started = await self.insert({**scope, "path": path, "raw_path": path.encode()}, b"", insert, project)
                await asyncio.sleep(wait / 1000)
                return 200, {"kind": "bigquery#queryResponse", "jobReference": started["jobReference"], "jobComplete": False}
            await asyncio.sleep(int(takes[1]) / 1000)
        status, answer = await self.inner(scope, body)
        if isinstance(answer, dict) and answer.get("errors"):
            raise job_error(named(answer["errors"][0]))
        if isinstance(answer, dict) and "jobReference" in answer:
            answer["jobReference"].setdefault("location", request.get("location", "US"))
            answer["totalBytesProcessed"] = str(self.bytes_read(sql, project))
            self.locations[project, answer["jobReference"].get("jobId")] = answer["jobReference"]["location"]
            self.keep(project, answer["jobReference"].get("jobId"), {"labels": request.get("labels", {})})
        return status, answer

    async def job(self, scope, body, match, asked):
        project, job = match["project"], match["job"]
        self.check_location(project, job, asked)
        running = self.running.get((project, job))
        if running is None or not match["cancel"]:
            if running is not None:
                return 200, self.running_job(project, job)
            status, answer = await self.inner(scope, body)
            if match["cancel"] and status == 200:
                answer["job"] = self.with_statistics(status, answer["job"], self.location(project, job))[1]
                return status, answer
            return self.with_statistics(status, answer, self.location(project, job))
        running["task"].cancel()
        del self.running[project, job]
        message = "Job execution was cancelled: User requested cancellation"
        self.fail(project, job, running["config"], {"reason": "stopped", "message": message})
        _, cancelled = await self.get(scope, project, job)
        return 200, {"kind": "bigquery#jobCancelResponse", "job": cancelled}

    async def results(self, scope, body, match, asked):
        project, job = match["project"], match["job"]
        self.check_location(project, job, asked)
        if running := self.running.get((project, job)):
            await asyncio.wait([running["task"]], timeout=int(asked.get("timeoutMs", 10_000)) / 1000)
            if (project, job) in self.running:
                reference = self.running_job(project, job)["jobReference"]
                return 200, {"kind": "bigquery#getQueryResultsResponse", "jobReference": reference, "jobComplete": False}
        if "pageToken" in asked and not asked["pageToken"].isdigit():
            raise error(400, "invalid", "Invalid value for pageToken")
        meta = self.context.catalog.get_job(project, job)
        if meta is not None and meta.error_result:
            raise job_error(named(meta.error_result))
        status, answer = await self.inner(scope, body)
        if status == 200:
            answer["jobReference"]["location"] = self.location(project, job)
        return status, answer

    async def dataset(self, scope, body, match):
        if match["dataset"] == "denied":
            name = ":".join(filter(None, (match["project"], ".".join(filter(None, (match["dataset"], match["table"]))))))
            raise error(403, "accessDenied", f"Access Denied: Table {name}: Permission bigquery.tables.get denied on table {name} (or it may not exist).")
        status, answer = await self.inner(scope, body)
        if match["table"] and status == 404:
            raise error(404, "notFound", f"Not found: Table {match['project']}:{match['dataset']}.{match['table']}")
        meta = match["table"] and self.context.catalog.get_table(match["project"], match["dataset"], match["table"])
        if meta and isinstance(answer, dict):
            if meta.expiration_time:
                answer["expirationTime"] = str(int(meta.expiration_time.timestamp() * 1000))
            if meta.table_type == "SNAPSHOT" and meta.base_table:
                base = dict(zip(("projectId", "datasetId", "tableId"), meta.base_table.split(".")))
                answer["snapshotDefinition"] = {"baseTableReference": base, "snapshotTime": meta.snapshot_time.isoformat()}
        return status, answer

    def location(self, project, job):
        return self.locations.get((project, job), "US")

    def check_location(self, project, job, asked):
        if asked.get("location", self.location(project, job)).upper() != self.location(project, job).upper():
            raise error(404, "notFound", f"Not found: Job {project}:{asked['location']}.{job}")

    def running_job(self, project, job):
        return {
            "kind": "bigquery#job",
            "id": f"{project}:{self.location(project, job)}.{job}",
            "jobReference": {"projectId": project, "jobId": job, "location": self.location(project, job)},
            "configuration": self.running[project, job]["config"],
            "status": {"state": "RUNNING"},
            "statistics": {},
        }

    async def get(self, scope, project, job):
        path = f"/bigquery/v2/projects/{project}/jobs/{job}"
        got = {**scope, "method": "GET", "path": path, "raw_path": path.encode(), "query_string": b""}
        return self.with_statistics(*await self.inner(got, b""), self.location(project, job))

    def fail(self, project, job, config, result):
        meta = _failed_job_meta(project, job, "QUERY", config, result, self.context.clock.now())
        self.context.catalog.upsert_job(meta)

    def with_statistics(self, status, answer, location):
        if status != 200 or not isinstance(answer, dict) or "jobReference" not in answer:
            return status, answer
        answer["jobReference"]["location"] = location
        answer["id"] = "{projectId}:{location}.{jobId}".format(**answer["jobReference"])
        if result := answer["status"].get("errorResult"):
            answer["status"].update(errorResult=named(result), errors=[named(result)])
        sql = answer["configuration"].get("query", {}).get("query", "")
        read = 0 if result else self.bytes_read(sql, answer["jobReference"]["projectId"])
        figures = {"totalBytesProcessed": str(read), "totalBytesBilled": str(0 if answer["configuration"].get("dryRun") else billed(read)), "totalSlotMs": "1"}
        answer["statistics"].setdefault("query", {}).update(figures)
        answer["statistics"].update(totalBytesProcessed=str(read), totalSlotMs="1")
        return status, answer

    def too_much(self, sql, config, project):
        limit, need = config.get("maximumBytesBilled"), billed(self.bytes_read(sql, project))
        if config.get("dryRun") or limit is None or int(limit) >= need:
            return None
        message = f"Query exceeded limit for bytes billed: {limit}. {need} or higher required."
        return {"reason": "bytesBilledLimitExceeded", "message": message}

    def bytes_read(self, sql, project):
        """Whole tables, as if each value had eight bytes."""
        total = 0
        for names in {match.groups() for match in NAME.finditer(sql.replace("`", ""))}:
            own, dataset, table = names
            meta = self.context.catalog.get_table(own or project, dataset, table)
            if meta is not None and meta.table_type != "VIEW":
                rows = self.context.engine.execute(f"SELECT COUNT(*) FROM {quoted_table_ref(own or project, dataset, table)}").fetchone()[0]
                total += rows * len(meta.schema_.fields) * 8
        return total


def authenticate(headers):
    token = headers.get(b"authorization", b"").decode().removeprefix("Bearer ")
    if not token.startswith(("any", "token-")):
        message = "Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other valid authentication credential."
        answer = error(401, "authError", "Invalid Credentials", locationType="header", location="Authorization")
        answer.content["error"].update(message=message, status="UNAUTHENTICATED")
        raise answer


def named(result):
    """A dataset that is not there is not found, but for `denied`, which nobody may read; a time too long ago is invalid."""
    match = re.match(r"Access Denied: Table ([^:]+):(\w+)\.", result["message"])
    if match and match[2] != "denied":
        return {"reason": "notFound", "message": f"Not found: Dataset {match[1]}:{match[2]} was not found in location US"}
    if result["message"].startswith("FOR SYSTEM_TIME AS OF is before"):
        return {"reason": "invalidQuery", "message": f"Invalid time travel timestamp: {result['message']}"}
    return result


def billed(read):
    """Whole megabytes, and ten at least of what is read at all."""
    return max(10, -(-read // MEGABYTE)) * MEGABYTE if read else 0


def apply():
    create = server.create_app
    server.create_app = lambda context: Wire(create(context), context)
