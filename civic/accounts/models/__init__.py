from .person import ClaimCode, Person
from .user import RoleAssignment, User

__all__ = ["ClaimCode", "Person", "RoleAssignment", "User"]
