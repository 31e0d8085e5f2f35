"""The headaches of an Apple Health export by the standard library's own parser, each element cleared."""

import sys
from xml.etree.ElementTree import iterparse
from zipfile import ZipFile

with ZipFile(sys.argv[1]) as zipped, zipped.open("apple_health_export/export.xml") as file:
    headaches = 0
    for _, element in iterparse(file):
        headaches += element.get("type") == "HKCategoryTypeIdentifierHeadache"
        element.clear()
    print(headaches)
