"""Open a territory from the console."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.urls import reverse

from civic.accounts.policies import SYSTEM
from civic.core.exceptions import Refusal
from civic.territory.enums import OrganisationKind

from ...services.opening import open_territory

FACTS = {
    "short_name": "as people say it",
    "code": "official code (INSEE or SIREN)",
    "contact_phone": "telephone shown on every page",
    "contact_email": "public e-mail address",
    "contact_address": "postal address",
    "desk_hours": "desk hours, as one says them",
    "accent": "colour of links and buttons, as #1f5c4a",
}


class Command(BaseCommand):
    """Create the first organisation, its pages and its administrator; safe to repeat."""

    help = "Open this site: organisation, pages, groups, first administrator. Asks nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--name", required=True, help="full name of the body")
        parser.add_argument(
            "--kind", choices=OrganisationKind.values, default=OrganisationKind.COMMUNE
        )
        parser.add_argument("--email", required=True, help="address of the first administrator")
        for name, words in FACTS.items():
            parser.add_argument(f"--{name.replace('_', '-')}", default="", help=words)
        parser.add_argument("--json", action="store_true", help="say the result as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            opened = open_territory(
                actor=SYSTEM,
                name=options["name"],
                kind=options["kind"],
                email=options["email"],
                **{name: options[name] for name in FACTS},
            )
        except Refusal as refusal:
            raise CommandError(str(refusal.message)) from refusal
        said = {
            "organisation": opened.organisation.slug,
            "created": opened.is_new,
            "pages": opened.pages,
            "administrator": options["email"],
            "sign_in": reverse("wagtailadmin_home"),
        }
        if options["json"]:
            self.stdout.write(json.dumps(said, ensure_ascii=False))
            return
        began = "Opened" if opened.is_new else "Already open"
        self.stdout.write(f"{began}: {opened.organisation.name}. {len(opened.pages)} pages made.")
        self.stdout.write(
            f"{options['email']} signs in at {said['sign_in']} with a code by e-mail."
        )
