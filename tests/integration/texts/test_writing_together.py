"""Rules of writing together: one paragraph, one person, one history."""

from datetime import timedelta

import pytest
from django.utils import timezone

from civic.accounts.policies import Actor
from civic.core.exceptions import NotAllowed, Refusal
from civic.notifications.models import Notice
from civic.privacy.services.erasure import erase_person
from civic.texts.enums import TextState
from civic.texts.models import Paragraph, ParagraphClaim
from civic.texts.registry import text_registry
from civic.texts.selectors.changes import changes_between, history_of
from civic.texts.selectors.reading import attribution_of, labels_of, sections_of
from civic.texts.services.claims import Claimed, claim_paragraph, release_claim
from civic.texts.services.editing import (
    Moved,
    add_paragraph,
    move_paragraph,
    remove_paragraph,
    write_paragraph,
)
from civic.texts.services.notices import TAKEN_OVER, VERSION
from civic.texts.services.texts import adopt_text, remove_section, start_text
from civic.texts.services.versions import publish_version
from tests.factories.participation import make_activity, make_contribution, make_space
from tests.integration.texts.scene import FIRST, amend, fresh, make_text, paragraph

pytestmark = pytest.mark.django_db


@pytest.fixture
def group(monkeypatch: pytest.MonkeyPatch, amina: Actor, elise: Actor) -> None:
    """Amina and Élise are members of the group that writes."""
    members = {amina.person.pk, elise.person.pk}
    monkeypatch.setitem(
        text_registry.writers,
        "consultation",
        [lambda actor, space: actor.person.pk in members],
    )


def test_farid_who_is_no_member_may_not_write(chloe: Actor, farid: Actor) -> None:
    text = make_text(chloe)
    with pytest.raises(NotAllowed):
        start_text(actor=farid, space=make_space(), title="Un autre texte")
    with pytest.raises(NotAllowed):
        write_paragraph(actor=farid, paragraph=paragraph(text), words="Autre.", base_number=1)
    with pytest.raises(NotAllowed):
        claim_paragraph(actor=farid, paragraph=paragraph(text))


def test_a_member_of_the_group_writes_but_does_not_publish(
    chloe: Actor, amina: Actor, group: None
) -> None:
    text = make_text(chloe)
    target = paragraph(text)
    write_paragraph(actor=amina, paragraph=target, words=f"{FIRST} Il est gratuit.", base_number=1)
    with pytest.raises(NotAllowed):
        publish_version(actor=amina, text=fresh(text), title="Deuxième version")


def test_what_amina_adds_is_attributed_to_residents_word_by_word(
    chloe: Actor, amina: Actor, elise: Actor, group: None
) -> None:
    text = make_text(elise)
    write_paragraph(
        actor=amina,
        paragraph=paragraph(text),
        words=f"{FIRST} Il est gratuit la première heure.",
        base_number=1,
    )
    target = paragraph(text)
    assert target.current.college == "resident"
    shares = {share.college: share for share in attribution_of([target])}
    assert shares["resident"].words == 6
    assert sum(share.percent for share in shares.values()) == 100
    latest, first = history_of(target)
    assert latest.sentence in ("Adds 1 sentence.", "Ajoute 1\N{NO-BREAK SPACE}phrase.")
    assert (latest.author, first.college) == ("Amina B.", "elected_official")


def test_a_college_copied_at_the_act_does_not_follow_the_person(
    chloe: Actor, amina: Actor, group: None
) -> None:
    text = make_text(chloe)
    write_paragraph(actor=amina, paragraph=paragraph(text), words="Autre chose.", base_number=1)
    amina.person.college = "association"
    amina.person.save()
    assert paragraph(text).current.college == "resident"


def test_elise_cannot_write_what_amina_is_writing_and_takes_it_over_with_notice(
    chloe: Actor, amina: Actor, elise: Actor, group: None
) -> None:
    target = paragraph(make_text(chloe))
    claim_paragraph(actor=amina, paragraph=target)
    with pytest.raises(Claimed) as refusal:
        claim_paragraph(actor=elise, paragraph=target)
    assert "Amina" in str(refusal.value)
    with pytest.raises(Refusal) as refused:
        write_paragraph(actor=elise, paragraph=target, words="Autre.", base_number=1)
    assert refused.value.code == "claimed"
    claim_paragraph(actor=elise, paragraph=target, take_over=True)
    told = Notice.objects.get(kind=TAKEN_OVER)
    assert told.person == amina.person
    assert "Élise" in told.subject


