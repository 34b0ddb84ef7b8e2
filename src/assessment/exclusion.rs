//! Which outcomes surely fall away, which are for the family to choose, and which depend on others.
//!
//! Of all sets of outcomes that go together the law grants the one worth the most; of two worth the same the one that holds
//! the first of the outcomes in which they differ, by name of the measure and id of the member. An outcome is excluded where
//! it is in no such set whatever is learned: then nothing that is learned brings it back.

use std::cmp::Reverse;

use super::{
    bundle::best_together,
    group::{Field, Law, Seen},
    outcome::Choice,
    worth::Worth,
};
use crate::document::Pick;

/// Up to so many outcomes in each other's way every set of them is tried.
const TRIED: usize = 6;
/// Up to so many the best set is exact.
pub(super) const EXACT: usize = 12;

/// Outcomes in each other's way, as bits in the order of the verdicts.
type Set = u32;

/// An outcome that may make another one fall away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rival {
    /// The place of its verdict.
    pub place: usize,
    /// The group, by number.
    pub group: usize,
}

/// What the groups make of one outcome.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Standing {
    /// The place of its verdict.
    pub place: usize,
    pub choice: Choice,
    /// Those on which it still depends.
    pub depends: Vec<Rival>,
}

/// What the groups make of the outcomes that could be had by themselves.
pub(super) fn standings(field: &Field<'_>) -> Vec<Standing> {
    let mut found = Vec::new();
    for part in field.parts(Seen::Possibly) {
        let part = Part::new(field.part(&part));
        let better: Vec<Vec<Vec<usize>>> = (0..part.count()).map(|place| part.better(place)).collect();
        let fallen: Vec<Option<(usize, usize)>> = (0..part.count()).map(|place| part.fallen(place, &better)).collect();
        found.extend((0..part.count()).filter_map(|place| part.standing(place, &fallen)));
    }
    // What uses up what the family has is for the family to choose, also where nothing else stands in its way.
    for offer in field.offers.iter().filter(|offer| offer.has_costs && offer.is_granted) {
        let Some(place) = offer.place else { continue };
        if !found.iter().any(|standing| standing.place == place) {
            found.push(Standing { place, choice: Choice::Option, depends: Vec::new() });
        }
    }
    found
}

/// Outcomes in each other's way.
struct Part<'a> {
    field: Field<'a>,
    /// Whether two may stand in each other's way, as rows of bits; only up to as many as are tried.
    touching: Vec<Set>,
    /// Whether a set surely does not go together, and whether it may not; only up to as many as are tried.
    surely: Vec<bool>,
    perhaps: Vec<bool>,
    /// What each set is worth whatever is learned; only up to as many as are tried.
    worths: Vec<Worth>,
    /// Those that are granted whatever is learned and whatever the family chooses.
    stayers: Vec<bool>,
    /// The best set, where nothing about it is open and it is not tried whole.
    best: Option<Vec<usize>>,
}

impl<'a> Part<'a> {
    fn new(field: Field<'a>) -> Self {
        let count = field.offers.len();
        let is_choice = |place: usize| {
            let binds = |other: usize| field.binding(place, other, Seen::Possibly, Some(Pick::Family)).is_some();
            field.offers.get(place).is_some_and(|offer| offer.has_costs)
                || (0..count).any(|it| it != place && binds(it))
        };
        let stays = |place: usize| field.offers.get(place).is_some_and(|offer| offer.is_firm) && !is_choice(place);
        let stayers: Vec<bool> = (0..count).map(stays).collect();
        let (mut surely, mut perhaps, mut touching, mut worths) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        if count <= TRIED {
            let row = |place: usize| {
                let near = (0..count)
                    .filter(|other| *other != place && field.binding(place, *other, Seen::Possibly, None).is_some());
                near.fold(0, |set: Set, other| set | bit(other))
            };
            touching = (0..count).map(row).collect();
            let sets = || (0..bit(count)).map(|set| places(set).collect::<Vec<usize>>());
            surely = sets().map(|set| field.clash(&set, Seen::Surely)).collect();
            perhaps = sets().map(|set| field.clash(&set, Seen::Possibly)).collect();
            worths = sets().map(|set| worth(&field, set)).collect();
        }
        let mut part = Self { field, touching, surely, perhaps, worths, stayers, best: None };
        if count > TRIED && count <= EXACT && part.is_settled() {
            part.best = best_together(&part.field, |offer| offer.sure.low, Seen::Surely);
        }
        part
    }

