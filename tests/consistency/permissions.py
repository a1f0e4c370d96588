"""The permission table: each route, tried by everybody, with the answer each must get."""

from dataclasses import dataclass, field
from typing import Any

VISITORS = ("nobody", "amina", "farid", "bruno", "driss", "here", "elsewhere", "admin")
"""nobody: no account. amina: owns the proposal, the place, the notice. farid: an account, no
right. bruno: chair of the council of Saint-Aurel. driss: officer of its roads department. here:
communications, management, moderation and more in Saint-Aurel. elsewhere: the same roles in
Montfaucelle. admin: administrator of the site."""

PAGE, SIGN_IN, REFUSED, MISSING, DONE, WRONG, NOT_SO = (
    "page",  # 200
    "sign in",  # 302 to the sign-in
    "refused",  # 403, or led back to the home of the administration with a message
    "missing",  # 404: the object exists for others only
    "done",  # 302 elsewhere
    "wrong",  # 409 or 422: allowed, but something must be corrected
    "not so",  # 405
)


@dataclass(frozen=True)
class Row:
    """One request and its answers; `others` is everybody who is not named in `answers`."""

    route: str
    path: str
    others: str = PAGE
    answers: dict[str, str] = field(default_factory=dict)
    method: str = "get"
    data: dict[str, Any] = field(default_factory=dict)

    def expected(self) -> dict[str, str]:
        return {visitor: self.answers.get(visitor, self.others) for visitor in VISITORS}


def of(answer: str, *visitors: str) -> dict[str, str]:
    return dict.fromkeys(visitors, answer)


def only(*visitors: str, answer: str = PAGE, nobody: str = SIGN_IN) -> dict[str, str]:
    """Return the answers of a place where a few may enter; `others` says what the rest gets."""
    return of(answer, *visitors) | {"nobody": nobody}


EVERYBODY_READS = [
    Row("health", "/health/"),
    Row("image_file", "/media/images/none.webp", MISSING),
    Row("stylesheet", "/theme/saint-aurel-0.css"),
    Row("styleguide", "/styleguide/"),
    Row("api_schema", "/api/schema/"),
    Row("api_consultations", "/api/v1/consultations/"),
    Row("api_consultation", "/api/v1/consultations/{slug}/"),
    Row("api_proposals", "/api/v1/proposals/"),
    Row("api_proposal", "/api/v1/proposals/{number}/"),
    Row("home", "/fr/"),
    Row("page", "/fr/saint-aurel/"),
    Row("page", "/fr/nulle-part/", MISSING),
    Row("search", "/fr/recherche/?q=canal"),
    Row("agenda", "/fr/agenda/"),
    Row("track", "/fr/suivre/"),
    # Without the code of the answer, it is asked for.
    Row("give_satisfaction", "/fr/suivre/{request}/avis/"),
    Row("site_map", "/fr/plan-du-site/"),
    # Once the site is open, this is only the way to the home page in one's language.
    Row("first_run", "/", MISSING),
    Row("robots", "/robots.txt"),
    Row("sitemap", "/sitemap.xml"),
    Row("territory.OrganisationPage:page", "{territory.OrganisationPage}"),
    Row("home.ContentPage:page", "{home.ContentPage}"),
    Row("home.NewsIndexPage:list", "{home.NewsIndexPage}"),
    Row("home.NewsPage:page", "{home.NewsPage}"),
    Row("home.GlossaryPage:list", "{home.GlossaryPage}"),
    Row("consultations.ConsultationIndexPage:list", "{consultations.ConsultationIndexPage}"),
    Row("consultations.ConsultationPage:detail", "{consultations.ConsultationPage}"),
    Row(
        "consultations.ConsultationPage:became",
        "{consultations.ConsultationPage}ce-que-c-est-devenu/",
    ),
    # The register is public once a statutory consultation is closed.
    Row(
        "consultations.ConsultationPage:register",
        "{consultations.ConsultationPage}registre.csv",
        MISSING,
    ),
    Row("consultations.CallForProposalsPage:list", "{consultations.CallForProposalsPage}"),
    Row(
        "consultations.CallForProposalsPage:detail", "{consultations.CallForProposalsPage}{number}/"
    ),
    Row("consultations.CallForProposalsPage:write", "{consultations.CallForProposalsPage}ecrire/"),
    Row("consultations.BallotPage:detail", "{consultations.BallotPage}"),
    Row("decisions.DecisionIndexPage:list", "{decisions.DecisionIndexPage}"),
    Row("workshops.WorkshopIndexPage:list", "{workshops.WorkshopIndexPage}"),
    Row("workshops.WorkshopPage:detail", "{workshops.WorkshopPage}"),
    Row("workshops.WorkshopPage:session", "{workshops.WorkshopPage}seances/{session_id}/"),
    Row(
        "workshops.WorkshopPage:calendar", "{workshops.WorkshopPage}seances/{session_id}/seance.ics"
    ),
    Row(
        "neighbourhood_councils.CouncilIndexPage:list", "{neighbourhood_councils.CouncilIndexPage}"
    ),
    Row("neighbourhood_councils.CouncilPage:detail", "{neighbourhood_councils.CouncilPage}"),
    Row(
        "neighbourhood_councils.CouncilIndexPage:trainings",
        "{neighbourhood_councils.CouncilIndexPage}formations/",
    ),
    Row(
        "neighbourhood_councils.CouncilPage:perimeter",
        "{neighbourhood_councils.CouncilPage}perimetre/",
    ),
    Row("neighbourhood_councils.CouncilPage:table", "{neighbourhood_councils.CouncilPage}suivi/"),
    Row(
        "neighbourhood_councils.CouncilPage:export",
        "{neighbourhood_councils.CouncilPage}suivi/export.csv",
    ),
    Row(
        "neighbourhood_councils.CouncilPage:sheet",
        "{neighbourhood_councils.CouncilPage}suivi/{request}/",
    ),
    Row(
        "neighbourhood_councils.CouncilPage:import_example",
        "{neighbourhood_councils.CouncilPage}importer/exemple.csv",
    ),
    Row("territory.OrganisationPage:follow_up", "/fr/saint-aurel/suivi/"),
    Row("territory.OrganisationPage:delays", "/fr/saint-aurel/delais/"),
    Row("territory.OrganisationPage:follow_up_export", "/fr/saint-aurel/suivi/export.csv"),
    Row("territory.OrganisationPage:follow_up_sheet", "/fr/saint-aurel/suivi/{request}/"),
    Row(
        "territory.OrganisationPage:follow_up_correct",
        "/fr/saint-aurel/suivi/{request}/corriger/",
        REFUSED,
        only("bruno", "here", "admin"),
    ),
    Row(
        "territory.OrganisationPage:follow_up_correct",
        "/fr/saint-aurel/suivi/{request}/corriger/",
        REFUSED,
        only("bruno", "here", "admin", answer=WRONG),
        "post",
        {"title": "Lampe", "text": "Éteinte", "place": "", "reason": ""},
    ),
]

