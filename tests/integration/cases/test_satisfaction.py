"""Two clicks say whether it is settled: without an account, without JavaScript, once."""

import re
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from civic.accounts.enums import Role
from civic.accounts.policies import SYSTEM, Actor
from civic.cases.logic.proof import code_of
from civic.cases.models import Case, Satisfaction, SatisfactionWords
from civic.cases.services.satisfaction import give_satisfaction
from civic.core.exceptions import NotAllowed, Refusal
from civic.privacy.models import Finding
from civic.privacy.selectors import open_findings
from civic.privacy.services.erasure import apply_retention, erase_person, export_person
from civic.privacy.services.screening import decide_finding, release
from tests.factories.people import grant, make_user
from tests.factories.territory import make_commune
from tests.integration.cases.test_contest import answered, asked
from tests.integration.neighbourhood_councils.scene import (
    make_council,
    page_of,
    signed_in,
    today,
)

pytestmark = pytest.mark.django_db

OPINIONS = "/fr/agent/avis/"


def page(case: Case) -> str:
    return f"/fr/suivre/{case.number}/avis/"


def say(case: Case, satisfied: str, **typed) -> int:
    data = {"satisfied": satisfied, "code": code_of(case.number), **typed}
    return Client().post(page(case), data).status_code


def test_reading_the_link_of_the_mail_writes_nothing_and_one_click_more_writes(
    amina: Actor,
) -> None:
    case = answered(amina)
    link = f"{page(case)}?code={code_of(case.number)}"
    for _prefetch in range(3):
        assert Client().get(link).status_code == 200
    assert not Satisfaction.objects.exists()
    assert say(case, "yes") == 302
    said = Satisfaction.objects.get()
    assert (said.is_satisfied, said.days, said.channel) == (True, 0, "online")
    assert said.department == case.department


def test_it_is_said_once_and_changed_until_the_last_day(amina: Actor) -> None:
    case = answered(amina)
    assert say(case, "yes") == say(case, "yes") == 302
    assert say(case, "no", with_reasons="1", about=["about_delay", "about_result"]) == 302
    said = Satisfaction.objects.get()
    assert (said.is_satisfied, said.about_delay, said.about_clarity) == (False, True, False)
    assert say(case, "no") == 302
    said.refresh_from_db()
    assert said.about_delay
    with pytest.raises(IntegrityError), transaction.atomic():
        Satisfaction.objects.bulk_create(
            [
                Satisfaction(
                    case=case,
                    organisation=case.organisation,
                    days=1,
                    is_satisfied=True,
                    channel="online",
                    said_on=today(),
                )
            ]
        )


def test_the_two_clicks_pass_where_the_security_key_is_checked(amina: Actor) -> None:
    case = answered(amina)
    browser = Client(enforce_csrf_checks=True)
    code = code_of(case.number)
    for address in (f"{page(case)}?code={code}", f"/fr/suivre/?q={case.number}&code={code}"):
        shown = browser.get(address).content.decode()
        [key] = set(re.findall(r'name="csrfmiddlewaretoken" value="([^"]+)"', form_of(shown, case)))
        typed = {"satisfied": "yes", "code": code, "csrfmiddlewaretoken": key}
        assert browser.post(page(case), typed).status_code == 302
    assert Satisfaction.objects.get().is_satisfied


def form_of(shown: str, case: Case) -> str:
    """Return the form of the two clicks."""
    start = shown.index(f'action="{page(case)}"')
    return shown[start : shown.index("</form>", start)]


def test_somebody_dissatisfied_is_led_to_contest(amina: Actor) -> None:
    case = answered(amina)
    say(case, "no")
    shown = Client().get(f"{page(case)}?code={code_of(case.number)}").content.decode()
    assert f"/fr/suivre/{case.number}/reexamen/?code=" in shown
    say(case, "yes")
    shown = Client().get(f"{page(case)}?code={code_of(case.number)}").content.decode()
    assert "/reexamen/" not in shown


@pytest.mark.parametrize("typed", [{"satisfied": ""}, {"satisfied": "maybe"}, {}])
def test_anything_else_than_yes_or_no_is_refused(amina: Actor, typed: dict[str, str]) -> None:
    case = answered(amina)
    data = {"code": code_of(case.number), "x": "1", **typed}
    assert Client().post(page(case), data).status_code == 422
    assert not Satisfaction.objects.exists()


def test_too_early_too_late_or_somebody_else_is_refused(
    amina: Actor, farid: Actor, driss: Actor
) -> None:
    early = asked(amina)
    with pytest.raises(Refusal) as refusal:
        give_satisfaction(actor=amina, case=early, is_satisfied=True)
    assert refusal.value.code == "not_answered"
    late = answered(amina, days_ago=31)
    with pytest.raises(Refusal) as refusal:
        give_satisfaction(actor=amina, case=late, is_satisfied=True)
    assert refusal.value.code == "too_late"
    assert say(late, "yes") == 422
    case = answered(amina)
    with pytest.raises(Refusal) as refusal:
        give_satisfaction(actor=amina, case=case, is_satisfied=True, about=["about_me"])
    assert refusal.value.code == "unknown_reason"
    for stranger in (farid, driss, Actor()):
        with pytest.raises(NotAllowed):
            give_satisfaction(actor=stranger, case=case, is_satisfied=True)
    assert Client().post(page(case), {"satisfied": "yes"}).status_code == 200
    assert not Satisfaction.objects.exists()


