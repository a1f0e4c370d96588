"""From a case to the decision that answered it."""

from typing import Any

from django import template

from civic.cases.models import Case

from ..selectors import decision_item_of

register = template.Library()


@register.inclusion_tag("decisions/decision_of.html")
def decision_of(case: Case) -> dict[str, Any]:
    """Link a case to the signed decision that answered it, if there is one."""
    return {"answered_by": decision_item_of(case)}
