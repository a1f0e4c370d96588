"""Say who holds a competence, on many communes at once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from civic.audit.services import record
from civic.core.exceptions import NotAllowed, Refusal
from civic.core.querysets import locked

from ..models import CityDepartment, Competence, CompetenceHolder, Organisation
from ..policies import PlacedActor, can_change_vocabulary


@dataclass(frozen=True)
class Holding:
    """Who will hold a competence on a territory; nobody when there is no holder."""

    competence: Competence
    territory: Organisation
    holder: Organisation | None
    department: CityDepartment | None = None


def set_holder(
    *,
    actor: PlacedActor,
    competence: Competence,
    territories: Sequence[Organisation],
    holder: Organisation | None,
    department: CityDepartment | None = None,
) -> int:
    """Give a competence on some communes to one body, or to each of them when there is none.

    Each commune keeps its own department where it already names one. Returns how many changed.
    Raises NotAllowed or Refusal.
    """
    if not territories:
        raise Refusal(_("Choose at least one commune."), code="none_chosen", field="territories")
    kept = {
        row.territory_id: row.department
        for row in CompetenceHolder.objects.filter(
            competence=competence, territory__in=territories
        ).select_related("department")
    }

    def own(territory: Organisation) -> CityDepartment | None:
        before = kept.get(territory.pk)
        return before if before and before.organisation_id == territory.pk else None

    return write_holdings(
        actor=actor,
        holdings=[
            Holding(
                competence,
                territory,
                holder or territory,
                department if holder else own(territory),
            )
            for territory in territories
        ],
    )


def clear_holder(
    *, actor: PlacedActor, competence: Competence, territories: Sequence[Organisation]
) -> int:
    """Say that nobody holds a competence any more on some communes; returns how many changed."""
    return write_holdings(
        actor=actor, holdings=[Holding(competence, one, None) for one in territories]
    )


def check_holding(holding: Holding) -> None:
    """Refuse a holder that does not cover the territory, or a department of another body."""
    holder, territory, department = holding.holder, holding.territory, holding.department
    if holder is None:
        return
    if holder.pk not in {territory.pk, territory.intercommunality_id}:
        raise Refusal(
            _("%(body)s does not cover %(territory)s: the commune or its intercommunality does.")
            % {"body": holder.label, "territory": territory.label},
            code="holder_elsewhere",
            field="holder",
        )
    if department is not None and department.organisation_id != holder.pk:
        raise Refusal(
            _("« %(department)s » is not a department of %(body)s.")
            % {"department": department.name, "body": holder.label},
            code="department_elsewhere",
            field="department",
        )


def write_holdings(*, actor: PlacedActor, holdings: Iterable[Holding]) -> int:
    """Write cells of the matrix, all or none; returns how many changed."""
    if not can_change_vocabulary(actor):
        raise NotAllowed(_("Who holds a competence is kept by the intercommunality."))
    wanted = {(one.competence.pk, one.territory.pk): one for one in holdings}
    for one in wanted.values():
        check_holding(one)
    with transaction.atomic():
        competences = {one.competence.pk for one in wanted.values()}
        list(locked(Competence.objects.filter(pk__in=competences).order_by("pk")))
        present = {
            (row.competence_id, row.territory_id): row
            for row in CompetenceHolder.objects.filter(competence__in=competences)
        }
        new, changed, gone = [], [], []
        for key, one in wanted.items():
            row = present.get(key)
            if one.holder is None:
                gone += [row.pk] if row else []
            elif row is None:
                new.append(
                    CompetenceHolder(
                        competence=one.competence,
                        territory=one.territory,
                        holder=one.holder,
                        department=one.department,
                    )
                )
            elif (row.holder_id, row.department_id) != (
                one.holder.pk,
                one.department.pk if one.department else None,
            ):
                row.holder, row.department = one.holder, one.department
                changed.append(row)
        CompetenceHolder.objects.bulk_create(new)
        CompetenceHolder.objects.bulk_update(changed, ["holder", "department"])
        CompetenceHolder.objects.filter(pk__in=gone).delete()
        for pk in sorted(competences):
            record(
                actor=actor,
                action="competence.given",
                target=next(o.competence for o in wanted.values() if o.competence.pk == pk),
                territories=sorted(t for c, t in wanted if c == pk),
            )
    return len(new) + len(changed) + len(gone)
