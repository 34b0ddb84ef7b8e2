"""OpenFisca on the workload, all families at once: its way for populations.

    openfisca.py check openfisca DATA
    openfisca.py time openfisca DATA MILLISECONDS

Each measure is a variable of the household, and so is each amount: formulas over whole columns, as the author of a
country package writes them. What is counted and divided is a variable too, worked out once from the persons.
"""

import datetime
import gc
import json
import sys
import time
from pathlib import Path

import numpy as np
from openfisca_core import periods
from openfisca_core.entities import build_entity
from openfisca_core.indexed_enums import Enum
from openfisca_core.simulations import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

AGES = [1, 3, 7, 14, 16, 18, 23]
FLAGS = ["svo_participant", "single_mother", "guardianship", "student"]
PARAMETERS = ["sm", "sm_child", "allowance"]
REGIONS = ["R1", "R2", "R3", "R4", "R5"]
CHILDREN = [1, 4, 16]
SIZES = [10, 100, 1000]
FEW = 2000
PERIOD = "2026-03"
MONTH = periods.DateUnit.MONTH
ETERNITY = periods.DateUnit.ETERNITY


class Region(Enum):
    """Where a family lives."""

    R1 = "R1"
    R2 = "R2"
    R3 = "R3"
    R4 = "R4"
    R5 = "R5"


PERSON = build_entity(key="person", plural="persons", label="person", is_person=True)
HOUSEHOLD = build_entity(
    key="household",
    plural="households",
    label="household",
    roles=[
        {"key": "adult", "plural": "adults", "label": "adult"},
        {"key": "child", "plural": "children", "label": "child"},
    ],
)


def expression(condition, facts):
    """A condition as a formula; the names of the facts it reads are added to a set."""

    def fact(name):
        facts.add(name)
        return name

    ((kind, value),) = condition.items()
    match kind:
        case "all" | "any":
            between = " & " if kind == "all" else " | "
            return "(" + between.join(expression(part, facts) for part in value) + ")"
        case "not":
            return f"(~{expression(value, facts)})"
        case "region_in":
            fact("region_index")
            return "(" + " | ".join(f"(region_index == {REGIONS.index(region)})" for region in value) + ")"
        case "children_under":
            count = fact(f"children_u{value['age']}")
            return f"({count} >= {value['min']})"
        case "income_below":
            return f"({fact('per_capita')} < {value['times']} * {fact('sm')})"
        case "any_child_disabled":
            return fact("any_child_disabled")
        case "flag":
            return fact(value)
        case "pregnancy_weeks_min":
            return f"({fact('pregnancy_weeks')} >= {value})"
    raise ValueError(kind)


def function(name, formula, facts):
    """A formula as a function of the household."""
    reads = [f"    {fact} = household('{fact}', period)" for fact in sorted(facts)]
    return "\n".join([f"def {name}(household, period):", *reads, f"    return {formula}"])


def source(measures):
    """The Python text of all formulas: the rules in the rival's own language."""
    functions = []
    for place, measure in enumerate(measures):
        facts = set()
        functions.append(function(f"m{place}", expression(measure["when"], facts), facts))
        if amount := measure.get("amount"):
            facts = {f"m{place}", amount["param"]}
            formula = f"m{place} * {amount['percent'] / 100} * {amount['param']}"
            if age := amount.get("per_child_under"):
                facts.add(f"children_u{age}")
                formula += f" * children_u{age}"
            functions.append(function(f"a{place}", formula, facts))
    return "\n".join(functions)


def load(text, params):
    """A tax and benefit system from the text of the formulas."""
    system = TaxBenefitSystem([PERSON, HOUSEHOLD])

    def add(name, entity, value_type, formula=None, period=MONTH, **more):
        parts = {"value_type": value_type, "entity": entity, "definition_period": period, "label": name, **more}
        if formula:
            parts["formula"] = formula
        system.add_variable(type(name, (Variable,), parts))

    def looked_up(table):
        return lambda household, period: table[np.asarray(household("region", period))]

    def born_after(day):
        return lambda household, period: household.sum(household.members("birth", period) > day, role=HOUSEHOLD.CHILD)

    add("birth", PERSON, datetime.date, period=ETERNITY)
    add("income", PERSON, float)
    add("disabled", PERSON, bool)
    add("region", HOUSEHOLD, Enum, possible_values=Region, default_value=Region.R1)
    add("pregnancy_weeks", HOUSEHOLD, int)
    for flag in FLAGS:
        add(flag, HOUSEHOLD, bool)
    add("region_index", HOUSEHOLD, int, lambda household, period: np.asarray(household("region", period)))
    for name in PARAMETERS:
        add(name, HOUSEHOLD, float, looked_up(np.array([params[name][region] for region in REGIONS], dtype=float)))
    for age in AGES:
        add(f"children_u{age}", HOUSEHOLD, int, born_after(np.datetime64(f"{2026 - age}-03-15")))
    add("any_child_disabled", HOUSEHOLD, bool, disabled_children)
    add("per_capita", HOUSEHOLD, float, income_per_head)
    functions = {}
    exec(compile(text, "measures", "exec"), functions)
    for name, formula in functions.items():
        if name[0] in "ma" and name[1:].isdigit():
            add(name, HOUSEHOLD, bool if name[0] == "m" else float, formula)
    return system


