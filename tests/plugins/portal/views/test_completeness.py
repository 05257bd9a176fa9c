"""How a cell came about, in words: every origin that the engine knows has them."""

from plugins.portal.pages import templates
from plugins.portal.views.completeness import ORIGIN_MEANINGS, ORIGIN_WORDS
from transforms.domain.origins import MARKERS, Origin


def test_every_origin_has_words_and_a_meaning() -> None:
    assert set(ORIGIN_WORDS) == set(ORIGIN_MEANINGS) == set(Origin)


def test_every_origin_but_computed_has_a_sign_that_the_legend_explains() -> None:
    assert set(MARKERS) == set(Origin) - {Origin.COMPUTED}
    legend = str(templates().get_template("figures.html").module.legend())  # type: ignore[attr-defined]
    assert all(f"<dt>{sign}</dt><dd>{ORIGIN_WORDS[origin]}:" in legend for origin, sign in MARKERS.items())
