//! Which outcomes go together: the exclusion groups that are law where the family lives, held against what may be granted.

use std::ops::BitOr;

use super::{
    offer::{Keys, Members, Offer},
    worth::Worth,
};
use crate::{
    check::{Bound, CheckedGroup, Counted, Force},
    document::Pick,
    value::{Date, Territory},
};

/// A group that is law, or may be, where the family lives.
#[derive(Debug, Clone, Copy)]
pub(super) struct Law<'a> {
    /// Its number.
    pub group: usize,
    pub checked: &'a CheckedGroup,
    /// Whether it surely is.
    pub is_sure: bool,
}

impl Law<'_> {
    /// For whom two outcomes both count in a group; nobody where they are of one measure, which never excludes itself.
    fn shared(&self, (one, other): (&Offer, &Offer), seen: Seen) -> Members {
        if one.measure == other.measure || !self.has(one) || !self.has(other) || seen == Seen::Surely && !self.is_sure {
            return 0;
        }
        if self.checked.is_while_overlapping && !seen.meet(one, other) {
            return 0;
        }
        seen.of(one.keys(self.checked.per)) & seen.of(other.keys(self.checked.per))
    }

    /// Whether those who count for somebody in a group are more than go together.
    fn is_too_much(&self, together: &[&Offer], seen: Seen) -> bool {
        // INVARIANT: the check of the rules lets no more than one measure go with others in such a group.
        if self.checked.is_while_overlapping {
            return pairs(together).any(|(one, other)| one.measure != other.measure && seen.meet(one, other));
        }
        let mut measures: Vec<usize> = together.iter().map(|offer| offer.measure).collect();
        measures.sort_unstable();
        measures.dedup();
        match self.checked.at_most {
            Bound::Count(count) => measures.len() > count,
            // One alone may pass the sum.
            Bound::Sum(..) if measures.len() < 2 => false,
            Bound::Sum(most, counted) => {
                let money = together.iter().map(|offer| money(offer, counted, seen)).fold(Worth::NOTHING, Worth::plus);
                match seen {
                    Seen::Surely => money.low > most,
                    Seen::ToldSurely | Seen::Told | Seen::Possibly => money.high.is_none_or(|high| high > most),
                }
            }
        }
    }

    /// Whether the measure of an outcome stands in the group.
    pub fn has(&self, offer: &Offer) -> bool {
        self.checked.measures.binary_search(&offer.measure).is_ok()
    }
}

/// The groups that are law on a day where the family lives, or may be.
pub(super) fn laws<'a>(groups: &'a [CheckedGroup], on: Date, home: &Territory) -> Vec<Law<'a>> {
    let law = |(group, checked): (usize, &'a CheckedGroup)| {
        let is_inside = checked.territories.iter().any(|territory| territory.contains(home));
        let is_perhaps = checked.territories.iter().any(|territory| home.contains(territory));
        let period = checked.force.period();
        let is_in_force = period.contains(on) && !matches!(checked.force, Force::Planned(_));
        // Whether what was attested until some day still is law nobody can say.
        let is_stale = matches!(checked.force, Force::Attested(_)) && period.until.is_some_and(|until| until <= on);
        ((is_inside || is_perhaps) && (is_in_force || is_stale)).then_some(Law {
            group,
            checked,
            is_sure: is_inside && is_in_force,
        })
    };
    groups.iter().enumerate().filter_map(law).collect()
}

/// How a question is asked: of what surely is so, of what is told, or of what may be so. Days that are told may leave open
/// whether they meet: then they surely do not, and may.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Seen {
    Surely,
    ToldSurely,
    Told,
    Possibly,
}

impl Seen {
    fn of(self, keys: Keys) -> Members {
        match self {
            Self::Surely => keys.sure,
            Self::ToldSurely | Self::Told => keys.shown,
            Self::Possibly => keys.possible,
        }
    }

    /// Whether two outcomes run on one and the same day.
    fn meet(self, one: &Offer, other: &Offer) -> bool {
        match self {
            Self::Surely => one.terms.0.surely_meets(other.terms.0),
            Self::ToldSurely => one.terms.1.surely_meets(other.terms.1),
            Self::Told => one.terms.1.may_meet(other.terms.1),
            Self::Possibly => one.terms.0.may_meet(other.terms.0),
        }
    }
}

/// Outcomes that may stand in each other's way, with the groups.
#[derive(Debug, Clone)]
pub(super) struct Field<'a> {
    pub laws: &'a [Law<'a>],
    pub offers: Vec<&'a Offer>,
}

