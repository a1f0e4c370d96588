"""The site's addresses with the lookup of a number."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import path

from civic import urls
from civic.cases.views.track import track
from neighbourhood_councils.views.subjects import subjects_of

handler403, handler404 = urls.handler403, urls.handler404
urlpatterns = [
    *i18n_patterns(path("suivre/", track, {"subjects_of": subjects_of}, name="track")),
    *urls.urlpatterns,
]
