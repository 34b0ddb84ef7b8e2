//! One fact as a view reads it: what counts, and what silence means.

use super::{
    assumed::Part,
    fact::{FactReader, Known},
    fixed::Numeral,
    frame::View,
    possible::{Interval, NONE_BIT, Truth},
    roster::RecordSource,
};
use crate::{
    check::{CheckedFact, Entity, Standing},
    family::{Told, ToldValue},
    value::{Accepts, Number},
};

/// A fact in a view; what is the same for every item is looked up once.
#[derive(Clone, Copy)]
pub struct FactColumn<'a> {
    reader: FactReader<'a>,
    fact: &'a CheckedFact,
    slot: usize,
    view: View,
}

/// What a fact can be of which nothing that counts was told.
struct Silent {
    /// What stands where the fact does not apply, if it need not.
    elsewhere: Option<Standing>,
    /// What is presumed where it applies, if it can.
    here: Option<Standing>,
    /// Whether it can also be anything.
    is_unknown: bool,
}

impl Silent {
    /// All of it together.
    fn all<T>(
        self,
        standing: impl Fn(Standing) -> T,
        unknown: impl FnOnce() -> T,
        either: impl Fn(T, T) -> T,
    ) -> Option<T> {
        let unknown = if self.is_unknown { Some(unknown()) } else { None };
        let standing = self.elsewhere.into_iter().chain(self.here).map(standing);
        standing.chain(unknown).reduce(either)
    }
}

impl<'a> FactReader<'a> {
    /// A fact as it is read in a view; none where the number is that of no fact.
    pub fn column(&self, view: View, fact: usize) -> Option<FactColumn<'a>> {
        let found = self.fact(fact)?;
        Some(FactColumn { reader: *self, fact: found, slot: self.vocabulary.slot(fact), view })
    }
}

