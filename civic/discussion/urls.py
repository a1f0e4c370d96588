"""Addresses of discussions, below /discussions/."""

from django.urls import path

from .views import concluding

urlpatterns = [
    path("<slug:kind>/<int:key>/conclure/", concluding.conclude, name="conclude_discussion"),
    path("<slug:kind>/<int:key>/rouvrir/", concluding.reopen, name="reopen_discussion"),
]
