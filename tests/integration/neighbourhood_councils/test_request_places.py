"""Where requests are: on a map and in a list, in the files, at the level a body or a type chose."""

import csv
import io
import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from civic.accounts.enums import Role
from civic.accounts.models import User
from civic.accounts.policies import SYSTEM, Actor
from civic.cases.models import AnswerTemplate, Request, RequestType
from civic.core.models import SearchEntry
from civic.core.services.keeping import forget_counted
from civic.privacy.selectors import open_findings
from civic.privacy.services.screening import decide_finding, release
from civic.territory.enums import PlacePrecision
from civic.territory.models import Organisation
from civic.territory.services.branches import seed_branch
from home.services.places import places_of_body, places_of_type
from home.services.staff import follow_roles
from home.tasks import place_body_anew
from neighbourhood_councils.models import NeighbourhoodCouncil
from neighbourhood_councils.selectors import places
from neighbourhood_councils.selectors.follow_up_facts import FOLLOW_UP
from neighbourhood_councils.selectors.nearby import already_asked
from neighbourhood_councils.services.corrections import correct_request
from tests.factories.people import grant, make_user
from tests.factories.territory import make_branch, make_commune, make_department, make_neighbourhood
from tests.integration.home.pages import make_collections
from tests.integration.neighbourhood_councils.scene import (
    answer,
    make_council,
    make_request,
    page_of,
    repeat,
    signed_in,
)

pytestmark = pytest.mark.django_db

POINT = {"latitude": 43.53172, "longitude": 6.46218}
SQUARE = {
    "type": "Polygon",
    "coordinates": [[[6.46, 43.53], [6.48, 43.53], [6.48, 43.55], [6.46, 43.55], [6.46, 43.53]]],
}


@pytest.fixture
def council() -> NeighbourhoodCouncil:
    return make_council()


def choose(precision: PlacePrecision) -> None:
    Organisation.objects.update(place_precision=precision)


def published(council: NeighbourhoodCouncil, place: str, **extra: Any) -> Request:
    """Return a request that a person let through with the place it has."""
    made = make_request(council, place=place, **(POINT | extra))
    for finding in open_findings(made):
        decide_finding(actor=SYSTEM, finding=finding, decision="kept", reason="Adresse utile.")
    made.refresh_from_db()
    if not made.is_public:
        release(actor=SYSTEM, instances=[made])
    return Request.objects.get(pk=made.pk)


def public(request: Request) -> tuple[str, float | None, float | None]:
    return request.public_place, request.public_latitude, request.public_longitude


def table(council: NeighbourhoodCouncil, parameters: str = "") -> str:
    return Client().get(page_of(council).url_of("table") + parameters).content.decode()


def points(council: NeighbourhoodCouncil, parameters: str = "?points=1") -> list[dict[str, Any]]:
    sent = Client().get(page_of(council).url_of("table") + parameters)
    assert sent["Content-Type"] == "application/geo+json"
    found: list[dict[str, Any]] = json.loads(sent.content)["features"]
    return found


def test_the_street_is_public_and_the_door_is_kept_for_the_staff(
    council: NeighbourhoodCouncil, driss: Actor
) -> None:
    made = published(council, "12 bis, rue du Pont", department=make_department())
    assert public(made) == ("Rue du Pont", 43.532, 6.462)
    assert (made.place, made.point) == ("12 bis, rue du Pont", (43.53172, 6.46218))
    inbox = signed_in(driss).get(f"/fr/agent/?dossier={made.case.number}").content.decode()
    assert "12 bis, rue du Pont" in inbox
    assert "43.53172,6.46218" in inbox
    assert "Rue du Pont" in inbox


def test_a_house_number_waits_for_nobody_since_everybody_is_spared_it(
    council: NeighbourhoodCouncil,
) -> None:
    made = make_request(council, place="12 rue du Pont", **POINT)
    assert made.is_public
    assert "Rue du Pont" in table(council)
    assert "12 rue" not in table(council)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("La lampe devant le 12 rue du Pont est éteinte.", "12 rue du Pont"),
        ("La lampe est éteinte.", "12 rue du Pont, appeler le 06 12 34 56 78"),
        ("La lampe est éteinte.", "rue du Pont, demander M. Dupuis"),
    ],
)
def test_what_says_more_than_a_door_still_waits_for_a_person(
    council: NeighbourhoodCouncil, text: str, place: str
) -> None:
    assert not make_request(council, text=text, place=place, **POINT).is_public


@pytest.mark.parametrize(
    ("precision", "shown"),
    [
        (PlacePrecision.EXACT, ("Rue du Pont", 43.53172, 6.46218)),
        (PlacePrecision.STREET, ("Rue du Pont", 43.532, 6.462)),
        (PlacePrecision.NEIGHBOURHOOD, ("Les Quais", 43.54, 6.47)),
    ],
)
def test_a_body_chooses_how_precisely_places_are_shown(
    council: NeighbourhoodCouncil, precision: PlacePrecision, shown: tuple[str, float, float]
) -> None:
    choose(precision)
    area = make_neighbourhood(slug="les-quais", name="Les Quais", boundary=SQUARE)
    assert public(published(council, "Rue du Pont", neighbourhood=area)) == shown


