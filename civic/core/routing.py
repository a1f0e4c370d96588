"""Addresses of live sockets."""

from django.urls import path

from .consumers import StreamConsumer

websocket_urlpatterns = [path("live/<str:stream>/", StreamConsumer.as_asgi())]
