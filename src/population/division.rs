//! Families of a block parted by circumstances: where one holds, where it does not, and where that is not known.

use std::collections::BTreeMap;

use super::{
    block::Block,
    plan::Scope,
    tally::{Sum, Tally, Weight},
};
use crate::{assessment::Answer, value::Number};

/// What some families come to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Part {
    /// How many they are, each with its weight.
    pub families: Sum,
    /// By measure.
    pub tallies: BTreeMap<usize, Tally>,
}

impl Part {
    /// Adds what another part of the population comes to.
    pub fn merge(&mut self, other: &Self) {
        self.families.merge(other.families);
        for (measure, tally) in &other.tallies {
            self.tallies.entry(*measure).or_default().merge(tally);
        }
    }
}

/// Families by one circumstance.
pub(super) struct Division {
    /// The number of its definition.
    pub definition: usize,
    // INVARIANT: in the order of `Answer::ALL`.
    sides: [Side; 3],
}

/// Those families for whom the answer is one.
#[derive(Default)]
struct Side {
    /// The lanes of those of the block, 64 in a machine word: families, and members.
    lanes: [Vec<u64>; 2],
    /// What came out for those of all blocks.
    part: Part,
}

impl Division {
    /// Without families.
    pub fn new(definition: usize) -> Self {
        Self { definition, sides: Default::default() }
    }

    /// Begins a block whose families are on no side.
    pub fn begin(&mut self, block: &Block) {
        for side in &mut self.sides {
            let [families, members] = &mut side.lanes;
            families.clear();
            families.resize(block.words(Scope::Family), 0);
            members.clear();
        }
    }

    /// Puts a family where it belongs.
    pub fn put(&mut self, family: usize, weight: Weight, answer: Answer) {
        let Some(side) = self.sides.get_mut(answer.place()) else { return };
        side.part.families.add(Number::ONE, weight);
        let [families, _] = &mut side.lanes;
        if let Some(word) = families.get_mut(family / 64) {
            *word |= 1 << (family % 64);
        }
    }

    /// Puts the members of each family beside it, once all families of the block have been put.
    pub fn end(&mut self, block: &Block) {
        for Side { lanes: [families, members], .. } in &mut self.sides {
            block.lanes_within(Scope::Member, families, members);
        }
    }

    /// What is counted of each side, with its lanes of a scope.
    pub fn sides(&mut self, scope: Scope) -> impl Iterator<Item = (&mut BTreeMap<usize, Tally>, &[u64])> {
        self.sides.iter_mut().filter_map(move |side| {
            let lanes = side.lanes.get(scope.place())?;
            Some((&mut side.part.tallies, lanes.as_slice()))
        })
    }

    /// What is counted of the side on which a family is.
    pub fn side_of(&mut self, family: usize) -> Option<&mut BTreeMap<usize, Tally>> {
        let is_here = |side: &&mut Side| side.lanes.first().is_some_and(|families| is_set(families, family));
        self.sides.iter_mut().find(is_here).map(|side| &mut side.part.tallies)
    }

    /// What came out, in the order of all answers.
    pub fn parts(self) -> [Part; 3] {
        self.sides.map(|side| side.part)
    }
}

fn is_set(lanes: &[u64], lane: usize) -> bool {
    lanes.get(lane / 64).is_some_and(|word| word >> (lane % 64) & 1 == 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_family_is_on_one_side_with_its_members() {
        let mut division = Division::new(0);
        let mut block = Block::default();
        block.settle(std::iter::repeat_n(2, 71));
        division.begin(&block);
        division.put(3, Number::from(2), Answer::False);
        division.put(70, Number::ONE, Answer::Unknown);
        division.end(&block);
        let lanes: Vec<Vec<u64>> = division.sides(Scope::Member).map(|(_, lanes)| lanes.to_vec()).collect();
        let [one, two] = [[3_usize, 74], [70, 141]].map(|lanes| {
            let mut words = vec![0; 3];
            for lane in lanes {
                words[lane / 64] |= 1 << (lane % 64);
            }
            words
        });
        assert_eq!(lanes, [vec![0; 3], one, two]);
        assert!(division.side_of(3).is_some() && division.side_of(4).is_none());
        let families = division.parts().map(|part| part.families.value());
        assert_eq!(families, [0, 2, 1].map(|count| Some(Number::from(count))));
    }
}
