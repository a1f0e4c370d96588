"""What an organisation may call the outcomes: another word, never another meaning."""

from django.utils.translation import gettext as _

from civic.core.exceptions import Refusal
from civic.privacy.services.screening import findings_in

from ..enums import LONGEST_LABEL, RENAMED
from ..models import AnswerRules


def check_outcome_labels(rules: AnswerRules) -> None:
    """Tidy the words of the outcomes; refuse one that says another outcome, or names somebody."""
    chosen = {
        code: " ".join(str(label).split())
        for code, label in rules.outcome_labels.items()
        if code in RENAMED and str(label).strip()
    }
    shown = {code: chosen.get(code, str(usual)) for code, usual in RENAMED.items()}
    for code, label in chosen.items():
        field = f"label_{code}"
        others = [shown[other] for other in RENAMED if other != code]
        usual = [str(RENAMED[other]) for other in RENAMED if other != code]
        if label.casefold() in {word.casefold() for word in (*others, *usual)}:
            raise Refusal(
                _("« %(label)s » is what another outcome is called: choose another word.")
                % {"label": label},
                code="label_taken",
                field=field,
            )
        if len(label) > LONGEST_LABEL:
            raise Refusal(
                _("%(max)d characters at most: it stands in a column of the table.")
                % {"max": LONGEST_LABEL},
                code="label_too_long",
                field=field,
            )
        if found := findings_in(label, organisation_id=rules.organisation_id):
            raise Refusal(
                _("This would publish « %(words)s ». Say it without naming anybody.")
                % {"words": " », « ".join(span.text for span in found)},
                code="finding",
                field=field,
            )
    rules.outcome_labels = chosen
