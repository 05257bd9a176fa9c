"""Which addresses may be fetched."""

import asyncio
from ipaddress import ip_address

import pytest

from plugins.faults import SourceRefused
from plugins.fetch.addresses import endpoint, is_public, resolve

PRIVATE = (
    "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",
    "255.255.255.255", "192.0.2.1", "198.18.0.1", "240.0.0.1", "168.63.129.16",
    "::1", "::", "fe80::1", "fc00::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:169.254.169.254", "64:ff9b::7f00:1",
    "192.0.0.192", "192.0.0.9", "192.88.99.1", "3fff::1", "3fff:fff:ffff::1", "5f00::1", "100::1", "::7f00:1",
    "2a00:1450:4009::5efe:10.0.0.1", "2a00:1450:4009::200:5efe:127.0.0.1",
    "2002:7f00:1::", "2001:0:7f00:1::", "2001:db8::1", "fec0::1",
)  # fmt: skip


@pytest.mark.parametrize("address", PRIVATE)
def test_an_address_that_leads_to_a_network_of_our_own_is_not_public(address: str) -> None:
    assert not is_public(ip_address(address))


@pytest.mark.parametrize(
    "address", ["8.8.8.8", "51.140.1.1", "2a00:1450:4009::1", "::ffff:8.8.8.8", "192.0.1.1", "192.88.98.1", "2a03::1"]
)
def test_a_public_address_is_public(address: str) -> None:
    assert is_public(ip_address(address))


@pytest.mark.parametrize(
    "url",
    ["ftp://council.gov.uk/a.csv", "file:///etc/passwd", "//council.gov.uk/a", "http://", "gopher://x", "http://a:b@c.uk/",
     "http://council.gov.uk:99999/"],
)  # fmt: skip
def test_anything_but_a_plain_web_address_is_refused(url: str) -> None:
    with pytest.raises(SourceRefused):
        endpoint(url)


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "127.1", "0x7f000001", "2130706433", "[::1]"])
def test_a_name_for_this_machine_in_any_spelling_is_refused(host: str) -> None:
    with pytest.raises(SourceRefused):
        asyncio.run(resolve(endpoint(f"http://{host}:8080/"), ()))


def test_a_deployment_allows_a_private_address_by_host_and_port_only() -> None:
    assert asyncio.run(resolve(endpoint("http://127.0.0.1:8080/"), {"127.0.0.1:8080"})) == ["127.0.0.1"]
    with pytest.raises(SourceRefused):
        asyncio.run(resolve(endpoint("http://127.0.0.1:8081/"), {"127.0.0.1:8080"}))


@pytest.mark.parametrize("url", ["https://www.adur-worthing.gov.uk/a.csv", "http://8.8.8.8/", "http://127.0.0.1:8081/"])
def test_a_demonstration_resolves_no_address_but_those_of_its_publishers(
    monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise AssertionError("a name was resolved")

    monkeypatch.setattr("socket.getaddrinfo", fail)
    with pytest.raises(SourceRefused, match="a demonstration asks its example publishers only"):
        asyncio.run(resolve(endpoint(url), {"127.0.0.1:8080"}, allows_others=False))


def test_a_demonstration_asks_its_publishers() -> None:
    own = endpoint("http://127.0.0.1:8080/a.csv")
    assert asyncio.run(resolve(own, {own.name}, allows_others=False)) == ["127.0.0.1"]


@pytest.mark.parametrize("port", [22, 25, 445, 587])
def test_a_port_of_another_service_is_not_asked(port: int) -> None:
    address = endpoint(f"http://192.88.99.1:{port}/")
    with pytest.raises(SourceRefused, match="not a web server"):
        asyncio.run(resolve(address, ()))
    assert asyncio.run(resolve(address, {address.name})) == ["192.88.99.1"]