impl FactColumn<'_> {
    /// What was told at an item, whatever the view.
    pub fn told(&self, item: usize) -> Told {
        let roster = self.reader.roster;
        let found = self.reader.family.and_then(|family| match self.fact.symbol.entity {
            Entity::Family => Some(family.told(self.slot)),
            Entity::Member => Some(family.member(roster.members.get(item)?.source?)?.told(self.slot)),
            Entity::Record(list) => match roster.record(list, item)?.source {
                RecordSource::Told { member: Some(member), place } => {
                    Some(family.member(member)?.list(list).records().get(place)?.told(self.slot))
                }
                RecordSource::Told { member: None, place } => {
                    Some(family.list(list).records().get(place)?.told(self.slot))
                }
                RecordSource::Untold { .. } => None,
            },
        });
        found.unwrap_or(Told::NOTHING)
    }

    /// Whether it is a fact of records.
    pub fn is_of_records(&self) -> bool {
        matches!(self.fact.symbol.entity, Entity::Record(_))
    }

    /// How what was told counts in the view.
    pub fn known(&self, told: Told) -> Known {
        let Some(value) = told.value() else { return Known::Silence };
        match self.view {
            View::Told | View::Presumed => Known::Value(value),
            View::Accepted(accepts) => {
                let own = self.fact.symbol.accepts.intersection(accepts);
                if own.accepts(told.provenance()) { Known::Value(value) } else { Known::Claim }
            }
        }
    }

    /// Whether something is assumed of the fact, so that silence does not mean the same everywhere.
    pub fn is_assumed(&self) -> bool {
        self.reader.assumed.iter().any(|assumed| assumed.fact == self.fact.symbol.id)
    }

    /// What is assumed of the fact at an item.
    fn assumed(&self, item: usize) -> Option<Part> {
        let assumed = self.reader.assumed.iter();
        let mut own = assumed.filter(|assumed| assumed.fact == self.fact.symbol.id && assumed.item == item);
        own.next_back().map(|assumed| assumed.part)
    }

    /// What silence, or a claim that does not count, can mean: a claim anything, for what was told counts elsewhere than
    /// where the fact applies too. Nothing is presumed against what is assumed.
    fn silent(&self, known: Known, applies: Truth, assumed: Option<Part>) -> Silent {
        if known != Known::Silence {
            return Silent { elsewhere: None, here: None, is_unknown: true };
        }
        let is_presumed = assumed.is_none() && self.view == View::Presumed;
        let presumed = if is_presumed { self.fact.presumed } else { None };
        Silent {
            elsewhere: if applies.no { self.fact.otherwise } else { None },
            here: if applies.yes { presumed } else { None },
            is_unknown: (applies.yes && presumed.is_none()) || (applies.no && self.fact.otherwise.is_none()),
        }
    }

    /// A yes-or-no fact; where it applies and what gives it are read only where it was not told.
    pub fn truth(
        &self,
        told: Told,
        item: usize,
        applies: impl Fn() -> Truth,
        derived: impl Fn() -> Option<Truth>,
    ) -> Truth {
        let known = self.known(told);
        if let Known::Value(ToldValue::Truth(value)) = known {
            return Truth::known(value);
        }
        if let Some(derived) = derived().filter(|_| known == Known::Silence) {
            return derived;
        }
        let assumed = self.assumed(item);
        let unknown = match assumed {
            Some(Part::Truth(value)) => Truth::known(value),
            _ => Truth::UNKNOWN,
        };
        let standing = |standing| match standing {
            Standing::Truth(value) => Truth::known(value),
            _ => Truth::UNKNOWN,
        };
        let silent = self.silent(known, applies(), assumed);
        silent.all(standing, || unknown, Truth::either).unwrap_or(Truth::UNKNOWN)
    }

    /// A number, a date or the place of a measure.
    pub fn interval(
        &self,
        told: Told,
        item: usize,
        applies: impl Fn() -> Truth,
        derived: impl Fn() -> Option<Interval>,
    ) -> Interval {
        let known = self.known(told);
        if let Some(found) = Self::known_interval(known) {
            return found;
        }
        if let Some(derived) = derived().filter(|_| known == Known::Silence) {
            return derived;
        }
        let assumed = self.assumed(item);
        let unknown = || match assumed {
            Some(Part::Span(part)) => part,
            _ => self.reader.unknown(self.fact, item),
        };
        let silent = self.silent(known, applies(), assumed);
        silent.all(standing_interval, unknown, |one, other| one.hull(&other)).unwrap_or(Interval::ANYTHING)
    }

    /// The number that counts, in one kind of number; nothing where none does or this kind cannot hold it.
    #[inline]
    pub fn known_interval<N: Numeral>(known: Known) -> Option<Interval<N>> {
        let number = match known {
            Known::Value(ToldValue::None) => return Some(Interval::NONE),
            Known::Value(ToldValue::Number(number)) => N::of_number(number),
            Known::Value(ToldValue::Date(date)) => N::of(date.day_number()),
            Known::Value(ToldValue::Measure(place)) => N::of(i64::try_from(place).unwrap_or(i64::MAX)),
            _ => None,
        };
        number.map(Interval::point)
    }

    /// A value of an enumeration.
    pub fn set(&self, told: Told, item: usize, applies: impl Fn() -> Truth, derived: impl Fn() -> Option<u64>) -> u64 {
        let known = self.known(told);
        match known {
            Known::Value(ToldValue::None) => return NONE_BIT,
            Known::Value(ToldValue::Choice(place)) => return 1 << u32::from(place).min(63),
            _ => {}
        }
        if let Some(derived) = derived().filter(|_| known == Known::Silence) {
            return derived;
        }
        let assumed = self.assumed(item);
        let unknown = || match assumed {
            Some(Part::Set(part)) => part,
            _ => self.reader.all_values(self.fact),
        };
        let silent = self.silent(known, applies(), assumed);
        silent.all(standing_set, unknown, |one, other| one | other).unwrap_or(u64::MAX)
    }

    /// Whether a fact points to the member at an item.
    pub fn points(&self, told: Told, (item, target): (usize, usize), applies: impl Fn() -> Truth) -> Truth {
        let known = self.known(told);
        match known {
            Known::Value(ToldValue::None) => return Truth::FALSE,
            Known::Value(ToldValue::Members(mask)) => {
                let source = self.reader.roster.members.get(target).and_then(|member| member.source);
                let bit = source.and_then(|source| u32::try_from(source).ok()).filter(|source| *source < 64);
                return Truth::known(bit.is_some_and(|bit| mask >> bit & 1 == 1));
            }
            _ => {}
        }
        let assumed = self.assumed(item);
        let unknown = match assumed {
            Some(Part::Members(may)) => may.truth(target),
            _ => Truth::UNKNOWN,
        };
        let standing = |standing| match standing {
            Standing::Nobody | Standing::None => Truth::FALSE,
            _ => Truth::UNKNOWN,
        };
        let silent = self.silent(known, applies(), assumed);
        silent.all(standing, || unknown, Truth::either).unwrap_or(Truth::UNKNOWN)
    }

    /// Nothing heard yet.
    pub fn unheard(&self) -> Heard {
        Heard::Fact { accepts: self.fact.symbol.accepts, origins: Accepts::from_iter([]), presumed: false }
    }

    /// Adds what was told at an item.
    pub fn hear(&self, heard: &mut Heard, told: Told) {
        if let Heard::Fact { origins, presumed, .. } = heard {
            if told.is_nothing() {
                *presumed |= self.fact.presumed.is_some();
            } else {
                *origins = origins.with(told.provenance());
            }
        }
    }
}

/// What a source heard of one family: enough to say whether two views can differ in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Heard {
    /// A fact.
    Fact {
        /// The provenances that suffice for it.
        accepts: Accepts,
        /// The provenances with which it was told, of whatever item.
        origins: Accepts,
        /// Silence about some item is filled by a presumption.
        presumed: bool,
    },
    /// A value from records that stand-ins may be told for.
    Records,
}

impl Heard {
    /// Nothing that any view could differ in.
    pub fn nothing() -> Self {
        let none = Accepts::from_iter([]);
        Self::Fact { accepts: none, origins: none, presumed: false }
    }

    /// Whether the source, read from the same operands, can be different in two views.
    pub fn differs(self, one: View, other: View) -> bool {
        match self {
            Self::Fact { accepts, origins, presumed } => {
                let counting = |view: View| match view {
                    View::Accepted(list) => accepts.intersection(list).intersection(origins),
                    View::Told | View::Presumed => origins,
                };
                let presumes = (one == View::Presumed) != (other == View::Presumed);
                counting(one) != counting(other) || (presumed && presumes)
            }
            // A stand-in is a claim, so it counts where claims do.
            Self::Records => matches!(one, View::Accepted(_)) != matches!(other, View::Accepted(_)),
        }
    }
}

fn standing_interval(standing: Standing) -> Interval {
    match standing {
        Standing::Number(number) => Interval::point(number),
        Standing::Date(date) => Interval::point(Number::from(date.day_number())),
        _ => Interval::NONE,
    }
}

fn standing_set(standing: Standing) -> u64 {
    match standing {
        Standing::Choice(place) => 1 << u32::from(place).min(63),
        _ => NONE_BIT,
    }
}
