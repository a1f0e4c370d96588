"""How long a text, a paragraph and a heading may be; imported by the child process: no Django."""

MAX_PARAGRAPHS = 5_000
LONGEST_PARAGRAPH = 6_000
LONGEST_HEADING = 200
DEEPEST = 3
