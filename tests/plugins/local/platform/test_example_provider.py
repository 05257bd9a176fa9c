"""The identity provider of a demonstration: tokens for its example people, whose roles are granted once."""

from dataclasses import replace
from datetime import date

import pytest
from joserfc import jwt
from joserfc.jwk import KeySet

from plugins.local.platform.example_people import EXAMPLE_PEOPLE, admit_example_people, example_councils
from plugins.local.platform.example_provider import create_provider
from plugins.settings import SIGN_IN, IdentityProvider, SettingMissing, Settings
from plugins.storage.deployment import open_deployment
from plugins.submissions.people import load_everybody

OPENED = date(2025, 9, 29)


def test_a_client_gets_a_token_that_the_published_key_signs() -> None:
    with create_provider().test_client() as client:
        document = client.get("/.well-known/openid-configuration").json
        body = {"grant_type": "client_credentials", "client_id": "officer", "client_secret": "any"}
        token = client.post("/oauth2/token", data=body).json["access_token"]
        keys = KeySet.import_key_set(client.get("/jwks").json)
        claims = jwt.decode(token, keys, algorithms=["RS256"]).claims
        assert (claims["iss"], claims["sub"], claims["aud"]) == (document["issuer"], "officer", "council-returns")
        assert client.post("/oauth2/token", data={"grant_type": "client_credentials"}).status_code == 401


@pytest.mark.parametrize(
    "url", ["http://portal:x@127.0.0.1:9000", "https://portal:x@localhost/", "http://portal:x@login.example.gov.uk"]
)
def test_only_a_demonstration_may_have_a_provider_without_passwords(url: str) -> None:
    assert IdentityProvider.from_url(url, is_demonstration=True).url() == url
    with pytest.raises(SettingMissing, match=f"{SIGN_IN} is for a demonstration"):
        IdentityProvider.from_url(url, is_demonstration=False)


@pytest.mark.parametrize("url", ["login.example.gov.uk", "https://login.example.gov.uk", "ftp://a:b@c", ""])
def test_a_provider_that_can_t_be_read_is_said_in_words(url: str) -> None:
    with pytest.raises(SettingMissing, match=f"{SIGN_IN} should look like"):
        IdentityProvider.from_url(url, is_demonstration=True)


@pytest.mark.platform
def test_example_people_are_granted_their_roles_once(deployment: Settings) -> None:
    provider = IdentityProvider("http://127.0.0.1:9000", "portal", "x")
    settings = replace(deployment, sign_in=provider)
    councils = example_councils(1, OPENED)
    for _ in range(2):
        admit_example_people(settings, councils, OPENED)
    with open_deployment(deployment) as opened, opened.transaction() as connection:
        everybody = load_everybody(connection)
    scopes = {person.subject: [grant.scope for grant in grants] for person, grants in everybody}
    assert list(scopes) == [person.subject for person in EXAMPLE_PEOPLE]
    assert (scopes["officer"], scopes["other-officer"], scopes["auditor"]) == ([councils[0]], [councils[1]], [""])
    assert f"{councils[0]}/head-of-planning" in scopes["certifier"]