LEADERS = ("here", "admin")
KIT_OF_CONSULTATION = KIT_OF_GROUP = ("here", "admin")
# The workshop of the scene is the intercommunality's: nobody of Saint-Aurel works for it.
KIT_OF_WORKSHOP = ("admin",)
KIT_OF_COUNCIL = ("bruno", "here", "admin")
PROPOSAL = "{consultations.CallForProposalsPage}{number}/"
CALL = "consultations.CallForProposalsPage"
TAKING_PART = [
    # Somebody without a name is asked for one, somebody known goes on: nobody is refused.
    Row(f"{CALL}:write_step", "{consultations.CallForProposalsPage}ecrire/envoi/", DONE),
    Row(f"{CALL}:support", f"{PROPOSAL}soutenir/", DONE),
    Row(
        f"{CALL}:support",
        f"{PROPOSAL}soutenir/",
        DONE,
        of(PAGE, "nobody"),
        "post",
        {"support": "give"},
    ),
    Row(f"{CALL}:comment", f"{PROPOSAL}commenter/", DONE),
    Row(f"{CALL}:comment", f"{PROPOSAL}commenter/", WRONG, method="post", data={"text": ""}),
    Row(f"{CALL}:report", f"{PROPOSAL}signaler/"),
    # The receipt and the words of a proposal are its author's; others are led to the proposal.
    Row(f"{CALL}:receipt", f"{PROPOSAL}recu/", DONE, of(PAGE, "amina")),
    Row(f"{CALL}:edit", f"{PROPOSAL}modifier/", REFUSED, of(PAGE, "amina")),
    Row(f"{CALL}:edit", f"{PROPOSAL}modifier/", REFUSED, of(WRONG, "amina"), "post"),
    Row(f"{CALL}:withdraw", f"{PROPOSAL}retirer/", REFUSED, of(PAGE, "amina")),
    Row(f"{CALL}:withdraw", f"{PROPOSAL}retirer/", REFUSED, of(WRONG, "amina"), "post"),
    Row("api_support", "/api/v1/proposals/{number}/support/", NOT_SO),
    Row("consultations.BallotPage:vote", "{consultations.BallotPage}voter/"),
    # Where a voter checks a receipt: nothing is shown without its code.
    Row("consultations.BallotPage:receipt", "{consultations.BallotPage}recu/"),
    # Nothing of a vote is given out before the ballot is closed.
    Row("consultations.BallotPage:file", "{consultations.BallotPage}bulletins.csv", MISSING),
    Row(
        "workshops.WorkshopPage:register",
        "{workshops.WorkshopPage}seances/{session_id}/inscription/",
        DONE,
    ),
    Row(
        "workshops.WorkshopPage:cancel",
        "{workshops.WorkshopPage}seances/{session_id}/annuler/",
        DONE,
        of(PAGE, "amina"),
    ),
    # A decision that nobody signed is read in the administration, by those who prepare it.
    Row("decisions.DecisionPage:detail", "{draft}", MISSING),
    Row("decisions.DecisionPage:detail", "{decisions.DecisionPage}"),
]

