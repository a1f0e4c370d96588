"""A user for whoever can read an e-mail address."""

from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction

from ..models import User


def user_for_email(email: str) -> User:
    """Return the user of an address, created when it is new; nothing is confirmed yet."""
    address = email.strip().lower()
    found = User.objects.filter(email__iexact=address).first()
    if found is not None:
        return found
    try:
        with transaction.atomic():
            user = User.objects.create_user(address)
            # Known to allauth, which marks it verified once the code is typed.
            EmailAddress.objects.create(user=user, email=address, primary=True, verified=False)
            return user
    except IntegrityError:
        return User.objects.get(email__iexact=address)
