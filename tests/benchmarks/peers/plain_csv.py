"""The least an import can do: every row of a CSV file read, and written as JSON."""

import csv
import json
import sys
from pathlib import Path

with Path(sys.argv[1]).open(encoding="utf-8", newline="") as sheet, Path(sys.argv[2]).open("w", encoding="utf-8") as to:
    json.dump(list(csv.reader(sheet)), to)
