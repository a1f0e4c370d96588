"""An accent is accepted only where everybody can read it; a refused one gets its nearest."""

import math
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from civic.territory.logic.contrast import (
    AA_TEXT,
    DARK_GROUNDS,
    DARK_TEXT,
    LIGHT_GROUNDS,
    LIGHT_TEXT,
    InvalidColour,
    Oklch,
    check_accent,
    contrast_ratio,
    lowest_contrast,
    normalise,
    to_hex,
    to_oklch,
)
from tests.conftest import ROOT

TOKENS = (ROOT / "civic/static/civic/css/tokens.css").read_text()
colours = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


def test_black_on_white_is_the_largest_contrast() -> None:
    assert contrast_ratio("#000000", "#ffffff") == pytest.approx(21.0)
    assert contrast_ratio("#5b468e", "#5b468e") == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("colour", "ratio"), [("#767676", 4.54), ("#777777", 4.48), ("#ff0000", 4.0), ("#0000ff", 8.59)]
)
def test_known_contrasts_with_white(colour: str, ratio: float) -> None:
    assert contrast_ratio(colour, "#fff") == pytest.approx(ratio, abs=0.005)


@pytest.mark.parametrize("written", ["#1F5C4A", "1f5c4a", " #1f5c4a "])
def test_a_colour_is_understood_as_people_write_it(written: str) -> None:
    assert normalise(written) == "#1f5c4a"
    assert normalise("#abc") == "#aabbcc"


@pytest.mark.parametrize(
    "text", ["", "red", "#12", "#1234567", "#ggg", "#fff;}body{", "#fff\n#000"]
)
def test_what_is_not_a_colour_is_refused(text: str) -> None:
    with pytest.raises(InvalidColour):
        check_accent(text)


def test_a_dark_teal_passes_as_it_is() -> None:
    check = check_accent("#0B5E73")

    assert check.passes
    assert check.nearest == "#0b5e73"
    assert check.ratio >= AA_TEXT


def test_a_sunflower_yellow_is_refused_with_a_readable_colour_of_the_same_hue() -> None:
    check = check_accent("#f2c200")

    assert not check.passes
    assert check.ratio < 2
    assert lowest_contrast(check.nearest, (*LIGHT_GROUNDS, LIGHT_TEXT)) >= AA_TEXT
    assert to_oklch(check.nearest).hue == pytest.approx(to_oklch("#f2c200").hue, abs=0.06)


def test_the_proposed_colour_is_the_nearest_one() -> None:
    nearest = to_oklch(check_accent("#00aaff").nearest)

    a_little_lighter = to_hex(Oklch(nearest.lightness + 0.01, nearest.chroma, nearest.hue))

    assert lowest_contrast(a_little_lighter, LIGHT_GROUNDS) < AA_TEXT


def test_the_shade_of_dark_mode_does_not_glow() -> None:
    assert to_oklch(check_accent("#8A1F4D").dark).chroma <= 0.101


@settings(deadline=None)
@given(colours)
def test_a_proposed_colour_always_passes(colour: str) -> None:
    check = check_accent(colour)

    assert check_accent(check.nearest).passes
    assert lowest_contrast(check.nearest, (*LIGHT_GROUNDS, LIGHT_TEXT)) >= AA_TEXT
    assert lowest_contrast(check.dark, (*DARK_GROUNDS, DARK_TEXT)) >= AA_TEXT


@settings(deadline=None)
@given(colours)
def test_a_colour_survives_the_journey_through_oklch(colour: str) -> None:
    there_and_back = to_hex(to_oklch(colour))

    for start in (1, 3, 5):
        before, after = (
            int(colour[start : start + 2], 16),
            int(there_and_back[start : start + 2], 16),
        )
        assert math.isclose(before, after, abs_tol=1)


def test_the_grounds_are_those_of_the_stylesheet() -> None:
    def grounds(block: str) -> tuple[str, ...]:
        found = (re.search(rf"--{name}: (#\w+);", block) for name in ("ground", "surface", "sunk"))
        return tuple(match.group(1) for match in found if match)

    light, _, dark = TOKENS.partition("@media (prefers-color-scheme: dark)")

    assert grounds(light) == LIGHT_GROUNDS
    assert grounds(dark) == DARK_GROUNDS


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_every_text_colour_of_the_site_is_readable_on_every_ground(mode: str) -> None:
    light, _, dark = TOKENS.partition("@media (prefers-color-scheme: dark)")
    block, grounds = (light, LIGHT_GROUNDS) if mode == "light" else (dark, DARK_GROUNDS)
    texts = "ink ink-2 ink-3 wait move kept adapted aside soon late error".split()

    for name in texts:
        match = re.search(rf"--{name}: (#\w+);", block)
        assert match, name
        assert lowest_contrast(match.group(1), grounds) >= AA_TEXT, name
    edge = re.search(r"--line-strong: (#\w+);", block)
    assert edge
    assert lowest_contrast(edge.group(1), grounds) >= 3
