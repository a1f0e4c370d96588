"""Draw the demo's maps from its own boundaries."""

from io import BytesIO
from typing import Any

from django.core.files.base import ContentFile
from PIL import Image as Picture
from PIL import ImageDraw
from wagtail.images.models import Image
from wagtail.models import Collection

from ..logic.content import content
from .world import World

WIDTH, HEIGHT, MARGIN = 1200, 900, 30
PAPER, LINE = "#f6f3ec", "#ffffff"
FILLS = ("#b9d0c3", "#a9c4cf", "#d5cba8", "#c7b9cc", "#c3d3ac", "#d9bfae")

Ring = list[list[float]]


def draw_maps(world: World, wanted: list[dict[str, Any]]) -> dict[str, int]:
    """Draw each map and return the keys of the images."""
    made = {}
    for entry in wanted:
        # The collection of the branch, so that its editors find its images.
        name = world.organisations[entry["organisation"]].name
        collection = Collection.objects.get(name=name)
        file = ContentFile(_draw(_rings(entry)), name=f"{entry['key']}.png")
        image = Image.objects.create(
            title=entry["title"], file=file, collection=collection, width=WIDTH, height=HEIGHT
        )
        made[entry["key"]] = image.pk
    return made


def _rings(entry: dict[str, Any]) -> list[Ring]:
    features = content(entry["draw"])["features"]
    if entry["draw"] == "neighbourhoods":
        features = [f for f in features if f["properties"]["commune"] == entry["organisation"]]
    return [feature["geometry"]["coordinates"][0] for feature in features]


def _draw(rings: list[Ring]) -> bytes:
    points = [point for ring in rings for point in ring]
    west, east = min(p[0] for p in points), max(p[0] for p in points)
    south, north = min(p[1] for p in points), max(p[1] for p in points)
    # A degree of longitude is shorter than one of latitude at this latitude (cos 45°).
    across, upwards = (east - west) * 0.707, north - south
    scale = min((WIDTH - 2 * MARGIN) / across, (HEIGHT - 2 * MARGIN) / upwards)
    left = (WIDTH - across * scale) / 2
    top = (HEIGHT - upwards * scale) / 2
    picture = Picture.new("RGB", (WIDTH, HEIGHT), PAPER)
    pen = ImageDraw.Draw(picture)
    for number, ring in enumerate(rings):
        outline = [(left + (x - west) * 0.707 * scale, top + (north - y) * scale) for x, y in ring]
        pen.polygon(outline, fill=FILLS[number % len(FILLS)], outline=LINE, width=3)
    buffer = BytesIO()
    picture.save(buffer, "PNG", optimize=True)
    return buffer.getvalue()
