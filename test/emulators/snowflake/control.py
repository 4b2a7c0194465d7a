"""The door for tests: what an administrator does and sees, and faults on demand."""
from starlette.responses import JSONResponse

from users import users

# Login requests as they came.
logins = []


class Faults:
    """How often a kind of request is answered by an HTTP status instead."""

    def __init__(self):
        self.waiting = {}

    def take(self, kind):
        statuses = self.waiting.get(kind) or []
        return statuses.pop(0) if statuses else None


faults = Faults()


def control(queries, sessions, lose):
    async def handle(request):
        asked = await request.json()
        what = asked["do"]
        if what == "user":
            users[asked["name"].upper()] = asked
        elif what == "fault":
            faults.waiting[asked["kind"]] = asked["statuses"]
        elif what == "lose":
            lose(asked["user"])
        elif what == "running":
            tag = asked["tag"]
            found = [q for q in list(queries.values()) if q.session.user["name"] == asked["user"]]
            return JSONResponse([q.text for q in found if not q.done.is_set() and q.tag.startswith(tag)])
        elif what == "queries":
            found = [q for q in list(queries.values()) if q.session.user["name"] == asked["user"]]
            return JSONResponse([{"text": q.text, "tag": q.tag} for q in found])
        elif what == "logins":
            return JSONResponse([login for login in logins if login["data"].get("LOGIN_NAME") == asked["user"]])
        elif what == "sessions":
            return JSONResponse([s.parameters for s in sessions.values() if s.user["name"] == asked.get("user")])
        return JSONResponse(None)

    return handle
