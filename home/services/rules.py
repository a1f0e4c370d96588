"""Write the rules an editor keeps from the administration: public names, delays, words."""

from typing import TypeVar

from django.db import transaction
from django.utils.translation import gettext as _

from civic.accounts.policies import Actor
from civic.cases.models import AnswerRules, AnswerTemplate, RequestType, ServiceLevel
from civic.cases.services.outcome_labels import check_outcome_labels
from civic.cases.services.typed_answers import check_template
from civic.core.exceptions import Refusal
from civic.privacy.models import PublicName
from civic.territory.services.rows import delete_row, save_row

from ..models import GlossaryTerm
from ..policies import can_change_rule
from ..selectors.freshness import forget_lists
from ..selectors.glossary import forget_glossary

Rule = TypeVar(
    "Rule", PublicName, ServiceLevel, GlossaryTerm, RequestType, AnswerRules, AnswerTemplate
)


def save_rule(*, actor: Actor, rule: Rule) -> Rule:
    """Create or change a rule; raise NotAllowed, or Refusal with its field."""
    department = rule.department if isinstance(rule, (ServiceLevel, AnswerTemplate)) else None
    if department is not None and department.organisation_id != rule.organisation_id:
        raise Refusal(
            _("This department belongs to another body."), code="other_body", field="department"
        )
    if isinstance(rule, AnswerTemplate):
        check_template(rule)
    if isinstance(rule, AnswerRules):
        check_outcome_labels(rule)
    with transaction.atomic():
        saved = save_row(actor=actor, row=rule, can_change=can_change_rule)
        transaction.on_commit(_read_words_again)
    return saved


def delete_rule(*, actor: Actor, rule: Rule) -> None:
    """Delete a rule; raise NotAllowed."""
    with transaction.atomic():
        delete_row(actor=actor, row=rule, can_change=can_change_rule)
        transaction.on_commit(_read_words_again)


def _read_words_again() -> None:
    forget_glossary()
    forget_lists()
