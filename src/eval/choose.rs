//! The first of several numbers whose condition holds.

use super::{
    fixed::Short,
    frame::{Extent, Table, Word},
    lane::{cells, each_bit},
    possible::Truth,
    run::Run,
    values::Values,
};
use crate::program::{Kind, Node, Operand, Place};

/// The branches of a choice, and what stands where none is taken.
type Branches<'a> = (&'a [(Operand, Operand)], &'a Operand);

impl Run<'_> {
    /// The first number whose condition holds; of several that may be the first, what encloses them.
    pub(super) fn choose(
        &self,
        table: Table<'_>,
        node: &Node,
        extent: &Extent,
        branches: Branches<'_>,
        values: &mut Values,
    ) {
        let Some(there) = extent.only_word else { return self.choose_by_item(table, node, extent, branches, values) };
        let start = values.end(Kind::Span);
        values.add_unknown(extent);
        let mut given = branches.0.iter().map(|(_, is)| is).chain([branches.1]);
        if extent.items > 1 && given.all(is_same_for_all) {
            self.choose_alike(table, node, (extent, start), branches, (there, None), values);
        } else {
            self.choose_at_once(table, node, (extent, start, there), branches, values);
        }
    }

    /// For items of the only machine word, of which each gets the same number from a branch: those that may have taken the same
    /// branches come to the same.
    fn choose_alike(
        &self,
        table: Table<'_>,
        node: &Node,
        (extent, start): (&Extent, usize),
        (branches, otherwise): Branches<'_>,
        (items, found): (u64, Option<Short>),
        values: &mut Values,
    ) {
        let (when, is, rest) = match branches.split_first() {
            Some(((when, is), rest)) => {
                (self.condition(table, node, when).word(values, [0; 3], 0, extent.items), is, rest)
            }
            None => (Word::all(Truth::TRUE), otherwise, branches),
        };
        let here = items & when.yes;
        let taken = if here == 0 { found } else { Some(values.hull(found, self.port(table, node, is).at([0; 3]))) };
        each_bit(here & !when.no, |item| values.put(start.saturating_add(item), taken.unwrap_or(Short::Anything)));
        for (left, found) in [(here & when.no, taken), (items & !when.yes, found)] {
            if left != 0 {
                self.choose_alike(table, node, (extent, start), (rest, otherwise), (left, found), values);
            }
        }
    }

    /// Branch by branch, for all items of the only machine word.
    fn choose_at_once(
        &self,
        table: Table<'_>,
        node: &Node,
        (extent, start, there): (&Extent, usize, u64),
        (branches, otherwise): Branches<'_>,
        values: &mut Values,
    ) {
        // The items that no branch has taken for sure, and those that some branch may have taken.
        let (mut open, mut met) = (there, 0_u64);
        let branches = branches.iter().map(|(when, is)| (Some(when), is));
        for (when, is) in branches.chain([(None, otherwise)]) {
            let when = when.map(|when| self.condition(table, node, when).word(values, [0; 3], 0, extent.items));
            let when = when.unwrap_or(Word::all(Truth::TRUE));
            let here = open & when.yes;
            if here != 0 {
                let is = self.port(table, node, is);
                each_bit(here, |item| {
                    let place = start.saturating_add(item);
                    let before = (met >> item & 1 == 1).then(|| values.span(place));
                    let at = if extent.pair { [0, item, 0] } else { [item, 0, 0] };
                    let found = values.hull(before, is.at(at));
                    values.put(place, found);
                });
                met |= here;
            }
            open &= when.no;
            if open == 0 {
                return;
            }
        }
    }

    /// Item by item.
    fn choose_by_item(
        &self,
        table: Table<'_>,
        node: &Node,
        extent: &Extent,
        (branches, otherwise): Branches<'_>,
        values: &mut Values,
    ) {
        let branch = |(when, is): &(Operand, Operand)| (self.condition(table, node, when), self.port(table, node, is));
        let branches: Vec<_> = branches.iter().map(branch).collect();
        let otherwise = self.port(table, node, otherwise);
        cells(extent, |at| {
            let mut found: Option<Short> = None;
            for (when, is) in &branches {
                let when = when.at(values, at);
                if when.yes {
                    found = Some(values.hull(found, is.at(at)));
                }
                if !when.no {
                    return values.push(found.unwrap_or(Short::Anything));
                }
            }
            let found = values.hull(found, otherwise.at(at));
            values.push(found);
        });
    }
}

/// Whether an operand is read from the same place whatever the item of its reader.
fn is_same_for_all(operand: &Operand) -> bool {
    [operand.first, operand.second].iter().all(|place| matches!(place, None | Some(Place::Applicant)))
}

#[cfg(test)]
mod tests {
    use crate::{assessment::Answer, ruleset::sample::holds};

    #[test]
    fn where_there_is_one_row_each_of_its_items_takes_its_own_branch() {
        let born = |day: &str| format!(r#", "birth_date": "{day}""#);
        let child =
            format!(r#"{} }}, {{ "id": "bob", "relation": "child"{} }}"#, born("2025-09-15"), born("2025-07-15"));
        let alone = format!("{} }}", born("2025-07-15"));
        // One month of two members, and six months of one.
        for (who, first, facts, wanted) in [("child", 1, &child, 1), ("self", 1, &child, 0), ("self", 6, &alone, 2)] {
            let months =
                format!("for one in months_before(on, {first}, 1) return if one >= m.birth_date then 1 else 0");
            let asked = |count: usize| {
                let is_so = format!("m.relation = {who} and sum({months}) = {count}");
                holds(&format!("some m in members satisfies {is_so}"), "", facts)
            };
            assert_eq!((asked(wanted), asked(wanted + 1)), (Answer::True, Answer::False), "{who} {first}");
        }
    }

    #[test]
    fn items_that_may_take_the_same_branches_come_to_the_same() {
        let born = r#", "birth_date": "2025-07-15" }"#;
        // Two months after birth, and four before.
        let each = "if one > applicant.birth_date then 1 else if moved_on > applicant.birth_date then 20 else if rooms > 5 then 300 else 4000";
        let sum = |what: &str, facts: &str| {
            holds(&format!("sum(for one in months_before(on, 6, 1) return {each}) {what}"), facts, born)
        };
        for (facts, wanted) in [
            (r#""moved_on": "2025-08-01","#, 82),
            (r#""moved_on": "none", "rooms": 6,"#, 1202),
            (r#""moved_on": "none", "rooms": 5,"#, 16002),
        ] {
            assert_eq!(sum(&format!("= {wanted}"), facts), Answer::True, "{wanted}");
        }
        for (facts, low, high) in
            [("", 82, 16002), (r#""rooms": 6,"#, 82, 1202), (r#""moved_on": "none","#, 1202, 16002)]
        {
            let found = [format!(">= {low}"), format!("> {low}"), format!("<= {high}"), format!("< {high}")];
            let wanted = [Answer::True, Answer::Unknown, Answer::True, Answer::Unknown];
            assert_eq!(found.map(|what| sum(&what, facts)), wanted, "{low} {high}");
        }
    }
}
