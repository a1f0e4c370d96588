"""The administration's rows of the permission table."""

from dataclasses import dataclass

from tests.consistency.permissions import (
    DONE,
    PAGE,
    REFUSED,
    SIGN_IN,
    WRONG,
    Row,
    of,
    only,
)

# Residents are turned away from the administration as a whole.
OUTSIDE = {"nobody": SIGN_IN} | of(REFUSED, "amina", "farid", "bruno")
ADMINISTRATION_ROWS = [
    Row("cms/login/", "/cms/login/", REFUSED, {"nobody": SIGN_IN}),
    Row("wagtail administration", "/cms/", PAGE, OUTSIDE),
    Row("wagtail administration", "/cms/pages/{own_page}/edit/", REFUSED, only("here", "admin")),
    Row("wagtail administration", "/cms/pages/{own_page}/delete/", REFUSED, only("here", "admin")),
    Row("wagtail administration", "/cms/pages/{theirs}/edit/", REFUSED, only("elsewhere", "admin")),
    Row(
        "wagtail administration", "/cms/pages/{theirs}/delete/", REFUSED, only("elsewhere", "admin")
    ),
]


@dataclass(frozen=True)
class Screen:
    """One model of the administration: who reads its list, who writes the row of Saint-Aurel.

    `row` is the key of the row in the scene; None stands for an action the screen does not offer.
    """

    name: str
    lists: tuple[str, ...]
    adds: tuple[str, ...] | None
    edits: tuple[str, ...] | None
    deletes: tuple[str, ...] | None
    reads: tuple[str, ...] | None
    inspects: tuple[str, ...] | None = None

    def rows(self) -> list[Row]:
        """Return the rows of the addresses that Wagtail declares for a model."""
        address = f"/cms/{self.name}/"
        number = f"{{row of {self.name}}}"
        asked = [
            ("index", "", self.lists),
            ("index_results", "results/", self.lists),
            ("add", "new/", self.adds),
            ("edit", f"edit/{number}/", self.edits),
            ("delete", f"delete/{number}/", self.deletes),
            ("history", f"history/{number}/", self.reads),
            ("history_results", f"history-results/{number}/", self.reads),
            # Where a row is used is shown to whoever may change it.
            ("usage", f"usage/{number}/", self.reads if self.edits else None),
        ]
        if self.inspects:
            asked.append(("inspect", f"inspect/{number}/", self.inspects))
        return [
            Row(f"cms/{self.name}:{name}", address + path, REFUSED, only(*(who or ())))
            for name, path, who in asked
        ]


