"""Addresses of the website that are not pages of the tree."""

from django.urls import URLPattern, URLResolver, path

from .views.agenda import agenda
from .views.finding import site_map
from .views.search import search

urlpatterns: list[URLPattern | URLResolver] = [
    path("recherche/", search, name="search"),
    path("agenda/", agenda, name="agenda"),
    path("plan-du-site/", site_map, name="site_map"),
]
