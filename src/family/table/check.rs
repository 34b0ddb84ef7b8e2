//! Columns held against the vocabulary: every mistake is told in one run, and no value is shown.

use std::ops::RangeInclusive;

use super::column::{Cells, FactColumn, TableColumn, Values};
use crate::{
    diagnostic::{did_you_mean, quoted},
    family::{
        intake::is_near,
        model::{MOST_MEMBERS, ToldValue},
    },
    value::{Date, Number, Territory},
    vocabulary::{Entity, FactSymbol, NumberRange, Type, Vocabulary},
};

/// What was found wrong so far.
pub(super) struct Check<'v> {
    vocabulary: &'v Vocabulary,
    pub mistakes: Vec<Mistake>,
}

/// What is wrong, and how it is mended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Mistake {
    pub what: String,
    pub help: String,
}

impl<'v> Check<'v> {
    pub fn new(vocabulary: &'v Vocabulary) -> Self {
        Self { vocabulary, mistakes: Vec::new() }
    }

    pub fn note(&mut self, what: String, help: impl Into<String>) {
        self.mistakes.push(Mistake { what, help: help.into() });
    }

    /// Where the members of each family begin.
    pub fn begins(&mut self, sizes: &[u32]) -> Vec<usize> {
        let most = u32::try_from(self.vocabulary.limits().members.min(MOST_MEMBERS)).unwrap_or(u32::MAX);
        if let Some((family, size)) = sizes.iter().enumerate().find(|(_, size)| !(1..=most).contains(*size)) {
            let what = format!("family {family} has {size} members");
            self.note(what, format!("a family has from 1 to {most} of them, the one who applies too"));
        }
        let sizes = sizes.iter().map(|size| usize::try_from(*size).unwrap_or(usize::MAX));
        let ends = sizes.scan(0_usize, |end, size| {
            *end = end.saturating_add(size);
            Some(*end)
        });
        std::iter::once(0).chain(ends).collect()
    }

    /// The territories that are named.
    pub fn territories(&mut self, names: &[String]) -> Vec<Territory> {
        if names.is_empty() {
            self.note(
                "nothing says where the families live".to_owned(),
                "name a territory, such as `RU-KHA/khabarovsk`",
            );
        }
        let mut found = Vec::new();
        for name in names {
            if let Some(territory) = self.vocabulary.territory(name) {
                found.push(territory.clone());
                continue;
            }
            let known = self.vocabulary.territories().iter().map(Territory::as_str);
            let help = did_you_mean(name, known, "territories");
            self.note(format!("there is no territory {} in the rules", quoted(name)), help);
        }
        found
    }

    /// Holds the places of territories against their number.
    pub fn homes(&mut self, homes: Option<&[u32]>, (families, territories): (usize, usize)) {
        let Some(homes) = homes else { return };
        self.length("the territory", Some(homes.len()), families);
        let is_wrong = |home: &u32| usize::try_from(*home).is_ok_and(|home| home >= territories);
        if let Some(family) = homes.iter().position(is_wrong) {
            let what = format!("the territory of family {family} is none of those that are named");
            self.note(what, format!("there are {territories} of them, counted from 0"));
        }
    }

