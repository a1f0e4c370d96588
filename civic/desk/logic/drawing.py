"""The image shown where an address is shared: 1200 × 630, in the colours of the territory."""

from io import BytesIO
from typing import Any

from PIL import Image, ImageDraw, ImageFont

from civic.territory.logic.theme import light_properties

SIZE = (1200, 630)
_MARGIN = 80
# The library's own font has no accents: one of the usual free ones is needed on the server.
_FONTS = ("DejaVuSans-Bold.ttf", "LiberationSans-Bold.ttf", "NotoSans-Bold.ttf", "Arial Bold.ttf")


def has_font() -> bool:
    """Tell whether the server has a font that writes French."""
    return _font(20) is not None


def social_image(*, accent: str, kicker: str, title: str, foot: str) -> bytes | None:
    """Draw a title on the field of an accent as a PNG; None where no font writes French.

    Raises InvalidColour if the accent is not a colour.
    """
    small, colours = _font(34), light_properties(accent)
    if small is None:
        return None
    image = Image.new("RGB", SIZE, colours["field"])
    draw = ImageDraw.Draw(image)
    _paving(draw, colours["field-line"])
    draw.rectangle((_MARGIN, 92, _MARGIN + 24, 116), fill=colours["on-field"])
    draw.text((_MARGIN + 44, 84), kicker, font=small, fill=colours["on-field"])
    font, lines = _set(draw, title)
    top = 165
    for line in lines:
        draw.text((_MARGIN, top), line, font=font, fill=colours["on-field"])
        top += round(font.size * 1.18)
    draw.line((_MARGIN, 528, SIZE[0] - _MARGIN, 528), fill=colours["on-field"], width=3)
    draw.text((_MARGIN, 548), _one_line(draw, foot, small), font=small, fill=colours["on-field"])
    written = BytesIO()
    image.save(written, "PNG", optimize=True)
    return written.getvalue()


def _font(size: int) -> Any:
    for name in _FONTS:
        try:
            return ImageFont.truetype(name, size)
        except OSError:
            continue
    return None


def _paving(draw: Any, colour: str) -> None:
    """Lay the stones of the territory in the lower right corner."""
    for row in range(5):
        for column in range(6 - row):
            left = SIZE[0] - 96 * (column + 1) + (48 if row % 2 else 0)
            top = SIZE[1] - 96 * (row + 1)
            draw.rectangle((left, top, left + 84, top + 84), fill=colour)


def _set(draw: Any, title: str) -> tuple[Any, list[str]]:
    """Return the largest letters in which a title stands, and its lines."""
    for size in (84, 72, 62, 54, 46, 40):
        font = _font(size)
        lines = _wrapped(draw, title, font)
        fits = all(draw.textlength(line, font=font) <= SIZE[0] - 2 * _MARGIN for line in lines)
        if fits and len(lines) * size * 1.18 <= 350:
            return font, lines
    return font, [_one_line(draw, line, font) for line in lines[:7]]


def _wrapped(draw: Any, title: str, font: Any) -> list[str]:
    lines: list[str] = []
    # Only ordinary spaces: « Comment faire ? » keeps its mark.
    for word in title.split(" "):
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and draw.textlength(longer, font=font) <= SIZE[0] - 2 * _MARGIN:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _one_line(draw: Any, text: str, font: Any) -> str:
    while draw.textlength(text, font=font) > SIZE[0] - 2 * _MARGIN:
        text = text[:-2] + "…"
    return text
