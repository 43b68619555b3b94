"""Texts of messages."""

# As long as one may be, of the longest kind of characters: 16 KB.
LONGEST = "\U0001f40c" * 4_000
SHORT = "It is only a line, as people write them. " * 5
BRIEF = "Yes, of course."
