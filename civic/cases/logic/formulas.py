"""Answers that answer nothing."""

_FORMULAS = frozenset({"fait", "vu", "ok", "ras", "transmis"})


def is_formula(reason: str, *, department_names: tuple[str, ...] = ()) -> bool:
    """Tell whether an answer is only a formula."""
    plain = reason.strip().strip(".").lower()
    return plain in _FORMULAS or plain in {name.lower() for name in department_names}
