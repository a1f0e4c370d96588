"""Addresses of the desk, below /agent/guichet/, and of the sheets, below /papier/."""

from django.urls import URLPattern, URLResolver, path

from .views import desk, entry, letters, paper, people, sheets

desk_patterns: list[URLPattern | URLResolver] = [
    path("", desk.desks, name="desks"),
    path("<slug:place>/", desk.desk, name="desk"),
    path("<slug:place>/saisir/<slug:act>/", entry.enter_act, name="desk_enter"),
    path("<slug:place>/saisies/<int:entry_id>/", entry.entry, name="desk_entry"),
    path("<slug:place>/personnes/<int:person_id>/", people.person, name="desk_person"),
    path("<slug:place>/mandats/<int:mandate_id>/fin/", people.stop_mandate, name="desk_mandate"),
    path("<slug:place>/feuilles/", sheets.sheets, name="desk_sheets"),
    path("<slug:place>/feuilles/lot/<uuid:batch>/", sheets.batch, name="desk_batch"),
    path("<slug:place>/feuilles/<slug:code>/", sheets.sheet, name="desk_sheet"),
    path("<slug:place>/feuilles/<slug:code>/ressaisie/", sheets.again, name="desk_again"),
    path("<slug:place>/images/<int:image_id>/", sheets.image, name="desk_image"),
    path("<slug:place>/courriers/", letters.letters, name="desk_letters"),
    path("<slug:place>/courriers/<int:batch_id>/", letters.letter_batch, name="desk_letter_batch"),
    path("<slug:place>/appels/", letters.calls, name="desk_calls"),
    path("<slug:place>/appels/<int:notice_id>/", letters.call_outcome, name="desk_call"),
    path("<slug:place>/rappels/<int:promise_id>/", letters.promise_outcome, name="desk_promise"),
]
paper_patterns: list[URLPattern | URLResolver] = [
    path("", paper.paper, name="paper"),
    path("<slug:target>/", paper.sheet, name="paper_sheet"),
    path("<slug:target>/<slug:code>.svg", paper.qr_code, name="paper_qr"),
]
