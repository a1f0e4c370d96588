"""Cut a paragraph in two, join two: addresses, comments, amendments and colleges stay."""

from typing import Any

import pytest
from django.test import Client

from civic.accounts.policies import Actor
from civic.core.exceptions import NotAllowed, Refusal
from civic.discussion.models import Comment
from civic.discussion.services import post_comment
from civic.participation.services.contributions import withdraw_contribution
from civic.texts.models import Paragraph, ParagraphLineage, Text
from civic.texts.selectors.reading import attribution_of, sections_of
from civic.texts.services.claims import claim_paragraph
from civic.texts.services.editing import Moved, write_paragraph
from civic.texts.services.parting import join_paragraphs, split_paragraph
from civic.texts.services.texts import adopt_text
from tests.factories.people import make_person
from tests.integration.texts.scene import FIRST, SECOND, amend, fresh, make_text, paragraph

pytestmark = pytest.mark.django_db
BEGINNING, END = "La gare routière accueille vingt vélos", "dans un abri fermé."


@pytest.fixture
def text(chloe: Actor) -> Text:
    return make_text(chloe)


def cut(actor: Actor, target: Paragraph, **extra: Any) -> Paragraph:
    values = {"first": BEGINNING, "second": END, "base_number": target.current.number}  # type: ignore[union-attr]
    return split_paragraph(actor=actor, paragraph=target, **(values | extra))


def joined(actor: Actor, first: Paragraph, second: Paragraph) -> Paragraph:
    return join_paragraphs(
        actor=actor,
        paragraph=first,
        base_number=first.current.number,  # type: ignore[union-attr]
        other_base_number=second.current.number,  # type: ignore[union-attr]
    )


def words(text: Text) -> list[str]:
    return [line.text for section in sections_of(fresh(text)) for line in section.paragraphs]


def test_cut_in_two_the_beginning_keeps_the_address_and_what_was_said(
    text: Text, chloe: Actor, amina: Actor
) -> None:
    target = paragraph(text)
    post_comment(actor=amina, target=target, person=amina.person, text="Vingt, c’est peu.")
    waiting = amend(target, amina)
    made = cut(chloe, target)
    assert words(text)[:3] == [BEGINNING, END, SECOND]
    kept = paragraph(text)
    assert (kept.key, kept.comments_count) == (target.key, 1)
    assert Comment.objects.about(kept).count() == 1
    waiting.refresh_from_db()
    assert waiting.paragraph == kept
    assert made.key != target.key
    assert made.comments_count == 0


def test_both_parts_say_where_they_come_from(client: Client, text: Text, chloe: Actor) -> None:
    target = paragraph(text)
    made = cut(chloe, target)
    row = ParagraphLineage.objects.get()
    assert (row.paragraph, row.kept) == (made, target)
    here, there = (f"/fr/textes/{text.slug}/p/{one.key}/" for one in (target, made))
    assert there in client.get(here).content.decode()
    assert here in client.get(there).content.decode()
    assert "coupé en deux" in client.get(here).content.decode().lower()


def test_each_word_stays_with_the_college_that_wrote_it(
    text: Text, chloe: Actor, elise: Actor
) -> None:
    target = paragraph(text)
    write_paragraph(actor=elise, paragraph=target, words=f"{FIRST} Il est gratuit.", base_number=1)
    before = _shares(text)
    made = cut(chloe, paragraph(text), second=f"{END} Il est gratuit.")
    assert _shares(text) == before
    joined(chloe, paragraph(text), Paragraph.objects.get(pk=made.pk))
    assert _shares(text) == before


def _shares(text: Text) -> list[tuple[str, int]]:
    lines = [line for section in sections_of(fresh(text)) for line in section.paragraphs]
    return [(one.college, one.words) for one in attribution_of(line.paragraph for line in lines)]


@pytest.mark.parametrize(
    ("extra", "code"),
    [
        ({"second": ""}, "no_cut"),
        ({"first": "  \n"}, "no_cut"),
        ({"second": "dans un abri ouvert."}, "words_changed"),
        ({"base_number": 7}, "moved"),
    ],
)
def test_cutting_changes_no_word(text: Text, chloe: Actor, extra: Any, code: str) -> None:
    with pytest.raises(Refusal) as refusal:
        cut(chloe, paragraph(text), **extra)
    assert refusal.value.code == code
    assert words(text)[0] == FIRST


