"""The receipt of a proposal: what its author keeps, prints, reads over the telephone."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from civic.core.logic.dates import written_day
from civic.participation.models import Contribution
from civic.participation.policies import can_change
from civic.privacy.models import HoldReason

from ..models import CallForProposalsPage
from .calling import activity_of, actor_of, consultation_of, proposal_of


@never_cache
def receipt(request: HttpRequest, page: CallForProposalsPage, number: str) -> HttpResponse:
    """Show the receipt to the author: the number, who sees it, what happens next."""
    activity = activity_of(request, page)
    contribution = proposal_of(request, activity, number)
    here = page.url_of("detail", number=number)
    if not can_change(actor_of(request), contribution):
        return HttpResponseRedirect(here)
    context = {
        "page": page,
        "activity": activity,
        "consultation": consultation_of(activity),
        "proposal": contribution,
        "intro": visibility_sentence(contribution),
        "facts": _receipt_facts(contribution),
        "steps": _receipt_steps(contribution),
        "here": here,
        "phone": activity.space.organisation.contact_phone,
        "list_url": page.get_absolute_url(),
        "draft_key": f"proposal-{activity.pk}",
        "has_account": contribution.author.user_id is not None,
        "extra_breadcrumbs": [{"title": _("Receipt"), "url": request.path}],
    }
    return render(request, "consultations/receipt.html", context)


def visibility_sentence(contribution: Contribution) -> str:
    """Return who sees a contribution that has just been sent, and why not everybody yet."""
    if contribution.is_public:
        return _("Your proposal is published: everybody can read it now.")
    if contribution.held_for == HoldReason.FINDING:
        return _(
            "Your proposal seems to name somebody or to give a way to reach them. A person reads "
            "it before it appears, to protect them; until then you alone see it."
        )
    return _("Here a person reads each proposal before it appears; until then you alone see it.")


def _receipt_facts(contribution: Contribution) -> list[dict[str, str]]:
    case = contribution.case
    answers = case.department.name if case.department else case.organisation.name
    facts = [
        {"label": _("Proposal"), "value": contribution.title},
        {
            "label": _("Received on"),
            "value": written_day(case.received_on),
        },
        {"label": _("Signed"), "value": contribution.author.public_name},
        {"label": _("Who answers"), "value": answers},
    ]
    if case.promised_on:
        facts.append(
            {
                "label": _("Answer promised for"),
                "value": written_day(case.promised_on),
            }
        )
    return facts


def _receipt_steps(contribution: Contribution) -> list[str]:
    author = contribution.author
    steps = []
    if contribution.is_public:
        steps.append(_("Others support it and comment on it; you can follow from its page."))
    else:
        steps.append(_("A person reads it, then publishes it or tells you what to change."))
    steps.append(_("The answer says what is decided, why, and what happens when."))
    if author.email and author.email_confirmed:
        steps.append(_("You are told by e-mail the same day."))
    else:
        steps.append(
            _("You left no address: come back with this number, call, or come to the desk.")
        )
    return steps
