"""Static checks of a definition: what can be known to go wrong before any case follows it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from workflows.rules.definition import Definition
from workflows.rules.guards import GUARDS
from workflows.rules.process_parts import CaseRole, Step

Path = tuple[str | int, ...]
Severity = Literal["error", "warning"]

PART_OF_ROLE: dict[CaseRole, str] = {
    "expert": "panel",
    "lead": "panel",
    "commission": "commission",
    "chair": "commission",
    "appeal": "appeal",
    "appeal_chair": "appeal",
}
BLIND_STEPS: dict[str, tuple[str, ...]] = {
    "reviews_to_panel": ("score", "submit_review"),
    "votes": ("cast_vote",),
}
UNKNOWN_SCHOOL = ("declare_conflict", "request_recusal")
"""What cannot be done where panel and school do not know one another: telling of a tie, asking for a recusal."""
"""What a disclosure opens to the very people who are still to judge for themselves."""


ASKED_BY = {"accuracy_deadline_passed": "accuracy_check", "embargo_over": "embargo"}
"""Guards that ask about a deadline without being told which."""


@dataclass(frozen=True)
class Problem:
    """One thing that does not hold together: where in the document, and a code for `workflows/messages`."""

    code: str
    path: Path
    details: tuple[tuple[str, str], ...] = ()
    severity: Severity = "error"

    def __str__(self) -> str:
        """For exceptions; people are shown the message of the code."""
        facts = ", ".join(f"{name} {value}" for name, value in self.details)
        return f"{'.'.join(map(str, self.path))}: {self.code} {facts}".rstrip()


def problems_of(definition: Definition) -> list[Problem]:
    """Everything wrong with a definition whose shape is right, errors first."""
    found = _problems(definition, definition)
    codes = [track.code for track in definition.tracks]
    for place, code in enumerate(codes):
        if code in codes[:place]:
            found.append(Problem("NAMED_TWICE", ("tracks", place), (("name", code),)))
        else:
            of_track = _problems(definition.track(code), definition)
            found += [
                Problem(one.code, ("tracks", place, *one.path), one.details, one.severity)
                for one in of_track
                if one.path[0] not in {"outcomes", "statements"}
            ]
    return sorted(found, key=lambda problem: problem.severity != "error")


def _problems(definition: Definition, whole: Definition) -> list[Problem]:
    """What is wrong with a process, or with one of the tracks of a whole one."""
    return list(_names(definition, whole)) or [
        *_guards(definition),
        *_clock(definition),
        *_ways(definition),
        *_people(definition),
        *_deciders(definition),
        *_blindness(definition),
        *(_conflicts(definition) if definition is whole else ()),
        *_consequences(definition),
    ]


def _names(definition: Definition, whole: Definition) -> Iterator[Problem]:
    """Names that are given twice, and names that nothing bears."""
    lists = {
        "states": [state.code for state in definition.states],
        "deadlines": [deadline.name for deadline in definition.deadlines],
        "phases": [phase.code for phase in definition.phases],
        "outcomes": [outcome.code for outcome in definition.outcomes],
        "steps": [step.action for step in definition.steps],
        "statements": [kind.code for kind in definition.statements],
    }
    for section, names in lists.items():
        for place, name in enumerate(names):
            if name in names[:place]:
                yield Problem("NAMED_TWICE", (section, place), (("name", name),))
    ending = [track.code for track in whole.tracks if any("process" in step.who for step in track.steps)]
    lists |= {"tracks": [track.code for track in whole.tracks], "ending tracks": ending}
    lists |= {"case steps": [step.action for step in whole.steps]}
    for path, section, used_name in _used(definition):
        if used_name is not None and used_name not in lists[section]:
            known = _like(used_name, lists[section])
            yield Problem("NO_SUCH_NAME", path, (("name", used_name), ("section", section), known))
    every = [*whole.steps, *(step for track in whole.tracks for step in track.steps)]
    taken = {name for step in every for effect in step.effects for name in (effect.take, effect.take_if_possible)}
    ended = {effect.end for step in every for effect in step.effects}
    taken |= {step.action for track in whole.tracks if track.code in ended for step in track.steps}
    for place, step in enumerate(definition.steps):
        if "process" in step.who and step.action not in taken:
            yield Problem("PROCESS_NEVER_TAKES", ("steps", place, "who"), (("name", step.action),))


def _used(definition: Definition) -> list[tuple[Path, str, str | None]]:
    """Every name that is used: where, which list it must be in, and the name."""
    used: list[tuple[Path, str, str | None]] = []
    for place, state in enumerate(definition.states):
        used.append((("states", place, "deadline"), "deadlines", state.deadline))
        used.append((("states", place, "phase"), "phases", state.phase))
    for place, deadline in enumerate(definition.deadlines):
        used.append((("deadlines", place, "after"), "states", deadline.after))
        used.append((("deadlines", place, "then"), "steps", deadline.then))
    for place, step in enumerate(definition.steps):
        used += [(("steps", place, "from", at), "states", name) for at, name in enumerate(step.sources)]
        used.append((("steps", place, "to"), "states", step.target))
        used.append((("steps", place, "until"), "deadlines", step.until))
        used.append((("steps", place, "asks"), "statements", step.asks))
        used.append((("steps", place, "asks_day"), "deadlines", step.asks_day))
        for at, effect in enumerate(step.effects):
            used.append((("steps", place, "effects", at, "start"), "deadlines", effect.start))
            used.append((("steps", place, "effects", at, "stop"), "deadlines", effect.stop))
            used.append((("steps", place, "effects", at, "begin"), "tracks", effect.begin))
            used.append((("steps", place, "effects", at, "end"), "ending tracks", effect.end))
            used.append((("steps", place, "effects", at, "take"), "case steps", effect.take))
            possible = effect.take_if_possible
            used.append((("steps", place, "effects", at, "take_if_possible"), "case steps", possible))
    return used


def _like(name: str, known: list[str]) -> tuple[str, str]:
    return ("known", ", ".join(sorted(known, key=lambda one: (one[:2] != name[:2], one))[:12]))


def _guards(definition: Definition) -> Iterator[Problem]:
    """Guards nobody knows, and guards that can never hold where they stand."""
    known_names = {
        "deadline": [deadline.name for deadline in definition.deadlines],
        "step": [step.action for step in definition.steps],
    }
    for place, step in enumerate(definition.steps):
        for at, call in enumerate(step.guards):
            path = ("steps", place, "guards", at)
            guard = GUARDS.get(call.name)
            if guard is None:
                known = (("name", call.name), ("section", "guards"), _like(call.name, list(GUARDS)))
                yield Problem("NO_SUCH_NAME", path, known)
            elif (guard.argument is None) != (call.argument is None):
                code = "GUARD_NEEDS_ARGUMENT" if guard.argument else "GUARD_TAKES_NO_ARGUMENT"
                yield Problem(code, path, (("name", call.name),))
            elif guard.argument and call.argument and call.argument not in known_names[guard.argument]:
                names = _like(call.argument, known_names[guard.argument])
                yield Problem("NO_SUCH_NAME", path, (("name", call.argument), ("section", f"{guard.argument}s"), names))
            elif why := _never_holds(definition, step, call.name, call.argument):
                yield Problem("GUARD_NEVER_HOLDS", path, (("name", call.name), ("why", why[0]), ("what", why[1])))


def _never_holds(definition: Definition, step: Step, name: str, argument: str | None) -> tuple[str, str] | None:
    guard = GUARDS[name]
    if guard.part and getattr(definition, guard.part) is None:
        return ("part", guard.part)
    for other in step.guards:
        if other.name in guard.against:
            return ("against", other.name)
    deadline = next((known for known in definition.deadlines if known.name == step.until), None)
    if argument is not None and argument == step.until and deadline and deadline.kind == "hard":
        return ("until", argument)
    if guard.needs:
        before = _leading_to(definition, set(step.sources))
        makers = {known.action for known in definition.steps if set(known.sources) & before}
        if not makers & set(guard.needs):
            return ("needs", ", ".join(guard.needs))
    return None


def _leading_to(definition: Definition, goals: set[str]) -> set[str]:
    """The states from which one of these can be reached, with these."""
    reached = set(goals)
    while more := {source for step in definition.steps if step.target in reached for source in step.sources} - reached:
        reached |= more
    return reached


def _reachable(definition: Definition) -> set[str]:
    reached = {definition.states[0].code}
    while more := {step.target for step in definition.steps if step.target and set(step.sources) & reached} - reached:
        reached |= more
    return reached


def _clock(definition: Definition) -> Iterator[Problem]:
    """Steps of the clock that no deadline takes, and deadlines that would take a person's step."""
    taken = {deadline.then for deadline in definition.deadlines}
    for place, step in enumerate(definition.steps):
        if "clock" in step.who and step.action not in taken:
            yield Problem("CLOCK_NEVER_STRIKES", ("steps", place, "who"), (("name", step.action),))
    for place, deadline in enumerate(definition.deadlines):
        if deadline.then is not None and "clock" not in definition.step(deadline.then).who:
            yield Problem("NOT_FOR_THE_CLOCK", ("deadlines", place, "then"), (("name", deadline.then),))


