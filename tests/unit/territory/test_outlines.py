"""A point falls in an outline, on its edge, outside; what cannot be read holds nothing."""

from typing import Any

import pytest

from civic.territory.logic.outlines import holds, simplified

SQUARE = {
    "type": "Polygon",
    "coordinates": [[[1.0, 43.0], [2.0, 43.0], [2.0, 44.0], [1.0, 44.0], [1.0, 43.0]]],
}


@pytest.mark.parametrize(
    ("latitude", "longitude", "inside"),
    [(43.5, 1.5, True), (43.0, 1.5, True), (42.9, 1.5, False), (1.5, 43.5, False)],
)
def test_a_point_falls_where_it_is(latitude: float, longitude: float, inside: bool) -> None:
    assert holds(SQUARE, latitude=latitude, longitude=longitude) is inside


@pytest.mark.parametrize("outline", [None, {}, {"type": "Polygon"}, {"type": "Blob"}])
def test_what_cannot_be_read_holds_nothing(outline: Any) -> None:
    assert not holds(outline, latitude=43.5, longitude=1.5)


def test_an_outline_is_made_light() -> None:
    crowded = [[1.0 + step / 10_000, 43.0] for step in range(10_000)]
    heavy = {
        "type": "Polygon",
        "coordinates": [[*crowded, [2.0, 44.0], [1.0, 44.0], [1.0, 43.0]]],
    }
    light = simplified(heavy)
    assert light is not None
    assert len(light["coordinates"][0]) < 10
