"""What the web process wrote about its own mistakes: an answer of 500 says nothing to whoever gets it."""

import re
from pathlib import Path

from tintype.cluster.home import Home

# A traceback's lines follow the line that begins the entry.
ENTRY = re.compile(r"^(?=\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} )", re.MULTILINE)
MISTAKE = "Internal Server Error"
# As much as somebody reads, from the end, where an exception says what it is.
SHOWN_CHARACTERS = 20_000


def mistakes(home: Path) -> str:
    """Every entry about an answer of 500, with its traceback."""
    log = Home(home).log_of("web")
    entries = ENTRY.split(log.read_text(errors="replace")) if log.exists() else []
    return "".join(entry for entry in entries if MISTAKE in entry)[-SHOWN_CHARACTERS:]
