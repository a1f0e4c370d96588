"""Addresses of the sockets of live rooms."""

from django.urls import path

from .consumers import RoomConsumer

websocket_urlpatterns = [path("live/room/<int:room_id>/", RoomConsumer.as_asgi())]
