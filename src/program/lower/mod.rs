//! From checked terms to nodes: scopes, lifting, sharing.

mod aggregate;
mod combine;
mod definition;
mod hash;
mod list;
mod measure;
mod parameter;
mod payee;
mod reading;
mod term;
mod version;

use std::{
    collections::{BTreeMap, HashMap},
    sync::OnceLock,
};

use indexmap::IndexSet;

use super::{
    compared::Compared,
    flow::Flow,
    measure::Program,
    node::{Axes, Axis, Kind, Moment, Node, NodeId, Op, Operand, Place},
};
use crate::{
    check::{Binding, Checked, Item, Level, Typed},
    diagnostic::{Code, Diagnostic, Sink},
    document::EstablishedBy,
    source::Span,
    value::{Date, Limits, Number, Territory},
};
use definition::Lowered;
use hash::QuickState;
use reading::{Assumed, Site, Sites};
use term::Silence;

/// Compiles checked rules for a day and the territory of a family.
///
/// Mistakes that only the compiled form shows (too many scopes) go into the sink.
pub fn compile(checked: &Checked, moment: Moment, territory: &Territory, sink: &mut Sink) -> Program {
    Lowering::new(checked, moment, territory, sink).program()
}

/// How often a rule is compiled, counted over all rules: once, and once more for each reading of what it cites.
const READINGS: usize = 8;

/// Compiles checked rules for every day and every place, within the limit on what is compiled; what passes it is reported.
///
/// No day and no place compiles more than that many texts of one territory.
pub fn compile_all(checked: &Checked, limits: &Limits, sink: &mut Sink) -> Program {
    let territory = Territory::country();
    let mut lowering = Lowering::new(checked, Moment::Any, &territory, sink);
    lowering.left = limits.parts.saturating_mul(READINGS);
    lowering.program()
}

/// Compiles one term that is about the whole family, by itself.
pub fn compile_value(checked: &Checked, term: &Typed, moment: Moment, sink: &mut Sink) -> Option<(Program, Operand)> {
    let territory = Territory::country();
    let mut lowering = Lowering::new(checked, moment, &territory, sink);
    let found = lowering.term(term)?;
    Some((lowering.whole(), operand(&found, &[])))
}

impl<'a> Lowering<'a> {
    fn new(checked: &'a Checked, moment: Moment, territory: &'a Territory, sink: &'a mut Sink) -> Self {
        // A measure adds a few conditions of its own to what it shares with others.
        let nodes = checked.measures.len().saturating_mul(4).saturating_add(checked.definitions.len());
        Self {
            checked,
            moment,
            territory,
            reading: 0,
            known_readings: IndexSet::from_iter([Reading::home(territory)]),
            shared: HashMap::default(),
            sink,
            stack: Vec::new(),
            nodes: IndexSet::with_capacity_and_hasher(nodes, QuickState::default()),
            places: Vec::with_capacity(nodes),
            compared: BTreeMap::new(),
            axes: Vec::new(),
            slots: HashMap::default(),
            values: HashMap::default(),
            owners: Vec::new(),
            definitions: HashMap::default(),
            facts: HashMap::default(),
            silences: HashMap::default(),
            parameters: HashMap::default(),
            promised: Vec::new(),
            payee: None,
            owner: None,
            sites: Vec::new(),
            met: Sites::new(),
            assumed: None,
            left: usize::MAX,
            is_spent: false,
        }
    }

    /// The whole program.
    fn program(mut self) -> Program {
        let mut circumstances = self.circumstances();
        let mut measures = self.measures();
        self.measure_readings(&mut measures, true);
        self.circumstance_readings(&mut circumstances);
        self.measure_readings(&mut measures, false);
        if self.moment == Moment::Any {
            self.definitions();
        }
        Program {
            circumstances: circumstances.into_iter().map(|(circumstance, _)| circumstance).collect(),
            measures: measures.into_iter().map(|(measure, _)| measure).collect(),
            ..self.whole()
        }
    }

