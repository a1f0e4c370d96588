"""Addresses of live rooms, below /salle/; workshops themselves are pages."""

from django.urls import URLPattern, URLResolver, path

from .views.room import act, changes, code_image, room, state
from .views.room_join import enter_code, join
from .views.room_minutes import minutes
from .views.room_run import console, people, prepare, receipts, run, screen
from .views.room_written import written

urlpatterns: list[URLPattern | URLResolver] = [
    path("", enter_code, name="room_enter"),
    path("rejoindre/<str:code>/", join, name="room_join"),
    path("seance/<int:session_id>/", prepare, name="room_prepare"),
    path("<int:room_id>/", room, name="room"),
    path("<int:room_id>/agir/", act, name="room_act"),
    path("<int:room_id>/changements/", changes, name="room_changes"),
    path("<int:room_id>/etat/", state, name="room_state"),
    path("<int:room_id>/code.svg", code_image, name="room_code"),
    path("<int:room_id>/ecran/", screen, name="room_screen"),
    path("<int:room_id>/animer/", console, name="room_console"),
    path("<int:room_id>/animer/agir/", run, name="room_run"),
    path("<int:room_id>/animer/presents/", people, name="room_people"),
    path("<int:room_id>/recus/", receipts, name="room_receipts"),
    path("<int:room_id>/ecrit/", written, name="room_written"),
    path("<int:room_id>/compte-rendu/", minutes, name="room_minutes"),
]
