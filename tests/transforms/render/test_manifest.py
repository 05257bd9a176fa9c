"""The receipt: one hash over what a return was made of and what came out."""

import hashlib
import json

from transforms.render.manifest import receipt

FACTS = {"return": "planning_matters", "inputs": [{"sha256": "a"}], "versions": {"program": "1", "return": "2"}}


def test_anybody_can_compute_the_receipt_again() -> None:
    covered = FACTS | {"versions": {"return": "2"}}
    canonical = json.dumps(covered, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    assert receipt(FACTS) == hashlib.sha256(canonical).hexdigest()


def test_the_receipt_covers_every_fact_but_itself_and_the_program() -> None:
    assert receipt(FACTS | {"receipt": "anything"}) == receipt(FACTS)
    assert receipt(FACTS | {"versions": {"program": "9", "return": "2"}}) == receipt(FACTS)
    assert receipt(FACTS | {"inputs": [{"sha256": "b"}]}) != receipt(FACTS)
    assert receipt(FACTS | {"versions": {"program": "1", "return": "3"}}) != receipt(FACTS)
