"""From a case to the decision that answered it."""

from typing import Any

from django import template

from civic.cases.models import Case

from ..selectors import decision_item_of, page_of

register = template.Library()


@register.inclusion_tag("decisions/decision_of.html")
def decision_of(case: Case) -> dict[str, Any]:
    """Link a case to the signed decision that answered it, if there is one."""
    item = decision_item_of(case)
    return {"item": item, "page": page_of(item.decision) if item else None}
