"""The small parts of a group's page, read together: seats, exceptions, positions, files, counts."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import QuerySet
from wagtail.documents.models import Document

from civic.core.querysets import read_together
from civic.participation.models import SessionAttendance

from ..logic.seats import Quota
from ..models import (
    CollegePosition,
    CollegeQuota,
    Derogation,
    GroupDocument,
    MixedGroup,
    PopulationShare,
    ReferencePopulation,
    ReplyPostponement,
    SpeakingTurn,
)


@dataclass(frozen=True)
class Reference:
    """Whom a group is compared with on one criterion, and the percent of each category."""

    population: ReferencePopulation
    shares: dict[str, float]


@dataclass(frozen=True)
class GroupParts:
    """What hangs on a group, each in its order.

    `positions` are by college, drafts among them; `attendance` is who came, by session, and
    `turns` are the turns to speak: a college, seconds, nobody's name.
    """

    quotas: list[Quota]
    derogations: list[Derogation]
    postponements: list[ReplyPostponement]
    positions: dict[str, CollegePosition]
    references: dict[str, Reference]
    documents: list[GroupDocument]
    attendance: dict[int, list[SessionAttendance]]
    turns: list[tuple[str, int]]


def parts_of(group: MixedGroup, *, inside: bool = False, public: bool = False) -> GroupParts:
    """Return the parts of a group in one query, with the files that a reader may open."""
    shown = _documents(group, inside=inside, public=public)
    spoken = SpeakingTurn.objects.filter(session__space=group.space_id, seconds__isnull=False)
    quotas, derogations, postponements, positions, populations, shares, *others = read_together(
        CollegeQuota.objects.filter(group=group),
        Derogation.objects.filter(group=group),
        ReplyPostponement.objects.filter(group=group),
        CollegePosition.objects.filter(group=group),
        ReferencePopulation.objects.filter(group=group),
        PopulationShare.objects.filter(population__group=group),
        SessionAttendance.objects.filter(session__space=group.space_id),
        spoken.only("college", "seconds"),
        shown,
        Document.objects.filter(pk__in=shown.values("document")),
    )
    came, turns, files, documents = others
    return GroupParts(
        quotas=[
            Quota(row.college, row.minimum, row.target, row.maximum)
            for row in sorted(quotas, key=lambda row: (row.position, row.pk))
        ],
        derogations=derogations,
        postponements=postponements,
        positions={row.college: row for row in positions},
        references=_references(populations, shares),
        documents=_with_files(shown_rows=files, documents=documents),
        attendance=_by_session(came),
        turns=[(turn.college, turn.seconds) for turn in turns],
    )


def _documents(group: MixedGroup, *, inside: bool, public: bool) -> "QuerySet[GroupDocument]":
    rows = GroupDocument.objects.filter(group=group)
    if inside:
        return rows
    return rows.filter(members_only=False) if public else rows.none()


def _references(
    populations: list[ReferencePopulation], shares: list[PopulationShare]
) -> dict[str, Reference]:
    by_population: dict[int, dict[str, float]] = defaultdict(dict)
    for share in shares:
        by_population[share.population_id][share.category] = float(share.percent)
    return {row.criterion: Reference(row, by_population[row.pk]) for row in populations}


def _by_session(rows: list[SessionAttendance]) -> dict[int, list[SessionAttendance]]:
    found: dict[int, list[SessionAttendance]] = defaultdict(list)
    for row in rows:
        found[row.session_id].append(row)
    return dict(found)


def _with_files(
    *, shown_rows: list[GroupDocument], documents: list[Document]
) -> list[GroupDocument]:
    by_key = {document.pk: document for document in documents}
    for row in shown_rows:
        row.document = by_key[row.document_id]
    return sorted(shown_rows, key=lambda row: (row.position, row.pk))
