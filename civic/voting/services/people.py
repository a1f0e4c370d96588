"""What becomes of supports and of the roll when one person turns out to be another."""

from civic.accounts.models import Person
from civic.participation.services.counters import change_supports_count

from ..models import RollEntry, Support


def move_supports(kept: Person, absorbed: Person) -> int:
    """Give supports to the person who stays; the same contribution supported twice counts once."""
    mine = set(Support.objects.filter(person=kept).values_list("contribution_id", flat=True))
    twice = Support.objects.filter(person=absorbed, contribution_id__in=mine)
    for given in list(twice):
        given.delete()
        change_supports_count(given.contribution_id, -1)
    return Support.objects.filter(person=absorbed).update(person=kept)


def move_roll(kept: Person, absorbed: Person) -> int:
    """Give the lines of the roll to the person who stays, so that nobody votes twice.

    Where both are on the roll of one ballot nothing moves: papers have no name, so none of the two
    can be taken out.
    """
    mine = RollEntry.objects.filter(person=kept).values("ballot")
    return RollEntry.objects.filter(person=absorbed).exclude(ballot__in=mine).update(person=kept)
