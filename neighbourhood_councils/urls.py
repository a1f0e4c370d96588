"""Addresses of the officers and of whoever reads what is held, below /agent/."""

from django.urls import URLPattern, URLResolver, path

from civic.cases.views.inbox import case_act, inbox
from civic.cases.views.plans import plan_follow, plans

from .services.questions import ask_requester
from .views.release import held_everywhere
from .views.subjects import subjects_of

urlpatterns: list[URLPattern | URLResolver] = [
    path("", inbox, {"subjects_of": subjects_of}, name="inbox"),
    path("prevu/", plans, {"subjects_of": subjects_of}, name="plans"),
    path("prevu/<str:number>/", plan_follow, {"subjects_of": subjects_of}, name="plan_follow"),
    path("a-relire/", held_everywhere, name="held"),
    path(
        "dossiers/<str:number>/<slug:act>/",
        case_act,
        {"subjects_of": subjects_of, "ask": ask_requester},
        name="case_act",
    ),
]
