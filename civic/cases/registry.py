"""What higher apps want to know about cases."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from .models import Case, PlanNews, Transfer


@dataclass
class CaseRegistry:
    """Handlers called inside the transaction that changes a case."""

    answer_handlers: list[Callable[[Case], Any]] = field(default_factory=list)
    change_handlers: list[Callable[[Case], Any]] = field(default_factory=list)
    transfer_handlers: list[Callable[[Transfer], Any]] = field(default_factory=list)
    doors: list[Callable[[int], Any]] = field(default_factory=list)

    def before_filing(self, door: Callable[[int], Any]) -> None:
        """Ask a handler whether a space takes requests; it raises Refusal when it does not."""
        if door not in self.doors:
            self.doors.append(door)

    def check_open(self, space_id: int) -> None:
        """Raise Refusal when a space takes no more requests."""
        for door in self.doors:
            door(space_id)

    plan_handlers: list[Callable[[PlanNews], Any]] = field(default_factory=list)

    def on_plan_followed(self, handler: Callable[[PlanNews], Any]) -> None:
        """Call a handler when it is said what became of something planned."""
        if handler not in self.plan_handlers:
            self.plan_handlers.append(handler)

    def plan_followed(self, news: PlanNews) -> None:
        """Tell what became of something planned."""
        for handler in self.plan_handlers:
            handler(news)

    def on_answer(self, handler: Callable[[Case], Any]) -> None:
        """Call a handler when a case gets its argued answer."""
        if handler not in self.answer_handlers:
            self.answer_handlers.append(handler)

    def on_change(self, handler: Callable[[Case], Any]) -> None:
        """Call a handler when a case is routed, transferred or moved."""
        if handler not in self.change_handlers:
            self.change_handlers.append(handler)

    def on_transfer(self, handler: Callable[[Transfer], Any]) -> None:
        """Call a handler when a case is handed over to another body."""
        if handler not in self.transfer_handlers:
            self.transfer_handlers.append(handler)

    def answered(self, case: Case) -> None:
        """Tell that a case was answered."""
        for handler in self.answer_handlers:
            handler(case)

    def changed(self, case: Case) -> None:
        """Tell that a case moved."""
        for handler in self.change_handlers:
            handler(case)

    def transferred(self, transfer: Transfer) -> None:
        """Tell that a case was handed over."""
        for handler in self.transfer_handlers:
            handler(transfer)


case_registry = CaseRegistry()
