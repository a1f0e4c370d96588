"""Background work of the administration: what a change of rule makes of what is published."""

from django_tasks import task

from .services.places import places_of_body, places_of_type


@task()
def place_body_anew(organisation_id: int) -> None:
    """Show the places of a body at the level it has just chosen."""
    places_of_body(organisation_id)


@task()
def place_type_anew(request_type_id: int) -> None:
    """Show the places of a type of request at the level just chosen."""
    places_of_type(request_type_id)
