"""The settings of a deployment, read from the environment once and passed on as a value.

Source: the environment variables of README.md; docker-compose.yml sets every one of them.
Known   COUNCIL_RETURNS_HOME belongs to the embedded platform alone (plugins/local/platform/home.py).
"""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

DATABASE = "COUNCIL_RETURNS_DATABASE"
STORE = "COUNCIL_RETURNS_STORE"
SOURCES = "COUNCIL_RETURNS_SOURCES"
ALLOW_HOSTS = "COUNCIL_RETURNS_ALLOW_HOSTS"
CONTACT = "COUNCIL_RETURNS_CONTACT"
READ_SECONDS = "COUNCIL_RETURNS_READ_SECONDS"
DEMONSTRATION = "COUNCIL_RETURNS_DEMONSTRATION"
AIRFLOW = "COUNCIL_RETURNS_AIRFLOW"
AIRFLOW_PAGES = "COUNCIL_RETURNS_AIRFLOW_PAGES"
PORTAL = "COUNCIL_RETURNS_PORTAL"
SWITCHES = "COUNCIL_RETURNS_SWITCHES"
SIGN_IN = "COUNCIL_RETURNS_SIGN_IN"
AUDIENCE = "COUNCIL_RETURNS_AUDIENCE"
ADMINISTRATOR = "COUNCIL_RETURNS_ADMINISTRATOR"
MAIL = "COUNCIL_RETURNS_MAIL"
REPORT_TO = "COUNCIL_RETURNS_REPORT_TO"
METRICS_TOKEN = "COUNCIL_RETURNS_METRICS_TOKEN"  # noqa: S105 (the name of a setting)
UNRELEASED = "COUNCIL_RETURNS_UNRELEASED"
TASK_SLOTS = "COUNCIL_RETURNS_TASK_SLOTS"

VARIABLES = (
    DATABASE, STORE, SOURCES, ALLOW_HOSTS, CONTACT, READ_SECONDS, DEMONSTRATION, AIRFLOW, AIRFLOW_PAGES, PORTAL,
    SWITCHES, SIGN_IN, AUDIENCE, ADMINISTRATOR, MAIL, REPORT_TO, TASK_SLOTS, UNRELEASED,
    METRICS_TOKEN,
)  # fmt: skip
DEFAULT_AUDIENCE = "council-returns"
DEFAULT_TASK_SLOTS, MAX_TASK_SLOTS = 2, 10_000
PUBLIC, PRIVATE = "public", "private"
LOOPBACK_HOSTS = ("127.0.0.1", "::1", "localhost")
DEFAULT_READ_SECONDS, MAX_READ_SECONDS = 30.0, 3600.0


class SettingMissing(LookupError):
    """Raised when a setting without a default is absent or can't be read, from the first step that needs it."""


@dataclass(frozen=True)
class Store:
    """The bucket that holds snapshots, tables and returns, and how to reach it."""

    bucket: str
    endpoint: str | None = None
    access_key: str | None = None
    secret_key: str | None = None

    @classmethod
    def from_url(cls, url: str) -> "Store":
        """Return the store that ``s3+http://key:secret@host:port/bucket`` (or ``s3://bucket``, on AWS) names."""
        parts = urlsplit(url)
        if parts.scheme == "s3" and parts.hostname and not parts.path.strip("/"):
            return cls(bucket=parts.netloc)
        bucket = parts.path.strip("/")
        if parts.scheme not in {"s3+http", "s3+https"} or not parts.hostname or not bucket or "/" in bucket:
            raise SettingMissing(f"{STORE} should look like s3+http://key:secret@host:port/bucket or s3://bucket.")
        host = parts.hostname if parts.port is None else f"{parts.hostname}:{parts.port}"
        return cls(
            bucket=bucket,
            endpoint=f"{parts.scheme.removeprefix('s3+')}://{host}",
            access_key=unquote(parts.username) if parts.username else None,
            secret_key=unquote(parts.password) if parts.password else None,
        )

    def url(self) -> str:
        """Return the store as COUNCIL_RETURNS_STORE writes it."""
        if self.endpoint is None:
            return f"s3://{self.bucket}"
        scheme, _, host = self.endpoint.partition("://")
        keys = f"{quote(self.access_key or '', safe='')}:{quote(self.secret_key or '', safe='')}@"
        return f"s3+{scheme}://{keys if self.access_key else ''}{host}/{self.bucket}"


