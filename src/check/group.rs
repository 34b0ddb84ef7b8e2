//! Exclusion groups: the measures that do not combine, and how much of them goes together.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    checked::{Bound, CheckedGroup, CheckedMeasure, Counted, Force},
    declare::whole,
    scope::Checker,
};
use crate::{
    diagnostic::{Code, Diagnostic, did_you_mean, nearest},
    document::{AtMost, Group, GroupPer, MeasureKind, Per, Pick, While},
    json::Spanned,
    source::Span,
    value::{Number, Period, Territory, Unit},
};

/// The time over which money is compared where no group says another.
pub const MONTHS: u32 = 12;

/// The declarations of one group: the whole one first.
type Declared<'a> = Vec<(&'a Spanned<String>, &'a Group)>;

impl Checker<'_> {
    /// All groups in the order of their names; `measures` stand in the order of theirs.
    pub fn groups<'a>(
        &mut self,
        declared: impl Iterator<Item = (&'a Spanned<String>, &'a Group)>,
        measures: &[CheckedMeasure],
    ) -> Vec<CheckedGroup> {
        let written = whole(declared, Group::is_whole);
        let is_whole =
            |declared: &&(&Spanned<String>, Declared<'_>)| declared.1.iter().any(|(_, group)| group.is_whole());
        let known: Vec<&str> = written.iter().filter(is_whole).map(|(name, _)| name.value.as_str()).collect();
        let mut found: Vec<CheckedGroup> =
            written.iter().filter_map(|(name, group)| self.group(name, (group, &known), measures)).collect();
        share_time(&mut found);
        found
    }

    fn group(
        &mut self,
        name: &Spanned<String>,
        (declared, known): (&Declared<'_>, &[&str]),
        measures: &[CheckedMeasure],
    ) -> Option<CheckedGroup> {
        let (_, first) = declared.first()?;
        for (second, _) in declared.iter().skip(1).filter(|(_, group)| group.is_whole()) {
            let message = format!("`{}` is declared twice", second.value);
            self.sink.push(
                Diagnostic::error(Code::DuplicateName, second.span, message)
                    .also(name.span, "first declared here")
                    .help("another file may only say what it `adds` to the group"),
            );
        }
        let (Some(title), Some(per), Some(pick)) = (&first.title, first.per, first.pick) else {
            if self.symbols.refused.contains(&name.value) {
                return None;
            }
            let message = format!("there is no group `{}` to which measures could be added", name.value);
            let help = match nearest(&name.value, known.iter().copied()) {
                Some(meant) => format!("did you mean `{meant}`?"),
                None => "declare it with `title`, `per`, `of` and `pick`, here or in another file".to_owned(),
            };
            return self.fail(Diagnostic::error(Code::UnknownName, name.span, message).help(help));
        };
        let territories = match &first.territory {
            Some(written) => self.territories(written),
            None => Some(vec![Territory::country()]),
        };
        let force = match &first.in_force {
            Some(written) => self.force(written),
            None => Some(Force::Period(Period::ALWAYS)),
        };
        let members = self.members(declared, measures);
        let at_most = match &first.at_most {
            Some(written) => self.at_most(written),
            None => Some(Bound::Count(1)),
        };
        let checked = CheckedGroup {
            name: name.value.clone(),
            title: title.clone(),
            per,
            pick,
            measures: members.iter().map(|(place, _)| *place).collect(),
            months: first.over.as_ref().map_or(MONTHS, |over| over.months),
            at_most: at_most?,
            is_while_overlapping: first.only_while.is_some(),
            territories: territories?,
            force: force?,
            legal_basis: first.legal_basis.clone().unwrap_or_default(),
        };
        let written = declared.iter().flat_map(|(_, group)| group.of.iter().chain(&group.adds).flatten()).count();
        if let (1, Bound::Count(_)) = (written, &checked.at_most) {
            let message = format!("the group `{}` has one measure, which excludes nothing", name.value);
            let help = "a measure never excludes itself; name those that do not combine with it";
            self.sink.push(Diagnostic::warning(Code::Unused, name.span, message).help(help));
        }
        self.fits(&checked, &members, measures);
        if let Some(only_while) = &first.only_while {
            self.fits_while(only_while, &checked, measures);
        }
        Some(checked)
    }

    /// The measures of a group by place, each with where it is named.
    fn members(&mut self, declared: &Declared<'_>, measures: &[CheckedMeasure]) -> Vec<(usize, Span)> {
        let mut found: Vec<(usize, Span)> = Vec::new();
        let named = declared.iter().flat_map(|(_, group)| group.of.iter().chain(&group.adds).flatten());
        for name in named {
            let Ok(place) = measures.binary_search_by(|measure| measure.name.as_str().cmp(&name.value)) else {
                if !self.symbols.refused.contains(&name.value) {
                    let help = did_you_mean(&name.value, measures.iter().map(|it| it.name.as_str()), "measures");
                    let message = format!("there is no measure `{}`", name.value);
                    self.sink.push(Diagnostic::error(Code::UnknownMeasure, name.span, message).help(help));
                }
                continue;
            };
            if let Some((_, first)) = found.iter().find(|(known, _)| *known == place) {
                let message = format!("`{}` stands in the group twice", name.value);
                self.sink.push(Diagnostic::error(Code::DuplicateName, name.span, message).also(*first, "first here"));
                continue;
            }
            found.push((place, name.span));
        }
        found.sort_unstable_by_key(|(place, _)| *place);
        found
    }

    fn at_most(&mut self, written: &AtMost) -> Option<Bound> {
        let (Some(sum), Some(unit)) = (&written.sum, &written.unit) else {
            let count = written.count.unwrap_or(1);
            return Some(Bound::Count(usize::try_from(count).unwrap_or(usize::MAX)));
        };
        let counted = match unit.value.parse::<Unit>() {
            Ok(found) => counted(&found),
            Err(error) => return self.fail(Diagnostic::error(Code::InvalidUnit, unit.span, error.to_string())),
        };
        let Some(counted) = counted else {
            let message = format!("`{}` is no unit of money", unit.value);
            let help = "write `RUB` for the money over the time of the group, or a rate such as `RUB/month`";
            return self.fail(Diagnostic::error(Code::UnitMismatch, unit.span, message).help(help));
        };
        let Some(most) = Number::parse(&sum.value).filter(|most| *most >= Number::ZERO) else {
            let message = format!("`{}` is no sum of money", sum.value);
            let help = "a sum is written in digits, such as \"10000\"";
            return self.fail(Diagnostic::error(Code::InvalidNumber, sum.span, message).help(help));
        };
        Some(Bound::Sum(most, counted))
    }

    /// Whether the group can be held against what its measures say.
    fn fits(&mut self, group: &CheckedGroup, members: &[(usize, Span)], measures: &[CheckedMeasure]) {
        for (place, span) in members {
            let Some(measure) = measures.get(*place) else { continue };
            self.fits_per(group.per, measure, *span);
            if let Bound::Sum(_, Counted::Rate(per)) = group.at_most {
                self.fits_sum(per, measure, *span);
            }
            let has_money = measure.versions.iter().any(|version| version.amount.is_some());
            let is_known = !measure.versions.is_empty();
            if group.pick == Pick::Largest && is_known && !has_money {
                let what = measure.versions.first().map_or("measure", |version| kind(version.text.kind));
                let message = format!("the largest amount is picked, and the {what} `{}` has none", measure.name);
                let help = "write its `amount`, or `\"pick\": \"family\"`";
                self.sink.push(Diagnostic::error(Code::TypeMismatch, *span, message).help(help));
            }
        }
    }

    /// Whether the days can say what goes together. They say it of each two measures; how many of three, each of which overlaps
    /// the next, would be too many they do not.
    fn fits_while(&mut self, written: &Spanned<While>, group: &CheckedGroup, measures: &[CheckedMeasure]) {
        let While::PeriodsOverlap = written.value;
        if group.at_most != Bound::Count(1) {
            let message = format!("the group `{}` bounds what overlaps with `at_most`", group.name);
            let help = "measures overlap two by two, so that one of each two is given: leave out `at_most` or `while`";
            self.sink.push(Diagnostic::error(Code::InvalidValue, written.span, message).help(help));
        }
        let own = || group.measures.iter().filter_map(|place| measures.get(*place));
        let is_endless = |measure: &CheckedMeasure| measure.versions.iter().all(|version| version.period.is_none());
        if own().next().is_some() && own().all(is_endless) {
            let message = format!("no measure of the group `{}` has a period, so that all of them overlap", group.name);
            let help = "leave out `while`, or write the `period` of a measure";
            self.sink.push(Diagnostic::warning(Code::Unused, written.span, message).help(help));
        }
    }

    fn fits_per(&mut self, per: GroupPer, measure: &CheckedMeasure, span: Span) {
        let is_for_all = |is_for: &dyn Fn(&super::checked::CheckedVersion) -> bool| measure.versions.iter().all(is_for);
        let (is_for, key, whom) = match per {
            GroupPer::Family => return,
            GroupPer::Child => (
                is_for_all(&|it| it.each.is_some() || it.because_of.is_some()),
                "because_of",
                "because of whom it is due",
            ),
            GroupPer::Member => (is_for_all(&|it| it.each.is_some() || it.paid_to.is_some()), "paid_to", "who is paid"),
        };
        if !is_for {
            let per = if per == GroupPer::Child { "child" } else { "member" };
            let message = format!("the group is per {per}, and `{}` does not say {whom}", measure.name);
            let help = format!("write `{key}` or `for` in the measure, or `\"per\": \"family\"`");
            self.sink.push(Diagnostic::error(Code::TypeMismatch, span, message).help(help));
        }
    }

    fn fits_sum(&mut self, per: Per, measure: &CheckedMeasure, span: Span) {
        let amounts = measure.versions.iter().filter_map(|version| version.amount.as_ref());
        if amounts.into_iter().any(|amount| amount.per != per) {
            let message = format!("the sum of the group is a rate, and `{}` is due at another one", measure.name);
            let help = "write the sum in `RUB`: then it bounds the money over the time of the group";
            self.sink.push(Diagnostic::error(Code::UnitMismatch, span, message).help(help));
        }
    }
}

fn kind(kind: MeasureKind) -> &'static str {
    match kind {
        MeasureKind::Benefit => "benefit",
        MeasureKind::Service => "service",
        MeasureKind::InKind => "measure in kind",
        MeasureKind::Relief => "relief",
        MeasureKind::Information => "information",
    }
}

