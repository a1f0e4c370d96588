"""Ask whoever asked something, and say where the case stands meanwhile."""

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from civic.accounts.models import Person
from civic.accounts.policies import Actor
from civic.audit.services import key_of
from civic.cases.enums import CaseState
from civic.cases.models import Case, Request
from civic.cases.services.cases import move_case
from civic.core.exceptions import Refusal
from civic.notifications.services.notices import notify
from civic.participation.models import Contribution

QUESTION_ASKED = "case.question"


def ask_requester(*, actor: Actor, case: Case, state: str, question: str = "") -> Case:
    """Move a case to a waiting state; when it waits for the person, send them the question.

    Raises Refusal when there is nobody to ask, or nothing is asked of somebody who is waited for.
    """
    question = question.strip()
    person = _person_behind(case)
    waits_for_person = state == CaseState.WAITING_REQUESTER
    if waits_for_person and person is None:
        raise Refusal(
            _("Nobody can be asked: this comes from a table, or whoever asked left no address."),
            code="nobody_to_ask",
            field="state",
        )
    if waits_for_person and not question:
        raise Refusal(_("Write the question."), code="question_missing", field="question")
    if question and not waits_for_person:
        raise Refusal(
            _("A question waits for the person: choose that state, or remove the question."),
            code="question_elsewhere",
            field="state",
        )
    with transaction.atomic():
        moved = move_case(actor=actor, case=case, state=state)
        if person is not None and waits_for_person:
            with translation.override(person.language):
                notify(
                    person=person,
                    kind=QUESTION_ASKED,
                    about=key_of(moved),
                    subject=_("A question about %(number)s") % {"number": moved.number},
                    body=question,
                    url="",
                    organisation=moved.organisation,
                    key=f"question:{moved.updated_at.isoformat()}",
                )
    return moved


def _person_behind(case: Case) -> Person | None:
    request = Request.objects.filter(case=case).select_related("person").first()
    if request is not None:
        person = request.person
    else:
        contribution = Contribution.objects.filter(case=case).select_related("author").first()
        person = contribution.author if contribution else None
    return person if person is not None and person.has_a_way_to_be_answered else None
