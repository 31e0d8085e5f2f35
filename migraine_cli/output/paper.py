"""Pages of HTML for the screen and for paper: no script, nothing from outside, headings for screen readers."""

from __future__ import annotations

import re
from html import escape

_DATE = r"(?a)(?<![\w-])\d{4}-\d\d-\d\d(?![\w-])"

_PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light">
<title>{title}</title>
<style>
body {{ font: 15px/1.4 sans-serif; margin: 1.5em auto; max-width: 52em; padding: 0 1em; color: #111; background: #fff }}
h1 {{ font-size: 1.4em }}
h2 {{ font-size: 1.1em; margin: 0 0 .3em }}
section {{ border-top: 1px solid #888; padding: .7em 0 }}
dl {{ display: grid; grid-template-columns: 7em 1fr; gap: .15em .8em; margin: .3em 0 }}
dt {{ color: #555 }}
dd {{ margin: 0 }}
ul {{ margin: .2em 0; padding-left: 1.2em }}
table {{ border-collapse: collapse; width: 100% }}
th, td {{ padding: .3em .6em .3em 0; text-align: left; vertical-align: top; border-bottom: 1px solid #aaa }}
.no {{ color: #a00000; font-weight: bold }}
.unknown {{ color: #7a4b00; font-weight: bold }}
.yes {{ color: #005f20; font-weight: bold }}
h3 {{ font-size: 1em; margin: .5em 0 0 }}
.wide {{ overflow-x: auto }}
.short {{ white-space: nowrap }}
ul.tick {{ list-style: none; padding: 0; columns: 20em }}
ul.tick li {{ break-inside: avoid; padding-left: 1.3em; text-indent: -1.3em }}
caption {{ text-align: left; padding: .3em 0 }}
time {{ white-space: nowrap }}
@media (max-width: 32em) {{
  th, td {{ padding-right: .3em }}
}}
@media print {{
  body {{ font-size: 10.5pt; margin: 0; max-width: none; padding: 0 }}
  section, tr, svg {{ break-inside: avoid }}
  section.long, section.sheet {{ break-inside: auto }}
  .sheet + .sheet {{ break-before: page; border-top: none }}
  .sheet p {{ margin: .4em 0 }}
  .sheet th, .sheet td {{ padding: .15em .6em .15em 0 }}
  h2, h3 {{ break-after: avoid }}
  .wide {{ overflow: visible }}
  .wide table {{ font-size: 9pt; overflow-wrap: anywhere }}
  @page {{ margin: 15mm }}
}}
</style>
</head>
<body>
<main>
<h1>{title}</h1>
{content}</main>
</body>
</html>
"""


def paper(title: str, content: str) -> str:
    """A page with this title, a text, over content that is HTML."""
    return _PAGE.format(title=escape(title), content=content)


def told(tag: str, text: str, style: str = "") -> str:
    """A text as an element, its dates unbroken at the end of a line; `style` is a class of the page."""
    kind = f' class="{style}"' if style else ""
    return f"<{tag}{kind}>{dated(escape(text))}</{tag}>\n"


def dated(escaped: str) -> str:
    """HTML without elements, each ISO date in it as an element that isn't broken at the end of a line."""
    return re.sub(_DATE, r"<time>\g<0></time>", escaped)


def name(text: str) -> str:
    """A name in whatever script, which keeps its own direction among the words around it."""
    return f"<bdi>{escape(text)}</bdi>"
