//! Whether an open answer is as open as it looks: copies of a family in which all that was not told is so or so.
//!
//! An answer that comes out differently in two copies is open, whatever else is found out. So what one family leaves open
//! is settled by a few runs over a block of its copies, and only what no copies settle is searched case by case.

mod cases;
mod copy;
mod index;
mod wish;

pub(super) use index::Index;

use self::{
    cases::Planned,
    copy::{Copy, End, Value, at_end},
    wish::Walk,
};
use super::{
    block::{Block, Tried},
    columns::{Columns, View},
    plan::{Input, MeasurePlan, Plan, Scope, TruthAt},
    single::{Slots, Source, Span},
    word::{OPEN, UNKNOWN, Word},
};
use crate::{check::Comparison, eval::in_every_case};

/// What is asked of a measure in a lane of a family.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Question {
    /// Whether there is a right: it is open where it comes out both ways.
    Right,
    /// Whether the right is sure: it is not where it fails in what is accepted.
    Firm,
    /// How much is due: between two ends, where each of them comes out.
    Money(Span),
}

impl Question {
    /// Whether two questions are asked of the same copies.
    fn is_like(self, other: Self) -> bool {
        std::mem::discriminant(&self) == std::mem::discriminant(&other)
    }

    /// Whether a ground of refusal that may apply stands in the way: an open ground never blocks a right, it is named
    /// beside it.
    fn is_blocked_by_grounds(self) -> bool {
        self == Self::Firm
    }
}

/// What is asked, and what was seen of it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Asked {
    /// The place of the measure in the plan.
    pub measure: usize,
    /// The lane of the member; 0 for the family.
    pub lane: usize,
    pub question: Question,
    /// Whether a copy has the right, and whether one has not; of money the greatest, and the least.
    yes: bool,
    no: bool,
    /// What it comes to in every case.
    pub settled: Option<bool>,
}

impl Asked {
    pub fn new(measure: usize, lane: usize, question: Question) -> Self {
        Self { measure, lane, question, yes: question == Question::Firm, no: false, settled: None }
    }

    /// Whether copies show that it is open, or not sure.
    pub fn is_shown(self) -> bool {
        self.yes && self.no && self.settled.is_none()
    }

    /// Whether nothing more is looked for.
    fn is_done(self) -> bool {
        self.is_shown() || self.settled.is_some()
    }
}

/// The views of a family, as its plan has them with spans.
#[derive(Clone, Copy)]
pub(super) struct Views<'a> {
    pub told: &'a Slots,
    pub accepted: &'a Slots,
    pub presumed: &'a Slots,
    /// Whether they are all the same.
    pub is_one: bool,
}

/// What is wanted of a copy.
#[derive(Debug, Clone, Copy)]
struct Wanted {
    /// The place of the question.
    asked: usize,
    right: bool,
}

/// How often it is tried in another way.
const WAYS: usize = 3;

/// The reused buffers of copies.
#[derive(Default)]
pub(super) struct Witnesses {
    block: Block,
    told: Columns,
    presumed: Columns,
    copies: Vec<Copy>,
    wanted: Vec<Wanted>,
    /// The steps that are needed for what is asked.
    marks: Vec<bool>,
}

