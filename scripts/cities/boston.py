#!/usr/bin/env python3
"""Writes the fishnet of cities/boston from the extent of the reference requests.

    python3 scripts/cities/boston.py [REFERENCE_DATA] [cities/boston]

Reads nothing of open311/boston_6000.csv.gz but the columns lat and long, and keeps only their extent. Writes areas.csv and
areas.geojson: one city and square unit grids of about 500 m. Standard library only.
"""

import csv
import gzip
import math
import os
import sys

from schematic import feature_collection

here = os.path.dirname(os.path.abspath(__file__))
data = sys.argv[1] if len(sys.argv) > 1 else os.environ.get("REFERENCE_DATA", "../shared/data")
target = sys.argv[2] if len(sys.argv) > 2 else os.path.join(here, "..", "..", "cities", "boston")

CITY = "boston"
METRES = 500
with gzip.open(os.path.join(data, "open311/boston_6000.csv.gz"), "rt", encoding="utf-8", newline="") as file:
    places = [(float(row["long"]), float(row["lat"])) for row in csv.DictReader(file)]
height = METRES / 111_195.08
middle = (min(y for _, y in places) + max(y for _, y in places)) / 2
width = height / math.cos(math.radians(middle))
# The net begins on a whole hundredth of a degree south-west of every request.
west = math.floor(min(x for x, _ in places) * 100) / 100
south = math.floor(min(y for _, y in places) * 100) / 100
columns = math.floor((max(x for x, _ in places) - west) / width) + 1
lines = math.floor((max(y for _, y in places) - south) / height) + 1

areas = [[CITY, "波士顿", "Boston", "city", "", "yes", "", "City of Boston"]]
polygons = []
for line in range(lines):
    for column in range(columns):
        # 15 characters: the net, then line and column from the south-west.
        code = f"BOS{line:06}{column:06}"
        areas.append([code, f"网格 {line}-{column}", f"Grid {line}-{column}", "grid", CITY, "yes", "yes",
                      f"fishnet of {METRES} m over the extent of the requests"])
        x, y = west + column * width, south + line * height
        polygons.append((code, [(x, y), (x + width, y), (x + width, y + height), (x, y + height)]))
frame = [(west, south), (west + columns * width, south), (west + columns * width, south + lines * height),
         (west, south + lines * height)]
with open(os.path.join(target, "areas.csv"), "w", encoding="utf-8", newline="") as file:
    out = csv.writer(file, lineterminator="\n")
    out.writerow(["code", "name_zh", "name_en", "level", "parent", "local", "synthetic", "source"])
    out.writerows(areas)
with open(os.path.join(target, "areas.geojson"), "w", encoding="utf-8") as file:
    file.write(feature_collection([(CITY, frame)] + polygons))
print(f"{len(areas)} areas: {lines} lines of {columns} grids")
