"""Whoever asked is told that it was received, and of each body it passes to."""

from urllib.parse import urlencode

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from civic.accounts.models import Person
from civic.audit.services import key_of
from civic.cases.enums import PlanWord
from civic.cases.logic.proof import code_of
from civic.cases.models import Case, PlanNews, Request, Transfer
from civic.core.logic.dates import written_day
from civic.notifications.services.notices import notify

from ..models import Contribution

TRANSFERRED = "case.transferred"
REQUEST_RECEIVED = "request.received"
REVIEW_RECEIVED = "case.review_received"
PLAN_FOLLOWED = "case.plan_followed"


def tell_request_received(request: Request) -> None:
    """Send the receipt of a request: the number, the promised date, where to follow it."""
    person, case = request.person, request.case
    if person is None or not person.has_a_way_to_be_answered:
        return
    with translation.override(person.language):
        promised = written_day(case.promised_on) if case.promised_on else ""
        notify(
            person=person,
            kind=REQUEST_RECEIVED,
            about=key_of(request),
            subject=_("Received: your request %(number)s") % {"number": case.number},
            body=_(
                "Your request was received under the number %(number)s. An argued answer is due "
                "by %(date)s. With this number alone, by telephone or at the desk, you are told "
                "where it stands. Your code is %(code)s: with the number, it shows that you are "
                "who asked, to contest the answer or say whether it is settled."
            )
            % {"number": case.number, "date": promised, "code": code_of(case.number)},
            url=f"{reverse('track')}?{urlencode({'q': case.number, 'code': code_of(case.number)})}",
            organisation=request.organisation,
            key="received",
        )


def tell_transferred(transfer: Transfer) -> None:
    """Tell the author that another body now holds what they said; nobody is told "not us"."""
    case = transfer.case
    person, about = _author_of(case)
    if person is None or not person.has_a_way_to_be_answered:
        return
    with translation.override(person.language):
        promised = written_day(case.promised_on) if case.promised_on else ""
        notify(
            person=person,
            kind=TRANSFERRED,
            about=about,
            subject=_("%(number)s is now with %(body)s")
            % {"number": case.number, "body": transfer.to_organisation.label},
            body=_(
                "It keeps its number and its announced date, %(date)s. Why it was handed over: "
                "%(reason)s You have nothing to do."
            )
            % {"date": promised, "reason": _sentence(transfer.reason)},
            url=_track(case),
            organisation=transfer.from_organisation,
            key=f"transfer:{transfer.pk}",
        )


def tell_review_asked(case: Case) -> None:
    """Tell the author that their contest arrived, and by when somebody else answers."""
    person, about = _author_of(case)
    if person is None or not person.has_a_way_to_be_answered:
        return
    with translation.override(person.language):
        due = case.review_promised_on
        notify(
            person=person,
            kind=REVIEW_RECEIVED,
            about=about,
            subject=_("Received: you contest the answer to %(number)s") % {"number": case.number},
            body=_(
                "Somebody else than whoever answered reads everything again and answers you by "
                "%(date)s. Both answers stay public. You have nothing to do."
            )
            % {"date": written_day(due) if due else ""},
            url=_track(case),
            organisation=case.organisation,
            key="review",
        )


def tell_plan_followed(news: PlanNews) -> None:
    """Tell the author what became of what their answer planned."""
    case = news.case
    person, about = _author_of(case)
    if person is None or not person.has_a_way_to_be_answered:
        return
    with translation.override(person.language):
        day = written_day(news.planned_for) if news.planned_for else ""
        said = str(PlanWord(news.word).label)
        notify(
            person=person,
            kind=PLAN_FOLLOWED,
            about=about,
            subject=_("%(number)s: %(said)s") % {"number": case.number, "said": said},
            body="\n\n".join(part for part in (_sentence(news.text), day) if part),
            url=_track(case),
            organisation=case.organisation,
            key=f"plan:{news.pk}",
        )


def _author_of(case: Case) -> tuple[Person | None, str]:
    request = Request.objects.filter(case=case).select_related("person").first()
    if request is not None:
        return request.person, key_of(request)
    contribution = Contribution.objects.filter(case=case).select_related("author").first()
    return (contribution.author, key_of(contribution)) if contribution else (None, "")


def _sentence(text: str) -> str:
    text = text.strip()
    return text if text.endswith((".", "!", "?")) else f"{text}."


def _track(case: Case) -> str:
    return f"{reverse('track')}?q={case.number}"
