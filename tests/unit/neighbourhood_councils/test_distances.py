"""Metres on a map."""

from neighbourhood_councils.logic.distances import box_around, metres_between


def test_a_degree_of_latitude_is_a_hundred_and_eleven_kilometres() -> None:
    assert 111_000 < metres_between(44.0, 1.0, 45.0, 1.0) < 111_400


def test_a_box_holds_its_circle() -> None:
    south, north, west, east = box_around(44.6, 1.05, 50)
    assert metres_between(44.6, 1.05, north, 1.05) >= 50
    assert metres_between(44.6, 1.05, 44.6, east) >= 50
    assert metres_between(44.6, 1.05, south, west) < 80
