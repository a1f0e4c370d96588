"""Two chairs import the same table at the same moment: each row is written once."""

import pytest

from civic.accounts.policies import SYSTEM
from civic.cases.models import Case, Request
from neighbourhood_councils.enums import ImportState
from neighbourhood_councils.models import NeighbourhoodCouncil, RequestImport
from neighbourhood_councils.resources import FollowUpFormat, import_rows_of
from neighbourhood_councils.services.imports import start_import, write_import
from tests.integration.discussion.races import real_transactions, together
from tests.integration.neighbourhood_councils.scene import make_council

__all__ = ["real_transactions"]

pytestmark = [pytest.mark.races, pytest.mark.usefixtures("real_transactions")]

HEADER = "Conseil;Titre;Description\n"
ROWS = "".join(f"Faubourg Saint-Loup;Banc {number};Cassé\n" for number in range(12))


def sent(council: NeighbourhoodCouncil, rows: str) -> RequestImport:
    return start_import(
        actor=SYSTEM,
        organisation=council.space.organisation,
        council=council,
        file_name="tableau.csv",
        sheet=FollowUpFormat("tableau.csv").read((HEADER + rows).encode()),
    )


def writing(key: int):
    return lambda: write_import(
        actor=SYSTEM,
        sent=RequestImport.objects.select_related("organisation", "council__space").get(pk=key),
        import_rows=import_rows_of(SYSTEM),
    )


def test_the_same_table_sent_four_times_at_once_is_written_once() -> None:
    council = make_council()
    keys = [sent(council, ROWS).pk for _copy in range(4)]
    assert together([writing(key) for key in keys], workers=4) == []
    assert Request.objects.count() == Case.objects.count() == 12
    reports = [one.report for one in RequestImport.objects.all()]
    assert sum(report["created"] for report in reports) == 12
    assert sum(report["unchanged"] for report in reports) == 36


def test_one_preview_written_four_times_at_once_is_written_once() -> None:
    council = make_council()
    key = sent(council, ROWS).pk
    assert together([writing(key) for _time in range(4)], workers=4) == []
    assert Request.objects.count() == 12
    assert RequestImport.objects.get().state == ImportState.WRITTEN


def test_an_unknown_council_named_by_two_tables_at_once_is_created_once() -> None:
    council = make_council()
    rows = "3 - Les Quais;Berge;Glisse\n"
    keys = [sent(council, rows).pk for _copy in range(2)]
    assert together([writing(key) for key in keys], workers=2) == []
    assert NeighbourhoodCouncil.objects.count() == 2
    assert Request.objects.count() == 1
