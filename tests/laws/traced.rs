//! A trace shows conditions as they are: each is what those below it make it, and a verdict never speaks against them.

use one_window::{Answer, Desk, Eligibility, Family, StepForm, StepRole, Trace, TracedStep};

/// Whether something can hold, and whether it can fail.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Can {
    hold: bool,
    fail: bool,
}

impl Can {
    const NOTHING: Self = Self { hold: false, fail: false };

    fn of(answer: Answer) -> Self {
        Self { hold: answer != Answer::False, fail: answer != Answer::True }
    }

    fn not(self) -> Self {
        Self { hold: self.fail, fail: self.hold }
    }

    fn and(self, other: Self) -> Self {
        Self { hold: self.hold && other.hold, fail: self.fail || other.fail }
    }

    fn or(self, other: Self) -> Self {
        Self { hold: self.hold || other.hold, fail: self.fail && other.fail }
    }
}

/// The steps right below one.
fn below<'s, 'a>(steps: &'s [TracedStep<'a>]) -> Vec<&'s TracedStep<'a>> {
    let mut place = 1;
    let mut found = Vec::new();
    while place < steps.len() {
        found.push(&steps[place]);
        place += steps[place].size();
    }
    assert_eq!(place, steps.len(), "sizes do not add up");
    found
}

/// What those below make of a step; which of two is law is told by no step.
fn made(form: StepForm, parts: &[Can], found: Can) -> Can {
    match form {
        StepForm::All => parts.iter().copied().reduce(Can::and).unwrap(),
        StepForm::Any => parts.iter().copied().reduce(Can::or).unwrap(),
        StepForm::Not => parts[0].not(),
        StepForm::InPlace => {
            let [told, records] = [parts[0], parts[1]];
            let either = Can { hold: told.hold || records.hold, fail: told.fail || records.fail };
            // Where no claim counts it may be what was told, or what the records say.
            [told, records].into_iter().find(|part| *part == found).unwrap_or(either)
        }
        StepForm::Choice => {
            let (last, branches) = parts.split_last().unwrap();
            let (mut found, mut is_reached) = (Can::NOTHING, true);
            for pair in branches.chunks(2) {
                if is_reached && pair[0].hold {
                    found = Can { hold: found.hold || pair[1].hold, fail: found.fail || pair[1].fail };
                }
                is_reached &= pair[0].fail;
            }
            let rest = if is_reached { *last } else { Can::NOTHING };
            Can { hold: found.hold || rest.hold, fail: found.fail || rest.fail }
        }
        _ => panic!("a condition has nothing below it"),
    }
}

/// What a trace says wrong of its own steps.
fn mistake_of_steps(trace: &Trace<'_>) -> Option<String> {
    for measure in trace.measures() {
        let steps: Vec<TracedStep<'_>> = measure.steps().collect();
        for (place, step) in steps.iter().enumerate().filter(|(_, step)| step.size() > 1) {
            let below = below(&steps[place..place + step.size()]);
            for read in [TracedStep::accepted, TracedStep::told, TracedStep::presumed] {
                let parts: Vec<Can> = below.iter().map(|part| Can::of(read(part))).collect();
                let found = Can::of(read(step));
                if made(step.form(), &parts, found) != found {
                    return Some(format!("{}: `{}` of {parts:?}", measure.measure(), step.written()));
                }
            }
        }
    }
    None
}

/// What a trace says against the verdicts of an assessment of a family; measures that are for whoever is paid, and those with a time
/// to apply, rest on more.
pub fn mistake(desk: &mut Desk<'_>, family: &Family) -> Option<String> {
    let assessment = desk.assess(family);
    let verdicts: Vec<(String, Option<String>, Eligibility)> = assessment
        .outcomes()
        .map(|found| (found.measure().name().to_owned(), found.member().map(str::to_owned), found.eligibility()))
        .collect();
    let trace = desk.trace(family);
    if let Some(found) = mistake_of_steps(&trace) {
        return Some(found);
    }
    for measure in trace.measures() {
        let verdict = verdicts
            .iter()
            .find(|(name, member, _)| name == measure.measure() && member.as_deref() == measure.member())
            .map_or(Eligibility::NotEligible, |(.., verdict)| *verdict);
        let steps: Vec<TracedStep<'_>> = measure.steps().collect();
        let roots = |role: StepRole| steps.iter().filter(move |step| step.role() == Some(role));
        let needed = || roots(StepRole::ForWhom).chain(roots(StepRole::EligibleWhen));
        let refused = needed().any(|step| step.told() == Answer::False)
            || roots(StepRole::RefusedWhen).any(|step| step.told() == Answer::True);
        let granted = !steps.is_empty()
            && needed().all(|step| step.accepted() == Answer::True)
            && roots(StepRole::RefusedWhen).all(|step| step.accepted() == Answer::False);
        let is_against = (refused || steps.is_empty()) && verdict != Eligibility::NotEligible
            || granted && verdict != Eligibility::Eligible;
        if is_against {
            return Some(format!("{} {:?} is {}", measure.measure(), measure.member(), verdict.as_str()));
        }
    }
    None
}