    fn count(&self) -> usize {
        self.field.offers.len()
    }

    /// Whether nothing that is learned and no choice of the family changes anything.
    fn is_settled(&self) -> bool {
        let is_settled = |law: &Law<'_>| {
            let mut own = self.field.offers.iter().filter(|offer| law.has(offer)).peekable();
            own.peek().is_none()
                || law.is_sure
                    && self.field.is_timed(law)
                    && own.all(|offer| {
                        let keys = offer.keys(law.checked.per);
                        keys.sure == keys.possible
                    })
        };
        self.stayers.iter().all(|stays| *stays)
            && self.field.offers.iter().all(|offer| offer.sure.is_exact() && offer.rate.0.is_exact())
            && self.field.laws.iter().all(is_settled)
    }

    /// The sets that surely replace an outcome, the one to be told of first.
    fn better(&self, place: usize) -> Vec<Vec<usize>> {
        if self.count() <= TRIED {
            return self.replacing(place).into_iter().map(|set| places(set).collect()).collect();
        }
        if let Some(best) = &self.best {
            return if best.contains(&place) { Vec::new() } else { vec![best.clone()] };
        }
        (0..self.count()).filter(|other| self.is_better(*other, place)).map(|other| vec![other]).collect()
    }

    /// What surely replaces an outcome: the place of it here, and the group. It is told of what has not fallen away itself.
    fn fallen(&self, place: usize, better: &[Vec<Vec<usize>>]) -> Option<(usize, usize)> {
        let sets = better.get(place).filter(|sets| !sets.is_empty())?;
        let stands = |other: &usize| better.get(*other).is_some_and(Vec::is_empty);
        let whole = sets.iter().find(|set| set.iter().all(stands)).map(|set| self.foremost(place, set.iter().copied()));
        let standing =
            || self.foremost(place, (0..self.count()).filter(|other| self.is_stayer(*other) && stands(other)));
        let any = || self.foremost(place, sets.iter().flatten().copied());
        let by = whole.flatten().or_else(standing).or_else(any)?;
        Some((by, self.field.binding(place, by, Seen::Possibly, None)?))
    }

    fn is_stayer(&self, place: usize) -> bool {
        self.stayers.get(place).copied().unwrap_or(false)
    }

    /// Of several that stand in the way of one the first of those worth the most.
    fn foremost(&self, place: usize, others: impl Iterator<Item = usize>) -> Option<usize> {
        let touching = others.filter(|other| self.field.binding(place, *other, Seen::Possibly, None).is_some());
        let worth = |other: &usize| self.field.offers.get(*other).map(|offer| offer.sure.low);
        touching.min_by_key(|other| (Reverse(worth(other)), *other))
    }

    /// The sets that are better than any with this one in it, the smallest first: they are granted, go together, and whoever
    /// had such a set could take them in place of all that stand in their way.
    fn replacing(&self, place: usize) -> Vec<Set> {
        let all = bit(self.count()).saturating_sub(1);
        let staying = self.stayers.iter().enumerate().filter(|(_, stays)| **stays);
        let staying = staying.fold(0, |set: Set, (place, _)| set | bit(place)) & !bit(place);
        let mut found: Vec<Set> = (1..=all)
            .filter(|set| set & !staying == 0 && !is_in(&self.perhaps, *set))
            .filter(|set| {
                let with = (1..=all).filter(|other| other & bit(place) != 0 && !is_in(&self.surely, *other));
                with.into_iter().all(|other| self.replaces(*set, other))
            })
            .collect();
        found.sort_by_key(|set| (set.count_ones(), Reverse(self.worth(*set).map(|worth| worth.low)), *set));
        found
    }

    /// What several are worth together, whatever is learned.
    fn worth(&self, set: Set) -> Option<Worth> {
        usize::try_from(set).ok().and_then(|place| self.worths.get(place)).copied()
    }

    /// Whether a set is better for the outcomes of another one put in place of those that stand in their way.
    fn replaces(&self, set: Set, other: Set) -> bool {
        let near = places(set).filter_map(|place| self.touching.get(place)).fold(0, |all: Set, row| all | row);
        let gained = set & !other;
        gained != 0 && self.improves(other, gained, near & !set)
    }

    /// Whether a set gets better with some more in it, in place of all that stand in their way, or of so many of them that
    /// the rest surely goes together with them.
    fn improves(&self, set: Set, gained: Set, near: Set) -> bool {
        let lost = set & near;
        let is_enough = |part: Set| self.outweighs(gained, part) && !is_in(&self.perhaps, set & !part | gained);
        self.outweighs(gained, lost) || (0..lost).filter(|part| part & !lost == 0).any(is_enough)
    }

    /// Whether some are surely worth more than others, or as much and the first of them all is among them.
    fn outweighs(&self, gained: Set, lost: Set) -> bool {
        let (Some(more), Some(less)) = (self.worth(gained), self.worth(lost)) else { return false };
        if lost == 0 {
            return true;
        }
        less.high
            .is_some_and(|high| more.low > high || more.low == high && gained.trailing_zeros() < lost.trailing_zeros())
    }

    /// Whether one outcome surely stands in the way of another, is worth more, and has no rival that is not one of the other
    /// too.
    fn is_better(&self, better: usize, than: usize) -> bool {
        let worth = |place: usize| self.field.offers.get(place).map(|offer| offer.sure);
        let (Some(gain), Some(loss)) = (worth(better), worth(than)) else { return false };
        let is_more = loss.high.is_some_and(|high| gain.low > high || gain.low == high && better < than);
        let is_sure = |one: usize, other: usize| self.field.clash(&[one, other], Seen::Surely);
        better != than
            && self.is_stayer(better)
            && is_more
            && is_sure(better, than)
            && (0..self.count()).all(|other| {
                other == better
                    || other == than
                    || self.field.binding(better, other, Seen::Possibly, None).is_none()
                    || is_sure(other, than)
            })
    }

    fn standing(&self, place: usize, fallen: &[Option<(usize, usize)>]) -> Option<Standing> {
        let offer = self.field.offers.get(place).filter(|offer| offer.is_granted)?;
        let verdict = |place: usize| self.field.offers.get(place).and_then(|offer| offer.place);
        let own = offer.place?;
        if let Some((by, group)) = fallen.get(place).copied().flatten() {
            let choice = Choice::Excluded { by: verdict(by)?, group };
            return Some(Standing { place: own, choice, depends: Vec::new() });
        }
        let is_open = |other: &usize| *other != place && fallen.get(*other).is_some_and(Option::is_none);
        let open: Vec<usize> = (0..self.count()).filter(is_open).collect();
        let is_granted = |other: &usize| self.field.offers.get(*other).is_some_and(|offer| offer.is_granted);
        let is_choice = offer.has_costs || self.is_choice(place, open.iter().copied().filter(is_granted).collect());
        let choice = if is_choice { Choice::Option } else { Choice::Alone };
        let pick = if is_choice { Some(Pick::Largest) } else { None };
        let depends = if self.stays(place, &open, pick) { Vec::new() } else { self.rivals(place, &open, pick) };
        Some(Standing { place: own, choice, depends })
    }

    /// Whether the family chooses between an outcome and others that could be had.
    fn is_choice(&self, place: usize, mut others: Vec<usize>) -> bool {
        others.push(place);
        others.sort_unstable();
        let field = self.field.part(&others);
        let Some(own) = others.iter().position(|other| *other == place) else { return false };
        let is_bound = |other: usize| field.binding(own, other, Seen::ToldSurely, Some(Pick::Family)).is_some();
        (0..others.len()).any(|other| other != own && is_bound(other))
    }

    /// Whether an outcome is among the best whatever else turns out to be due.
    /// What the family chooses among stays in any case, and what may yet be chosen in its place does not.
    fn stays(&self, place: usize, open: &[usize], pick: Option<Pick>) -> bool {
        let bound = |other: usize, pick| self.field.binding(place, other, Seen::Possibly, pick).is_some();
        if pick.is_none() && open.iter().any(|other| bound(*other, Some(Pick::Family))) {
            return false;
        }
        if let Some(best) = &self.best {
            return best.contains(&place);
        }
        let rivals: Vec<usize> = open.iter().copied().filter(|other| bound(*other, pick)).collect();
        if self.count() <= TRIED {
            let of = |places: &[usize]| places.iter().fold(0, |set: Set, other| set | bit(*other));
            let (rivals, open) = (of(&rivals), of(open));
            // Those that have fallen away are in no best set.
            let sets = (0..bit(self.count())).filter(|set| set & !open == 0 && !is_in(&self.surely, *set));
            return sets.into_iter().all(|set| self.improves(set, bit(place), rivals));
        }
        let all = worth(&self.field, rivals.iter().copied());
        let own = worth(&self.field, [place]).low;
        let is_first = rivals.iter().all(|other| place < *other);
        rivals.is_empty() || all.high.is_some_and(|high| own > high || own == high && is_first)
    }

    /// Those that may still make an outcome fall away, as it is told.
    fn rivals(&self, place: usize, open: &[usize], pick: Option<Pick>) -> Vec<Rival> {
        let rival = |other: &usize| {
            let group = self.field.binding(place, *other, Seen::Possibly, pick)?;
            Some(Rival { place: self.field.offers.get(*other)?.place?, group })
        };
        open.iter().filter_map(rival).collect()
    }
}

