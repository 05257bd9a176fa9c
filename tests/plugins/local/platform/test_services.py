from typing import Any

import boto3
import psycopg
import pytest
from botocore.exceptions import ClientError

from plugins.settings import Settings

pytestmark = pytest.mark.platform


def client(settings: Settings) -> Any:
    store = settings.store
    return boto3.client(
        "s3",
        endpoint_url=store.endpoint,
        aws_access_key_id=store.access_key,
        aws_secret_access_key=store.secret_key,
        region_name="us-east-1",
    )


def test_the_database_answers_to_its_password_only(empty_deployment: Settings) -> None:
    url = empty_deployment.database.replace("+psycopg", "")
    with psycopg.connect(url) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)
    with pytest.raises(psycopg.OperationalError, match="password"):
        psycopg.connect(psycopg.conninfo.make_conninfo(url, password="guess"))


def test_what_is_written_once_can_not_be_overwritten_by_a_conditional_write(empty_deployment: Settings) -> None:
    s3 = client(empty_deployment)
    s3.put_object(Bucket=empty_deployment.store.bucket, Key="snapshots/a", Body=b"first", IfNoneMatch="*")
    with pytest.raises(ClientError, match="PreconditionFailed"):
        s3.put_object(Bucket=empty_deployment.store.bucket, Key="snapshots/a", Body=b"second", IfNoneMatch="*")
    assert s3.get_object(Bucket=empty_deployment.store.bucket, Key="snapshots/a")["Body"].read() == b"first"


def test_strangers_read_nothing(empty_deployment: Settings) -> None:
    store = empty_deployment.store
    stranger = boto3.client(
        "s3",
        endpoint_url=store.endpoint,
        aws_access_key_id="stranger",
        aws_secret_access_key="guess",
        region_name="us-east-1",
    )
    with pytest.raises(ClientError):
        stranger.list_objects_v2(Bucket=store.bucket)


def test_each_test_has_an_empty_bucket_and_database(empty_deployment: Settings) -> None:
    objects = client(empty_deployment).list_objects_v2(Bucket=empty_deployment.store.bucket)["Contents"]
    keys = [entry["Key"] for entry in objects]
    assert keys == [".platform/ready"]