impl Field<'_> {
    /// Whether outcomes, by their places here, do not go together.
    pub fn clash(&self, set: &[usize], seen: Seen) -> bool {
        let offers: Vec<&Offer> = set.iter().filter_map(|place| self.offers.get(*place).copied()).collect();
        let laws = self.laws.iter().filter(|law| seen != Seen::Surely || law.is_sure);
        laws.into_iter().any(|law| {
            let whom = |offer: &&Offer| if law.has(offer) { seen.of(offer.keys(law.checked.per)) } else { 0 };
            let everybody = offers.iter().map(whom).fold(0, BitOr::bitor);
            members(everybody).any(|member| {
                let class: Vec<&Offer> = offers.iter().filter(|offer| whom(offer) & member != 0).copied().collect();
                law.is_too_much(&class, seen)
            })
        })
    }

    /// The first group that binds two outcomes, as it is told or may be: both count for somebody for whom all that count are
    /// more than go together.
    pub fn binding(&self, one: usize, other: usize, seen: Seen, pick: Option<Pick>) -> Option<usize> {
        let pair = (*self.offers.get(one)?, *self.offers.get(other)?);
        let wanted = |law: &&Law<'_>| pick.is_none_or(|pick| law.checked.pick == pick);
        let found = self.laws.iter().filter(wanted).find(|law| {
            let shared = law.shared(pair, seen);
            members(shared).any(|member| {
                let counts = |offer: &&&Offer| law.has(offer) && seen.of(offer.keys(law.checked.per)) & member != 0;
                let class: Vec<&Offer> = self.offers.iter().filter(counts).copied().collect();
                law.is_too_much(&class, seen)
            })
        });
        found.map(|law| law.group)
    }

    /// Whether it is known of every two outcomes in a group whether their days meet.
    pub fn is_timed(&self, law: &Law<'_>) -> bool {
        let own: Vec<&Offer> = self.offers.iter().filter(|offer| law.has(offer)).copied().collect();
        !law.checked.is_while_overlapping
            || pairs(&own).all(|(one, other)| Seen::Surely.meet(one, other) == Seen::Possibly.meet(one, other))
    }

    /// Whether the days that are told leave open whether two outcomes go together.
    pub fn is_open(&self, two: [usize; 2]) -> bool {
        self.clash(&two, Seen::Told) && !self.clash(&two, Seen::ToldSurely)
    }

    /// Whether two outcomes may stand in each other's way.
    fn touches(&self, one: usize, other: usize, seen: Seen) -> bool {
        one != other && self.binding(one, other, seen, None).is_some()
    }

    /// Those that may stand in the way of one another, directly or through others; those that stand alone are left out.
    pub fn parts(&self, seen: Seen) -> Vec<Vec<usize>> {
        let mut open: Vec<usize> = (0..self.offers.len()).collect();
        let mut found = Vec::new();
        while let Some(first) = open.first().copied() {
            open.retain(|place| *place != first);
            let mut part = vec![first];
            let mut next = 0;
            while let Some(place) = part.get(next).copied() {
                next += 1;
                let (near, far) = open.iter().partition(|other| self.touches(place, **other, seen));
                part.extend::<Vec<usize>>(near);
                open = far;
            }
            part.sort_unstable();
            if part.len() > 1 {
                found.push(part);
            }
        }
        found
    }

    /// Some of the outcomes, by their places.
    pub fn part(&self, places: &[usize]) -> Self {
        let offers = places.iter().filter_map(|place| self.offers.get(*place).copied()).collect();
        Self { laws: self.laws, offers }
    }
}

/// Each two of several outcomes.
fn pairs<'a>(offers: &'a [&'a Offer]) -> impl Iterator<Item = (&'a Offer, &'a Offer)> {
    let after = |place: usize| offers.iter().skip(place.saturating_add(1));
    offers.iter().enumerate().flat_map(move |(place, one)| after(place).map(|other| (*one, *other)))
}

/// The members of a set, each alone.
fn members(set: Members) -> impl Iterator<Item = Members> {
    (0..Members::BITS).map(|place| Members::from(1_u8) << place).filter(move |member| set & member != 0)
}

/// The money that counts towards the sum of a group.
fn money(offer: &Offer, counted: Counted, seen: Seen) -> Worth {
    match (counted, seen) {
        (Counted::Worth, Seen::ToldSurely | Seen::Told) => offer.gain,
        (Counted::Worth, _) => offer.sure,
        (Counted::Rate(_), Seen::ToldSurely | Seen::Told) => offer.shown_rate,
        (Counted::Rate(_), _) => offer.rate.0,
    }
}
