"""A short run of random acts over every process; `make soak-process` runs as many as you like."""

from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.process_machine import Library, Processes


def test_whatever_people_try_the_rules_hold(owner_url: str) -> None:
    library = Library(owner_url, counts={"expiring": 1})

    class Here(Processes):
        pass

    Here.library = library
    try:
        run_state_machine_as_test(
            Here,
            settings=settings(
                max_examples=5,
                stateful_step_count=25,
                deadline=None,
                derandomize=True,
                database=None,
                suppress_health_check=list(HealthCheck),
            ),
        )
        library.check_trail()
    finally:
        library.close()
    assert library.steps > 40
    assert library.starts["expiring"] == 1
    assert any(":" in act for act in library.acts), "nobody tried anything beside a case"
