"""The communication kit of a consultation and of a call for proposals."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _

from civic.core.logic.dates import written_day
from civic.desk.selectors.kit import KitSubject
from civic.desk.views.kit import show_kit
from civic.participation.enums import Act
from civic.participation.models import Activity
from civic.participation.selectors import last_day, standing

from ..logic.stages import StageState
from ..models import CallForProposalsPage, Consultation, ConsultationPage
from ..selectors import stage_of


def consultation_kit(
    request: HttpRequest, page: ConsultationPage, piece: str = "", extension: str = ""
) -> HttpResponseBase:
    """Show the kit of a consultation, or a piece of it."""
    return show_kit(request, page, _consultation, piece, extension)


def call_kit(
    request: HttpRequest, page: CallForProposalsPage, piece: str = "", extension: str = ""
) -> HttpResponseBase:
    """Show the kit of a call for proposals, or a piece of it."""
    return show_kit(request, page, _call, piece, extension)


def _consultation(page: Any) -> KitSubject:
    found = Consultation.objects.select_related("space__organisation").get(pk=page.consultation_id)
    return KitSubject(
        kind=_("Consultation"),
        question=found.question or found.space.title,
        summary=page.introduction,
        when=(_when(found),),
        act=_("Give your opinion, support an idea, propose yours."),
        **_shared(page, found),
    )


def _call(page: Any) -> KitSubject:
    activity = Activity.objects.select_related("space__organisation").get(pk=page.activity_id)
    found = Consultation.objects.filter(space=activity.space_id).first()
    acting = standing(activity, Act.CONTRIBUTE)
    if acting.is_open and acting.closes_at:
        when = _("Until %(day)s") % {"day": written_day(last_day(acting.closes_at))}
    else:
        when = _("Open now") if acting.is_open else acting.sentence
    shared = {"space": activity.space, "url": settings.BASE_URL + page.get_absolute_url()}
    if found is not None:
        found.space = activity.space
        shared = _shared(page, found)
    return KitSubject(
        kind=_("Call for ideas"),
        question=page.title,
        summary=page.introduction or (found.question if found else ""),
        when=(when,),
        act=_("Write your idea, support those of others: each one is answered."),
        **shared,
    )


def _shared(page: Any, found: Consultation) -> dict[str, Any]:
    return {
        "space": found.space,
        "url": settings.BASE_URL + page.get_absolute_url(),
        "phone": found.contact_phone,
        "email": found.contact_email,
        "paper": " ".join(found.offline_way.split()),
        "answer_due_on": None if found.outcome_published_on else found.answer_due_on,
    }


def _when(found: Consultation) -> str:
    stage = stage_of(found)
    match stage.state:
        case StageState.OPEN if stage.closes_at:
            return _("Until %(day)s") % {"day": written_day(last_day(stage.closes_at))}
        case StageState.OPEN:
            return _("Open now")
        case StageState.CLOSED if stage.closes_at:
            return _("It ended on %(day)s") % {"day": written_day(last_day(stage.closes_at))}
        case _ if stage.opens_at:
            return _("From %(day)s") % {"day": written_day(stage.opens_at.date())}
        case _:
            return stage.roughly or _("The dates are announced soon")