ACCOUNT = [
    Row("account_start", "/fr/compte/commencer/", DONE, of(SIGN_IN, "nobody"), "post"),
    Row(
        "ask_review",
        "/fr/suivre/{number}/reexamen/",
        REFUSED,
        only("amina", "here", "admin"),
    ),
    Row("account_login", "/fr/compte/connexion/", DONE, of(PAGE, "nobody")),
    Row("account_request_login_code", "/fr/compte/connexion/adresse/", DONE, of(PAGE, "nobody")),
    Row("account_confirm_login_code", "/fr/compte/connexion/code/", DONE, of(SIGN_IN, "nobody")),
    Row("account_logout", "/fr/compte/deconnexion/", PAGE, of(DONE, "nobody")),
    Row("account_inactive", "/fr/compte/inactif/"),
    Row("account", "/fr/compte/", PAGE, of(SIGN_IN, "nobody")),
    Row("profile", "/fr/compte/profil/", PAGE, of(SIGN_IN, "nobody")),
    Row("claim", "/fr/compte/recu/", PAGE, of(SIGN_IN, "nobody")),
    Row("own_data", "/fr/compte/donnees/", PAGE, of(SIGN_IN, "nobody")),
    Row("own_data_download", "/fr/compte/donnees/copie.json", PAGE, of(SIGN_IN, "nobody")),
    Row("erase", "/fr/compte/donnees/effacer/", NOT_SO),
    Row("erased", "/fr/compte/donnees/efface/"),
    Row("notice_preferences", "/fr/compte/avis/", PAGE, of(SIGN_IN, "nobody")),
    Row(
        "follow",
        "/fr/compte/suivre/",
        DONE,
        of(SIGN_IN, "nobody"),
        "post",
        {"act": "mute", "target": "consultations.consultation:1"},
    ),
    Row("mute_link", "/fr/compte/ne-plus-recevoir/faux/", MISSING),
    # Whoever holds the link of a message reads it; only the gateway says what became of it.
    Row("message", "{message}"),
    Row("message_state", "{message}etat/", REFUSED, method="post"),
    Row("message_state", "{message}etat/", NOT_SO),
]

