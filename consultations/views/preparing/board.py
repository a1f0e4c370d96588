"""The preparation of one consultation: what is missing, in order, each line leading to its form."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import TemplateView
from wagtail.permissions import page_permission_policy

from civic.decisions.enums import DecisionState
from civic.decisions.policies import can_sign, can_write
from civic.participation.enums import Act, ActivityKind
from civic.participation.models import Activity, Phase, PhaseSetting
from civic.participation.selectors import is_open
from civic.texts.logic.numbering import letter_of
from civic.texts.selectors.addresses import text_url
from civic.voting.enums import BallotState, Electorate
from civic.voting.models import Ballot
from civic.voting.policies import can_run

from ...enums import ConsultationPreset, Step
from ...logic.stages import StageState
from ...policies import can_manage, can_open, can_start_method
from ...selectors import activity_pages, consultation_url, is_overdue, stage_of
from ...selectors.method import lines_of, method_of, promise_lines
from ...selectors.readiness import Missing, missing_of, remarks_of
from ...services.activities import OFFERED
from ..consultation import when_of
from ..register import FORMATS
from .screens import ConsultationScreen, address
from .sentences import ballot_sentences, facts_of, settings_of, state_sentence


@dataclass(frozen=True)
class Link:
    """A way to a form; `detail` tells it apart for whoever hears links alone."""

    label: str
    url: str
    detail: str = ""


class BoardView(ConsultationScreen, TemplateView):
    """Where a consultation stands, what remains, and the way to everything that changes it."""

    template_name = "consultations/admin_prepare.html"
    may = staticmethod(can_open)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        consultation = self.consultation
        stage = stage_of(consultation)
        runs = can_manage(self.actor, consultation)
        archived = consultation.space.archived_at is not None
        missing = missing_of(consultation)
        method = self._method(stage.state == StageState.CLOSED)
        self.heading = consultation.space.title
        self.settings = list(
            PhaseSetting.objects.filter(activity__space=consultation.space_id)
            .select_related("phase", "activity")
            .order_by("activity_id", "pk")
        )
        return super().get_context_data(**kwargs) | {
            "can_change": runs and not archived,
            "is_archived": archived,
            "state": state_sentence(consultation, stage, len(missing)),
            "is_overdue": is_overdue(consultation, stage),
            "missing": [(one.sentence, self._fix(one)) for one in missing],
            "remarks": [(one.sentence, self._fix(one)) for one in remarks_of(consultation)],
            "facts": facts_of(consultation),
            "territories": list(consultation.space.territories.order_by("name")),
            "activities": self._activities(),
            "phases": self._phases(),
            "always": self._opened_by(None),
            "offered": [
                (ActivityKind(kind).label, address("add_activity", consultation, kind))
                for kind in OFFERED
            ],
            "page": self._page(),
            "method": method,
            "decisions": self._decisions(),
            "write_decision": reverse("reasoned-decisions:add")
            if can_write(self.actor, consultation.space)
            else "",
            "date_changes": list(consultation.date_changes.all()),
            "is_statutory": consultation.preset == ConsultationPreset.ENVIRONMENT_L123_19,
            "register": [
                (name.upper(), address("register", consultation, name))
                for name in reversed(FORMATS)
            ],
            "is_closed": stage.state == StageState.CLOSED,
            "can_archive": stage.state == StageState.CLOSED
            and consultation.outcome_published_on is not None
            and not method.get("waiting"),
        }

    def _fix(self, missing: Missing) -> str:
        """Return the address of the form that answers what is missing."""
        consultation = self.consultation
        match missing.step:
            case Step.FRAMING:
                return f"{address('edit', consultation)}#id_{missing.field}"
            case Step.ACTIVITIES if missing.activity is not None:
                return address("ballot", consultation, missing.activity.pk)
            case Step.ACTIVITIES:
                return "#activities"
            case Step.CALENDAR if missing.activity is not None:
                return address("openings", consultation)
        phases = list(consultation.space.phases.all())
        opening = {setting.phase_id for setting in self.settings}
        if not phases:
            return address("add_phase", consultation)
        first = next((phase for phase in phases if phase.pk in opening), None)
        if first is None:
            return address("openings", consultation)
        return address("change_phase", consultation, first.pk)

    def _phases(self) -> list[dict[str, Any]]:
        return [
            {
                "title": phase.title,
                "when": when_of(phase),
                "text": phase.text,
                "is_rough": bool(phase.approximate),
                "opens": self._opened_by(phase.pk),
                "change_url": address("change_phase", self.consultation, phase.pk),
                "remove_url": address("remove_phase", self.consultation, phase.pk)
                if self._may_go(phase)
                else "",
            }
            for phase in self.consultation.space.phases.all()
        ]

    def _may_go(self, phase: Phase) -> bool:
        begun = phase.starts_at is None or phase.starts_at <= timezone.now()
        return not self.consultation.is_published or bool(phase.approximate) or not begun

    def _opened_by(self, phase: int | None) -> list[str]:
        opened: dict[str, list[str]] = {}
        for setting in self.settings:
            if setting.phase_id == phase:
                word = str(Act(setting.act).label)
                opened.setdefault(setting.activity.title, []).append(word)
        return [
            _("%(activity)s: %(acts)s") % {"activity": title, "acts": ", ".join(acts)}
            for title, acts in opened.items()
        ]

    def _activities(self) -> list[dict[str, Any]]:
        activities = list(
            self.consultation.space.activities.select_related("department", "space__organisation")
            .prefetch_related("conditions", "themes", "settings__phase")
            .order_by("pk")
        )
        ballots = {
            ballot.activity_id: ballot for ballot in Ballot.objects.filter(activity__in=activities)
        }
        return [self._activity_line(one, ballots.get(one.pk)) for one in activities]

    def _activity_line(self, activity: Activity, ballot: Ballot | None) -> dict[str, Any]:
        consultation = self.consultation
        links = [
            Link(_("Settings"), address("change_activity", consultation, activity.pk)),
            Link(_("Entry conditions"), address("conditions", consultation, activity.pk)),
        ]
        if activity.kind == ActivityKind.BALLOT:
            links += self._ballot_links(activity, ballot)
        if not consultation.is_published:
            links.append(Link(_("Remove"), address("remove_activity", consultation, activity.pk)))
        return {
            "title": activity.title,
            "kind": activity.get_kind_display(),
            "sentences": [
                sentence
                for sentence in (*settings_of(activity), *ballot_sentences(ballot))
                if sentence
            ],
            "links": links,
        }

    def _ballot_links(self, activity: Activity, ballot: Ballot | None) -> list[Link]:
        consultation = self.consultation
        if not can_run(self.actor, ballot or Ballot(activity=activity)):
            return []
        if ballot is None:
            label = _("Write the question and the rule")
            return [Link(label, address("ballot", consultation, activity.pk))]
        links = []
        if ballot.state == BallotState.DRAFT:
            label = _("Question and rule")
            links.append(Link(label, address("ballot", consultation, activity.pk)))
            if ballot.electorate == Electorate.LISTED:
                links.append(Link(_("List of voters"), address("roll", consultation, activity.pk)))
            if is_open(activity, Act.VOTE):
                url = address("open_ballot", consultation, activity.pk)
                links.append(Link(_("Open the ballot"), url))
        elif ballot.state == BallotState.OPEN and not is_open(activity, Act.VOTE):
            url = address("close_ballot", consultation, activity.pk)
            links.append(Link(_("Close and count"), url))
        return links

    def _page(self) -> dict[str, Any]:
        """Return where the page stands: none, a draft with its preview, or online."""
        consultation = self.consultation
        page = consultation.pages.model.objects.filter(consultation=consultation).first()
        shown = activity_pages(consultation.space.activities.all())
        drafts = {
            activity.title
            for activity in consultation.space.activities.all()
            if activity.pk not in shown
        }
        if page is None:
            return {"exists": False, "url": "", "preview": "", "edit": "", "kit": "", "without": []}
        editable = page_permission_policy.user_has_permission_for_instance(
            self.request.user, "change", page
        )
        return {
            "exists": True,
            "url": consultation_url(consultation) or "",
            "preview": address("preview", consultation),
            "kit": page.url_of("kit") if page.live else "",
            "edit": reverse("wagtailadmin_pages:edit", args=[page.pk]) if editable else "",
            "without": sorted(drafts) if consultation.is_published else [],
        }

    def _method(self, is_closed: bool) -> dict[str, Any]:
        """Return where the framing note stands, and its lines once they are to be answered."""
        consultation = self.consultation
        note = method_of(consultation)
        if note is None:
            start = address("method", consultation)
            return {"start": start if can_start_method(self.actor, consultation) else ""}
        lines = promise_lines(note, lines_of(note)) if is_closed else []
        return {
            "start": "",
            "text": note.text,
            "url": text_url(note.text),
            "letter": letter_of(note.text.version) if note.text.version else "",
            "lines": [
                (line, address("promise", consultation, line.paragraph_id)) for line in lines
            ],
            "waiting": sum(not line.kept for line in lines),
        }

    def _decisions(self) -> list[dict[str, Any]]:
        space = self.consultation.space
        lines = []
        for decision in space.decisions.order_by("pk"):
            signed = decision.state == DecisionState.SIGNED
            url = ""
            if signed and can_write(self.actor, space):
                url = reverse("reasoned-decisions:inspect", args=[decision.pk])
            elif not signed and can_sign(self.actor, space):
                url = reverse("reasoned-decisions:sign", args=[decision.pk])
            elif not signed and can_write(self.actor, space):
                url = reverse("reasoned-decisions:edit", args=[decision.pk])
            lines.append(
                {"title": decision.title, "state": decision.get_state_display(), "url": url}
            )
        return lines
