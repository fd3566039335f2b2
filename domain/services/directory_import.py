"""A directory file against the directory: what would change, and the change itself, in one transaction."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from domain.model.directory import Change, ChangeKind, Directory, differences
from domain.model.directory_cells import Fault, FaultKind, Line
from domain.model.directory_file import read
from domain.model.errors import AlreadyDone, Incomplete, NotAllowed
from domain.ports import Turn, Work
from domain.services import access, partner_settings, standing, succession
from domain.services.directory_names import Known, heir_of, known_directory
from domain.services.directory_writer import DirectoryWriter


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What a file would do. `fingerprint` names the directory that it was compared with."""

    wanted: Directory
    changes: tuple[Change, ...]
    faults: tuple[Fault, ...]
    fingerprint: str

    def of(self, kind: ChangeKind) -> tuple[Change, ...]:
        return tuple(change for change in self.changes if change.kind is kind)


def plan(work: Work, lines: Sequence[Line]) -> Plan:
    """Compare a file with the directory; nothing is written."""
    known = known_directory(work)
    wanted, faults = read(lines, known.directory, standing.today(work))
    changes, ownerless = _with_cases(work, known, wanted)
    return Plan(
        wanted=wanted,
        changes=changes,
        faults=(*faults, *_partner_faults(work, known, wanted), *ownerless),
        fingerprint=known.directory.fingerprint,
    )


def apply(work: Work, turn: Turn | None, lines: Sequence[Line], fingerprint: str) -> Plan:
    """Write what `plan` has shown; `turn` None is the operator at the command line.

    Raises NotAllowed unless a coordinator speaks, AlreadyDone when the directory is not the one that was
    shown any more, Incomplete while the file has faults.
    """
    if turn is not None and not access.member(turn).is_coordinator:
        raise NotAllowed("directory")
    decided = plan(work, lines)
    if decided.fingerprint != fingerprint:
        raise AlreadyDone("directory_moved")
    if decided.faults:
        raise Incomplete("faults")
    actor = None if turn is None or turn.person is None else turn.person.id
    DirectoryWriter(work, known_directory(work), decided.wanted, actor).write()
    return decided


def _partner_faults(work: Work, known: Known, wanted: Directory) -> Iterator[Fault]:
    """A partner that has left, that cannot be of another kind now, or may not report more."""
    for key, told in wanted.partners.items():
        before = known.partners.get(key)
        if before is None and work.partners.named(told.name) is not None:
            yield Fault(kind=FaultKind.PARTNER_LEFT, words=told.name)
            continue
        if before is not None and told.kind is not None:
            fault = partner_settings.kind_fault(work, before, told.kind)
            if fault is not None:
                yield fault
        if before is not None or told.kind is not None:
            fault = partner_settings.letter_fault(before, told)
            if fault is not None:
                yield fault


def _with_cases(work: Work, known: Known, wanted: Directory) -> tuple[tuple[Change, ...], list[Fault]]:
    """Say with every change how many cases move; one that would leave cases to nobody is a fault."""
    changes: list[Change] = []
    faults: list[Fault] = []
    for change in differences(known.directory, wanted):
        if change.key is None or not (change.before or change.kind is ChangeKind.GONE):
            changes.append(change)
            continue
        cases = succession.live_cases(work, known.entries[change.key].id)
        changes.append(replace(change, cases=len(cases)))
        if change.kind is ChangeKind.GONE:
            left = [case for case in cases if heir_of(wanted, change.key, case) is None]
            if left:
                hint = str(len(left))
                faults.append(Fault(kind=FaultKind.NO_SUCCESSOR, words=change.partner, hint=hint))
    return tuple(changes), faults