def _ways(definition: Definition) -> Iterator[Problem]:
    """States nothing leads to, and states from which the case never ends."""
    reached = _reachable(definition)
    ends = {state.code for state in definition.states if state.final}
    ending = _leading_to(definition, ends)
    for place, state in enumerate(definition.states):
        if state.code not in reached:
            yield Problem("STATE_UNREACHABLE", ("states", place), (("name", state.code),))
        elif state.code not in ending:
            yield Problem("DEAD_END", ("states", place), (("name", state.code),))
        if state.final and any(step.target and state.code in step.sources for step in definition.steps):
            yield Problem("FINAL_YET_LEFT", ("states", place, "final"), (("name", state.code),))


def _people(definition: Definition) -> Iterator[Problem]:
    """States that wait for nobody who could move them, and steps of people whom the process has not."""
    absent = {role for role, part in PART_OF_ROLE.items() if getattr(definition, part) is None}
    for place, step in enumerate(definition.steps):
        for at, role in enumerate(step.who):
            if role in absent:
                yield Problem(
                    "ROLE_ABSENT", ("steps", place, "who", at), (("role", role), ("part", PART_OF_ROLE[role]))
                )
    for place, state in enumerate(definition.states):
        movers = {role for step in definition.steps if step.target and state.code in step.sources for role in step.who}
        if state.final or not movers or movers == {"process"}:
            continue
        if not movers - absent:
            yield Problem("NOBODY_ACTS", ("states", place), (("name", state.code),))
        actors = {role for step in definition.steps if state.code in step.sources for role in step.who}
        for at, role in enumerate(state.waiting_for):
            if role not in actors:
                details = (("name", state.code), ("role", role))
                yield Problem("WAITS_IN_VAIN", ("states", place, "waiting_for", at), details)


