"""The identity provider of a demonstration, as a program: anybody signs in as any of the example people.

    python -m plugins.local.platform.example_provider --port 9000

Known   it is `oidc-provider-mock`, on this machine alone and without passwords, and besides what that can do it gives
        access tokens by client credentials: the client is the example person, its secret anything.
"""

import argparse
import time
from typing import TYPE_CHECKING

from plugins.local.platform.example_people import EXAMPLE_PEOPLE
from plugins.local.platform.home import LOOPBACK
from plugins.settings import DEFAULT_AUDIENCE

if TYPE_CHECKING:
    from flask import Flask
    from werkzeug.wrappers import Response

TOKEN_SECONDS = 3600


def create_provider() -> "Flask":
    """Return the provider with its example people, as a WSGI application."""
    import flask
    from oidc_provider_mock import User, app

    users = [User(sub=person.subject, claims={"name": person.name, "email": person.email}) for person in EXAMPLE_PEOPLE]
    provider: flask.Flask = app(user_claims=users)
    provider.debug = False

    @provider.before_request
    def give_client_token() -> "Response | None":
        form = flask.request.form
        if flask.request.path != "/oauth2/token" or form.get("grant_type") != "client_credentials":
            return None
        basic = flask.request.authorization
        client = (basic.username if basic else None) or form.get("client_id", "")
        if not client:
            return flask.make_response({"error": "invalid_client"}, 401)
        return flask.make_response(
            {"access_token": _signed_token(client), "token_type": "Bearer", "expires_in": TOKEN_SECONDS}
        )

    return provider


def _signed_token(client: str) -> str:
    """Return an access token for a client, signed with the key that the provider publishes."""
    import flask
    from joserfc import jwt
    from joserfc.jwk import RSAKey

    key = RSAKey.import_key(flask.g.oidc_provider_mock_storage.jwk.as_dict(is_private=True))
    now = int(time.time())
    claims = {
        "iss": flask.request.host_url.rstrip("/"), "sub": client, "client_id": client, "aud": DEFAULT_AUDIENCE,
        "iat": now, "exp": now + TOKEN_SECONDS,
    }  # fmt: skip
    return jwt.encode({"alg": "RS256", "typ": "at+jwt"}, claims, key)


def main() -> None:
    """Serve the provider on this machine until it is ended."""
    from werkzeug.serving import make_server

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    make_server(LOOPBACK, parser.parse_args().port, create_provider(), threaded=True).serve_forever()


if __name__ == "__main__":
    main()
