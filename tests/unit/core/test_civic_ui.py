"""The tags that pages are built with."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import timezone, translation

from civic.core.logic.shapes import ALIASES, SHAPES
from civic.core.templatetags.civic_ui import (
    days_until,
    grouped,
    listed,
    page_numbers,
    paragraphs,
    shape,
    spelled,
)


def show(source: str, **context: object) -> str:
    return Template(source).render(Context(context)).strip()


def text_of(html: str) -> str:
    import re

    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def in_days(days: int) -> date:
    return timezone.localdate() + timedelta(days=days)


def test_every_alias_of_a_state_has_a_shape() -> None:
    assert set(ALIASES.values()) <= set(SHAPES)


def test_every_state_and_outcome_of_a_case_has_a_shape_of_its_own_or_a_plain_ring() -> None:
    from civic.cases.enums import CaseState, Outcome

    ring = shape("waiting")
    waiting = {state for state in CaseState if shape(state) == ring}

    assert waiting == {CaseState.RECEIVED, CaseState.ROUTED}
    assert all(shape(outcome) != ring for outcome in Outcome)
    assert shape(CaseState.IN_PROGRESS) == shape("moving")


def test_a_shape_is_hidden_from_screen_readers_and_takes_the_colour_of_its_word() -> None:
    drawn = shape("late")

    assert 'aria-hidden="true"' in drawn
    assert "fill" not in drawn
    assert "style=" not in drawn


def test_numbers_are_grouped_as_the_language_groups_them() -> None:
    assert grouped(1214).replace("\u202f", "\xa0") == "1\xa0214"
    with translation.override("en"):
        assert grouped(1214) == "1,214"


def test_a_public_number_is_read_one_sign_at_a_time() -> None:
    assert spelled("2026-0412") == "2 0 2 6 – 0 4 1 2"


def test_days_are_calendar_days_whatever_the_hour() -> None:
    last_minute = timezone.localtime().replace(hour=23, minute=59) + timedelta(days=2)

    assert days_until(last_minute) == 2
    assert days_until(in_days(-3)) == -3


@pytest.mark.parametrize(
    ("days", "kind", "classes"),
    [
        (9, "closing", "deadline"),
        (2, "closing", "deadline deadline-soon"),
        (0, "closing", "deadline deadline-soon"),
        (-1, "closing", "deadline deadline-past"),
        (-12, "answer", "deadline deadline-late"),
        (30, "opening", "deadline"),
    ],
)
def test_a_deadline_says_how_near_it_is(days: int, kind: str, classes: str) -> None:
    html = show("{% deadline moment kind=kind %}", moment=in_days(days), kind=kind)

    assert f'class="{classes}"' in html
    assert f'datetime="{in_days(days):%Y-%m-%d}"' in html


def test_a_deadline_is_a_number_of_days_in_words() -> None:
    with translation.override("en"):
        assert "9 days left" in text_of(show("{% deadline moment %}", moment=in_days(9)))
        assert "last day" in text_of(show("{% deadline moment %}", moment=in_days(0)))
        late = show('{% deadline moment kind="answer" %}', moment=in_days(-12))
    assert "12 days late" in text_of(late)


def test_no_date_shows_no_deadline() -> None:
    assert show("{% deadline moment %}", moment=None) == ""


@pytest.mark.parametrize(
    ("taken", "capacity", "laid", "stones"), [(8, 12, 8, 12), (0, 4, 0, 4), (1, 500, 1, 48)]
)
def test_a_gauge_lays_one_stone_per_place(
    taken: int, capacity: int, laid: int, stones: int
) -> None:
    html = show('{% gauge "Élus" taken capacity %}', taken=taken, capacity=capacity)

    assert html.count('class="laid"') == laid
    assert html.count("<i") == stones


def test_a_full_gauge_says_so_even_when_it_overflows() -> None:
    with translation.override("en"):
        assert "full: 4 places taken" in text_of(show('{% gauge "Élus" 6 4 %}'))


def test_a_gauge_without_capacity_does_not_divide_by_zero() -> None:
    assert "<i" not in show('{% gauge "Élus" 0 0 %}')


def test_pages_left_out_are_marked() -> None:
    page = Paginator(range(240), 20).page(6)

    assert page_numbers(page) == [1, None, 5, 6, 7, None, 12]


def test_changing_page_keeps_the_filters_of_the_address() -> None:
    context = Context()
    context.request = RequestFactory().get("/?theme=eau&q=haie&page=2")  # type: ignore[attr-defined]

    address = Template('{% page_address 3 "page" %}').render(context)

    assert address == "?theme=eau&amp;q=haie&amp;page=3"
    assert Template("{% page_address 3 %}").render(Context()) == "?page=3"


def test_each_line_of_a_plain_text_is_a_paragraph() -> None:
    assert paragraphs("The rule.\n\nIts reason.\n") == "<p>The rule.</p><p>Its reason.</p>"


def test_bulleted_lines_are_read_as_a_list() -> None:
    html = paragraphs("We looked at:\n• the cost\n- the delay\nThen we chose.")

    assert html == (
        '<p>We looked at:</p><ul class="plain"><li>the cost</li><li>the delay</li></ul>'
        "<p>Then we chose.</p>"
    )


def test_an_agenda_of_several_lines_is_a_list_and_of_one_line_a_sentence() -> None:
    assert listed("Welcome\nQuestions").count("<li>") == 2
    assert listed("Walk along the river") == "<p>Walk along the river</p>"
    assert listed("") == ""


def test_what_an_editor_types_is_escaped_in_paragraphs_and_lists() -> None:
    for html in (paragraphs("<b>bold</b>"), listed("<script>\n<i>two</i>")):
        assert "&lt;" in html
        assert "<script>" not in html
        assert "<b>" not in html


def test_the_folded_filters_say_how_many_are_applied() -> None:
    applied = [{"label": "trees", "remove_url": "?"}, {"label": "water", "remove_url": "?"}]
    selects = [{"name": "theme", "label": "Theme", "options": []}]
    with translation.override("en"):
        html = show(
            '{% include "components/filters.html" %}',
            action="/",
            summary="2",
            selects=selects,
            applied=applied,
        )

    assert "2 filters applied" in html
    assert html.index("<details") < html.index("<select")


def test_a_day_in_a_sentence_is_written_in_local_time_and_as_french_writes_the_first() -> None:
    almost_november = datetime(2026, 10, 31, 23, 30, tzinfo=UTC)
    with translation.override("fr"):
        assert show("{{ on|day }}", on=date(2026, 11, 1)) == "1er novembre 2026"
        assert show("{{ at|day }}", at=almost_november) == "1er novembre 2026"
        assert show('{{ at|day:"DATETIME_FORMAT" }}', at=almost_november).startswith("1er novembre")
        assert show('{{ at|day:"l j F" }}', at=almost_november) == "dimanche 1er novembre"
        # Without a time zone, it is already the time of the place.
        assert show("{{ at|day }}", at=datetime(2026, 11, 2, 8)) == "2 novembre 2026"
        assert show("{% today %}").endswith(str(timezone.localdate().year))
    assert show("{{ on|day }}", on=None) == ""
    assert show("{{ on|day }}", on="") == ""
