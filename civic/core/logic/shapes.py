"""The small drawings of the interface: one path each, on a grid of 16, filled by even-odd.

A state is never a colour alone: its shape says it too, in black and white and to a person
who does not tell red from green. Aliases let a state be named as its own app names it.
"""

_CHECK = "M6.9 11.5 3.6 8.2l1.3-1.3 2 2 4.2-4.3 1.3 1.3z"
_DISC = "M8 1a7 7 0 1 0 0 14A7 7 0 0 0 8 1z"
_RING = _DISC + "M8 2.9a5.1 5.1 0 1 1 0 10.2A5.1 5.1 0 0 1 8 2.9z"
_SQUARE = "M2 2h12v12H2z"

SHAPES: dict[str, str] = {
    # States.
    "waiting": _RING,
    "moving": _DISC + "M8 2.9v10.2A5.1 5.1 0 0 1 8 2.9z",
    "kept": _DISC + _CHECK,
    "done": _SQUARE + _CHECK,
    "adapted": "M8 .6 15.4 8 8 15.4.6 8zM8 3.4v9.2L12.6 8z",
    "aside": _SQUARE + "M3.8 3.8v8.4h8.4V3.8zM5.4 7.1h5.2v1.8H5.4z",
    "refused": _RING + "M4 10.7 10.7 4 12 5.3 5.3 12z",
    "answered": "M1.5 2h13v9.2H8l-3.8 3.6v-3.6H1.5z",
    "late": "M8 .9 15.7 14.6H.3zM7.1 5.6h1.8v4.6H7.1zM7.1 11.3h1.8v1.8H7.1z",
    "soon": _RING + "M7.1 4.6h1.8v3l2.2 2.2-1.3 1.3-2.7-2.7z",
    "open": _RING + "M8 5.4a2.6 2.6 0 1 0 0 5.2 2.6 2.6 0 0 0 0-5.2z",
    "closed": _SQUARE,
    "planned": "M3 1h1.9v1h9l-2.3 3.6 2.3 3.6h-9V15H3z",
    "transferred": "M8.7 2.5 14.2 8l-5.5 5.5-1.3-1.4L10.5 9H1.8V7h8.7L7.4 3.9z",
    "withdrawn": "M7.3 2.5 1.8 8l5.5 5.5 1.3-1.4L5.5 9h8.7V7H5.5l3.1-3.1z",
    "review": "M8 2a6 6 0 0 1 5 2.7V2.4h1.8v5.4H9.4V6h2.3A4.2 4.2 0 1 0 12.2 9h1.8A6 6 0 1 1 8 2z",
    "held": "M3.4 2h3.3v12H3.4zM9.3 2h3.3v12H9.3z",
    "draft": "m11.4.9 3.7 3.7-9.3 9.3L1 15l1.1-4.8zM3.7 11l-.4 1.7L5 12.3z",
    "info": _DISC + "M7.1 4h1.8v1.8H7.1zM7.1 7h1.8v5H7.1z",
    "error": "M5 1h6l4 4v6l-4 4H5l-4-4V5zM7.1 4h1.8v5H7.1zM7.1 10.2h1.8V12H7.1z",
    # Channels.
    "paper": "M3 1h7l3 3v11H3zM4.7 2.7v10.6h6.6V5.4H8.7V2.7zM6 7.6h4v1.3H6zM6 10.2h4v1.3H6z",
    "desk": "M8 1.2a2.7 2.7 0 1 1 0 5.4 2.7 2.7 0 0 1 0-5.4zM3.6 9.4C4 8.2 5 7.6 6 7.6h4c1 0 2 "
    ".6 "
    "2.4 1.8zM1 10.7h14v1.8h-1.4V15H2.4v-2.5H1z",
    "telephone": "m4.6 1 2 3.7-1.4 1.7c.8 1.8 2.4 3.5 4.3 4.4l1.8-1.4 3.7 2-.9 3.2C7.6 15.2.8 "
    "8.5 1.4 "
    "1.9z",
    "email": "M1 3h14v10H1zm1.6 1.6v.3L8 8.8l5.4-3.9v-.3zM13.4 6.9 8 10.8 2.6 6.9v4.5h10.8z",
    "online": "M1 2.4h14v9H1zM2.7 4v5.7h10.6V4zM5 13h6v1.7H5z",
    "meeting": "M8 4.6a3.4 3.4 0 1 1 0 6.8 3.4 3.4 0 0 1 0-6.8zM8 .4a1.6 1.6 0 1 1 0 3.2A1.6 "
    "1.6 0 0 1 "
    "8 .4zm0 12a1.6 1.6 0 1 1 0 3.2 1.6 1.6 0 0 1 0-3.2zM2 6.4a1.6 1.6 0 1 1 0 3.2 1.6 1.6 0 0 1 "
    "0-3.2zm12 0a1.6 1.6 0 1 1 0 3.2 1.6 1.6 0 0 1 0-3.2z",
    "import": "M7.1 1h1.8v6.2l2.2-2.2 1.3 1.3L8 10.7 3.6 6.3 4.9 5l2.2 2.2zM1.5 "
    "10h1.8v3.2h9.4V10h1.8v5h-13z",
    # Gestures.
    "search": "M6.8 1.2a5.6 5.6 0 0 1 4.5 8.9l3.6 3.6-1.3 1.3L10 11.4A5.6 5.6 0 1 1 6.8 "
    "1.2zM6.8 3a3.8 3.8 "
    "0 1 0 0 7.6A3.8 3.8 0 0 0 6.8 3z",
    "menu": "M1.5 3h13v1.8h-13zM1.5 7.1h13v1.8h-13zM1.5 11.2h13V13h-13z",
    "close": "M3.5 2.2 8 6.7l4.5-4.5 1.3 1.3L9.3 8l4.5 4.5-1.3 1.3L8 9.3l-4.5 4.5-1.3-1.3L6.7 "
    "8 2.2 3.5z",
    "next": "m6 2.2 5.8 5.8L6 13.8l-1.3-1.3L9.2 8 4.7 3.5z",
    "previous": "M10 2.2 4.2 8l5.8 5.8 1.3-1.3L6.8 8l4.5-4.5z",
    "plus": "M7.1 2h1.8v5.1H14v1.8H8.9V14H7.1V8.9H2V7.1h5.1z",
    "support": "M8 1.6 14 8h-3.4v6.4H5.4V8H2z",
    "against": "M8 14.4 2 8h3.4V1.6h5.2V8H14z",
    "question": _DISC
    + "M6.9 8.9c0-2 2-2 2-3.1 0-.5-.4-.8-.9-.8s-1 .4-1.2 1l-1.6-.6C5.6 4.1 6.7 3.3 8 "
    "3.3c1.6 0 2.7 1 2.7 2.4 0 1.9-2 2.1-2 3.2zM6.9 10.3h1.8v1.8H6.9z",
    "place": "M8 .8A5.2 5.2 0 0 1 13.2 6c0 3.6-5.2 9.4-5.2 9.4S2.8 9.6 2.8 6A5.2 5.2 0 0 1 8 "
    ".8zM8 4a2 2 0 "
    "1 0 0 4 2 2 0 0 0 0-4z",
    "download": "M7.1 1h1.8v6.7l2.4-2.4 1.3 1.3L8 11.2 3.4 6.6l1.3-1.3 2.4 2.4zM2 13h12v1.8H2z",
}

ALIASES: dict[str, str] = {
    "received": "waiting",
    "routed": "waiting",
    "coming": "waiting",
    "in_progress": "moving",
    "waiting_requester": "question",
    "waiting_third_party": "transferred",
    "handed_over": "transferred",
    "accepted": "kept",
    "retained": "kept",
    "not_retained": "aside",
    "not_possible": "refused",
    "closed_before": "closed",
    "success": "kept",
    "warning": "late",
    "for": "support",
    "neutral": "answered",
}


def path_of(name: str) -> str:
    """Give the SVG path of a shape or of a state; an unknown name gets the plain ring."""
    return SHAPES.get(ALIASES.get(name, name), SHAPES["waiting"])