def test_a_claim_ends_by_itself_after_a_quarter_of_an_hour(
    chloe: Actor, amina: Actor, elise: Actor, group: None
) -> None:
    target = paragraph(make_text(chloe))
    claim_paragraph(actor=amina, paragraph=target)
    past = timezone.now() - timedelta(minutes=20)
    ParagraphClaim.objects.update(claimed_at=past, expires_at=past + timedelta(minutes=15))
    claim_paragraph(actor=elise, paragraph=target)
    assert ParagraphClaim.objects.get().person == elise.person
    assert not Notice.objects.filter(kind=TAKEN_OVER).exists()


def test_holding_again_goes_on_and_saving_or_releasing_lets_go(
    chloe: Actor, amina: Actor, group: None
) -> None:
    target = paragraph(make_text(chloe))
    first = claim_paragraph(actor=amina, paragraph=target)
    again = claim_paragraph(actor=amina, paragraph=target)
    assert (again.pk, again.claimed_at) == (first.pk, first.claimed_at)
    assert again.expires_at >= first.expires_at
    release_claim(actor=amina, paragraph=target)
    assert not ParagraphClaim.objects.exists()
    claim_paragraph(actor=amina, paragraph=target)
    write_paragraph(actor=amina, paragraph=target, words="Autre.", base_number=1)
    assert not ParagraphClaim.objects.exists()


def test_words_written_on_an_older_state_are_given_back_to_be_brought_together(
    chloe: Actor, amina: Actor, group: None
) -> None:
    target = paragraph(make_text(chloe))
    write_paragraph(actor=chloe, paragraph=target, words="Vingt-cinq vélos.", base_number=1)
    with pytest.raises(Moved) as refusal:
        write_paragraph(actor=amina, paragraph=target, words="Trente vélos.", base_number=1)
    assert refusal.value.current.text == "Vingt-cinq vélos."
    write_paragraph(actor=amina, paragraph=target, words="Trente vélos.", base_number=2)
    assert paragraph(target.text).words == "Trente vélos."


def test_the_same_words_saved_twice_make_one_revision(chloe: Actor) -> None:
    target = paragraph(make_text(chloe))
    for _time in range(2):
        write_paragraph(actor=chloe, paragraph=target, words="Vingt-cinq.", base_number=1)
    assert target.revisions.count() == 2


def test_a_paragraph_that_gives_a_telephone_is_refused_with_the_words_that_do(
    chloe: Actor,
) -> None:
    target = paragraph(make_text(chloe))
    words = "Appelez le 06 12 34 56 78 pour réserver une place."
    with pytest.raises(Refusal) as refusal:
        write_paragraph(actor=chloe, paragraph=target, words=words, base_number=1)
    assert refusal.value.code == "finding"
    assert "06 12 34 56 78" in str(refusal.value)
    write_paragraph(
        actor=chloe,
        paragraph=target,
        words=words,
        base_number=1,
        keep_findings_because="Numéro du standard, public.",
    )
    assert paragraph(target.text).words == words


def test_a_removed_paragraph_keeps_its_key_its_history_and_can_come_back(chloe: Actor) -> None:
    text = make_text(chloe)
    target = paragraph(text)
    remove_paragraph(actor=chloe, paragraph=target)
    removed = Paragraph.objects.get(pk=target.pk)
    assert removed.removed_at is not None
    assert removed.key == target.key
    assert target.pk not in labels_of(text)
    write_paragraph(actor=chloe, paragraph=removed, words=FIRST, base_number=2)
    assert labels_of(text)[target.pk] == "art. 1 § 1"
    assert Paragraph.objects.get(pk=target.pk).revisions.count() == 3


