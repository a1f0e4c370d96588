"""Numbered sheets: print them, find one, keep its picture, type it again."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from civic.core.exceptions import NotAllowed, Refusal
from civic.territory.models import Organisation

from ..enums import SheetKind
from ..forms import AgainForm, ImageForm, PrintForm, VoidForm
from ..logic.codes import SheetCode
from ..models import Sheet, SheetImage
from ..registry import desk_registry
from ..selectors.printing import printed_sheet
from ..selectors.targets import find_target, printable, target_of
from ..services.images import add_image, is_original, look_at_image
from ..services.retyping import type_again
from ..services.sheets import close_list, print_sheets, void_sheet
from .place import actor_of, at_desk, status_of

PAGE_SIZE = 40


@at_desk
@require_http_methods(["GET", "HEAD", "POST"])
def sheets(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """List what was printed; print numbered sheets of something."""
    form = PrintForm(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        status = 422
        target = target_of(request.POST.get("target", ""))
        if target is None:
            form.add_error(None, _("Choose what the sheets are for."))
        elif form.is_valid():
            try:
                made = print_sheets(
                    actor=actor_of(request),
                    organisation=organisation,
                    target=target,
                    count=form.cleaned_data["count"],
                )
            except NotAllowed:
                raise
            except Refusal as refusal:
                form.refuse(refusal)
                status = status_of(refusal)
            else:
                return redirect("desk_batch", place=organisation.slug, batch=made[0].batch)
    found = (
        Sheet.objects.filter(organisation=organisation).prefetch_related("entries").order_by("-pk")
    )
    twice = found.filter(is_typed_twice=True, second_typing=None, state="entered")
    context = {
        "desk": organisation,
        "form": form,
        "targets": printable([organisation]),
        "page": Paginator(found, PAGE_SIZE).get_page(request.GET.get("page")),
        "twice": twice[:20],
        "chosen": request.POST.get("target", "") or request.GET.get("pour", ""),
    }
    return render(request, "desk/sheets.html", context, status=status)


@at_desk
@require_safe
def batch(request: HttpRequest, organisation: Organisation, batch: Any) -> HttpResponse:
    """Show the sheets printed together, ready for the printer."""
    found = list(Sheet.objects.filter(organisation=organisation, batch=batch).order_by("serial"))
    first = found[0] if found else get_object_or_404(Sheet, pk=0)
    target = find_target(SheetKind(first.kind), first.target)
    if target is None:
        messages.info(request, _("What these sheets are about is over."))
        return redirect("desk_sheets", place=organisation.slug)
    context = {
        "target": target,
        "desk": organisation,
        "code": None,
        "closed": "",
        "online_url": "",
        "enter_url": "",
        "sheets": [
            printed_sheet(target, SheetCode(target.kind, target.pk, one.serial)) for one in found
        ],
    }
    return render(request, "desk/sheet.html", context)


@at_desk
@require_http_methods(["GET", "HEAD", "POST"])
def sheet(request: HttpRequest, organisation: Organisation, code: str) -> HttpResponse:
    """Show where a sheet stands; add its picture, cancel it, close a list."""
    found = get_object_or_404(
        Sheet.objects.select_related("printed_by"), organisation=organisation, code=code
    )
    act = request.POST.get("act", "") if request.method == "POST" else ""
    void = VoidForm(request.POST if act == "void" else None)
    image = ImageForm(
        request.POST if act == "image" else None, request.FILES if act == "image" else None
    )
    status = 200
    if act:
        status = 422
        try:
            said = _acted(request, act, found, void, image)
        except NotAllowed:
            raise
        except Refusal as refusal:
            (void if act == "void" else image).refuse(refusal)
            status = status_of(refusal)
        else:
            if said:
                messages.success(request, said)
                return redirect("desk_sheet", place=organisation.slug, code=found.code)
    target = find_target(SheetKind(found.kind), found.target)
    act_key = next(one.key for one in desk_registry.acts.values() if one.sheet == found.kind)
    context = {
        "desk": organisation,
        "sheet": found,
        "target": target,
        "entries": list(found.entries.select_related("person", "entered_by").order_by("line")),
        "images": list(found.images.all()),
        "second": getattr(found, "second_typing", None),
        "void": void,
        "image": image,
        "act_key": act_key,
        "is_list": found.kind == SheetKind.SUPPORT,
    }
    return render(request, "desk/sheet_detail.html", context, status=status)


def _acted(request: HttpRequest, act: str, found: Sheet, void: Any, image: Any) -> str:
    actor = actor_of(request)
    match act:
        case "void" if void.is_valid():
            void_sheet(actor=actor, sheet=found, reason=void.cleaned_data["void_reason"])
            return _("This sheet is cancelled.")
        case "image" if image.is_valid():
            add_image(actor=actor, sheet=found, upload=image.cleaned_data["image"])
            return _("The picture is kept out of public reach.")
        case "close":
            close_list(actor=actor, sheet=found)
            return _("Every line of this list is entered.")
        case _:
            return ""


@at_desk
@require_POST
def image(request: HttpRequest, organisation: Organisation, image_id: int) -> Any:
    """Give the picture of a sheet; asked for by a button, so that no page looks at it by itself."""
    found = get_object_or_404(
        SheetImage.objects.select_related("sheet__organisation"),
        pk=image_id,
        sheet__organisation=organisation,
    )
    path = look_at_image(actor=actor_of(request), image=found)
    original = is_original(found)
    response = FileResponse(
        path.open("rb"),
        as_attachment=original,
        filename=f"{found.sheet.code}.pdf" if original else "",
        content_type="application/pdf" if original else "image/jpeg",
    )
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex"
    return response


@at_desk
@require_http_methods(["GET", "HEAD", "POST"])
def again(request: HttpRequest, organisation: Organisation, code: str) -> HttpResponse:
    """Type a sheet a second time without seeing the first; then see what differs."""
    found = get_object_or_404(Sheet, organisation=organisation, code=code)
    act = next(one for one in desk_registry.acts.values() if one.sheet == found.kind)
    form = AgainForm(request.POST if request.method == "POST" else None, names=act.typed)
    context = {"desk": organisation, "sheet": found, "form": form, "differences": None}
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            second, differences = type_again(
                actor=actor_of(request), sheet=found, typed=form.cleaned_data
            )
        except NotAllowed:
            raise
        except Refusal as refusal:
            form.refuse(refusal)
            status = status_of(refusal)
        else:
            labels = {name: field.label for name, field in form.fields.items()}
            context |= {
                "second": second,
                "differences": [
                    {"label": labels[one.field], "one": one.first, "other": one.second}
                    for one in sorted(differences, key=lambda one: act.typed.index(one.field))
                    if one.wrong
                ],
            }
    return render(request, "desk/again.html", context, status=status)
