"""Rows of the styleguide: short and long words, every state."""

from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone

LONG_TITLE = (
    "Désimperméabiliser le parking du centre intercommunal de Saint-Christophe-sous-Escandelles, "
    "replanter une haie champêtre et raccorder la voie verte jusqu’au collège"
)
SHORT_TEXT = (
    "Les talus du chemin des Aubiers ont été rasés en 2019. Depuis, l’eau descend d’un coup "
    "dans la "
    "rue basse à chaque orage. Une haie retiendrait la terre et ferait de l’ombre aux marcheurs."
)


def day(days: int) -> date:
    """Give the date some days from today."""
    return timezone.localdate() + timedelta(days=days)


def at(days: int, hour: int, minute: int = 0) -> datetime:
    """Give a moment some days from today."""
    return timezone.localtime().replace(hour=hour, minute=minute, second=0) + timedelta(days=days)


def contributions() -> list[dict[str, Any]]:
    """Give three contributions: answered, long, late."""
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
            "answered_on": day(-12),
        },
        {
            "title": LONG_TITLE,
            "excerpt": "Le parking est vide dix mois sur douze. Le bitume garde la chaleur "
            "jusqu’à minuit, et "
            "les enfants passent par la départementale pour rejoindre le collège, faute de "
            "continuité.",
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
            "promised_on": day(9),
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
            "promised_on": day(-12),
            "answered_on": None,
        },
    ]


def requests() -> list[dict[str, Any]]:
    """Give the rows of a follow-up table: late, done, handed over, older than the site."""
    return [
        {
            "number": "2026-0412",
            "url": "#",
            "title": "Éclairage éteint entre les numéros 8 et 22 de la rue des Tanneurs",
            "place": "Rue des Tanneurs",
            "department": "Éclairage public",
            "state": "late",
            "state_label": "En retard",
            "received_on": day(-46),
            "promised_on": day(-16),
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
            "received_on": day(-60),
            "promised_on": day(-30),
            "answered_on": day(-41),
            "summary": "Deux bancs à dossier posés le 3 octobre, à l’ombre des tilleuls.",
        },
        {
            "number": "2026-0377",
            "url": "#",
            "title": "Traversée dangereuse devant l’école élémentaire Jacqueline-Auriol, à "
            "hauteur de l’arrêt "
            "de bus intercommunal",
            "place": "Avenue de l’Hippodrome",
            "department": "Voirie",
            "state": "handed_over",
            "state_label": "Transmise à la communauté de communes",
            "received_on": day(-80),
            "promised_on": day(20),
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


def comments() -> list[dict[str, Any]]:
    """Give a thread: a resident, an institution, a question, a removed comment."""
    return [
        {
            "id": 1,
            "author": "Marcel",
            "college": "resident",
            "college_label": "habitant",
            "stance": "for",
            "stance_label": "Pour",
            "channel": "telephone",
            "when": at(-6, 18),
            "body": "J’ai connu ces haies. On y ramassait des mûres, et la cave était sèche.",
        },
        {
            "id": 2,
            "level": 1,
            "author": "Claire Duvernay",
            "college": "technical_officer",
            "college_label": "technicienne",
            "department": "Direction de l’eau",
            "when": at(-5, 9, 30),
            "body": "Le fossé appartient à la commune sur 640 mètres ; au-delà, il faut "
            "l’accord de deux "
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
            "when": at(-4, 21),
            "body": "Et si l’un des deux refuse ?",
        },
        {
            "id": 4,
            "level": 1,
            "author": "",
            "when": at(-3, 8),
            "body": "",
            "removed": "Retiré le 14 octobre : attaque personnelle (règle 2 de la charte). Son "
            "auteur peut "
            "demander un second avis.",
        },
    ]


def phases() -> list[dict[str, Any]]:
    """Give the phases of a consultation."""
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


def trail() -> list[dict[str, Any]]:
    """Give what became of a request."""
    return [
        {
            "when": day(-80),
            "text": "Reçue au guichet de la mairie",
            "who": "numéro remis : 2026-0377",
        },
        {"when": day(-78), "text": "Confiée à la voirie", "who": "Mairie de Saint-Aurel"},
        {
            "when": day(-70),
            "text": "Transmise à la communauté de communes, qui entretient l’avenue",
            "who": "même numéro, même délai",
            "state": "transferred",
        },
        {
            "when": day(-9),
            "text": "Visite sur place avec le conseil de quartier",
            "url": "#",
            "state": "kept",
        },
    ]


def polygons() -> dict[str, Any]:
    """Give the GeoJSON of a sample map."""

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


FULL_COLUMNS = (
    ("number", "N°"),
    ("title", "Demande"),
    ("text", "Texte"),
    ("department", "Services concernés"),
    ("received_on", "Reçue le"),
    ("promised_on", "Promise pour le"),
    ("answered_on", "Répondue le"),
    ("answer", "Réponse"),
    ("state", "État"),
)


def full_table() -> dict[str, Any]:
    """Give the whole follow-up table: its headers and the same requests, a cell per column."""
    said = {"text": SHORT_TEXT}
    rows = [
        {
            **row,
            "corrected_on": None,
            "repeats": "",
            "late": f"en retard de {row['days_late']} jours" if row.get("days_late") else "",
            "cells": [
                {
                    "name": name,
                    "label": label,
                    "value": (said | row | {"answer": row.get("summary", "")}).get(name, ""),
                }
                for name, label in FULL_COLUMNS
            ],
        }
        for row in requests()
    ]
    headers = [{"name": name, "label": label, "sort_url": ""} for name, label in FULL_COLUMNS]
    headers[4] |= {"sort_url": "#tableau", "direction": "descending"}
    return {"headers": headers, "rows": rows}
