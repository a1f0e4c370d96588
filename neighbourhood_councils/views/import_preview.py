"""What the preview of an import shows: sentences first, then errors, then row by row."""

import logging
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from civic.core.logic.numbers import written_number
from civic.privacy.views.marks import segments

from ..enums import CREATING_FATES, KNOWN_FATES, READING_WORKING_DAYS, RowFate
from ..forms import PreviewForm
from ..models import CouncilPage, RequestImport
from ..resources import try_rows
from ..selectors.import_plan import ImportPlan
from ..selectors.import_rows import PlannedRow
from ..services.imports import too_many_councils

logger = logging.getLogger(__name__)

ROWS_PER_PAGE = 25
ERRORS_SHOWN = 100
ROWS_NAMED = 12
NAMES_SHOWN = 40
SHOWN = ("", "donnees", "erreurs", "refusees", "nouvelles", "inchangees")


def preview_context(
    request: HttpRequest,
    page: CouncilPage,
    sent: RequestImport,
    plan: ImportPlan,
    form: PreviewForm,
) -> dict[str, Any]:
    """Return what the template of the preview needs; the totals are those of a dry run."""
    result = try_rows(request.actor, plan)
    for error in (*result.base_errors, *(row.error for row in result.error_rows)):
        logger.error("A dry run failed: %s", error)
    shown = request.GET.get("lignes", "")
    shown = shown if shown in SHOWN else ""
    lines = [line for line in plan.rows if _is_shown(line, shown)]
    rows = Paginator(lines, ROWS_PER_PAGE).get_page(request.GET.get("page"))
    headers = {column.key: column for column in plan.parsed.header.columns}
    return {
        "page": page,
        "sent": sent,
        "form": form,
        "totals": result.totals,
        "unusable": _why_unusable(plan),
        "plan": plan,
        "sentences": _sentences(plan),
        "councils": [
            {"name": name, "count": count}
            for name, count in list(plan.parsed.councils.items())[:NAMES_SHOWN]
        ],
        "councils_left": max(0, len(plan.parsed.councils) - NAMES_SHOWN),
        "departments": plan.unknown_departments[:NAMES_SHOWN],
        "departments_left": max(0, len(plan.unknown_departments) - NAMES_SHOWN),
        "tabs": _tabs(plan, shown),
        "rows": rows,
        "cards": [_card(line, list(headers)) for line in rows],
        **shown_errors([asdict(error) for error in plan.errors]),
        "errors_url": page.url_of("import_errors", import_id=sent.pk),
        "reading_days": READING_WORKING_DAYS,
        "extra_breadcrumbs": [
            {"title": _("Import a table"), "url": page.url_of("import")},
            {"title": _("What was understood"), "url": ""},
        ],
    }


def _why_unusable(plan: ImportPlan) -> str:
    """Say why nothing can be written with these columns; empty when something can."""
    if not plan.parsed.mapping.is_usable:
        return _("Say which column holds the text of the request, or at least its title.")
    return too_many_councils(plan) if plan.names_too_many else ""


def _is_shown(line: PlannedRow, shown: str) -> bool:
    match shown:
        case "donnees":
            return bool(line.findings)
        case "erreurs":
            return bool(line.errors)
        case "refusees":
            return line.fate == RowFate.REFUSED
        case "nouvelles":
            return line.fate in CREATING_FATES
        case "inchangees":
            return line.fate in KNOWN_FATES
        case _:
            return True


def _tabs(plan: ImportPlan, shown: str) -> list[dict[str, Any]]:
    labels = {
        "": _("All rows"),
        "nouvelles": _("To be written"),
        "donnees": _("May name somebody"),
        "erreurs": _("With an error"),
        "refusees": _("Refused rows"),
        "inchangees": _("Already on the site"),
    }
    tabs = []
    for name, label in labels.items():
        count = sum(_is_shown(line, name) for line in plan.rows)
        if count or name == "":
            address = f"?{urlencode({'lignes': name})}" if name else "?"
            tabs.append(
                {
                    "label": label,
                    "url": f"{address}#lignes",
                    "current": name == shown,
                    "count": count,
                }
            )
    return tabs


def _sentences(plan: ImportPlan) -> list[str]:
    """What the table holds, said in words."""
    total = len(plan.rows)
    said = [
        ngettext("The table holds %(n)s request.", "The table holds %(n)s requests.", total)
        % {"n": written_number(total)},
        ngettext("%(n)s is new.", "%(n)s are new.", plan.created)
        % {"n": written_number(plan.created)}
        if plan.created
        else _("None is new."),
    ]
    if plan.completed:
        said.append(
            ngettext(
                "%(n)s is already there: its date was not understood, it will be completed.",
                "%(n)s are already there: their dates were not understood, they will be completed.",
                plan.completed,
            )
            % {"n": written_number(plan.completed)}
        )
    if plan.unchanged > plan.completed:
        said.append(
            ngettext(
                "%(n)s is already there and will not change.",
                "%(n)s are already there and will not change.",
                plan.unchanged - plan.completed,
            )
            % {"n": written_number(plan.unchanged - plan.completed)}
        )
    if plan.refused:
        said.append(
            ngettext("%(n)s is refused.", "%(n)s are refused.", plan.refused)
            % {"n": written_number(plan.refused)}
        )
    named = sum(bool(line.findings) for line in plan.rows)
    if named:
        said.append(
            ngettext(
                "%(n)s may name or reach somebody: you decide on each word before it is published.",
                "%(n)s may name or reach somebody: you decide on each word before they are "
                "published.",
                named,
            )
            % {"n": written_number(named)}
        )
    return said


def _card(line: PlannedRow, columns: list[str]) -> dict[str, Any]:
    """One row as the preview shows it: every cell as it was sent, its findings marked."""
    return {
        "row": line.row,
        "title": line.title,
        "council": line.council_name or (line.parsed.council or ""),
        "fate": line.fate,
        "fate_label": line.fate.label,
        "department": line.department.name if line.department else "",
        "date": line.said_on,
        "errors": line.errors,
        "findings": len(line.findings),
        "cells": [
            {
                "column": column,
                "segments": segments(
                    line.parsed.original[column],
                    [finding for finding in line.findings if finding.key == column],
                ),
            }
            for column in columns
            if line.parsed.original[column].strip()
        ],
    }


def shown_errors(errors: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Return the first messages as the screen shows them, and how many are left to the file."""
    found = grouped(errors)
    return {
        "errors": found[:ERRORS_SHOWN],
        "errors_left": max(0, len(found) - ERRORS_SHOWN),
    }


def grouped(errors: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Errors that say the same thing of several rows, said once."""
    rows: dict[tuple[str, str], list[int]] = {}
    for error in errors:
        rows.setdefault((error["column"], error["message"]), []).append(error["row"])
    return [
        {
            "column": column,
            "message": message,
            "rows": ", ".join(str(number) for number in numbers[:ROWS_NAMED]),
            "count": len(numbers),
            "more": max(0, len(numbers) - ROWS_NAMED),
        }
        for (column, message), numbers in rows.items()
    ]
