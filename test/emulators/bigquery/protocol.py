"""Where the stand-in's REST API differs from BigQuery's: who may ask, and what a job's name means."""

import json

from bqemulator import server
from starlette.responses import JSONResponse

# Any other token is refused; the second may do everything but read tables.
TOKENS = ("token-of-the-tests", "token-without-rights")


def error(status, reason, message):
    detail = {"domain": "global", "reason": reason, "message": message}
    return JSONResponse({"error": {"code": status, "message": message, "errors": [detail]}}, status_code=status)


class Protocol:
    """Refuses wrong tokens (401), tables without the right to read them (403), and a job's name used twice (409)."""

    def __init__(self, app):
        self.app = app
        self.jobs = set()

    async def __call__(self, scope, receive, send):
        if scope["type"] != "http" or not scope["path"].startswith("/bigquery/"):
            return await self.app(scope, receive, send)
        refusal, receive = await self.refusal(scope, receive)
        await (refusal or self.app)(scope, receive, send)

    async def refusal(self, scope, receive):
        token = dict(scope["headers"]).get(b"authorization", b"").decode().removeprefix("Bearer ")
        if token not in TOKENS:
            return error(401, "authError", "Request had invalid authentication credentials."), receive
        if token == TOKENS[1] and "/tables/" in scope["path"]:
            return error(403, "accessDenied", "Access Denied: permission bigquery.tables.get denied."), receive
        if scope["method"] != "POST" or not scope["path"].endswith("/jobs"):
            return None, receive
        message = await whole(receive)
        name = json.loads(message["body"] or b"{}").get("jobReference", {}).get("jobId")
        if name in self.jobs:
            return error(409, "duplicate", f"Already Exists: Job {name}"), receive
        if name:
            self.jobs.add(name)
        return None, once(message, receive)


async def whole(receive):
    body, more = b"", True
    while more:
        message = await receive()
        body += message.get("body", b"")
        more = message.get("more_body", False)
    return {"type": "http.request", "body": body, "more_body": False}


def once(message, receive):
    rest = [message]

    async def replay():
        return rest.pop() if rest else await receive()

    return replay


create_app = server.create_app


def create_app_with_protocol(context):
    app = create_app(context)
    app.add_middleware(Protocol)
    return app


server.create_app = create_app_with_protocol
