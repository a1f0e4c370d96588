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

# Without a language, so that the link of a text message stays short.
message_patterns = [
    path("<str:code>/", views.message, name="message"),
    path("<str:code>/etat/", views.message_state, name="message_state"),
]
