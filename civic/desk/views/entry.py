"""Type what somebody said: one page, one keyboard, nothing lost."""

from typing import Any

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from civic.accounts.models import Person
from civic.cases.enums import CaseOrigin
from civic.cases.logic.numbering import parse_number
from civic.cases.logic.proof import code_of
from civic.cases.models import Case, Request
from civic.core.exceptions import NotAllowed, Refusal
from civic.discussion.models import Comment
from civic.discussion.selectors import target_of
from civic.participation.models import Activity, Contribution, Space
from civic.territory.models import Organisation

from ..forms import FORM_OF, NEW, DeskForm, HowForm, WhoForm
from ..logic.codes import parse_code
from ..models import Entry
from ..registry import DeskAct, desk_registry
from ..selectors.about import About, abouts_of, find_about
from ..selectors.people import active_mandates, find_people, known_at
from ..selectors.printing import consents_of
from ..selectors.targets import SheetTarget, closed_since, find_target
from ..services.entering import Outcome, SheetHasServed, Typed, enter
from .place import actor_of, at_desk, status_of

CLAIM_SESSION_KEY = "desk_claim"


@at_desk
@require_http_methods(["GET", "HEAD", "POST"])
def enter_act(request: HttpRequest, organisation: Organisation, act: str) -> HttpResponse:
    """Enter one act for one person: what, who, how, with their consent."""
    done = desk_registry.acts.get(act)
    if done is None or act not in FORM_OF:
        raise Http404(_("There is no such act at the desk."))
    about = None
    choices = abouts_of(organisation, done)
    if choices is not None:
        about = find_about(organisation, done, _asked(request, "cible"), choices)
        if about is None:
            context = {"desk": organisation, "act": done, "choices": choices}
            return render(request, "desk/choose.html", context)
    screen = Screen(request, organisation, done, about)
    if request.method != "POST" or "find_person" in request.POST:
        return screen.show()
    return screen.save()


def _asked(request: HttpRequest, name: str) -> str:
    return str(request.POST.get(name) or request.GET.get(name) or "")[:40]