    /// Who applies is the first member of each family, and nobody else.
    pub fn applicants(&mut self, members: &[TableColumn<'_>], begins: &[usize]) {
        let Some((slot, own)) = self.vocabulary.applicant() else { return };
        let help = "the first member of a family has the relation `self`, and nobody else of it";
        let Some(relations) = members.iter().find(|column| column.slot == slot) else {
            // What is wrong with the column was noted.
            if self.mistakes.is_empty() && begins.len() > 1 {
                self.note("no column tells the `relation` of the members".to_owned(), help);
            }
            return;
        };
        for (family, (begin, end)) in begins.iter().zip(begins.iter().skip(1)).enumerate() {
            for place in *begin..*end {
                let told = relations.told(place).value();
                let what = match told.map(|told| told == ToldValue::Choice(own)) {
                    None => format!("`relation` of the member at {place} is not told"),
                    Some(false) if place == *begin => format!("the first member of family {family} does not apply"),
                    Some(true) if place != *begin => format!("two members of family {family} apply"),
                    _ => continue,
                };
                return self.note(what, help);
            }
        }
    }

    /// Notes a length that is not the wanted one; nothing is wrong with what was left out.
    pub fn length(&mut self, of: &str, found: Option<usize>, wanted: usize) {
        if let Some(found) = found.filter(|found| *found != wanted) {
            self.note(format!("{of} has {found} values"), format!("there are {wanted} rows"));
        }
    }

    /// A column as one of the vocabulary.
    pub fn column<'a>(
        &mut self,
        (entity, name): (Entity, &str),
        column: &FactColumn<'a>,
        begins: &[usize],
    ) -> Option<TableColumn<'a>> {
        let Some(fact) = self.vocabulary.fact(entity, name).cloned() else {
            let whose = if entity == Entity::Family { "families" } else { "members" };
            let help = did_you_mean(name, self.vocabulary.fact_names(entity), "facts");
            self.note(format!("there is no fact {} of {whose}", quoted(name)), help);
            return None;
        };
        let rows = match entity {
            Entity::Family => begins.len().saturating_sub(1),
            _ => begins.last().copied().unwrap_or(0),
        };
        let FactColumn { values, told, none, provenance } = *column;
        let before = self.mistakes.len();
        self.length(&quoted(name), Some(values.len()), rows);
        self.length(&format!("`told` of {}", quoted(name)), told.map(<[bool]>::len), rows);
        self.length(&format!("`none` of {}", quoted(name)), none.map(<[bool]>::len), rows);
        let cells = self.cells(&fact, values)?;
        if self.mistakes.len() > before {
            return None;
        }
        let found = TableColumn { slot: self.vocabulary.slot(fact.id), cells, told, none, provenance };
        let is_none = |place: usize| none.is_some_and(|none| none.get(place) == Some(&true));
        if let Some(place) = (0..rows).find(|place| !fact.optional && is_none(*place)) {
            let what = format!("{} at {place} is none, though it always exists", quoted(name));
            self.note(what, "say that it is not told where it is not known");
        }
        let within = Within::new(&fact, &found.cells, (entity, begins));
        let is_told = |place: usize| told.is_none_or(|told| told.get(place) == Some(&true)) && !is_none(place);
        let mut wrong = (0..rows).filter(|place| is_told(*place) && !within.has(&found.cells, *place));
        if let Some(first) = wrong.next() {
            let more = wrong.count();
            let more = if more == 0 { String::new() } else { format!(" and {more} more") };
            self.note(format!("{} at {first}{more} cannot be so", quoted(name)), within.help());
        }
        Some(found)
    }

    /// The values as those of the fact.
    fn cells<'a>(&mut self, fact: &FactSymbol, values: Values<'a>) -> Option<Cells<'a>> {
        Some(match (&fact.r#type, values) {
            (Type::Boolean, Values::Truths(values)) => Cells::Truths(values),
            (Type::Number(_), Values::Numbers(values)) => {
                let Some(parts) = 10_i128.checked_pow(fact.digits) else {
                    let what = format!("{} has {} digits after the point", quoted(&fact.name), fact.digits);
                    self.note(what, "hand such families over one by one: no column has so small parts");
                    return None;
                };
                Cells::Numbers(values, parts)
            }
            (Type::Date, Values::Dates(values)) => {
                Cells::Dates(values, values.iter().copied().max().unwrap_or(Date::MIN))
            }
            (Type::Choice(enumeration), Values::Choices(values, names)) => {
                let mut places = Vec::with_capacity(names.len());
                for name in names {
                    let place = self.vocabulary.choice(*enumeration, name);
                    if place.is_none() {
                        let known = self.vocabulary.values(*enumeration).iter().map(String::as_str);
                        let help = did_you_mean(name, known, "values");
                        self.note(format!("{} is not a value of {}", quoted(name), quoted(&fact.name)), help);
                    }
                    places.extend(place);
                }
                (places.len() == names.len()).then_some(Cells::Choices(values, places))?
            }
            (Type::List(item), Values::Members(values)) if **item == Type::Member => Cells::Members(values),
            (wanted, _) => {
                let wanted = match wanted {
                    Type::Boolean => "truths",
                    Type::Number(_) => "numbers",
                    Type::Date => "dates",
                    Type::Choice(_) => "choices",
                    _ => "members",
                };
                let what = format!("the values of {} are of another kind", quoted(&fact.name));
                self.note(what, format!("hand them over as {wanted}"));
                return None;
            }
        })
    }
}

