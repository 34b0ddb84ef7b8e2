//! What is enough to decide a comparison: of what is counted, added up or picked out only as much as it takes.

use crate::{
    check::{Aggregate, Comparison},
    eval::{
        frame::{Cell, Frame},
        run::Run,
        trail::Trail,
    },
    program::{Axis, Node, Op, Operand},
    value::Number,
};

/// What a number is shown to be: in an order with a limit.
type Bound = (Comparison, Number);

impl Run<'_> {
    /// What a comparison rests on.
    pub(super) fn support_comparison(
        &self,
        frame: Frame<'_>,
        cell: Cell,
        (order, left, right): (Comparison, Cell, Cell),
        trail: &mut Trail,
    ) {
        let truth = frame.truth(cell);
        let (first, second) = (frame.interval(left), frame.interval(right));
        let is_there = first.some && second.some && !first.none && !second.none && !truth.is_undecided();
        // Of two known numbers the one of the rules is the limit.
        let flow = &self.program.flow;
        let is_of_rules = |cell: Cell| flow.fixed().binary_search(&flow.source(cell.node)).is_ok();
        let is_flipped = second.exact().is_none() || is_of_rules(left) && !is_of_rules(right);
        let shown = if truth.is_true() { order } else { order.negated() };
        if truth.is_false() && !first.some {
            self.support(frame, left, trail);
        } else if truth.is_false() && !second.some {
            self.support(frame, right, trail);
        } else if let Some(limit) = second.exact().filter(|_| is_there && !is_flipped) {
            self.support(frame, right, trail);
            self.support_bound(frame, left, (shown, limit), trail);
        } else if let Some(limit) = first.exact().filter(|_| is_there) {
            self.support(frame, left, trail);
            self.support_bound(frame, right, (shown.flipped(), limit), trail);
        } else {
            self.support(frame, left, trail);
            self.support(frame, right, trail);
        }
    }

    /// What shows that a number lies above or below a limit.
    fn support_bound(&self, frame: Frame<'_>, cell: Cell, bound: Bound, trail: &mut Trail) {
        let Some(node) = self.node(cell.node) else { return };
        let at = [cell.first, cell.second, 0];
        // What differs from a limit lies above or below it.
        let sides = [Comparison::Greater, Comparison::Less].map(|order| (order, bound.1));
        let bound = match bound.0 {
            Comparison::NotEqual => sides.into_iter().find(|side| is_within(frame, cell, *side)).unwrap_or(bound),
            _ => bound,
        };
        let is_least = matches!(bound.0, Comparison::AtLeast | Comparison::Greater);
        let is_most = matches!(bound.0, Comparison::AtMost | Comparison::Less);
        let enough = match &node.op {
            Op::Labelled(label, part) => {
                trail.labels.push((*label, cell));
                return self.support_bound(frame, self.read(node, part, at), bound, trail);
            }
            Op::Reduce { aggregate: Aggregate::Count, axis, mask, .. } if is_least || is_most => {
                self.counted(frame, (node, cell), (*axis, mask.as_ref()), bound, trail)
            }
            Op::Reduce { aggregate: Aggregate::Sum, mask, value: Some(value), .. } if is_least => {
                self.added(frame, (node, cell), (mask.as_ref(), value), bound)
            }
            Op::Reduce { aggregate: Aggregate::Max, mask, value: Some(value), .. } if is_least => {
                self.reaching(frame, (node, cell), (mask.as_ref(), value), bound, trail)
            }
            Op::Reduce { aggregate: Aggregate::Min, mask, value: Some(value), .. } if is_most => {
                self.reaching(frame, (node, cell), (mask.as_ref(), value), bound, trail)
            }
            Op::Extreme(greatest, parts) if if *greatest { is_least } else { is_most } => {
                let parts = parts.iter().map(|part| self.read(node, part, at));
                let reaching: Vec<Cell> = parts.filter(|part| is_within(frame, *part, bound)).collect();
                match self.cheapest(frame, reaching, trail) {
                    Some(part) => return self.support_bound(frame, part, bound, trail),
                    None => None,
                }
            }
            _ => None,
        };
        let Some(items) = enough else { return self.support(frame, cell, trail) };
        for item in items {
            self.support_item(frame, (node, cell), item, trail);
        }
    }

    /// The items that surely are in the list, or surely are not.
    fn sure(&self, frame: Frame<'_>, (node, cell): (&Node, Cell), mask: Option<&Operand>, is_in: bool) -> Vec<usize> {
        let Op::Reduce { axis, .. } = &node.op else { return Vec::new() };
        let at = [cell.first, cell.second, 0];
        let is_sure = |item: &usize| {
            let truth = mask.map(|mask| frame.truth(self.read(node, mask, Self::inner(node, at, *item))));
            let stands_for_one = self.roster.weight(*axis, *item) == (1, true);
            match truth {
                Some(truth) if is_in => truth.is_true() && stands_for_one,
                Some(truth) => truth.is_false(),
                None => is_in && stands_for_one,
            }
        };
        self.items(node, at).filter(is_sure).collect()
    }

    /// So many items as make a count large enough, or leave too few for it to be too large: those that cost least.
    fn counted(
        &self,
        frame: Frame<'_>,
        (node, cell): (&Node, Cell),
        (axis, mask): (Axis, Option<&Operand>),
        (order, limit): Bound,
        trail: &mut Trail,
    ) -> Option<Vec<usize>> {
        let at = [cell.first, cell.second, 0];
        let (is_in, wanted) = match order {
            Comparison::AtLeast => (true, limit.ceiling()),
            Comparison::Greater => (true, limit.floor().checked_add(1)?),
            _ if !self.roster.is_sure(axis) => return None,
            _ => {
                let most = if order == Comparison::AtMost { limit.floor() } else { limit.ceiling().checked_sub(1)? };
                (false, i128::try_from(self.items(node, at).len()).ok()?.checked_sub(most)?)
            }
        };
        let wanted = usize::try_from(wanted.max(0)).ok()?;
        let mut items = self.sure(frame, (node, cell), mask, is_in);
        if items.len() < wanted {
            return None;
        }
        if let Some(mask) = mask.filter(|_| items.len() > wanted) {
            let price = |item: &usize, trail: &mut Trail| {
                self.price(frame, self.read(node, mask, Self::inner(node, at, *item)), trail)
            };
            items.sort_by_cached_key(|item| price(item, trail));
        }
        items.truncate(wanted);
        Some(items)
    }

    /// The greatest of what is added up, until the limit is reached; only where nothing that is added can be below zero.
    fn added(
        &self,
        frame: Frame<'_>,
        (node, cell): (&Node, Cell),
        (mask, value): (Option<&Operand>, &Operand),
        bound: Bound,
    ) -> Option<Vec<usize>> {
        let Op::Fact { fact, derive: None, .. } = self.node(value.node)?.op else { return None };
        if self.facts.fact(fact)?.symbol.range.is_none_or(|range| range.low < Number::ZERO) {
            return None;
        }
        let at = [cell.first, cell.second, 0];
        let of_item = |item: usize| {
            let value = frame.number(self.read(node, value, Self::inner(node, at, item)));
            value.filter(|value| *value > Number::ZERO).map(|value| (item, value))
        };
        let mut values: Vec<(usize, Number)> =
            self.sure(frame, (node, cell), mask, true).into_iter().filter_map(of_item).collect();
        values.sort_by_key(|(_, value)| std::cmp::Reverse(*value));
        let (mut sum, mut items) = (Number::ZERO, Vec::new());
        for (item, value) in values {
            if reaches(sum, bound) {
                break;
            }
            sum = sum.checked_add(value)?;
            items.push(item);
        }
        reaches(sum, bound).then_some(items)
    }

    /// The item with a value beyond the limit that costs least.
    fn reaching(
        &self,
        frame: Frame<'_>,
        (node, cell): (&Node, Cell),
        (mask, value): (Option<&Operand>, &Operand),
        bound: Bound,
        trail: &mut Trail,
    ) -> Option<Vec<usize>> {
        let at = [cell.first, cell.second, 0];
        let read = |operand: &Operand, item: usize| self.read(node, operand, Self::inner(node, at, item));
        let mut items = self.sure(frame, (node, cell), mask, true);
        items.retain(|item| is_within(frame, read(value, *item), bound));
        items.sort_by_cached_key(|item| self.price(frame, read(value, *item), trail));
        items.truncate(1);
        Some(items).filter(|items| !items.is_empty())
    }
}

