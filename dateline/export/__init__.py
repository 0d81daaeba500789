"""Events to other people's data sets: each format is a set of named rules over claims, and every row cites them.

`formats.export_events` is the door. A format's module turns events into rows (`rows.py`), each cell with the words it
rests on, or says by which rule an event has no row. `rules.toml` holds every rule that a row can cite.
"""
