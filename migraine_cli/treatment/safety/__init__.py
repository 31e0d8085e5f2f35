"""What stands against a session, decided before the needle as well as after: rules that refuse it unless they are
lifted by name, and warnings that are recorded with it.

circumstances.py   what a session is held against
person.py, dose.py the rules, one a function
rules.py           the table of them, in the order of the contract
warnings.py        what is said and doesn't refuse
"""
