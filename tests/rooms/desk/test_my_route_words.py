"""The client's pages are written in A2 Dutch: short sentences, and no words of the office."""

from __future__ import annotations

import ast
import html
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from landing.core.due.load import load
from landing.desk import client_forms, client_words
from tests.cast import Cast

DESK = Path(client_words.__file__).parent
TEMPLATES = sorted(file for kind in ("templates", "jinja2") for file in (DESK / kind / "desk").glob("my_*.html"))
OTHERS = {"my_day.html", "my_day_content.html"}  # Mijn dag is a page for staff
MOST_WORDS = 12
MOST_WORDS_WITH_NAMES = 15
JARGON = (
    "cliënt", "traject", "indicatie", "beschikking", "conform", "betreffende", "indien", "middels", "uiterlijk",
    "tevens", "inzake", "gegevens", "omklap", "contingent", "participatie", "dossier", "registratie", "relevant",
    "procedure", "termijn", "aanbieder", "zorgverlener", "realiseren", "faciliteren", "monitoren", "zelfredzaam",
    "domein", "casus", "bewoner", "doorstroom", "uitstroom", "waakvlam", "regie",
)  # fmt: skip
BLOCKS = (
    r"</?(?:p|li|ul|ol|dl|dt|dd|h\d|div|section|summary|details|a|button|label|legend|small|span|br|main|form)\b[^>]*>"
)


def sentences(markup: str) -> list[str]:
    """The sentences of a page: a block, a break or an end mark ends one."""
    text = re.sub(r"<(?:strong|em)>|</(?:strong|em)>", "", str(markup))
    text = re.sub(BLOCKS, "\n", text)
    text = html.unescape(re.sub(r"<[^>]+>", " ", text))
    parts = re.split(r"[.!?:](?=\s|$)|\n", text)
    return [" ".join(part.split()) for part in parts if part.strip()]


def text_of_template(file: Path) -> str:
    """A template with one word for each value that comes from elsewhere."""
    text = file.read_text(encoding="utf-8")
    compiled = re.findall(r'\b(?:card|deed|button|link_button|back_link|badge)\(_\("([^"]+)"', text)
    text = re.sub(r'{{ _\("([^"]*)"[^}]*\) }}', r"\1", text)
    words = compiled + re.findall(r'{%\s*(?:card|deed|button|link_button|back_link|badge)\s[^%]*?"([^"]+)"', text)
    text = re.sub(r'{%\s*translate "([^"]*)"[^%]*%}', r"\1", text)
    text = re.sub(r"{%\s*blocktranslate[^%]*%}(.*?){%\s*endblocktranslate\s*%}", r"\1", text, flags=re.DOTALL)
    text = re.sub(r"{%\s*(?:block title|extends|include|url)[^%]*%}", " ", text)
    text = re.sub(r"{%\s*(?:if|elif|else|endif|for|endfor)\b[^%]*%}", "\n", text)
    text = re.sub(r"{%[^%]*%}", " ", re.sub(r"{{[^}]*}}", "naam", text))
    return text + "".join(f"<p>{line}</p>" for line in words)


def words_in_code(*files: str) -> list[str]:
    """The Dutch sentences that the code says: every text with a space and a capital or end mark."""
    found = []
    for name in files:
        tree = ast.parse((DESK / name).read_text(encoding="utf-8"))
        strings = [
            node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)
        ]
        docs = {ast.get_docstring(node, clean=False) for node in ast.walk(tree)
                if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)}  # fmt: skip
        found += [text for text in strings if text not in docs and " " in text.strip()]
    return found


CODE = ("client_words.py", "client_forms.py", "client_views.py")


def too_long(texts: list[str], most: int) -> list[str]:
    return [line for line in texts if len(line.split()) > most]


def test_the_measure_itself_counts() -> None:
    assert sentences("<p>Dit is een. Dit is <strong>twee</strong>.</p><p>Drie</p>") == [
        "Dit is een",
        "Dit is twee",
        "Drie",
    ]
    assert too_long(["een twee drie"], 2) == ["een twee drie"]


def test_there_are_templates_to_read() -> None:
    assert {"my_route_content.html", "my_step.html", "my_question.html", "my_answers.html", "my_paper.html"} <= {
        file.name for file in TEMPLATES
    }