class Screen:
    """The entry screen of one act: three forms sent as one."""

    def __init__(
        self, request: HttpRequest, organisation: Organisation, act: DeskAct, about: About | None
    ) -> None:
        self.request, self.organisation = request, organisation
        self.act, self.about = act, about
        self.typed = request.POST if request.method == "POST" else None
        self.searched = self.typed is not None and "find_person" in self.typed
        self.person = self._person()
        self.target = self._target()
        self.who = self._who()
        self.what = self._what()
        self.how = self._how()

    def _person(self) -> Person | None:
        key = self._typed("person") or self.request.GET.get("personne", "")
        if not (key.isascii() and key.isdigit() and len(key) < 16):
            return None
        return (
            known_at(self.organisation)
            .select_related("organisation", "neighbourhood")
            .filter(pk=int(key))
            .first()
        )

    def _typed(self, name: str) -> str:
        return str(self.typed.get(name, "")) if self.typed is not None else ""

    def _bound(self) -> Any:
        # While a person is looked for nothing is judged yet, and everything typed stays.
        return None if self.searched else self.typed

    def _initial(self, **extra: Any) -> dict[str, Any]:
        if not self.searched or self.typed is None:
            return extra
        return extra | {name: value for name, value in self.typed.items() if value}

    def _who(self) -> WhoForm:
        asked = _asked(self.request, "find") if self.typed else ""
        people = find_people(self.organisation, asked) if asked else []
        if self.person is not None and self.person not in people:
            people = [self.person, *people]
        initial = self._initial()
        if self.person is not None:
            initial["person"] = str(self.person.pk)
        elif self.searched and not people:
            initial["person"] = NEW
        return WhoForm(self._bound(), people=people, initial=initial)

    def _what(self) -> DeskForm:
        options: dict[str, Any] = {}
        activity = self.about.activity if self.about else None
        if self.act.key == "contribution" and activity is not None:
            options["themes"] = activity.themes.all()
        if self.act.key in ("amendement", "paragraphe") and activity is not None:
            options["activity"] = activity
        if self.act.key == "vote" and activity is not None:
            options["reason_rule"] = activity.ballot.reason_rule
        contribution = self.target.contribution if self.target else None
        number = contribution.number if contribution else ""
        initial = self._initial(number=number) if number else self._initial()
        return FORM_OF[self.act.key](self._bound(), initial=initial, **options)

    def _how(self) -> HowForm:
        code = parse_code(_asked(self.request, "feuille"))
        extra: dict[str, Any] = {}
        if code is not None and code.serial:
            extra = {"sheet": str(code), "channel": "paper", "consent_how": "signature"}
        elif self.request.GET.get("canal"):
            extra = {"channel": self.request.GET["canal"]}
        mandates = active_mandates(self.person, self.organisation) if self.person else []
        return HowForm(
            self._bound(),
            initial=self._initial(**extra),
            mandates=() if self.act.leaves_no_entry else mandates,
            conditions=self.about.conditions if self.about else (),
            needs_consent=self.act.needs_consent,
            takes_sheet=self.act.sheet is not None,
            is_late=self._is_late(),
        )

    def _is_late(self) -> bool:
        activity = self._activity()
        opening = next(iter(self.act.covers), "")
        return bool(activity and opening and closed_since(activity, opening))

    def _activity(self) -> Activity | None:
        if self.about is not None:
            return self.about.activity
        if self.target is not None:
            return self.target.activity
        number = parse_number(_asked(self.request, "number"))
        named = Contribution.objects.filter(case__number=number) if number else None
        found = named.select_related("activity__space").first() if named is not None else None
        return found.activity if found is not None else None

    def _target(self) -> SheetTarget | None:
        if self.act.sheet is None:
            return None
        if self.about is not None:
            return find_target(self.act.sheet, self.about.pk)
        code = parse_code(self._typed("sheet") or _asked(self.request, "feuille"))
        key = code.target if code is not None and code.kind == self.act.sheet else None
        asked = _asked(self.request, "cible")
        if key is None and asked.isascii() and asked.isdigit() and len(asked) < 16:
            key = int(asked)
        return find_target(self.act.sheet, key) if key is not None else None

    def consents(self) -> tuple[str, ...]:
        """Return the sentences to read out."""
        if self.target is not None:
            return consents_of(self.target)[:1]
        return (
            _(
                "I ask for this to be written for me. My address and my telephone serve to answer "
                "me and are never published."
            ),
        )

    def show(self, status: int = 200, served: Entry | None = None) -> HttpResponse:
        """Show the screen with all that was typed."""
        context = {
            "desk": self.organisation,
            "act": self.act,
            "about": self.about,
            "who": self.who,
            "what": self.what,
            "how": self.how,
            "searched": self.searched,
            "found": len(self.who.people),
            "consents": self.consents() if self.act.needs_consent else (),
            "conditions": [self.how[f"condition_{key}"] for key, _text in self.how.conditions],
            "is_late": self._is_late(),
            "served": served,
        }
        return render(self.request, "desk/enter.html", context, status=status)

    def save(self) -> HttpResponse:
        """Do the act, or show the screen again with what is to correct."""
        valid = [form.is_valid() for form in (self.what, self.who, self.how)]
        if not all(valid):
            return self.show(422)
        try:
            outcome = enter(
                actor=actor_of(self.request),
                organisation=self.organisation,
                act=self.act,
                typed=self._sent(),
            )
        except NotAllowed:
            raise
        except SheetHasServed as refusal:
            self._refuse(refusal)
            return self.show(409, served=refusal.entry)
        except Refusal as refusal:
            self._refuse(refusal)
            return self.show(status_of(refusal))
        return self._receipt(outcome)

    def _refuse(self, refusal: Refusal) -> None:
        for form in (self.what, self.who, self.how):
            if refusal.field in form.fields:
                form.refuse(refusal)
                return
        self.what.refuse(refusal)

    def _sent(self) -> Typed:
        how = self.how.cleaned_data
        data = dict(self.what.cleaned_data)
        contribution: Contribution | None = data.pop("number", None)
        activity, target = self._activity(), self.target
        if contribution is not None:
            data["contribution"] = contribution
            activity = contribution.activity
            if self.act.sheet is not None and self.act.covers:
                target = find_target(self.act.sheet, contribution.pk)
        if self.about is not None:
            data |= self.about.data
        if "case_number" in data:
            data["case"] = data.pop("case_number")
        return Typed(
            person=self.who.who(),
            channel=how["channel"],
            said_on=how["said_on"],
            data=data,
            space=self._space(contribution, data.get("case"), data.get("comment")),
            activity=activity,
            target=target,
            code=how.get("sheet"),
            consent_how=how.get("consent_how", ""),
            consent_text=" ".join(self.consents()),
            conditions=self.how.accepted(),
            late_reason=how.get("late_reason", ""),
            mandate=how.get("mandate"),
            submission_key=how["submission_key"],
            language=(get_language() or "fr")[:2],
        )

    def _space(
        self, contribution: Contribution | None, case: Case | None, comment: Comment | None
    ) -> Space:
        if comment is not None:
            space: Space = target_of(comment).activity.space
            return space
        if case is not None:
            found = Space.objects.filter(
                Q(activities__contributions__case=case) | Q(pk__in=_space_of_request(case))
            ).first()
            if found is None:
                raise Http404(_("No page follows this number."))
            return found
        if contribution is not None:
            return contribution.activity.space
        if self.about is None:
            raise Http404(_("There is no such act at the desk."))
        return self.about.space

    def _receipt(self, outcome: Outcome) -> HttpResponse:
        if outcome.entry is None:
            # Shown in the answer itself: nothing of a vote is kept between two requests.
            context = {"desk": self.organisation, "act": self.act, "done": outcome.done}
            return render(self.request, "desk/done.html", context)
        if outcome.claim:
            self.request.session[CLAIM_SESSION_KEY] = [outcome.entry.pk, outcome.claim]
        return redirect("desk_entry", place=self.organisation.slug, entry_id=outcome.entry.pk)