@dataclass(frozen=True)
class IdentityProvider:
    """Who says who somebody is (OpenID Connect): its issuer, and what we are to it."""

    issuer: str
    client: str
    secret: str

    @classmethod
    def from_url(cls, url: str, *, is_demonstration: bool) -> "IdentityProvider":
        """Return the provider that `https://client:secret@host/path` names.

        Only a demonstration may have one on this machine or without https: everybody can be anybody there.
        """
        parts = urlsplit(url)
        if parts.scheme not in {"http", "https"} or not parts.hostname or not parts.username or parts.query:
            raise SettingMissing(f"{SIGN_IN} should look like https://client:secret@login.example.gov.uk/path.")
        if (parts.scheme == "http" or parts.hostname in LOOPBACK_HOSTS) and not is_demonstration:
            raise SettingMissing(f"{SIGN_IN} is for a demonstration: outside one it needs https and a host of its own.")
        host = parts.netloc.rpartition("@")[2]
        return cls(f"{parts.scheme}://{host}{parts.path}", unquote(parts.username), unquote(parts.password or ""))

    def url(self) -> str:
        """Return the provider as COUNCIL_RETURNS_SIGN_IN writes it."""
        scheme, _, rest = self.issuer.partition("://")
        return f"{scheme}://{quote(self.client, safe='')}:{quote(self.secret, safe='')}@{rest}"


@dataclass(frozen=True)
class Settings:
    """The settings of one deployment: a laptop, a test or production."""

    database: str
    store: Store
    sources: Path | None = None
    allow_hosts: frozenset[str] = frozenset()
    contact: str = ""
    read_seconds: float = DEFAULT_READ_SECONDS  # how long a publisher may stay silent before we hang up
    is_demonstration: bool = False  # of example publishers: a collection may simulate its date
    airflow: str = ""  # the address at which the portal's status page asks whether it is well
    airflow_pages: str = ""  # the address at which people open Airflow, whose pages may hold those of the portal
    portal: str = ""  # the address at which people open the portal, to which Airflow's pages lead
    task_slots: int = DEFAULT_TASK_SLOTS  # how many tasks run at once, on all workers together
    switches: Mapping[str, Mapping[str, str]] = field(default_factory=dict)  # return → switch → value here
    sign_in: IdentityProvider | None = None  # without one nobody signs in, and only public addresses answer
    audience: str = DEFAULT_AUDIENCE  # for whom access tokens are made out
    administrator: str = ""  # the subject of the first administrator
    mail: str = ""  # the server that takes messages to people; without one none are sent
    metrics_token: str = ""  # with which a Prometheus server may read the portal's metrics; without one nobody may
    report_to: str = ""  # the addresses, commas between them, that are told when a run fails or is late
    unreleased: str = ""  # public or private; blank for private where people sign in and it is no demonstration

    @property
    def hides_unreleased(self) -> bool:
        """Whether returns are shown to everybody only once they are released."""
        return self.unreleased == PRIVATE or (
            not self.unreleased and self.sign_in is not None and not self.is_demonstration
        )

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> "Settings":
        """Return the settings that the environment variables give; a missing one is a fault that names it."""
        variables = os.environ if environment is None else environment
        is_demonstration = variables.get(DEMONSTRATION, "").strip() == "1"
        sign_in = variables.get(SIGN_IN, "").strip()
        return cls(
            database=_required(variables, DATABASE),
            store=Store.from_url(_required(variables, STORE)),
            sources=Path(variables[SOURCES]) if variables.get(SOURCES) else None,
            allow_hosts=frozenset(host.strip() for host in variables.get(ALLOW_HOSTS, "").split(",") if host.strip()),
            contact=variables.get(CONTACT, "").strip(),
            read_seconds=_seconds(variables, READ_SECONDS, DEFAULT_READ_SECONDS),
            is_demonstration=is_demonstration,
            airflow=variables.get(AIRFLOW, "").strip(),
            airflow_pages=variables.get(AIRFLOW_PAGES, "").strip(),
            portal=variables.get(PORTAL, "").strip(),
            task_slots=_task_slots(variables.get(TASK_SLOTS, "")),
            switches=_switches(variables.get(SWITCHES, "")),
            sign_in=IdentityProvider.from_url(sign_in, is_demonstration=is_demonstration) if sign_in else None,
            audience=variables.get(AUDIENCE, "").strip() or DEFAULT_AUDIENCE,
            administrator=variables.get(ADMINISTRATOR, "").strip(),
            mail=variables.get(MAIL, "").strip(),
            metrics_token=variables.get(METRICS_TOKEN, "").strip(),
            report_to=variables.get(REPORT_TO, "").strip(),
            unreleased=_unreleased(variables.get(UNRELEASED, "").strip(), has_sign_in=bool(sign_in)),
        )

    def environment(self) -> dict[str, str]:
        """Return these settings as the environment variables from which they are read again."""
        return {
            DATABASE: self.database,
            STORE: self.store.url(),
            SOURCES: str(self.sources) if self.sources else "",
            ALLOW_HOSTS: ",".join(sorted(self.allow_hosts)),
            CONTACT: self.contact,
            READ_SECONDS: f"{self.read_seconds:g}",
            DEMONSTRATION: "1" if self.is_demonstration else "",
            AIRFLOW: self.airflow,
            AIRFLOW_PAGES: self.airflow_pages,
            PORTAL: self.portal,
            TASK_SLOTS: str(self.task_slots),
            SWITCHES: " ".join(
                f"{slug}.{name}={value}" for slug, named in self.switches.items() for name, value in named.items()
            ),
            SIGN_IN: self.sign_in.url() if self.sign_in else "",
            AUDIENCE: self.audience,
            ADMINISTRATOR: self.administrator,
            MAIL: self.mail,
            METRICS_TOKEN: self.metrics_token,
            REPORT_TO: self.report_to,
            UNRELEASED: self.unreleased,
        }