def test_an_article_inserted_above_renumbers_what_is_read_and_no_key(chloe: Actor) -> None:
    text = make_text(chloe)
    before = {one.key for one in text.paragraphs.all()}
    last = paragraph(text, 3)
    assert labels_of(text)[last.pk] == "art. 2 § 1"
    add_paragraph(actor=chloe, section=last.section, words="Un premier.", after=None)
    move_paragraph(actor=chloe, paragraph=last, up=False)
    assert labels_of(text)[last.pk] == "art. 2 § 2"
    assert before < {one.key for one in text.paragraphs.all()}


def test_moving_up_at_the_top_of_an_article_goes_to_the_one_before(chloe: Actor) -> None:
    text = make_text(chloe)
    move_paragraph(actor=chloe, paragraph=paragraph(text, 3), up=True)
    assert [len(section.paragraphs) for section in sections_of(text)] == [3, 0]


def test_an_article_that_holds_paragraphs_is_not_removed(chloe: Actor) -> None:
    text = make_text(chloe)
    section = paragraph(text, 3).section
    with pytest.raises(Refusal, match=r"."):
        remove_section(actor=chloe, section=section)
    remove_paragraph(actor=chloe, paragraph=paragraph(text, 3))
    remove_section(actor=chloe, section=section)
    assert len(sections_of(text)) == 1


def test_a_version_names_what_changed_who_wrote_it_and_the_contributions_behind_it(
    chloe: Actor, amina: Actor, group: None
) -> None:
    cause = make_contribution(make_activity(), amina.person)
    text = make_text(chloe)
    target = paragraph(text)
    write_paragraph(
        actor=amina,
        paragraph=target,
        words=f"{FIRST} Il est gratuit la première heure.",
        base_number=1,
        causes=[cause],
    )
    remove_paragraph(actor=chloe, paragraph=paragraph(text, 2))
    version = publish_version(actor=chloe, text=fresh(text), title="Deuxième version")
    assert version.letter == "B"
    changed, gone = changes_between(fresh(text), 1, 2)
    assert (changed.kind, gone.kind) == ("changed", "gone")
    assert changed.writers == [("resident", "Amina B.")]
    assert [one.number for one in changed.causes] == [cause.number]
    with pytest.raises(Refusal):
        publish_version(actor=chloe, text=fresh(text), title="La même")


def test_followers_and_amenders_are_told_of_a_version_once(
    chloe: Actor, amina: Actor, group: None
) -> None:
    text = make_text(chloe)
    amend(paragraph(text), amina)
    write_paragraph(actor=chloe, paragraph=paragraph(text), words="Autre.", base_number=1)
    publish_version(actor=chloe, text=fresh(text), title="Deuxième version")
    assert [notice.person for notice in Notice.objects.filter(kind=VERSION)] == [amina.person]


def test_an_adopted_text_is_read_and_not_changed(chloe: Actor) -> None:
    text = make_text(chloe)
    target = paragraph(text)
    write_paragraph(actor=chloe, paragraph=target, words="Vingt-cinq.", base_number=1)
    with pytest.raises(Refusal) as refusal:
        adopt_text(actor=chloe, text=fresh(text))
    assert refusal.value.code == "changed_since"
    publish_version(actor=chloe, text=fresh(text), title="Version adoptée")
    adopt_text(actor=chloe, text=fresh(text))
    assert fresh(text).state == TextState.ADOPTED
    with pytest.raises(Refusal) as refused:
        write_paragraph(actor=chloe, paragraph=paragraph(text), words="Trente.", base_number=2)
    assert refused.value.code == "adopted"


def test_an_erased_author_leaves_the_words_and_the_college_not_the_name(
    chloe: Actor, amina: Actor, group: None
) -> None:
    text = make_text(chloe)
    write_paragraph(actor=amina, paragraph=paragraph(text), words="Autre.", base_number=1)
    claim_paragraph(actor=amina, paragraph=paragraph(text, 2))
    erase_person(actor=amina, person=amina.person)
    line = history_of(paragraph(text))[0]
    assert (line.college, line.revision.text) == ("resident", "Autre.")
    assert "Amina" not in line.author
    assert not ParagraphClaim.objects.exists()
