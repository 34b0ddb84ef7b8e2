//! Record lists: their records, and how complete they are.

use super::{Doubt, Fast, Order, Place, scalar};
use crate::{
    family::{
        model::{Completeness, ListTold, RecordTold},
        row::Row,
    },
    value::{Date, Period},
    vocabulary::{Entity, ListSymbol, Meaning},
};

impl Fast<'_, '_> {
    /// A list of the family, or of the member with this index.
    pub(super) fn list(&mut self, list: &ListSymbol, member: Option<usize>) -> Result<ListTold, Doubt> {
        if self.cursor.peek() == Some(b'[') {
            return Ok(ListTold { completeness: Completeness::Whole, records: self.records(list, member)? });
        }
        let (mut completeness, mut records, mut note) = (None, None, None);
        let mut more = self.cursor.opens(b'{', b'}')?;
        while more {
            let is_new = match self.cursor.key()? {
                "complete" => completeness.replace(self.completeness(list)?).is_none(),
                "records" => records.replace(self.records(list, member)?).is_none(),
                "note" => note.replace(self.cursor.string()?).is_none(),
                _ => false,
            };
            if !is_new {
                return Err(Doubt);
            }
            more = self.cursor.has_more(b'}')?;
        }
        Ok(ListTold { completeness: completeness.ok_or(Doubt)?, records: records.ok_or(Doubt)? })
    }

    fn completeness(&mut self, list: &ListSymbol) -> Result<Completeness, Doubt> {
        let (mut from, mut until, mut note): (Option<Date>, Option<Date>, _) = (None, None, None);
        let mut more = self.cursor.opens(b'{', b'}')?;
        while more {
            let is_new = match self.cursor.key()? {
                "from" => from.replace(scalar::date(self.cursor.string()?)?).is_none(),
                "until" => until.replace(scalar::date(self.cursor.string()?)?).is_none(),
                "note" => note.replace(self.cursor.string()?).is_none(),
                _ => false,
            };
            if !is_new {
                return Err(Doubt);
            }
            more = self.cursor.has_more(b'}')?;
        }
        let is_empty = from.zip(until).is_some_and(|(from, until)| until <= from);
        if list.dated_by.is_none() || is_empty || (from.is_none() && until.is_none()) {
            return Err(Doubt);
        }
        Ok(Completeness::During(Period { from, until }))
    }

    fn records(&mut self, list: &ListSymbol, member: Option<usize>) -> Result<Vec<RecordTold>, Doubt> {
        let most = usize::try_from(list.most).unwrap_or(usize::MAX);
        let mut records = Vec::new();
        let mut order = self.order(Entity::Record(list.id))?;
        let mut more = self.cursor.opens(b'[', b']')?;
        while more {
            self.records = self.records.saturating_add(1);
            if records.len() >= most || self.records > self.vocabulary.limits().records {
                return Err(Doubt);
            }
            let record = self.record(list, (member, records.len()), &mut order)?;
            records.push(record);
            more = self.cursor.has_more(b']')?;
        }
        Ok(records)
    }

    fn record(
        &mut self,
        list: &ListSymbol,
        (member, record): (Option<usize>, usize),
        order: &mut Order<'_>,
    ) -> Result<RecordTold, Doubt> {
        let symbols = self.vocabulary.facts_of(Entity::Record(list.id));
        let at = |slot| Place { member, record: Some((list.id, record)), slot };
        let mut facts = Row::of_nothing(symbols.len());
        let (mut owner, mut note) = (None, None);
        order.begin();
        let mut more = self.cursor.opens(b'{', b'}')?;
        while more {
            let is_new = match self.meaning(order)? {
                Meaning::Fact(slot) => {
                    let told = self.told(symbols.get(slot).ok_or(Doubt)?, at(Some(slot)))?;
                    facts.tell_first(slot, told)
                }
                Meaning::Owner if list.owned && !list.in_member => {
                    let id = self.cursor.string()?;
                    self.refer(at(None), id);
                    owner.replace(id).is_none()
                }
                Meaning::Note => note.replace(self.cursor.string()?).is_none(),
                _ => false,
            };
            if !is_new {
                return Err(Doubt);
            }
            more = self.cursor.has_more(b'}')?;
        }
        if list.owned && !list.in_member && owner.is_none() {
            return Err(Doubt);
        }
        Ok(RecordTold { owner: member, facts })
    }
}
