"""Every form follows one pattern: question, hint, error linked to its field."""

import re
from typing import Any

import pytest
from django import forms
from django.template import Context, Template
from django.utils import translation


class Survey(forms.Form):
    title = forms.CharField(label="Your idea", help_text="In one sentence.", max_length=10)
    text = forms.CharField(label="Why", widget=forms.Textarea, required=False)
    theme = forms.ChoiceField(label="Theme", choices=[("", "Choose"), ("water", "Water")])
    college = forms.ChoiceField(
        label="Who", widget=forms.RadioSelect, choices=[("a", "Resident"), ("b", "Officer")]
    )
    moments = forms.MultipleChoiceField(
        required=False, widget=forms.CheckboxSelectMultiple, choices=[("x", "Morning")]
    )
    photo = forms.FileField(required=False)
    email = forms.EmailField(required=False)
    charter = forms.BooleanField(label="I agree", help_text="Read it first.")
    token = forms.CharField(widget=forms.HiddenInput, required=False)
    period = forms.SplitDateTimeField(required=False, help_text="Day, then time.")


def show(source: str, **context: Any) -> str:
    with translation.override("en"):
        return Template(source).render(Context(context))


def attribute(html: str, name: str) -> list[str]:
    return re.findall(rf'{name}="([^"]*)"', html)


@pytest.fixture
def wrong() -> Survey:
    return Survey({"title": "far too long a title", "email": "amina chez exemple"})


@pytest.mark.parametrize("name", list(Survey.base_fields))
def test_every_kind_of_field_can_be_shown(name: str) -> None:
    html = show("{% field form.chosen %}".replace("chosen", name), form=Survey())

    assert f'name="{name}' in html


@pytest.mark.parametrize("name", list(Survey.base_fields))
def test_what_describes_a_field_exists(name: str, wrong: Survey) -> None:
    html = show("{% field form.chosen counter=True %}".replace("chosen", name), form=wrong)

    for reference in " ".join(attribute(html, "aria-describedby")).split():
        assert f'id="{reference}"' in html


@pytest.mark.parametrize("name", list(Survey.base_fields))
def test_an_identifier_is_never_used_twice(name: str, wrong: Survey) -> None:
    html = show(
        "{% field form.chosen counter=True cards=True %}".replace("chosen", name), form=wrong
    )

    identifiers = re.findall(r'\sid="([^"]*)"', html)
    assert len(identifiers) == len(set(identifiers))


def test_the_question_and_hint_can_be_reworded_on_a_page() -> None:
    html = show('{% field form.title question="What?" hint="Say it." %}', form=Survey())

    assert "What?" in html
    assert "Say it." in html
    assert "Your idea" not in html


def test_an_optional_field_says_so_and_a_required_one_does_not() -> None:
    assert "(optional)" in show("{% field form.text %}", form=Survey())
    assert "(optional)" not in show("{% field form.title %}", form=Survey())


def test_a_wrong_field_is_marked_for_everybody(wrong: Survey) -> None:
    html = show("{% field form.title %}", form=wrong)

    assert 'aria-invalid="true"' in html
    assert "field-wrong" in html
    assert "far too long a title" in html


def test_a_counter_is_shown_only_when_there_is_a_maximum() -> None:
    assert 'data-maximum="10"' in show("{% field form.title counter=True %}", form=Survey())
    assert "data-maximum" not in show("{% field form.text counter=True %}", form=Survey())


def test_each_choice_of_a_ballot_can_be_explained() -> None:
    html = show(
        "{% field form.college cards=True hints=hints %}",
        form=Survey(),
        hints={"b": "Works for the town."},
    )

    assert "choices-cards" in html
    assert 'aria-describedby="id_college_1_hint"' in html
    assert 'id="id_college_1_hint">Works for the town.' in html


def test_what_amina_typed_is_escaped() -> None:
    form = Survey({"title": "<script>alert(1)</script>", "text": "</textarea><b>"})

    html = show("{% error_summary form %}{% field form.title %}{% field form.text %}", form=form)

    assert "<script>" not in html
    assert "</textarea><b>" not in html


def test_the_summary_leads_to_every_wrong_field(wrong: Survey) -> None:
    fields = "".join("{% field form.chosen %}".replace("chosen", name) for name in wrong.fields)
    html = show("{% error_summary form %}" + fields, form=wrong)

    anchors = re.findall(r'href="#([^"]+)"', html)
    assert len(anchors) == 5
    for anchor in anchors:
        assert f'id="{anchor}"' in html


def test_an_error_of_no_field_is_in_the_summary_without_a_link() -> None:
    form = Survey({"title": "short"})
    form.add_error(None, "The phase has closed.")

    html = show("{% error_summary form %}", form=form)

    assert "<li>The phase has closed.</li>" in html


def test_an_error_of_a_hidden_field_leads_nowhere() -> None:
    form = Survey({"title": "short", "theme": "water", "college": "a", "charter": "on"})
    form.add_error("token", "Send it again.")

    html = show("{% error_summary form %}", form=form)

    assert "Send it again." in html
    assert "href" not in html


def test_several_forms_share_one_summary(wrong: Survey) -> None:
    other = Survey({}, prefix="other")

    html = show("{% error_summary form other %}", form=wrong, other=other)

    assert html.count("data-error-summary") == 1
    assert 'href="#id_other-title"' in html


def test_a_form_without_error_shows_no_summary() -> None:
    assert show("{% error_summary form %}", form=Survey()).strip() == ""
