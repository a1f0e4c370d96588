"""People already known to a desk: found by name, telephone or number, never listed."""

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from civic.accounts.models import Person
from civic.cases.logic.numbering import parse_number
from civic.cases.models import Request
from civic.participation.models import Contribution, Registration
from civic.territory.models import Organisation

from ..models import Entry, Mandate
from .targets import spaces_of_desk

SHORTEST = 2
AT_MOST = 8


def known_at(organisation: Organisation) -> "QuerySet[Person]":
    """Return who is known to a desk: lives there, took part there, or was entered there."""
    spaces = spaces_of_desk(organisation)
    me = OuterRef("pk")
    return Person.objects.filter(erased_at=None).filter(
        Q(organisation=organisation)
        | Exists(Entry.objects.filter(person=me, organisation=organisation))
        | Exists(Contribution.objects.filter(author=me, activity__space__in=spaces))
        | Exists(Registration.objects.filter(person=me, session__space__in=spaces))
        | Exists(Request.objects.filter(person=me, organisation=organisation))
    )


def find_people(organisation: Organisation, typed: str) -> list[Person]:
    """Return the people a desk knows by a name, a telephone or a case number; eight at most."""
    typed = " ".join(typed.split())
    if len(typed) < SHORTEST:
        return []
    number = parse_number(typed)
    digits = "".join(character for character in typed if character.isdigit())
    if number is not None:
        wanted = Q(contributions__case__number=number) | Q(requests__case__number=number)
    elif len(digits) >= 4 and not any(character.isalpha() for character in typed):
        # Stored as typed: "06 12 34 56 78" and "0612345678" are the same number.
        wanted = Q(phone__icontains=" ".join(digits[i : i + 2] for i in range(0, len(digits), 2)))
        wanted |= Q(phone__icontains=digits)
    else:
        wanted = Q()
        for word in typed.split()[:4]:
            wanted &= Q(public_name__icontains=word) | Q(legal_name__icontains=word)
    return list(
        known_at(organisation)
        .filter(wanted)
        .select_related("organisation", "neighbourhood")
        .defer("organisation__boundary", "neighbourhood__boundary")
        .order_by("legal_name", "public_name", "pk")
        .distinct()[:AT_MOST]
    )


def active_mandates(person: Person, organisation: Organisation) -> list[Mandate]:
    """Return who may help a person at a desk today."""
    today = timezone.localdate()
    return list(
        Mandate.objects.filter(
            person=person,
            organisation=organisation,
            starts_on__lte=today,
            ends_on__gte=today,
            ended_on=None,
        ).order_by("ends_on", "pk")
    )
