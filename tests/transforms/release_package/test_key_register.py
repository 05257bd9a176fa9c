"""The register of keys: every key has its days, and none comes back."""

import json
from datetime import date

import pytest

from transforms.release_package.key_register import KeyRegister, parse_keys, render_keys
from transforms.release_package.signature import new_private_key, read_private_key, read_public_key

FIRST, SECOND = new_private_key(), new_private_key()
ROTATED = KeyRegister().rotated_to(FIRST.public, date(2026, 1, 1)).rotated_to(SECOND.public, date(2026, 6, 1))


def test_a_key_signs_until_the_day_on_which_another_follows_it() -> None:
    old, new = ROTATED.keys
    assert (old.first_day, old.last_day, new.first_day, new.last_day) == (
        *(date(2026, 1, 1), date(2026, 6, 1)),
        *(date(2026, 6, 1), None),
    )
    assert [old.is_valid_on(day) for day in (date(2025, 12, 31), date(2026, 1, 1), date(2026, 6, 2))] == [
        *(False, True, False),
    ]


def test_a_key_does_not_come_back() -> None:
    with pytest.raises(ValueError, match="in the register already"):
        ROTATED.rotated_to(FIRST.public, date(2026, 9, 1))


def test_a_register_is_read_as_it_was_written() -> None:
    assert parse_keys(render_keys(ROTATED)) == ROTATED
    assert b"PRIVATE" not in render_keys(ROTATED)


def test_a_register_names_the_fingerprint_of_each_key() -> None:
    import hashlib
    import subprocess

    entry = json.loads(render_keys(ROTATED))["keys"][0]
    command = ["openssl", "pkey", "-pubin", "-outform", "DER"]
    der = subprocess.run(command, input=entry["pem"].encode(), capture_output=True, check=True).stdout
    assert entry["sha256"] == hashlib.sha256(der).hexdigest() == FIRST.public.fingerprint


@pytest.mark.parametrize(
    "spoil",
    [
        lambda keys: keys[0].update(sha256="00"),
        lambda keys: keys[0].update(first_day="1 January"),
        lambda keys: keys[0].update(pem="no key"),
        lambda keys: keys[0].pop("first_day"),
        lambda keys: keys.append(keys[0]),
        lambda keys: keys.append(7),
    ],
)
def test_a_register_that_contradicts_itself_is_refused(spoil: object) -> None:
    register = json.loads(render_keys(ROTATED))
    spoil(register["keys"])  # type: ignore[operator]
    with pytest.raises(ValueError, match=r"."):
        parse_keys(json.dumps(register).encode())


def test_a_private_key_shows_nothing_of_itself() -> None:
    text = FIRST.pem().splitlines()[1].decode()
    assert text not in repr(FIRST) + str(FIRST) + str(vars(FIRST.public))
    assert read_private_key(FIRST.pem()).public == read_public_key(FIRST.pem()) == FIRST.public


def test_a_signature_is_over_exactly_the_bytes() -> None:
    signature = FIRST.sign(b"text")
    assert len(signature) == 64
    assert FIRST.public.has_signed(b"text", signature)
    assert not FIRST.public.has_signed(b"text\n", signature)
    assert not SECOND.public.has_signed(b"text", signature)
