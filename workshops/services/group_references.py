"""The people a mixed group is compared with, with their source and its date."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from civic.accounts.policies import Actor
from civic.audit.services import record
from civic.core.exceptions import NotAllowed, Refusal
from civic.core.querysets import locked

from ..enums import Criterion
from ..models import MixedGroup, PopulationShare, ReferencePopulation
from ..policies import can_host_group
from ..selectors.composition import categories_of
from .group_texts import check_alive


def set_reference(
    *,
    actor: Actor,
    group: MixedGroup,
    criterion: str,
    label: str,
    source: str,
    as_of: date,
    shares: Mapping[str, Decimal | float],
) -> ReferencePopulation:
    """Write the reference of one criterion, replacing the former one; `shares` are percents.

    Raises NotAllowed, or Refusal with the field: no source, a future date, shares that do not
    make 100 within one point.
    """
    if not can_host_group(actor, group):
        raise NotAllowed(_("Only whoever runs this group says what it is compared with."))
    check_alive(group)
    if criterion not in Criterion.values:
        raise Refusal(_("Choose among the list."), code="unknown_criterion", field="criterion")
    if not label.strip():
        raise Refusal(_("Say who they are."), code="label_missing", field="label")
    if not source.strip():
        raise Refusal(
            _("Name the source: a comparison without one is worth nothing."),
            code="source_missing",
            field="source",
        )
    if as_of > timezone.localdate():
        raise Refusal(_("This date is still to come."), code="future", field="as_of")
    known = categories_of(group, criterion)
    percents = {key: Decimal(str(value)) for key, value in shares.items()}
    if not set(percents) <= set(known):
        raise Refusal(_("Choose among the list."), code="unknown_category", field="shares")
    if any(not 0 <= value <= 100 for value in percents.values()) or not (
        99 <= sum(percents.values()) <= 101
    ):
        raise Refusal(
            _("The shares make 100 together; these make %(total)s.")
            % {"total": sum(percents.values())},
            code="not_a_whole",
            field="shares",
        )
    with transaction.atomic():
        locked(MixedGroup.objects.filter(pk=group.pk)).get()
        population, _created = ReferencePopulation.objects.update_or_create(
            group=group,
            criterion=criterion,
            defaults={
                "label": label.strip()[:120],
                "source": source.strip()[:200],
                "as_of": as_of,
            },
        )
        population.shares.all().delete()
        PopulationShare.objects.bulk_create(
            PopulationShare(population=population, category=key, percent=value)
            for key, value in percents.items()
        )
        record(
            actor=actor,
            action="mixed_group.reference_set",
            target=population,
            organisation_id=group.space.organisation_id,
            criterion=str(criterion),
        )
    return population
