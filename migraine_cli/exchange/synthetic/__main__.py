"""Write the sample clinic anew: `python -m migraine_cli.exchange.synthetic data/sample`."""

from __future__ import annotations

import sys
from pathlib import Path

from migraine_cli.exchange.synthetic import sample_clinic
from migraine_cli.exchange.synthetic.spreadsheets import write_csv

if __name__ == "__main__":
    if len(sys.argv) != 2 or not Path(sys.argv[1]).is_dir():
        sys.exit("name one folder that exists, such as data/sample; its CSV files are replaced.")
    write_csv(sample_clinic(), Path(sys.argv[1]))
