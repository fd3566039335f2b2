"""What is due is answered here: one service a kind of timer."""

from collections.abc import Callable

from domain.model.timers import Timer, TimerKind
from domain.ports import Work

Service = Callable[[Work, Timer], None]
_SERVICES: dict[TimerKind, Service] = {}


def answers(kind: TimerKind) -> Callable[[Service], Service]:
    """Name the service that answers timers of this kind."""

    def register(service: Service) -> Service:
        _SERVICES[kind] = service
        return service

    return register


def answer(work: Work, timer: Timer) -> None:
    """Raises KeyError for a kind that nobody answers: a bug, and the timer is kept."""
    _SERVICES[timer.kind](work, timer)


def answered_kinds() -> frozenset[TimerKind]:
    return frozenset(_SERVICES)
