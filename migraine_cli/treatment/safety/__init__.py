"""What stands against a session, decided before the needle as well as after: rules that refuse it unless they are
lifted by name, and warnings that are recorded with it.

circumstances.py   what a session is held against
person.py, dose.py the rules, one a function
rules.py           the table of them, in the order of the contract
warnings.py        what is said and doesn't refuse
"""

from migraine_cli.treatment.safety.circumstances import Circumstances
from migraine_cli.treatment.safety.rules import LIFTABLE, NEVER_LIFTED, Objection, objections
from migraine_cli.treatment.safety.warnings import Remark, warnings

__all__ = ["LIFTABLE", "NEVER_LIFTED", "Circumstances", "Objection", "Remark", "objections", "warnings"]