COUNCIL = "neighbourhood_councils.CouncilPage"
STAFF = [
    Row(
        "contact_list",
        "/fr/compte/a-contacter/",
        REFUSED,
        of(PAGE, "driss", "here", "elsewhere", "admin"),
    ),
    # The staff of another commune do not find what this one must do.
    Row(
        "contact_done",
        "/fr/compte/a-contacter/{notice_id}/",
        MISSING,
        of(DONE, "driss", "here", "admin"),
        "post",
    ),
    Row(
        "inbox",
        "/fr/agent/",
        REFUSED,
        only("driss", "here", "elsewhere", "admin"),
    ),
    Row("plans", "/fr/agent/prevu/", REFUSED, only("driss", "here", "elsewhere", "admin")),
    Row(
        "plan_follow",
        "/fr/agent/prevu/{request}/",
        REFUSED,
        only("driss", "here", "admin", answer=WRONG),
        "post",
    ),
    Row(
        "answer_together",
        "/fr/agent/ensemble/?dossier={request}",
        REFUSED,
        only("driss", "here", "elsewhere", "admin"),
    ),
    Row("held", "/fr/agent/a-relire/", REFUSED, only("bruno", "here", "elsewhere", "admin")),
    Row(
        "case_act",
        "/fr/agent/dossiers/{request}/answer/",
        REFUSED,
        only("driss", "here", "admin", answer=WRONG),
        "post",
    ),
    Row(
        f"{COUNCIL}:import",
        "{neighbourhood_councils.CouncilPage}importer/",
        REFUSED,
        only("bruno", "here", "admin"),
    ),
    Row(
        f"{COUNCIL}:import",
        "{neighbourhood_councils.CouncilPage}importer/",
        REFUSED,
        only("bruno", "here", "admin", answer=WRONG),
        "post",
    ),
    Row(
        f"{COUNCIL}:preview",
        "{neighbourhood_councils.CouncilPage}importer/{import_id}/",
        REFUSED,
        only("bruno", "here", "admin"),
    ),
    Row(
        f"{COUNCIL}:preview",
        "{neighbourhood_councils.CouncilPage}importer/{import_id}/",
        REFUSED,
        only("bruno", "here", "admin", answer=DONE),
        "post",
        {"write": "1"},
    ),
    Row(
        f"{COUNCIL}:import_errors",
        "{neighbourhood_councils.CouncilPage}importer/{import_id}/erreurs.csv",
        REFUSED,
        only("bruno", "here", "admin"),
    ),
    Row(
        f"{COUNCIL}:held",
        "{neighbourhood_councils.CouncilPage}a-relire/",
        REFUSED,
        only("bruno", "here", "admin"),
    ),
]

STAFF += [
    Row(
        f"{COUNCIL}:meetings",
        "{neighbourhood_councils.CouncilPage}reunions/",
        REFUSED,
        only("bruno", "here", "admin"),
    ),
    Row(
        f"{COUNCIL}:meeting",
        "{neighbourhood_councils.CouncilPage}reunions/{meeting_id}/",
        REFUSED,
        only("bruno", "here", "admin"),
    ),
    Row(
        f"{COUNCIL}:cancel_meeting",
        "{neighbourhood_councils.CouncilPage}reunions/{meeting_id}/annuler/",
        REFUSED,
        only("bruno", "here", "admin"),
    ),
    Row(
        f"{COUNCIL}:minutes",
        "{neighbourhood_councils.CouncilPage}reunions/{meeting_id}/compte-rendu/",
        REFUSED,
        only("bruno", "here", "admin"),
    ),
]

EVERYBODY_READS += [
    Row("paper", "/fr/papier/"),
    Row("paper_sheet", "/fr/papier/{sheet_target}/"),
    Row("paper_qr", "/fr/papier/{sheet_target}/{sheet_code}.svg"),
]
# A discussion is closed by whoever leads it; the last row finds nothing to open again.
DISCUSSION = "/fr/discussions/contribution/{proposal_id}/"
STAFF += [
    Row("conclude_discussion", f"{DISCUSSION}conclure/", REFUSED, only(*LEADERS)),
    Row("conclude_discussion", "/fr/discussions/rien/1/conclure/", MISSING, of(SIGN_IN, "nobody")),
    Row("reopen_discussion", f"{DISCUSSION}rouvrir/", REFUSED, only(*LEADERS)),
    Row(
        "reopen_discussion",
        f"{DISCUSSION}rouvrir/",
        REFUSED,
        only(*LEADERS, answer=WRONG),
        "post",
        {"reason": "Un quartier n'avait pas été prévenu."},
    ),
]
# The communication kit: whoever has a role where the page stands.
STAFF += [
    Row(f"{page}:{route}", f"{{{page}}}kit/{path}", REFUSED, only(*who))
    for page, who in (
        ("consultations.ConsultationPage", KIT_OF_CONSULTATION),
        ("consultations.CallForProposalsPage", KIT_OF_CONSULTATION),
        ("workshops.WorkshopPage", KIT_OF_WORKSHOP),
        ("workshops.MixedGroupPage", KIT_OF_GROUP),
        ("neighbourhood_councils.CouncilPage", KIT_OF_COUNCIL),
    )
    for route, path in (
        ("kit", ""),
        ("kit_piece", "affiche/"),
        ("kit_piece", "carte-de-table/"),
        ("kit_piece", "vous-avez-dit/"),
        ("kit_file", "code.svg"),
    )
]

DOCUMENTS = [
    Row("wagtaildocs_serve", "/documents/999/none.pdf", MISSING),
    Row(
        "wagtaildocs_authenticate_with_password",
        "/documents/authenticate_with_password/999/",
        MISSING,
    ),
]
