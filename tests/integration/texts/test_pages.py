"""What everybody sees of a text, and what a whole plan costs."""

import re
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from civic.accounts.policies import Actor
from civic.core.models import SearchEntry
from civic.discussion.models import Comment
from civic.notifications.registry import notice_registry
from civic.participation.models import Contribution
from civic.texts.logic.documents import Document, DocumentSection
from civic.texts.models import AmendmentDetail, Paragraph, Text
from civic.texts.services.editing import write_paragraph
from civic.texts.services.imports import import_document
from civic.texts.services.texts import start_text
from civic.texts.services.versions import publish_version
from tests.factories.participation import make_space
from tests.factories.territory import make_site
from tests.integration.texts.scene import FIRST, amend, fresh, make_text, paragraph
from tests.unit.texts.files import docx, p, run

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def site(db: None) -> None:
    make_site()


def signed_in(actor: Actor) -> Client:
    client = Client()
    client.force_login(actor.user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def at(text: Text, rest: str = "") -> str:
    return f"/fr/textes/{text.slug}/{rest}"


def of(target: Paragraph, rest: str = "") -> str:
    return at(target.text, f"p/{target.key}/{rest}")


def test_a_draft_exists_for_those_who_write_it_only(
    client: Client, chloe: Actor, amina: Actor
) -> None:
    text = make_text(chloe, public=False)
    assert client.get(at(text)).status_code == 404
    assert signed_in(amina).get(at(text)).status_code == 404
    assert signed_in(chloe).get(at(text)).status_code == 200


def test_everybody_reads_the_text_its_numbers_and_who_wrote_it(
    client: Client, chloe: Actor, amina: Actor
) -> None:
    text = make_text(chloe)
    amend(paragraph(text), amina)
    html = client.get(at(text)).content.decode()
    assert FIRST in html
    assert "art. 2 § 1" in html
    assert "100" in html
    assert html.count("<h1") == 1


@pytest.mark.parametrize(
    "rest",
    ["", "?version=1", "versions/", "comparer/?de=1&a=2", "qui-ecrit/", "amendements/"],
)
def test_each_page_of_a_text_opens_for_anybody(client: Client, chloe: Actor, rest: str) -> None:
    assert client.get(at(make_text(chloe), rest)).status_code == 200


@pytest.mark.parametrize("rest", ["?version=7", "?version=x", "comparer/?de=9&a=1", "rien/"])
def test_what_does_not_exist_is_not_found(client: Client, chloe: Actor, rest: str) -> None:
    assert client.get(at(make_text(chloe), rest)).status_code == 404


def test_a_guest_writes_an_amendment_and_says_who_they_are_last(
    client: Client, chloe: Actor
) -> None:
    target = paragraph(make_text(chloe))
    page = client.get(of(target, "amender/"))
    assert FIRST in page.content.decode()
    data = {
        "aim": "change",
        "words": f"{FIRST} Il est éclairé.",
        "why": "Il fait nuit à cinq heures en hiver.",
        "base": "1",
        "submission_key": "6f8b4ad4-5c8d-4d8e-9a7c-0a6f5a3c1b22",
    }
    asked = client.post(of(target, "amender/"), data)
    assert asked.status_code == 200
    assert not Contribution.objects.exists()
    done = client.post(
        of(target, "amender/"),
        data | {"identify": "1", "public_name": "Yvonne", "college": "resident"},
    )
    assert done.status_code == 302
    made = AmendmentDetail.objects.get()
    receipt = client.get(done["Location"]).content.decode()
    assert made.contribution.number in receipt
    again = client.post(of(target, "amender/"), data)
    assert again.status_code == 302
    assert AmendmentDetail.objects.count() == 1


def test_a_closed_phase_says_why_and_loses_nothing(client: Client, chloe: Actor) -> None:
    target = paragraph(make_text(chloe))
    target.text.activity.settings.filter(act="amend").delete()
    assert "<textarea" not in client.get(of(target, "amender/")).content.decode()
    data = {"aim": "change", "words": "Mes mots à moi.", "why": "Parce que voilà.", "base": "1"}
    refused = client.post(of(target, "amender/"), data)
    assert refused.status_code == 409
    assert "Mes mots à moi." in refused.content.decode()


def test_two_writers_meet_and_both_texts_are_shown(chloe: Actor, elise: Actor) -> None:
    target = paragraph(make_text(chloe))
    first, second = signed_in(chloe), signed_in(elise)
    assert first.get(of(target, "ecrire/")).status_code == 200
    held = second.get(of(target, "ecrire/"))
    assert held.status_code == 409
    assert "Chloé" in held.content.decode()
    taken = second.post(of(target, "ecrire/"), {"take_over": "1"})
    assert taken.status_code == 302
    saved = second.post(of(target, "ecrire/"), {"words": "Quarante vélos.", "base": "1"})
    assert saved.status_code == 302
    late = first.post(of(target, "ecrire/"), {"words": "Trente vélos.", "base": "1"})
    assert late.status_code == 409
    shown = late.content.decode()
    assert "Trente" in shown
    assert "<ins>" in shown
    base = re.search(r'name="base" value="(\d+)"', shown)
    assert base is not None
    assert base[1] == "2"
    again = first.post(of(target, "ecrire/"), {"words": "Trente vélos.", "base": "2"})
    assert again.status_code == 302


def test_holding_goes_on_while_one_types(chloe: Actor, elise: Actor) -> None:
    target = paragraph(make_text(chloe))
    first, second = signed_in(chloe), signed_in(elise)
    assert first.post(of(target, "tenir/")).json()["held"] is True
    assert second.post(of(target, "tenir/")).status_code == 409


def test_a_document_is_looked_at_before_it_is_written(chloe: Actor) -> None:
    text = start_text(actor=chloe, space=make_space(), title="Un texte importé")
    client = signed_in(chloe)
    sent = SimpleUploadedFile("plan.md", "# Le vélo\n\nUn abri.\n\n![x](y.png)\n".encode())
    preview = client.post(at(text, "importer/"), {"document": sent})
    html = preview.content.decode()
    assert "Un abri." in html
    assert not Paragraph.objects.exists()
    key = re.search(r'name="key" value="([0-9a-f-]+)"', html)
    assert key is not None
    assert client.post(at(text, "importer/"), {"key": key[1]}).status_code == 302
    assert paragraph(text).words == "Un abri."
    bad = SimpleUploadedFile("plan.docx", b"%PDF-1.4")
    assert client.post(at(text, "importer/"), {"document": bad}).status_code == 422


def test_a_document_with_macros_changes_and_pictures_says_what_it_loses_before_it_is_written(
    chloe: Actor,
) -> None:
    text = start_text(actor=chloe, space=make_space(), title="Un texte importé")
    client = signed_in(chloe)
    body = p(
        "L’abri ",
        f'<w:ins w:author="x">{run("fermé ")}</w:ins>',
        "<w:del><w:r><w:delText>ouvert </w:delText></w:r></w:del>",
        "compte vingt places.",
        "<w:r><w:drawing><x><w:t>texte de l’image</w:t></x></w:drawing></w:r>",
    )
    data = docx(body, more={"word/vbaProject.bin": b"Sub AutoOpen()"})
    sent = SimpleUploadedFile("plan.docm", data)
    html = client.post(at(text, "importer/"), {"document": sent}).content.decode()
    assert "L’abri fermé compte vingt places." in html
    said = html_of_text(html)
    for words in ("2 modifications suivies", "1 image", "macros"):
        assert words in said
    assert not Paragraph.objects.exists()
    key = re.search(r'name="key" value="([0-9a-f-]+)"', html)
    assert key is not None
    client.post(at(text, "importer/"), {"key": key[1]})
    assert paragraph(text).words == "L’abri fermé compte vingt places."


def html_of_text(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def _plan(chloe: Actor, paragraphs: int) -> Text:
    space = make_space(slug=f"plan-{paragraphs}", title=f"Plan {paragraphs}")
    text = start_text(actor=chloe, space=space, title=f"Plan de {paragraphs} paragraphes")
    words = "Chaque gare dispose d’un abri fermé, éclairé et gratuit pour les vélos. " * 6
    sections = [
        DocumentSection(heading=f"Article {n}", paragraphs=[f"{n}.{m} {words}" for m in range(10)])
        for n in range(max(1, paragraphs // 10))
    ]
    sections[-1].paragraphs = sections[-1].paragraphs[: paragraphs % 10 or 10]
    import_document(
        actor=chloe,
        text=text,
        document=Document(sections=sections),
        keep_findings_because="Aucun nom.",
    )
    publish_version(actor=chloe, text=text, title="Première version")
    return fresh(text)


def _fill(text: Text, person: Any, amendments: int, comments: int) -> None:
    """Add thousands of rows without thousands of services."""
    targets = list(text.paragraphs.select_related("current"))
    model = amend(paragraph(text), person)
    template = model.contribution
    from civic.cases.models import Case

    cases = Case.objects.bulk_create(
        Case(
            number=f"{n:04d}-{n % 10_000:04d}",
            origin="contribution",
            organisation=text.activity.space.organisation,
            state="received",
            turn="authority",
            received_on=timezone.localdate(),
            promised_on=timezone.localdate(),
        )
        for n in range(amendments)
    )
    rows = Contribution.objects.bulk_create(
        Contribution(
            activity=text.activity,
            kind="amendment",
            case=case,
            author=template.author,
            title="Amender",
            text="D’autres mots.",
            channel="online",
            college="resident",
            said_at=timezone.now(),
            screening="released",
            held_for="",
        )
        for case in cases
    )
    AmendmentDetail.objects.bulk_create(
        AmendmentDetail(
            contribution=row,
            paragraph=targets[n % len(targets)],
            base_revision=targets[n % len(targets)].current,
            why="Parce que.",
        )
        for n, row in enumerate(rows)
    )
    share = comments // len(targets)
    Paragraph.objects.filter(text=text).update(comments_count=share)
    assert ContentType.objects.get_for_model(Comment)


def test_a_plan_of_400_paragraphs_and_3000_remarks_reads_in_few_queries(
    client: Client, chloe: Actor, amina: Actor
) -> None:
    from civic.accounts.policies import SYSTEM
    from civic.participation.services.phases import open_always

    small, large = _plan(chloe, 2), _plan(chloe, 400)
    for text in (small, large):
        open_always(actor=SYSTEM, activity=text.activity, acts=["comment", "amend"])
    _fill(large, amina, 1_500, 1_500)
    counts = {}
    client.get(at(small))
    for text in (small, large):
        with CaptureQueriesContext(
            connection,
        ) as found:
            response = client.get(at(text))
        assert response.status_code == 200
        counts[text.slug] = len(found)
    assert len(set(counts.values())) == 1, counts
    assert max(counts.values()) <= 15, counts
    import brotli

    assert len(brotli.compress(response.content, quality=5)) < 100_000


def test_a_text_is_found_by_its_words_and_followed_from_its_first_version(
    client: Client, chloe: Actor, amina: Actor
) -> None:
    draft = make_text(chloe, public=False)
    assert "texts.text" in str(notice_registry.finders)
    assert notice_registry.shown([f"texts.text:{draft.pk}"]) == {}
    assert not SearchEntry.objects.filter(kind="text").exists()
    publish_version(actor=chloe, text=draft, title="Première version")
    [shown] = notice_registry.shown([f"texts.text:{draft.pk}"]).values()
    assert shown.url == at(draft)
    assert [entry.title for entry in SearchEntry.objects.matching("canal pont")] == [draft.title]


def test_a_long_history_is_read_page_by_page_and_a_link_leads_to_its_change(
    client: Client, chloe: Actor
) -> None:
    text = make_text(chloe)
    for number in range(1, 24):
        write_paragraph(
            actor=chloe, paragraph=paragraph(text), words=f"Mot {number}.", base_number=number
        )
    address = of(paragraph(text))
    latest = client.get(address).content.decode()
    assert latest.count('class="text-change"') == 20
    assert '-r24"' in latest
    assert '-r4"' not in latest
    older = client.get(f"{address}?revision=3").content.decode()
    assert [f'-r{number}"' in older for number in (5, 4, 3, 2, 1)] == [False, *[True] * 4]
    # The oldest of a page is compared with the one before it, which is on the next.
    change = latest.partition('-r5"')[2].partition("</li>")[0]
    assert "Mot<del>" in change or ">3<" in change
