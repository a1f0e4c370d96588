"""Sample data of the styleguide, in French; dates are relative to today."""

import re
from typing import Any

from django.core.paginator import Paginator
from django.utils.safestring import SafeString, mark_safe

from ..logic.shapes import SHAPES
from .styleguide_forms import BallotForm, SampleForm
from .styleguide_rows import (
    SHORT_TEXT,
    at,
    comments,
    contributions,
    day,
    full_table,
    phases,
    polygons,
    requests,
    trail,
)


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
            "for": "La rue ferme aux voitures de 8 h à 20 h ; les riverains et les livraisons "
            "passent avant 11 h.",
            "against": "Rien ne change.",
            "abstain": "Votre bulletin compte dans la participation, pas dans le résultat.",
        },
        "contributions": contributions(),
        "requests": requests(),
        "full_table": full_table(),
        "comments": comments(),
        "phases": phases(),
        "trail": trail(),
        "polygons": polygons(),
        "today": day(0),
        "in_nine_days": day(9),
        "in_two_days": day(2),
        "in_forty_days": day(40),
        "twelve_days_ago": day(-12),
        "forty_days_ago": day(-40),
        "evening": at(6, 18, 30),
        "evening_end": at(6, 20, 30),
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
            "Votre texte est lu sous deux jours ouvrés : il ne doit contenir ni nom ni "
            "téléphone de personne.",
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
            "<b>87</b> des <b>120</b> propositions ont reçu une réponse argumentée ; la plus "
            "ancienne attend "
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
        "reason": "Une haie de 640 mètres retient environ 400 m³ d’eau à chaque orage et coûte "
        "trois fois moins "
        "qu’un bassin. Le conseil la préfère au busage demandé par deux autres propositions.",
        "what_next": "Plantation du 15 novembre 2026 au 28 février 2027 par le chantier "
        "d’insertion ; visite "
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
