"""The door of the room: the wallboard for the loop and the server, simulation and formulas for the command line."""

from hoolin.workforce import waiting as waits
from hoolin.workforce.board import FOLDS, Board, apply, dump, load
from hoolin.workforce.coverage import coverage
from hoolin.workforce.erlang import ErlangA, ErlangC, erlang_b, erlang_c
from hoolin.workforce.local_day import offset_min
from hoolin.workforce.opening import Opening, open_between, opening
from hoolin.workforce.proportion import Proportion, wilson
from hoolin.workforce.simulation import breathers
from hoolin.workforce.simulation.exact import Exact, exact
from hoolin.workforce.simulation.figures import ClassFigures, Estimate, Figures, PoolFigures
from hoolin.workforce.simulation.simulate import simulate
from hoolin.workforce.simulation.spec import Class, Pool, Spec, read_spec
from hoolin.workforce.wallboard import figures

__all__ = [
    "FOLDS",
    "Board",
    "Class",
    "ClassFigures",
    "ErlangA",
    "ErlangC",
    "Estimate",
    "Exact",
    "Figures",
    "Opening",
    "Pool",
    "PoolFigures",
    "Proportion",
    "Spec",
    "apply",
    "breathers",
    "coverage",
    "dump",
    "erlang_b",
    "erlang_c",
    "exact",
    "figures",
    "load",
    "offset_min",
    "open_between",
    "opening",
    "read_spec",
    "simulate",
    "waits",
    "wilson",
]