def disabled_children(household, period):
    """Whether a child is disabled."""
    return household.any(household.members("disabled", period), role=HOUSEHOLD.CHILD)


def income_per_head(household, period):
    """The income a head."""
    return household.sum(household.members("income", period).astype(float)) / household.nb_persons()


def columns(lines):
    """Lines of JSON as columns, as the loader of a survey makes them."""
    families = [json.loads(line) for line in lines]
    persons = [
        (person["birth_date"], person.get("monthly_income", 0), person["disabled"], place, role)
        for place, family in enumerate(families)
        for role, list_ in (("adult", family["adults"]), ("child", family["children"]))
        for person in list_
    ]
    birth, income, disabled, household, role = zip(*persons)
    found = {
        "count": len(families),
        "birth": np.array(birth, dtype="datetime64[D]"),
        "income": np.array(income, dtype=np.float32),
        "disabled": np.array(disabled),
        "household": np.array(household),
        "role": np.array(role),
        "region": np.array([family["region"] for family in families]),
    }
    for name in ["pregnancy_weeks", *FLAGS]:
        found[name] = np.array([family[name] for family in families])
    return found


def simulation(system, told):
    """A simulation of all families, whose inputs are set and whose variables are not yet worked out."""
    builder = SimulationBuilder()
    builder.create_entities(system)
    builder.declare_person_entity("person", np.arange(len(told["birth"])))
    household = builder.declare_entity("household", np.arange(told["count"]))
    builder.join_with_persons(household, told["household"], told["role"])
    built = builder.build(system)
    built.set_input("birth", ETERNITY, told["birth"])
    built.set_input("region", PERIOD, Region.encode(told["region"]))
    for name in ["income", "disabled", "pregnancy_weeks", *FLAGS]:
        built.set_input(name, PERIOD, told[name])
    return built


def run(built, measures):
    """Eligibility and amounts of all measures."""
    eligible = [built.calculate(f"m{place}", PERIOD) for place in range(len(measures))]
    paying = [place for place, measure in enumerate(measures) if measure.get("amount")]
    return eligible, {place: built.calculate(f"a{place}", PERIOD) for place in paying}


class Data:
    """The files of the workload."""

    def __init__(self, folder):
        self.folder = Path(folder)

    def lines(self, name):
        return (self.folder / name).read_text(encoding="utf-8").splitlines()

    def measures(self, count):
        return json.loads((self.folder / f"rules_{count}.json").read_text(encoding="utf-8"))["measures"]

    def params(self):
        return json.loads((self.folder / "params.json").read_text(encoding="utf-8"))


def check(data):
    """Compares every answer with the reference."""
    answers = 0
    for count in SIZES:
        measures = data.measures(count)
        system = load(source(measures), data.params())
        sets = [""] + [f"_c{children}" for children in CHILDREN] if count == 100 else [""]
        for suffix in sets:
            most = None if count == 100 else FEW
            wanted = data.lines(f"reference_{count}{suffix}.tsv")[:most]
            families = data.lines(f"families{suffix}.ndjson")[:most]
            eligible, amounts = run(simulation(system, columns(families)), measures)
            for family, line in enumerate(wanted):
                found = [place for place in range(count) if eligible[place][family]]
                paid = [f"{place}:{round(float(amounts[place][family]))}" for place in found if place in amounts]
                told = ",".join(map(str, found)) + "\t" + ",".join(paid)
                if told != line:
                    sys.exit(f"{families[family]}\nwanted {line}\nfound  {told}")
            answers += len(wanted) * count
    print(f"openfisca: {answers} answers equal the reference")


def timed(budget, work, prepare=lambda: None):
    """Nanoseconds: the median of repetitions, three at least; what is prepared is not timed."""
    begin, times = time.perf_counter_ns(), []
    while len(times) < 3 or time.perf_counter_ns() - begin < budget:
        prepared = prepare()
        gc.collect()
        once = time.perf_counter_ns()
        work(prepared)
        times.append(time.perf_counter_ns() - once)
    return sorted(times)[len(times) // 2]


def times(data, budget):
    """Nanoseconds by what was timed, as the other engines give them."""
    found, params = {}, data.params()
    families = data.lines("families.ndjson")
    told = columns(families)
    for count in SIZES:
        measures = data.measures(count)
        text = source(measures)
        found[f"load_{count}"] = timed(budget, lambda _, text=text: load(text, params))
        system = load(text, params)
        all_at_once = timed(budget, lambda built, m=measures: run(built, m), lambda s=system: simulation(s, told))
        found[f"rules_{count}"] = all_at_once / len(families)
    measures = data.measures(100)
    system = load(source(measures), params)
    for children in CHILDREN:
        some = columns(data.lines(f"families_c{children}.ndjson"))
        all_at_once = timed(budget, lambda built: run(built, measures), lambda some=some: simulation(system, some))
        found[f"children_{children}"] = all_at_once / some["count"]
    found["answer"] = found["rules_100"]
    all_at_once = timed(budget, lambda _: run(simulation(system, columns(families)), measures))
    found["line"] = all_at_once / len(families)
    return found


def main():
    """Checks or times."""
    match sys.argv[1:]:
        case ["check", "openfisca", folder]:
            check(Data(folder))
        case ["time", "openfisca", folder, milliseconds]:
            print(json.dumps(times(Data(folder), int(milliseconds) * 1_000_000)))
        case _:
            sys.exit(__doc__)


if __name__ == "__main__":
    main()
