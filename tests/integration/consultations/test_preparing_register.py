"""The register of a consultation: one dated table, public texts only, nobody named."""

import csv
import io

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook
from wagtail.documents.models import Document

from civic.accounts.policies import SYSTEM
from civic.discussion.services import post_comment
from consultations.enums import ConsultationPreset
from consultations.models import Consultation, ConsultationPage
from consultations.selectors.register import register_lines
from tests.factories.participation import (
    days,
    make_consultation,
    make_consultation_pages,
    make_contribution,
    make_decision,
)
from tests.factories.people import make_person
from tests.integration.home.pages import make_collections

pytestmark = pytest.mark.django_db


def make_statutory(opens: float = -60, closes: float = -5, **extra) -> Consultation:
    make_collections()
    file = Document.objects.create(
        title="Projet de plan", file=ContentFile(b"%PDF-1.7", name="plan.pdf")
    )
    return make_consultation(
        opens=opens,
        closes=closes,
        preset=ConsultationPreset.ENVIRONMENT_L123_19,
        notice_published_on=timezone.localdate() - days(90),
        file_to_consult=file,
        **extra,
    )


def filled(consultation: Consultation) -> Consultation:
    call = consultation.space.activities.get()
    said_at = timezone.now() - days(20)
    amina = make_person("Amina Belkacem")
    proposal = make_contribution(call, amina, title="=1+1 une haie", said_at=said_at)
    make_contribution(
        call,
        make_person("Voisin Bavard"),
        title="Un lampadaire",
        text="Appelez Mme Martin au 06 12 34 56 78, la lampe est éteinte.",
        said_at=said_at,
    )
    post_comment(
        actor=SYSTEM,
        target=proposal,
        person=make_person("Jeanne Discrète"),
        text="Je suis pour.",
        stance="for",
        channel="paper",
        said_at=said_at,
    )
    make_decision(consultation)
    return consultation


def rows_of(response) -> list[list[str]]:
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))


def public_register(consultation: Consultation, extension: str = "csv"):
    page = ConsultationPage.objects.get(consultation=consultation)
    return Client().get(page.get_absolute_url() + f"registre.{extension}")


def test_anybody_downloads_it_from_the_page_once_it_is_closed():
    consultation = filled(make_statutory())
    make_consultation_pages(consultation)
    page = Client().get(ConsultationPage.objects.get().get_absolute_url())
    assert "registre.xlsx" in page.content.decode()
    response = public_register(consultation)
    assert response.status_code == 200
    assert f"{timezone.localdate():%Y-%m-%d}.csv" in response["Content-Disposition"]
    words = "\n".join(";".join(row) for row in rows_of(response))
    for expected in ("'=1+1 une haie", "Je suis pour.", "Ce qui est retenu", "conseil"):
        assert expected in words
    for hidden in ("Amina Belkacem", "Jeanne Discrète", "06 12 34 56 78", "lampe"):
        assert hidden not in words


def test_a_workbook_says_the_same_and_runs_no_formula():
    consultation = filled(make_statutory())
    make_consultation_pages(consultation)
    sheet = load_workbook(io.BytesIO(public_register(consultation, "xlsx").content)).active
    texts = [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value]
    assert "'=1+1 une haie" in texts
    assert not [text for text in texts if text.startswith("=")]


@pytest.mark.parametrize("extension", ["json", "ods", "exe"])
def test_another_format_is_not_offered(extension):
    consultation = make_statutory()
    make_consultation_pages(consultation)
    assert public_register(consultation, extension).status_code == 404


def test_it_is_not_public_before_the_end_nor_for_another_form():
    opened = make_statutory(opens=-20, closes=20)
    make_consultation_pages(opened)
    assert public_register(opened).status_code == 404
    page = Client().get(ConsultationPage.objects.get().get_absolute_url())
    assert "registre." not in page.content.decode()
    free = make_consultation("libre", opens=-30, closes=-5)
    make_consultation_pages(free)
    assert public_register(free).status_code == 404


def test_its_manager_takes_it_before_the_end(elise):
    consultation = filled(make_statutory(opens=-30, closes=20))
    elise.user.is_superuser = True
    elise.user.save()
    client = Client()
    client.force_login(elise.user)
    response = client.get(reverse("consultations:register", args=[consultation.pk, "csv"]))
    assert response.status_code == 200
    assert len(rows_of(response)) > 15


def test_every_statutory_date_says_that_counsel_checks_it():
    lines = list(register_lines(make_statutory()))
    assert any("conseil" in line.text or "counsel" in line.text for line in lines)


def test_the_register_costs_the_same_for_two_and_for_twenty(count_queries):
    consultation = filled(make_statutory())
    with count_queries() as few:
        list(register_lines(consultation))
    call = consultation.space.activities.get()
    for number in range(12):
        make_contribution(
            call,
            title=f"Une idée {number} de plus",
            channel="import",
            said_at=timezone.now() - days(20),
        )
    consultation = Consultation.objects.get(pk=consultation.pk)
    consultation.space  # noqa: B018
    with count_queries() as many:
        list(register_lines(consultation))
    assert len(many) <= len(few) + 2
