"""Points as GeoJSON, as maps and files read them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

# Beyond, a map is a stain and its list is not read.
POINTS_SHOWN = 500


def points_as_geojson(points: Iterable[tuple[str, str, float, float]]) -> dict[str, Any]:
    """Return a GeoJSON collection of points given as title, address, latitude, longitude.

    What shares a point is one feature, so that nothing is hidden below another: its `more` are
    the titles and addresses after the first.
    """
    features: dict[tuple[float, float], dict[str, Any]] = {}
    for title, url, latitude, longitude in points:
        said = {"title": title} | ({"url": url} if url else {})
        known = features.get((latitude, longitude))
        if known is not None:
            known["properties"].setdefault("more", []).append(said)
            continue
        features[latitude, longitude] = {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [longitude, latitude]},
            "properties": said,
        }
    return {"type": "FeatureCollection", "features": list(features.values())}


@dataclass(frozen=True)
class PlacedLine:
    """A line of a list that has a point, in degrees (WGS 84)."""

    number: str
    title: str
    place: str
    state: str
    state_label: str
    latitude: float
    longitude: float

    def point(self, list_url: str) -> tuple[str, str, float, float]:
        """Return what `points_as_geojson` takes."""
        return self.title, f"{list_url}{self.number}/", self.latitude, self.longitude

    def item(self, list_url: str) -> dict[str, str]:
        """Return the line as the list beside a map shows it."""
        return {
            "title": self.title,
            "url": f"{list_url}{self.number}/",
            "place": self.place,
            "state": self.state,
            "state_label": self.state_label,
        }
