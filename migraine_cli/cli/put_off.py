"""What Typer and msgspec import in case they need it, left unread until something of it is asked for.

Python reads a module where it is imported. Those listed here are imported by name alone and hardly ever looked into:
to read them all would be an eighth of what a short command takes.
"""

from __future__ import annotations

import sys
from types import ModuleType

HARDLY_USED = (
    *("bz2", "ipaddress", "linecache", "lzma", "ntpath", "subprocess", "textwrap", "tokenize"),
    *("msgspec.inspect", "msgspec.msgpack", "msgspec.toml", "msgspec.yaml"),
)
"""What no command that only reads the clinic looks into. A name that a library takes something out of as it is
imported (`from shutil import ...`) would gain nothing here.
"""


class _Unread(ModuleType):
    """Stands for a module until it is asked for something, and is that module from then on."""

    def __getattr__(self, name: str) -> object:
        from importlib.util import find_spec, module_from_spec

        own = self.__name__
        self.__class__ = ModuleType  # type: ignore[assignment]  # what goes wrong from here on is the module's own
        del sys.modules[own]  # or the search would find this one
        spec = find_spec(own)
        if spec is None or spec.loader is None:
            raise ModuleNotFoundError(f"No module named {own!r}", name=own)
        sys.modules[own] = self
        vars(self).update(vars(module_from_spec(spec)))
        spec.loader.exec_module(self)
        return getattr(self, name)


def put_off() -> None:
    """Lets what is hardly used wait, as far as nothing has imported it yet. To be called before Typer is imported."""
    for name in HARDLY_USED:
        sys.modules.setdefault(name, _Unread(name))