def test_joined_the_first_takes_the_words_of_both(
    client: Client, text: Text, chloe: Actor, amina: Actor
) -> None:
    first, second = paragraph(text, 1), paragraph(text, 2)
    post_comment(actor=amina, target=second, person=amina.person, text="Jusqu’au pont de pierre ?")
    joined(chloe, first, second)
    assert words(text)[0] == f"{FIRST} {SECOND}"
    second.refresh_from_db()
    assert second.removed_at is not None
    # Its address stays, with its comment, and leads to the one that is kept.
    html = client.get(f"/fr/textes/{text.slug}/p/{second.key}/").content.decode()
    assert "Jusqu’au pont de pierre" in html
    assert str(first.key) in html


def test_nothing_is_joined_while_an_amendment_of_the_second_waits(
    text: Text, chloe: Actor, amina: Actor
) -> None:
    first, second = paragraph(text, 1), paragraph(text, 2)
    waiting = amend(second, amina)
    with pytest.raises(Refusal) as refusal:
        joined(chloe, first, second)
    assert refusal.value.code == "amendments_wait"
    withdraw_contribution(
        actor=amina, contribution=waiting.contribution, reason="Je préfère la première version."
    )
    joined(chloe, first, second)
    assert words(text)[0] == f"{FIRST} {SECOND}"


def test_the_last_of_an_article_has_nothing_to_join(text: Text, chloe: Actor) -> None:
    last = paragraph(text, 2)
    with pytest.raises(Refusal) as refusal:
        join_paragraphs(actor=chloe, paragraph=last, base_number=1, other_base_number=1)
    assert refusal.value.code == "alone"


def test_what_somebody_writes_is_neither_cut_nor_joined(
    text: Text, chloe: Actor, elise: Actor
) -> None:
    claim_paragraph(actor=elise, paragraph=paragraph(text, 2))
    with pytest.raises(Refusal) as refusal:
        joined(chloe, paragraph(text, 1), paragraph(text, 2))
    assert refusal.value.code == "claimed"


def test_only_who_writes_the_text_cuts_and_joins(text: Text, amina: Actor, farid: Actor) -> None:
    for actor in (amina, farid):
        with pytest.raises(NotAllowed):
            cut(actor, paragraph(text))


def test_an_adopted_text_is_neither_cut_nor_joined(text: Text, chloe: Actor) -> None:
    adopt_text(actor=chloe, text=text)
    with pytest.raises(Refusal) as refusal:
        cut(chloe, paragraph(text))
    assert refusal.value.code == "adopted"


def test_chloe_cuts_then_joins_from_the_screens(text: Text, chloe: Actor) -> None:
    client = Client()
    client.force_login(chloe.user)
    target = paragraph(text)
    at = f"/fr/textes/{text.slug}/p/{target.key}/"
    assert FIRST in client.get(f"{at}couper/").content.decode()
    whole = client.post(f"{at}couper/", {"words": FIRST, "base": "1"})
    assert whole.status_code == 422
    assert FIRST in whole.content.decode()
    sent = client.post(f"{at}couper/", {"words": f"{BEGINNING}\r\n\r\n{END}", "base": "1"})
    assert sent.status_code == 302
    assert words(text)[:2] == [BEGINNING, END]
    assert END in client.get(f"{at}joindre/").content.decode()
    stale = client.post(f"{at}joindre/", {"base": "1", "other_base": "1"})
    assert stale.status_code == 409
    assert client.post(f"{at}joindre/", {"base": "2", "other_base": "1"}).status_code == 302
    assert words(text)[0] == FIRST


def test_the_end_is_commented_on_by_itself(text: Text, chloe: Actor) -> None:
    made = cut(chloe, paragraph(text))
    again = Paragraph.objects.select_related("text__activity__space__organisation").get(pk=made.pk)
    person = make_person("Nadège P.")
    post_comment(actor=Actor(person=person), target=again, person=person, text="Fermé à clé ?")
    again.refresh_from_db()
    assert again.comments_count == 1


def test_moved_says_what_the_paragraph_says_now(text: Text, chloe: Actor) -> None:
    with pytest.raises(Moved) as moved:
        cut(chloe, paragraph(text), base_number=3)
    assert moved.value.current.text == FIRST