/// Whether a number surely lies within a bound.
fn is_within(frame: Frame<'_>, cell: Cell, bound: Bound) -> bool {
    let found = frame.interval(cell);
    found.some && !found.none && reaches(found.low, bound) && reaches(found.high, bound)
}

fn reaches(number: Number, (order, limit): Bound) -> bool {
    order.holds(number.cmp(&limit))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::{
        ruleset::{
            RuleSet,
            sample::{DAY, load, measure},
        },
        value::Language,
    };

    const NOTES: [[bool; 2]; 4] = [[true, false], [false, true], [true, true], [true, false]];

    fn rules(condition: &str) -> RuleSet {
        let parts = format!(r#""eligible_when": "{condition}""#);
        let parameter = |name: &str, unit: &str, value: &str| {
            let recorded = format!(r#"{{ "territory": "RU", "from": "2020-01-01", "value": "{value}" }}"#);
            format!(r#""{name}": {{ "unit": "{unit}", "values": [{recorded}] }}"#)
        };
        let sums = ["10", "50", "80", "100", "130", "140"].map(|sum| parameter(&format!("sum_{sum}"), "RUB", sum));
        let parameters = format!("{}, {}", sums.join(", "), parameter("low_rent", "RUB/month", "100"));
        let file = measure(&parts, "").replacen('{', &format!(r#"{{ "parameters": {{ {parameters} }},"#), 1);
        load(&file).unwrap_or_else(|error| panic!("{condition}: {error}"))
    }

    /// A family of four with four notes and three incomes.
    fn family() -> Value {
        let notes: Vec<Value> = NOTES.iter().map(|[good, old]| json!({ "good": good, "old": old })).collect();
        json!({ "territory": "RU-KHA", "poor": true, "rooms": 3, "rent": "500", "notes": notes, "members": [
            { "id": "ada", "relation": "self", "birth_date": "1990-01-01", "income": [
                { "month": "2025-01", "amount": "80" }, { "month": "2025-02", "amount": "10" },
                { "month": "2025-03", "amount": "50" } ] },
            { "id": "bob", "relation": "spouse", "birth_date": "1985-01-01" },
            { "id": "cyd", "relation": "child", "birth_date": "2015-01-01" },
            { "id": "dan", "relation": "child", "birth_date": "2020-01-01" } ] })
    }

    /// A fact, whose it is, and of which record.
    type Named = (String, Option<String>, Option<usize>);

    /// The verdict, and the facts that are named: fact, member, record.
    fn asked(rules: &RuleSet, family: &Value) -> (String, Vec<Named>) {
        let family = rules.family_from_json(&family.to_string()).unwrap_or_else(|error| panic!("{error}"));
        let answer = rules.on(DAY.parse().unwrap()).assess(&family).to_json(Language::English);
        let outcome = &answer["outcomes"][0];
        let facts = outcome["reasons"].as_array().into_iter().flatten().filter_map(|reason| reason["facts"].as_array());
        let named = facts.flatten().map(|fact| {
            let text = |key: &str| fact[key].as_str().map(str::to_owned);
            let record = fact["record"].as_u64().map(|record| usize::try_from(record).unwrap());
            (text("fact").unwrap(), text("member"), record)
        });
        (outcome["eligibility"].as_str().unwrap().to_owned(), named.collect())
    }

    /// The family with no more than the named facts: nothing else of it is known.
    fn only(family: &Value, named: &[Named]) -> Value {
        let mut family = family.clone();
        let is_named = |fact: &str, member: Option<&str>, record: Option<usize>| {
            named.iter().any(|known| known.0 == fact && known.1.as_deref() == member && known.2 == record)
        };
        let keep = |object: &mut Value, list: &str, member: Option<&str>, record: Option<usize>| {
            object.as_object_mut().unwrap().retain(|key, value| {
                let fact = if list.is_empty() { key.clone() } else { format!("{list}.{key}") };
                let is_frame = ["territory", "id", "relation"].contains(&key.as_str()) || value.is_array();
                is_frame || is_named(&fact, member, record)
            });
        };
        keep(&mut family, "", None, None);
        let notes = family["notes"].as_array_mut().unwrap().iter_mut().enumerate();
        notes.for_each(|(place, note)| keep(note, "notes", None, Some(place)));
        for member in family["members"].as_array_mut().unwrap() {
            let id = member["id"].as_str().unwrap().to_owned();
            keep(member, "", Some(&id), None);
            let records = member.get_mut("income").and_then(Value::as_array_mut).into_iter().flatten().enumerate();
            records.for_each(|(place, record)| keep(record, "income", Some(&id), Some(place)));
        }
        family
    }

    /// How many facts are named: they are enough to decide, and no fewer of them are.
    fn smallest(condition: &str) -> (String, usize) {
        let (rules, family) = (rules(condition), family());
        let (verdict, named) = asked(&rules, &family);
        assert_eq!(asked(&rules, &only(&family, &named)).0, verdict, "{condition}: {named:?} decide");
        for left_out in &named {
            let fewer: Vec<Named> = named.iter().filter(|known| *known != left_out).cloned().collect();
            let (other, _) = asked(&rules, &only(&family, &fewer));
            assert_ne!(other, verdict, "{condition}: without {left_out:?}");
        }
        (verdict, named.len())
    }

    fn yes(condition: &str) -> usize {
        let (verdict, named) = smallest(condition);
        assert_eq!(verdict, "eligible", "{condition}");
        named
    }

    fn no(condition: &str) -> usize {
        let (verdict, named) = smallest(condition);
        assert_eq!(verdict, "not_eligible", "{condition}");
        named
    }

    #[test]
    fn of_what_is_counted_only_so_much_is_named() {
        assert_eq!(yes("count(notes[good]) >= 2"), 2);
        assert_eq!(yes("count(notes[good]) > 2"), 3);
        assert_eq!(yes("2 < count(notes[good])"), 3);
        assert_eq!(yes("count(members[birth_date < date(2000, 1, 1)]) >= 1"), 1);
        assert_eq!(yes("count(notes[good and old]) >= 1"), 2);
        assert_eq!(yes("count(notes[old]) <= 3"), 1);
        assert_eq!(yes("count(notes[old]) < 3"), 2);
        assert_eq!(no("count(notes[old]) >= 3"), 2);
        assert_eq!(no("count(notes[good]) <= 1"), 2);
        assert_eq!(no("count(notes[good]) = 0"), 1);
    }

    #[test]
    fn of_what_is_added_up_only_so_much_is_named() {
        assert_eq!(yes("sum(applicant.income.amount) >= sum_130"), 2);
        assert_eq!(yes("sum(applicant.income.amount) > sum_130"), 3);
        assert_eq!(yes("sum(applicant.income.amount) >= sum_80"), 1);
        assert_eq!(yes("sum(applicant.income.amount) <= sum_140"), 3);
        assert_eq!(no("sum(applicant.income.amount) < sum_100"), 2);
    }

    #[test]
    fn of_what_is_picked_out_only_one_is_named() {
        assert_eq!(yes("max(sum_10, applicant.income.amount) >= sum_50"), 1);
        assert_eq!(yes("min(sum_140, applicant.income.amount) <= sum_10"), 1);
        assert_eq!(yes("min(sum_140, applicant.income.amount) >= sum_10"), 3);
        assert_eq!(yes("max(rooms, 1) >= 3"), 1);
    }

    #[test]
    fn of_alternatives_the_one_with_the_least_to_confirm_is_named() {
        let (verdict, named) = asked(&rules("poor or rooms >= 2"), &family());
        assert_eq!((verdict.as_str(), named.len()), ("eligible", 1));
        assert_eq!(named[0].0, "rooms");
        assert_eq!(yes("(rooms >= 1 and rent >= low_rent) or rooms >= 3"), 1);
        assert_eq!(yes("some note in notes satisfies note.good"), 1);
        assert_eq!(yes("some note in notes satisfies note.good and note.old"), 2);
        assert_eq!(no("every note in notes satisfies note.good"), 1);
    }
}
