"""The pages a consultation is given in one click."""

import pytest

from civic.accounts.policies import SYSTEM
from civic.core.exceptions import NotAllowed, Refusal
from civic.participation.services.activities import create_activity
from consultations.models import (
    BallotPage,
    CallForProposalsPage,
    ConsultationIndexPage,
    ConsultationPage,
)
from consultations.services.pages import lay_out_pages
from tests.factories.participation import make_consultation, make_consultation_pages
from tests.factories.territory import make_branch, make_commune, make_site


def test_the_pages_are_drafts_below_the_branch_until_the_publication(elise):
    site = make_site()
    consultation = make_consultation(published=False)
    page = lay_out_pages(actor=elise, consultation=consultation)
    assert not page.live
    assert page.get_parent().specific_class is ConsultationIndexPage
    assert page.is_descendant_of(site)
    assert CallForProposalsPage.objects.get().get_parent().pk == page.pk


def test_what_exists_is_left_and_what_lacks_is_added_online(elise):
    consultation = make_consultation()
    make_consultation_pages(consultation)
    create_activity(actor=SYSTEM, space=consultation.space, kind="ballot", title="Le vote")
    for _again in range(2):
        lay_out_pages(actor=elise, consultation=consultation)
    assert ConsultationPage.objects.count() == 1
    assert CallForProposalsPage.objects.count() == 1
    assert BallotPage.objects.get().live


def test_a_page_that_somebody_took_back_stays_back(elise):
    consultation = make_consultation()
    make_consultation_pages(consultation)
    page = ConsultationPage.objects.get()
    page.save_revision().publish()
    page.refresh_from_db()
    page.unpublish()
    lay_out_pages(actor=elise, consultation=consultation)
    page.refresh_from_db()
    assert not page.live


def test_an_organisation_without_a_branch_is_told_whom_to_ask(db):
    make_site()
    consultation = make_consultation(organisation=make_commune(), territories=[])
    with pytest.raises(Refusal) as refusal:
        lay_out_pages(actor=SYSTEM, consultation=consultation)
    assert refusal.value.code == "no_branch"


def test_two_consultations_of_one_name_have_two_addresses(elise):
    make_site()
    first, second = make_consultation("un"), make_consultation("deux")
    second.space.slug = "un"
    pages = [lay_out_pages(actor=elise, consultation=one) for one in (first, second)]
    assert len({page.get_absolute_url() for page in pages}) == 2


def test_the_staff_of_a_commune_lay_out_nothing_of_the_intercommunality(farid):
    make_branch("saint-aurel")
    with pytest.raises(NotAllowed):
        lay_out_pages(actor=farid, consultation=make_consultation())
