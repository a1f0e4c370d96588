"""Load the whole demo territory, once."""

import logging

from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.utils import timezone, translation

from civic.core.models import Heartbeat
from civic.core.services.search import rebuilt_at_the_end
from civic.notifications.enums import Level, Medium, NoticeState
from civic.notifications.models import Notice
from civic.territory.models import Organisation

from ..logic.content import Calendar
from .agenda import load_agenda
from .asking import load_asking
from .ballots import cast_demo_ballots
from .comments import load_comments
from .consultations import load_consultations, publish_outcomes, reload_contributions
from .council_life import load_council_life
from .council_meetings import load_council_meetings
from .council_quality import load_council_quality
from .council_referrals import load_council_referrals
from .councils import load_councils
from .decisions import load_decisions
from .desk import load_desk
from .methods import load_methods, say_what_was_kept
from .mixed_group import load_mixed_groups
from .opinions import load_opinions
from .pages import ROOT, load_texts, load_tree
from .people import load_people
from .room import load_room
from .territory import load_territory
from .texts import load_written_texts
from .trail import load_finished_trail
from .workshops import load_workshops
from .world import World

logger = logging.getLogger(__name__)
# The last ones leave, so that `/demo/sms/` shows what a text message says.
SMS_LEFT = 3


def is_loaded() -> bool:
    """Tell whether the demo territory is there."""
    return Organisation.objects.filter(slug=ROOT).exists()


def load_demo() -> bool:
    """Load the demo territory in one transaction; return False when it was there already.

    Everything is written through the services, by the system itself; nobody is written to about
    what is history.
    """
    if is_loaded():
        return False
    world = World(calendar=Calendar(timezone.now(), settings.TIME_ZONE))
    with translation.override("fr"), transaction.atomic(), rebuilt_at_the_end():
        load_territory(world)
        load_people(world)
        load_tree(world)
        load_consultations(world)
        load_councils(world)
        load_asking(world)
        load_council_life(world)
        load_council_meetings(world)
        load_council_quality(world)
        load_council_referrals(world)
        load_workshops(world)
        load_mixed_groups(world)
        load_methods(world)
        load_agenda(world)
        load_comments(world)
        cast_demo_ballots(world)
        reload_contributions(world)
        load_decisions(world)
        load_written_texts(world)
        publish_outcomes(world)
        say_what_was_kept(world)
        load_texts(world)
        load_finished_trail(world)
        load_room(world)
        load_desk(world)
        load_opinions(world)
        _quiet_the_past()
        Heartbeat.objects.update_or_create(name="demo", defaults={"ran_at": timezone.now()})
    cache.clear()
    return True


def _quiet_the_past() -> None:
    """Mark what was announced about the past as sent: nobody receives two thousand mails."""
    waiting = Notice.objects.filter(state=NoticeState.PENDING)
    last_sms = waiting.filter(medium=Medium.SMS, level=Level.IMMEDIATE).order_by("-pk")
    waiting.exclude(pk__in=list(last_sms.values_list("pk", flat=True)[:SMS_LEFT])).update(
        state=NoticeState.SENT, sent_at=timezone.now()
    )
