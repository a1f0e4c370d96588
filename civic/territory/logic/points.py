"""Points as GeoJSON, as maps and files read them."""

from collections.abc import Iterable
from typing import Any


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
