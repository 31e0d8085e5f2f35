"""Invented people: names combined from lists, telephone numbers and addresses that can't belong to anyone."""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

from migraine_cli.exchange.synthetic.chance import Chance
from migraine_cli.records.codes import Overuse, Sex
from migraine_cli.records.patient import Patient

OLDEST_DAYS = 27_800
"""76 years."""

ADULT_DAYS = 6_940
"""19 years: safely adult on the first visit, whatever the leap years."""

CHILDHOOD_DAYS = 4_383
"""12 years; nobody here had chronic migraine earlier."""


class Names(NamedTuple):
    """Names of one culture, to be combined."""

    female: str
    male: str
    family: str


# Divided by blanks; "_" stands for a blank within a name.
NAMES = (
    Names(
        "Orla Maeve Hazel Imogen Niamh Tess",
        "Declan Rory Miles Hugh Callum Owen",
        "O'Hanlon Ashgrove Kettlewick Brannock Thistleby Farrowdale",
    ),
    Names(
        "Annika Heike Lotte Mareike Ursel Frieda",
        "Jörg Thilo Henning Ulf Kai Ruben",
        "Brückmann Hagedorn Lüttich Großvogel Eschenbusch Möhring",
    ),
    Names(
        "Łucja Zofia Bożena Jagoda Halina Kinga",
        "Zdzisław Tomasz Bartek Mieszko Paweł Rafał",
        "Wróbel Gołąb Zając Śliwa Mazurek Jeżyna",
    ),
    Names(
        "Elif Zeynep Nurgül Ayşe Defne Sevim",
        "Çağrı Emre Ozan İlker Kerem Tarık",
        "Aksoylu Karabulut Öztepe Günday Kılınçer Yıldırak",
    ),
    Names(
        "Inés Lucía Pilar Ximena Rocío Nieves",
        "Íñigo Joaquín Álvaro Mateo Rubén Tomás",
        "Quintana_Vega Ibáñez_Roble Peñalba Montelar Urrutibe Nogueda",
    ),
    Names(
        "Ananya Kavitha Meenakshi Sunita Lakshmi Parveen",
        "Arjun Harish Naveen Rohan Suresh Vikram",
        "Deshpal Iyenkar Krishnavel Sandhari Thakwani Chatterpal",
    ),
    Names(
        "Adaeze Folake Ifeoma Titilayo Yetunde Simisola",
        "Babajide Chukwuemeka Kelechi Olumide Segun Uche",
        "Abiodele Ezenwali Ogunbayo Okwaradi Adeyinde Nwachikwe",
    ),
    Names(
        "Haruka Kiyomi Nanami Sakura Yoshie Chiyo",
        "Daichi Kenta Makoto Ryota Shinji Takumi",
        "Arakida Fujinami Kurogane Mizushima Takamori Yanagida",
    ),
    Names(
        "Amal Farida Layla Nadia Samira Yasmin",
        "Hamid Karim Nabil Tariq Ziad Farid",
        "Al-Khatibi Benhaddu El_Mansour Haddadin Rahmanpur Tabrizadeh",
    ),
    Names(
        "Åsa Birgit Guðrún Ingrid Linnéa Signe",
        "Bjørn Søren Þórir Eskil Håkon Mikkel",
        "Bergqvall Dahlgård Hjelmvik Kjærstrand Östlind Sæterøy",
    ),
    Names(
        "Mei-Ling Xiulan Yanhua Jiayi Lihua Wenjing",
        "Haoran Jianguo Minghao Weilong Yichen Zhiyuan",
        "Ouyangtan Shangli Xiahou Lüwei Gongsun Baili",
    ),
)

GOALS = (
    "fewer than 8 headache days a month",
    "back to full-time work",
    "take acute medicine on fewer than 10 days a month",
    "drive again",
    "sleep through the night",
    "run with the children",
    "finish the degree",
    "stop cancelling plans",
)
SEXES: tuple[Sex, ...] = ("female",) * 14 + ("male",) * 5 + ("other",)
OVERUSES: tuple[Overuse | None, ...] = ("none", "none", "none", "managed", "managed", "unmanaged", None, None)


def patient_id(number: int) -> str:
    """P0001 for the first patient, as the program numbers them."""
    return f"P{number:04}"


def person(chance: Chance, number: int, first_visit: date, born: date | None = None) -> Patient:
    """Patient `number`, an adult aged up to 76 on `first_visit` unless `born` is given."""
    born = born or first_visit - timedelta(chance.between(ADULT_DAYS, OLDEST_DAYS))
    sex = chance.one_of(SEXES)
    ill_for = chance.between(270, min((first_visit - born).days - CHILDHOOD_DAYS, 15 * 365))
    return Patient(
        id=patient_id(number),
        name=_name(chance, sex),
        born=born,
        sex=sex,
        phone=_phone(chance) if chance.happens(0.9) else None,
        email=f"{patient_id(number).lower()}@example.org" if chance.happens(0.6) else None,
        chronic_since=(first_visit - timedelta(ill_for)).replace(day=1) if chance.happens(0.85) else None,
        overuse=chance.one_of(OVERUSES),
        goals=tuple(chance.some_of(GOALS, chance.between(0, 2))),
    )


def _name(chance: Chance, sex: Sex) -> str:
    culture = chance.one_of(NAMES)
    given = {"female": culture.female, "male": culture.male}.get(sex, f"{culture.female} {culture.male}")
    return f"{chance.one_of(given.split())} {chance.one_of(culture.family.split())}".replace("_", " ")


def _phone(chance: Chance) -> str:
    """A number kept for fiction in the United Kingdom (07700 900xxx) or North America (555-01xx)."""
    if chance.happens(0.7):
        return f"07700 900{chance.between(0, 999):03}"
    return f"{chance.one_of(('202', '312', '604', '718'))}-555-01{chance.between(0, 99):02}"
