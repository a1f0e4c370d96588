"""What the guard holds and an actor may read: requests, contributions, comments."""

from datetime import date

from django.db.models import Min, Q, QuerySet
from django.utils import timezone

from civic.accounts.policies import Actor
from civic.cases.models import Request, SatisfactionWords
from civic.discussion.models import Comment
from civic.discussion.selectors import moderated_by, with_what_they_are_about
from civic.participation.models import Contribution
from civic.privacy.models import HoldReason

from ..models import AgendaProposal
from ..policies import reading_organisations, reading_spaces


def held_requests(actor: Actor, space_id: int | None = None) -> "QuerySet[Request]":
    """Return the held requests an actor decides on, of one council or of all."""
    rows = (
        Request.objects.held()
        .exclude(held_for=HoldReason.HIDDEN)
        .select_related("case__department", "organisation")
        .order_by("pk")
    )
    if space_id is not None:
        return rows.filter(space_id=space_id)
    organisations = reading_organisations(actor)
    if organisations is None:
        return rows
    return rows.filter(Q(organisation_id__in=organisations) | Q(space_id__in=reading_spaces(actor)))


def held_contributions(actor: Actor) -> "QuerySet[Contribution]":
    """Return the held contributions an actor decides on."""
    rows = (
        Contribution.objects.held()
        .exclude(held_for=HoldReason.HIDDEN)
        .filter(withdrawn_at=None)
        .select_related("case", "activity__space")
        .order_by("pk")
    )
    organisations = reading_organisations(actor)
    if organisations is None:
        return rows
    return rows.filter(activity__space__organisation_id__in=organisations)


def held_comments(actor: Actor) -> "QuerySet[Comment]":
    """Return the held comments an actor decides on, with what each is about."""
    rows: QuerySet[Comment] = (
        Comment.objects.held()
        .exclude(held_for=HoldReason.HIDDEN)
        .select_related("content_type")
        .order_by("pk")
    )
    organisations = reading_organisations(actor)
    if organisations is not None:
        rows = rows.filter(moderated_by(organisations))
    return with_what_they_are_about(rows)


def held_proposals(actor: Actor, space_id: int | None = None) -> "QuerySet[AgendaProposal]":
    """Return the held subjects of an agenda an actor decides on, of one council or of all."""
    rows = (
        AgendaProposal.objects.held()
        .exclude(held_for=HoldReason.HIDDEN)
        .select_related("council__space__organisation")
        .order_by("pk")
    )
    if space_id is not None:
        return rows.filter(council__space=space_id)
    organisations = reading_organisations(actor)
    if organisations is None:
        return rows
    return rows.filter(
        Q(council__space__organisation_id__in=organisations)
        | Q(council__space_id__in=reading_spaces(actor))
    )


def held_words(actor: Actor) -> "QuerySet[SatisfactionWords]":
    """Return the held words about answers an actor decides on."""
    rows = (
        SatisfactionWords.objects.held()
        .exclude(held_for=HoldReason.HIDDEN)
        .select_related("satisfaction__case", "satisfaction__department")
        .order_by("pk")
    )
    organisations = reading_organisations(actor)
    if organisations is None:
        return rows
    return rows.filter(satisfaction__organisation_id__in=organisations)


def oldest_held(requests: "QuerySet[Request]") -> date | None:
    """Return the day the oldest of some held requests came in."""
    moment = requests.order_by().aggregate(oldest=Min("created_at"))["oldest"]
    return timezone.localdate(moment) if moment else None