def _deciders(definition: Definition) -> Iterator[Problem]:
    """People who shall answer a request for more time and could not read it."""
    for place, step in enumerate(definition.steps):
        for at, role in enumerate(step.who if step.action in ("extend_deadline", "answer_extension_request") else ()):
            if role not in ("secretary", "chair"):
                yield Problem("NOT_ASKED_OF", ("steps", place, "who", at), (("role", role),))


def _blindness(definition: Definition) -> Iterator[Problem]:
    """What is shown to people who are still to judge without knowing it."""
    for place, state in enumerate(definition.states):
        actions = {step.action for step in definition.steps if state.code in step.sources}
        for disclosure in definition.discloses(state.code):
            judged = sorted(actions & set(BLIND_STEPS.get(disclosure, ())))
            if judged:
                details = (("name", state.code), ("disclosure", disclosure), ("steps", ", ".join(judged)))
                yield Problem("UNBLINDS", ("states", place), details)
        yield from _broken_blinding(definition, state.code, place, actions)


def _broken_blinding(definition: Definition, code: str, place: int, actions: set[str]) -> Iterator[Problem]:
    """What contradicts the blinding that the definition promises."""
    path: Path = ("states", place)
    open_here = definition.discloses(code)
    if definition.blinding in ("single_blind", "double_blind") and "panel_to_school" in open_here:
        yield Problem("PANEL_IS_HIDDEN", path, (("name", code),))
    if definition.blinding != "double_blind":
        return
    if "school_to_panel" in open_here and actions & {"score", "submit_review"}:
        details = (("name", code), ("disclosure", "school_to_panel"), ("steps", "score, submit_review"))
        yield Problem("UNBLINDS", path, details)
    elif "school_to_panel" not in open_here and actions & set(UNKNOWN_SCHOOL):
        steps = ", ".join(sorted(actions & set(UNKNOWN_SCHOOL)))
        yield Problem("SCHOOL_IS_HIDDEN", path, (("name", code), ("steps", steps)))


def _conflicts(definition: Definition) -> Iterator[Problem]:
    """Kinds of conflict of interest that are ruled twice, and waivers that nobody could give."""
    kinds = [*definition.conflicts.bar, *(rule.kind for rule in definition.conflicts.rules)]
    short = len(definition.conflicts.bar)
    for place, kind in enumerate(kinds):
        if kind in kinds[:place]:
            path: Path = ("conflicts", "bar", place) if place < short else ("conflicts", "rules", place - short, "kind")
            yield Problem("NAMED_TWICE", path, (("name", kind.value),))
    declaring = {role for step in definition.steps if step.action == "declare_no_conflict" for role in step.who}
    judging: tuple[CaseRole, ...] = ("expert", "commission")
    for role in judging if definition.conflicts.declare_first else ():
        if getattr(definition, PART_OF_ROLE[role]) is not None and role not in declaring:
            yield Problem("CANNOT_DECLARE", ("conflicts", "declare_first"), (("role", role),))
    waiving = {role for step in definition.steps if step.action == "waive_conflict" for role in step.who}
    for place, rule in enumerate(definition.conflicts.rules):
        for at, role in enumerate(rule.by):
            if role not in waiving:
                yield Problem("CANNOT_WAIVE", ("conflicts", "rules", place, "by", at), (("role", role),))


def _consequences(definition: Definition) -> Iterator[Problem]:
    """Deadlines whose passing changes nothing."""
    acted = {step.until for step in definition.steps}
    acted |= {call.argument for step in definition.steps for call in step.guards}
    asked = {call.name for step in definition.steps for call in step.guards}
    acted |= {deadline for guard, deadline in ASKED_BY.items() if guard in asked}
    for place, deadline in enumerate(definition.deadlines):
        path = ("deadlines", place)
        if not (deadline.name in acted or deadline.then or (deadline.kind == "soft" and deadline.remind)):
            yield Problem("NO_CONSEQUENCE", path, (("name", deadline.name),), "warning")
        if deadline.kind == "soft" and deadline.grace_days:
            yield Problem("GRACE_OF_SOFT", (*path, "grace_days"), (("name", deadline.name),), "warning")
        if deadline.working_days is not None and definition.calendar is None:
            yield Problem("NO_CALENDAR", (*path, "working_days"), (("name", deadline.name),))