def _required(variables: Mapping[str, str], name: str) -> str:
    """Return the value of a setting that has no default."""
    value = variables.get(name, "").strip()
    if not value:
        raise SettingMissing(f"{name} is not set: start the platform with `make up`, or set it to your own service.")
    return value


def _switches(text: str) -> dict[str, dict[str, str]]:
    """Return the values of switches by return and name, out of `return.switch=value` set apart by blanks."""
    switches: dict[str, dict[str, str]] = {}
    for part in text.split():
        words = re.fullmatch(r"(\w+)\.(\w+)=(.+)", part)
        if words is None:
            raise SettingMissing(f"{SWITCHES} should be return.switch=value, blanks between several: not “{part}”.")
        slug, name, value = words.groups()
        switches.setdefault(slug, {})[name] = value
    return switches


def _unreleased(text: str, *, has_sign_in: bool) -> str:
    """Return who sees unreleased returns; private asks for people who sign in, or nobody could ever release any."""
    if text not in ("", PUBLIC, PRIVATE):
        raise SettingMissing(f"{UNRELEASED} should be {PUBLIC} or {PRIVATE}, not “{text}”.")
    if text == PRIVATE and not has_sign_in:
        raise SettingMissing(f"{UNRELEASED} is {PRIVATE}, and {SIGN_IN} is not set: nobody could release anything.")
    return text


def _task_slots(text: str) -> int:
    """Return a number of tasks, at least one."""
    try:
        number = int(text.strip() or DEFAULT_TASK_SLOTS)
    except ValueError:
        number = 0
    if not 0 < number <= MAX_TASK_SLOTS:
        raise SettingMissing(f"{TASK_SLOTS} should be how many tasks run at once, such as 4: it is “{text}”.")
    return number


def _seconds(variables: Mapping[str, str], name: str, default: float) -> float:
    """Return a setting in seconds, more than zero and no more than an hour."""
    text = variables.get(name, "").strip()
    try:
        seconds = float(text or default)
    except ValueError:
        seconds = 0.0
    if not 0 < seconds <= MAX_READ_SECONDS:
        raise SettingMissing(
            f"{name} should be seconds, such as 30, and no more than {MAX_READ_SECONDS:g}: it is “{text}”."
        )
    return seconds