@pytest.mark.parametrize("file", [file for file in TEMPLATES if file.name not in OTHERS], ids=lambda file: file.stem)
def test_a_template_has_short_sentences_and_no_words_of_the_office(file: Path) -> None:
    lines = sentences(text_of_template(file))
    assert lines
    assert too_long(lines, MOST_WORDS) == []
    assert [word for word in JARGON if re.search(rf"\b{word}", " ".join(lines), re.IGNORECASE)] == []


def test_the_words_in_the_code_are_short_and_plain() -> None:
    texts = words_in_code(*CODE)
    assert len(texts) > 40
    lines = [line for text in texts for line in sentences(text)]
    assert too_long(lines, MOST_WORDS) == []
    assert [word for word in JARGON if re.search(rf"\b{word}", " ".join(lines), re.IGNORECASE)] == []


def test_the_answers_to_choose_from_are_plain_and_every_one_has_words_for_the_person() -> None:
    asked = [fact for fact in load().facts.values() if fact.choices and fact.client_question]
    assert len(asked) > 3
    for fact in asked:
        words = client_words.choice_words(fact)
        assert list(words) == list(fact.choices)
        lines = list(words.values())
        assert too_long(lines, MOST_WORDS) == []
        assert [word for word in JARGON if re.search(rf"\b{word}", " ".join(lines), re.IGNORECASE)] == []
        for value in fact.choices:
            assert client_words.answer_words(fact, value) == words[value] == fact.client_choices[value]


def test_a_choice_without_words_for_the_person_keeps_its_own() -> None:
    fact = replace(load().facts["household"], client_choices={"alone": "In mijn eentje"})
    assert client_words.answer_words(fact, "alone") == "In mijn eentje"
    assert client_words.answer_words(fact, "partner") == "Met een partner"
    assert client_words.answer_words(fact, "what-was-removed") == "what-was-removed"


def test_nothing_is_said_with_u() -> None:
    lines = [line for file in TEMPLATES if file.name not in OTHERS for line in sentences(text_of_template(file))]
    assert [line for line in [*lines, *words_in_code(*CODE)] if re.search(r"\b[Uu]w?\b", line)] == []


@pytest.mark.parametrize("name", ["my_route", "my_question", "my_answers", "my_paper"])
def test_a_whole_page_reads_in_short_sentences(cast: Cast, name: str) -> None:
    browser = Client()
    browser.force_login(cast.accounts["client"])
    page = browser.get(reverse(f"desk:{name}")).content.decode()
    lines = sentences(page.split("<main", 1)[1].split("</main>")[0].split(">", 1)[1])
    assert len(lines) > 5
    assert too_long(lines, MOST_WORDS_WITH_NAMES) == []


def test_a_day_is_written_in_words() -> None:
    today = date(2026, 11, 23)
    assert client_words.day_words(date(2026, 11, 27), today) == "vrijdag 27 november"
    assert client_words.day_words(date(2027, 1, 4), today) == "maandag 4 januari"
    assert client_words.day_words(date(2028, 5, 5), today) == "vrijdag 5 mei 2028"


@pytest.mark.parametrize(
    ("due", "not_before", "done_on", "words"),
    [
        (date(2026, 11, 27), None, None, "Niet later dan vrijdag 27 november."),
        (date(2026, 11, 23), None, None, "Dit moet vandaag."),
        (date(2026, 11, 20), None, None, "De dag was vrijdag 20 november."),
        (date(2026, 12, 1), date(2026, 11, 24), None, "Dit kan vanaf dinsdag 24 november."),
        (date(2026, 12, 1), date(2026, 11, 23), None, "Niet later dan dinsdag 1 december."),
        (None, None, date(2026, 11, 3), "Klaar op dinsdag 3 november."),
        (None, None, None, ""),
    ],
)
def test_by_when_is_said_in_one_sentence(
    due: date | None, not_before: date | None, done_on: date | None, words: str
) -> None:
    assert client_words.when_words(due, not_before, done_on, date(2026, 11, 23)) == words


def test_who_reads_an_answer_follows_from_the_bonds() -> None:
    assert client_words.seers_words(set()) == "Alleen jij ziet dit."
    assert client_words.seers_words({"support_worker", "close_one"}) == "Je begeleider ziet dit ook."
    assert client_words.seers_words({"coordinator", "care_provider", "municipality"}) == (
        "Je coördinator en de gemeente zien dit ook."
    )
    assert client_words.seers_words({"care_provider"}) == "De coördinator ziet dit ook."


def test_every_way_not_to_answer_has_its_words() -> None:
    assert [words for _, words in client_forms.SKIPS] == ["Weet ik niet", "Wil ik niet zeggen"]
