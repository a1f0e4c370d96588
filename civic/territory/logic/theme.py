"""The few custom properties that give an organisation its own face, in light and in dark."""

from .contrast import (
    AA_TEXT,
    DARK_TEXT,
    LIGHT_GROUNDS,
    LIGHT_TEXT,
    Oklch,
    check_accent,
    contrast_ratio,
    nearest_readable,
    to_hex,
    to_oklch,
)

Properties = dict[str, str]


def light_properties(accent: str) -> Properties:
    """Give the custom properties of light mode, names without dashes to #rrggbb.

    An accent that does not pass is replaced by its nearest one. Raises `InvalidColour`.
    """
    shown = check_accent(accent).nearest
    base = to_oklch(shown)
    return {
        "accent": shown,
        "accent-strong": to_hex(Oklch(max(0.0, base.lightness - 0.08), base.chroma, base.hue)),
        "accent-soft": _readable_under(shown, 0.957, min(base.chroma, 0.017), base.hue),
        "accent-line": to_hex(Oklch(0.8, min(base.chroma, 0.06), base.hue)),
        "on-accent": LIGHT_TEXT,
        "field": shown,
        "on-field": LIGHT_TEXT,
        "field-line": _paving(base),
    }


def dark_properties(accent: str) -> Properties:
    """Give the custom properties of dark mode: the accent lightened, large fields deepened."""
    shown = check_accent(accent).dark
    base = to_oklch(shown)
    field = to_hex(Oklch(0.3, min(base.chroma, 0.045), base.hue))
    on_field = LIGHT_GROUNDS[2]
    return {
        "accent": shown,
        "accent-strong": to_hex(Oklch(min(1.0, base.lightness + 0.08), base.chroma, base.hue)),
        "accent-soft": to_hex(Oklch(0.265, min(base.chroma, 0.03), base.hue)),
        "accent-line": to_hex(Oklch(0.43, min(base.chroma, 0.06), base.hue)),
        "on-accent": DARK_TEXT,
        "field": nearest_readable(field, (on_field,)),
        "on-field": on_field,
        "field-line": to_hex(Oklch(0.345, min(base.chroma, 0.045), base.hue)),
    }


def organisation_stylesheet(accent: str) -> str:
    """Write the stylesheet of an organisation, to be linked after the site's own.

    Raises `InvalidColour` if the accent is not a colour.
    """
    light, dark = _declarations(light_properties(accent)), _declarations(dark_properties(accent))
    return (
        f":root,[data-theme=light]{{{light}}}\n"
        f"@media (prefers-color-scheme:dark){{:root:not([data-theme=light]){{{dark}}}}}\n"
        f"[data-theme=dark]{{{dark}}}\n"
    )


def _declarations(properties: Properties) -> str:
    return ";".join(f"--{name}:{colour}" for name, colour in properties.items())


def _readable_under(text: str, lightness: float, chroma: float, hue: float) -> str:
    """Tint a ground, then lighten it until the text on it reaches AA."""
    ground = to_hex(Oklch(lightness, chroma, hue))
    while contrast_ratio(text, ground) < AA_TEXT and lightness < 1.0:
        lightness = min(1.0, lightness + 0.005)
        ground = to_hex(Oklch(lightness, chroma, hue))
    return ground


def _paving(field: Oklch) -> str:
    """Shade the stones of a large field: darker, so that text over them stays readable."""
    step = -0.045 if field.lightness > 0.25 else 0.06
    return to_hex(Oklch(field.lightness + step, field.chroma, field.hue))
