"""Addresses of accounts, below /compte/."""

from allauth.account.views import account_inactive
from django.urls import path

from .views import account, sign_in

urlpatterns = [
    path("", account.account, name="account"),
    path("commencer/", account.start, name="account_start"),
    path("connexion/", sign_in.sign_in, name="account_login"),
    path("connexion/adresse/", sign_in.sign_in, name="account_request_login_code"),
    path("connexion/code/", sign_in.confirm_code, name="account_confirm_login_code"),
    path("deconnexion/", sign_in.sign_out, name="account_logout"),
    path("inactif/", account_inactive, name="account_inactive"),
    path("profil/", account.profile, name="profile"),
    path("recu/", account.claim_code, name="claim"),
    path("donnees/", account.own_data, name="own_data"),
    path("donnees/copie.json", account.download, name="own_data_download"),
    path("donnees/effacer/", account.erase, name="erase"),
    path("donnees/efface/", account.erased, name="erased"),
]
