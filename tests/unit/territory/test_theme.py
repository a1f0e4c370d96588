"""The face of an organisation: few properties, readable in light and in dark."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from civic.territory.logic.contrast import (
    AA_TEXT,
    DARK_GROUNDS,
    LIGHT_GROUNDS,
    InvalidColour,
    contrast_ratio,
    lowest_contrast,
)
from civic.territory.logic.theme import dark_properties, light_properties, organisation_stylesheet
from tests.conftest import ROOT

DEFAULT_ACCENT = "#1f5c4a"
TOKENS = (ROOT / "civic/static/civic/css/tokens.css").read_text()
colours = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


@settings(deadline=None)
@given(colours)
def test_any_accent_gives_a_face_that_everybody_can_read(accent: str) -> None:
    for properties, grounds in (
        (light_properties(accent), LIGHT_GROUNDS),
        (dark_properties(accent), DARK_GROUNDS),
    ):
        assert (
            lowest_contrast(properties["accent"], (*grounds, properties["accent-soft"])) >= AA_TEXT
        )
        assert contrast_ratio(properties["on-accent"], properties["accent"]) >= AA_TEXT
        for ground in ("field", "field-line"):
            assert contrast_ratio(properties["on-field"], properties[ground]) >= AA_TEXT


def test_an_accent_that_passes_is_shown_as_it_was_chosen() -> None:
    assert light_properties("#8A1F4D")["accent"] == "#8a1f4d"
    assert light_properties("#8A1F4D")["field"] == "#8a1f4d"


def test_the_stylesheet_speaks_to_both_modes_and_to_a_stored_choice() -> None:
    text = organisation_stylesheet("#0B5E73")

    assert text.startswith(":root,[data-theme=light]{--accent:#0b5e73;")
    assert "@media (prefers-color-scheme:dark){:root:not([data-theme=light]){" in text
    assert "[data-theme=dark]{" in text
    assert len(text) < 1000


@pytest.mark.parametrize("accent", ["red", "#fff}*{display:none", "url(//x)"])
def test_nothing_but_a_colour_enters_a_stylesheet(accent: str) -> None:
    with pytest.raises(InvalidColour):
        organisation_stylesheet(accent)


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_the_site_s_own_face_is_the_theme_of_the_default_accent(mode: str) -> None:
    light, _, dark = TOKENS.partition("@media (prefers-color-scheme: dark)")
    block = light if mode == "light" else dark
    properties = (light_properties if mode == "light" else dark_properties)(DEFAULT_ACCENT)

    for name, colour in properties.items():
        assert set(re.findall(rf"--{name}: (#\w+);", block)) == {colour}, name


def test_the_default_accent_is_the_one_of_the_model() -> None:
    from civic.territory.models.organisation import DEFAULT_ACCENT as OF_THE_MODEL

    assert OF_THE_MODEL == DEFAULT_ACCENT
