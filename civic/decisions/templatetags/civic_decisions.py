"""What a decision said of a case, on the page of the case."""

from django import template

from civic.cases.models import Case

from ..selectors import AnsweredBy, decision_item_of

register = template.Library()


@register.simple_tag
def decision_of(case: Case) -> AnsweredBy | None:
    """Give the signed decision that answered a case: `{% decision_of case as answered_by %}`."""
    return decision_item_of(case)
