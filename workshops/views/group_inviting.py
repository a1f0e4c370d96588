"""Whoever runs a mixed group invites somebody known here, or whoever reads an address."""

from typing import Any

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from civic.accounts.models import Person
from civic.core.exceptions import Refusal
from civic.participation.selectors import communes_of
from civic.privacy.views.visits import signed_in

from ..forms import InviteForm
from ..models import GroupMembership, MixedGroup, MixedGroupPage
from ..selectors.groups import seated
from ..services.group_members import invite_by_email, invite_member
from .group_managing import add_refusal, hosted, under

# A list longer than this is searched, not unfolded.
PEOPLE_SHOWN = 20


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def invite(request: HttpRequest, page: MixedGroupPage) -> HttpResponse:
    """Invite somebody known here, or whoever reads an address."""
    group = hosted(request, page)
    asked = request.GET.get("q", "").strip()[:80]
    known = _known(group)
    everybody = known[: PEOPLE_SHOWN + 1]
    is_searched = len(everybody) > PEOPLE_SHOWN
    matching = list(_named(known, asked)[: PEOPLE_SHOWN + 1]) if is_searched else list(everybody)
    shown = matching[:PEOPLE_SHOWN]
    chosen = request.POST.get("person", "")
    if chosen.isascii() and chosen.isdigit():
        shown += known.filter(pk=chosen).exclude(pk__in=[person.pk for person in shown])
    form = _form(request, group, known, shown)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                row = _invited(request, group, form.cleaned_data)
            except Refusal as refusal:
                add_refusal(form, refusal)
            else:
                messages.success(
                    request, _("%(name)s is invited.") % {"name": row.person.public_name}
                )
                return redirect(page.url_of("invite"))
    context = {
        "page": page,
        "group": group,
        "form": form,
        "q": asked,
        "is_searched": is_searched,
        "found": len(shown),
        "more": len(matching) > PEOPLE_SHOWN,
        "extra_breadcrumbs": under(page, _("Invite a member")),
    }
    return render(request, "workshops/group_invite.html", context, status=status)


def _known(group: MixedGroup) -> "QuerySet[Person]":
    near = Q(organisation=group.space.organisation) | Q(
        organisation__in=communes_of(group.space).order_by().values("pk")
    )
    return (
        Person.objects.filter(near, erased_at=None)
        .exclude(pk__in=seated(group.memberships.all()).values("person"))
        .select_related("organisation")
        .defer("organisation__boundary")
        .order_by("public_name", "pk")
    )


def _named(known: "QuerySet[Person]", asked: str) -> "QuerySet[Person]":
    words = asked.split()[:4]
    for word in words:
        known = known.filter(public_name__icontains=word)
    return known if words else known.none()


def _form(
    request: HttpRequest, group: MixedGroup, known: "QuerySet[Person]", shown: list[Person]
) -> InviteForm:
    form = InviteForm(request.POST or None)
    fields: Any = form.fields
    quotas = group.quotas.all()
    fields["college"].choices = [(row.college, row.get_college_display()) for row in quotas]
    fields["person"].queryset = known
    choices = [(person.pk, _label(person)) for person in shown]
    fields["person"].choices = [("", _("nobody of this list")), *choices]
    if len(shown) == 1:
        form.initial["person"] = shown[0].pk
    fields["substitute_of"].queryset = (
        seated(group.memberships.all()).filter(substitute_of=None).select_related("person")
    )
    return form


def _label(person: Person) -> str:
    # Two people of one name are told apart by where they live.
    return f"{person.public_name} – {person.organisation}"


def _invited(request: HttpRequest, group: MixedGroup, given: dict[str, Any]) -> GroupMembership:
    actor = request.actor  # type: ignore[attr-defined]
    shared = {
        "actor": actor,
        "group": group,
        "college": given["college"],
        "substitute_of": given["substitute_of"],
    }
    if given["person"] is not None:
        return invite_member(person=given["person"], **shared)
    return invite_by_email(email=given["email"], public_name=given["public_name"], **shared)
