//! Who is paid: those of the first group in which there is somebody.

use serde_json::Value as Json;

use super::{
    clause::all_of,
    fact::View,
    measure::{Case, contains},
    number::Q,
    value::{Truth, Value},
};

/// Who may be paid.
pub struct Group {
    who: Json,
    /// What the payee is called.
    pub name: String,
    /// Whether the amount and the days may name the payee.
    pub is_named: bool,
    when: Option<Json>,
    is_shared: bool,
}

/// Somebody who is paid, or may be; of what is shared, one of so many parts, at the fewest and the most.
#[derive(Debug, Clone, PartialEq)]
pub struct Receiver {
    pub member: usize,
    pub is_certain: bool,
    pub parts: (usize, usize),
    pub amount: Option<(Q, Q)>,
}

impl Case<'_, '_> {
    pub fn groups(&self) -> Vec<Group> {
        let Some(paid_to) = self.part(&["paid_to"]) else { return Vec::new() };
        let group = |part: &Json, who: &Json, is_named| Group {
            who: who.clone(),
            name: part.get("as").and_then(Json::as_str).unwrap_or("payee").to_owned(),
            is_named,
            when: part.get("when").cloned(),
            is_shared: part.get("share").is_some(),
        };
        if let Some(groups) = paid_to.get("first_of").and_then(Json::as_array) {
            return groups.iter().map(|part| group(part, &part["who"], false)).collect();
        }
        let who = paid_to.get("one_of").or(paid_to.get("each_of")).unwrap();
        vec![group(paid_to, who, true)]
    }

    /// For each member whether they are in a group.
    fn members_of(&self, group: &Group, view: View) -> Vec<Truth> {
        let who = self.world.clause(&group.who, &self.scope(view, None));
        let is_timed = group.is_named && self.names_payee(self.part(&["apply"]));
        let one = |member: usize| {
            let is_in = contains(&who, member);
            if is_in.as_truth().is_false() {
                return Truth::FALSE;
            }
            let payee = Some((group.name.as_str(), member));
            let when = |when: &Json| self.world.clause(when, &self.scope(view, payee));
            let when = group.when.as_ref().map(when);
            let in_time = is_timed.then(|| self.in_time(view, payee));
            let all: Vec<Value> = [Some(is_in), when, in_time].into_iter().flatten().collect();
            all_of(all.into_iter(), true).as_truth()
        };
        (0..self.world.members.len()).map(one).collect()
    }

    /// Whether anybody is paid; the applicant is where the rules name nobody.
    pub fn somebody(&self, view: View) -> Truth {
        let groups = self.groups();
        if groups.is_empty() {
            return Truth::TRUE;
        }
        let all = groups.iter().flat_map(|group| self.members_of(group, view));
        all.fold(Truth::FALSE, Truth::or)
    }

    /// Who is paid, or may be, in a view; that nobody is paid is never presumed.
    pub fn payees(&self, view: View) -> Vec<Receiver> {
        let view = if self.somebody(view).is_false() { View::Told } else { view };
        let mut found: Vec<Receiver> = Vec::new();
        let mut is_reached = true;
        for group in self.groups() {
            let all = self.members_of(&group, view);
            let possible: Vec<(usize, Truth)> = all.into_iter().enumerate().filter(|(_, truth)| truth.yes).collect();
            let sure = possible.iter().filter(|(_, truth)| truth.is_true()).count();
            for (member, truth) in &possible {
                let fewest = sure + usize::from(truth.is_open());
                let parts = if group.is_shared { (fewest, possible.len()) } else { (1, 1) };
                let is_certain = is_reached && truth.is_true();
                match found.iter_mut().find(|known| known.member == *member) {
                    Some(known) => {
                        known.is_certain |= is_certain;
                        known.parts = (known.parts.0.min(parts.0), known.parts.1.max(parts.1));
                    }
                    None => found.push(Receiver { member: *member, is_certain, parts, amount: None }),
                }
            }
            is_reached &= possible.is_empty();
            if sure > 0 {
                break;
            }
        }
        found
    }
}
