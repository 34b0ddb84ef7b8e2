//! One fact as a view reads it: what counts, and what silence means.

use super::{
    assumed::Part,
    fact::{FactReader, Known},
    fixed::{Fixed, Numeral, PARTS},
    frame::View,
    possible::{Interval, NONE_BIT, Truth},
    roster::RecordSource,
};
use crate::{
    check::{CheckedFact, Entity, Standing, Type},
    family::{Plain, PlainForm, Row, Told, ToldValue},
    value::{Accepts, Number, Provenance},
};

/// A fact in a view; what is the same for every item is looked up once.
#[derive(Clone, Copy)]
pub struct FactColumn<'a> {
    reader: &'a FactReader<'a>,
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

impl FactReader<'_> {
    /// A fact as it is read in a view; none where the number is that of no fact.
    pub fn column(&self, view: View, fact: usize) -> Option<FactColumn<'_>> {
        let found = self.fact(fact)?;
        Some(FactColumn { reader: self, fact: found, slot: self.vocabulary.slot(fact), view })
    }
}

impl FactColumn<'_> {
    /// What was told of an item, this fact and others; nothing where the item stands for many, or surely nothing was told of
    /// the fact.
    #[inline]
    fn row(&self, item: usize) -> Option<&Row> {
        let (roster, family) = (self.reader.roster, self.reader.family?);
        match self.fact.symbol.entity {
            Entity::Family => Some(family.row()),
            Entity::Member => {
                let member = roster.members.get(item).filter(|member| member.marks & Row::mark(self.slot) != 0)?;
                Some(family.member(member.source?)?.row())
            }
            Entity::Record(list) => match roster.record(list, item)?.source {
                RecordSource::Told { member: Some(member), place } => {
                    Some(family.member(member)?.list(list).records().get(place)?.row())
                }
                RecordSource::Told { member: None, place } => Some(family.list(list).records().get(place)?.row()),
                RecordSource::Untold { .. } => None,
            },
        }
    }

    /// What was told at an item, whatever the view.
    pub fn told(&self, item: usize) -> Told {
        self.row(item).map_or(Told::NOTHING, |row| row.told(self.slot))
    }

    /// What was told at an item as a plain number, in short parts; nothing where nothing was.
    #[inline]
    pub fn plain(&self, item: usize) -> Option<Plain> {
        self.row(item)?.entry(self.slot).map(|entry| entry.plain(PARTS))
    }

    /// Whether it is a fact of records.
    pub fn is_of_records(&self) -> bool {
        matches!(self.fact.symbol.entity, Entity::Record(_))
    }

    /// Whether what was told so counts in the view.
    #[inline]
    fn counts(&self, provenance: Provenance) -> bool {
        match self.view {
            View::Told | View::Presumed => true,
            View::Accepted(accepts) => self.fact.symbol.accepts.intersection(accepts).accepts(provenance),
        }
    }

    /// How what was told counts in the view.
    pub fn known(&self, told: Told) -> Known {
        match told.value() {
            None => Known::Silence,
            Some(value) if self.counts(told.provenance()) => Known::Value(value),
            Some(_) => Known::Claim,
        }
    }

    /// The truth that was told and counts.
    #[inline]
    pub fn plain_truth(&self, plain: Plain) -> Option<Truth> {
        let is_known = plain.form == PlainForm::Truth && self.counts(plain.provenance);
        is_known.then(|| Truth::known(plain.number == 1))
    }

    /// The number or date that was told and counts, where it is short.
    #[inline]
    pub fn plain_interval(&self, plain: Plain) -> Option<Interval<Fixed>> {
        match plain.form {
            _ if !self.counts(plain.provenance) => None,
            PlainForm::None => Some(Interval::NONE),
            PlainForm::Whole if self.fact.symbol.r#type == Type::Date => Fixed::of(plain.number).map(Interval::point),
            PlainForm::Whole => Fixed::held(plain.number).map(Interval::point),
            PlainForm::Truth | PlainForm::Choice | PlainForm::Other => None,
        }
    }

    /// The named value that was told and counts.
    #[inline]
    pub fn plain_set(&self, plain: Plain) -> Option<u64> {
        match plain.form {
            _ if !self.counts(plain.provenance) => None,
            PlainForm::None => Some(NONE_BIT),
            PlainForm::Choice => Some(1 << plain.number.clamp(0, 63)),
            PlainForm::Truth | PlainForm::Whole | PlainForm::Other => None,
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
    pub fn interval(&self, told: Told, item: usize, applies: impl Fn() -> Truth) -> Interval {
        let known = self.known(told);
        if let Some(found) = Self::known_interval(known) {
            return found;
        }
        let assumed = self.assumed(item);
        let unknown = || match assumed {
            Some(Part::Span(part)) => part,
            _ => self.reader.unknown(self.fact, item),
        };
        let silent = self.silent(known, applies(), assumed);
        silent.all(standing_interval, unknown, |one, other| one.hull(&other)).unwrap_or(Interval::ANYTHING)
    }

    /// What silence about an item means, where nothing is assumed of the fact, in short numbers; nothing where they cannot
    /// hold it.
    pub fn short_silence(&self, item: usize, applies: Truth) -> Option<Interval<Fixed>> {
        let unknown = || self.reader.unknown(self.fact, item).short();
        let hull = |one: Option<Interval<Fixed>>, other: Option<_>| Some(one?.hull(&other?));
        let silent = self.silent(Known::Silence, applies, None);
        silent.all(|standing| standing_interval(standing).short(), unknown, hull)?
    }

    /// The number that counts; nothing where none does.
    fn known_interval(known: Known) -> Option<Interval> {
        match known {
            Known::Value(ToldValue::None) => Some(Interval::NONE),
            Known::Value(ToldValue::Number(number)) => Some(Interval::point(number)),
            Known::Value(ToldValue::Date(date)) => Some(Interval::point(Number::from(date.day_number()))),
            Known::Value(ToldValue::Measure(place)) => {
                Some(Interval::point(Number::from(i64::try_from(place).unwrap_or(i64::MAX))))
            }
            _ => None,
        }
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
    #[inline]
    pub fn hear(&self, heard: &mut Heard, told: Option<Provenance>) {
        if let Heard::Fact { origins, presumed, .. } = heard {
            match told {
                None => *presumed |= self.fact.presumed.is_some(),
                Some(provenance) => *origins = origins.with(provenance),
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
