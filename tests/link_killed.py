"""A program that links a case, to be killed: `link_killed.py DATABASE`."""

from __future__ import annotations

import sys

if __name__ == "__main__":
    from dateline.store import link_case, open_case

    with open_case(sys.argv[1]) as case:
        print("begun", flush=True)
        for _ in link_case(case, batch_count=5):
            pass
