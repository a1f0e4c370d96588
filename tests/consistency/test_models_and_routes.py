"""Each model says what it is, each page what its routes are: the map stays readable."""

from django.apps import apps
from django.core import checks

from civic.core.models import BasePage
from tests.consistency.sources import is_ours


def test_every_route_of_a_page_leads_to_a_view() -> None:
    wrong = [found for found in checks.run_checks() if (found.id or "").startswith("civic.")]
    assert wrong == []


def test_every_model_says_what_it_is() -> None:
    silent = [
        model._meta.label
        for model in apps.get_models()
        if is_ours(model.__module__)
        and (not model.__doc__ or model.__doc__.startswith(f"{model.__name__}("))
    ]
    assert silent == []


def test_every_page_of_ours_is_a_base_page() -> None:
    from wagtail.models import Page

    others = [
        model._meta.label
        for model in apps.get_models()
        if is_ours(model.__module__) and issubclass(model, Page) and not issubclass(model, BasePage)
    ]
    assert others == []


def test_a_route_name_serves_once_per_page() -> None:
    for model in apps.get_models():
        if issubclass(model, BasePage):
            names = [route.name for route in model.page_routes]
            assert len(names) == len(set(names)), model._meta.label
