"""The background map of the installation, loaded only once the reader agrees."""

from django import template
from django.conf import settings

register = template.Library()


@register.simple_tag
def map_tiles() -> dict[str, str]:
    """Return url, credit and host of the background map, each empty when there is none."""
    tiles: dict[str, str] = settings.MAP_TILES
    return tiles
