"""Read what is held: decide on each word that may name somebody, then publish in batch."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from civic.audit.services import key_of
from civic.core.exceptions import NotAllowed, Refusal
from civic.core.logic.numbers import written_number

from ..enums import BLOCKING_DECISIONS, FindingType
from ..forms import USUAL_REASONS, FindingForm
from ..logic.masking import mask
from ..logic.spans import Span
from ..models import Finding, GuardedModel
from ..selectors import findings_by_target
from ..services.screening import decide_finding, release
from .marks import Segment, segments

TEXTS_PER_PAGE = 25
TO_DECIDE, TO_PUBLISH = "decider", "publier"

Rows = QuerySet[Any]


@dataclass(frozen=True)
class HeldKind:
    """One kind of held texts.

    `to_decide` still have an open finding, `to_publish` only wait to be released; both hold rows of
    `model` and nothing the reader may not see. `describe` says in words where a row comes from.
    """

    name: str
    label: str
    model: type[GuardedModel]
    to_decide: Rows
    to_publish: Rows
    describe: Callable[[Any], str]

    def rows(self, stage: str) -> Rows:
        return self.to_decide if stage == TO_DECIDE else self.to_publish


@dataclass
class HeldField:
    """One guarded text: its marked words, what it reads like once masked, its rewriting form."""

    label: str
    segments: list[Segment]
    masked: str
    findings: list["HeldFinding"] = field(default_factory=list)
    rewriting: FindingForm | None = None


@dataclass
class HeldFinding:
    """One thing to decide; `form` is bound when its decision was refused."""

    finding: Finding
    words: str
    form: FindingForm


@dataclass
class HeldText:
    """One held row as the screen shows it."""

    key: str
    title: str
    description: str
    reason: str
    fields: list[HeldField]

    @property
    def anchor(self) -> str:
        return f"texte-{self.key.replace('.', '-').replace(':', '-')}"


def reading_screen(
    request: HttpRequest,
    *,
    kinds: Sequence[HeldKind],
    address: str,
    template: str,
    context: dict[str, Any],
    oldest: date | None,
) -> HttpResponse:
    """Show the held texts of some kinds and take the decisions on them.

    The caller has checked who reads; the services check again who decides. `address` is where the
    screen is; its parameters keep the kind, the stage and the page.
    """
    refused: FindingForm | None = None
    status = 200
    if request.method == "POST":
        try:
            return _acted(request, kinds, address)
        except NotAllowed:
            raise
        except _Refused as refusal:
            refused, status = refusal.form, 422
        except Refusal as refusal:
            messages.error(request, str(refusal.message))
            status = 409
    tabs, kind, stage = _tabs(kinds, request.GET.get("quoi", ""))
    rows: Any = kind.rows(stage) if kind else []
    page = Paginator(rows, TEXTS_PER_PAGE).get_page(request.GET.get("page"))
    texts = _texts(kind, list(page.object_list), refused) if kind else []
    waiting = sum(tab["count"] for tab in tabs)
    context |= {
        "texts": texts,
        "tabs": tabs,
        "stage": stage,
        "kind": kind,
        "rows_page": page,
        "address": address,
        "here": _here(request),
        "refused": refused,
        "waiting": waiting,
        "sentence": _sentence(waiting),
        "oldest": oldest,
        "usual_reasons": USUAL_REASONS,
    }
    return render(request, template, context, status=status)


class _Refused(Exception):
    """A decision that was refused, with what was typed."""

    def __init__(self, form: FindingForm) -> None:
        super().__init__()
        self.form = form


def _here(request: HttpRequest) -> str:
    kept = {name: request.GET[name] for name in ("quoi", "page") if request.GET.get(name)}
    return f"?{urlencode(kept)}" if kept else "?"


def _acted(request: HttpRequest, kinds: Sequence[HeldKind], address: str) -> HttpResponse:
    if "finding" in request.POST:
        anchor = _decided(request)
        return redirect(f"{address}{_here(request)}#{anchor}")
    keys = request.POST.getlist("text" if "chosen" in request.POST else "on_page")
    instances = list(_instances(kinds, keys))
    if not instances:
        raise Refusal(_("Tick the texts to publish."), code="nothing_chosen")
    done = release(actor=request.actor, instances=instances)
    messages.success(
        request,
        ngettext("%(n)s text was published.", "%(n)s texts were published.", len(done))
        % {"n": written_number(len(done))},
    )
    return redirect(f"{address}{_here(request)}")


def _decided(request: HttpRequest) -> str:
    form = FindingForm(request.POST)
    if not form.is_valid():
        raise _Refused(form)
    finding = Finding.objects.filter(pk=form.cleaned_data["finding"]).first()
    if finding is None:
        raise Refusal(_("Somebody has already decided on this."), code="already_decided")
    try:
        instance = decide_finding(
            actor=request.actor,
            finding=finding,
            decision=form.cleaned_data["decision"],
            reason=form.cleaned_data["reason"],
            rewritten=form.cleaned_data["rewritten"],
        )
    except NotAllowed:
        raise
    except Refusal as refusal:
        if not refusal.field:
            raise
        form.add_error(refusal.field, str(refusal.message))
        raise _Refused(form) from refusal
    return HeldText(key_of(instance), "", "", "", []).anchor


def _instances(kinds: Sequence[HeldKind], keys: Iterable[str]) -> Iterable[GuardedModel]:
    """Rows named by a form, among those the reader was shown."""
    wanted = set(keys)
    for kind in kinds:
        prefix = f"{kind.model._meta.label_lower}:"
        numbers = {
            int(key.removeprefix(prefix))
            for key in wanted
            if key.startswith(prefix) and key.removeprefix(prefix).isdecimal()
        }
        if not numbers:
            continue
        yield from kind.to_publish.filter(pk__in=numbers)


def _tabs(
    kinds: Sequence[HeldKind], asked: str
) -> tuple[list[dict[str, Any]], HeldKind | None, str]:
    """The views of the screen that are not empty, and the one asked for, else the first."""
    views = [
        (kind, stage, kind.rows(stage).count())
        for kind in kinds
        for stage in (TO_DECIDE, TO_PUBLISH)
    ]
    full = [view for view in views if view[2]]
    chosen = next(
        (view for view in full if f"{view[0].name}-{view[1]}" == asked), full[0] if full else None
    )
    labels = {TO_DECIDE: _("%(kind)s to decide on"), TO_PUBLISH: _("%(kind)s ready to publish")}
    tabs = [
        {
            "label": labels[stage] % {"kind": kind.label},
            "url": f"?{urlencode({'quoi': f'{kind.name}-{stage}'})}",
            "current": chosen is not None and chosen[0] is kind and chosen[1] == stage,
            "count": count,
        }
        for kind, stage, count in full
    ]
    return (tabs, chosen[0], chosen[1]) if chosen else (tabs, None, TO_PUBLISH)


def _texts(
    kind: HeldKind, instances: list[GuardedModel], refused: FindingForm | None
) -> list[HeldText]:
    found = findings_by_target(instances)
    texts = []
    for instance in instances:
        key = key_of(instance)
        waiting = [one for one in found.get(key, []) if one.decision in BLOCKING_DECISIONS]
        texts.append(
            HeldText(
                key=key,
                title=str(instance),
                description=kind.describe(instance),
                reason=instance.get_held_for_display(),
                fields=[
                    _field(instance, name, waiting, refused)
                    for name in instance.GUARDED_FIELDS
                    if getattr(instance, name)
                ],
            )
        )
    return texts


def _field(
    instance: GuardedModel, name: str, waiting: list[Finding], refused: FindingForm | None
) -> HeldField:
    text = getattr(instance, name)
    here = [finding for finding in waiting if finding.field == name]
    spans = [
        Span(one.start, one.end, FindingType(one.type), one.score, text[one.start : one.end])
        for one in here
    ]
    shown = HeldField(
        label=str(getattr(instance._meta.get_field(name), "verbose_name", name)),
        segments=segments(text, here),
        masked=mask(text, spans) if spans else "",
        findings=[
            HeldFinding(one, text[one.start : one.end], _form(one, refused, text)) for one in here
        ],
    )
    if here:
        shown.rewriting = shown.findings[0].form
    return shown


def _form(finding: Finding, refused: FindingForm | None, text: str) -> FindingForm:
    if refused is not None and str(refused.data.get("finding", "")) == str(finding.pk):
        form = refused
    else:
        form = FindingForm(initial={"finding": finding.pk, "rewritten": text})
    form.auto_id = f"decision-{finding.pk}-%s"
    return form


def _sentence(waiting: int) -> str:
    if not waiting:
        return _("Nothing waits to be read.")
    return ngettext(
        "%(n)s text waits to be read before it is published.",
        "%(n)s texts wait to be read before they are published.",
        waiting,
    ) % {"n": written_number(waiting)}
