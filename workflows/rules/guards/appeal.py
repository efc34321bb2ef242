"""Guards about appeals: who hears one, what they think of it, how they rule."""

from workflows.rules.case import Case
from workflows.rules.guards.registry import GUARDS, Guard, guard
from workflows.rules.reasons import Reason


def _ruling_carried(case: Case, ruling: str) -> list[Reason]:
    """Enough of those who hear the appeal have voted, and more than the required share of the votes are for this."""
    count = case.appeal_count(ruling)
    if not count.has_quorum:
        details = {"cast": str(count.cast), "quorum": str(count.quorum), "eligible": str(count.eligible)}
        return [Reason("APPEAL_NO_QUORUM", details)]
    if case.ruling_carried(ruling):
        return []
    return [Reason("RULING_NOT_CARRIED", {"for": str(count.votes_for), "cast": str(count.cast)})]


GUARDS["ruling_carried"] = Guard(_ruling_carried, needs=("cast_appeal_vote",), argument="step", part="appeal")


@guard(part="appeal")
def appeal_seat_vacant(case: Case) -> list[Reason]:
    """Fewer people hear the appeal than the process asks for."""
    size = case.appeal_size()
    return [Reason("APPEAL_FULL", {"size": str(size)})] if len(case.facts.appeal_members) >= size else []


@guard(needs=("seat_appeal_member",), against=("appeal_seat_vacant",), part="appeal")
def appeal_complete(case: Case) -> list[Reason]:
    """As many people hear the appeal as the process asks for, and one of them chairs."""
    facts, size = case.facts, case.appeal_size()
    if len(facts.appeal_members) < size:
        return [Reason("APPEAL_INCOMPLETE", {"size": str(size), "seated": str(len(facts.appeal_members))})]
    return [] if facts.appeal_chairs else [Reason("APPEAL_WITHOUT_CHAIR")]


@guard(part="appeal")
def appeal_independent(case: Case) -> list[Reason]:
    """Nobody who hears the appeal sat in the panel, voted in the commission, signed, or has a conflict of interest."""
    involved = case.facts.appeal_members & (case.facts.took_part | case.facts.appeal_conflicted)
    return [Reason("APPEAL_NOT_INDEPENDENT", {"count": str(len(involved))})] if involved else []


@guard(needs=("give_opinion",), part="appeal")
def opinions_given(case: Case) -> list[Reason]:
    """More than half of those who hear the appeal have given their opinion."""
    given, seated = len(case.facts.opinions & case.facts.appeal_members), len(case.facts.appeal_members)
    details = {"given": str(given), "needed": str(seated // 2 + 1)}
    return [Reason("OPINIONS_MISSING", details)] if given * 2 <= seated else []


@guard()
def no_open_appeal(case: Case) -> list[Reason]:
    """No appeal is being heard."""
    return [Reason("APPEAL_OPEN")] if case.facts.open_appeals else []
