"""The cast, fixed for ever: six people who each want something of the site."""

import pytest

from civic.accounts.enums import College, Role
from civic.accounts.policies import Actor
from tests.factories.people import grant, make_person, make_user
from tests.factories.territory import make_commune, make_department, make_intercommunality


def _actor(email: str, name: str, college: str) -> Actor:
    user = make_user(email, name)
    return Actor(user=user, person=make_person(name, user=user, college=college))


@pytest.fixture
def amina(db: None) -> Actor:
    """A resident of Saint-Aurel."""
    actor = _actor("amina@example.org", "Amina B.", College.RESIDENT)
    actor.person.organisation = make_commune()
    actor.person.save()
    return actor


@pytest.fixture
def bruno(db: None) -> Actor:
    """Chair of a neighbourhood council of Saint-Aurel."""
    actor = _actor("bruno@example.org", "Bruno C.", College.COUNCIL)
    grant(actor.user, Role.CHAIR, make_commune())
    return actor


@pytest.fixture
def chloe(db: None) -> Actor:
    """Facilitator of the intercommunality, and moderator."""
    actor = _actor("chloe@example.org", "Chloé D.", College.RESIDENT)
    grant(actor.user, Role.FACILITATOR, make_intercommunality())
    grant(actor.user, Role.MODERATOR, make_intercommunality())
    return actor


@pytest.fixture
def driss(db: None) -> Actor:
    """Technical officer of the roads department of Saint-Aurel."""
    actor = _actor("driss@example.org", "Driss O.", College.TECHNICAL_OFFICER)
    grant(actor.user, Role.OFFICER, make_commune(), make_department())
    return actor


@pytest.fixture
def elise(db: None) -> Actor:
    """Vice-president of the intercommunality, who decides."""
    actor = _actor("elise@example.org", "Élise F.", College.ELECTED_OFFICIAL)
    grant(actor.user, Role.DECIDER, make_intercommunality())
    grant(actor.user, Role.MANAGER, make_intercommunality())
    return actor


@pytest.fixture
def farid(db: None) -> Actor:
    """Has an account and no rights here."""
    return _actor("farid@example.org", "Farid N.", College.RESIDENT)