def _space_of_request(case: Case) -> list[int]:
    keys = Request.objects.filter(case=case).values_list("space_id", flat=True)
    return [key for key in keys if key is not None]


@at_desk
@require_safe
def entry(request: HttpRequest, organisation: Organisation, entry_id: int) -> HttpResponse:
    """Show the receipt of an entry, to print and hand over."""
    found = get_object_or_404(
        Entry.objects.select_related("person", "sheet", "mandate", "consent", "entered_by"),
        pk=entry_id,
        organisation=organisation,
    )
    act = desk_registry.acts.get(found.act)
    case = Case.objects.filter(number=found.number).first() if found.number else None
    claim = request.session.get(CLAIM_SESSION_KEY) or [0, ""]
    context = {
        "desk": organisation,
        "entry": found,
        "act": act,
        "case": case if found.act in ("contribution", "demande", "changer") else None,
        "claim": _once(request, claim, found),
        "secret": code_of(found.number) if case and case.origin == CaseOrigin.REQUEST else "",
        "next_url": _again(found),
    }
    return render(request, "desk/entry.html", context)


def _once(request: HttpRequest, claim: Any, found: Entry) -> str:
    """Show a code to its own receipt; it goes with the page that shows it."""
    key, code = claim
    if key != found.pk:
        return ""
    del request.session[CLAIM_SESSION_KEY]
    return str(code)


def _again(found: Entry) -> str:
    """Return where the next line of a list is typed, or another act of the same kind."""
    address = reverse("desk_enter", args=[found.organisation.slug, found.act])
    if found.sheet is not None and found.sheet.state == "blank":
        return f"{address}?cible={found.sheet.target}&feuille={found.sheet.code}"
    return address
