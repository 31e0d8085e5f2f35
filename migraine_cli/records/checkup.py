"""What was asked at a visit, and answered."""

from datetime import date
from typing import ClassVar, Literal, get_args

from migraine_cli.errors import InvalidValue
from migraine_cli.records.codes import Product
from migraine_cli.records.record import AboutPatient, check_texts

Pregnancy = Literal["no", "yes", "possible", "declined"]
Breastfeeding = Literal["no", "yes"]
Skin = Literal["clear", "infected"]
Swallowing = Literal["well", "trouble"]
Weakness = Literal["none", "new"]
OtherToxin = Literal["none", Product]
Consent = Literal["given", "withdrawn"]

CODED: dict[str, tuple[str, ...]] = {
    "pregnancy": get_args(Pregnancy),
    "breastfeeding": get_args(Breastfeeding),
    "skin": get_args(Skin),
    "swallowing": get_args(Swallowing),
    "weakness": get_args(Weakness),
    "other_toxin": get_args(OtherToxin),
    "consent": get_args(Consent),
}
"""The answers that are codes, by field."""

NONE = "none"
"""The answer that there is none, where others are names."""

TOXIN, ALBUMIN = "toxin", "albumin"
"""The allergies that bar an injection: to a botulinum toxin, and to human albumin, which its vials hold (US label)."""

STANDING_ANSWERS: dict[str, tuple[str, ...]] = {
    "pregnancy": ("yes", "possible"),
    "allergy": (TOXIN, ALBUMIN),
    "consent": ("withdrawn",),
}
"""The answers that stand beyond their day, until a later check-up says otherwise: those that would harm in silence."""

ANSWERS = (
    "pregnancy",
    "breastfeeding",
    "allergy",
    "skin",
    "swallowing",
    "weakness",
    "anticoagulant",
    "new_medicine",
    "other_toxin",
    "consent",
    "leaflet",
)
"""What can be answered, in the order in which it is asked; `leaflet` is the one that was handed out."""


class LastingAnswers(AboutPatient, frozen=True, kw_only=True, forbid_unknown_fields=False):
    """When a check-up was, and its answers that can stand beyond its day, read without the rest."""

    table: ClassVar[str] = "checkups"
    kind: ClassVar[str] = "checkup"

    date: date
    pregnancy: Pregnancy | None = None
    allergy: str | None = None
    consent: Consent | None = None


class CheckUp(LastingAnswers, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The answers of one visit; None is not asked.

    `allergy`, `anticoagulant` and `new_medicine` are "none" or a name, an allergy that bars one of TOXIN and ALBUMIN.
    """

    breastfeeding: Breastfeeding | None = None
    skin: Skin | None = None
    swallowing: Swallowing | None = None
    weakness: Weakness | None = None
    anticoagulant: str | None = None
    new_medicine: str | None = None
    other_toxin: OtherToxin | None = None
    leaflet: str | None = None
    by: str | None = None

    def __post_init__(self) -> None:
        if all(getattr(self, field) is None for field in ANSWERS):
            raise InvalidValue("a check-up without an answer says nothing; give one, such as pregnancy no.")
        check_texts(
            allergy=self.allergy,
            anticoagulant=self.anticoagulant,
            medicine=self.new_medicine,
            leaflet=self.leaflet,
            name=self.by,
        )
