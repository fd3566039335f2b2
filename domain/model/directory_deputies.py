"""The deputy that a line of a directory file names: who of all the people is meant."""

from collections.abc import Container, Mapping

from domain.model.directory import NamedPerson, PersonKey
from domain.model.directory_cells import Column, FaultKind, Line, like, wrong
from domain.model.municipalities import plain


def deputy_of(
    line: Line,
    holder: PersonKey,
    known: Mapping[PersonKey, NamedPerson],
    namesakes: Mapping[str, list[PersonKey]],
    left_out: Container[str],
) -> PersonKey | None:
    """A colleague of this name before anybody else of this name, in the file or the directory.

    A person whose own line is left out for a fault is not called unknown. Raises WrongLine.
    """
    words = line[Column.DEPUTY]
    if not words:
        return None
    own = (holder[0], plain(words))
    found = [own] if own in known else namesakes.get(own[1], [])
    if own == holder or found == [holder]:
        wrong(FaultKind.OWN_DEPUTY, line, Column.DEPUTY, words)
    if own[1] in left_out:
        return None
    if not found:
        hint = like(words, [person.name for person in known.values()])
        wrong(FaultKind.UNKNOWN_DEPUTY, line, Column.DEPUTY, words, hint)
    if len(found) > 1:
        wrong(FaultKind.AMBIGUOUS_DEPUTY, line, Column.DEPUTY, words)
    return found[0]