def test_a_type_is_shown_at_its_own_level(council: NeighbourhoodCouncil) -> None:
    nests = RequestType.objects.create(
        name="Un nid de frelons", slug="nid", place_precision=PlacePrecision.NEIGHBOURHOOD
    )
    area = make_neighbourhood(slug="les-quais", name="Les Quais")
    made = published(council, "Rue du Pont", request_type=nests, neighbourhood=area)
    assert public(made) == ("Les Quais", 43.53, 6.46)


def test_another_level_blurs_what_was_already_published(council: NeighbourhoodCouncil) -> None:
    choose(PlacePrecision.EXACT)
    area = make_neighbourhood(slug="les-quais", name="Les Quais")
    made = published(council, "Rue du Pont", neighbourhood=area)
    other = make_request(council, title="Un banc sans lieu")
    assert "Rue du Pont" in table(council, "?q=pont")
    choose(PlacePrecision.NEIGHBOURHOOD)
    assert places_of_body(made.organisation_id) == 1
    made.refresh_from_db()
    assert public(made) == ("Les Quais", 43.53, 6.46)
    # Neither the table nor the search of the site finds its street any more.
    assert "Rue du Pont" not in table(council)
    assert made.title not in table(council, "?q=pont")
    assert "pont" not in SearchEntry.objects.get(key=f"cases.request:{made.pk}").stems
    other.refresh_from_db()
    assert public(other) == ("", None, None)
    # Said twice, nothing moves.
    assert places_of_body(made.organisation_id) == 0


def test_a_type_that_changes_moves_its_requests_alone(council: NeighbourhoodCouncil) -> None:
    lamp = RequestType.objects.create(name="Une lampe", slug="lampe")
    mine = published(council, "Rue du Pont", request_type=lamp)
    other = published(council, "Rue Haute", title="Banc cassé", text="Il manque une latte.")
    lamp.place_precision = PlacePrecision.EXACT
    lamp.save()
    assert places_of_type(lamp.pk) == 1
    mine.refresh_from_db()
    other.refresh_from_db()
    assert public(mine) == ("Rue du Pont", 43.53172, 6.46218)
    assert public(other) == ("Rue Haute", 43.532, 6.462)


def test_whoever_keeps_the_body_changes_the_level_and_what_is_published_follows(
    council: NeighbourhoodCouncil, django_capture_on_commit_callbacks: Any
) -> None:
    made = published(council, "Rue du Pont")
    commune = make_commune()
    make_collections()
    seed_branch(actor=SYSTEM, page=make_branch())
    keeper = make_user("here@example.org")
    grant(keeper, Role.COMMUNICATIONS, commune)
    follow_roles(user=keeper)
    client = signed_in(Actor(user=User.objects.get(pk=keeper.pk)))
    address = reverse("organisations:edit", args=[commune.pk])
    assert 'name="place_precision"' in client.get(address).content.decode()
    given = {"name": commune.name, "accent": commune.accent, "place_precision": "exact"}
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(address, given).status_code == 302
    # The work waits in the queue: the worker takes it within the minute.
    waiting = DBTaskResult.objects.get(task_path="home.tasks.place_body_anew")
    place_body_anew.func(*waiting.args_kwargs["args"])
    made.refresh_from_db()
    assert public(made) == ("Rue du Pont", 43.53172, 6.46218)


def test_a_correction_of_the_place_is_blurred_too(council: NeighbourhoodCouncil) -> None:
    made = published(council, "Rue du Pont")
    correct_request(
        actor=SYSTEM,
        request=made,
        title=made.title,
        text=made.text,
        place="14 rue Haute",
        reason="C'était la rue d'à côté.",
    )
    made.refresh_from_db()
    assert made.public_place == "Rue Haute"


def test_an_answer_begun_with_a_typed_answer_says_the_public_place(
    council: NeighbourhoodCouncil, driss: Actor
) -> None:
    made = published(council, "12 rue du Pont", department=make_department())
    typed = AnswerTemplate.objects.create(
        organisation=make_commune(),
        name="Réparé",
        outcome="done",
        reason="La lampe de {lieu} est réparée depuis ce matin.",
        next_steps="Rien de plus.",
    )
    address = f"/fr/agent/?dossier={made.case.number}&modele={typed.pk}"
    shown = signed_in(driss).get(address).content.decode()
    assert "La lampe de Rue du Pont est" in shown
    assert "La lampe de 12" not in shown


# The map, its list, the files


