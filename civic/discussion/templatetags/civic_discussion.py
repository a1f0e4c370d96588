"""The discussion of a contribution, on the page that shows it."""

from typing import Any

from django import template
from django.template.context import RequestContext
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from civic.core.services.keeping import kept, kept_key
from civic.participation.enums import Act
from civic.participation.selectors import standing

from ..enums import Rule
from ..forms import CommentForm
from ..policies import can_conclude
from ..selectors import rule_of_publication, thread_page
from ..selectors.conclusions import concluded

register = template.Library()

PAGE = "commentaires"
COMMENT = "commentaire"
REPLY = "repondre"


@register.inclusion_tag("discussion/thread.html", takes_context=True)
def comment_thread(
    context: RequestContext,
    contribution: Any,
    *,
    action: str,
    report_url: str = "",
    closed: str | None = None,
    address: str = "",
) -> dict[str, Any]:
    """Show the discussion of a contribution, or of another row, and the form to take part in it.

    `action` is where the form is sent; `report_url`, followed by `?commentaire=ID`, is where a
    comment is reported; `closed` is the sentence that says why one cannot comment ("" when one
    can), worked out here when it is not given; `address` is the page's own (its context's `here`
    otherwise). A refused form is shown again when the context holds it as `comment_form`. The
    query says the rest: `?commentaires=2` (page),
    `?commentaire=ID` (the page that holds it), `?repondre=ID` (the form stands below it).
    """
    request = context["request"]
    address = address or str(context.get("here") or "")
    person = request.actor.person
    replying_to = _number(request.GET.get(REPLY))
    asked = None if PAGE in request.GET else _number(request.GET.get(COMMENT)) or replying_to
    if not contribution.is_public or contribution.withdrawn_at is not None:
        closed = _("What is not public is not commented on.")
    if closed is None:
        closed = standing(contribution.activity, Act.COMMENT).sentence
    conclusions = kept(
        kept_key(request, "conclusions", contribution._meta.label_lower, contribution.pk),
        lambda: concluded(contribution),
    )
    # Conclusions outlast the phases: they are the reason a reader is given.
    closed = conclusions.sentence or closed
    refused: CommentForm | None = context.get("comment_form")
    if refused is not None:
        replying_to = _number(refused["reply_to"].value())
        asked = replying_to or asked
    number = request.GET.get(PAGE, "1")
    # Lazy: while the thread is kept for everybody, nothing of it is read.
    thread: Any = SimpleLazyObject(
        lambda: thread_page(contribution, number, person=person, comment_id=asked)
    )
    if replying_to is not None and replying_to not in {
        line.comment.pk for line in thread.lines if line.comment.is_public
    }:
        replying_to = None
    key = ""
    if person is None and refused is None and replying_to is None:
        key = kept_key(
            request, "thread", contribution.pk, number, asked, closed, address, report_url
        )
    leads_url = ""
    if contribution.is_public and can_conclude(request.actor, contribution.activity.space):
        name = "reopen_discussion" if conclusions else "conclude_discussion"
        leads_url = reverse(name, args=[contribution._meta.model_name, contribution.pk])
    form = refused or CommentForm(initial={"reply_to": replying_to})
    if refused is None and replying_to:
        # Whoever asked to reply writes next, with or without JavaScript.
        form.fields["text"].widget.attrs["autofocus"] = True
    return {
        "request": request,
        "csrf_token": context.get("csrf_token", ""),
        "thread": thread,
        "head_key": key and f"{key}.head",
        "lines_key": key and f"{key}.lines",
        "contribution": contribution,
        "form": form,
        "replying_to": replying_to,
        "action": action,
        "report_url": report_url,
        "closed": closed,
        "conclusions": conclusions,
        "leads_url": leads_url,
        "publication": rule_of_publication(contribution.activity),
        "person": person,
        # Links are relative where they can be: they are repeated below every comment.
        "here": "" if request.path == address else address,
        "page_parameter": PAGE,
        "pages_label": _("Pages of comments"),
        "text_question": _("What you want to say"),
        "page_language": contribution.language,
    }


def _number(value: Any) -> int | None:
    text = str(value or "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None


@register.simple_tag
def rules_of_discussion() -> list[str]:
    """Give the published rules, as they are named when a comment is hidden."""
    return [str(rule.label) for rule in Rule]
