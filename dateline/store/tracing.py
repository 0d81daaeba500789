"""Which linked reports the reports of a batch copy, and which copy them; each with the root of its chain."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from dateline.linking.lineage import Descent, Kin, LineageIndex, Print, is_in_reach, make_print
from dateline.model import Report
from dateline.store.neighbourhood import Neighbourhood, list_grams, whole_key
from dateline.store.tables import linked_report, report_gram


def trace_batch(near: Neighbourhood, fresh: Sequence[tuple[int, Report]]) -> dict[str, Descent]:
    """Return the descents that are new or are others now, by report id, and note the reports as linked.

    `fresh` gives the row of each report's version. A report that is linked already is traced anew only if what is
    compared of it has changed, and its children with it.
    """
    ids = {found.id for _, found in fresh}
    rows = {found.id: row for row, found in fresh}
    prints = {found.id: make_print(found) for _, found in fresh}
    near.keep_prints({rows[report_id]: print_ for report_id, print_ in prints.items()})
    known = near.load_prints(ids)
    same = {report_id for report_id, print_ in known.items() if print_ == prints[report_id]}
    moved = known.keys() - same
    before = {**near.find_descents(moved), **near.find_children(moved)}
    again = {report_id: print_ for report_id, print_ in near.load_prints(before).items() if report_id not in moved}
    rows |= near.find_rows(again)
    near.note_reports({report_id: rows[report_id] for report_id in same})
    near.forget_reports(before)
    traced = [*(prints[found.id] for _, found in fresh if found.id not in same), *again.values()]
    index, recalled = _recall(near, traced)
    _add_reports(near, index, traced, rows)
    before |= recalled
    dirty = {print_.report_id for print_ in traced}
    dirty |= {report_id for report_id, held in recalled.items() if index.kin[report_id] != _find_kin(held)}
    return _find_roots(near, {report_id: index.kin[report_id] for report_id in dirty}, before)


def _recall(near: Neighbourhood, traced: Sequence[Print]) -> tuple[LineageIndex, dict[str, Descent]]:
    """An index of the linked reports that some of `traced` are to be compared with, and the descents of these."""
    holders = near.find_holders({gram for print_ in traced for gram in list_grams(print_)})
    days = {report_id: day for found in holders.values() for report_id, day in found}
    held = {key: [report_id for report_id, _ in found] for key, found in holders.items()}
    index = LineageIndex()
    wholes = {print_.whole for print_ in traced}
    index.recall_postings(
        {key: found for key, found in held.items() if key < whole_key(0)},
        {whole: held.get(whole_key(whole), []) for whole in wholes},
    )
    wanted = {
        report_id
        for print_ in traced
        for report_id in index.find_candidates(print_)
        if is_in_reach(print_.day, days[report_id])
    }
    descents = near.find_descents(wanted)
    for report_id, print_ in near.load_prints(wanted).items():
        index.recall(print_, _find_kin(descents[report_id]))
    return index, descents


def _add_reports(near: Neighbourhood, index: LineageIndex, traced: Iterable[Print], rows: Mapping[str, int]) -> None:
    number, pairs, added = near.next_number(linked_report), [], []
    for print_ in traced:
        pairs += [(gram, number) for gram in [*index.add_print(print_), whole_key(print_.whole)]]
        report_id = print_.report_id
        added.append({
            "number": number, "report_id": report_id, "report_row": rows[report_id], "day": print_.day,
            "parent_id": None, "root_id": report_id, "rule": "original", "share": 0.0,
        })  # fmt: skip
        number += 1
    near.add_rows(linked_report, added)
    near.add_pairs(report_gram, pairs)


def _find_roots(
    near: Neighbourhood, kin: Mapping[str, Kin | None], before: Mapping[str, Descent]
) -> dict[str, Descent]:
    """The descents of reports whose kin is `kin`, and of all that descend from them, where they were not so before."""
    held, found = dict(before), dict(kin)
    asked = [report_id for report_id in kin if report_id in before]
    while asked:
        children = {key: one for key, one in near.find_children(asked).items() if key not in found}
        held |= children
        found |= {key: _find_kin(one) for key, one in children.items()}
        asked = list(children)
    parents = {one.other_id for one in found.values() if one is not None}
    roots = {key: one.root_id for key, one in near.find_descents(parents - found.keys()).items()}
    descents = {report_id: _make_descent(report_id, one, found, roots) for report_id, one in found.items()}
    changed = {key: one for key, one in descents.items() if key in kin or held[key] != one}
    near.note_descents(changed.values())
    return {key: one for key, one in changed.items() if held.get(key) != one}


def _make_descent(report_id: str, kin: Kin | None, found: Mapping[str, Kin | None], roots: dict[str, str]) -> Descent:
    """The descent of a report; the roots that are met on the way are added to `roots`."""
    chain = [report_id]
    while chain[-1] not in roots:
        parent = found[chain[-1]]
        if parent is None:
            roots[chain[-1]] = chain[-1]
        else:
            chain.append(parent.other_id)
    roots.update(dict.fromkeys(chain, roots[chain[-1]]))
    if kin is None:
        return Descent(report_id, report_id)
    return Descent(report_id, roots[report_id], kin.other_id, kin.rule, kin.share)


def _find_kin(held: Descent) -> Kin | None:
    return None if held.parent_id is None else Kin(held.parent_id, held.rule, held.share)