def test_the_map_shows_the_points_of_the_filters_with_their_list(
    council: NeighbourhoodCouncil,
) -> None:
    lamp = published(council, "Rue du Pont", title="Lampe éteinte")
    bench = published(council, "Rue Haute", title="Banc cassé", latitude=43.54, longitude=6.47)
    answer(bench)
    make_request(council, title="Une idée sans lieu précis")
    shown = table(council, "?vue=carte")
    assert "2 de ces demandes ont un lieu sur la carte" in shown
    assert "Une idée sans lieu précis" not in shown
    for made in (lamp, bench):
        assert f'<a href="{page_of(council).url_of("table")}{made.case.number}/">' in shown
    # By address, and by state: the map follows, and narrowing it leaves a map.
    assert [each["properties"]["title"] for each in points(council, "?points=1&q=rue+du+pont")] == [
        "Lampe éteinte"
    ]
    assert [
        each["geometry"]["coordinates"] for each in points(council, "?points=1&etat=repondues")
    ] == [[6.47, 43.54]]
    assert '<option value="carte" selected>' in shown


def test_what_shares_a_street_is_one_point_that_says_all_of_it(
    council: NeighbourhoodCouncil,
) -> None:
    published(council, "Rue du Pont", title="Lampe éteinte")
    published(council, "Rue du Pont", title="Banc cassé", latitude=43.53214)
    (point,) = points(council)
    said = point["properties"]
    assert {said["title"], said["more"][0]["title"]} == {"Lampe éteinte", "Banc cassé"}


def test_what_the_guard_holds_has_no_point(council: NeighbourhoodCouncil) -> None:
    make_request(
        council, text="Appelez Mme Martin au 06 12 34 56 78.", place="Rue du Pont", **POINT
    )
    assert points(council) == []
    assert "Rue du Pont" not in table(council, "?vue=carte")


def test_the_points_are_bounded(
    council: NeighbourhoodCouncil, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("neighbourhood_councils.views.follow_up_screen", places.__name__):
        monkeypatch.setattr(f"{module}.POINTS_SHOWN", 2)
    for number in range(4):
        published(council, "Rue du Pont", title=f"Lampe {number}", latitude=43.5 + number / 100)
    assert len(points(council)) == 2
    assert "La carte montre les 2 premières" in table(council, "?vue=carte")


def test_a_map_of_two_thousand_costs_the_queries_of_a_map_of_two(
    council: NeighbourhoodCouncil, django_assert_max_num_queries: Any
) -> None:
    counted = []
    area = make_neighbourhood()
    first = published(council, "Rue du Pont", neighbourhood=area)
    for many in (1, 1_998):
        repeat(first, many)
        costs = []
        for asked in ("?vue=carte", "?points=1"):
            table(council, asked)
            forget_counted(FOLLOW_UP)
            with django_assert_max_num_queries(40) as queries:
                table(council, asked)
            costs.append(len(queries))
        counted.append(costs)
    assert Request.objects.public().count() == 2_000
    assert counted[0] == counted[1]
    # The list below is read page by page, the map whole.
    assert table(council, "?vue=carte&page=2").count('class="state state-') == 50


def test_the_files_give_the_address_and_the_point_of_the_screen(
    council: NeighbourhoodCouncil,
) -> None:
    placed = published(council, "12 rue du Pont", title="Lampe éteinte")
    without = make_request(council, title="Banc cassé", place="Rue Haute")
    url = page_of(council).url_of("table")
    lines = list(
        csv.DictReader(
            io.StringIO(Client().get(f"{url}export.csv").getvalue().decode("utf-8-sig")),
            delimiter=";",
        )
    )
    read = {line["N°"]: (line["Lieu"], line["Latitude"], line["Longitude"]) for line in lines}
    assert read == {
        placed.case.number: ("Rue du Pont", "43.532", "6.462"),
        without.case.number: ("Rue Haute", "", ""),
    }
    sent = Client().get(f"{url}export.geojson")
    assert sent["Content-Type"] == "application/geo+json"
    features = {
        each["properties"]["number"]: each for each in json.loads(sent.getvalue())["features"]
    }
    assert features[placed.case.number]["geometry"] == {
        "type": "Point",
        "coordinates": [6.462, 43.532],
    }
    assert features[placed.case.number]["properties"]["place"] == "Rue du Pont"
    assert features[without.case.number]["geometry"] is None
    assert points(council)[0]["geometry"] == features[placed.case.number]["geometry"]


def test_an_empty_table_is_still_a_file(council: NeighbourhoodCouncil) -> None:
    sent = Client().get(page_of(council).url_of("table") + "export.geojson").getvalue()
    assert json.loads(sent) == {"type": "FeatureCollection", "features": []}


# Nearby


def test_nobody_measures_their_way_to_a_door(council: NeighbourhoodCouncil) -> None:
    made = published(council, "Rue du Pont")
    for latitude in (43.53172, 43.53180, 43.53190):
        (near,) = already_asked(
            organisation=made.organisation,
            request_type=None,
            latitude=latitude,
            longitude=6.46218,
            street="",
            text=f"{made.title} {made.text}",
        )
        # As far as the street's point is, to the next fifty metres.
        assert near.metres == 50
