"""Checks on the wording of texts: lengths of titles and of sentences for the person."""

import re

from landing.core.due.marked import Entry

TITLE_CHARACTERS = 70
CLIENT_SENTENCE_WORDS = 12
CLIENT_WHY_WORDS = 15
_END = re.compile(r"[.!?]+(?=\s|$)")


def sentences(text: str) -> list[str]:
    """The sentences of a text, without their closing marks."""
    return [part.strip() for part in _END.split(text) if part.strip()]


def check_client_text(entry: Entry, text: str, most: int = CLIENT_SENTENCE_WORDS) -> None:
    """Note a fault for every sentence with more words than a client text may have."""
    for sentence in sentences(text):
        count = len(sentence.split())
        if count > most:
            entry.fault(f"a sentence of {count} words", f"at most {most} words a sentence for the person (A2)")


def check_sentence_count(entry: Entry, text: str, most: int) -> None:
    """Note a fault when a text has more sentences than wanted."""
    count = len(sentences(text))
    if count > most:
        entry.fault(f"{count} sentences", f"at most {most}")
