"""Tell the department what comes back to it: a contested answer, a planned date that is past."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from civic.accounts.models import Person
from civic.accounts.policies import SYSTEM
from civic.audit.services import key_of, record
from civic.core.logic.dates import written_day
from civic.core.querysets import locked
from civic.notifications.models import Notice
from civic.notifications.services.notices import notify_all

from ..models import Case
from ..selectors.contest import answerers_of

CONTESTED = "case.contested"
PLAN_OVERDUE = "case.plan_overdue"
AGAIN_AFTER = timedelta(days=7)
_AT_ONCE = 200


def tell_contested(case: Case) -> int:
    """Tell whoever may answer again that an answer is contested; return how many are told."""
    return _tell(
        case,
        answerers_of(case, timezone.now()),
        kind=CONTESTED,
        subject=lambda: _("Contested: the answer to %(number)s") % {"number": case.number},
        body=lambda: (
            _("%(reason)s\n\nSomebody else than the first answer answers by %(day)s.")
            % {"reason": case.review_reason, "day": _said(case)}
        ),
        url=_open_case(case),
        key="contested",
    )


def remind_of_contests(moment: datetime) -> int:
    """Tell again of each contest that is not answered by its day, once a week."""
    day = timezone.localdate(moment)
    late = list(
        Case.objects.contested()
        .filter(review_promised_on__lt=day)
        .select_related("organisation")
        .order_by("pk")[:_AT_ONCE]
    )
    told = _told_lately(CONTESTED, late, moment)
    reminded = 0
    for case in late:
        waiting = [
            person for person in answerers_of(case, moment) if (key_of(case), person.pk) not in told
        ]
        reminded += _tell(
            case,
            waiting,
            kind=CONTESTED,
            subject=lambda case=case: (  # type: ignore[misc]
                _("Still contested: the answer to %(number)s") % {"number": case.number}
            ),
            body=lambda case=case: (  # type: ignore[misc]
                _("Its second answer was promised for %(day)s; the public page says so.")
                % {"day": _said(case)}
            ),
            url=_open_case(case),
            key=f"late:{day:%Y-%m-%d}",
        )
    return reminded


def mark_overdue_plans(moment: datetime) -> int:
    """Bring back to the department what was planned for a day that is past; return how many."""
    day = timezone.localdate(moment)
    found = list(
        Case.objects.plan_overdue_on(day)
        .filter(plan_overdue_on=None)
        .order_by("planned_for", "pk")
        .values_list("pk", flat=True)[:_AT_ONCE]
    )
    marked = 0
    for key in found:
        with transaction.atomic():
            case = locked(Case.objects.filter(pk=key)).get()
            planned = case.planned_for
            if planned is None or planned >= day or case.plan_overdue_on is not None:
                continue
            case.plan_overdue_on = day
            case.save(update_fields=["plan_overdue_on", "updated_at"])
            record(
                actor=SYSTEM,
                action="case.plan_overdue",
                target=case,
                organisation_id=case.organisation_id,
            )
            _tell(
                case,
                answerers_of(case, moment),
                kind=PLAN_OVERDUE,
                subject=lambda case=case: (  # type: ignore[misc]
                    _("Was it done? %(number)s") % {"number": case.number}
                ),
                body=lambda planned=planned: (  # type: ignore[misc]
                    _(
                        "It was planned for %(day)s. Say in public that it is done, to which day "
                        "it is moved, or why it will not be done."
                    )
                    % {"day": written_day(planned)}
                ),
                url=reverse("plans"),
                key=f"plan:{planned:%Y-%m-%d}",
            )
            marked += 1
    return marked


def _tell(
    case: Case,
    people: Iterable[Person],
    *,
    kind: str,
    subject: Callable[[], str],
    body: Callable[[], str],
    url: str,
    key: str,
) -> int:
    told, everybody = 0, list(people)
    for language in sorted({person.language for person in everybody}):
        with translation.override(language):
            told += len(
                notify_all(
                    people=[person for person in everybody if person.language == language],
                    kind=kind,
                    about=key_of(case),
                    subject=subject(),
                    body=body(),
                    url=url,
                    organisation=case.organisation,
                    key=key,
                )
            )
    return told


def _told_lately(kind: str, cases: list[Case], moment: datetime) -> set[tuple[str, int]]:
    return set(
        Notice.objects.filter(
            kind=kind,
            about__in=[key_of(case) for case in cases],
            created_at__gt=moment - AGAIN_AFTER,
        ).values_list("about", "person_id")
    )


def _said(case: Case) -> str:
    due = case.review_promised_on
    return written_day(due) if due else ""


def _open_case(case: Case) -> str:
    return f"{reverse('inbox')}?dossier={case.number}"
