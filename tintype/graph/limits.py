"""How long what people write about others may be; stated in documentation from here."""

NOTE_LENGTH = 2000
LIST_TITLE_LENGTH = 100
MOST_LISTS = 50
