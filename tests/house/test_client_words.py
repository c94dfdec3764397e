"""What a client reads in the room of the own plan is A2: short sentences, usual words, and an easy score.

The measure is that of Flesch as Douma fitted it to Dutch (206.84 - 0.77 x syllables per hundred words - 0.93 x words a
sentence), reckoned over all texts of a page together. Words that somebody typed are not counted.
"""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest
import yaml

from landing.plan import prepare_words, words
from landing.plan.goal_changes import STATE_SENTENCES
from tests.house.shelves import CODE

ROOM = CODE / "plan"
MOST_WORDS = 15
AT_LEAST = 70.0
FEWEST_WORDS = 25
"""A page with fewer words has no score of its own; its sentences and words are looked at all the same."""

# Words of the office or the bank, and what to say instead.
HARD = {
    "betreffende": "over", "middels": "met", "teneinde": "om", "indien": "als", "echter": "maar", "tevens": "ook",
    "dient": "moet", "dienen": "moeten", "diverse": "een paar", "aanvang": "begin", "aanvangen": "beginnen",
    "realiseren": "doen", "evalueren": "kijken hoe het ging", "evaluatie": "kijken hoe het ging", "interventie": "hulp",
    "netwerk": "mensen om je heen", "traject": "weg", "hulpvraag": "vraag", "zelfredzaam": "het zelf kunnen",
    "participatie": "meedoen", "dagbesteding": "wat je overdag doet", "regie": "jij bepaalt", "domein": "onderdeel",
    "leefgebied": "onderdeel", "monitoren": "bijhouden", "registreren": "opschrijven", "wijzigen": "veranderen",
    "wijzig": "verander", "annuleren": "stoppen", "selecteer": "kies", "optioneel": "hoeft niet", "ambulant": "aan huis",
    "prioriteit": "wat eerst moet", "concreet": "precies", "formuleer": "schrijf", "motivatie": "zin", "proces": "weg",
    "procedure": "wat er gebeurt", "reeds": "al", "thans": "nu", "verstrekken": "geven", "inzien": "lezen",
    "toevoegen": "erbij zetten", "bevestig": "ja, dat klopt", "gegevens": "wat we van je weten", "functionaliteit": "knop",
}  # fmt: skip
# Where a hard word stays, and why: (file, word).
ALLOWED = {
    (
        "goal_version_actions.py",
        "gegevens",
    ): "the same word as on the page Mijn gegevens, which says that they stand still",
}
VOWELS = re.compile(r"aai|eeuw|ieuw|ooi|oei|aa|ee|oo|uu|ie|oe|eu|ij|ei|au|ou|ui|[aeiouyéèëïöüáó]")


def syllables(word: str) -> int:
    """How many syllables a Dutch word has, near enough: its groups of vowels."""
    return max(1, len(VOWELS.findall(word.lower())))


def words_of(sentence: str) -> list[str]:
    return re.findall(r"[A-Za-zÀ-ÿ][A-Za-zÀ-ÿ'’-]*", sentence)


def score(sentences: list[str]) -> float:
    """The ease of reading: higher is easier; a newspaper has about 50, A2 is above 70."""
    all_words = [word for sentence in sentences for word in words_of(sentence)]
    per_hundred = 100 * sum(map(syllables, all_words)) / len(all_words)
    return 206.84 - 0.77 * per_hundred - 0.93 * len(all_words) / len(sentences)


def sentences_of(text: str) -> list[str]:
    """The sentences of a text, without those that hold no word."""
    return [part for part in re.split(r"(?<=[.!?:])\s+|\n+", str(text)) if words_of(part)]


def is_for_clients(template: Path) -> bool:
    """Whether a template extends a frame for clients, or is part of such a page."""
    source = template.read_text()
    if re.search(r'extends "(plan/\w+_frame|people/client_frame|ui/client)\.html"', source):
        return True
    if "{% extends" in source:
        return False
    users = [other for other in template.parent.glob("*.html") if f'"plan/{template.name}"' in other.read_text()]
    return any(is_for_clients(user) for user in users)


