"""Post a comment from any page that has a discussion: one shape, whatever is discussed."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from civic.core.exceptions import Refusal
from civic.participation.enums import Act
from civic.participation.models import Activity
from civic.participation.selectors import standing
from civic.participation.views.acting import (
    actor_of,
    given,
    person_for,
    spend_address,
    status_of,
)

from ..forms import CommentForm
from ..selectors.conclusions import concluded
from ..services import post_comment

# In the address of a page: it says what becomes of the comment, the session does not.
SAID = "dit"
Again = Callable[[int, CommentForm], HttpResponse]


def comment_on(
    request: HttpRequest, activity: Activity, target: Any, here: str, again: Again
) -> HttpResponse:
    """Comment on what a page discusses, or answer a comment; `here` is the address of the page.

    `again` shows the page with a status and the form, nothing that was typed being lost.
    """
    data = given(request, ["stance", "text", "reply_to", "submission_key"])
    if data is None:
        return HttpResponseRedirect(f"{here}#discussion")
    form = CommentForm(data)
    if not form.is_valid():
        return again(422, form)
    acting = standing(activity, Act.COMMENT)
    # Said before asking who somebody is: the conclusions may have come while they wrote.
    # Known without a query; the service asks again under its lock.
    too_late = concluded(target).sentence
    if too_late or not acting.is_open:
        form.add_error(None, too_late or acting.sentence)
        return again(409, form)
    person = person_for(request, activity, data, back_url=here, button=_("Publish my comment"))
    if isinstance(person, HttpResponse):
        return person
    try:
        spend_address(request, "comment")
        posted = post_comment(
            actor=actor_of(request),
            target=target,
            person=person,
            text=form.cleaned_data["text"],
            stance=form.cleaned_data["stance"],
            reply_to=form.cleaned_data["reply_to"],
            submission_key=form.cleaned_data["submission_key"],
            language=get_language() or "fr",
        )
    except Refusal as refusal:
        field = refusal.field if refusal.field in ("text", "stance") else None
        form.add_error(field, str(refusal.message))
        return again(status_of(refusal), form)
    return HttpResponseRedirect(f"{here}?commentaire={posted.pk}&{SAID}=1#comment-{posted.pk}")
