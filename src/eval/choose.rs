//! The first of several numbers whose condition holds.

use super::{
    fixed::Short,
    frame::{Extent, Table, Word},
    lane::{cells, each_bit},
    possible::Truth,
    run::Run,
    values::Values,
};
use crate::program::{Kind, Node, Operand};

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
        match extent.only_word {
            Some(there) => self.choose_at_once(table, node, (extent, there), branches, values),
            None => self.choose_by_item(table, node, extent, branches, values),
        }
    }

    /// Branch by branch, for all items of the only machine word.
    fn choose_at_once(
        &self,
        table: Table<'_>,
        node: &Node,
        (extent, there): (&Extent, u64),
        (branches, otherwise): Branches<'_>,
        values: &mut Values,
    ) {
        let start = values.end(Kind::Span);
        values.add_unknown(extent);
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
}