    /// Whether one more expression may be compiled.
    fn may_go_on(&mut self, span: Span) -> bool {
        if let Some(left) = self.left.checked_sub(1) {
            self.left = left;
            return true;
        }
        if !self.is_spent {
            self.is_spent = true;
            let message = "the rules are too large with each of their readings and versions written out";
            self.sink.push(Diagnostic::error(Code::LimitExceeded, span, message).help(
                "give fewer readings, or let fewer measures depend on them: each is compiled once for every reading",
            ));
        }
        false
    }

    /// The nodes that were compiled, without circumstances and measures.
    fn whole(self) -> Program {
        let nodes: Vec<Node> = self.nodes.into_iter().collect();
        Program {
            moment: self.moment,
            flow: Flow::new(&nodes),
            specialist: specialist(self.checked, &nodes),
            nodes,
            places: self.places,
            compared: self.compared,
            circumstances: Vec::new(),
            measures: Vec::new(),
            promised: self.promised,
            pulls: OnceLock::new(),
        }
    }
}

/// Which nodes read what a specialist establishes, themselves or through others.
fn specialist(checked: &Checked, nodes: &[Node]) -> Vec<bool> {
    let mut found: Vec<bool> = Vec::with_capacity(nodes.len());
    for node in nodes {
        let own = match node.op {
            Op::Fact { fact, .. } | Op::Pointed { fact, .. } => checked
                .fact(fact)
                .is_some_and(|fact| matches!(fact.symbol.established_by, EstablishedBy::Specialist(_))),
            _ => false,
        };
        let mut is_specialist = own;
        node.op.each_operand(|part| is_specialist |= found.get(part.node.0).copied().unwrap_or(false));
        found.push(is_specialist);
    }
    found
}

/// An item variable of the expression being compiled; each has an axis.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
struct Variable(usize);

/// Where one axis of a node is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Slot {
    /// At the item.
    Item(Variable),
    /// At the owner of the record.
    Owner(Variable),
    /// At the applicant.
    Applicant,
}

impl Slot {
    /// The variable that the slot depends on.
    fn variable(self) -> Option<Variable> {
        match self {
            Self::Item(variable) | Self::Owner(variable) => Some(variable),
            Self::Applicant => None,
        }
    }
}

/// A node with the slots of its axes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct Ref {
    node: NodeId,
    slots: [Option<Slot>; 2],
}

impl Ref {
    /// A node with the slots of its axes, of which it has at most two.
    fn new(node: NodeId, slots: impl IntoIterator<Item = Slot>) -> Self {
        let mut slots = slots.into_iter();
        Self { node, slots: [slots.next(), slots.next()] }
    }

    /// The same node with every slot changed.
    fn with(&self, change: impl Fn(Slot) -> Slot) -> Self {
        Self { node: self.node, slots: self.slots.map(|slot| slot.map(&change)) }
    }

    /// The variables that the node depends on.
    fn variables(&self) -> impl Iterator<Item = Variable> {
        self.slots.into_iter().flatten().filter_map(Slot::variable)
    }
}

/// The territory whose text of a definition is read.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Reading {
    territory: Territory,
    /// Whether it is that of the family, who may live in a part of it; an act reads the texts of its own territory only.
    is_home: bool,
}

impl Reading {
    /// Where the family lives.
    fn home(territory: &Territory) -> Self {
        Self { territory: territory.clone(), is_home: true }
    }

    /// Where an act is law.
    fn of_act(territory: Territory) -> Self {
        Self { territory, is_home: false }
    }
}

/// The number of [`Reading::home`].
const HOME: usize = 0;

/// A definition, a fact or a condition, where its text is read, and the reading assumed in it.
type Cited = (usize, usize, Option<Assumed>);

