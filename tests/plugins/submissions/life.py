"""A round of two councils with invented assemblies, people of every role, and the tokens that they come with."""

import json
import time
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import Any

import httpx
from joserfc import jwt
from joserfc.jwk import ECKey
from starlette.testclient import TestClient

from plugins.settings import IdentityProvider, Settings
from plugins.storage.deployment import Deployment
from plugins.storage.warehouse.assemblies import Assembly
from plugins.storage.warehouse.people import record_person
from plugins.storage.warehouse.submission_tables import AUDIT_ENTRY
from plugins.storage.warehouse.tables import ASSEMBLY, SNAPSHOT
from plugins.submissions.finding_explanations import Author, propose_explanation
from plugins.submissions.people import access_of, grant_role
from plugins.submissions.proposals import propose_assembly
from tests.plugins.conftest import Page, Site
from transforms.findings.explanations import ExplanationKind

ADUR, ARUN, ENDED, SUCCESSOR = "E07000223", "E07000224", "E07000187", "E06000066"
RETURN, PERIOD = "planning_matters", "2025-Q1"
ROUND = f"/api/v1/rounds/{RETURN}/{PERIOD}"
SINCE = date(2025, 1, 1)
KEY = ECKey.generate_key("P-256", {"kid": "first", "use": "sig"}, private=True)
AUDIENCE = "council-returns"
PEOPLE = {
    "officer": ("officer", ADUR),
    "certifier": ("certifier", f"{ADUR}/head-of-planning"),
    "other-officer": ("officer", ARUN),
    "other-certifier": ("certifier", f"{ARUN}/head-of-planning"),
    "collector": ("collector", ""),
    "releaser": ("releaser", ""),
    "second-releaser": ("releaser", ""),
    "receiver": ("receiver", RETURN),
    "other-receiver": ("receiver", "brownfield_register"),
    "auditor": ("auditor", ""),
    "administrator": ("administrator", ""),
    "nobody": None,
}
CELLS = {"PS1.2": ("31", "computed"), "PS1.3": ("2", "inferred"), "PS1.4": ("", "not-derivable")}


def rows(gss: str, cells: dict[str, tuple[str, str]]) -> str:
    """Return an authority's rows of cells.csv."""
    return "".join(f"{RETURN},{gss},{PERIOD},{name},{value},{origin}\n" for name, (value, origin) in cells.items())


