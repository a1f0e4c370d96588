"""Load how the councils work: evaluations from both sides, and figures of the last year."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from civic.accounts.policies import SYSTEM
from civic.analysis.services.snapshots import take_snapshot
from neighbourhood_councils.enums import QualitySide
from neighbourhood_councils.models import (
    NeighbourhoodCouncil,
    QualityMark,
    QualityRound,
    QualitySheet,
)
from neighbourhood_councils.selectors.indicators import COUNCIL_LIFE
from neighbourhood_councils.services.quality import (
    adopt_grid,
    close_side,
    open_round,
    publish_round,
)

from ..logic.content import content
from .world import World


def load_council_quality(world: World) -> None:
    """Judge and count the councils of the demo."""
    life = content("council_life")
    judged = [entry["council"] for entry in life["evaluations"]] + life["open_evaluations"]
    councils = {
        key: NeighbourhoodCouncil.objects.select_related("space__organisation").get(
            space=world.spaces[key]
        )
        for key in {*judged, *life["figures"]}
    }
    for organisation in {councils[key].space.organisation for key in judged}:
        adopt_grid(
            actor=SYSTEM,
            organisation=organisation,
            criteria=[(label, statement) for label, statement in life["criteria"]],
        )
    for entry in life["evaluations"]:
        _judge(councils[entry["council"]], entry)
    for key in life["open_evaluations"]:
        _open(councils[key])
    today = timezone.localdate()
    for key in life["figures"]:
        take_snapshot(
            actor=SYSTEM,
            organisation=councils[key].space.organisation,
            subject=councils[key],
            name=COUNCIL_LIFE,
            starts_on=today - timedelta(days=365),
            ends_on=today - timedelta(days=1),
        )


def _open(council: NeighbourhoodCouncil) -> QualityRound:
    return open_round(
        actor=SYSTEM, council=council, closes_on=timezone.localdate() + timedelta(days=16)
    )


def _judge(council: NeighbourhoodCouncil, entry: dict[str, Any]) -> None:
    opened = _open(council)
    criteria = list(opened.grid.criteria.order_by("position"))
    for side in QualitySide:
        for marks in entry[side.value]:
            # Nobody in particular: whose grid it was is forgotten at publication all the same.
            sheet = QualitySheet.objects.create(round=opened, side=side)
            QualityMark.objects.bulk_create(
                QualityMark(sheet=sheet, criterion=criterion, mark=mark)
                for criterion, mark in zip(criteria, marks, strict=True)
            )
    for side in QualitySide:
        close_side(actor=SYSTEM, round=opened, side=side)
    publish_round(actor=SYSTEM, round=opened)