struct Lowering<'a> {
    checked: &'a Checked,
    moment: Moment,
    /// The territory of the family.
    territory: &'a Territory,
    /// Whose texts are read, by number.
    reading: usize,
    // INVARIANT: the first is that of the family's home.
    known_readings: IndexSet<Reading, QuickState>,
    /// The conditions that several groups write.
    shared: HashMap<Cited, (Ref, Sites), QuickState>,
    sink: &'a mut Sink,
    /// The parts of groups that are being compiled, those of the innermost last.
    stack: Vec<Ref>,
    /// Each node once.
    nodes: IndexSet<Node, QuickState>,
    places: Vec<Span>,
    /// What each comparison compares.
    compared: BTreeMap<NodeId, Compared>,
    /// The axis of each variable.
    axes: Vec<Axis>,
    /// The slots of bound members and records.
    slots: HashMap<Binding, Slot, QuickState>,
    /// The values of bound values, such as months.
    values: HashMap<Binding, Ref, QuickState>,
    /// Inside a list of the records of one member that member is the owner of the record.
    owners: Vec<(Variable, Variable)>,
    definitions: HashMap<Cited, (Option<Lowered>, Sites), QuickState>,
    facts: HashMap<(usize, Option<Assumed>), (Ref, Sites), QuickState>,
    /// The clauses of facts, for their nodes and for those of whom they point to.
    silences: HashMap<Cited, (Silence, Sites), QuickState>,
    /// Parameters by number, the day they are read on, and the level.
    parameters: HashMap<(usize, Ref, Option<Level>), Option<Ref>, QuickState>,
    promised: Vec<(usize, Operand)>,
    /// The member a measure is for and the payee, where its parts may name a payee.
    payee: Option<[Variable; 2]>,
    /// The definition that is being compiled; none for a measure.
    owner: Option<usize>,
    /// The places with readings.
    sites: Vec<Site>,
    /// Those met on the way.
    met: Sites,
    /// The reading that is compiled in place of the default one.
    assumed: Option<Assumed>,
    /// How many expressions may still be compiled.
    left: usize,
    /// Whether there were too many, which is told once.
    is_spent: bool,
}

impl Lowering<'_> {
    fn reading_number(&mut self, reading: Reading) -> usize {
        self.known_readings.insert_full(reading).0
    }

    /// Whose texts are read.
    fn reading(&self) -> Reading {
        let known = self.known_readings.get_index(self.reading).cloned();
        known.unwrap_or_else(|| Reading::home(self.territory))
    }

    fn variable(&mut self, axis: Axis) -> Variable {
        self.axes.push(axis);
        Variable(self.axes.len().saturating_sub(1))
    }

    fn axis(&self, variable: Variable) -> Option<Axis> {
        self.axes.get(variable.0).copied()
    }

    /// The node, shared with an equal one.
    fn intern(&mut self, node: Node, span: Span) -> NodeId {
        let (id, is_new) = self.nodes.insert_full(node);
        if is_new {
            self.places.push(span);
        }
        NodeId(id)
    }

    fn kind(&self, found: &Ref) -> Kind {
        self.nodes.get_index(found.node.0).map_or(Kind::Truth, |node| node.kind)
    }

    /// A node without operands and without scope.
    fn leaf(&mut self, op: Op, kind: Kind, span: Span) -> Ref {
        let node = self.intern(Node { op, axes: Axes::default(), kind }, span);
        Ref::new(node, None)
    }

    fn number(&mut self, number: Number, span: Span) -> Ref {
        self.leaf(Op::Number(number), Kind::Span, span)
    }

    fn date(&mut self, date: Date, span: Span) -> Ref {
        self.number(Number::from(date.day_number()), span)
    }

    fn truth(&mut self, value: bool, span: Span) -> Ref {
        self.leaf(Op::Truth(value), Kind::Truth, span)
    }

    /// The day of application.
    fn on(&mut self, span: Span) -> Ref {
        match self.moment {
            Moment::On(day) => self.date(day, span),
            Moment::Any => {
                let (low, high) = (Number::from(EARLIEST.day_number()), Number::from(LATEST.day_number()));
                self.leaf(Op::Between(low, high), Kind::Span, span)
            }
        }
    }

    fn too_deep(&mut self, span: Span) {
        self.sink.push(
            Diagnostic::error(Code::TooManyScopes, span, "this depends on three items at once")
                .help("put the inner count or sum into a definition of the member, and use that here"),
        );
    }

    /// What a rule says and no node can hold; it must never vanish in silence.
    fn no_value<T>(&mut self, message: &str, span: Span) -> Option<T> {
        self.sink.push(Diagnostic::error(Code::TypeMismatch, span, message).help(
            "name the list where it is counted, summed or gone through; name the member where a fact of theirs is read",
        ));
        None
    }

    fn node(&mut self, op: Op, variables: &[Variable], kind: Kind, span: Span) -> Ref {
        let axes = Axes {
            first: variables.first().and_then(|variable| self.axis(*variable)),
            second: variables.get(1).and_then(|variable| self.axis(*variable)),
        };
        let node = self.intern(Node { op, axes, kind }, span);
        Ref::new(node, variables.iter().map(|variable| Slot::Item(*variable)))
    }

    /// The slot of an item; inside the records of a member that member is their owner.
    fn slot(&self, item: Item) -> Option<Slot> {
        let slot = match item {
            Item::Family => return None,
            Item::Applicant => return Some(Slot::Applicant),
            Item::Bound(binding) => *self.slots.get(&binding)?,
            Item::Owner(binding) => match self.slots.get(&binding)? {
                Slot::Item(record) => Slot::Owner(*record),
                other => *other,
            },
        };
        Some(self.owned(slot))
    }

    fn owned(&self, slot: Slot) -> Slot {
        let Slot::Item(member) = slot else { return slot };
        match self.owners.iter().rev().find(|(owner, _)| *owner == member) {
            Some((_, record)) => Slot::Owner(*record),
            None => slot,
        }
    }
}

