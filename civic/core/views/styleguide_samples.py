"""Sample data of the styleguide: French, short and long words, none, two and many rows."""

import re
from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.core.paginator import Page, Paginator
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from ..logic.shapes import SHAPES


class SampleForm(forms.Form):
    """One field of every kind, worded as a resident meets them."""

    title = forms.CharField(
        label="Votre proposition en une phrase",
        help_text="Dites ce qui doit changer, et où. Par exemple : « Un abri à vélos devant l’école »",
        max_length=120,
    )
    text = forms.CharField(
        label="Pourquoi, et comment ?",
        help_text="Ce que vous avez vu, ce que vous proposez. Le service qui répondra lira ceci.",
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    theme = forms.ChoiceField(
        label="De quoi s’agit-il ?",
        choices=[
            ("", "Choisissez un thème"),
            ("mobility", "Déplacements"),
            ("nature", "Eau, arbres et biodiversité"),
            ("energy", "Énergie et logement"),
        ],
    )
    scope = forms.ChoiceField(
        label="Qui est concerné ?",
        widget=forms.RadioSelect,
        choices=[
            ("street", "Ma rue"),
            ("neighbourhood", "Mon quartier"),
            ("territory", "Les trente-six communes"),
        ],
    )
    moments = forms.MultipleChoiceField(
        label="Quand êtes-vous disponible pour en parler ?",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[("day", "En journée"), ("evening", "Le soir"), ("saturday", "Le samedi matin")],
    )
    photo = forms.FileField(label="Une photo du lieu", required=False)
    seen_on = forms.DateField(
        label="Quand l’avez-vous vu ?",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    email = forms.EmailField(
        label="Votre adresse e-mail",
        required=False,
        help_text="Pour recevoir la réponse. Sans adresse, gardez le numéro : il suffit au téléphone.",
    )
    charter = forms.BooleanField(
        label="Je publie ce texte sous mon nom d’usage et j’ai lu la charte de participation"
    )

    def clean(self) -> dict[str, Any]:
        """Add one error that belongs to no field, to show it."""
        if self.data.get("title"):
            self.add_error(
                None, "La phase de propositions ferme ce soir à minuit : pensez à envoyer avant."
            )
        return self.cleaned_data


class BallotForm(forms.Form):
    """Choices as cards, each explained."""

    choice = forms.ChoiceField(
        label="Faut-il réserver la rue des Tanneurs aux piétons le samedi ?",
        widget=forms.RadioSelect,
        choices=[("for", "Pour"), ("against", "Contre"), ("abstain", "Je m’abstiens")],
    )


LONG_TITLE = (
    "Désimperméabiliser le parking du centre intercommunal de Saint-Christophe-sous-Escandelles, "
    "replanter une haie champêtre et raccorder la voie verte jusqu’au collège"
)
SHORT_TEXT = (
    "Les talus du chemin des Aubiers ont été rasés en 2019. Depuis, l’eau descend d’un coup dans la "
    "rue basse à chaque orage. Une haie retiendrait la terre et ferait de l’ombre aux marcheurs."
)


def _day(days: int) -> date:
    return timezone.localdate() + timedelta(days=days)


def _at(days: int, hour: int, minute: int = 0) -> datetime:
    return timezone.localtime().replace(hour=hour, minute=minute, second=0) + timedelta(days=days)


def _contributions() -> list[dict[str, Any]]:
    return [
        {
            "title": "Replanter des haies le long du chemin des Aubiers",
            "excerpt": SHORT_TEXT,
            "author": "Amina B.",
            "college": "resident",
            "college_label": "habitante",
            "theme": "Eau, arbres et biodiversité",
            "place": "Chemin des Aubiers",
            "channel": "online",
            "supports": 214,
            "comments": 12,
            "state": "accepted",
            "state_label": "Retenue",
            "promised_on": None,
            "answered_on": _day(-12),
        },
        {
            "title": LONG_TITLE,
            "excerpt": "Le parking est vide dix mois sur douze. Le bitume garde la chaleur jusqu’à minuit, et "
            "les enfants passent par la départementale pour rejoindre le collège, faute de continuité.",
            "author": "Association des riverains de Saint-Christophe-sous-Escandelles",
            "college": "association",
            "college_label": "association",
            "theme": "Déplacements",
            "place": "Saint-Christophe-sous-Escandelles",
            "channel": "meeting",
            "supports": 1,
            "comments": 0,
            "state": "in_progress",
            "state_label": "À l’étude",
            "promised_on": _day(9),
            "answered_on": None,
        },
        {
            "title": "Bus du soir",
            "excerpt": "Un dernier bus à 22 h 30.",
            "author": "Marcel",
            "college": "resident",
            "college_label": "habitant",
            "theme": "Déplacements",
            "place": None,
            "channel": "paper",
            "supports": 87,
            "comments": 31,
            "state": "late",
            "state_label": "Réponse en retard",
            "promised_on": _day(-12),
            "answered_on": None,
        },
    ]


def _requests() -> list[dict[str, Any]]:
    return [
        {
            "number": "2026-0412",
            "url": "#",
            "title": "Éclairage éteint entre les numéros 8 et 22 de la rue des Tanneurs",
            "place": "Rue des Tanneurs",
            "department": "Éclairage public",
            "state": "late",
            "state_label": "En retard",
            "received_on": _day(-46),
            "promised_on": _day(-16),
            "days_late": 16,
        },
        {
            "number": "2026-0398",
            "url": "#",
            "title": "Banc",
            "place": "Place du Marché-Couvert",
            "department": "Espaces verts",
            "state": "done",
            "state_label": "Fait",
            "received_on": _day(-60),
            "promised_on": _day(-30),
            "answered_on": _day(-41),
            "summary": "Deux bancs à dossier posés le 3 octobre, à l’ombre des tilleuls.",
        },
        {
            "number": "2026-0377",
            "url": "#",
            "title": "Traversée dangereuse devant l’école élémentaire Jacqueline-Auriol, à hauteur de l’arrêt "
            "de bus intercommunal",
            "place": "Avenue de l’Hippodrome",
            "department": "Voirie",
            "state": "handed_over",
            "state_label": "Transmise à la communauté de communes",
            "received_on": _day(-80),
            "promised_on": _day(20),
        },
        {
            "number": "2019-0008",
            "url": "#",
            "title": "Containers rue basse",
            "state": "closed_before",
            "state_label": "Close avant, sans réponse argumentée",
            "taken_over": True,
        },
    ]


def _comments() -> list[dict[str, Any]]:
    return [
        {
            "id": 1,
            "author": "Marcel",
            "college": "resident",
            "college_label": "habitant",
            "stance": "for",
            "stance_label": "Pour",
            "channel": "telephone",
            "when": _at(-6, 18),
            "body": "J’ai connu ces haies. On y ramassait des mûres, et la cave était sèche.",
        },
        {
            "id": 2,
            "level": 1,
            "author": "Claire Duvernay",
            "college": "technical_officer",
            "college_label": "technicienne",
            "department": "Direction de l’eau",
            "when": _at(-5, 9, 30),
            "body": "Le fossé appartient à la commune sur 640 mètres ; au-delà, il faut l’accord de deux "
            "propriétaires. Nous les rencontrons le 12.",
        },
        {
            "id": 3,
            "level": 2,
            "author": "Amina B.",
            "college": "resident",
            "college_label": "habitante",
            "stance": "question",
            "stance_label": "Question",
            "when": _at(-4, 21),
            "body": "Et si l’un des deux refuse ?",
        },
        {
            "id": 4,
            "level": 1,
            "author": "",
            "when": _at(-3, 8),
            "body": "",
            "removed": "Retiré le 14 octobre : attaque personnelle (règle 2 de la charte). Son auteur peut "
            "demander un second avis.",
        },
    ]


def _phases() -> list[dict[str, Any]]:
    return [
        {"title": "Préparer ensemble", "when": "janvier – mars 2026", "state": "done"},
        {
            "title": "Proposer",
            "when": "3 mars – 2 juin",
            "state": "current",
            "note": "120 propositions reçues",
        },
        {"title": "Voter", "when": "15 – 30 juin", "state": "coming"},
        {
            "title": "Décider",
            "when": "automne 2026",
            "state": "coming",
            "note": "conseil communautaire",
        },
    ]


def _trail() -> list[dict[str, Any]]:
    return [
        {
            "when": _day(-80),
            "text": "Reçue au guichet de la mairie",
            "who": "numéro remis : 2026-0377",
        },
        {"when": _day(-78), "text": "Confiée à la voirie", "who": "Mairie de Saint-Aurel"},
        {
            "when": _day(-70),
            "text": "Transmise à la communauté de communes, qui entretient l’avenue",
            "who": "même numéro, même délai",
            "state": "transferred",
        },
        {
            "when": _day(-9),
            "text": "Visite sur place avec le conseil de quartier",
            "url": "#",
            "state": "kept",
        },
    ]


def _polygons() -> dict[str, Any]:
    def square(west: float, south: float) -> list[list[list[float]]]:
        corners = [(0, 0), (0.03, 0.004), (0.034, 0.022), (0.012, 0.027), (-0.004, 0.015), (0, 0)]
        return [[[west + x, south + y] for x, y in corners]]

    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "properties": {"title": "Quartier des Quais", "url": "#"},
                "geometry": {"type": "Polygon", "coordinates": square(1.9, 43.6)},
            },
            {
                "type": "Feature",
                "properties": {"title": "Replanter des haies", "url": "#"},
                "geometry": {"type": "Point", "coordinates": [1.915, 43.613]},
            },
        ],
    }


