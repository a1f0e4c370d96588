"""Addresses of the officers and of whoever reads what is held, below /agent/."""

from django.urls import URLPattern, URLResolver, path

from civic.cases.views.answer_files import answer_file_remove
from civic.cases.views.dossier import case_act
from civic.cases.views.inbox import inbox
from civic.cases.views.opinions import opinions, opinions_export
from civic.cases.views.plans import plan_follow, plans
from civic.cases.views.together import answer_together

from .services.questions import ask_requester
from .views.duplicates import duplicate, duplicates
from .views.photos import photo_add, photo_list, photo_look
from .views.release import held_everywhere
from .views.subjects import subjects_of

urlpatterns: list[URLPattern | URLResolver] = [
    path("", inbox, {"subjects_of": subjects_of}, name="inbox"),
    path("prevu/", plans, {"subjects_of": subjects_of}, name="plans"),
    path("prevu/<str:number>/", plan_follow, {"subjects_of": subjects_of}, name="plan_follow"),
    path("avis/", opinions, {"subjects_of": subjects_of}, name="opinions"),
    path("avis/export.<str:format>", opinions_export, name="opinions_export"),
    path("ensemble/", answer_together, {"subjects_of": subjects_of}, name="answer_together"),
    path("a-relire/", held_everywhere, name="held"),
    path(
        "fichiers/<uuid:key>/retirer/",
        answer_file_remove,
        {"subjects_of": subjects_of},
        name="answer_file_remove",
    ),
    path("doublons/", duplicates, name="duplicates"),
    path("doublons/<str:number>/", duplicate, name="duplicate"),
    path("photos/", photo_list, name="photos"),
    path("photos/ajouter/<str:number>/", photo_add, name="photo_add"),
    path("photos/<int:photo_id>/", photo_look, name="photo_look"),
    path(
        "dossiers/<str:number>/<slug:act>/",
        case_act,
        {"subjects_of": subjects_of, "ask": ask_requester},
        name="case_act",
    ),
]
