"""The screens of a discussion: the moderators' queue, and closing it with conclusions."""
