"""What residents, chairs and officers see of councils."""