FRONT = ("my_today", "my_messages", "my_more", "my_papers", "my_whole_paper", "my_paper_*", "my_print_hint", "letters")
"""The person's own front, in the room of the desk."""
FRONT_TEMPLATES = [
    file for name in FRONT for file in sorted((CODE / "desk" / "templates" / "desk").glob(f"{name}.html"))
]
FRONT_TEMPLATES += [CODE / "ui" / "jinja2" / "ui" / "parts" / "tools.html"]
CLIENT_TEMPLATES = [
    *(file for file in sorted((ROOM / "templates" / "plan").glob("*.html")) if is_for_clients(file)),
    *FRONT_TEMPLATES,
]


def texts_of(template: Path) -> str:
    """The words of a template: what stands in it, and the texts of its buttons, links and cards."""
    source = template.read_text()
    source = re.sub(r"{% block title %}.*?{% endblock %}", "\n", source, flags=re.DOTALL)
    source = re.sub(r"{% comment %}.*?{% endcomment %}", "\n", source, flags=re.DOTALL)
    source = re.sub(r'{% translate "([^"]*)"[^%]*%}', r"\1", source)
    source = re.sub(r'{{ _\("([^"]*)"[^}]*\) }}', r"\1", source)
    source = re.sub(r"{% blocktranslate[^%]*%}(.*?){% endblocktranslate %}", r"\1", source, flags=re.DOTALL)
    tags = re.findall(
        r"{% (?:button|link_button|deed|back_link|card|note|details|empty_state|progress|translate) [^%]*?%}", source
    )
    spoken = [text for tag in tags for text in re.findall(r'"([^"]*)"', tag) if re.match(r"[A-ZÉ“]", text)]
    plain = re.sub(r"{%.*?%}", "\n", source, flags=re.DOTALL)
    plain = re.sub(r"{{.*?}}", " … ", plain, flags=re.DOTALL)
    plain = re.sub(r"</(?:p|li|h\d|dt|dd|summary|a|button|label|small|strong)>|<br>", "\n", plain)
    plain = html.unescape(re.sub(r"<[^>]+>", " ", plain))
    return "\n".join([*plain.splitlines(), *spoken])


def forms_of_clients() -> dict[str, list[str]]:
    """Labels and hints of the forms that stand on the pages of clients."""
    from django import forms as django_forms

    from landing.plan import checkin_forms, goal_forms, prepare_forms, strength_forms

    found: dict[str, list[str]] = {}
    for module in (goal_forms, strength_forms, checkin_forms, prepare_forms):
        for name, form in vars(module).items():
            is_form = (
                isinstance(form, type)
                and issubclass(form, django_forms.BaseForm)
                and form.__module__ == module.__name__
            )
            if not is_form or name.startswith(("Staff", "Said", "Proposal")):
                continue
            for field in form.base_fields.values():
                choices = [str(label) for _, label in getattr(field, "choices", [])]
                found.setdefault(name, []).extend([str(field.label), str(field.help_text), *choices])
    return found


def messages_of_views() -> list[str]:
    """What the views of clients say after a deed."""
    files = [file for file in sorted(ROOM.glob("*_views.py")) if "staff" not in file.name]
    return [text for file in files for text in re.findall(r'(?<!")"([A-Z][^"{}]*[.!])"', file.read_text())
            if not re.search(r"\.html|^[A-Z]+$", text)]  # fmt: skip


def sentences_of_front() -> list[str]:
    """What the desk says of a person's day and messages: every text that is marked for translation in its code."""
    files = [
        CODE / "desk" / f"{name}.py"
        for name in ("message_words", "today_reads", "front_views", "front_forms", "paper_reads")
    ]
    texts = [text for file in files for text in re.findall(r'(?<![a-z])_\(\s*"([^"]+)"', file.read_text())]
    return [re.sub(r"%\(\w+\)s", "…", text) for text in texts]


