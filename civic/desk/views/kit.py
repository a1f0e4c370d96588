"""The communication kit of a page: poster, table card, texts, image, « you said, we did »."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from civic.core.exceptions import NotAllowed
from civic.core.logic.codes import qr_svg
from civic.core.models import BasePage
from civic.participation.models import Space
from civic.privacy.views.visits import signed_in

from ..logic.drawing import has_font, social_image
from ..policies import can_communicate
from ..selectors.kit import KitSubject, SaidAndDone, magazine_texts, said_and_done

PIECES = {
    "affiche": "kit/poster.html",
    "carte-de-table": "kit/card.html",
    "vous-avez-dit": "kit/said.html",
}
Describe = Callable[[BasePage], KitSubject]


@never_cache
@require_safe
@signed_in
def show_kit(
    request: HttpRequest,
    page: BasePage,
    describe: Describe,
    piece: str = "",
    extension: str = "",
    said: Callable[[Space], SaidAndDone] = said_and_done,
) -> HttpResponse:
    """Show the kit of a page, or one piece of it, to whoever holds a role there.

    `describe` is how the app of the page says what it is about, `said` how it says what became of
    what was said.
    """
    subject = describe(page)
    if not can_communicate(request.actor, subject.space):  # type: ignore[attr-defined]
        raise NotAllowed(_("Only those who work for this body take its communication kit."))
    if extension:
        return _file(subject, piece, extension)
    kit = page.url_of("kit")
    context: dict[str, Any] = {
        "page": page,
        "subject": subject,
        "kit_url": kit,
        "code_url": page.url_of("kit_file", piece="code", extension="svg"),
        "extra_breadcrumbs": [{"title": _("Communication kit"), "url": kit if piece else ""}],
    }
    if not piece:
        context |= {
            "pieces": [
                {"title": title, "text": text, "url": page.url_of("kit_piece", piece=key)}
                for key, title, text in _pieces()
            ],
            "texts": [
                {"limit": limit, "length": len(text), "text": text}
                for limit, text in magazine_texts(subject)
            ],
            "image_url": page.url_of("kit_file", piece="image", extension="png")
            if has_font()
            else "",
            "image_alt": _("%(kind)s: %(question)s – %(who)s")
            % {
                "kind": subject.kind,
                "question": subject.question,
                "who": subject.organisation.name,
            },
        }
        return render(request, "kit/kit.html", context)
    if piece not in PIECES:
        raise Http404
    if piece == "vous-avez-dit":
        context["found"] = said(subject.space)
    return render(request, PIECES[piece], context)


def _pieces() -> list[tuple[str, str, str]]:
    return [
        ("affiche", _("A4 poster"), _("For the notice boards, the shops, the bus shelters.")),
        ("carte-de-table", _("Table card"), _("An A4 sheet folded in two, for a desk or a stall.")),
        (
            "vous-avez-dit",
            _("You said, we did"),
            _("What was kept, set aside and built, to hand out and to post up."),
        ),
    ]


def _file(subject: KitSubject, piece: str, extension: str) -> HttpResponse:
    if (piece, extension) == ("code", "svg"):
        return HttpResponse(qr_svg(subject.url), content_type="image/svg+xml")
    if (piece, extension) == ("image", "png"):
        drawn = social_image(
            accent=subject.organisation.accent,
            kicker=f"{subject.organisation.label} – {subject.kind}",
            title=subject.question,
            foot=subject.short_url,
        )
        if drawn is not None:
            return HttpResponse(drawn, content_type="image/png")
    raise Http404
