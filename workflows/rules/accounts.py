"""Who must show more than a password, and who may invite whom."""

GUARDED = frozenset({"SECRETARY", "COMMISSION_CHAIR", "ADMINISTRATOR"})
"""Roles through which a stolen password would reach other people's work."""

INVITERS: dict[str, frozenset[str]] = {
    "ADMINISTRATOR": frozenset(
        {
            "SCHOOL_OFFICER",
            "SCHOOL_HEAD",
            "FOUNDER",
            "SECRETARY",
            "EXPERT",
            "COMMISSION_MEMBER",
            "COMMISSION_CHAIR",
            "ADMINISTRATOR",
        }
    ),
    "SECRETARY": frozenset(
        {"SCHOOL_OFFICER", "SCHOOL_HEAD", "FOUNDER", "EXPERT", "COMMISSION_MEMBER", "COMMISSION_CHAIR"}
    ),
}
"""Nobody makes somebody more than they are: a secretary invites neither secretaries nor administrators."""

PLACES: dict[str, frozenset[str]] = {
    "SCHOOL_OFFICER": frozenset({"SCHOOL"}),
    "SCHOOL_HEAD": frozenset({"SCHOOL"}),
    "FOUNDER": frozenset({"REGION", "MUNICIPALITY"}),
    "SECRETARY": frozenset({"AGENCY"}),
    "EXPERT": frozenset({"AGENCY"}),
    "COMMISSION_MEMBER": frozenset({"AGENCY"}),
    "COMMISSION_CHAIR": frozenset({"AGENCY"}),
    "ADMINISTRATOR": frozenset({"AGENCY"}),
}
"""The kind of organisation in which one can be this."""


def needs_second_step(roles: frozenset[str]) -> bool:
    """Whether a password alone must not open this person's work."""
    return bool(roles & GUARDED)


def may_invite(inviter: frozenset[str], role: str) -> bool:
    """Whether somebody with these roles may make another this."""
    return any(role in INVITERS.get(held, ()) for held in inviter)


def fits(role: str, kind: str) -> bool:
    """Whether one can be this in an organisation of this kind."""
    return kind in PLACES.get(role, ())
