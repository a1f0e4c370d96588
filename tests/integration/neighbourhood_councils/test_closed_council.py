"""A closed council keeps what it asked and takes nothing more."""

import pytest

from civic.cases.models import Request
from civic.core.exceptions import Refusal
from neighbourhood_councils.models import NeighbourhoodCouncil
from tests.integration.neighbourhood_councils.scene import make_council, make_request

pytestmark = pytest.mark.django_db


def test_a_request_in_a_closed_council_is_refused_with_whom_to_call() -> None:
    council = make_council()
    make_request(council)
    NeighbourhoodCouncil.objects.filter(pk=council.pk).update(is_closed=True)
    with pytest.raises(Refusal, match="05 36 49 00 20") as refused:
        make_request(council, title="Banc cassé")
    assert (refused.value.code, refused.value.field) == ("closed", "space")
    assert Request.objects.count() == 1


def test_what_was_closed_before_is_still_written_in_a_closed_council() -> None:
    council = make_council()
    NeighbourhoodCouncil.objects.filter(pk=council.pk).update(is_closed=True)
    assert make_request(council, closed_before=True).pk
