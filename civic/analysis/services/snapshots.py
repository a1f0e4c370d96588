"""Publish figures as snapshots, and count them again."""

import json
from datetime import date
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import IntegrityError, transaction
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _

from civic.accounts.policies import Actor
from civic.audit.services import key_of, record
from civic.core.exceptions import NotAllowed, Refusal
from civic.territory.models import Organisation

from ..models import IndicatorSnapshot, SnapshotRecount
from ..policies import can_take_snapshot
from ..registry import Formula, indicator_registry
from ..selectors.snapshots import subject_of


def take_snapshot(
    *,
    actor: Actor,
    organisation: Organisation,
    subject: Model,
    name: str,
    starts_on: date,
    ends_on: date,
) -> IndicatorSnapshot:
    """Count a period and publish its figures; they never change afterwards.

    The same period is published once for each version of the formula. Raises NotAllowed, or
    Refusal for a period that is not over or is reversed.
    """
    if not can_take_snapshot(actor, organisation):
        raise NotAllowed(_("You may not publish the figures of this organisation."))
    if ends_on < starts_on:
        raise Refusal(_("A period ends after it starts."), code="period", field="ends_on")
    if ends_on > timezone.localdate():
        raise Refusal(_("This period is not over yet."), code="not_over", field="ends_on")
    formula = indicator_registry.latest(name)
    with transaction.atomic():
        inputs, figures = _counted(formula, subject, starts_on, ends_on)
        try:
            with transaction.atomic():
                snapshot = IndicatorSnapshot.objects.create(
                    organisation=organisation,
                    subject=key_of(subject),
                    name=name,
                    formula_version=formula.version,
                    starts_on=starts_on,
                    ends_on=ends_on,
                    inputs=inputs,
                    figures=figures,
                    taken_by=actor.user,
                )
        except IntegrityError as error:
            raise Refusal(
                _("The figures of this period are published: count them again instead."),
                code="taken",
            ) from error
        record(
            actor=actor,
            action="indicators.published",
            target=snapshot,
            organisation_id=organisation.pk,
            formula=f"{name}:{formula.version}",
        )
    return snapshot


def recount_snapshot(*, actor: Actor, snapshot: IndicatorSnapshot) -> SnapshotRecount:
    """Count the period of a snapshot again from today's rows, by the formula it was taken with."""
    if not can_take_snapshot(actor, snapshot.organisation):
        raise NotAllowed(_("You may not count these figures again."))
    formula = indicator_registry.formulas[snapshot.name, snapshot.formula_version]
    subject = subject_of(snapshot)
    if subject is None:
        raise Refusal(_("What these figures were about is gone."), code="gone")
    with transaction.atomic():
        inputs, figures = _counted(formula, subject, snapshot.starts_on, snapshot.ends_on)
        recount = SnapshotRecount.objects.create(
            snapshot=snapshot,
            inputs=inputs,
            figures=figures,
            differs=figures != snapshot.figures,
            recounted_by=actor.user,
        )
        record(
            actor=actor,
            action="indicators.recounted",
            target=snapshot,
            organisation_id=snapshot.organisation_id,
            differs=recount.differs,
        )
    return recount


def _counted(
    formula: Formula, subject: Model, starts_on: date, ends_on: date
) -> tuple[dict[str, Any], dict[str, Any]]:
    _model, reader = indicator_registry.readers[formula.name]
    # As it is stored: what is compared later has been through the same writing.
    inputs = _stored(reader(subject, starts_on, ends_on))
    return inputs, _stored(formula.compute(inputs))


def _stored(values: dict[str, Any]) -> dict[str, Any]:
    written: dict[str, Any] = json.loads(json.dumps(values, cls=DjangoJSONEncoder))
    return written
