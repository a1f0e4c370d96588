"""A mixed group is archived once it has been answered, never before."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from civic.accounts.policies import Actor
from civic.core.exceptions import NotAllowed, Refusal
from civic.participation.enums import ReplyOutcome
from tests.factories.mixed_groups import make_group, make_open_group, make_reported_group, page_for
from workshops.models import MixedGroup
from workshops.services.group_archive import archive_group
from workshops.services.group_words import publish_reply

pytestmark = pytest.mark.django_db


def answered(elise: Actor, group: MixedGroup) -> None:
    publish_reply(
        actor=elise,
        group=group,
        outcome=ReplyOutcome.FOLLOWED,
        reason="Le conseil suit la règle de priorité, qui tient dans le budget voté.",
        next_steps="Les deux premières cours sont plantées en novembre.",
        decided_by="Le conseil communautaire",
    )


def over(group: MixedGroup) -> MixedGroup:
    """End the term of a group yesterday."""
    day = timezone.localdate() - timedelta(days=1)
    MixedGroup.objects.filter(pk=group.pk).update(term_ends_on=day)
    return MixedGroup.objects.select_related("space__organisation").get(pk=group.pk)


def refusal_of(actor: Actor, group: MixedGroup) -> str:
    with pytest.raises(Refusal) as refusal:
        archive_group(actor=actor, group=group)
    return str(refusal.value.code)


@pytest.mark.parametrize("due_in", [-10, 30])
def test_a_reply_that_is_owed_late_or_not_keeps_the_group_open(
    client: Client, elise: Actor, due_in: int
) -> None:
    group = over(make_reported_group(due_in=due_in))
    assert refusal_of(elise, group) == "reply_missing"
    html = client.get(page_for(group).get_absolute_url()).content.decode()
    assert ("La réponse est en retard" in html) is (due_in < 0)


def test_a_group_that_is_answered_and_over_is_archived_and_stays_readable(
    client: Client, elise: Actor
) -> None:
    group = make_reported_group()
    answered(elise, group)
    assert refusal_of(elise, group) == "not_over"
    archived = archive_group(actor=elise, group=over(group))
    assert archived.space.archived_at is not None
    again = archive_group(actor=elise, group=group)
    assert again.space.archived_at == archived.space.archived_at
    html = client.get(page_for(group).get_absolute_url()).content.decode()
    assert "Ce groupe est archivé" in html


def test_a_group_without_its_report_is_not_archived(elise: Actor) -> None:
    assert refusal_of(elise, over(make_open_group())) == "report_missing"


def test_a_group_that_never_opened_owes_nothing(elise: Actor) -> None:
    assert archive_group(actor=elise, group=make_group()).space.archived_at is not None


def test_only_who_sets_up_the_spaces_of_a_body_archives_its_groups(
    chloe: Actor, driss: Actor, farid: Actor
) -> None:
    group = make_group()
    for actor in (chloe, driss, farid):
        with pytest.raises(NotAllowed):
            archive_group(actor=actor, group=group)


def test_elise_reads_why_the_group_is_not_archived_then_archives_it(elise: Actor) -> None:
    group = over(make_reported_group(due_in=-10))
    client = Client()
    client.force_login(elise.user)
    page: Any = page_for(group)
    assert page.url_of("archive") in client.get(page.url_of("manage")).content.decode()
    refused = client.post(page.url_of("archive"))
    assert refused.status_code == 422
    assert "La réponse motivée au rapport n’est pas publiée" in refused.content.decode()
    answered(elise, group)
    assert client.post(page.url_of("archive")).status_code == 302
    assert page.url_of("archive") not in client.get(page.url_of("manage")).content.decode()
