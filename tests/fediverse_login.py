"""How the fake server of `tests.fediverse` lets apps in: OAuth as Mastodon documents it, and as others do it."""

import base64
from hashlib import sha256
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from tests.fediverse_entities import application_entity
from tests.fediverse_paths import OOB, Answer, page

if TYPE_CHECKING:
    from tests.fediverse import Asked, Fediverse


@page("POST", "/api/v1/apps")
def apps(server: "Fediverse", asked: "Asked") -> Answer:
    app = application_entity(len(server.apps), asked.form)
    server.apps[app["client_id"]] = {**app, "uris": app["redirect_uris"]}
    return Answer(200, app)


@page("GET", "/oauth/authorize")
def authorize(server: "Fediverse", asked: "Asked") -> Answer:
    app = server.apps.get(asked.query["client_id"])
    uri = asked.query["redirect_uri"]
    if app is None or uri not in app["uris"]:
        return Answer(400, "The redirect uri is not valid", type="text/html")
    code = f"code-{len(server.codes)}"
    server.codes[code] = {**asked.query, "name": server.login}
    if uri == OOB:
        behind = f"&state={asked.query['state']}" if server.manner == "snac" else ""
        return Answer(200, f"{code}{behind}", type="text/html")
    return Answer(302, "", {"Location": f"{uri}?{urlencode({'code': code, 'state': asked.query['state']})}"})


@page("POST", "/oauth/token")
def token(server: "Fediverse", asked: "Asked") -> Answer:
    form, app = asked.form, server.apps.get(asked.form.get("client_id", ""), {})
    code = server.codes.pop(form.get("code", ""), None)
    if code is None or form.get("client_secret") != app.get("client_secret"):
        return Answer(400, {"error": "invalid_grant", "error_description": "The grant is invalid"})
    digest = (
        base64.urlsafe_b64encode(sha256(form.get("code_verifier", "").encode()).digest())
        .rstrip(b"=")
        .decode()
    )
    if server.manner == "mastodon" and code.get("code_challenge") != digest:
        return Answer(400, {"error": "invalid_grant"})
    return Answer(
        200,
        {
            "access_token": server.grant(code["name"], code["scope"]),
            "token_type": "Bearer",
            "scope": code["scope"],
            "created_at": int(server.clock().timestamp()),
        },
    )


@page("POST", "/oauth/revoke")
def revoke(server: "Fediverse", asked: "Asked") -> Answer:
    server.tokens.pop(asked.form["token"], None)
    if server.manner == "snac":
        server.apps.pop(asked.form["client_id"], None)
    return Answer(200, {})
