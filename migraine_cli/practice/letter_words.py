"""The clinic's codes as a reader outside the clinic understands them."""

from __future__ import annotations

import re

_WORDS = {
    "arb": "angiotensin receptor blocker",
    "ace-inhibitor": "ACE inhibitor",
    "calcium-channel-blocker": "calcium channel blocker",
    "cgrp-antibody": "CGRP antibody",
    "combination-analgesic": "combination analgesic",
    "non-opioid-analgesic": "non-opioid analgesic",
    "several-classes": "several classes",
    "not-tolerated": "not tolerated",
    "ongoing": "still taken",
}
_CODE = re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, _WORDS))})(?![\w-])")


def without_codes(text: str) -> str:
    """The text with every code of a class or an outcome in words."""
    return _CODE.sub(lambda found: _WORDS[found[0]], text)
