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
    /// Whether the value is open, and lies at least so far: what is told here is its nearest end.
    pub is_least: bool,
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
        let order = if truth.is_true() { *order } else { order.negated() };
        let is_flipped = self.is_flipped(compared, sides);
        let (value, limit, order, side) = match (sides, is_flipped) {
            ([left, right], false) => (left, right, order, compared.left),
            ([left, right], true) => (right, left, order.flipped(), compared.right),
        };
        let required = match order.negated() {
            Comparison::Equal | Comparison::NotEqual => return None,
            required => required,
        };
        let found = Comparing { views: self, view, value, limit, required, side };
        let margin = match &compared.scale {
            Scale::Date => found
                .time_of_life()
                .or_else(|| found.flipped(compared).time_of_life())
                .or_else(|| if side == Side::On { found.deadline() } else { found.day() }),
            Scale::Number(unit) => found.age().or_else(|| found.number(unit)),
        };
        // Nobody looks for a newborn among those who are grown.
        let is_grown = |margin: &Margin| {
            let is_in_days = margin.kind == MarginKind::Age && margin.unit.to_string() == "day";
            is_in_days && margin.by > Number::from(LONG_AGO)
        };
        margin.filter(|margin| !is_grown(margin))
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
        self.view.frame.number(cell)
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
        Self { value: self.limit, limit: self.value, required: self.required.flipped(), side, ..*self }
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
        let limit = self.exact(self.limit)?;
        let (value, is_least) = match self.exact(self.value) {
            Some(value) => (value, false),
            None => (self.nearest(unit).filter(|value| *value != limit)?, true),
        };
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
        Some(Margin { unit: unit.clone(), is_least, ..self.margin(kind, "1", (value, limit))? })
    }

    /// Of money that is open the end that lies nearest to the limit: however much it is, it fails by so much.
    fn nearest(&self, unit: &Unit) -> Option<Number> {
        let found = self.view.frame.interval(self.value);
        let is_bounded_above = matches!(self.required, Comparison::Less | Comparison::AtMost);
        let end = if is_bounded_above { found.low } else { found.high };
        (unit.is_money() && found.some && !found.none).then_some(end)
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
            is_least: false,
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ruleset::sample::{assess, load, measure};

    /// The margins of a condition for a family.
    fn margins(condition: &str, facts: &str, members: &str) -> Vec<Margin> {
        let limit = r#""rent_limit": { "unit": "RUB/month", "values": [{ "territory": "RU", "from": "2020-01-01", "value": "1000" }] }"#;
        let file = measure(&format!(r#""eligible_when": {condition}"#), "");
        let rules = load(&file.replacen('{', &format!(r#"{{ "parameters": {{ {limit} }},"#), 1));
        let rules = rules.unwrap_or_else(|error| panic!("{condition}: {error}"));
        let found = assess(&rules, facts, members);
        found.why(0).reasons.iter().flat_map(|reason| reason.margins.clone()).collect()
    }

    fn of(condition: &str, facts: &str) -> Vec<Margin> {
        margins(&format!("\"{condition}\""), facts, "}")
    }

    /// A child with a day of birth, after an applicant.
    fn child(born: &str) -> String {
        format!(r#", "birth_date": "1990-05-31" }}, {{ "id": "kid", "relation": "child", "birth_date": "{born}" }}"#)
    }

    fn number(text: &str) -> Number {
        Number::parse(text).unwrap()
    }

    #[test]
    fn money_beyond_the_limit_says_by_how_much() {
        let found = of("rent <= rent_limit", r#""rent": "1240.50","#);
        let [margin] = found.as_slice() else { panic!("{found:?}") };
        assert_eq!((margin.kind, margin.required), (MarginKind::Money, Comparison::AtMost));
        assert_eq!((margin.value, margin.limit, margin.by), (number("1240.5"), number("1000"), number("240.5")));
        assert_eq!(margin.unit.to_string(), "RUB/month");
        assert!(matches!(margin.called, Called::Fact(_)));
        assert_eq!(of("rent <= rent_limit", r#""rent": "1000","#), []);
        assert_eq!(of("rent < rent_limit", r#""rent": "1000","#)[0].by, Number::ZERO);
        assert_eq!(of("rent_limit >= rent", r#""rent": "1240.50","#), found);
        assert_eq!(of("not(rent > rent_limit)", r#""rent": "1240.50","#)[0].by, number("240.5"));
    }

    #[test]
    fn open_money_says_by_how_much_at_least() {
        let found = of("rent + 1.5 * rent_limit <= rent_limit", "");
        let [margin] = found.as_slice() else { panic!("{found:?}") };
        assert_eq!((margin.value, margin.by, margin.is_least), (number("1500"), number("500"), true));
        assert_eq!(of("rent + rent_limit < rent_limit", ""), []);
    }

    #[test]
    fn an_age_says_on_which_day() {
        let young = r#""some kid in members satisfies kid.relation = child and kid.age < 3""#;
        let on = |condition: &str, born: &str| {
            let found = margins(condition, "", &child(born));
            found.first().map(|margin| (margin.kind, margin.on.unwrap().to_string(), margin.member))
        };
        let reached = |day: &str| Some((MarginKind::Age, day.to_owned(), Some(1)));
        assert_eq!(on(young, "2022-10-10"), reached("2025-10-10"));
        assert_eq!(on(young, "2022-10-11"), None);
        assert_eq!(on(young, "2020-02-29"), reached("2023-03-01"));
        let grown = r#""some kid in members satisfies kid.relation = child and kid.age >= 18""#;
        assert_eq!(on(grown, "2008-02-29"), reached("2026-03-01"));
        assert_eq!(
            on(r#""count(members[relation = child and on < birth_date + 18 months]) >= 1""#, "2021-06-30"),
            reached("2022-12-30")
        );
        assert_eq!(
            on(r#""count(members[relation = child and birthday(item, 4) > on]) >= 1""#, "2021-06-30"),
            reached("2025-06-30")
        );
        assert_eq!(
            on(r#""some kid in members satisfies kid.relation = child and kid.age <= 2""#, "2022-10-10"),
            reached("2025-10-10")
        );
    }

    #[test]
    fn a_day_says_which_it_would_have_had_to_be() {
        let on = |condition: &str| {
            of(condition, r#""moved_on": "2020-05-10","#).first().map(|it| it.on.unwrap().to_string())
        };
        assert_eq!(on("moved_on < date(2019, 1, 1)").as_deref(), Some("2018-12-31"));
        assert_eq!(on("moved_on >= date(2021, 1, 1)").as_deref(), Some("2021-01-01"));
        assert_eq!(on("moved_on < date(2020, 5, 11)"), None);
        assert_eq!(on("on <= moved_on + 6 months").as_deref(), Some("2020-11-10"));
        assert_eq!(on("on >= moved_on + 10 years").as_deref(), Some("2030-05-10"));
    }

    #[test]
    fn only_what_decided_alone_has_a_margin() {
        let facts = r#""rent": "1240", "rooms": 1,"#;
        assert_eq!(of("rent <= rent_limit or rooms >= 5", facts).len(), 2);
        assert_eq!(of("not(rent > rent_limit and rooms < 5)", facts), []);
        let both = r#"{ "that": "rent <= rent_limit and rooms >= 5", "because": { "ru": "Оба", "en": "Both" } }"#;
        assert_eq!(margins(both, facts, "}"), []);
        let either = both.replace(" and ", " or ");
        assert_eq!(margins(&either, facts, "}").len(), 1);
        // Each of several conditions is a reason of its own.
        assert_eq!(of("rent <= rent_limit and rooms >= 5", facts).len(), 2);
        // What is open has none, and what decides nothing.
        assert_eq!(of("rent <= rent_limit", ""), []);
        assert_eq!(of("rooms >= 5 and rent <= rent_limit", r#""rooms": 1,"#).len(), 1);
        assert_eq!(of("count(members[relation = child]) >= 1", ""), []);
        assert_eq!(of("count(members) >= 3", "")[0].called, Called::Count);
    }

    #[test]
    fn the_nearest_of_several_children_is_told() {
        let two = format!(
            "{} }}, {}",
            child("2015-03-03").trim_end_matches('}'),
            r#"{ "id": "lil", "relation": "child", "birth_date": "2019-07-07" }"#
        );
        let found = margins(r#""some kid in members satisfies kid.relation = child and kid.age < 3""#, "", &two);
        assert_eq!(found.iter().map(|margin| margin.member).collect::<Vec<_>>(), [Some(2)]);
    }
}
