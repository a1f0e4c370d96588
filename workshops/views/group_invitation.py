"""Answer an invitation from its link: no account, yes or no, a seat given back."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from civic.accounts.policies import Actor
from civic.core.exceptions import Refusal

from ..forms import InvitationForm
from ..models import GroupMembership, MixedGroupPage
from ..selectors.groups import group_of, membership_for
from ..services.group_members import answer_invitation, leave_group


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, page: MixedGroupPage, token: str) -> HttpResponse:
    """Show an invitation and write its answer down; the link itself says who answers."""
    group = group_of(page)
    membership = membership_for(token, group)
    if membership is None:
        raise Http404(
            _("This invitation is no longer valid. Call the contact of the group: %(phone)s.")
            % {"phone": group.contact_phone or group.space.organisation.contact_phone}
        )
    form = InvitationForm(request.POST or None, initial={"interests": membership.interests})
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                _answer(request, membership, form)
            except Refusal as refusal:
                field = refusal.field if refusal.field in form.fields else None
                form.add_error(field, str(refusal.message))
                status = 409
            else:
                return redirect(request.path)
    context = {
        "page": page,
        "group": group,
        "membership": membership,
        "state": membership.state.value,
        "form": form,
        "extra_breadcrumbs": [{"title": _("Invitation"), "url": ""}],
    }
    return render(request, "workshops/group_invitation.html", context, status=status)


def _answer(request: HttpRequest, membership: GroupMembership, form: InvitationForm) -> None:
    # Whoever holds the link speaks for the person it was sent to, and for nobody else.
    actor = Actor(person=membership.person)
    given = form.cleaned_data
    act = request.POST.get("act")
    if act == "leave":
        leave_group(actor=actor, membership=membership)
        messages.success(request, _("Your seat is given back."))
        return
    answer_invitation(
        actor=actor,
        membership=membership,
        accept=act == "accept",
        named=given["named"],
        interests=given["interests"],
        gender=given["gender"],
        age_band=given["age_band"],
    )
    if act == "accept":
        messages.success(request, _("You are a member of the group."))
    else:
        messages.success(request, _("Your answer is kept: thank you for saying so."))