def content() -> dict[str, list[str]]:
    """Every sentence that a file of suggestions, or of getting ready, holds."""
    found = {}
    for file in sorted((CODE / "content" / "plan").glob("*.yaml")):
        said = yaml.safe_load(file.read_text())
        rows = said.get("suggestions", []) or said.get("following", [])
        found[file.name] = [text for row in rows for text in (row["words"], *row.get("steps", []))]
    for part in prepare_words.alone():
        found.setdefault("alone.yaml", []).extend([part.title, *part.says, *part.helps, part.ask])
    for part in prepare_words.landlord():
        found.setdefault("landlord.yaml", []).extend([part.title, *part.says, *part.helps, part.ask])
    found["neighbourhood.yaml"] = [text for texts in prepare_words.look_for().values() for text in texts]
    return {name: [one for text in texts for one in sentences_of(text)] for name, texts in found.items()}


def faults_of(name: str, sentences: list[str], most: int = MOST_WORDS) -> list[str]:
    """Sentences that are too long, and hard words that have no reason to stay."""
    found = [f"{name}: {len(words_of(one))} words: {one}" for one in sentences if len(words_of(one)) > most]
    for one in sentences:
        for word in words_of(one.lower()):
            if word in HARD and (name, word) not in ALLOWED:
                found.append(f"{name}: “{word}”, better: {HARD[word]}")
    return found


def hard_to_read(name: str, sentences: list[str]) -> list[str]:
    if sum(len(words_of(one)) for one in sentences) < FEWEST_WORDS:
        return []
    found = score(sentences)
    return [f"{name}: score {found:.0f}, at least {AT_LEAST:.0f} is wanted"] if found < AT_LEAST else []


@pytest.mark.parametrize("template", CLIENT_TEMPLATES, ids=lambda file: file.name)
def test_a_page_of_the_client_is_easy(template: Path) -> None:
    sentences = sentences_of(texts_of(template))
    faults = faults_of(template.name, sentences) + hard_to_read(template.name, sentences)
    assert not faults, "\n".join(faults)


def test_labels_hints_and_answers_are_easy() -> None:
    faults = []
    for name, texts in (*forms_of_clients().items(), ("messages", messages_of_views())):
        sentences = [one for text in texts for one in sentences_of(text)]
        faults += faults_of(name, sentences) + hard_to_read(name, sentences)
    assert not faults, "\n".join(faults)


def test_what_the_product_tells_of_changes_is_easy() -> None:
    told = [f"Jij {deed}." for deed in words.DEEDS.values()] + [
        text.format("mijn doel") for text in STATE_SENTENCES.values()
    ]
    told += [*prepare_words.KINDS.values(), *prepare_words.TRAININGS.values()]
    told += [*words.CONDITIONS.values(), *words.STATES.values(), *words.WHO.values()]
    told = [str(one) for one in told]  # texts are looked up in the language of the page: here Dutch
    assert not faults_of("words", told) + hard_to_read("words", told)


def test_what_the_front_says_is_easy() -> None:
    sentences = [one for text in sentences_of_front() for one in sentences_of(text)]
    assert len(sentences) > 70
    faults = faults_of("front", sentences) + hard_to_read("front", sentences)
    assert not faults, "\n".join(faults)


def test_suggestions_have_short_sentences_and_an_easy_score() -> None:
    faults = []
    for name, texts in content().items():
        faults += faults_of(name, texts, most=12) + hard_to_read(name, texts)
    assert not faults, "\n".join(faults)


def test_the_measure_tells_easy_from_hard() -> None:
    easy = ["Ik wil een tuin.", "Jij kiest wat je doet.", "Dat mag."]
    hard = [
        "De gemeentelijke uitvoeringsorganisatie verstrekt beschikkingen betreffende maatschappelijke ondersteuning."
    ]
    assert score(easy) > 85 > 30 > score(hard)
    assert [syllables(word) for word in ("tuin", "begeleider", "eeuwig", "mooie", "idee")] == [1, 4, 2, 2, 2]
    assert faults_of("x", ["Wijzig dit."]) and faults_of("x", ["a " * 16]) and not faults_of("x", easy)


def test_pages_are_found_and_exceptions_are_used() -> None:
    assert len(CLIENT_TEMPLATES) > 25 and len(messages_of_views()) > 20 and len(forms_of_clients()) > 8
    assert all(len(why.split()) > 4 for why in ALLOWED.values())
    for file, word in ALLOWED:
        places = [*ROOM.rglob(file), *(CODE / "content").rglob(file)]
        assert places and word in places[0].read_text(), f"take this exception out: {file}, {word}"
