"""``landing manage texts``: bring the catalogues up to date with the texts of clients, and make what the product reads of them."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from landing.desk import client_texts

HEADER = {
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Plural-Forms": "nplurals=2; plural=(n != 1);",
    "X-Checked-By-A-Translator": "no",
}


class Command(BaseCommand):
    help = "Collect what clients read into landing/locale and compile it (a tool for builders: needs the development packages)."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            import polib
        except ImportError as missing:
            raise CommandError("This command needs polib: install requirements-dev.lock.") from missing
        texts = client_texts.every_text()
        for language in client_texts.translated():
            file = client_texts.catalogue(language.code)
            before = {entry.msgid: entry for entry in polib.pofile(str(file))} if file.exists() else {}
            made = polib.POFile(wrapwidth=0)
            made.metadata = {**HEADER, "Language": language.code}
            for text, places in texts.items():
                known = before.get(text)
                made.append(polib.POEntry(
                    msgid=text, msgstr=known.msgstr if known else "", flags=known.flags if known else [],
                    tcomment=known.tcomment if known else "", occurrences=[(place, "") for place in places],
                ))  # fmt: skip
            file.parent.mkdir(parents=True, exist_ok=True)
            made.save(str(file))
            made.save_as_mofile(str(file.with_suffix(".mo")))
            left = sum(1 for entry in made if not entry.msgstr or entry.fuzzy)
            gone = len(set(before) - set(texts))
            self.stdout.write(
                f"{language.name}: {len(made)} texts, {left} without a translation, {gone} no longer used"
            )
