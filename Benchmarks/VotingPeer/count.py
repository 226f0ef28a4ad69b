"""Counts elections with pabutools and prints CPU times: count.py SECONDS FILE.pb.gz …

Add1 until exhaustive is counted where a single count stays below SECONDS; on large files it takes minutes.
"""
import gzip
import math
import os
import sys
import tempfile
import time

from pabutools.election import Cost_Sat, parse_pabulib
from pabutools.rules import method_of_equal_shares


def timed(work):
    start = time.process_time()
    result = work()
    return result, (time.process_time() - start) * 1000


limit = float(sys.argv[1]) * 1000
for path in sys.argv[2:]:
    with tempfile.NamedTemporaryFile(suffix=".pb", delete=False) as plain:
        plain.write(gzip.open(path).read())
    (instance, profile), parse = timed(lambda: parse_pabulib(plain.name))
    os.unlink(plain.name)
    profile = profile.as_multiprofile()
    _, single = timed(lambda: method_of_equal_shares(instance, profile, sat_class=Cost_Sat))
    name = os.path.basename(path).removesuffix(".pb.gz")
    line = f"  {name}: parse {parse:.0f} ms, one equal-shares count {single:.0f} ms"
    print(line, end="", flush=True)
    if single < limit:
        _, sweep = timed(
            lambda: method_of_equal_shares(instance, profile, sat_class=Cost_Sat, voter_budget_increment=1)
        )
        print(f", Add1 until exhaustive {sweep:.0f} ms")
    else:
        print(f", Add1 not counted (PEER_SECONDS={math.ceil(single / 1000)} would)")
