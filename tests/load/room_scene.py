"""A room with as many participants as sockets, each with the cookie of its phone."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Scene:
    """The keys a load script needs: the room, its first table, the cookies of the phones."""

    room: int
    table: int
    cookies: list[str]


def build(people: int) -> Scene:
    """Fill an empty database with a room and its participants."""
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)

    from tests.factories.rooms import make_room
    from workshops.logic.codes import hash_of
    from workshops.models import Participant
    from workshops.views.room_visit import cookie_of, signed_token

    room = make_room()
    table = room.tables.order_by("number").first()
    assert table is not None
    tokens = [f"the secret of phone {number}" for number in range(people)]
    Participant.objects.bulk_create(
        Participant(room=room, table=table, token_hash=hash_of(token)) for token in tokens
    )
    name = cookie_of(room.pk)
    cookies = [f"{name}={signed_token(room.pk, token)}" for token in tokens]
    return Scene(room=room.pk, table=table.pk, cookies=cookies)
