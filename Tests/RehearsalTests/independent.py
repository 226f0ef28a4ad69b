"""Counts and handling times of an Open311 file, computed without the product: standard library only.

usage: independent.py FILE.csv.gz   prints one JSON object
"""

import csv
import datetime
import gzip
import json
import sys


def quantile(values, p):
    """Linear interpolation between order statistics (type 7)."""
    position = p * (len(values) - 1)
    lower = int(position)
    upper = min(lower + 1, len(values) - 1)
    return values[lower] + (position - lower) * (values[upper] - values[lower])


def main(path):
    hours = {}
    reported = closed = 0
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            reported += 1
            name = row["service_name"]
            hours.setdefault(name, [])
            if row["status"] != "closed":
                continue
            closed += 1
            start = datetime.datetime.fromisoformat(row["requested_datetime"])
            end = datetime.datetime.fromisoformat(row["updated_datetime"])
            hours[name].append((end - start).total_seconds() / 3600)
    classes = []
    for name in sorted(hours):
        values = sorted(hours[name])
        classes.append(
            {
                "class": name,
                "closed": len(values),
                "medianHours": quantile(values, 0.5) if values else None,
                "p90Hours": quantile(values, 0.9) if values else None,
            }
        )
    print(json.dumps({"reported": reported, "closed": closed, "open": reported - closed, "classes": classes}))


main(sys.argv[1])