impl Witnesses {
    /// Looks for copies that show what is asked, and, where it is told so, for rights that come out the same in every case.
    pub fn look(
        &mut self,
        (plan, index): (&Plan, &Index),
        (source, views): (&Source, Views<'_>),
        (asked, settles): (&mut [Asked], bool),
    ) {
        for question in [Question::Right, Question::Firm, Question::Money(Span::point(0))] {
            if !asked.iter().any(|asked| asked.question.is_like(question)) {
                continue;
            }
            index.mark(asked.iter().filter(|asked| asked.question.is_like(question)), &mut self.marks);
            for way in 0..WAYS {
                if settles && way == 1 && views.is_one && question == Question::Right {
                    settle(&Planned { plan, index, slots: views.told }, asked);
                }
                self.want(asked, question);
                let wanted = std::mem::take(&mut self.wanted);
                for wanted in wanted.chunks(source.copies()) {
                    // What copies made for another question have shown needs none of its own.
                    let is_open =
                        |wanted: &&Wanted| asked.get(wanted.asked).is_some_and(|asked| !asked.has(wanted.right));
                    let wanted: Vec<Wanted> = wanted.iter().filter(is_open).copied().collect();
                    if !wanted.is_empty() {
                        self.attempt((plan, index), (source, views), (asked, question), (&wanted, way));
                    }
                }
                self.wanted = wanted;
            }
        }
    }

    fn want(&mut self, asked: &[Asked], question: Question) {
        self.wanted.clear();
        for (place, asked) in asked.iter().enumerate().filter(|(_, asked)| asked.question.is_like(question)) {
            let missing = [true, false].into_iter().filter(|right| !asked.has(*right));
            self.wanted.extend(missing.map(|right| Wanted { asked: place, right }));
        }
    }

    /// Runs a copy for each of what is wanted, and notes what they all show.
    fn attempt(
        &mut self,
        (plan, index): (&Plan, &Index),
        (source, views): (&Source, Views<'_>),
        (asked, question): (&mut [Asked], Question),
        (wanted, way): (&[Wanted], usize),
    ) {
        let end = if way.is_multiple_of(2) { End::Low } else { End::High };
        self.copies.resize_with(wanted.len().max(self.copies.len()), Copy::default);
        for (wanted, copy) in wanted.iter().zip(&mut self.copies) {
            copy.clear();
            let Some(asked) = asked.get(wanted.asked) else { continue };
            let Some(measure) = plan.measures.get(asked.measure) else { continue };
            let (slots, view) = match (question, wanted.right) {
                (Question::Firm, _) => (views.accepted, View::Accepted),
                (Question::Right, true) | (Question::Money(_), _) => (views.presumed, View::Presumed),
                (Question::Right, false) => (views.told, View::Told),
            };
            let mut walk = Walk { plan, index, source, slots, view, end, way, copy, steps: 0 };
            match (asked.question, &measure.amount) {
                (Question::Money(span), Some(amount)) => {
                    let end =
                        if wanted.right { (Comparison::AtLeast, span.high) } else { (Comparison::AtMost, span.low) };
                    walk.number(amount.money, asked.lane, end);
                }
                _ => wish(&mut walk, measure, (asked.lane, question), wanted.right),
            }
        }
        let is_firm = question == Question::Firm;
        self.block.repeat(plan, source, wanted.len(), |input| at_end(input, end));
        for (place, copy) in self.copies.iter().take(wanted.len()).enumerate() {
            for (input, lane, value) in copy.values(&plan.inputs, end) {
                self.block.attempt(plan, (place, lane), input, value);
            }
        }
        let view = if is_firm { View::Accepted } else { View::Told };
        self.told.run_marked(plan, &self.marks, &self.block, view);
        let is_presumed = !is_firm && plan.presumes;
        if is_presumed {
            self.presumed.run_marked(plan, &self.marks, &self.block, View::Presumed);
        }
        let presumed = if is_presumed { &self.presumed } else { &self.told };
        for asked in asked.iter_mut().filter(|asked| asked.question.is_like(question)) {
            if let Some(measure) = plan.measures.get(asked.measure) {
                for copy in 0..wanted.len() {
                    let lane = self.block.lane(measure.scope, copy, asked.lane);
                    asked.note(measure, (&self.told, presumed), lane);
                }
            }
        }
    }
}

impl Asked {
    /// Whether a copy was seen that has the right, or one that has not.
    fn has(self, right: bool) -> bool {
        self.settled.is_some() || if right { self.yes } else { self.no }
    }

    /// Notes what comes out in a lane of a block of copies.
    fn note(&mut self, measure: &MeasurePlan, (told, presumed): (&Columns, &Columns), lane: usize) {
        let read = |columns: &Columns, place: usize| -> Word {
            let word = columns.truths(measure.scope, place).get(lane / 64).copied().unwrap_or(UNKNOWN);
            word.map(|lanes| lanes >> (lane % 64) & 1)
        };
        let is_never = |place: usize| read(told, place)[0] == 0;
        let is_sure = |columns: &Columns, place: usize| read(columns, place)[1] == 1;
        let is_out = is_never(measure.eligible) || measure.each.is_some_and(is_never);
        let is_grounded_in = |columns: &Columns| measure.grounds.iter().any(|ground| is_sure(columns, *ground));
        let is_grounded = is_grounded_in(told);
        if let Question::Money(span) = self.question {
            // Where there is no right there is no money.
            if !is_out && !is_grounded {
                self.note_money(measure, span, (presumed, lane));
            }
            return;
        }
        self.no |= is_out || is_grounded && self.question.is_blocked_by_grounds();
        // A search may assume what is presumed, and a ground is sure then.
        if !is_out && !is_grounded && !is_grounded_in(presumed) {
            self.yes |= measure.each.iter().chain([&measure.eligible]).all(|part| is_sure(presumed, *part));
        }
    }
}

impl Asked {
    /// Notes the money of a lane.
    fn note_money(&mut self, measure: &MeasurePlan, span: Span, (presumed, lane): (&Columns, usize)) {
        let Some(amount) = &measure.amount else { return };
        let state = presumed.known(amount.money).get(lane / 64).copied().unwrap_or(OPEN);
        let [known, none] = state.map(|lanes| lanes >> (lane % 64) & 1 == 1);
        if let Some(money) = presumed.numbers(amount.money).get(lane).filter(|_| known && !none) {
            self.yes |= *money >= span.high;
            self.no |= *money <= span.low;
        }
    }
}

/// Looks whether rights that no copies showed to be open come out the same in every case.
fn settle(planned: &Planned<'_>, asked: &mut [Asked]) {
    let is_open = |asked: &&mut Asked| asked.question == Question::Right && !asked.is_done();
    for asked in asked.iter_mut().filter(is_open) {
        let Some(measure) = planned.plan.measures.get(asked.measure) else { continue };
        let at = |place: &usize| TruthAt { scope: measure.scope, place: *place };
        let right: Vec<_> =
            measure.each.iter().chain([&measure.eligible]).map(|place| (at(place), asked.lane)).collect();
        let is_out = |ground: &usize| planned.slots.decided(at(ground), asked.lane) == Some(false);
        asked.settled = in_every_case(planned, &right).filter(|is_due| !is_due || measure.grounds.iter().all(is_out));
    }
}

/// Wishes that a measure be granted in a lane, or refused.
fn wish(walk: &mut Walk<'_>, measure: &MeasurePlan, (lane, question): (usize, Question), right: bool) {
    let at = |place: usize| TruthAt { scope: measure.scope, place };
    let parts = measure.each.iter().chain([&measure.eligible]).map(|place| (at(*place), true));
    let grounds = measure.grounds.iter().filter(|_| right || question.is_blocked_by_grounds());
    let mut parts = parts.chain(grounds.map(|place| (at(*place), false)));
    if right {
        for (part, holds) in parts {
            walk.truth(part, lane, holds);
        }
    } else if let Some((part, holds)) = parts.find(|(part, _)| !walk.slots.is_decided(*part, lane)) {
        walk.truth(part, lane, !holds);
    }
}

impl Index {
    /// Marks the steps that are needed for what is asked.
    pub(super) fn mark<'m>(&self, asked: impl IntoIterator<Item = &'m Asked>, marks: &mut Vec<bool>) {
        marks.clear();
        marks.resize(self.steps(), false);
        for asked in asked {
            let is_money = matches!(asked.question, Question::Money(_));
            let money = if is_money { self.money(asked.measure) } else { &[] };
            for step in self.needed(asked.measure).iter().chain(money) {
                if let Some(mark) = marks.get_mut(*step) {
                    *mark = true;
                }
            }
        }
    }
}

impl Source {
    /// How many copies of the family have their members in one machine word.
    fn copies(&self) -> usize {
        64_usize.checked_div(self.lanes(Scope::Member)).unwrap_or(1).max(1)
    }
}

impl Block {
    /// Takes so many copies of one family instead of what was there; what was not told is as it is by itself. Whether what
    /// was told is shown makes no difference here.
    fn repeat(&mut self, plan: &Plan, source: &Source, copies: usize, by_itself: impl Fn(&Input) -> Value) {
        self.settle(std::iter::repeat_n(source.lanes(Scope::Member), copies));
        self.tried.clear();
        self.tried.extend(
            plan.inputs.iter().map(|input| if input.is_presumed { Tried::Accepted } else { Tried::Everywhere }),
        );
        self.columns.resize_with(plan.inputs.len(), Default::default);
        for (place, (input, column)) in plan.inputs.iter().zip(&mut self.columns).enumerate() {
            let lanes = source.lanes(input.scope);
            column.repeat(input, (lanes, copies), (source.seen(place), source.values(place)), by_itself(input));
        }
    }

