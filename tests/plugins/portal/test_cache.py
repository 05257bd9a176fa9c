"""What is kept: as much as there is room for, the things asked for last, each read once."""

from concurrent.futures import ThreadPoolExecutor
from time import sleep

from plugins.portal.cache import SizedCache


def test_a_value_is_loaded_once_for_concurrent_readers() -> None:
    cache: SizedCache[str] = SizedCache(100, len)
    read: list[int] = []

    def slowly() -> str:
        sleep(0.05)
        read.append(1)
        return "thing"

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(lambda _: cache.get("key", slowly), range(8))) == {"thing"}
    assert len(read) == 1


def test_the_least_recently_used_value_makes_room() -> None:
    cache: SizedCache[str] = SizedCache(10, len)
    for name in ("a", "b", "a", "c"):
        cache.get(name, lambda name=name: name * 5)  # type: ignore[misc]
    assert cache.get("a", lambda: "read again") == "aaaaa"
    assert cache.get("b", lambda: "read again") == "read again"


def test_a_value_larger_than_the_cache_is_returned_and_not_stored() -> None:
    cache: SizedCache[str] = SizedCache(3, len)
    assert cache.get("key", lambda: "too large") == "too large"
    assert cache.get("key", lambda: "new") == "new"


def test_a_discarded_value_is_loaded_again() -> None:
    cache: SizedCache[str] = SizedCache(100, len)
    cache.get("key", lambda: "old")
    cache.discard("key")
    assert cache.get("key", lambda: "new") == "new"
