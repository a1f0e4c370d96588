"""Addresses of the website that are not pages of the tree."""

from django.urls import URLPattern, URLResolver, path

from .views.agenda import agenda
from .views.finding import robots, site_map, sitemap
from .views.search import search

urlpatterns: list[URLPattern | URLResolver] = [
    path("recherche/", search, name="search"),
    path("agenda/", agenda, name="agenda"),
    path("plan-du-site/", site_map, name="site_map"),
    # Asked for at the root of a host, where a redirection leads here.
    path("robots.txt", robots, name="robots"),
    path("sitemap.xml", sitemap, name="sitemap"),
]