STAFF_OF_BOTH = ("here", "elsewhere", "admin")
HERE = ("here", "admin")
ADMIN = ("admin",)
SCREENS = [
    Screen("organisations", STAFF_OF_BOTH, ADMIN, HERE, None, HERE),
    Screen("neighbourhoods", STAFF_OF_BOTH, STAFF_OF_BOTH, HERE, HERE, HERE),
    Screen("departments", STAFF_OF_BOTH, STAFF_OF_BOTH, HERE, HERE, HERE),
    Screen("roles", STAFF_OF_BOTH, STAFF_OF_BOTH, None, HERE, HERE),
    Screen("themes", ADMIN, ADMIN, ADMIN, ADMIN, ADMIN),
    Screen("competences", ADMIN, ADMIN, ADMIN, ADMIN, ADMIN),
    Screen("competence-holders", ADMIN, ADMIN, ADMIN, ADMIN, ADMIN),
    Screen("request-types", ADMIN, ADMIN, ADMIN, ADMIN, ADMIN),
    Screen("glossary", ADMIN, ADMIN, ADMIN, ADMIN, ADMIN),
    Screen("public-names", STAFF_OF_BOTH, STAFF_OF_BOTH, HERE, HERE, HERE),
    Screen("answer-rules", STAFF_OF_BOTH, STAFF_OF_BOTH, HERE, HERE, HERE),
    Screen("announced-delays", STAFF_OF_BOTH, STAFF_OF_BOTH, HERE, HERE, HERE),
    Screen(
        "typed-answers",
        ("driss", *STAFF_OF_BOTH),
        ("driss", *STAFF_OF_BOTH),
        ("driss", *HERE),
        ("driss", *HERE),
        ("driss", *HERE),
    ),
    Screen("councils", STAFF_OF_BOTH, STAFF_OF_BOTH, HERE, None, HERE),
    Screen("council-members", STAFF_OF_BOTH, STAFF_OF_BOTH, HERE, None, HERE),
    Screen("council-trainings", STAFF_OF_BOTH, STAFF_OF_BOTH, HERE, None, HERE),
    Screen("council-training-dates", STAFF_OF_BOTH, STAFF_OF_BOTH, HERE, None, HERE),
    Screen("consultations", STAFF_OF_BOTH, STAFF_OF_BOTH, HERE, None, HERE),
    Screen("reasoned-decisions", STAFF_OF_BOTH, STAFF_OF_BOTH, HERE, HERE, HERE, inspects=HERE),
    Screen("workshops", STAFF_OF_BOTH, STAFF_OF_BOTH, HERE, None, HERE),
    Screen("mixed-groups", STAFF_OF_BOTH, STAFF_OF_BOTH, HERE, None, HERE),
    Screen("sessions", STAFF_OF_BOTH, STAFF_OF_BOTH, HERE, None, HERE),
    Screen("journal", STAFF_OF_BOTH, None, None, None, None, inspects=HERE),
]
ADMINISTRATION_ROWS += [
    # Whoever writes a decision does not sign it.
    Row(
        "cms/reasoned-decisions:sign",
        "/cms/reasoned-decisions/sign/{row of reasoned-decisions}/",
        REFUSED,
        only("admin"),
    ),
    Row("cms/commitments:index", "/cms/commitments/", REFUSED, only("driss", *STAFF_OF_BOTH)),
    Row(
        "cms/commitments:index_results",
        "/cms/commitments/results/",
        REFUSED,
        only("driss", *STAFF_OF_BOTH),
    ),
    Row(
        "cms/commitments:follow",
        "/cms/commitments/follow/{row of commitments}/",
        REFUSED,
        only(*HERE),
    ),
    # Who holds what is kept by the intercommunality; whoever answers sees what went astray.
    Row("cms/who-does-what:competence_matrix", "/cms/who-does-what/", REFUSED, only("admin")),
    Row("cms/who-does-what:export_matrix", "/cms/who-does-what/export.csv", REFUSED, only("admin")),
    Row("cms/who-does-what:import_matrix", "/cms/who-does-what/import/", REFUSED, only("admin")),
    Row(
        "cms/who-does-what:give_competence", "/cms/who-does-what/eclairage/", REFUSED, only("admin")
    ),
    Row(
        "cms/who-does-what:routing_quality",
        "/cms/who-does-what/misaddressed/",
        REFUSED,
        only("driss", *STAFF_OF_BOTH),
    ),
    Row("cms/people:index", "/cms/people/", REFUSED, only(*STAFF_OF_BOTH)),
    Row("cms/people:person", "/cms/people/{person_id}/", REFUSED, only(*HERE)),
    Row(
        "cms/people:verify",
        "/cms/people/{person_id}/verify/",
        REFUSED,
        only(*HERE, answer=WRONG),
        "post",
    ),
    # Pressed from the page of a person, which alone says in whose name.
    Row("cms/people:code", "/cms/people/{person_id}/code/", REFUSED, only(), "post"),
    Row("cms/people:withdraw", "/cms/people/{person_id}/withdraw/", REFUSED, only(), "post"),
    Row("cms/voting:voting_reasons", "/cms/voting/reasons/", REFUSED, only(*STAFF_OF_BOTH)),
    Row("cms/moderation:moderation_queue", "/cms/moderation/", REFUSED, only(*STAFF_OF_BOTH)),
    # What was removed is for the data-protection officer, which nobody of the scene is.
    Row("cms/removals:removals", "/cms/removals/", REFUSED, only("admin")),
]
ADMINISTRATION_ROWS += [
    Row(f"cms/{screen}:{act}", f"/cms/{screen}/{act}/{{row of {screen}}}/", REFUSED, only(*HERE))
    for screen, act in (
        ("workshops", "show"),
        ("workshops", "hide"),
        ("sessions", "follow"),
        ("sessions", "cancel"),
        ("sessions", "attendance"),
        ("sessions", "minutes"),
    )
]
# Where one consultation of Saint-Aurel is prepared and run.
_PREPARED = "{row of consultations}"
_PHASE = f"{_PREPARED}/phases/{{consultation_phase}}"
_CALL = f"{_PREPARED}/activities/{{call_activity}}"
_BALLOT = f"{_PREPARED}/activities/{{ballot_activity}}/ballot"
ADMINISTRATION_ROWS += [
    Row(f"cms/consultations:{name}", f"/cms/consultations/{path}", REFUSED, only(*HERE))
    for name, path in (
        ("prepare", f"prepare/{_PREPARED}/"),
        ("territories", f"{_PREPARED}/territories/"),
        ("add_phase", f"{_PREPARED}/phases/new/"),
        ("change_phase", f"{_PHASE}/"),
        ("remove_phase", f"{_PHASE}/remove/"),
        ("openings", f"{_PREPARED}/openings/"),
        ("add_activity", f"{_PREPARED}/activities/new/ballot/"),
        ("change_activity", f"{_CALL}/"),
        ("remove_activity", f"{_CALL}/remove/"),
        ("conditions", f"{_CALL}/conditions/"),
        ("ballot", f"{_BALLOT}/"),
        ("roll", f"{_BALLOT}/voters/"),
        ("open_ballot", f"{_BALLOT}/open/"),
        ("close_ballot", f"{_BALLOT}/close/"),
        ("promise", f"{_PREPARED}/method/{{method_line}}/"),
        ("preview", f"{_PREPARED}/preview/"),
        ("outcome", f"{_PREPARED}/outcome/"),
        ("archive", f"{_PREPARED}/archive/"),
        ("register", f"{_PREPARED}/register/csv/"),
    )
]
ADMINISTRATION_ROWS += [
    Row(
        f"cms/consultations:{name}",
        f"/cms/consultations/{_PREPARED}/{name}/",
        REFUSED,
        only(*HERE, answer=DONE),
        method,
    )
    # A published consultation leads back to its preparation, and a method that is started.
    for name, method in (("publish", "get"), ("pages", "post"), ("method", "get"))
]
ADMINISTRATION_ROWS += [row for screen in SCREENS for row in screen.rows()]
