"""Public addresses; pages of the tree come last."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path
from drf_spectacular.views import SpectacularAPIView
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from civic.accounts.views.sign_in import administration_sign_in
from civic.cases.views.answer_files import answer_file
from civic.cases.views.opinion import opinion
from civic.cases.views.review import review
from civic.cases.views.track import track
from civic.core.views.health import health
from civic.core.views.media import image_file
from civic.core.views.pages import serve_page
from civic.core.views.styleguide import styleguide
from civic.desk.urls import desk_patterns, paper_patterns
from civic.notifications.urls import message_patterns
from civic.participation.services.reviews import ask_for_review, may_ask_review
from civic.territory.views import organisation_stylesheet
from home.views.finding import robots, sitemap
from home.views.opening import first_run, front
from neighbourhood_councils.views.photos import photo_file
from neighbourhood_councils.views.subjects import subjects_of

handler400 = "civic.core.views.errors.bad_request"
handler403 = "civic.core.views.errors.forbidden"
handler404 = "civic.core.views.errors.not_found"
handler500 = "civic.core.views.errors.server_error"

urlpatterns = [
    path("", first_run, name="first_run"),
    path("robots.txt", robots, name="robots"),
    path("sitemap.xml", sitemap, name="sitemap"),
    # The administration's own sign-in would bypass ours.
    path("cms/login/", administration_sign_in),
    path("cms/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("health/", health, name="health"),
    path("media/images/<path:path>", image_file, name="image_file"),
    path("media/photos/<uuid:key>.webp", photo_file, name="request_photo"),
    path(
        "media/answers/<uuid:key>.<slug:kind>",
        answer_file,
        {"subjects_of": subjects_of},
        name="answer_file",
    ),
    path("theme/<slug:slug>-<slug:digest>.css", organisation_stylesheet, name="stylesheet"),
    path("api/schema/", SpectacularAPIView.as_view(), name="api_schema"),
    path("api/v1/", include("consultations.api_urls")),
    path("styleguide/", styleguide, name="styleguide"),
    path("s/", include(message_patterns)),
]
if settings.DEMO:
    urlpatterns.append(path("demo/", include("civic.demo.urls")))
urlpatterns += i18n_patterns(
    path("compte/", include("civic.accounts.urls")),
    path("compte/", include("civic.notifications.urls")),
    path("agent/guichet/", include(desk_patterns)),
    path("agent/", include("neighbourhood_councils.urls")),
    path("papier/", include(paper_patterns)),
    path("salle/", include("workshops.urls")),
    path("textes/", include("civic.texts.urls")),
    path("discussions/", include("civic.discussion.urls")),
    path("suivre/", track, {"subjects_of": subjects_of, "may_ask": may_ask_review}, name="track"),
    path(
        "suivre/<str:number>/reexamen/",
        review,
        {"subjects_of": subjects_of, "may_ask": may_ask_review, "ask": ask_for_review},
        name="ask_review",
    ),
    path(
        "suivre/<str:number>/avis/",
        opinion,
        {"subjects_of": subjects_of},
        name="give_satisfaction",
    ),
    path("", include("home.urls")),
    path("", front, name="home"),
    path("<path:path>", serve_page, name="page"),
)
