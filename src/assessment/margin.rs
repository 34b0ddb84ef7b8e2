//! By how much a comparison failed that decided a "no".

use super::{
    desk::{Seen, Views},
    turning::turning,
};
use crate::{
    check::{Aggregate, Comparison, Entity, Operation},
    eval::{Cell, date},
    program::{Axis, Compared, Node, Op, Operand, Scale, Side},
    value::{Date, Number, Unit, birthday, whole_months_between},
};

/// What kind of value missed its limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MarginKind {
    /// A sum of money.
    Money,
    /// Another number, also a length of time.
    Number,
    /// An age, in its unit.
    Age,
    /// A day.
    Date,
}

/// What a value is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Called {
    /// As a definition.
    Definition(usize),
    /// As a fact.
    Fact(usize),
    /// It is how many there are of something.
    Count,
    /// It is the day of application.
    On,
    /// It has no name of its own.
    Nothing,
}

/// How far a value lies from what is required of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Margin {
    /// The member whose value it is, by place in the family.
    pub member: Option<usize>,
    /// What kind of value.
    pub kind: MarginKind,
    /// What the value is called.
    pub called: Called,
    /// The unit of the numbers; days for a day.
    pub unit: Unit,
    /// The value; for a day its number.
    pub value: Number,
    /// What is required: one of the four orders, of the value and the limit.
    pub required: Comparison,
    /// The limit; for a day its number.
    pub limit: Number,
    /// The distance between the two, not below zero.
    pub by: Number,
    /// The day on which the age is reached, or the first or last day that would do.
    pub on: Option<Date>,
}

impl Views<'_> {
    /// The margin of a condition that failed, or of a ground of refusal that applies: of the comparisons each of which
    /// alone turned it the one with the nearest words.
    pub(super) fn margin(&self, view: &Seen<'_>, cell: Cell) -> Option<Margin> {
        let found = turning(self.program(), view, cell);
        let margins = found.into_iter().filter_map(|turn| Some((turn, self.margin_of(view, turn.cell)?)));
        let margins: Vec<_> = margins.collect();
        // Of one comparison over several items the item nearest to what is required tells most.
        let best = margins.iter().map(|(turn, _)| (turn.words, turn.cell.node)).min_by_key(|(words, _)| *words);
        let same = margins.into_iter().filter(|(turn, _)| Some((turn.words, turn.cell.node)) == best);
        same.map(|(_, margin)| margin).min_by_key(|margin| (margin.by, margin.on.map(|on| self.distance(on))))
    }

    fn distance(&self, day: Date) -> u64 {
        let on = self.reader().on.map_or(0, Date::day_number);
        day.day_number().abs_diff(on)
    }

    fn margin_of(&self, view: &Seen<'_>, cell: Cell) -> Option<Margin> {
        let node = self.program().nodes.get(cell.node.0)?;
        let Op::Compare(order, left, right) = &node.op else { return None };
        let compared = self.program().compared.get(&cell.node)?;
        let at = [cell.first, cell.second, 0];
        let sides = [left, right].map(|side| self.worded(view, view.run.read(node, side, at)));
        let truth = view.frame.truth(cell);
        let order = if truth.is_true() { *order } else { negated(*order) };
        let is_flipped = self.is_flipped(compared, sides);
        let (value, limit, order, side) = match (sides, is_flipped) {
            ([left, right], false) => (left, right, order, compared.left),
            ([left, right], true) => (right, left, flipped(order), compared.right),
        };
        let required = match negated(order) {
            Comparison::Equal | Comparison::NotEqual => return None,
            required => required,
        };
        let found = Comparing { views: self, view, value, limit, required, side };
        match &compared.scale {
            Scale::Date => found
                .time_of_life()
                .or_else(|| found.flipped(compared).time_of_life())
                .or_else(|| if side == Side::On { found.deadline() } else { found.day() }),
            Scale::Number(unit) => found.age().or_else(|| found.number(unit)),
        }
    }

    /// The cell that has the value behind words.
    fn worded(&self, view: &Seen<'_>, cell: Cell) -> Cell {
        match self.program().nodes.get(cell.node.0) {
            Some(node @ Node { op: Op::Labelled(_, part), .. }) => {
                self.worded(view, view.run.read(node, part, [cell.first, cell.second, 0]))
            }
            _ => cell,
        }
    }

    /// Whether the limit stands first: the day of application, or what no family changes.
    fn is_flipped(&self, compared: &Compared, [left, right]: [Cell; 2]) -> bool {
        match (compared.left, compared.right) {
            (Side::On, _) => false,
            (_, Side::On) => true,
            _ => self.is_fixed(left) && !self.is_fixed(right),
        }
    }

    fn is_fixed(&self, cell: Cell) -> bool {
        let flow = &self.program().flow;
        flow.fixed().binary_search(&flow.source(cell.node)).is_ok()
    }

    /// The member to whom the item of a cell belongs.
    fn member_of(&self, cell: Cell) -> Option<usize> {
        let axis = self.program().nodes.get(cell.node.0)?.axes.first?;
        let item = match axis {
            Axis::Member => Some(cell.first),
            Axis::Record(list) => self.roster().record(list, cell.first)?.owner,
            Axis::Month(_) => None,
        };
        self.roster().members.get(item?)?.source
    }
}

