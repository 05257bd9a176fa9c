"""Web addresses in a text, so that a page makes links of them."""

import re

ADDRESS = re.compile(r"https?://[^\s;,<>\"']+")


def split_addresses(text: str) -> list[tuple[str, bool]]:
    """Return the parts of a text, and whether each is a web address."""
    parts: list[tuple[str, bool]] = []
    end = 0
    for match in ADDRESS.finditer(text):
        parts += [(text[end : match.start()], False), (match[0], True)]
        end = match.end()
    return [(part, is_address) for part, is_address in [*parts, (text[end:], False)] if part]
