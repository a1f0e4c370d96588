"""Every component shows with its required parameters alone, and nothing inline."""

import re
from datetime import date, datetime
from typing import Any

import pytest
from django.core.paginator import Paginator
from django.template import Context, Template
from django.template.loader import get_template
from django.utils import timezone

from civic.core.views.styleguide_samples import samples
from tests.conftest import ROOT

DAY = date(2026, 11, 9)
MOMENT = timezone.make_aware(datetime(2026, 11, 9, 18, 30))
TEMPLATES = ROOT / "templates"

# File of templates/components/ -> the parameters that its comment calls required.
REQUIRED: dict[str, dict[str, Any]] = {
    "agenda-item": {"title": "T", "url": "#", "starts": MOMENT},
    "breadcrumb": {"breadcrumbs": [{"title": "T", "url": "#"}]},
    "button": {"label": "L"},
    "case": {"number": "1", "state": "received", "state_label": "L", "received_on": DAY},
    "channel": {"channel": "paper"},
    "college": {"college": "resident", "label": "L"},
    "comment": {"id": 1, "author": "A", "when": MOMENT, "body": "B"},
    "confirm": {"text": "T", "confirm": "C", "cancel_url": "#", "csrf_token": "x"},
    "contribution-item": {"title": "T", "url": "#"},
    "decision-item": {"outcome": "accepted", "outcome_label": "L", "title": "T", "reason": "R"},
    "document": {"title": "T", "url": "#", "format": "PDF"},
    "draft": {},
    "empty": {"title": "T", "text": "T"},
    "facts": {"facts": [{"label": "L", "value": "V"}]},
    "figure": {
        "id": "f",
        "sentence": "S",
        "caption": "C",
        "columns": [{"label": "L"}],
        "rows": [{"cells": [{"text": "T"}]}],
    },
    "filters": {"action": "/", "summary": "S"},
    "follow": {
        "target": "a.b:1",
        "standing": "none",
        "title": "T",
        "here": "/",
        "csrf_token": "x",
    },
    "follow-up-full": {
        "caption": "C",
        "headers": [{"name": "title", "label": "L", "sort_url": "#"}],
        "rows": [
            {
                "number": "1",
                "url": "#",
                "state": "late",
                "state_label": "L",
                "late": "",
                "corrected_on": None,
                "repeats": "4821-9307",
                "cells": [{"name": "title", "label": "L", "value": "T"}],
            },
        ],
        "empty": "E",
    },
    "follow-up-table": {
        "caption": "C",
        "rows": [
            {"number": "1", "url": "#", "title": "T", "state": "late", "state_label": "L"},
        ],
        "empty": "E",
    },
    "help-point": {},
    "hero": {"title": "T"},
    "key-figure": {"sentence": "S"},
    "link-button": {"label": "L", "url": "#"},
    "live": {"stream": "activity:1", "text": "T"},
    "map": {"id": "m", "label": "L", "items": [{"title": "T", "url": "#"}]},
    "map-point": {"id": "m", "latitude": None, "longitude": None, "features_id": "f"},
    "mark": {},
    "news-card": {"title": "T", "url": "#", "date": DAY},
    "notice": {"tone": "info", "text": "T"},
    "open-item": {"title": "T", "url": "#"},
    "pagination": {"page": Paginator(range(50), 10).page(2)},
    "receipt": {"number": "2026-0412", "title": "T"},
    "search-field": {"action": "/"},
    "state": {"state": "late", "label": "L"},
    "steps": {"current": 1, "total": 3},
    "support": {"action": "/", "count": 3, "csrf_token": "x"},
    "table": {
        "caption": "C",
        "columns": [{"label": "L"}],
        "rows": [{"cells": [{"text": "T"}]}],
        "empty": "E",
    },
    "tabs": {"tabs": [{"label": "L", "url": "#"}], "label": "L"},
    "timeline": {"phases": [{"title": "T", "when": "W", "state": "current"}]},
    "toasts": {},
    "trail-step": {"entry": {"when": DAY, "text": "T"}},
    "trail": {"entries": [{"when": DAY, "text": "T"}]},
    "what-next": {"steps": ["S"]},
    "whose-turn": {"who": "W"},
}
# Shown by a tag, or by base.html with its context.
ELSEWHERE = {
    "deadline",
    "demo-bar",
    "error-summary",
    "field",
    "gauge",
    "site-foot",
    "site-head",
    "site-tools",
}


def test_every_component_is_tried() -> None:
    files = {path.stem for path in (TEMPLATES / "components").glob("*.html")}

    assert files == set(REQUIRED) | ELSEWHERE


@pytest.mark.parametrize("name", sorted(REQUIRED))
def test_a_component_needs_its_required_parameters_only(name: str) -> None:
    html = get_template(f"components/{name}.html").template.render(Context(REQUIRED[name]))

    assert html.strip()


@pytest.mark.parametrize(
    "path", sorted(TEMPLATES.rglob("*.html")), ids=lambda path: str(path.relative_to(TEMPLATES))
)
def test_no_template_of_ours_has_anything_inline(path: Any) -> None:
    source = path.read_text()

    assert not re.search(r"<[^>]+\sstyle=", source)
    assert not re.search(r"<[^>]+\son[a-z]+=", source)
    assert not re.search(r"<script(?![^>]*\ssrc=)(?![^>]*application/json)", source)


def test_the_head_of_a_component_says_what_it_takes() -> None:
    for path in (TEMPLATES / "components").glob("*.html"):
        assert path.read_text().startswith("{% comment %}"), path.name


def test_the_error_page_of_last_resort_needs_nothing() -> None:
    html = get_template("500.html").template.render(Context())

    assert "<h1>" in html
    assert 'href="/"' in html


def test_the_styleguide_is_one_page_with_one_title() -> None:
    html = get_template("styleguide/styleguide.html").template.render(Context(samples()))

    assert html.count("<h1") == 1
    identifiers = re.findall(r'\sid="([^"]*)"', html)
    assert len(identifiers) == len(set(identifiers))


def test_farid_cannot_slip_html_through_a_component() -> None:
    html = Template('{% include "components/contribution-item.html" %}').render(
        Context({"title": "<b>x</b>", "url": '"><script>', "excerpt": "<i>"})
    )

    assert "<script>" not in html
    assert "<b>x</b>" not in html
    assert "<i>" not in html
