"""The embedded object store: a real S3 server (SeaweedFS) from a wheel, on free loopback ports, behind keys.

Source: https://github.com/seaweedfs/seaweedfs/wiki/Amazon-S3-API
Known   Its volume server's default port is Airflow's, its gRPC ports default to the HTTP port + 10,000 (which may not
        exist), and it reports usage to its makers unless told not to: each is set here.
        Its parts trust nobody without our certificate (plugins/storage/object_store_access.py), and only its own
        account reads its files. Its bucket keeps every version: what a key deletes or overwrites can be had back.
        It takes 15 seconds to stop. What it has acknowledged is on disk, so it is not waited for.
"""

import shutil
import sys
from pathlib import Path

from plugins.local.platform.faults import DidNotStart
from plugins.local.platform.home import LOOPBACK, Home, free_ports
from plugins.local.platform.processes import Process, start, wait_until
from plugins.settings import Store
from plugins.storage.object_store_access import choose_keys, write_identities, write_security
from plugins.storage.private_file import write_private
from plugins.storage.roles import OWNER

NAME = "object-store"
BUCKET = "council-returns"
READY = ".platform/ready"
SOCKETS = Path("/tmp")  # noqa: S108  # the server's own choice of place
PORTS = ("s3", "s3.grpc", "master", "master.grpc", "volume", "volume.grpc", "filer", "filer.grpc")
OPTIONS = (
    "-s3",
    "-s3.iam=false",
    "-s3.port.iceberg=0",
    "-s3.port.lance=0",
    "-master.telemetry=false",
    "-master.electionTimeout=500ms",
    "-master.heartbeatInterval=100ms",
    "-master.volumeSizeLimitMB=4096",
    "-volume.max=1000",
    "-volume.preStopSeconds=0",
    "-filer.disableHttp",
    f"-ip={LOOPBACK}",
    f"-ip.bind={LOOPBACK}",
)
# One volume at a time instead of seven: an idle laptop's disk is not reserved for a cluster.
GROWTH = "[master.volume_growth]\ncopy_1 = 2\n"


def start_object_store(home: Home, environment: dict[str, str]) -> Process:
    """Start the server; it takes some seconds more until it accepts writes (see `ensure_bucket`)."""
    data = home.folder("object-store", "data")
    data.parent.chmod(0o700)  # also where an earlier version made it
    state = home.recall(NAME)
    state = {
        "keys": choose_keys(state.get("keys", {})),
        "ports": dict(zip(PORTS, free_ports(len(PORTS), list(state.get("ports", {}).values())), strict=True)),
    }
    home.remember(NAME, state)
    identities = home.root / "object-store-keys.json"
    write_identities(identities, state["keys"], BUCKET)
    write_security(home.root)
    write_private(home.root / "master.toml", GROWTH)
    ports = [f"-{_option(name)}={port}" for name, port in state["ports"].items()]
    command = [_program(), "-logtostderr=true", "server", f"-dir={data}", f"-s3.config={identities}", *OPTIONS, *ports]
    return start(home, NAME, command, environment, stop_seconds=2.0)


def store(home: Home, role: str = OWNER) -> Store:
    """Return where the server's bucket is, with the key of one role."""
    state = home.recall(NAME)
    endpoint = f"http://{LOOPBACK}:{state['ports']['s3']}"
    return Store(BUCKET, endpoint, state["keys"][role]["access_key"], state["keys"][role]["secret_key"])


def ensure_bucket(home: Home, process: Process, seconds: float = 60) -> None:
    """Make the bucket if there is none, and return once the server takes writes."""
    if not wait_until(lambda: _takes_writes(store(home)), process, seconds):
        raise DidNotStart(f"The object store did not start: see {home.logs / 'object-store.log'}.")


def sweep_sockets(home: Home) -> None:
    """Remove the socket files that the server leaves behind when it ends."""
    for port in home.recall(NAME).get("ports", {}).values():
        for path in SOCKETS.glob(f"seaweedfs-*-{port}.sock"):
            path.unlink(missing_ok=True)


def make_bucket(target: Store) -> None:
    """Make the bucket if there is none, and write to it and read from it, to see that both work.

    An empty object would prove nothing: it needs no space in a volume, so it is written before there is any volume.
    """
    import boto3
    from botocore.config import Config

    client = boto3.client(
        "s3",
        endpoint_url=target.endpoint,
        aws_access_key_id=target.access_key,
        aws_secret_access_key=target.secret_key,
        region_name="us-east-1",
        config=Config(retries={"max_attempts": 1}, connect_timeout=1, read_timeout=10),
    )
    try:
        if target.bucket not in {bucket["Name"] for bucket in client.list_buckets().get("Buckets", [])}:
            client.create_bucket(Bucket=target.bucket)
        client.put_bucket_versioning(Bucket=target.bucket, VersioningConfiguration={"Status": "Enabled"})
        client.put_object(Bucket=target.bucket, Key=READY, Body=b"ready")
        client.get_object(Bucket=target.bucket, Key=READY)["Body"].read()
    finally:
        client.close()


def _takes_writes(target: Store) -> bool:
    """Return whether the server takes writes, having made the bucket if it was missing."""
    from botocore.exceptions import BotoCoreError, ClientError

    try:
        make_bucket(target)
    except (BotoCoreError, ClientError):
        return False
    return True


def _option(name: str) -> str:
    """Return the server's option for one of its ports: `s3.grpc` is `s3.port.grpc`."""
    part, _, rest = name.partition(".")
    return f"{part}.port.{rest}" if rest else f"{part}.port"


def _program() -> str:
    """Return the path of the wheel's program."""
    own = Path(sys.executable).parent / "weed"
    program = str(own) if own.exists() else shutil.which("weed")
    if program is None:
        raise DidNotStart("The object store's program is missing: run `make setup`.")
    return program
