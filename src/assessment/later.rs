//! Which questions wait for others: whether a fact exists at all is to be known before it is asked.

use super::{
    desk::Views,
    outcome::{Holder, Missing},
};
use crate::{
    check::Entity,
    eval::{Cell, Trail},
    program::{Op, Operand},
};

impl Views<'_> {
    /// Of what is missing, what need not be asked yet: it is still open whether there is such a fact, and something else
    /// that is missing says so.
    pub(super) fn later(&self, missing: &[Missing]) -> Vec<Missing> {
        missing.iter().filter(|asked| self.waits(asked, missing)).cloned().collect()
    }

    fn waits(&self, asked: &Missing, among: &[Missing]) -> bool {
        let Missing::Fact { fact, holder, .. } = asked else { return false };
        let Some(item) = self.item(holder) else { return false };
        let gates = self.program().flow.sources_of(*fact).iter().filter_map(|source| {
            match &self.program().nodes.get(source.0)?.op {
                Op::Fact { applies, .. } | Op::Pointed { applies, .. } => *applies,
                _ => None,
            }
        });
        let opens = |gate: Operand| self.open_behind(&gate, item);
        gates.flat_map(opens).any(|opens| opens != *asked && among.contains(&opens))
    }

    /// The item of whoever has a fact, as the coordinates of the node have it.
    fn item(&self, holder: &Holder) -> Option<usize> {
        match holder.entity {
            Entity::Family => Some(0),
            Entity::Member => self.roster().members.iter().position(|member| member.source == holder.member),
            Entity::Record(_) => None,
        }
    }

    /// What leaves open a condition under which a fact exists.
    fn open_behind(&self, gate: &Operand, item: usize) -> Vec<Missing> {
        let view = self.presumed();
        let cell: Cell = view.cell(gate, item);
        let mut trail = Trail::default();
        view.run.missing(view.frame, None, cell, &mut trail);
        trail.leaves.iter().map(|leaf| self.missing_of(leaf)).collect()
    }
}

#[cfg(test)]
mod tests {
    use crate::ruleset::sample::verdict;

    #[test]
    fn a_fact_that_may_not_exist_waits_for_what_says_whether_it_does() {
        let working = r#""eligible_when": "applicant.working""#;
        let (_, why) = verdict(working, "");
        assert_eq!((why.missing.len(), why.later.len()), (2, 1), "{:?}", why.missing);
    }
}
