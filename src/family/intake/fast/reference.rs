//! Members named by id, found when all of them are known.

use super::{Doubt, Fast, Place};
use crate::family::{
    model::{Body, RecordTold, Told, ToldValue},
    row::Row,
};

/// A member named at a place.
pub(super) struct Reference<'t> {
    place: Place,
    id: &'t str,
}

impl<'t> Fast<'_, 't> {
    /// Remembers that a member is named at a place.
    pub(super) fn refer(&mut self, place: Place, id: &'t str) {
        self.references.push(Reference { place, id });
    }
}

impl Reference<'_> {
    /// Puts the member where it is named.
    pub(super) fn resolve(&self, body: &mut Body) -> Result<(), Doubt> {
        let named = body.members.iter().position(|member| member.id() == self.id).ok_or(Doubt)?;
        let Some(slot) = self.place.slot else {
            body.record(self.place).ok_or(Doubt)?.owner = Some(named);
            return Ok(());
        };
        let facts = body.facts(self.place).ok_or(Doubt)?;
        let told = facts.told(slot);
        let bit = u32::try_from(named).ok().and_then(|named| 1_u64.checked_shl(named)).ok_or(Doubt)?;
        match told.value() {
            Some(ToldValue::Members(bits)) if bits & bit == 0 => {
                facts.tell(slot, Told::new(ToldValue::Members(bits | bit), told.provenance()));
                Ok(())
            }
            _ => Err(Doubt),
        }
    }
}

impl Body {
    fn facts(&mut self, place: Place) -> Option<&mut Row> {
        if place.record.is_some() {
            return Some(&mut self.record(place)?.facts);
        }
        Some(match place.member {
            Some(member) => &mut self.members.get_mut(member)?.facts,
            None => &mut self.facts,
        })
    }

    fn record(&mut self, place: Place) -> Option<&mut RecordTold> {
        let (list, record) = place.record?;
        let lists = match place.member {
            Some(member) => &mut self.members.get_mut(member)?.lists,
            None => &mut self.lists,
        };
        lists.get_mut(list)?.records.get_mut(record)
    }
}
