"""WCAG contrast of an accent colour, and the nearest colour that is readable everywhere.

An accent is used three ways: as text on the grounds of the site, as a ground under
light text, and in dark mode as a lightened shade of itself. A colour chosen by an
organisation is accepted only if every pair reaches AA.

Sources: WCAG 2.2, "relative luminance" and "contrast ratio"; Björn Ottosson, OKLab.
"""

import math
import re
from dataclasses import dataclass
from functools import lru_cache

AA_TEXT = 4.5
"""Lowest contrast of normal-size text (WCAG 2.2, 1.4.3)."""

COMFORT = 6.0
"""Contrast given to the shade of dark mode, which nobody chose and may be generous."""

# The grounds of static/civic/css/tokens.css; a test keeps the two files equal.
LIGHT_GROUNDS = ("#fbfaf8", "#ffffff", "#f3f1ec")
DARK_GROUNDS = ("#1c1815", "#26211d", "#130f0c")
LIGHT_TEXT = "#ffffff"
DARK_TEXT = "#1c1815"

_HEX = re.compile(r"#?(?:[0-9a-f]{3}|[0-9a-f]{6})", re.IGNORECASE)
_HALVINGS = 16

Rgb = tuple[float, float, float]


class InvalidColour(ValueError):
    """The text is not a colour written as #rgb or #rrggbb."""


@dataclass(frozen=True, slots=True)
class Oklch:
    """A colour in OKLCH: lightness 0 to 1, chroma 0 to about 0.37, hue in radians."""

    lightness: float
    chroma: float
    hue: float


@dataclass(frozen=True, slots=True)
class AccentCheck:
    """What `check_accent` found.

    `accent` is the colour asked for, `nearest` the closest one that passes (the same
    when it passes), `ratio` the lowest contrast of the colour asked for, `dark` the
    shade that dark mode shows instead. All colours are written #rrggbb.
    """

    accent: str
    nearest: str
    ratio: float
    dark: str

    @property
    def passes(self) -> bool:
        """Say whether the colour can be used as it is."""
        return self.accent == self.nearest


def normalise(colour: str) -> str:
    """Write a colour as #rrggbb in lower case; raise `InvalidColour` if it is not one."""
    text = colour.strip()
    if not _HEX.fullmatch(text):
        raise InvalidColour(colour)
    digits = text.removeprefix("#").lower()
    if len(digits) == 3:
        digits = "".join(digit * 2 for digit in digits)
    return f"#{digits}"


def relative_luminance(colour: str) -> float:
    """Give the relative luminance of a colour, 0 (black) to 1 (white)."""
    red, green, blue = _linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast_ratio(first: str, second: str) -> float:
    """Give the contrast of two colours, 1 (the same) to 21 (black on white)."""
    lighter, darker = sorted((relative_luminance(first), relative_luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def lowest_contrast(colour: str, grounds: tuple[str, ...]) -> float:
    """Give the contrast of a colour with the ground it is least readable on."""
    return min(contrast_ratio(colour, ground) for ground in grounds)


@lru_cache(maxsize=128)
def check_accent(colour: str) -> AccentCheck:
    """Say whether an accent reaches AA everywhere, and which nearest colour does.

    Raises `InvalidColour`.
    """
    accent = normalise(colour)
    grounds = (*LIGHT_GROUNDS, LIGHT_TEXT)
    ratio = lowest_contrast(accent, grounds)
    nearest = accent if ratio >= AA_TEXT else nearest_readable(accent, grounds)
    return AccentCheck(
        accent=accent,
        nearest=nearest,
        ratio=ratio,
        dark=nearest_readable(_calmed(nearest), (*DARK_GROUNDS, DARK_TEXT), target=COMFORT),
    )


def nearest_readable(colour: str, grounds: tuple[str, ...], *, target: float = AA_TEXT) -> str:
    """Give the colour of the same hue, closest in OKLab, that contrasts with all grounds.

    Only lightness moves; chroma shrinks where the screen cannot show it. The grounds
    must be all light or all dark, so that black or white always answers.
    """
    start = to_oklch(colour)
    towards_black = contrast_ratio("#000000", grounds[0]) > contrast_ratio("#ffffff", grounds[0])
    nearest = "#000000" if towards_black else "#ffffff"
    if lowest_contrast(normalise(colour), grounds) >= target:
        return normalise(colour)
    # Contrast grows with the distance, so the border is found by halving it.
    too_near, far_enough = start.lightness, 0.0 if towards_black else 1.0
    for _ in range(_HALVINGS):
        middle = (too_near + far_enough) / 2
        candidate = to_hex(Oklch(middle, start.chroma, start.hue))
        if lowest_contrast(candidate, grounds) >= target:
            nearest, far_enough = candidate, middle
        else:
            too_near = middle
    return nearest


def to_oklch(colour: str) -> Oklch:
    """Convert #rrggbb to OKLCH."""
    red, green, blue = _linear(colour)
    long = math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
    medium = math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
    short = math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
    lightness = 0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short
    a = 1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short
    b = 0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short
    return Oklch(lightness, math.hypot(a, b), math.atan2(b, a))


def to_hex(colour: Oklch) -> str:
    """Convert OKLCH to #rrggbb, lowering chroma until the screen can show it."""
    fits, too_much = 0.0, colour.chroma
    if (exact := _to_linear(colour, colour.chroma)) and _on_screen(exact):
        return _hex(exact)
    for _ in range(_HALVINGS):
        middle = (fits + too_much) / 2
        if _on_screen(_to_linear(colour, middle)):
            fits = middle
        else:
            too_much = middle
    return _hex(_to_linear(colour, fits))


def _calmed(colour: str) -> str:
    """Lower a chroma that would glow on a dark ground once lightened."""
    found = to_oklch(colour)
    return to_hex(Oklch(found.lightness, min(found.chroma, 0.1), found.hue))


def _linear(colour: str) -> Rgb:
    digits = normalise(colour)[1:]
    red, green, blue = (int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4))
    return _decode(red), _decode(green), _decode(blue)


def _decode(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4


def _encode(channel: float) -> float:
    return 12.92 * channel if channel <= 0.0031308 else 1.055 * channel ** (1 / 2.4) - 0.055


def _to_linear(colour: Oklch, chroma: float) -> Rgb:
    a, b = chroma * math.cos(colour.hue), chroma * math.sin(colour.hue)
    long = (colour.lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (colour.lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (colour.lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )


def _on_screen(rgb: Rgb) -> bool:
    return all(-1e-6 <= channel <= 1 + 1e-6 for channel in rgb)


def _hex(rgb: Rgb) -> str:
    levels = (round(_encode(min(1.0, max(0.0, channel))) * 255) for channel in rgb)
    return "#" + "".join(f"{level:02x}" for level in levels)