@dataclass
class Life:
    """A deployment, its portal, and what happens in it."""

    deployment: Deployment
    client: TestClient
    site: Site
    people: dict[str, int] = field(default_factory=dict)
    made: int = 0

    @property
    def issuer(self) -> str:
        provider = self.deployment.settings.sign_in
        assert provider is not None
        return provider.issuer

    def assemble(
        self, as_known: str = "2025-04-03", failing: str = "", **changed: dict[str, tuple[str, str]]
    ) -> Assembly:
        """Record an assembly of Adur, Arun and England as if it had been made, and propose it."""
        self.made += 1
        receipt = f"{self.made:064x}"
        prefix = f"returns/{RETURN}/{PERIOD}/as-known-{as_known}/{receipt[-16:]}"
        adur, arun = CELLS | changed.get("adur", {}), CELLS | changed.get("arun", {})
        content = (
            "return,authority,period,cell,value,origin\n"
            + rows(ADUR, adur)
            + rows(ARUN, arun)
            + rows("E92000001", CELLS)
        )
        exceptions = "return,authority,period,reason,reference,detail\n"
        exceptions += f"{RETURN},{ADUR},{PERIOD},moved-against-last-year,PS1.2,now=31 then=3\n"
        if failing:
            exceptions += f"{RETURN},{ARUN},{PERIOD},{failing},,\n"
        self.deployment.archive.save(f"{prefix}/cells.csv", content.encode())
        self.deployment.archive.save(f"{prefix}/exceptions.csv", exceptions.encode())
        manifest = {
            "return": RETURN,
            "period": PERIOD,
            "edition": "",
            "receipt": receipt,
            "outputs": [],
            "switches": {},
        }
        self.deployment.archive.save(f"{prefix}/manifest.json", json.dumps(manifest).encode())
        row: dict[str, Any] = {
            "return_slug": RETURN, "period": PERIOD, "as_known": date.fromisoformat(as_known), "receipt": receipt,
            "version": self.made, "prefix": prefix, "edition": "", "rules_versions": [], "is_complete": True,
            "switches": {}, "authorities": [ADUR, ARUN], "frozen_on": None, "last_run_id": "x",
            "authorities_computed": None, "authorities_carried": None, "carried_from": None, "measured_prefix": "",
            "inputs_hash": "",
        }  # fmt: skip
        counts = dict.fromkeys(("computed", "inferred", "not_derivable", "no_data", "exceptions"), 0)
        assembly = Assembly(**row)
        with self.deployment.transaction() as connection:
            connection.execute(
                ASSEMBLY.insert().values(
                    **row,
                    **counts,
                    definition_version="1",
                    authorities_with_data=2,
                    checks_failed=False,
                )
            )
            propose_assembly(connection, self.deployment.archive, assembly)
        return assembly

    def admit(self) -> None:
        """Grant everybody their role, by the first administrator."""
        with self.deployment.transaction() as connection:
            first = record_person(connection, self.issuer, "first", "First Administrator")
            access = access_of(connection, first, SINCE, "first")
            for name, role in PEOPLE.items():
                self.people[name] = record_person(connection, self.issuer, name, name.title()).id
                if role is not None:
                    grant_role(connection, access, self.people[name], role, (SINCE, None), "For the test")

    def grant(self, name: str, role: str, scope: str) -> None:
        with self.deployment.transaction() as connection:
            first = record_person(connection, self.issuer, "first")
            grant_role(
                connection,
                access_of(connection, first, SINCE, "first"),
                self.people[name],
                (role, scope),
                (SINCE, None),
                "Too",
            )

    def shrink(self, standard: str, sha256: str) -> None:
        """Record that Adur published a file of 100 records, and the day after one of 10, which is quarantined."""
        with self.deployment.transaction() as connection:
            for day, digest, rows, state in ((2, "f" * 64, 100, "usable"), (3, sha256, 10, "quarantined")):
                fetched = {"fetched_on": date(2025, 4, day), "fetched_at": datetime(2025, 4, day, tzinfo=UTC)}
                connection.execute(
                    SNAPSHOT.insert().values(
                        standard=standard, authority_gss=ADUR, **fetched, sha256=digest, content_sha256=digest,
                        file_name="adur.csv", size=1, url=self.site.url("/adur.csv"), run_id="run", state=state,
                        usable_from=fetched["fetched_on"] if state == "usable" else None, rows_usable=rows,
                    )
                )  # fmt: skip

    def ask_for_waiver(self, standard: str) -> int:
        """Have Adur's officer ask for a waiver of a code, as if such findings were open, and return its number."""
        with self.deployment.transaction() as connection:
            account = f"person/{self.people['officer']}"
            return propose_explanation(
                connection, Author("Officer", account), ExplanationKind.WAIVER, (standard, ADUR),
                ("code-unknown", "Decision", ["Okayed"]), "Our own term", (date(2025, 4, 3), date(2999, 12, 31)),
            )  # fmt: skip

    def get(self, who: str | None, address: str) -> httpx.Response:
        return self.client.get(address, headers=self.headers(who))

    def post(self, who: str | None, address: str, body: object, key: str = "") -> httpx.Response:
        headers = self.headers(who) | ({"Idempotency-Key": key} if key else {})
        return self.client.post(address, headers=headers, json=body)

    def headers(self, who: str | None) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token(who)}"} if who else {}

    def token(self, subject: str, key: ECKey = KEY, **claims: object) -> str:
        usual = {"iss": self.issuer, "aud": AUDIENCE, "sub": subject, "exp": int(time.time()) + 300}
        return jwt.encode({"alg": "ES256", "kid": "first"}, usual | claims, key)

    def part(self, who: str = "officer", gss: str = ADUR) -> dict[str, Any]:
        answer = self.get(who, f"{ROUND}/parts/{gss}")
        assert answer.status_code == 200, answer.text
        return answer.json()

    def confirm(self, who: str = "certifier", gss: str = ADUR, key: str = "", **body: object) -> httpx.Response:
        sha256 = self.part("auditor", gss)["cells_sha256"]
        return self.post(who, f"{ROUND}/parts/{gss}/confirmations", {"cells_sha256": sha256, "except": []} | body, key)

    def acts(self) -> list[str]:
        with self.deployment.transaction() as connection:
            query = AUDIT_ENTRY.select().where(AUDIT_ENTRY.c.act != "grant-role").order_by(AUDIT_ENTRY.c.number)
            return [row.act for row in connection.execute(query)]

    def freeze_and_propose(self) -> None:
        """Freeze the round and propose its release, every part answered for."""
        assert self.post("collector", f"{ROUND}/freeze", {"why": "Early"}).status_code == 201
        answer = self.propose()
        assert answer.status_code == 201, answer.text

    def release(self) -> None:
        """Freeze the round, propose its release and agree to it."""
        self.freeze_and_propose()
        assert self.post("second-releaser", f"{ROUND}/releases/1/agreement", {"why": "All answered"}).status_code == 201

    def propose(self, who: str = "releaser") -> httpx.Response:
        answers = [
            {"part": state, "why": "They were asked twice"} for state in ("proposed", "disputed", "lapsed", "no-data")
        ]
        return self.post(who, f"{ROUND}/releases", {"answers": answers})


def publish_provider(site: Site) -> IdentityProvider:
    """Publish an identity provider's discovery document and keys."""
    document = {"issuer": site.url(""), "jwks_uri": site.url("/jwks")}
    site.publish("/.well-known/openid-configuration", Page(json.dumps(document).encode()))
    site.publish("/jwks", Page(json.dumps({"keys": [KEY.as_dict(private=False)]}).encode()))
    return IdentityProvider(site.url(""), "portal", "secret")


def with_provider(settings: Settings, site: Site) -> Settings:
    return replace(settings, sign_in=publish_provider(site), administrator="first")
