//! Payees: conditions over two members, the one the measure is for and the one who is paid.

use super::{Lowering, Slot, Variable};
use crate::{
    check::CheckedVersion,
    program::{measure::ActivePayees, node::Axis},
};

impl Lowering<'_> {
    /// Who is paid, and because of whom. From here on the parts of the measure may name the payee, until
    /// [`Lowering::no_payee`].
    pub fn payees(&mut self, version: &CheckedVersion, member: Option<Variable>) -> Option<ActivePayees> {
        if version.paid_to.is_none() && version.because_of.is_none() {
            return None;
        }
        // INVARIANT: the payee is the second item, also of a measure that is for no member.
        let first = member.unwrap_or_else(|| self.variable(Axis::Member));
        let payee = self.variable(Axis::Member);
        self.payee = Some([first, payee]);
        let mut found = ActivePayees::default();
        if let Some((binding, is)) = &version.because_of {
            self.slots.insert(*binding, Slot::Item(payee));
            found.because_of = self.rooted(is, member);
        }
        if let Some(paid_to) = &version.paid_to {
            self.slots.insert(paid_to.binding, Slot::Item(payee));
            for (is, way) in &paid_to.groups {
                found.groups.extend(self.rooted(is, member).map(|is| (is, *way)));
            }
        }
        Some(found)
    }

    /// Parts of the next measure name no payee.
    pub fn no_payee(&mut self) {
        self.payee = None;
    }
}