/// What the values of a column can be.
enum Within<'b> {
    Anything,
    /// From one number of parts to another; the range and the parts in words.
    Numbers(RangeInclusive<i64>, String),
    Dates,
    /// One of so many names.
    Choices(usize),
    /// Members of the same family, by the places where families begin; one at most, where that is so.
    Members(Entity, &'b [usize], bool),
}

impl<'b> Within<'b> {
    fn new(fact: &FactSymbol, cells: &Cells<'_>, (entity, begins): (Entity, &'b [usize])) -> Self {
        match cells {
            Cells::Truths(_) => Self::Anything,
            Cells::Numbers(_, parts) => {
                let Some(NumberRange { low, high }) = fact.range else { return Self::Anything };
                let end = |end: Number| end.checked_mul(Number::from_integer(*parts)).and_then(Number::to_i64);
                let (least, most) = (end(low).unwrap_or(i64::MIN), end(high).unwrap_or(i64::MAX));
                let parts = if *parts == 1 { String::new() } else { format!(", {parts} of which make one") };
                Self::Numbers(least..=most, format!("it can be from {least} to {most}{parts}"))
            }
            Cells::Dates(..) => Self::Dates,
            Cells::Choices(_, names) => Self::Choices(names.len()),
            Cells::Members(_) => Self::Members(entity, begins, fact.single),
        }
    }

    /// Whether the value at a place can be.
    fn has(&self, cells: &Cells<'_>, place: usize) -> bool {
        match (self, cells) {
            (Self::Numbers(range, _), Cells::Numbers(values, _)) => {
                values.get(place).is_some_and(|value| range.contains(value))
            }
            (Self::Dates, Cells::Dates(values, _)) => values.get(place).is_some_and(|date| is_near(date.year())),
            (Self::Choices(count), Cells::Choices(values, _)) => {
                values.get(place).is_some_and(|value| usize::from(*value) < *count)
            }
            (Self::Members(entity, begins, single), Cells::Members(values)) => values.get(place).is_some_and(|bits| {
                let strangers = bits.checked_shr(family_size((*entity, begins), place)).unwrap_or(0);
                strangers == 0 && (!single || bits.count_ones() <= 1)
            }),
            _ => true,
        }
    }

    fn help(&self) -> String {
        match self {
            Self::Anything => String::new(),
            Self::Numbers(_, range) => range.clone(),
            Self::Dates => "check the year: it is from 1800 to 2299".to_owned(),
            Self::Choices(count) => format!("it is the place of one of the {count} names, counted from 0"),
            Self::Members(_, _, true) => "it is the bit of one member of the same family at most".to_owned(),
            Self::Members(..) => "it has a bit for each member of the same family at most".to_owned(),
        }
    }
}

/// How many members the family of a row has.
fn family_size((entity, begins): (Entity, &[usize]), row: usize) -> u32 {
    let after = match entity {
        Entity::Family => row.saturating_add(1),
        _ => begins.partition_point(|begin| *begin <= row),
    };
    let begin = after.checked_sub(1).and_then(|before| begins.get(before));
    let size = begins.get(after).zip(begin).map_or(0, |(end, begin)| end.saturating_sub(*begin));
    u32::try_from(size).unwrap_or(u32::MAX)
}
