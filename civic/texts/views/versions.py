"""Versions of a text: publish one, compare two, see who wrote what."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from civic.core.exceptions import NotAllowed, Refusal
from civic.participation.views.acting import actor_of, status_of

from ..enums import TextState
from ..forms import VersionForm
from ..models import Text
from ..selectors.changes import changes_between, version_names
from ..selectors.reading import attribution_of, latest_version, sections_of
from ..services.texts import adopt_text
from ..services.versions import publish_version
from .calling import shown, text_of
from .reading import attribution_sentence


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def version_list(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the versions of a text; whoever runs its space publishes the next, or has it adopted."""
    text = text_of(request, slug)
    form = VersionForm()
    status = 200
    if request.method == "POST":
        form = VersionForm(request.POST)
        try:
            if "adopt" in request.POST:
                form = VersionForm()
                adopt_text(actor=actor_of(request), text=text)
                messages.success(request, _("The text is adopted as its last version."))
                return HttpResponseRedirect(request.path)
            if form.is_valid():
                made = publish_version(actor=actor_of(request), text=text, **form.cleaned_data)
                messages.success(
                    request,
                    _("Version %(letter)s is published; its followers are told.")
                    % {"letter": made.letter},
                )
                return HttpResponseRedirect(request.path)
            status = 422
        except NotAllowed as refusal:
            raise PermissionDenied(str(refusal.message)) from refusal
        except Refusal as refusal:
            if form.is_bound:
                form.refuse(refusal)
            else:
                messages.error(request, str(refusal.message))
            status = status_of(refusal)
    return _versions_page(request, text, form, status)


def _versions_page(
    request: HttpRequest, text: Text, form: VersionForm, status: int
) -> HttpResponse:
    compare_url = reverse("text_compare", kwargs={"slug": text.slug})
    versions = list(text.versions.order_by("-number"))
    latest = latest_version(text)
    changed = (
        sum(line.changed for section in sections_of(text, latest) for line in section.paragraphs)
        if latest
        else 0
    )
    return shown(
        request,
        "texts/versions.html",
        text,
        status=status,
        versions=[
            {
                "version": version,
                "compare": f"{compare_url}?de={version.number - 1}&a={version.number}"
                if version.number > 1
                else "",
            }
            for version in versions
        ],
        changed=changed,
        today_url=f"{compare_url}?de={text.version}&a={text.version + 1}",
        form=form,
        is_adopted=text.state == TextState.ADOPTED,
        crumbs=((_("Versions"), ""),),
    )


@require_safe
def compare(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what changed between two versions, each change with what caused it."""
    text = text_of(request, slug)
    if not text.version:
        raise Http404
    names = version_names(text)
    last = text.version + 1
    first = _asked(request.GET.get("de"), max(1, text.version - 1), last)
    second = _asked(request.GET.get("a"), last if first == text.version else text.version, last)
    if first > second:
        first, second = second, first
    changes = changes_between(text, first, second)
    shown_names = dict(names)
    return shown(
        request,
        "texts/compare.html",
        text,
        changes=changes,
        first=first,
        second=second,
        first_name=shown_names[first],
        before_label=_column(shown_names, first, last),
        after_label=_column(shown_names, second, last),
        second_name=shown_names[second],
        names=names,
        is_today=second == last,
        written=sum(change.kind == "new" for change in changes),
        removed=sum(change.kind == "gone" for change in changes),
        changed=sum(change.kind == "changed" for change in changes),
        crumbs=(
            (_("Versions"), reverse("text_versions", kwargs={"slug": slug})),
            (_("Compare"), ""),
        ),
    )


def _column(names: dict[int, str], number: int, last: int) -> str:
    name = names[number]
    return name if number == last else _("Version %(letter)s") % {"letter": name}


def _asked(typed: str | None, default: int, last: int) -> int:
    if not typed:
        return default
    if not (typed.isascii() and typed.isdigit() and len(typed) < 5) or not 1 <= int(typed) <= last:
        raise Http404
    return int(typed)


@require_safe
def attribution(request: HttpRequest, slug: str) -> HttpResponse:
    """Show how many words of a text each college wrote, article by article."""
    text = text_of(request, slug)
    sections = sections_of(text)
    shares = attribution_of(line.paragraph for section in sections for line in section.paragraphs)
    rows = []
    for section in sections:
        if not section.paragraphs:
            continue
        found = {
            share.college: share
            for share in attribution_of(line.paragraph for line in section.paragraphs)
        }
        words = sum(share.words for share in found.values())
        cells = [{"text": section.name or _("Opening"), "url": ""}]
        for share in shares:
            part = found.get(share.college)
            cells.append({"text": f"{part.percent if part else 0} %", "url": ""})
        cells.append({"text": str(words), "url": ""})
        rows.append({"cells": cells})
    columns = [
        {"label": _("Article")},
        *({"label": share.label.capitalize(), "numeric": True} for share in shares),
        {"label": _("Words"), "numeric": True},
    ]
    return shown(
        request,
        "texts/attribution.html",
        text,
        shares=shares,
        sentence=attribution_sentence(shares),
        columns=columns,
        rows=rows,
        crumbs=((_("Who writes"), ""),),
    )
