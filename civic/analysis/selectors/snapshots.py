"""Published figures, and whether they are still found again."""

from typing import Any

from django.db.models import Model

from civic.audit.services import key_of

from ..models import IndicatorSnapshot
from ..registry import indicator_registry

MOST = 12


def latest_snapshots(subject: Model, name: str) -> list[IndicatorSnapshot]:
    """Return the figures published about an object, latest first, with their recounts."""
    return list(
        IndicatorSnapshot.objects.filter(subject=key_of(subject), name=name)
        .prefetch_related("recounts")
        .order_by("-ends_on", "-pk")[:MOST]
    )


def is_reproduced(snapshot: IndicatorSnapshot) -> bool:
    """Tell whether the formula of a snapshot still finds its figures in its own counts."""
    formula = indicator_registry.formulas.get((snapshot.name, snapshot.formula_version))
    return formula is not None and formula.compute(snapshot.inputs) == snapshot.figures


def subject_of(snapshot: IndicatorSnapshot) -> Any:
    """Return what a snapshot is about; None when it is gone."""
    model, _reader = indicator_registry.readers[snapshot.name]
    label, _separator, pk = snapshot.subject.rpartition(":")
    if label != model._meta.label_lower:
        return None
    return model._default_manager.filter(pk=pk).first()
