"""Addresses of texts written together."""

from django.urls import path

from .views import amending, commenting, deciding, importing, parting, reading, versions, writing

urlpatterns = [
    path("", reading.text_list, name="text_list"),
    path("nouveau/", writing.start, name="text_start"),
    path("<slug:slug>/", reading.read, name="text_read"),
    path("<slug:slug>/plan/", writing.structure, name="text_structure"),
    path("<slug:slug>/importer/", importing.import_text, name="text_import"),
    path("<slug:slug>/versions/", versions.version_list, name="text_versions"),
    path("<slug:slug>/comparer/", versions.compare, name="text_compare"),
    path("<slug:slug>/qui-ecrit/", versions.attribution, name="text_attribution"),
    path("<slug:slug>/amendements/", amending.amendment_list, name="text_amendments"),
    path("<slug:slug>/amendements/<str:number>/", amending.amendment, name="text_amendment"),
    path(
        "<slug:slug>/amendements/<str:number>/soutenir/",
        amending.support,
        name="text_amendment_support",
    ),
    path(
        "<slug:slug>/amendements/<str:number>/commenter/",
        commenting.comment_amendment,
        name="text_amendment_comment",
    ),
    path(
        "<slug:slug>/amendements/<str:number>/signaler/",
        commenting.report_amendment,
        name="text_amendment_report",
    ),
    path(
        "<slug:slug>/amendements/<str:number>/retirer/",
        amending.withdraw,
        name="text_amendment_withdraw",
    ),
    path(
        "<slug:slug>/amendements/<str:number>/decider/",
        deciding.decide,
        name="text_amendment_decide",
    ),
    path("<slug:slug>/p/<uuid:key>/", reading.paragraph, name="text_paragraph"),
    path("<slug:slug>/p/<uuid:key>/amender/", amending.amend, name="text_amend"),
    path("<slug:slug>/p/<uuid:key>/commenter/", commenting.comment, name="text_comment"),
    path("<slug:slug>/p/<uuid:key>/signaler/", commenting.report, name="text_report"),
    path("<slug:slug>/p/<uuid:key>/ecrire/", writing.write, name="text_write"),
    path("<slug:slug>/p/<uuid:key>/couper/", parting.cut, name="text_cut"),
    path("<slug:slug>/p/<uuid:key>/joindre/", parting.join, name="text_join"),
    path("<slug:slug>/p/<uuid:key>/tenir/", writing.hold, name="text_hold"),
]
