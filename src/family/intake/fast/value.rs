//! What was told of one fact, in its short and in its long form.

use super::{Doubt, Fast, Place, scalar};
use crate::{
    family::{
        intake::told::provenance_of,
        model::{Told, ToldValue},
    },
    value::Provenance,
    vocabulary::{FactSymbol, Type},
};

impl Fast<'_, '_> {
    /// What was told of a fact: the value alone, or an object with where it comes from.
    #[inline]
    pub(super) fn told(&mut self, fact: &FactSymbol, place: Place) -> Result<Told, Doubt> {
        if self.cursor.peek() == Some(b'{') {
            return self.long_form(fact, place);
        }
        Ok(Told::new(self.value(fact, place)?, Provenance::Declared))
    }

    fn long_form(&mut self, fact: &FactSymbol, place: Place) -> Result<Told, Doubt> {
        let (mut value, mut provenance, mut note) = (None, None, None);
        let mut more = self.cursor.opens(b'{', b'}')?;
        while more {
            let is_new = match self.cursor.key()? {
                "value" => value.replace(self.value(fact, place)?).is_none(),
                "provenance" => provenance.replace(self.provenance()?).is_none(),
                "note" => note.replace(self.cursor.string()?).is_none(),
                _ => false,
            };
            if !is_new {
                return Err(Doubt);
            }
            more = self.cursor.has_more(b'}')?;
        }
        Ok(Told::new(value.ok_or(Doubt)?, provenance.unwrap_or(Provenance::Declared)))
    }

    fn provenance(&mut self) -> Result<Provenance, Doubt> {
        provenance_of(self.cursor.string()?).ok_or(Doubt)
    }

    #[inline]
    fn value(&mut self, fact: &FactSymbol, place: Place) -> Result<ToldValue, Doubt> {
        match &fact.r#type {
            Type::Boolean => self.cursor.truth().map(ToldValue::Truth),
            Type::List(item) if **item == Type::Member => self.named(fact, place),
            Type::List(_) => Err(Doubt),
            Type::Number(_) if self.cursor.peek() != Some(b'"') => {
                scalar::number(fact, self.cursor.whole()?).map(ToldValue::Number)
            }
            _ => self.text(fact),
        }
    }

    /// The value of a fact that is told as a text.
    #[inline]
    fn text(&mut self, fact: &FactSymbol) -> Result<ToldValue, Doubt> {
        let text = self.cursor.string()?;
        if let Type::Choice(enumeration) = fact.r#type
            && let Some(place) = self.vocabulary.choice(enumeration, text)
        {
            return Ok(ToldValue::Choice(place));
        }
        // Where `none` is a named value it was found before.
        if text == "none" {
            return if fact.optional { Ok(ToldValue::None) } else { Err(Doubt) };
        }
        match fact.r#type {
            Type::Number(_) => scalar::number(fact, text).map(ToldValue::Number),
            Type::Date => scalar::date(text).map(ToldValue::Date),
            Type::Measure => self.vocabulary.measure(text).map(ToldValue::Measure).ok_or(Doubt),
            _ => Err(Doubt),
        }
    }

    /// Members by id. They are nobody at first: who comes later in the text is not known yet.
    fn named(&mut self, fact: &FactSymbol, place: Place) -> Result<ToldValue, Doubt> {
        if self.cursor.peek() == Some(b'"') {
            let id = self.cursor.string()?;
            if id != "none" {
                if !fact.single {
                    return Err(Doubt);
                }
                self.refer(place, id);
            }
            return Ok(ToldValue::Members(0));
        }
        let mut more = self.cursor.opens(b'[', b']')?;
        while more {
            let id = self.cursor.string()?;
            self.refer(place, id);
            more = self.cursor.has_more(b']')?;
            if more && fact.single {
                return Err(Doubt);
            }
        }
        Ok(ToldValue::Members(0))
    }
}