    /// Tries a value of an input in a lane of a copy, where nothing was told that counts.
    fn attempt(&mut self, plan: &Plan, (copy, lane): (usize, usize), input: usize, value: Value) {
        let Some(found) = plan.inputs.get(input) else { return };
        let place = self.lane(found.scope, copy, lane);
        if let Some(column) = self.columns.get_mut(input) {
            column.attempt(place, value);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use crate::{
        assessment::Eligibility,
        population::{Besides, Due, Folded, Screened, Screener},
        program::{Moment, compile},
        ruleset::sample::{DAY, assess, load, measure},
    };

    const CHILDREN: &str = r#"}, { "id": "bob", "relation": "child" }, { "id": "eve", "relation": "child",
        "birth_date": "2020-01-01" }"#;

    /// What a plan says of a family, and how many measures it leaves to a search; what an assessment says besides.
    fn screened(parts: &str, facts: &str) -> (Vec<Screened>, usize) {
        let rules = load(&measure(parts, "")).unwrap_or_else(|error| panic!("{parts}: {error}"));
        let library = &rules.library;
        let on = DAY.parse().unwrap();
        let (moment, place) = (Moment::On(on), "RU-KHA".parse().unwrap());
        let program = compile(&library.checked, moment, &place, &mut crate::diagnostic::Sink::default());
        let folded = Folded::new(&Arc::new(program), (&library.checked, &library.vocabulary), on, Besides::Nothing);
        let assessment = assess(&rules, facts, CHILDREN);
        let (mut found, mut open) = (Vec::new(), Vec::new());
        Screener::default().run(&folded, &assessment.family, &mut found, &mut open);
        if open.is_empty() {
            let wanted: Vec<Screened> = assessment.verdicts.iter().filter_map(Screened::of).collect();
            assert_eq!(found.len(), wanted.len(), "{parts} {facts}");
            for (found, wanted) in found.iter().zip(&wanted) {
                assert_eq!(found.eligibility, wanted.eligibility, "{parts} {facts}");
                let money = |screened: &Screened| screened.amount.as_ref().map(|(due, per)| (due.money(), *per));
                assert!(money(found) == money(wanted), "{parts} {facts}");
            }
        }
        (found, open.len())
    }

    /// The verdict of a plan without a search.
    fn verdict(condition: &str, facts: &str) -> Option<Eligibility> {
        let (found, open) = screened(&format!(r#""eligible_when": "{condition}""#), facts);
        assert_eq!(open, 0, "{condition} {facts}");
        found.first().map(|found| found.eligibility)
    }

    #[test]
    fn what_comes_out_both_ways_is_open_without_a_search() {
        for condition in [
            "rooms >= 2 and rooms < 5",
            "rooms = 3 or rooms = 5",
            "not(poor) and rooms > 1 or poor and rooms < 3",
            "rooms * 2 > 6 and rooms * 3 < 15",
            "rooms / count(members) > 1 and rooms / count(members) < 2",
            "rooms = none or rooms > 4 and rooms < 7",
            "moved_on > date(2020, 1, 1) and moved_on < date(2021, 1, 1)",
            "count(members[relation = child and age < 3]) = 1",
            "some kid in members[relation = child] satisfies kid.age >= 3 and kid.age < 5 and kid.birth_date > date(2021, 2, 1)",
            "count(members[working]) >= 1 and count(members[working]) <= 2",
        ] {
            assert_eq!(verdict(condition, ""), Some(Eligibility::Undetermined), "{condition}");
        }
    }

    #[test]
    fn what_comes_out_one_way_is_settled_without_a_search() {
        for (condition, found) in [
            ("rooms >= 2 and rooms < 2", None),
            ("rooms >= 2 or rooms < 2 or rooms = none", Some(Eligibility::Eligible)),
            ("rooms = 2 or rooms != 2 or rooms = none", Some(Eligibility::Eligible)),
            ("rent < 0", None),
            ("rent >= 0", Some(Eligibility::Eligible)),
            ("rooms - 9 > 0 or rooms * -1 > 0", None),
            ("max(rent, rent * 2) >= 0", Some(Eligibility::Eligible)),
            ("count(members[age < 18]) >= 1", Some(Eligibility::Eligible)),
            ("count(members[age < 18]) > 3", None),
            (
                "count(members[relation = child and age < 3]) = 1 and count(members[relation = child and age < 3]) = 2",
                None,
            ),
            ("every kid in members[relation = child] satisfies kid.birth_date <= on", Some(Eligibility::Eligible)),
        ] {
            assert_eq!(verdict(condition, ""), found, "{condition}");
        }
    }

    #[test]
    fn a_claim_that_may_be_wrong_is_to_be_confirmed_without_a_search() {
        let claims = r#""poor": true, "rooms": 3,"#;
        for condition in ["poor and rooms > 1 or not(poor) and rooms > 4", "poor and rooms > 1 and rooms < 9"] {
            assert_eq!(verdict(condition, claims), Some(Eligibility::EligibleIfConfirmed), "{condition}");
        }
        // Sure whatever the claim says: only a search finds that out where claims are told.
        let sure = r#""eligible_when": "poor or not(poor)""#;
        assert_eq!(screened(sure, claims).1, 1);
    }

    #[test]
    fn an_open_ground_of_refusal_leaves_no_right_open() {
        let ground = r#""refused_when": [{ "when": "poor", "because": { "ru": "Бедны", "en": "Poor" } }]"#;
        // Sure in every case, unless the ground applies: only a search says so.
        let sure = format!(r#""eligible_when": "rooms >= 2 or rooms < 2 or rooms = none", {ground}"#);
        assert_eq!(screened(&sure, "").1, 1);
        let open = format!(r#""eligible_when": "rooms >= 2 and rooms < 5", {ground}"#);
        let (found, left) = screened(&open, "");
        assert_eq!((found[0].eligibility, left), (Eligibility::Undetermined, 0));
        // A right that is sure but for the ground is refused to nobody, and is not sure.
        let told = r#""rooms": { "value": 3, "provenance": "document" },"#;
        assert_eq!(screened(&open, told).0[0].eligibility, Eligibility::EligibleIfConfirmed);
    }

    #[test]
    fn a_presumption_is_tried_only_where_it_does_not_count() {
        let condition = "not(warned) and rooms >= 2 and rooms < 5";
        assert_eq!(verdict(condition, ""), Some(Eligibility::Undetermined));
        let shown = r#""rooms": { "value": 3, "provenance": "document" },"#;
        assert_eq!(
            verdict(&format!("{condition} or warned and rooms > 7"), shown),
            Some(Eligibility::EligibleIfConfirmed)
        );
    }

    #[test]
    fn money_lies_between_ends_that_copies_reach() {
        let parts = r#""eligible_when": "rent >= 0", "amount": { "value": "if rooms >= 3 then rent else 2 * rent",
            "unit": "RUB/month", "per": "month", "round": { "to": "0.01", "mode": "half_up" } }"#;
        let (found, open) = screened(parts, "");
        assert_eq!((found.len(), open), (1, 0));
        assert!(matches!(found[0].amount, Some((Due::Between(_), _))));
        let (found, open) = screened(parts, r#""rooms": 1, "rent": "10","#);
        assert_eq!((found.len(), open), (1, 0));
        assert!(matches!(found[0].amount, Some((Due::Exactly(_), _))));
    }
}