/// A comparison that failed: what was required of a value and a limit.
struct Comparing<'v, 's> {
    views: &'v Views<'v>,
    view: &'v Seen<'s>,
    value: Cell,
    limit: Cell,
    required: Comparison,
    side: Side,
}

impl Comparing<'_, '_> {
    fn node(&self, cell: Cell) -> Option<&Node> {
        self.views.program().nodes.get(cell.node.0)
    }

    fn exact(&self, cell: Cell) -> Option<Number> {
        self.view.frame.interval(cell).exact()
    }

    fn read(&self, cell: Cell, part: &Operand) -> Option<Cell> {
        let read = self.view.run.read(self.node(cell)?, part, [cell.first, cell.second, 0]);
        Some(self.views.worded(self.view, read))
    }

    /// The cell of a day of birth, where a cell is one.
    fn birth(&self, cell: Cell) -> Option<(Cell, Date)> {
        let Op::Fact { fact, .. } = self.node(cell)?.op else { return None };
        let symbol = &self.views.reader().fact(fact)?.symbol;
        let is_birth = symbol.entity == Entity::Member && symbol.name == BIRTH;
        Some((cell, date(self.exact(cell).filter(|_| is_birth)?)))
    }

    /// Completed years: the day on which so many as decide are completed.
    fn age(&self) -> Option<Margin> {
        let Op::Operation(Operation::AgeOn, parts) = &self.node(self.value)?.op else { return None };
        let (value, limit) = (self.exact(self.value)?, self.exact(self.limit)?);
        let (cell, birth) = self.birth(self.read(self.value, parts.first()?)?)?;
        let years = match self.required {
            Comparison::Less | Comparison::AtLeast => limit.ceiling(),
            _ => limit.floor().checked_add(1)?,
        };
        let on = birthday(birth, i64::try_from(years).ok()?)?;
        let margin = self.margin(MarginKind::Age, "year", (value, Number::from_integer(years)))?;
        Some(Margin { member: self.views.member_of(cell), on: Some(on), ..margin })
    }

    /// A day of application before or after another day.
    fn deadline(&self) -> Option<Margin> {
        Some(Margin { member: self.views.member_of(self.limit), called: Called::On, ..self.day()? })
    }

    /// The same with the sides changed.
    fn flipped(&self, compared: &Compared) -> Self {
        let side = if self.side == compared.left { compared.right } else { compared.left };
        Self { value: self.limit, limit: self.value, required: flipped(self.required), side, ..*self }
    }

