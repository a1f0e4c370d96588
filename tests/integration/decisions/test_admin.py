"""Decisions in the administration: written, read again, signed, and closed to other bodies."""

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse

from civic.accounts.enums import Role
from civic.accounts.policies import Actor
from civic.cases.enums import CaseState
from civic.cases.models import Case
from civic.decisions.enums import DecisionState
from civic.decisions.models import ReasonedDecision
from civic.decisions.services import sign_decision
from tests.factories.people import grant
from tests.factories.territory import make_commune, make_department, make_intercommunality
from tests.integration.decisions.scene import make_decision, make_ready_decision, page_of, soon
from tests.integration.discussion.scene import make_proposal, make_space

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def undefined_template_variables_fail() -> None:
    """Let Wagtail's own templates use `|default`, which Django skips under the guard."""


def at_work(actor: Actor) -> Client:
    """Sign in with the way into the administration that every group of a branch gives."""
    entry = Permission.objects.get(codename="access_admin", content_type__app_label="wagtailadmin")
    actor.user.user_permissions.add(entry)
    client = Client()
    client.force_login(actor.user)
    return client


def address(name: str, *args: object) -> str:
    return reverse(f"reasoned-decisions:{name}", args=args)


def typed(case: Case | None = None, **changes: str) -> dict[str, str]:
    data = {
        "space": str(make_space().pk),
        "title": "Ce que nous retenons",
        "summary": "Trois actions.",
        "question": "Que faire ?",
        "context": "",
        "criteria": "",
        "decided_by_name": "Le conseil",
        "decided_on": "2026-10-12",
        "legal_act": "",
        "items-TOTAL_FORMS": "1" if case else "0",
        "items-INITIAL_FORMS": "0",
        "items-MIN_NUM_FORMS": "0",
        "items-MAX_NUM_FORMS": "1000",
        "commitments-TOTAL_FORMS": "1",
        "commitments-INITIAL_FORMS": "0",
        "commitments-MIN_NUM_FORMS": "0",
        "commitments-MAX_NUM_FORMS": "1000",
        "commitments-0-text": "Poser soixante arceaux",
        "commitments-0-due_on": soon().isoformat(),
        "commitments-0-department": str(make_department(make_intercommunality(), "climat").pk),
        "commitments-0-state": "to_start",
        "commitments-0-ORDER": "1",
    }
    if case:
        data |= {
            "items-0-case": case.number,
            "items-0-outcome": "accepted",
            "items-0-reason": "La gare manque de places couvertes, nous en ajoutons.",
            "items-0-next_steps": "En mars 2027.",
            "items-0-ORDER": "1",
        }
    return data | changes


def test_elise_writes_a_decision_with_its_answers_and_promises(elise: Actor) -> None:
    client, case = at_work(elise), make_proposal().case
    assert client.get(address("add")).status_code == 200
    answer = client.post(address("add"), typed(case))
    assert answer.status_code == 302
    decision = ReasonedDecision.objects.get()
    assert decision.items.get().case == case
    assert decision.commitments.get().text == "Poser soixante arceaux"
    html = client.get(address("edit", decision.pk)).content.decode()
    assert case.number in html
    assert address("sign", decision.pk) in html


@pytest.mark.parametrize(
    "changes",
    [
        {"title": ""},
        {"items-0-reason": "fait"},
        {"items-0-next_steps": ""},
        {"items-0-case": "0000-0000"},
        {"items-0-case": "abc"},
        {"summary": "é" * 601},
        {"commitments-0-due_on": "demain"},
    ],
)
def test_what_is_badly_written_is_shown_again(elise: Actor, changes: dict) -> None:
    client = at_work(elise)
    answer = client.post(address("add"), typed(make_proposal().case) | changes)
    assert answer.status_code == 200
    assert "La gare manque de places" in answer.content.decode() or "items-0-reason" in changes
    assert not ReasonedDecision.objects.exists()


def test_the_list_leads_to_the_signature_and_only_for_a_draft(elise: Actor) -> None:
    client = at_work(elise)
    decision, _proposals = make_ready_decision()
    assert address("sign", decision.pk) in client.get(address("index")).content.decode()
    sign_decision(actor=elise, decision=decision)
    assert address("sign", decision.pk) not in client.get(address("index")).content.decode()