def _typeset(value: Any) -> Any:
    """Put the no-break spaces of French typography, which a keyboard does not have."""
    match value:
        case str():
            text = re.sub(
                r" (?=[;:?!»])|(?<=«) |(?<=\d) (?=h\b|m³|mètres|euros|\d)", "\u00a0", value
            )
            return mark_safe(text) if isinstance(value, SafeString) else text
        case dict():
            return {key: _typeset(item) for key, item in value.items()}
        case list():
            return [_typeset(item) for item in value]
        case _:
            return value


def _words() -> dict[str, Any]:
    return {
        "ballot_hints": {
            "for": "La rue ferme aux voitures de 8 h à 20 h ; les riverains et les livraisons passent avant 11 h.",
            "against": "Rien ne change.",
            "abstain": "Votre bulletin compte dans la participation, pas dans le résultat.",
        },
        "contributions": _contributions(),
        "requests": _requests(),
        "comments": _comments(),
        "phases": _phases(),
        "trail": _trail(),
        "polygons": _polygons(),
        "today": _day(0),
        "in_nine_days": _day(9),
        "in_two_days": _day(2),
        "in_forty_days": _day(40),
        "twelve_days_ago": _day(-12),
        "forty_days_ago": _day(-40),
        "evening": _at(6, 18, 30),
        "evening_end": _at(6, 20, 30),
        "states": [
            ("received", "Reçue"),
            ("routed", "Au service"),
            ("in_progress", "À l’étude"),
            ("waiting_requester", "En attente de votre réponse"),
            ("waiting_third_party", "En attente d’un autre organisme"),
            ("planned", "Prévue"),
            ("review", "En réexamen"),
            ("answered", "Répondue"),
            ("late", "En retard"),
            ("withdrawn", "Retirée par son auteur"),
            ("closed_before", "Close avant, sans réponse argumentée"),
            ("held", "Retenue pour vérification"),
            ("draft", "Brouillon"),
            ("open", "Ouverte"),
            ("soon", "Bientôt close"),
            ("closed", "Close"),
        ],
        "outcomes": [
            ("accepted", "Retenue"),
            ("adapted", "Retenue en partie"),
            ("not_retained", "Non retenue"),
            ("done", "Fait"),
            ("planned", "Prévu"),
            ("not_possible", "Impossible"),
            ("handed_over", "Transmis"),
        ],
        "colleges": [
            ("resident", "habitante"),
            ("technical_officer", "technicien"),
            ("elected_official", "élue"),
            ("association", "association"),
            ("council", "conseil de quartier"),
            ("business", "entreprise"),
        ],
        "channels": ["paper", "desk", "telephone", "online", "meeting", "import"],
        "colours": {
            "Fonds": ["ground", "surface", "sunk"],
            "Encre et filets": ["ink", "ink-2", "ink-3", "line-strong", "line"],
            "Territoire": ["accent", "accent-strong", "accent-line", "accent-soft", "field"],
            "États": ["wait", "move", "kept", "adapted", "aside", "soon", "late", "error"],
        },
        "sources": [
            {"title": "Replanter des haies le long du chemin des Aubiers", "url": "#"},
            {"title": "Haies et fossés", "url": "#"},
        ],
        "columns": [
            {"label": "Moyen"},
            {"label": "Propositions", "numeric": True},
            {"label": "Part", "numeric": True},
        ],
        "rows": [
            {"cells": [{"text": "En ligne"}, {"text": "96"}, {"text": "80 %"}]},
            {"cells": [{"text": "Sur papier"}, {"text": "14"}, {"text": "12 %"}]},
            {
                "cells": [
                    {"text": "En réunion, au guichet ou par téléphone"},
                    {"text": "10"},
                    {"text": "8 %"},
                ]
            },
        ],
        "bars": [
            {"label": "En ligne", "value": "96", "share": 80.0},
            {"label": "Sur papier", "value": "14", "share": 11.7},
            {"label": "En réunion, au guichet ou par téléphone", "value": "10", "share": 8.3},
        ],
        "quick": [
            {"label": "Toutes", "url": "?", "active": True, "count": 300},
            {"label": "En retard", "url": "?", "count": 17},
            {"label": "Répondues ce mois-ci", "url": "?", "count": 1},
            {"label": "Transmises à la communauté de communes", "url": "?"},
        ],
        "selects": [
            {
                "name": "theme",
                "label": "Thème",
                "options": [
                    {"value": "", "label": "Tous les thèmes"},
                    {"value": "water", "label": "Eau, arbres et biodiversité", "selected": True},
                ],
            },
            {
                "name": "sort",
                "label": "Trier",
                "options": [
                    {"value": "", "label": "Les plus récentes"},
                    {"value": "support", "label": "Les plus soutenues"},
                ],
            },
        ],
        "search": {"label": "Chercher dans les propositions", "value": "haie"},
        "applied": [
            {"label": "thème : Eau, arbres et biodiversité", "remove_url": "?"},
            {"label": "« haie »", "remove_url": "?"},
        ],
        "tabs": [
            {"label": "Propositions", "url": "#", "current": True, "count": 120},
            {"label": "Décision", "url": "#"},
            {"label": "Documents", "url": "#", "count": 4},
        ],
        "next_steps": [
            "Vous recevez un numéro, à l’écran et par e-mail si vous en donnez un.",
            "Votre texte est lu sous deux jours ouvrés : il ne doit contenir ni nom ni téléphone de personne.",
            "Il est publié, et vos voisins peuvent le soutenir.",
            "La direction de l’eau répond à chacun avant le 14 décembre.",
        ],
        "facts": [
            {"label": "Déposée le", "value": "12 octobre 2026"},
            {"label": "Par", "value": "Amina B., habitante"},
            {"label": "Réponse promise", "value": "14 décembre 2026"},
        ],
        "consequences": [
            "Les 214 personnes qui la soutiennent en sont averties.",
            "Elle reste lisible, marquée « retirée par son auteur ».",
        ],
        "actions": [
            {"label": "Donner mon avis", "url": "#"},
            {"label": "Voir ce qui a été décidé", "url": "#", "kind": "plain"},
        ],
        "crumbs": [
            {"title": "Accueil", "url": "#"},
            {"title": "Consultations", "url": "#"},
            {"title": "Plan climat-air-énergie du Val de Brévanne", "url": "#"},
            {"title": "Replanter des haies le long du chemin des Aubiers", "url": ""},
        ],
        "map_items": [
            {
                "title": "Replanter des haies le long du chemin des Aubiers",
                "url": "#",
                "place": "Chemin des Aubiers",
                "state": "accepted",
                "state_label": "Retenue",
            },
            {"title": "Quartier des Quais", "url": "#"},
        ],
        "none_at_all": [],
        "shape_names": sorted(SHAPES),
        "key_sentence": mark_safe(
            "<b>87</b> des <b>120</b> propositions ont reçu une réponse argumentée ; la plus ancienne attend "
            "depuis <b>12 jours</b>."
        ),
        "sections": [
            ("fondations", "Couleurs"),
            ("typographie", "Écriture"),
            ("gestes", "Boutons"),
            ("etats", "États"),
            ("agir", "Listes"),
            ("reponses", "Réponses"),
            ("tableau", "Tableau de suivi"),
            ("commentaires", "Commentaires"),
            ("chiffres", "Chiffres"),
            ("formulaires", "Formulaires"),
            ("messages", "Messages"),
        ],
        "short_text": SHORT_TEXT,
        "reason": "Une haie de 640 mètres retient environ 400 m³ d’eau à chaque orage et coûte trois fois moins "
        "qu’un bassin. Le conseil la préfère au busage demandé par deux autres propositions.",
        "what_next": "Plantation du 15 novembre 2026 au 28 février 2027 par le chantier d’insertion ; visite "
        "publique le samedi 6 mars.",
    }


def samples() -> dict[str, Any]:
    """Give everything the styleguide shows, dates relative to today."""
    pages: Paginator[int] = Paginator(range(1, 241), 20)
    wrong = SampleForm(
        {"title": "x" * 130, "text": "Bonjour", "email": "amina chez exemple", "scope": "street"},
        auto_id="wrong_%s",
    )
    words: dict[str, Any] = _typeset(_words())
    return {
        **words,
        "form": SampleForm(auto_id="right_%s"),
        "wrong_form": wrong,
        "ballot_form": BallotForm(initial={"choice": "for"}),
        "page": pages.page(5),
    }
