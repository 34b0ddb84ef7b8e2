//! Bundles: of outcomes that do not all combine those that go together and bring the most money.

use super::{
    exclusion::EXACT,
    group::{Field, Law, Seen},
    offer::Offer,
    worth::{Difference, Worth},
};
use crate::value::Number;

/// Where outcomes that could be had do not all combine: what goes together best.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bundle {
    /// Over how many months money is compared.
    pub months: u32,
    /// Whether every set was compared; else the outcomes were taken one by one, the largest first.
    pub is_exact: bool,
    /// The groups, by number.
    pub groups: Vec<usize>,
    /// What each outcome is worth, by the place of its verdict.
    pub worths: Vec<(usize, Worth)>,
    /// The sets that go together and that no other surely beats: one, where it surely is the best.
    pub best: Vec<Together>,
    /// Where one surely is the best, the best of the others.
    pub runner_up: Option<Together>,
    /// By how much the best is better than the runner-up.
    pub difference: Option<Difference>,
}

/// Outcomes that go together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Together {
    /// The places of their verdicts, in order, each with what it is worth.
    pub take: Vec<(usize, Worth)>,
    /// What they are worth together.
    pub worth: Worth,
}

/// Where days leave open what goes together, so many sets are compared at the most.
const MOST_SETS: usize = 100;

/// The bundles of all that could be had, part by part.
pub(super) fn bundles(field: &Field<'_>) -> Vec<Bundle> {
    let granted: Vec<usize> =
        (0..field.offers.len()).filter(|place| field.offers.get(*place).is_some_and(|it| it.is_granted)).collect();
    let field = field.part(&granted);
    field.parts(Seen::Told).into_iter().filter_map(|part| bundle(&field.part(&part))).collect()
}

fn bundle(field: &Field<'_>) -> Option<Bundle> {
    let count = field.offers.len();
    let within = |law: &&Law<'_>| {
        let mut measures: Vec<usize> =
            field.offers.iter().filter(|offer| law.has(offer)).map(|offer| offer.measure).collect();
        measures.dedup();
        measures.len() > 1
    };
    let laws: Vec<_> = field.laws.iter().filter(within).collect();
    let months = laws.iter().map(|law| law.checked.months).max()?;
    let groups = laws.iter().map(|law| law.group).collect();
    let worths = field.offers.iter().filter_map(|offer| Some((offer.place?, offer.gain))).collect();
    let sets = if count > EXACT { Vec::new() } else { sets(field) };
    if sets.is_empty() || sets.len() > MOST_SETS && sets.iter().any(|set| two_of(set).any(|two| field.is_open(two))) {
        let best = vec![together(field, &one_by_one(field))];
        return Some(Bundle { months, is_exact: false, groups, worths, best, runner_up: None, difference: None });
    }
    let is_beaten = |set: &Vec<usize>| sets.iter().any(|other| other != set && beats(field, other, set));
    let mut unbeaten: Vec<&Vec<usize>> = sets.iter().filter(|set| !is_beaten(set)).collect();
    order(field, &mut unbeaten);
    let mut bundle = Bundle {
        months,
        is_exact: true,
        groups,
        worths,
        best: unbeaten.iter().map(|set| together(field, set)).collect(),
        runner_up: None,
        difference: None,
    };
    if let [best] = unbeaten.as_slice() {
        let mut others: Vec<&Vec<usize>> = sets.iter().filter(|set| set != best).collect();
        order(field, &mut others);
        if let Some(second) = others.first() {
            bundle.runner_up = Some(together(field, second));
            let (gained, lost) = apart(best, second);
            bundle.difference = Some(worth(field, &gained).minus(worth(field, &lost)));
        }
    }
    Some(bundle)
}

fn worth(field: &Field<'_>, set: &[usize]) -> Worth {
    let offers = set.iter().filter_map(|place| field.offers.get(*place));
    offers.map(|offer| offer.gain).fold(Worth::NOTHING, Worth::plus)
}

fn together(field: &Field<'_>, set: &[usize]) -> Together {
    let offers = set.iter().filter_map(|place| field.offers.get(*place));
    let take = offers.filter_map(|offer| Some((offer.place?, offer.gain))).collect();
    Together { take, worth: worth(field, set) }
}

