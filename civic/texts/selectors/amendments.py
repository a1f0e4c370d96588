"""Amendments of a paragraph or of a text, side by side with the words they were written about."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet

from civic.accounts.policies import Actor
from civic.cases.enums import CaseState
from civic.participation.models import Contribution
from civic.participation.policies import can_change
from civic.privacy.enums import ScreeningState

from ..enums import Aim, Verdict
from ..logic.differences import Difference, difference
from ..models import AmendmentDetail, Paragraph, Text
from .addresses import own_amendment_url
from .changes import sentence_of

LINES = 20
# The shape that stands beside what became of an amendment.
SHAPES = {
    "": "waiting",
    Verdict.ACCEPTED: "kept",
    Verdict.ADAPTED: "adapted",
    Verdict.REJECTED: "aside",
}


@dataclass(frozen=True)
class AmendmentLine:
    """An amendment as a page shows it."""

    amendment: AmendmentDetail
    contribution: Contribution
    difference: Difference
    sentence: str
    url: str
    shape: str

    @property
    def removes(self) -> bool:
        return self.amendment.aim == Aim.REMOVE


def joined() -> "QuerySet[AmendmentDetail]":
    """Return amendments joined with what a page shows of them."""
    return AmendmentDetail.objects.select_related(
        "contribution__author",
        "contribution__case__organisation",
        "contribution__case__department",
        "contribution__activity__space__organisation",
        "base_revision",
        "paragraph__text",
        "paragraph__current",
    ).defer(
        "contribution__activity__space__organisation__boundary",
        "contribution__case__organisation__boundary",
    )


def public_amendments(text: Text) -> "QuerySet[AmendmentDetail]":
    """Return the amendments of a text that everybody reads, those that wait first."""
    return (
        joined()
        .filter(paragraph__text=text, contribution__screening=ScreeningState.RELEASED)
        .order_by("decision", "paragraph__section__position", "paragraph__position", "pk")
    )


def amendments_of(paragraph: Paragraph, number: str | int | None = 1) -> "Page[AmendmentLine]":
    """Return a page of the public amendments of a paragraph, in two queries."""
    found = public_amendments(paragraph.text).filter(paragraph=paragraph)
    page: Page[Any] = Paginator(found, LINES).get_page(number)
    page.object_list = lines_of(list(page.object_list))
    return page


def lines_of(amendments: Sequence[AmendmentDetail]) -> list[AmendmentLine]:
    """Return amendments with the difference each of them makes."""
    return [line_of(amendment) for amendment in amendments]


def line_of(amendment: AmendmentDetail) -> AmendmentLine:
    """Return an amendment with the difference it makes to the words it was written about."""
    made = difference(amendment.base_revision.text, amendment.proposed_text)
    return AmendmentLine(
        amendment=amendment,
        contribution=amendment.contribution,
        difference=made,
        sentence=sentence_of(made.summary),
        url=own_amendment_url(amendment),
        shape=SHAPES[amendment.decision],
    )


def readable_amendment(text: Text, number: str, actor: Actor) -> AmendmentDetail | None:
    """Return an amendment by its number when the reader may see it: held, its author alone does."""
    found = joined().filter(paragraph__text=text, contribution__case__number=number).first()
    if found is None:
        return None
    contribution = found.contribution
    return found if contribution.is_public or can_change(actor, contribution) else None


def waiting_of(text: Text) -> int:
    """Count the public amendments of a text that nobody has decided on."""
    return (
        public_amendments(text)
        .filter(decision="", contribution__withdrawn_at=None)
        .exclude(contribution__case__state=CaseState.WITHDRAWN)
        .count()
    )
