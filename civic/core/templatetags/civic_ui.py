"""The template tags every page is built with; they are built in, no `{% load %}` is needed."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache
from itertools import groupby
from typing import Any

from django import forms, template
from django.core.paginator import Page
from django.forms.boundfield import BoundField
from django.http import QueryDict
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from ..logic.dates import written_day
from ..logic.numbers import written_number
from ..logic.shapes import path_of

register = template.Library()

STONES_AT_MOST = 48
"""Beyond this capacity a gauge shows proportions, not one stone per place."""

TOLD_AT_MOST, TOLD_FIRST, TOLD_LAST = 14, 2, 6
"""A story of more steps is folded between its first ones and its last ones."""

_BULLETS = "•-–*"

# The type of an input that says what its value is about, so that a phone offers it.
_AUTOCOMPLETE = {"email": "email", "tel": "tel"}


@register.simple_tag
@lru_cache(maxsize=128)
def shape(name: str) -> SafeString:
    """Draw a shape or an icon; always beside a word, so hidden from screen readers.

    Its colour and its filling are in the style sheet: a list draws dozens of them.
    """
    return format_html(
        '<svg class="shape" viewBox="0 0 16 16" aria-hidden="true"><path d="{}"/></svg>',
        path_of(str(name)),
    )


@register.filter
def grouped(number: float) -> str:
    """Write a number with the thousands separator of the language."""
    return written_number(number)


@register.filter
def spelled(number: str) -> str:
    """Space the characters of a public number, so that it is read one by one."""
    return " ".join(str(number).replace("-", "–"))


@register.simple_tag
def folded(entries: Sequence[Any]) -> dict[str, list[Any]]:
    """Part a long story into its beginning, what is folded and its end; a short one has no end."""
    told = list(entries)
    if len(told) <= TOLD_AT_MOST:
        return {"first": told, "middle": [], "last": []}
    return {
        "first": told[:TOLD_FIRST],
        "middle": told[TOLD_FIRST:-TOLD_LAST],
        "last": told[-TOLD_LAST:],
    }


@register.filter
def upto(last: int) -> range:
    """Count from 1 to a number, to draw as many stones."""
    return range(1, last + 1)


@register.filter
def at(items: Sequence[Any], index: int) -> Any:
    """Give the item of a list at an index."""
    return items[index]


@register.filter
def paragraphs(text: str) -> SafeString:
    """Set a text typed in a plain field: a paragraph per line, a list where lines are bulleted."""
    return _set(text, bulleted=False)


@register.filter
def listed(text: str) -> SafeString:
    """Set a text of one thing per line as a list; a single line stays a sentence."""
    return _set(text, bulleted=len(text.split("\n")) > 1)


def _set(text: str, *, bulleted: bool) -> SafeString:
    lines = [line.strip() for line in str(text).splitlines() if line.strip()]
    parts: list[SafeString] = []
    for is_item, group in groupby(lines, key=lambda line: bulleted or line[0] in _BULLETS):
        words = [(line.lstrip(_BULLETS + " \u00a0\u202f") if is_item else line,) for line in group]
        if is_item:
            items = format_html_join("", "<li>{}</li>", words)
            parts.append(format_html('<ul class="plain">{}</ul>', items))
        else:
            parts.append(format_html_join("", "<p>{}</p>", words))
    return mark_safe("".join(parts))


@register.simple_tag
def days_until(moment: date | datetime) -> int:
    """Count calendar days from today to a date; negative when it is past."""
    day = timezone.localtime(moment).date() if isinstance(moment, datetime) else moment
    return (day - timezone.localdate()).days


@register.inclusion_tag("components/deadline.html")
def deadline(moment: date | datetime | None, kind: str = "closing") -> dict[str, Any]:
    """Say the time left before a date; `kind` is closing, opening or answer."""
    days = days_until(moment) if moment else 0
    return {"moment": moment, "kind": kind, "days": days, "late": -days}


@register.inclusion_tag("components/gauge.html")
def gauge(label: str, taken: int, capacity: int) -> dict[str, Any]:
    """Show places taken out of a capacity as laid stones and as a sentence."""
    stones = min(capacity, STONES_AT_MOST)
    laid = min(stones, -(-taken * stones // capacity)) if capacity else 0
    return {
        "label": label,
        "taken": taken,
        "capacity": capacity,
        "left": max(0, capacity - taken),
        "stones": [index < laid for index in range(stones)],
    }


@register.simple_tag
def page_numbers(page: Page) -> list[int | None]:  # type: ignore[type-arg]
    """Give the page numbers to offer; None stands for numbers left out."""
    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    return [number if isinstance(number, int) else None for number in numbers]


@register.simple_tag(takes_context=True)
def page_address(context: template.Context, number: int, parameter: str = "page") -> str:
    """Give the address of another page of a list, its search and filters kept."""
    request = getattr(context, "request", None)
    query = request.GET.copy() if request else QueryDict(mutable=True)
    query[parameter] = str(number)
    return f"?{query.urlencode()}"


@register.inclusion_tag("components/field.html")
def field(
    bound: BoundField,
    *,
    question: str = "",
    hint: str = "",
    counter: bool = False,
    cards: bool = False,
    hints: Mapping[str, str] | None = None,
    autocomplete: str = "",
) -> dict[str, Any]:
    """Show one field of a form: question, hint, error, control, counter.

    `question` and `hint` replace the label and help text; `counter` counts characters
    down to the maximum; `cards` shows choices as large cards, `hints` (value to
    sentence) explains them; `autocomplete` is the HTML token of personal fields.
    """
    widget = bound.field.widget
    identifier = bound.auto_id or bound.html_name
    hint = str(hint or bound.help_text)
    maximum = getattr(bound.field, "max_length", None)
    described = [
        part
        for part, shown in (
            (f"{identifier}_hint", hint),
            (f"{identifier}_error", bound.errors),
            (f"{identifier}_count", counter and maximum),
        )
        if shown
    ]
    kind = _kind(widget)
    attributes: dict[str, Any] = {
        "class": "tick" if kind == "checkbox" else f"control control-{kind}"
    }
    if described and kind not in ("choices", "group"):
        attributes["aria-describedby"] = " ".join(described)
    if counter and maximum:
        attributes["data-counter"] = f"{identifier}_count"
    token = autocomplete or _AUTOCOMPLETE.get(getattr(widget, "input_type", ""), "")
    if token:
        attributes["autocomplete"] = token
    return {
        "kind": kind,
        "id": identifier,
        "question": question or bound.label,
        "hint": hint,
        "errors": bound.errors,
        "required": bound.field.required,
        "control": "" if kind == "choices" else bound.as_widget(attrs=attributes),
        "choices": list(_choices(bound, hints or {})) if kind == "choices" else (),
        "cards": cards,
        "described_by": " ".join(described),
        "maximum": maximum if counter else None,
        "typed_length": len(str(bound.value() or "")),
    }


@register.inclusion_tag("components/error-summary.html")
def error_summary(*bound_forms: forms.BaseForm, level: int = 2) -> dict[str, Any]:
    """List the errors of one or several forms, each linked to its field, below a heading."""
    errors = []
    for form in bound_forms:
        errors += [{"anchor": "", "text": text} for text in form.non_field_errors()]
        for bound in form:
            anchor = _anchor(bound)
            for text in bound.errors:
                errors.append({"anchor": anchor, "question": bound.label, "text": text})
    return {"errors": errors, "level": level}


def _kind(widget: forms.Widget) -> str:
    match widget:
        case forms.HiddenInput() | forms.MultipleHiddenInput():
            return "hidden"
        case forms.RadioSelect() | forms.CheckboxSelectMultiple():
            return "choices"
        case forms.Select():
            return "select"
        case forms.CheckboxInput():
            return "checkbox"
        case forms.Textarea():
            return "textarea"
        case forms.FileInput():
            return "file"
        case forms.widgets.Input():
            return "input"
        case _:
            return "group"


def _choices(bound: BoundField, hints: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    for option in bound.subwidgets:
        value = str(option.data["value"])
        hint = hints.get(value, "")
        attributes = {"aria-describedby": f"{option.id_for_label}_hint"} if hint else {}
        option.data["attrs"] = {**option.data["attrs"], **attributes}
        yield {
            "id": option.id_for_label,
            "label": option.choice_label,
            "hint": hint,
            "control": option.tag(),
        }


def _anchor(bound: BoundField) -> str:
    identifier = bound.auto_id or bound.html_name
    kind = _kind(bound.field.widget)
    if kind == "hidden":
        return ""
    return f"{identifier}_0" if kind == "choices" else identifier


@register.filter
def day(moment: date | datetime | None, form: str = "DATE_FORMAT") -> str:
    """Write a day inside a sentence, in local time: « 1er novembre 2026 »; nothing without one."""
    if not moment:
        return ""
    if isinstance(moment, datetime) and timezone.is_aware(moment):
        moment = timezone.localtime(moment)
    return written_day(moment, form)


@register.simple_tag
def today() -> str:
    """Write the present day as a sentence does."""
    return written_day(timezone.localdate())


@register.filter
def breakable(address: str) -> SafeString:
    """Let an address printed on paper break after its slashes."""
    return format_html_join(mark_safe("/<wbr>"), "{}", ((part,) for part in address.split("/")))
