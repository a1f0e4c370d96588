"""The health page of an installation."""

from django.db import connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from ..selectors import heartbeat_age


@never_cache
@require_safe
def health(request: HttpRequest) -> JsonResponse:
    """Answer 200 when the database answers and the minute tick beats, 503 otherwise."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        database = cursor.fetchone() == (1,)
    age = heartbeat_age()
    ticking = age is not None and age < 300
    status = 200 if database and ticking else 503
    return JsonResponse(
        {"database": database, "tick": ticking, "seconds_since_tick": age}, status=status
    )
