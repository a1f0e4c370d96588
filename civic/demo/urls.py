"""Addresses that exist in the demo alone."""

from django.urls import path

from . import views

urlpatterns = [
    path("devenir/<slug:key>/", views.become, name="demo_become"),
    path("mail/", views.mail, name="demo_mail"),
    path("sms/", views.sms, name="demo_sms"),
]
