"""A photo drawn again from its pixels: whatever else its file held stays behind.

Only three formats are opened, each by its own decoder, and never more pixels than a telephone
takes: the size is read from the header before anything is decoded.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from threading import BoundedSemaphore
from typing import IO

from PIL import Image, ImageDraw, ImageOps, UnidentifiedImageError

FORMATS = ("JPEG", "PNG", "WEBP")
LONGEST_SIDE = 2_048
# A JPEG is decoded at a fraction of its size, the two others whole.
MOST_PIXELS = {"JPEG": 120_000_000, "PNG": 40_000_000, "WEBP": 40_000_000}
QUALITY = 82
INK = "#1b1b1b"
# Two photos at once hold what four hundred visitors do.
_turns = BoundedSemaphore(2)


class NotAPhoto(ValueError):
    """Why a file is refused: `code` is not_a_picture, too_many_pixels, animated or broken."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Drawn:
    """A photo drawn again, as WebP."""

    content: bytes
    width: int
    height: int


@dataclass(frozen=True)
class Rectangle:
    """What is hidden, in pixels from the upper left corner."""

    x: int
    y: int
    width: int
    height: int


def draw_again(file: IO[bytes]) -> Drawn:
    """Return a photo upright, without metadata, at most 2,048 pixels long; raise NotAPhoto."""
    with _turns:
        return _encoded(_pixels_of(file))


def burn(file: IO[bytes], rectangles: Sequence[Rectangle]) -> Drawn:
    """Return a photo where the rectangles are filled: no pixel below them is left."""
    with _turns:
        picture = _pixels_of(file)
        pen = ImageDraw.Draw(picture)
        for each in rectangles:
            left, top = max(0, each.x), max(0, each.y)
            right = min(picture.width, each.x + each.width) - 1
            bottom = min(picture.height, each.y + each.height) - 1
            if right >= left and bottom >= top:
                pen.rectangle((left, top, right, bottom), fill=INK)
        return _encoded(picture)


def _pixels_of(file: IO[bytes]) -> Image.Image:
    file.seek(0)
    try:
        # Pillow warns above its own limit and refuses above twice: ours is read first.
        with Image.open(file, formats=FORMATS) as source:
            kind = source.format or ""
            if source.width * source.height > MOST_PIXELS.get(kind, 0):
                raise NotAPhoto("too_many_pixels")
            if getattr(source, "n_frames", 1) > 1:
                raise NotAPhoto("animated")
            if kind == "JPEG":
                source.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
            upright = ImageOps.exif_transpose(source)
            flat = Image.new("RGB", upright.size, "white")
            seen = upright.convert("RGBA") if _is_clear(upright) else upright.convert("RGB")
            flat.paste(seen, mask=seen if seen.mode == "RGBA" else None)
    except NotAPhoto:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning, MemoryError) as problem:
        raise NotAPhoto("too_many_pixels") from problem
    except UnidentifiedImageError as problem:
        raise NotAPhoto("not_a_picture") from problem
    except Exception as problem:
        # A decoder may raise anything on a damaged file: nothing of it is kept.
        raise NotAPhoto("broken") from problem
    flat.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    return flat


def _is_clear(picture: Image.Image) -> bool:
    return picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info


def _encoded(picture: Image.Image) -> Drawn:
    # A new image from the pixels alone: `info` (EXIF, ICC, comment) does not follow.
    bare = Image.new("RGB", picture.size)
    bare.paste(picture)
    content = BytesIO()
    bare.save(content, "WEBP", quality=QUALITY, method=4)
    return Drawn(content.getvalue(), bare.width, bare.height)
