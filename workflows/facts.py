"""What is known of a case, in the form in which the rules ask about it."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, TypeVar

from workflows.rules.case import UNREAD, AskedForDocument, AskedForTime, Facts, Hold, SeatFact
from workflows.rules.conflicts import ConflictKind, Evaluated, Tie, Waiver
from workflows.rules.quorum import VoteChoice

T = TypeVar("T")


def ties_of(rows: Sequence[Mapping[str, Any]]) -> tuple[Tie, ...]:
    """Ties as `access.ties_of` gives them."""
    return tuple(
        Tie(
            ConflictKind(row["kind"]),
            row["organisation"],
            row["declared"],
            row["until"],
            datetime.fromisoformat(row["told_at"]) if row["told_at"] else None,
        )
        for row in rows
    )


def _if_read(value: Any, make: Callable[[Any], T]) -> T:
    """What is made of a part of the facts; what stands for it where it was not read."""
    made: T = UNREAD if value is None else make(value)
    return made


def _votes(given: Mapping[str, str]) -> dict[str, VoteChoice]:
    return {person: VoteChoice(choice) for person, choice in given.items()}


def _asked_for_time(rows: Sequence[Mapping[str, Any]]) -> tuple[AskedForTime, ...]:
    return tuple(
        AskedForTime(one["request"], one["deadline"], one["person"], datetime.fromisoformat(one["asked_at"]))
        for one in rows
    )


def _asked_for_documents(rows: Sequence[Mapping[str, Any]]) -> tuple[AskedForDocument, ...]:
    return tuple(
        AskedForDocument(
            one["request"],
            one["criterion"],
            one["person"],
            datetime.fromisoformat(one["asked_at"]),
            datetime.fromisoformat(one["due_at"]),
            datetime.fromisoformat(one["answered_at"]) if one["answered_at"] else None,
        )
        for one in rows
    )


def facts_of(row: Mapping[str, Any]) -> Facts:
    """The facts as `access.case_facts` gives them."""
    municipality = next((above["id"] for above in row["ancestors"] if above["kind"] == "MUNICIPALITY"), None)
    return Facts(
        evaluated=Evaluated(
            row["school"], tuple(above["id"] for above in row["ancestors"]), municipality, tuple(row["branches"])
        ),
        days_off=frozenset(map(date.fromisoformat, row["days_off"])),
        unassessed=_if_read(row["unassessed"], tuple),
        without_evidence=_if_read(row["without_evidence"], tuple),
        uploads_unfinished=_if_read(row["uploads_unfinished"], int),
        scored=row["scored"],
        seats=tuple(
            SeatFact(
                seat=seat["seat"],
                person=seat["person"],
                lead=seat["lead"],
                submitted=seat["submitted"],
                agreed=seat["agreed"],
                incomplete=_if_read(seat["incomplete"], tuple),
                ties=ties_of(seat["ties"]),
            )
            for seat in row["seats"]
        ),
        consensus_missing=_if_read(row["consensus_missing"], tuple),
        report_missing=_if_read(row["report_missing"], tuple),
        claims_unanswered=_if_read(row["claims_unanswered"], int),
        members=frozenset(row["members"]),
        chairs=frozenset(row["chairs"]),
        recused=frozenset(row["recused"]),
        asked_for_time=_if_read(row["asked_for_time"], _asked_for_time),
        asked_for_documents=_if_read(row["asked_for_documents"], _asked_for_documents),
        motion=row["motion"],
        votes=_if_read(row["votes"], _votes),
        ties=ties_of(row["ties"]),
        ties_of_members={person: ties_of(ties) for person, ties in row["ties_of_members"].items()},
        waivers=tuple(
            Waiver(one["person"], ConflictKind(one["kind"]), one["organisation"], datetime.fromisoformat(one["at"]))
            for one in row["waivers"]
        ),
        held=tuple(Hold(one["person"], one["because"], datetime.fromisoformat(one["since"])) for one in row["held"]),
        asked_to_recuse=frozenset(row["asked_to_recuse"]),
        asked_at=datetime.fromisoformat(row["asked_at"]) if row["asked_at"] else None,
        motion_decided=_if_read(row["motion_decided"], bool),
        minutes_signed=_if_read(row["minutes_signed"], bool),
        signed_by=_if_read(row["signed_by"], frozenset),
        took_part=_if_read(row["took_part"], frozenset),
        renewed=_if_read(row["renewed"], bool),
        open_appeals=_if_read(row["open_appeals"], int),
        open_conditions=_if_read(row["open_conditions"], int),
        entries_unscored=_if_read(row["entries_unscored"], int),
        ballots_of_appeals=_if_read(row["ballots"], dict),
    )
