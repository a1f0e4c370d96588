"""Paper weighs as much as a click: each act online has its way at the desk.

Both sides are read from the code: a phase that opens a new act, or a new address where residents
act, fails here until somebody says how it is done without a screen.
"""

from civic.desk.forms import FORM_OF
from civic.desk.registry import desk_registry
from civic.participation.enums import Act
from civic.participation.models import Activity
from civic.participation.services.contributions import edit_contribution, withdraw_contribution
from tests.consistency.permissions import TAKING_PART

# Addresses among those of residents where nothing is done, or that are a step of another one.
# The second word says why no agent needs them.
NO_DESK_WAY = {
    "consultations.BallotPage:file": "a file to download",
    "consultations.CallForProposalsPage:mine": "the way back to one's own proposals",
    "decisions.DecisionPage:detail": "a page to read",
    "text_print": "a page to read",
}
# Acts of rooms and groups happen among people who are there: on paper, somebody of the room types
# for them (the facilitator's own screens), so the desk of the town hall has no part in them.
IN_THE_ROOM = ("workshops.RoomPage:", "room_", "room", "group_", "workshops.MixedGroupPage:")


def _at_the_desk() -> set[str]:
    return {route for act in desk_registry.acts.values() for route in act.online}


def test_each_act_a_phase_opens_is_done_at_the_desk() -> None:
    covered = {one for act in desk_registry.acts.values() for one in act.covers}
    assert {str(one) for one in Act} - {str(one) for one in covered} == set()


def test_each_address_where_a_resident_acts_has_its_way_at_the_desk() -> None:
    online = {row.route for row in TAKING_PART if not row.route.startswith(IN_THE_ROOM)}
    # Kept with the account in the table of permissions, and a right of whoever spoke.
    online.add("ask_review")
    missing = online - _at_the_desk() - set(NO_DESK_WAY)
    assert missing == set(), "Say how this is done at the desk, in civic/desk/services/acts.py."


def test_a_comment_is_reported_at_the_desk_wherever_it_is_reported_online() -> None:
    # One address reports a text and, with `?commentaire=`, a comment below it: two acts.
    online = {one for one in _at_the_desk() if one.endswith(("report", ":report"))}
    assert desk_registry.acts["signaler-commentaire"].online == online


def test_nothing_is_declared_for_an_address_that_does_not_exist() -> None:
    from tests.consistency.routes import routes

    assert _at_the_desk() - routes() == set()


def test_each_act_of_the_desk_has_a_form_to_type_it() -> None:
    assert set(desk_registry.acts) == set(FORM_OF)


def test_what_is_asked_of_a_council_is_asked_at_the_desk_too() -> None:
    assert desk_registry.acts["demande"].sheet == "demande"


def test_the_services_know_no_difference_but_the_channel() -> None:
    for service in (edit_contribution, withdraw_contribution):
        assert "channel" in service.__kwdefaults__
    assert Activity._meta.get_field("assurance_level").default == 0