/// What a unit of money counts; nothing for what is no money.
fn counted(unit: &Unit) -> Option<Counted> {
    let units = [
        ("RUB", Counted::Worth),
        ("RUB/hour", Counted::Rate(Per::Hour)),
        ("RUB/day", Counted::Rate(Per::Day)),
        ("RUB/week", Counted::Rate(Per::Week)),
        ("RUB/month", Counted::Rate(Per::Month)),
        ("RUB/year", Counted::Rate(Per::Year)),
    ];
    let found = units.into_iter().find(|(text, _)| text.parse::<Unit>().is_ok_and(|known| known == *unit));
    found.map(|(_, counted)| counted)
}

/// Groups that share a measure compare its money over one time, the longest of theirs: else one measure could be worth more
/// than another in one group and less in the next.
fn share_time(groups: &mut [CheckedGroup]) {
    let mut next: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
    for (place, group) in groups.iter().enumerate() {
        for measure in &group.measures {
            next.entry(*measure).or_default().insert(place);
        }
    }
    loop {
        let mut is_settled = true;
        for together in next.values() {
            let months = |place: &usize| groups.get(*place).map(|group| group.months);
            let longest = together.iter().filter_map(months).max().unwrap_or(MONTHS);
            for place in together {
                if let Some(group) = groups.get_mut(*place).filter(|group| group.months < longest) {
                    group.months = longest;
                    is_settled = false;
                }
            }
        }
        if is_settled {
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::ruleset::sample::{load, measure};

    const GRANT: &str = r#""eligible_when": "rooms >= 1",
        "amount": { "value": "rent", "per": "month", "round": { "to": "0.01", "mode": "half_up" } }"#;

    fn rules(parts: &str, group: &str) -> String {
        measure(parts, "").replacen('{', &format!(r#"{{ "groups": {{ {group} }},"#), 1)
    }

    fn group(keys: &str) -> String {
        format!(r#""together": {{ "title": {{ "ru": "Вместе", "en": "Together" }}, {keys} }}"#)
    }

    fn refusal(parts: &str, keys: &str) -> String {
        match load(&rules(parts, &group(keys))) {
            Ok(rules) => rules.warnings().map_or_else(|| "nothing".to_owned(), ToString::to_string),
            Err(report) => report,
        }
    }

    #[test]
    fn a_group_of_one_measure_excludes_nothing() {
        let keys = r#""per": "family", "of": ["federal.grant"], "pick": "largest""#;
        assert!(refusal(GRANT, keys).contains("which excludes nothing"), "{}", refusal(GRANT, keys));
    }

    #[test]
    fn a_group_per_child_asks_because_of_whom() {
        let keys = r#""per": "child", "of": ["federal.grant"], "pick": "largest""#;
        assert!(refusal(GRANT, keys).contains("does not say because of whom it is due"));
    }

    #[test]
    fn a_sum_has_the_rate_of_the_amounts() {
        let sum = |unit: &str| {
            let bound = format!(r#""at_most": {{ "sum": "10", "unit": "{unit}" }}"#);
            refusal(GRANT, &format!(r#""per": "family", "of": ["federal.grant"], "pick": "largest", {bound}"#))
        };
        assert_eq!(sum("RUB/month"), "nothing");
        assert_eq!(sum("RUB"), "nothing");
        assert!(sum("RUB/year").contains("due at another one"));
        assert!(sum("month").contains("no unit of money"));
    }

    #[test]
    fn only_money_can_be_the_largest() {
        let keys = |pick: &str| format!(r#""per": "family", "of": ["federal.grant"], "pick": "{pick}""#);
        let free = r#""eligible_when": "rooms >= 1""#;
        assert!(refusal(free, &keys("largest")).contains("has none"));
        assert!(!refusal(free, &keys("family")).contains("has none"));
    }

    #[test]
    fn what_overlaps_is_one_of_two_and_some_of_it_has_a_period() {
        let keys = |more: &str| {
            format!(r#""per": "family", "of": ["federal.grant"], "pick": "family", "while": "periods_overlap" {more}"#)
        };
        let ends = format!(r#"{GRANT}, "period": {{ "from": "on", "until": "on + 1 months" }}"#);
        assert!(refusal(GRANT, &keys("")).contains("no measure of the group `together` has a period"));
        assert!(!refusal(&ends, &keys("")).contains("has a period"));
        assert!(refusal(&ends, &keys(r#", "at_most": { "count": 2 }"#)).contains("invalid-value"));
        assert!(refusal(&ends, &keys(r#", "at_most": { "sum": "5", "unit": "RUB" }"#)).contains("invalid-value"));
        assert!(!refusal(&ends, &keys(r#", "at_most": { "count": 1 }"#)).contains("invalid-value"));
    }

    #[test]
    fn groups_that_share_a_measure_share_their_time() {
        let keys = r#""per": "family", "of": ["federal.grant"]"#;
        let longer = group(&format!(r#"{keys}, "pick": "family", "over": {{ "months": 36 }}"#));
        let both =
            format!("{}, {}", group(&format!(r#"{keys}, "pick": "largest""#)), longer.replace("together", "longer"));
        let rules = load(&rules(GRANT, &both)).unwrap_or_else(|error| panic!("{error}"));
        assert!(rules.library.checked.groups.iter().all(|group| group.months == 36));
    }
}