/// What each of two sets has and the other has not.
fn apart(one: &[usize], other: &[usize]) -> (Vec<usize>, Vec<usize>) {
    let without = |set: &[usize], known: &[usize]| set.iter().copied().filter(|it| !known.contains(it)).collect();
    (without(one, other), without(other, one))
}

/// Whether a set surely brings more than another, or as much and holds the first outcome in which they differ, and goes
/// together wherever the other does.
fn beats(field: &Field<'_>, one: &[usize], other: &[usize]) -> bool {
    let mut open = two_of(one).filter(|two| field.is_open(*two));
    if !open.all(|two| two.iter().all(|place| other.contains(place))) {
        return false;
    }
    let (gained, lost) = apart(one, other);
    let difference = worth(field, &gained).minus(worth(field, &lost));
    let is_first = gained.first() < lost.first() && !gained.is_empty() || lost.is_empty();
    difference.low.is_some_and(|low| low > Number::ZERO || low == Number::ZERO && is_first)
}

/// In the order of what they bring at the least, then at the most, then of their outcomes.
fn order(field: &Field<'_>, sets: &mut [&Vec<usize>]) {
    sets.sort_by(|one, other| {
        let (own, theirs) = (worth(field, one), worth(field, other));
        // Nobody can say how much at the most: that may be the most of all.
        let most = |worth: Worth| (worth.high.is_none(), worth.high);
        theirs.low.cmp(&own.low).then_with(|| most(theirs).cmp(&most(own))).then_with(|| one.cmp(other))
    });
}

/// Every two of a set.
fn two_of(set: &[usize]) -> impl Iterator<Item = [usize; 2]> {
    set.iter().enumerate().flat_map(|(place, one)| set.iter().skip(place + 1).map(|other| [*one, *other]))
}

/// Every set that goes together and to which nothing can be added, however days turn out that may meet or not.
fn sets(field: &Field<'_>) -> Vec<Vec<usize>> {
    let mut found = Vec::new();
    grow(field, 0, &mut Vec::new(), &mut |set| {
        let is_free = |place: usize| {
            let mut more = set.to_vec();
            more.push(place);
            !set.contains(&place)
                && !field.clash(&more, Seen::ToldSurely)
                && !set.iter().any(|other| field.is_open([place, *other]))
        };
        if !(0..field.offers.len()).any(is_free) {
            found.push(set.to_vec());
        }
    });
    found
}

/// Goes through all sets that go together, from one place on.
fn grow(field: &Field<'_>, place: usize, set: &mut Vec<usize>, found: &mut dyn FnMut(&[usize])) {
    if place >= field.offers.len() {
        found(set);
        return;
    }
    set.push(place);
    if !field.clash(set, Seen::ToldSurely) {
        grow(field, place + 1, set, found);
    }
    set.pop();
    grow(field, place + 1, set, found);
}

/// The largest first, each that goes with those before it.
fn one_by_one(field: &Field<'_>) -> Vec<usize> {
    let mut all: Vec<usize> = (0..field.offers.len()).collect();
    all.sort_by_key(|place| {
        let gain = field.offers.get(*place).map(|offer| offer.gain);
        (std::cmp::Reverse(gain.map(|gain| (gain.low, gain.high.is_none(), gain.high))), *place)
    });
    let mut set = Vec::new();
    for place in all {
        set.push(place);
        if field.clash(&set, Seen::Told) {
            set.pop();
        }
    }
    set.sort_unstable();
    set
}

/// The set that goes together and is worth the most, by branch and bound; of two worth the same the one that holds the first
/// outcome in which they differ.
pub(super) fn best_together(field: &Field<'_>, worth: fn(&Offer) -> Number, seen: Seen) -> Option<Vec<usize>> {
    let worths: Vec<Number> = field.offers.iter().map(|offer| worth(offer)).collect();
    let mut search = Search { field, worths, seen, best: None };
    search.from(0, &mut Vec::new(), Number::ZERO)?;
    search.best.map(|(_, set)| set)
}

struct Search<'a, 'f> {
    field: &'a Field<'f>,
    worths: Vec<Number>,
    seen: Seen,
    best: Option<(Number, Vec<usize>)>,
}

