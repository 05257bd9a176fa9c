from dataclasses import replace
from pathlib import Path

import pytest

from plugins.fetch.fetch_once import FetchLimits
from plugins.settings import DATABASE, READ_SECONDS, STORE, SWITCHES, VARIABLES, SettingMissing, Settings, Store

LEAST = {DATABASE: "postgresql+psycopg://nobody@127.0.0.1:1/nothing", STORE: "s3://nothing"}


def test_settings_are_read_again_from_what_they_write() -> None:
    settings = replace(
        Settings(LEAST[DATABASE], Store("nothing"), Path("sources.csv"), frozenset({"127.0.0.1:1"}), "us@data.example"),
        read_seconds=2.5,
        is_demonstration=True,
        switches={"contract_notices": {"ocid_prefix": "ocds-abc123-", "procurement_months": "4"}},
    )
    assert settings.environment().keys() == set(VARIABLES)
    assert Settings.from_environment(settings.environment()) == settings


def test_a_publisher_may_stay_silent_for_half_a_minute_unless_a_deployment_says_otherwise() -> None:
    assert Settings.from_environment(LEAST).read_seconds == FetchLimits().read_seconds == 30
    assert Settings.from_environment({**LEAST, READ_SECONDS: " 4 "}).read_seconds == 4


@pytest.mark.parametrize("words", ["soon", "0", "-1", "nan", "inf", "86400"])
def test_seconds_that_are_none_are_refused_with_what_to_write(words: str) -> None:
    with pytest.raises(SettingMissing, match=f"{READ_SECONDS} should be seconds, such as 30.*“{words}”"):
        Settings.from_environment({**LEAST, READ_SECONDS: words})


@pytest.mark.parametrize("words", ["release_address=https://data.example/", "contract_notices.ocid_prefix", "a.b="])
def test_switches_that_name_no_return_or_no_value_are_refused_with_what_to_write(words: str) -> None:
    with pytest.raises(SettingMissing, match=f"{SWITCHES} should be return.switch=value"):
        Settings.from_environment({**LEAST, SWITCHES: f"planning_matters.infer_agreements=off {words}"})


def test_unreleased_returns_are_hidden_where_people_sign_in_and_it_is_no_demonstration() -> None:
    environment = {"COUNCIL_RETURNS_DATABASE": "postgresql+psycopg://u:p@h/d", "COUNCIL_RETURNS_STORE": "s3://bucket"}
    sign_in = {"COUNCIL_RETURNS_SIGN_IN": "https://client:secret@login.example.gov.uk/"}
    demonstration, private = {"COUNCIL_RETURNS_DEMONSTRATION": "1"}, {"COUNCIL_RETURNS_UNRELEASED": "private"}
    public = {"COUNCIL_RETURNS_UNRELEASED": "public"}
    for more, is_hidden in (
        ({}, False), (sign_in, True), (sign_in | demonstration, False), (sign_in | public, False),
        (sign_in | demonstration | private, True),
    ):  # fmt: skip
        settings = Settings.from_environment(environment | more)
        assert settings.hides_unreleased is is_hidden, more
        assert Settings.from_environment(settings.environment()).hides_unreleased is is_hidden
    for wrong in (private, sign_in | {"COUNCIL_RETURNS_UNRELEASED": "hidden"}):
        with pytest.raises(SettingMissing, match="COUNCIL_RETURNS_UNRELEASED"):
            Settings.from_environment(environment | wrong)
