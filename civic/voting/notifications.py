"""What supporters are told."""

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from civic.accounts.models import Person
from civic.audit.services import key_of
from civic.cases.enums import Outcome
from civic.notifications.enums import Level
from civic.notifications.registry import NoticeKind
from civic.notifications.services.notices import notify_all
from civic.participation.models import Contribution
from civic.participation.registry import participation_registry

ANSWERED = NoticeKind(
    "support.answered",
    gettext_lazy("a proposal I support is answered"),
    level=Level.IMMEDIATE,
)


def tell_supporters(contribution: Contribution) -> int:
    """Tell each supporter of a contribution of its answer, in their language."""
    case = contribution.case
    told = 0
    people = Person.objects.filter(supports__contribution=contribution, erased_at=None).exclude(
        pk=contribution.author_id
    )
    for language in people.values_list("language", flat=True).distinct().order_by("language"):
        with translation.override(language):
            told += len(
                notify_all(
                    people=people.filter(language=language),
                    kind=ANSWERED.key,
                    about=key_of(contribution),
                    subject=_("Answered: « %(title)s », which you support")
                    % {"title": contribution.title},
                    body="\n\n".join(
                        [str(Outcome(case.outcome).label), case.reason, case.next_steps]
                    ),
                    url=participation_registry.address_of(contribution) or "",
                    organisation=case.organisation,
                    key=f"answered:{case.answered_on:%Y-%m-%d}",
                )
            )
    return told