    /// A day before or after some time of life.
    fn time_of_life(&self) -> Option<Margin> {
        let Op::Operation(operation, parts) = &self.node(self.limit)?.op else { return None };
        let [birth, time] = parts.as_slice() else { return None };
        let (today, reached) = (date(self.exact(self.value)?), date(self.exact(self.limit)?));
        let (cell, birth) = self.birth(self.read(self.limit, birth)?)?;
        let time = self.exact(self.read(self.limit, time)?)?;
        let months = Number::from(whole_months_between(birth, today));
        let (unit, age) = match operation {
            Operation::AddDays => ("day", Number::from(today.day_number()).checked_sub(birth.day_number().into())?),
            Operation::AddMonths => ("month", months),
            Operation::Birthday => ("year", Number::from(crate::value::age_on(birth, today))),
            _ => return None,
        };
        let margin = self.margin(MarginKind::Age, unit, (age, time)).filter(|_| time > Number::ZERO)?;
        // Nobody looks for a newborn among those who are grown.
        if unit == "day" && margin.by > Number::from(LONG_AGO) {
            return None;
        }
        Some(Margin { member: self.views.member_of(cell), on: Some(reached), ..margin })
    }

    /// A day that had to lie before or after another.
    fn day(&self) -> Option<Margin> {
        let (value, limit) = (self.exact(self.value)?, self.exact(self.limit)?);
        let nearest = date(limit);
        let on = match self.required {
            Comparison::Less => nearest.checked_add_days(-1)?,
            Comparison::Greater => nearest.next_day()?,
            _ => nearest,
        };
        let margin = self.margin(MarginKind::Date, "day", (value, limit))?;
        Some(Margin { on: Some(on), ..margin })
    }

    fn number(&self, unit: &Unit) -> Option<Margin> {
        let (value, limit) = (self.exact(self.value)?, self.exact(self.limit)?);
        // That there must be something at all is told by the words alone.
        if self.required == Comparison::Greater && limit == Number::ZERO || self.views.is_fixed(self.value) {
            return None;
        }
        let node = self.node(self.value)?;
        if let Op::Operation(Operation::Year | Operation::Month | Operation::Day, _) = node.op {
            return None;
        }
        let called = self.called();
        // A bare number that nobody told is a step on the way.
        if unit.is_one() && !matches!(called, Called::Fact(_) | Called::Count) {
            return None;
        }
        let kind = if unit.is_money() { MarginKind::Money } else { MarginKind::Number };
        Some(Margin { unit: unit.clone(), ..self.margin(kind, "1", (value, limit))? })
    }

    fn margin(&self, kind: MarginKind, unit: &str, (value, limit): (Number, Number)) -> Option<Margin> {
        Some(Margin {
            member: self.views.member_of(self.value),
            kind,
            called: self.called(),
            unit: unit.parse().ok()?,
            value,
            required: self.required,
            limit,
            by: value.checked_sub(limit)?.absolute(),
            on: None,
        })
    }

    fn called(&self) -> Called {
        match (self.node(self.value).map(|node| &node.op), self.side) {
            (Some(Op::Fact { fact, .. }), _) => Called::Fact(*fact),
            (Some(Op::Reduce { aggregate: Aggregate::Count, .. }), _) => Called::Count,
            (_, Side::Definition(definition)) => Called::Definition(definition),
            (_, Side::On) => Called::On,
            (_, Side::Other) => Called::Nothing,
        }
    }
}

/// The fact from which ages are counted.
const BIRTH: &str = "birth_date";

/// After so many days an age in days tells nothing.
const LONG_AGO: i32 = 366;

/// The order that holds where the other does not.
fn negated(order: Comparison) -> Comparison {
    match order {
        Comparison::Equal => Comparison::NotEqual,
        Comparison::NotEqual => Comparison::Equal,
        Comparison::Less => Comparison::AtLeast,
        Comparison::AtMost => Comparison::Greater,
        Comparison::Greater => Comparison::AtMost,
        Comparison::AtLeast => Comparison::Less,
    }
}

/// The same order with the sides changed.
fn flipped(order: Comparison) -> Comparison {
    match order {
        Comparison::Less => Comparison::Greater,
        Comparison::AtMost => Comparison::AtLeast,
        Comparison::Greater => Comparison::Less,
        Comparison::AtLeast => Comparison::AtMost,
        same => same,
    }
}
