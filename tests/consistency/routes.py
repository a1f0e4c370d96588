"""Every address of the product, by a name that the permission table uses."""

from collections.abc import Iterator

from django.apps import apps
from django.urls import URLPattern, URLResolver, get_resolver

from civic.core.models import BasePage
from tests.consistency.sources import is_ours

# Wagtail's own screens: their permissions are Wagtail's, kept apart by branch (home.policies).
ADMINISTRATION = "wagtail administration"


def routes() -> set[str]:
    """Return a name per address: of the URL, of "cms/<screen>:<name>", of "app.Page:<route>"."""
    found = {_name_of(path, pattern) for path, pattern in _walk(get_resolver().url_patterns)}
    for model in apps.get_models():
        if issubclass(model, BasePage):
            found |= {f"{model._meta.label}:{route.name}" for route in model.page_routes}
            # Without a route for its own address a page answers there with its template.
            if all(route.pattern for route in model.page_routes):
                found.add(f"{model._meta.label}:page")
    return found


def _walk(
    patterns: list[URLPattern | URLResolver], above: str = ""
) -> Iterator[tuple[str, URLPattern]]:
    for pattern in patterns:
        path = above + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern.url_patterns, path)
        else:
            yield path, pattern


def _name_of(path: str, pattern: URLPattern) -> str:
    if not path.startswith("cms/"):
        return pattern.name or path
    screen = path.split("/")[1]
    if is_ours(pattern.callback.__module__) and screen != "api":
        return f"cms/{screen}:{pattern.name}" if pattern.name else path
    return ADMINISTRATION
