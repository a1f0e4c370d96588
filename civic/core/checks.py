"""System checks that hold the project's own rules."""

from typing import Any

from django.apps import apps
from django.core.checks import CheckMessage, Warning, register
from django.utils.module_loading import import_string

from .models import BasePage


@register()
def page_routes_lead_somewhere(**kwargs: Any) -> list[CheckMessage]:
    """Prove that each page route names a function that can be imported."""
    errors: list[CheckMessage] = []
    for model in apps.get_models():
        if not issubclass(model, BasePage):
            continue
        for route in model.page_routes:
            try:
                found = callable(import_string(route.view))
            except ImportError:
                found = False
            if not found:
                errors.append(
                    Warning(
                        f"The route {route.name!r} names {route.view!r}, which is not a view.",
                        obj=model,
                        id="civic.E001",
                    )
                )
    return errors
