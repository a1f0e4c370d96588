"""The invented territory is complete, consistent and fictitious."""

import colorsys
import json
import os
import re
from collections import Counter
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from shapely.geometry import Point, Polygon, shape
from shapely.ops import unary_union

from civic.territory.logic.contrast import check_accent

from .reading import (
    CONTENT,
    GEO_FILES,
    INTERCOMMUNALITY,
    JSON_FILES,
    WITH_OWN_FACE,
    load,
    path_of,
    texts,
)

SHARED = Path(os.environ.get("CIVIC_SHARED_DATA", CONTENT.parents[3] / "shared" / "data"))
CAST = "amina bruno chloe driss elise farid gaelle hugo ines joseph".split()

# Ranges that Arcep (decision 2018-0881) keeps for films and books; 112 is for emergencies.
FICTITIOUS_PHONE = re.compile(
    r"(?:01 99 00|02 61 91|03 53 01|04 65 71|05 36 49|06 39 98) \d\d \d\d"
)
ANY_PHONE = re.compile(r"(?<![\d-])(?:\+33|0)[\s.]?[1-9](?:[\s.]?\d\d){4}(?!\d)")
ANY_EMAIL = re.compile(r"[\w.+-]+@[\w.-]+")
SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


@pytest.fixture(scope="module")
def territory() -> dict[str, Any]:
    return load("territory")


