"""What an organisation calls the outcomes of what it was asked, in its own tables."""

from collections.abc import Mapping

from civic.territory.models import Organisation


def outcome_labels(organisation: Organisation) -> Mapping[str, str]:
    """Return the words an organisation chose, by outcome; those it left alone are not there.

    No query where `answer_rules` was read with the organisation.
    """
    rules = getattr(organisation, "answer_rules", None)
    return rules.outcome_labels if rules is not None else {}
