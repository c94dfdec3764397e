"""Names of people who do not exist. The surnames say so, so that nobody takes the demo for real."""

from __future__ import annotations

from random import Random

GIVEN = (
    "Aaltje", "Abel", "Bram", "Brechtje", "Cas", "Daan", "Dirk", "Emma", "Evert", "Femke", "Fenna", "Floor", "Gijs",
    "Guus", "Hanne", "Harm", "Hidde", "Ilse", "Jade", "Jelle", "Joost", "Joris", "Karin", "Kees", "Koen", "Lars",
    "Lieke", "Loes", "Lotte", "Maarten", "Marloes", "Mees", "Mieke", "Milan", "Niek", "Noor", "Pieter", "Rens",
    "Roos", "Ruben", "Sanne", "Siebe", "Sjoerd", "Stijn", "Teun", "Thijs", "Tijn", "Wessel", "Willemijn", "Wout",
    "Yfke", "Aafke", "Bas", "Cor", "Dieuwke", "Ellen", "Ferry", "Ahmet", "Aylin", "Bülent", "Cem", "Deniz", "Elif",
    "Emre", "Esra", "Fatma", "Gül", "Hakan", "İbrahim", "Kemal", "Leyla", "Mehmet", "Nilüfer", "Onur", "Özlem",
    "Selim", "Şeyma", "Tuğba", "Umut", "Yasemin", "Zeynep", "Abdelkader", "Amina", "Bilal", "Chaima", "Driss",
    "Fatiha", "Hamza", "Hanane", "Ilias", "Karima", "Khalid", "Laïla", "Mohamed", "Nadia", "Naïma", "Omar",
    "Rachida", "Rachid", "Samira", "Soufiane", "Yassin", "Youssra", "Zakaria", "Agnieszka", "Andrzej", "Bartosz",
    "Beata", "Dorota", "Ewa", "Grzegorz", "Jakub", "Kasia", "Łukasz", "Małgorzata", "Marek", "Paweł", "Piotr",
    "Stanisław", "Tomasz", "Wojciech", "Zofia", "Abeba", "Biniam", "Daniat", "Eyob", "Feven", "Filmon", "Hermon",
    "Luwam", "Merhawi", "Robel", "Saba", "Selam", "Senait", "Tesfay", "Yonas", "Yordanos", "Amber-Lee", "Chantal",
    "Clyde", "Dwight", "Earl", "Georgine", "Humphrey", "Jerrel", "Joëlle", "Lucia", "Marvin", "Naomi", "Orlando",
    "Priscilla", "Ruth", "Shanice", "Sheldon", "Urmie", "Winston", "Xaviera",
)  # fmt: skip

SURNAMES = (
    "Verzonnen", "Bedenksel", "Voorbeeld", "Fictief", "Proef", "Verzinsel", "Bedacht", "Schijn", "Nietbestaand",
    "Zomaar", "Demo", "Fantasia", "Denkbeeld", "Niemandsma", "Testman", "Proefje", "Zogenaamd", "Quasi", "Oefenstra",
    "Verdichtsel", "Luchtkasteel", "Sprookjes", "Hersenspin", "Doenalsof", "Kwansuis", "Nepstra", "Kladversie",
    "Papier", "Vooreerst", "Dagdroom", "Schets", "Ontwerp", "Maquette", "Bestaatniet", "Wensbeeld", "Loosalarm",
)  # fmt: skip
WORKER_SURNAMES = (
    "Helpmee", "Luisteroor", "Kompas", "Meeloop", "Steunpilaar", "Wegwijs", "Doorzet", "Vuurtoren", "Handreiking",
    "Klankbord", "Thuisbrenger", "Tussenstap", "Draaiboek", "Rustpunt", "Voorwaarts", "Zorgzaam", "Bijdehand",
    "Tegelwijs", "Buurtzin", "Windstil",
)  # fmt: skip
INFIXES = ("",) * 11 + ("de", "van", "van der", "van 't", "el", "ten")


def person_name(rng: Random) -> tuple[str, str, str]:
    """A given name, an infix (mostly none) and a surname; one in twelve has a double surname."""
    surname = rng.choice(SURNAMES)
    if rng.random() < 0.085:
        other = rng.choice(SURNAMES)
        surname = surname if other == surname else f"{surname}-{other}"
    return rng.choice(GIVEN), rng.choice(INFIXES), surname


def worker_name(rng: Random) -> str:
    """The name of somebody who works in the region."""
    return f"{rng.choice(GIVEN)} {rng.choice(WORKER_SURNAMES)}"
