"""Scores, and the results that a framework's rules make of them, each with its derivation."""

from workflows.rules.scoring.attainable import attainable as attainable
from workflows.rules.scoring.counting import counted_value as counted_value
from workflows.rules.scoring.derivation import Absence as Absence
from workflows.rules.scoring.derivation import Derivation as Derivation
from workflows.rules.scoring.derivation import in_reading_order as in_reading_order
from workflows.rules.scoring.engine import Results as Results
from workflows.rules.scoring.engine import results_of as results_of
from workflows.rules.scoring.rounding import rounded as rounded
from workflows.rules.scoring.scheme import Scheme as Scheme
from workflows.rules.scoring.scheme import scheme_of as scheme_of
from workflows.rules.scoring.values import Spread as Spread
from workflows.rules.scoring.values import spread_of as spread_of
from workflows.rules.scoring.values import value_problem as value_problem
