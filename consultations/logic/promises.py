"""What a written promise is measured with."""

SHORTEST_ACCOUNT, LONGEST_ACCOUNT = 20, 600
