"""What comes back to an officer above what is due; what an answer says beside its reason."""

from typing import Any

from django import template
from django.utils import timezone

from ..models import Case
from ..selectors.details import AnswerExtra, extra_of, first_extra_of
from ..selectors.plans import plans_to_follow

register = template.Library()


@register.inclusion_tag("cases/overdue_plans.html", takes_context=True)
def overdue_plans(context: template.Context) -> dict[str, Any]:
    """Say how many planned dates are past, and lead to them."""
    actor = getattr(context.get("request"), "actor", None)
    if actor is None or actor.user is None:
        return {"count": 0}
    return {"count": plans_to_follow(actor, timezone.localdate()).order_by().count()}


@register.simple_tag
def answer_extra(case: Case, code: str = "") -> AnswerExtra:
    """Give the cost, the works and the files of a published answer."""
    return extra_of(case, code=code)


@register.simple_tag
def first_answer_extra(case: Case) -> AnswerExtra:
    """Give those of the first answer of a case that was reviewed."""
    return first_extra_of(case)