/// How a part is read from the items of these variables.
fn operand(part: &Ref, variables: &[Variable]) -> Operand {
    let place = |slot: Slot| {
        let at = |variable: Variable| variables.iter().position(|known| *known == variable).unwrap_or(usize::MAX);
        match slot {
            Slot::Item(variable) => Place::Item(at(variable)),
            Slot::Owner(variable) => Place::Owner(at(variable)),
            Slot::Applicant => Place::Applicant,
        }
    };
    let [first, second] = part.slots;
    Operand { node: part.node, first: first.map(place), second: second.map(place) }
}

/// The first day that the load-time run assumes for an application.
const EARLIEST: Date = Date::MIN;
/// The last day that the load-time run assumes for an application.
const LATEST: Date = Date::MAX;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        assessment::Answer,
        ruleset::sample::{DAY, asking, holds, load},
    };

    fn compiled(condition: &str) -> Program {
        let rules = load(&asking(condition, "")).unwrap_or_else(|error| panic!("{error}"));
        let territory = "RU-KHA".parse().unwrap();
        compile(&rules.library.checked, Moment::On(DAY.parse().unwrap()), &territory, &mut Sink::default())
    }

    fn count(program: &Program, wanted: impl Fn(&Op) -> bool) -> usize {
        program.nodes.iter().filter(|node| wanted(&node.op)).count()
    }

    #[test]
    fn equal_parts_are_one_node() {
        let program = compiled("count(members[age < 18]) >= 3 or (some m in members satisfies m.age < 18)");
        assert_eq!(count(&program, |op| matches!(op, Op::Compare(crate::check::Comparison::Less, ..))), 1);
        assert_eq!(count(&program, |op| matches!(op, Op::Fact { .. })), 1);
    }

    #[test]
    fn what_does_not_depend_on_an_item_is_lifted_out_of_it() {
        let program = compiled("some a in members satisfies a.age > 18 and count(members[working]) > 1");
        let counts = program.nodes.iter().filter(|node| matches!(&node.op, Op::Reduce { mask: Some(_), .. }));
        assert!(counts.into_iter().all(|node| node.axes == Axes::default()));
    }

    #[test]
    fn operands_stand_before_their_readers() {
        let program = compiled("some a in members satisfies some b in members satisfies a in b.parents and a.working");
        for (place, node) in program.nodes.iter().enumerate() {
            assert!(node.op.operands().iter().all(|part| part.node.0 < place));
        }
    }

    #[test]
    fn the_records_of_a_member_know_their_owner() {
        let members = r#", "income": [{ "month": "2025-01", "amount": "5" }], "birth_date": "1990-01-01" },
            { "id": "bob", "relation": "child", "birth_date": "2025-06-01", "income": [{ "month": "2025-02", "amount": "7" }] }"#;
        let asked = "every m in members satisfies count(m.income[month < m.birth_date]) = (if m.relation = child then 1 else 0)";
        assert_eq!(holds(asked, "", members), Answer::True);
    }
}
