"""The live figures of a consultation, said as sentences."""

from dataclasses import dataclass
from datetime import date

from django.core.cache import cache
from django.db.models import Count, Min, Q, Sum
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from civic.cases.enums import OPEN_STATES, CaseState
from civic.core.enums import OFFLINE_CHANNELS
from civic.core.logic.numbers import written_number
from civic.participation.models import Activity, Contribution
from civic.privacy.enums import ScreeningState

_SECONDS = 60


@dataclass(frozen=True)
class ActivityFigures:
    """Public counts of one or several activities; `oldest_on` is None when nothing waits."""

    proposals: int
    offline: int
    supports: int
    comments: int
    owed: int
    answered: int
    oldest_on: date | None

    def sentences(self, today: date | None = None) -> list[str]:
        """Return the figures as the sentences a page shows, what matters most first."""
        if not self.proposals:
            return []
        said = [
            ngettext("%(count)s proposal was made", "%(count)s proposals were made", self.proposals)
            % {"count": written_number(self.proposals)}
        ]
        if self.offline:
            said.append(
                ngettext(
                    "%(count)s of them on paper, by telephone or in a meeting",
                    "%(count)s of them on paper, by telephone or in a meeting",
                    self.offline,
                )
                % {"count": written_number(self.offline)}
            )
        supports = ngettext(
            "%(count)s support was given", "%(count)s supports were given", self.supports
        ) % {"count": written_number(self.supports)}
        comments = ngettext(
            "%(count)s comment was written", "%(count)s comments were written", self.comments
        ) % {"count": written_number(self.comments)}
        return [
            f"{', '.join(said)}.",
            _("%(supports)s and %(comments)s.") % {"supports": supports, "comments": comments},
            self.answers_sentence(today),
        ]

    def answers_sentence(self, today: date | None = None) -> str:
        """Return how many were answered, and how long the oldest has waited."""
        answered = ngettext(
            "%(answered)s of %(owed)s proposal has received its argued answer",
            "%(answered)s of the %(owed)s proposals have received their argued answer",
            self.owed,
        ) % {"answered": written_number(self.answered), "owed": written_number(self.owed)}
        if self.oldest_on is None:
            return f"{answered}."
        days = ((today or timezone.localdate()) - self.oldest_on).days
        waits = ngettext(
            "the oldest has been waiting for %(days)s day",
            "the oldest has been waiting for %(days)s days",
            days,
        ) % {"days": written_number(days)}
        return _("%(answered)s; %(waits)s.") % {"answered": answered, "waits": waits}


def figures_of(activities: list[Activity]) -> ActivityFigures:
    """Return the public figures of some activities, at most a minute old.

    They are counted again at once when a proposal appears or is taken back.
    """
    counted = "-".join(f"{a.pk}.{a.contributions_count}" for a in activities)
    key = f"consultations.figures.{counted}"
    found: ActivityFigures | None = cache.get(key)
    if found is None:
        found = _counted(activities)
        cache.set(key, found, _SECONDS)
    return found


def _counted(activities: list[Activity]) -> ActivityFigures:
    public = Contribution.objects.filter(
        activity__in=[activity.pk for activity in activities],
        screening=ScreeningState.RELEASED,
    )
    waiting = Q(case__state__in=OPEN_STATES)
    counts = public.order_by().aggregate(
        proposals=Count("pk"),
        offline=Count("pk", filter=Q(channel__in=OFFLINE_CHANNELS)),
        supports=Sum("supports_count", default=0),
        comments=Sum("comments_count", default=0),
        owed=Count("pk", filter=~Q(case__state=CaseState.WITHDRAWN)),
        answered=Count("pk", filter=Q(case__state=CaseState.ANSWERED)),
        oldest_on=Min("case__received_on", filter=waiting),
    )
    return ActivityFigures(**counts)
