"""Addresses of notices, below /compte/."""

from django.urls import path

from . import views

urlpatterns = [
    path("avis/", views.preferences, name="notice_preferences"),
    path("suivre/", views.follow_object, name="follow"),
    path("ne-plus-recevoir/<str:token>/", views.mute_link, name="mute_link"),
    path("a-contacter/", views.contact_list, name="contact_list"),
    path("a-contacter/<int:notice_id>/", views.mark, name="contact_done"),
]