@pytest.fixture(scope="module")
def communes(territory: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {commune["slug"]: commune for commune in territory["communes"]}


@pytest.fixture(scope="module")
def polygons() -> dict[str, Polygon]:
    return {
        feature["properties"]["slug"]: shape(feature["geometry"])
        for feature in load("communes")["features"]
    }


@pytest.mark.parametrize("name", [*JSON_FILES, *GEO_FILES])
def test_a_file_is_indented_by_one_and_written_in_utf_8(name: str) -> None:
    raw = path_of(name).read_text(encoding="utf-8")
    assert re.match(r"[\[{]\n [\"{]", raw)
    assert raw.endswith("\n")
    assert "\\u" not in raw


def test_the_territory_has_two_towns_some_bourgs_and_many_villages(
    territory: dict[str, Any], communes: dict[str, dict[str, Any]]
) -> None:
    populations = sorted((c["population"] for c in communes.values()), reverse=True)
    assert len(communes) == 36
    assert all(14_000 < count < 16_000 for count in populations[:2])
    assert 4 <= sum(3_000 <= count <= 7_000 for count in populations) <= 8
    assert sum(count < 1_000 for count in populations) >= 12
    assert 100 < populations[-1] < 150
    assert sum(populations) == territory["intercommunality"]["population"]
    assert 80_000 < sum(populations) < 92_000


def test_no_code_can_be_the_one_of_a_real_body(
    territory: dict[str, Any], communes: dict[str, dict[str, Any]]
) -> None:
    codes = [commune["code"] for commune in communes.values()]
    assert len(set(codes)) == 36
    # INSEE numbers foreign countries from 99100 to 99599 and no commune under 99.
    assert all(re.fullmatch(r"99[89]\d\d", code) for code in codes)
    digits = [int(digit) for digit in territory["intercommunality"]["code"]]
    doubled = [digit * (1 + position % 2) for position, digit in enumerate(reversed(digits))]
    assert len(digits) == 9
    assert sum(value // 10 + value % 10 for value in doubled) % 10, "a valid SIREN number"


def test_no_name_is_the_one_of_a_commune_of_the_real_neighbours(
    communes: dict[str, dict[str, Any]],
) -> None:
    files = sorted((SHARED / "geo").glob("*communes.geojson"))
    if not files:
        pytest.skip(f"the real boundaries are not in {SHARED}")
    real = {
        feature["properties"]["nom"]
        for file in files
        for feature in json.loads(file.read_text(encoding="utf-8"))["features"]
    }
    assert not real & {commune["name"] for commune in communes.values()}


def test_the_map_and_the_list_name_the_same_communes(
    communes: dict[str, dict[str, Any]],
) -> None:
    on_the_map = [feature["properties"] for feature in load("communes")["features"]]
    assert len(on_the_map) == 36
    for properties in on_the_map:
        commune = communes[properties["slug"]]
        for key in ("name", "code", "population"):
            assert properties[key] == commune[key]


@pytest.mark.parametrize("name", GEO_FILES)
def test_a_boundary_is_a_plain_valid_polygon(name: str) -> None:
    corners = []
    for feature in load(name)["features"]:
        assert feature["geometry"]["type"] == "Polygon"
        (ring,) = feature["geometry"]["coordinates"]
        polygon = Polygon(ring)
        assert ring[0] == ring[-1]
        assert polygon.is_valid
        assert polygon.exterior.is_ccw
        assert all(round(value, 5) == value for corner in ring for value in corner)
        assert polygon.contains(Point(feature["properties"]["label_point"]))
        corners.append(len(ring) - 1)
    assert sum(corners) / len(corners) <= 25


def test_the_communes_tile_the_territory_without_gap_or_overlap(
    polygons: dict[str, Polygon],
) -> None:
    whole = unary_union(list(polygons.values()))
    assert whole.geom_type == "Polygon"
    assert not whole.interiors
    assert whole.area == pytest.approx(sum(p.area for p in polygons.values()), rel=1e-9)
    for one, other in combinations(polygons.values(), 2):
        assert one.intersection(other).area < 1e-12
    west, south, east, north = whole.bounds
    assert 20 < (east - west) * 78.9 < 30, "kilometres from west to east"
    assert 16 < (north - south) * 111.1 < 25, "kilometres from south to north"


def test_the_neighbourhoods_share_out_the_two_towns(
    communes: dict[str, dict[str, Any]], polygons: dict[str, Polygon]
) -> None:
    features = load("neighbourhoods")["features"]
    assert Counter(f["properties"]["commune"] for f in features) == {
        "saint-aurel": 4,
        "montfaucelle": 2,
    }
    for slug in WITH_OWN_FACE:
        parts = [f for f in features if f["properties"]["commune"] == slug]
        shapes = [shape(part["geometry"]) for part in parts]
        assert unary_union(shapes).symmetric_difference(polygons[slug]).area < 1e-12
        assert sum(s.area for s in shapes) == pytest.approx(polygons[slug].area, rel=1e-9)
        assert (
            sum(part["properties"]["population"] for part in parts) == communes[slug]["population"]
        )
    for feature in features:
        streets = feature["properties"]["streets"]
        assert 4 <= len(streets) == len(set(streets)) <= 6


def test_a_short_address_is_well_formed_and_used_once(territory: dict[str, Any]) -> None:
    site = load("site")
    families: dict[str, list[str]] = {
        "organisations": [INTERCOMMUNALITY, *(c["slug"] for c in territory["communes"])],
        "departments": [f"{d['organisation']}/{d['slug']}" for d in territory["departments"]],
        "competences": [c["code"] for c in territory["competences"]],
        "themes": [t["slug"] for t in territory["themes"]],
        "help points": [h["slug"] for h in territory["help_points"]],
        "neighbourhoods": [f["properties"]["slug"] for f in load("neighbourhoods")["features"]],
        "pages": [p["slug"] for p in site["pages"]],
        "news": [n["slug"] for n in load("news")],
        "agenda": [e["slug"] for e in load("agenda")],
        "glossary": [g["slug"] for g in load("glossary")],
        "people": [p["key"] for p in load("people")["residents"]],
    }
    for family, slugs in families.items():
        assert len(set(slugs)) == len(slugs), family
        assert all(SLUG.fullmatch(part) for slug in slugs for part in slug.split("/")), family


def test_every_telephone_number_is_kept_for_fiction() -> None:
    found = 0
    for name, key, text in texts():
        plain = text.replace("\u00a0", " ")
        for number in ANY_PHONE.findall(plain):
            national = re.sub(r"\D", "", number.replace("+33", "0"))
            spaced = " ".join(national[i : i + 2] for i in range(0, 10, 2))
            assert FICTITIOUS_PHONE.fullmatch(spaced), f"{name}: {number}"
            found += 1
        if key == "phone":
            assert FICTITIOUS_PHONE.fullmatch(text), f"{name}: {text}"
    assert found > 80


def test_every_e_mail_address_leads_nowhere() -> None:
    domains = {
        address.rpartition("@")[2].rstrip(".")
        for _, _, text in texts()
        for address in ANY_EMAIL.findall(text)
    }
    assert domains
    assert all(domain == "example.org" or domain.endswith(".example.org") for domain in domains)
    assert all(domain.isascii() for domain in domains)


def test_every_organisation_says_how_to_reach_a_person(territory: dict[str, Any]) -> None:
    bodies_ = [territory["intercommunality"], *territory["communes"]]
    phones = Counter(body["contact"]["phone"] for body in bodies_)
    assert set(phones.values()) == {1}
    for body in bodies_:
        assert set(body["contact"]) == {"address", "phone", "email", "desk_hours"}
        assert all(0 < len(value) <= 200 for value in body["contact"].values())
        assert 60 < len(body["description"]) < 260


def test_three_organisations_have_a_readable_face_of_their_own(
    territory: dict[str, Any],
) -> None:
    bodies_ = [territory["intercommunality"], *territory["communes"]]
    faces = {body["slug"]: body["accent"] for body in bodies_ if body["own_face"]}
    assert set(faces) == {INTERCOMMUNALITY, *WITH_OWN_FACE}
    assert all(body["accent"] is None for body in bodies_ if not body["own_face"])
    assert all(check_accent(accent).passes for accent in faces.values())
    for one, other in combinations(map(_hue, faces.values()), 2):
        assert min(abs(one - other), 360 - abs(one - other)) >= 45


def test_a_competence_leads_to_a_department_of_its_holder(territory: dict[str, Any]) -> None:
    departments = {(d["organisation"], d["slug"]) for d in territory["departments"]}
    assert Counter(organisation for organisation, _ in departments) == {
        INTERCOMMUNALITY: 10,
        "saint-aurel": 9,
        "montfaucelle": 7,
    }
    for competence in territory["competences"]:
        expected = (
            {INTERCOMMUNALITY} if competence["holder"] == "intercommunality" else WITH_OWN_FACE
        )
        assert set(competence["departments"]) == expected
        assert set(competence["departments"].items()) <= departments
    assert len(territory["themes"]) == 12


def test_every_mayor_and_every_street_named_after_somebody_may_be_published(
    territory: dict[str, Any],
) -> None:
    names = {entry["name"] for entry in territory["public_names"]}
    assert len(names) == len(territory["public_names"])
    assert {commune["mayor"] for commune in territory["communes"]} <= names
    assert territory["intercommunality"]["president"] in names
    streets = {
        street for f in load("neighbourhoods")["features"] for street in f["properties"]["streets"]
    }
    reasons = {entry["reason"] for entry in territory["public_names"]}
    assert {"rue Lucie-Aubrac", "avenue Jean-Jaurès", "rue Louise-Michel"} <= streets & reasons


def test_the_cast_is_complete_and_each_knows_what_to_try(territory: dict[str, Any]) -> None:
    cast = load("people")["cast"]
    assert [person["key"] for person in cast] == CAST
    roles = {person["key"]: person["roles"] for person in cast}
    assert roles["amina"] == roles["farid"] == []
    assert roles["bruno"] == ["chair"]
    assert roles["elise"] == ["decider", "manager"]
    assert (roles["ines"], roles["joseph"]) == (["officer"], ["data_protection"])
    assert all(len(person["hint"]) > 40 for person in cast)
    elise = next(person for person in cast if person["key"] == "elise")
    assert elise["legal_name"] in {entry["name"] for entry in territory["public_names"]}


def test_the_people_are_as_many_and_as_varied_as_announced() -> None:
    residents = load("people")["residents"]
    assert Counter(person["college"] for person in residents) == {
        "resident": 224,
        "association": 12,
        "technical_officer": 14,
        "elected_official": 10,
    }
    assert len({person["legal_name"] for person in residents}) == 260
    assert len({person["commune"] for person in residents}) == 36


def test_a_person_without_e_mail_can_still_be_answered() -> None:
    residents = load("people")["residents"]
    without = [person for person in residents if not person["email"]]
    assert 0.17 <= len(without) / len(residents) <= 0.23
    for person in residents:
        way = {"email": "email", "letter": "postal_address", "telephone": "phone", "sms": "phone"}
        assert person[way[person["contact_preference"]]]
    addresses = [person["email"] for person in residents if person["email"]]
    assert len(set(addresses)) == len(addresses)
    assert all(address.isascii() for address in addresses)


def test_a_public_name_hides_the_family_name_of_everybody_but_officials() -> None:
    for person in load("people")["residents"]:
        official = person["college"] == "elected_official"
        assert (person["public_name"] == person["legal_name"]) is official
        if not official:
            assert re.fullmatch(r"[\w-]+ \w\.", person["public_name"])


def test_people_live_and_work_in_places_that_exist(
    territory: dict[str, Any], communes: dict[str, dict[str, Any]]
) -> None:
    departments = {(d["organisation"], d["slug"]) for d in territory["departments"]}
    homes = {
        (f["properties"]["commune"], f["properties"]["slug"])
        for f in load("neighbourhoods")["features"]
    }
    names = {entry["name"] for entry in territory["public_names"]}
    people = load("people")
    for person in [*people["cast"], *people["residents"]]:
        assert person["commune"] in communes
        if person["neighbourhood"]:
            assert (person["commune"], person["neighbourhood"]) in homes
        if person["department"]:
            assert (person["organisation"], person["department"]) in departments
        if person["college"] == "elected_official":
            assert person["legal_name"] in names


def test_every_organisation_named_by_a_text_exists(
    communes: dict[str, dict[str, Any]],
) -> None:
    known = {INTERCOMMUNALITY, *communes}
    for name, key, text in texts():
        if key == "organisation":
            assert text in known, f"{name}: {text}"
        if key == "commune":
            assert text in communes, f"{name}: {text}"


def _hue(colour: str) -> float:
    red, green, blue = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return colorsys.rgb_to_hsv(red, green, blue)[0] * 360
