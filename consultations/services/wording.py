"""What a consultation publishes in the words of its staff names nobody without a reason."""

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from civic.core.exceptions import Refusal
from civic.privacy.services.screening import findings_in

from ..models import Consultation

# The contact and the ways to take part offline are there to reach somebody.
FRAMING_TEXTS = ("question", "decider", "how_decided", "what_is_open", "what_is_fixed")


def texts_of(consultation: Consultation) -> Iterator[tuple[str, str]]:
    """Yield every text of staff that publishing a consultation makes public, with its field."""
    yield "title", consultation.space.title
    for name in FRAMING_TEXTS:
        yield name, getattr(consultation, name)
    for phase in consultation.space.phases.all():
        yield "phases", phase.title
        yield "phases", phase.text
    for activity in consultation.space.activities.prefetch_related("conditions"):
        yield "activities", activity.title
        for condition in activity.conditions.all():
            yield "activities", condition.text


def words_found(consultation: Consultation) -> list[str]:
    """Return the words of a consultation that may name or reach somebody."""
    organisation_id = consultation.space.organisation_id
    found = [
        span.text
        for _field, text in texts_of(consultation)
        for span in findings_in(text, organisation_id=organisation_id)
    ]
    return list(dict.fromkeys(found))


def check_words(organisation_id: int, texts: Iterable[tuple[str, str]], because: str) -> bool:
    """Tell whether words that may name somebody are kept for a reason.

    Raises Refusal, on the field of the first of them, when no reason is given.
    """
    for field, text in texts:
        spans = findings_in(text, organisation_id=organisation_id)
        if spans and because.strip():
            return True
        if spans:
            raise Refusal(
                _("This would publish « %(words)s ». Rewrite it, or say why it may stay.")
                % {"words": " », « ".join(span.text for span in spans)},
                code="finding",
                field=field,
            )
    return False