/// What several outcomes are worth together, whatever is learned.
fn worth(field: &Field<'_>, places: impl IntoIterator<Item = usize>) -> Worth {
    let worths = places.into_iter().filter_map(|place| field.offers.get(place)).map(|offer| offer.sure);
    worths.fold(Worth::NOTHING, Worth::plus)
}

/// Whether a set is marked in a table of all sets.
fn is_in(table: &[bool], set: Set) -> bool {
    usize::try_from(set).ok().and_then(|place| table.get(place)).copied().unwrap_or(true)
}

fn bit(place: usize) -> Set {
    u32::try_from(place).ok().and_then(|place| Set::from(1_u8).checked_shl(place)).unwrap_or(0)
}

/// The places in a set, in order.
fn places(set: Set) -> impl Iterator<Item = usize> {
    (0..EXACT).filter(move |place| set & bit(*place) != 0)
}

#[cfg(test)]
mod tests {
    use crate::{
        assessment::{Assessment, Eligibility},
        ruleset::sample::{assess, load},
    };

    /// So many measures of which one is given, of 1, 2, 3 … roubles; the first of them asks for a right.
    fn of_one_group(count: usize, right: &str, facts: &str) -> Assessment {
        let title = r#""title": { "ru": "Мера", "en": "Measure" }"#;
        let names: Vec<String> = (0..count).map(|place| format!("federal.m{place:02}")).collect();
        let measure = |(place, name): (usize, &String)| {
            let right = if place == 0 { right } else { "true" };
            let money = place + 1;
            format!(
                r#""{name}": {{ {title}, "kind": "benefit", "addresses": ["means"], "territory": "RU", "eligible_when": "{right}",
                "in_force": {{ "from": "2020-01-01" }}, "amount": {{ "value": "if warned then rent else {money} * step", "per": "month",
                "round": {{ "to": "1", "mode": "half_up" }} }} }}"#
            )
        };
        let measures: Vec<String> = names.iter().enumerate().map(measure).collect();
        let of: Vec<String> = names.iter().map(|name| format!("\"{name}\"")).collect();
        let rules = format!(
            r#"{{ "parameters": {{ "step": {{ "unit": "RUB/month", "range": "[1..1]", "values": [{{ "from": "2020-01-01", "value": "1" }}] }} }},
            "groups": {{ "one": {{ {title}, "per": "family", "of": [{}], "pick": "largest" }} }}, "measures": {{ {} }} }}"#,
            of.join(", "),
            measures.join(", ")
        );
        let rules = load(&rules).unwrap_or_else(|error| panic!("{error}"));
        assess(&rules, facts, "}")
    }

    const SHOWN: &str = r#""warned": { "value": false, "provenance": "document" },"#;

    #[test]
    fn of_many_one_by_one_is_better_and_the_bundle_is_not_exact() {
        for (count, is_exact) in [(7, true), (12, true), (13, false)] {
            let found = of_one_group(count, "true", SHOWN);
            assert_eq!(found.count(Eligibility::Eligible), 1, "{count}");
            assert_eq!(found.count(Eligibility::Excluded), count - 1, "{count}");
            assert_eq!(found.bundles[0].is_exact, is_exact, "{count}");
            assert_eq!(found.bundles[0].best[0].take.len(), 1);
        }
    }

    #[test]
    fn an_open_one_of_many_stands_in_nobodys_way_that_is_worth_more() {
        let found = of_one_group(8, "poor", SHOWN);
        assert_eq!((found.count(Eligibility::Eligible), found.count(Eligibility::Excluded)), (1, 6));
    }

    #[test]
    fn money_that_rests_on_a_presumption_excludes_nothing() {
        let found = of_one_group(3, "true", r#""rent": "5", "#);
        assert_eq!((found.count(Eligibility::Eligible), found.count(Eligibility::Excluded)), (3, 0));
        assert!((0..3).all(|place| !found.depends(place).is_empty()));
    }
}
