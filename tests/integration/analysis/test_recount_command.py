"""The command finds published figures again, and says when it does not."""

import io
import json

import pytest
from django.core.management import call_command

from civic.analysis.models import IndicatorSnapshot
from civic.analysis.registry import Formula, indicator_registry
from tests.integration.neighbourhood_councils.test_quality import snapshot

pytestmark = pytest.mark.django_db


def printed(*options: str) -> list[dict[str, object]]:
    said = io.StringIO()
    call_command("recount_snapshots", "--json", *options, stdout=said)
    return [json.loads(line) for line in said.getvalue().splitlines()]


def test_each_published_figure_is_found_again() -> None:
    snapshot()
    (line,) = printed("--today")
    assert (line["found_again"], line["differs_today"]) == (True, False)
    assert printed("--organisation", "ailleurs") == []


def test_a_formula_that_was_changed_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    taken = snapshot()
    changed = Formula(taken.name, 1, "autre", lambda counted: {"requests": 12})
    monkeypatch.setitem(indicator_registry.formulas, (taken.name, 1), changed)
    with pytest.raises(SystemExit):
        printed()
    assert IndicatorSnapshot.objects.count() == 1