def test_the_desk_writes_it_down_for_amina(amina: Actor) -> None:
    case = answered(amina)
    agent = make_user("guichet@example.org")
    grant(agent, Role.DESK, make_commune())
    assert signed_in(Actor(user=agent)).post(page(case), {"satisfied": "no"}).status_code == 302
    assert Satisfaction.objects.get().channel == "desk"


NICE = "Merci, on y voit enfin clair le soir."
NAMED = "Mme Odile Ferrandou m’a répondu au 06 39 98 27 54, merci à elle."


def sheet(case: Case) -> str:
    return (
        Client().get(page_of(make_council()).url_of("sheet", number=case.number)).content.decode()
    )


def add(case: Case, words: str, **typed) -> int:
    return say(case, "yes", with_reasons="1", words=words, **typed)


def test_a_word_more_is_read_by_the_department_and_below_the_answer(
    amina: Actor, driss: Actor, farid: Actor
) -> None:
    case = answered(amina)
    assert say(case, "yes") == 302
    assert add(case, NICE) == 302
    assert NICE in sheet(case)
    assert NICE in signed_in(driss).get(OPINIONS).content.decode()
    assert signed_in(farid).get(OPINIONS).status_code == 403
    # The two clicks alone change nothing of it; changing one's mind begins again.
    assert say(case, "yes") == 302
    assert NICE in sheet(case)
    assert say(case, "no") == 302
    assert not SatisfactionWords.objects.exists()
    assert NICE not in sheet(case)


def test_a_word_that_names_somebody_is_public_nowhere_before_it_is_read(
    amina: Actor, driss: Actor
) -> None:
    case = answered(amina)
    assert add(case, NICE) == 302
    assert add(case, NAMED) == 302
    words = SatisfactionWords.objects.get()
    assert (words.text, words.is_public) == (NAMED, False)
    export = f"{OPINIONS}export.csv"
    for shown in (sheet(case), signed_in(driss).get(export).getvalue().decode()):
        assert "Ferrandou" not in shown
        assert "06 39" not in shown
    # Who answered reads it as it is; whoever reads before publication decides on each word.
    assert "06 39" in signed_in(driss).get(OPINIONS).content.decode()
    reader = make_user("lecture@example.org")
    grant(reader, Role.MODERATOR, make_commune())
    assert "06 39" in signed_in(Actor(user=reader)).get("/fr/agent/a-relire/").content.decode()
    with pytest.raises(Refusal):
        release(actor=Actor(user=reader), instances=[words])
    while found := open_findings(words):
        decide_finding(actor=Actor(user=reader), finding=found[0], decision="masked")
    words.refresh_from_db()
    release(actor=Actor(user=reader), instances=[words])
    assert "merci à elle" in sheet(case)
    assert "merci à elle" in signed_in(driss).get(export).getvalue().decode()


def test_too_many_words_are_refused_and_stay_typed(amina: Actor) -> None:
    case, long = answered(amina), "Toujours rien. " * 80
    say(case, "no")
    refused = Client().post(
        page(case),
        {"satisfied": "no", "code": code_of(case.number), "with_reasons": "1", "words": long},
    )
    assert refused.status_code == 422
    assert long.strip() in refused.content.decode()
    assert "trop long" in refused.content.decode()
    assert not SatisfactionWords.objects.exists()


def test_the_words_are_given_back_erased_with_the_person_and_forgotten_in_time(
    amina: Actor,
) -> None:
    assert amina.person is not None
    case = answered(amina)
    add(case, NAMED)
    [said] = export_person(person=amina.person)["satisfactions"]
    assert (said["number"], said["words"]) == (case.number, NAMED)
    later = today() + timedelta(days=37 * 31)
    assert apply_retention(actor=SYSTEM, today=later, dry_run=True)["satisfaction_words"] == 1
    erase_person(actor=amina, person=amina.person)
    assert not SatisfactionWords.objects.exists()
    assert not Finding.objects.exists()
    # The two clicks stay in the counts, without a name.
    assert Satisfaction.objects.get().is_satisfied


def test_two_opinions_and_twenty_cost_the_department_the_same(
    amina: Actor, driss: Actor, count_queries
) -> None:
    client, costs = signed_in(driss), []
    for many in (2, 18):
        for number in range(many):
            add(answered(amina), f"Merci pour la lampe, vraiment {number}.")
        for address in (OPINIONS, f"{OPINIONS}export.json"):
            client.get(address).content if address == OPINIONS else client.get(address).getvalue()
            with count_queries() as queries:
                answer = client.get(address)
                answer.getvalue() if answer.streaming else answer.content
            costs.append(len(queries))
    assert costs[:2] == costs[2:]


def test_the_delay_is_that_of_the_first_answer(amina: Actor) -> None:
    case = answered(amina, days_ago=9)
    Case.objects.filter(pk=case.pk).update(first_answered_on=case.received_on + timedelta(days=4))
    case.refresh_from_db()
    assert case.days_waited == 4
