"""Addresses of the public API, below /api/v1/."""

from django.urls import path

from .api import views as api

urlpatterns = [
    path("consultations/", api.ConsultationList.as_view(), name="api_consultations"),
    path("consultations/<slug:slug>/", api.ConsultationDetail.as_view(), name="api_consultation"),
    path("proposals/", api.ProposalList.as_view(), name="api_proposals"),
    path("proposals/<str:number>/", api.ProposalDetail.as_view(), name="api_proposal"),
    path("proposals/<str:number>/support/", api.ProposalSupport.as_view(), name="api_support"),
]
