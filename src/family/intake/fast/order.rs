//! Keys are guessed by the order in which they came before.

use super::{Doubt, Fast};
use crate::vocabulary::{Keys, Meaning};

/// The keys of the objects of one entity, and which of them came after which; at first in the order of the rules.
pub(super) struct Order<'a> {
    keys: &'a Keys,
    /// One more than the place of the last key; 0 before the first.
    last: usize,
    // By `last`: one more than the place of the key that came next, or 0 where that is not known.
    next: Vec<u32>,
}

impl<'a> Order<'a> {
    pub(super) fn of(keys: &'a Keys) -> Self {
        Self { keys, last: 0, next: vec![0; keys.count().saturating_add(1)] }
    }

    /// Begins an object.
    pub(super) fn begin(&mut self) {
        self.last = 0;
    }

    /// The place of the key that is likely to come next.
    #[inline]
    fn guess(&self) -> usize {
        let known = self.next.get(self.last).and_then(|next| next.checked_sub(1));
        known.and_then(|known| usize::try_from(known).ok()).unwrap_or(self.last)
    }

    fn learn(&mut self, place: usize) {
        let number = place.saturating_add(1);
        if let (Some(next), Ok(number)) = (self.next.get_mut(self.last), u32::try_from(number)) {
            *next = number;
        }
        self.last = number;
    }
}

impl Fast<'_, '_> {
    /// Steps over a key and its colon: what the key means.
    #[inline]
    pub(super) fn meaning(&mut self, order: &mut Order<'_>) -> Result<Meaning, Doubt> {
        let guess = order.guess();
        if let Some((written, meaning)) = order.keys.written(guess)
            && self.cursor.takes_text(written)
        {
            order.last = guess.saturating_add(1);
            return Ok(meaning);
        }
        let (place, meaning) = order.keys.find(self.cursor.key()?).ok_or(Doubt)?;
        order.learn(place);
        Ok(meaning)
    }
}

#[cfg(test)]
mod tests {
    use super::super::*;
    use crate::vocabulary::sample;

    #[test]
    fn keys_are_read_in_any_order() {
        let vocabulary = sample::vocabulary();
        let text = r#""id":"sex" : "sex":"relation":"married":"sex":"relation":"sexx":"#;
        let mut fast = Fast::new(text, &vocabulary);
        let mut order = Order::of(vocabulary.keys(Entity::Member).unwrap());
        let mut read = || fast.meaning(&mut order).ok();
        let (relation, sex, married) = (Some(Meaning::Fact(0)), Some(Meaning::Fact(1)), Some(Meaning::Fact(4)));
        let read: Vec<_> = (0..8).map(|_| read()).collect();
        assert_eq!(read, [Some(Meaning::Id), sex, sex, relation, married, sex, relation, None]);
    }
}