impl Search<'_, '_> {
    /// Nothing where a sum is too large to be added.
    fn from(&mut self, place: usize, set: &mut Vec<usize>, sum: Number) -> Option<()> {
        let rest = self.worths.iter().skip(place).filter(|worth| **worth > Number::ZERO);
        let bound = rest.copied().try_fold(sum, Number::checked_add)?;
        // What holds the earlier outcomes was tried first, so that only more is better.
        if self.best.as_ref().is_some_and(|(best, _)| bound <= *best) {
            return Some(());
        }
        let Some(worth) = self.worths.get(place).copied() else {
            self.best = Some((sum, set.clone()));
            return Some(());
        };
        set.push(place);
        if !self.field.clash(set, self.seen) {
            self.from(place + 1, set, sum.checked_add(worth)?)?;
        }
        set.pop();
        self.from(place + 1, set, sum)
    }
}

#[cfg(test)]
mod tests {
    use crate::{
        assessment::{Assessment, Eligibility},
        ruleset::sample::{assess, load},
        value::Language,
    };

    /// Measures of 3, 2, … roubles of which one at a time is given: the first from the day of application until before
    /// `moved_on`, the others from January on.
    fn at_a_time(count: usize, facts: &str) -> Assessment {
        let title = r#""title": { "ru": "Мера", "en": "Measure" }"#;
        let measure = |place: usize| {
            let (from, until) = if place == 0 { ("on", "moved_on") } else { ("date(2026, 1, 1)", "on + 1 years") };
            let money = count - place;
            format!(
                r#""federal.m{place:02}": {{ {title}, "kind": "benefit", "addresses": ["means"], "territory": "RU", "eligible_when": "true",
                "in_force": {{ "from": "2020-01-01" }}, "period": {{ "from": "{from}", "until": "{until}" }},
                "amount": {{ "value": "{money} * step", "per": "once", "round": {{ "to": "1", "mode": "half_up" }} }} }}"#
            )
        };
        let measures: Vec<String> = (0..count).map(measure).collect();
        let of: Vec<String> = (0..count).map(|place| format!("\"federal.m{place:02}\"")).collect();
        let rules = format!(
            r#"{{ "parameters": {{ "step": {{ "unit": "RUB", "range": "[1..1]", "values": [{{ "from": "2020-01-01", "value": "1" }}] }} }},
            "groups": {{ "one": {{ {title}, "per": "family", "of": [{}], "pick": "largest", "while": "periods_overlap" }} }},
            "measures": {{ {} }} }}"#,
            of.join(", "),
            measures.join(", ")
        );
        let rules = load(&rules).unwrap_or_else(|error| panic!("{error}"));
        assess(&rules, facts, "}")
    }

    /// The sets of the only bundle, by the places of what is in them.
    fn sets(found: &Assessment) -> Vec<Vec<usize>> {
        let best = found.bundles[0].best.iter();
        best.map(|set| set.take.iter().map(|(place, _)| *place).collect()).collect()
    }

    #[test]
    fn days_in_common_leave_the_largest_and_days_that_may_meet_leave_both_ways_open() {
        let found = at_a_time(2, r#""moved_on": "2026-01-02","#);
        assert_eq!((found.count(Eligibility::Eligible), sets(&found)), (1, vec![vec![0]]));
        assert_eq!(found.to_json(Language::English)["bundles"][0]["while_periods_overlap"], serde_json::json!(["one"]));
        let found = at_a_time(2, "");
        assert_eq!((found.count(Eligibility::Eligible), sets(&found)), (2, vec![vec![0, 1], vec![0]]));
        assert!(found.bundles[0].is_exact);
        let found = at_a_time(2, r#""moved_on": "2026-01-01","#);
        assert_eq!((found.count(Eligibility::Eligible), found.bundles.len()), (2, 0));
    }

    #[test]
    fn what_surely_overlaps_is_never_taken_together() {
        let found = at_a_time(3, "");
        assert_eq!(sets(&found), [vec![0, 1], vec![0, 2], vec![0]]);
        // The two small ones surely overlap, and each of them may overlap the first.
        assert_eq!(found.count(Eligibility::Excluded), 0);
    }
}