def test_elise_reads_every_answer_again_and_signs(elise: Actor) -> None:
    client = at_work(elise)
    decision, proposals = make_ready_decision(6)
    page = client.get(address("sign", decision.pk)).content.decode()
    assert "100\u00a0%" in page or "100 %" in page
    for proposal in proposals:
        assert proposal.case.number in page
    refused = client.post(address("sign", decision.pk), {})
    assert refused.status_code == 422
    decision.refresh_from_db()
    assert decision.state == DecisionState.DRAFT
    answer = client.post(address("sign", decision.pk), {"confirmed": "on"})
    assert answer["Location"] == address("inspect", decision.pk)
    assert client.get(answer["Location"]).status_code == 200
    assert set(Case.objects.values_list("state", flat=True)) == {CaseState.ANSWERED}


def test_a_decision_that_names_somebody_asks_why(elise: Actor) -> None:
    client = at_work(elise)
    decision, _proposals = make_ready_decision(summary="Appelez le 06 12 34 56 78.")
    assert "06 12 34 56 78</u>" in client.get(address("sign", decision.pk)).content.decode()
    refused = client.post(address("sign", decision.pk), {"confirmed": "on"})
    assert refused.status_code == 422
    signed = client.post(
        address("sign", decision.pk),
        {"confirmed": "on", "keep_findings_because": "Numéro public"},
    )
    assert signed.status_code == 302


def test_a_signed_decision_is_read_and_no_longer_edited(elise: Actor) -> None:
    client = at_work(elise)
    decision, _proposals = make_ready_decision()
    sign_decision(actor=elise, decision=decision)
    for name in ("edit", "delete"):
        assert client.get(address(name, decision.pk)).status_code in (302, 403)
    assert client.get(address("sign", decision.pk))["Location"] == address("inspect", decision.pk)
    client.post(address("edit", decision.pk), typed(title="Autre"))
    decision.refresh_from_db()
    assert decision.title != "Autre"


def test_a_draft_is_deleted_unless_a_page_shows_it(elise: Actor) -> None:
    client, decision = at_work(elise), make_decision()
    page = page_of(decision)
    client.post(address("delete", decision.pk))
    assert ReasonedDecision.objects.exists()
    page.delete()
    client.post(address("delete", decision.pk))
    assert not ReasonedDecision.objects.exists()


def closed(client: Client, url: str, data: dict | None = None) -> bool:
    answer = client.get(url) if data is None else client.post(url, data)
    return answer.status_code in (302, 403, 404) and "inspect" not in answer.get("Location", "")


@pytest.mark.parametrize("role", [Role.DECIDER, Role.MANAGER, Role.OFFICER])
def test_the_staff_of_another_commune_open_nothing_here(farid: Actor, role: Role) -> None:
    grant(farid.user, role, make_commune("montfaucelle"))
    client = at_work(Actor(user=farid.user))
    decision, _proposals = make_ready_decision()
    for name in ("edit", "delete", "inspect", "sign", "history", "usage"):
        assert closed(client, address(name, decision.pk))
    assert closed(client, address("sign", decision.pk), {"confirmed": "on"})
    client.post(address("edit", decision.pk), typed(title="La mienne"))
    client.post(address("add"), typed())
    assert decision.title not in client.get(address("index")).content.decode()
    assert ReasonedDecision.objects.count() == 1
    decision.refresh_from_db()
    assert decision.state == DecisionState.DRAFT


def test_a_manager_sees_no_way_to_sign(farid: Actor) -> None:
    grant(farid.user, Role.MANAGER, make_intercommunality())
    client = at_work(Actor(user=farid.user))
    decision, _proposals = make_ready_decision()
    html = client.get(address("edit", decision.pk)).content.decode()
    assert address("sign", decision.pk) not in html
    assert closed(client, address("sign", decision.pk))


def test_driss_and_chloe_do_not_write_decisions(driss: Actor, chloe: Actor) -> None:
    for actor in (driss, chloe):
        client = at_work(actor)
        for name in ("index", "add"):
            assert closed(client, address(name))


def test_the_page_goes_through_a_workflow_and_is_previewed(elise: Actor) -> None:
    from wagtail.test.utils import WagtailTestUtils

    assert WagtailTestUtils
    page = page_of(make_decision())
    elise.user.is_superuser = True
    elise.user.save()
    client = at_work(elise)
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert client.get(edit).status_code == 200
    preview = reverse("wagtailadmin_pages:view_draft", args=[page.pk])
    assert "Ce que nous retenons" in client.get(preview).content.decode()
    assert client.get(page.get_absolute_url()).status_code == 404
