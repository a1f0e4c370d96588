"""What comes back to an officer, above what is due."""

from typing import Any

from django import template
from django.utils import timezone

from ..selectors.plans import plans_to_follow

register = template.Library()


@register.inclusion_tag("cases/overdue_plans.html", takes_context=True)
def overdue_plans(context: template.Context) -> dict[str, Any]:
    """Say how many planned dates are past, and lead to them."""
    actor = getattr(context.get("request"), "actor", None)
    if actor is None or actor.user is None:
        return {"count": 0}
    return {"count": plans_to_follow(actor, timezone.localdate()).order_by().count()}
