//! Measures: conditions, grounds, money, deadlines, stages.

use std::sync::Arc;

use super::{
    checked::{
        CheckedAmount, CheckedApply, CheckedCosts, CheckedMeasure, CheckedPeriod, CheckedRefusal, CheckedStage,
        CheckedVersion, CheckedWithin,
    },
    kind::Type,
    parameter::rounding,
    payee,
    scope::{Checker, Subject},
    term::{Aggregate, Binding, List, Operation, Term, Typed},
};
use crate::{
    diagnostic::{Code, Diagnostic, did_you_mean},
    document::{
        Amount, Apply, Clause, Costs, ForEach, Late, Measure, MeasurePeriod, Pathway, Per, Round, Stage, Within,
    },
    json::Spanned,
    value::{Accepts, Number, Unit},
};

impl Checker<'_> {
    /// A measure with all its versions.
    pub fn measure(&mut self, name: &Spanned<String>, versions: &[Spanned<Arc<Measure>>]) -> CheckedMeasure {
        let found: Vec<CheckedVersion> = versions.iter().filter_map(|version| self.measure_version(version)).collect();
        let texts = found.iter().map(|text| (text.territories.as_slice(), text.force.period(), text.span));
        self.check_overlaps(&texts.collect::<Vec<_>>());
        CheckedMeasure { name: name.value.clone(), versions: found }
    }

    fn measure_version(&mut self, written: &Spanned<Arc<Measure>>) -> Option<CheckedVersion> {
        let measure = &written.value;
        let territories = self.territories(&measure.territory);
        let force = self.force(&measure.in_force);
        self.addressed(measure);
        self.payees = measure.paid_to.as_ref().map(payee::names).unwrap_or_default();
        let each = optional(measure.r#for.as_ref(), |each| self.each(each));
        self.names(measure);
        let eligible_when = self.condition(&measure.eligible_when);
        let refused_when = self.refusals(measure);
        let because_of = optional(measure.because_of.as_ref(), |list| self.because_of(list));
        let paid_to = optional(measure.paid_to.as_ref(), |paid_to| self.paid_to(paid_to));
        let amount = optional(measure.amount.as_ref(), |amount| self.amount(amount));
        let fee = optional(measure.fee.as_ref(), |fee| self.amount(fee));
        let costs = optional(measure.costs.as_ref(), |costs| self.costs(costs));
        let period = optional(measure.period.as_ref(), |period| self.period(period));
        let apply = optional(measure.apply.as_ref(), |apply| self.apply(apply));
        if measure.paid_to.as_ref().is_some_and(|paid_to| paid_to.first_of.is_none()) {
            self.unbind();
        }
        let stages = measure.pathway.as_ref().map(|pathway| self.stages(pathway)).unwrap_or_default();
        let priority = measure
            .priority
            .iter()
            .flatten()
            .filter_map(|priority| self.condition(&priority.when).map(|when| (when, priority.clone())));
        let priority = priority.collect();
        self.lets.clear();
        self.refused_lets.clear();
        self.frames.clear();
        self.payees.clear();
        let (mut paid_to, mut apply) = (paid_to.ok()?, apply.ok()?);
        let (amount, costs, period) = (amount.ok()?, costs.ok()?, period.ok()?);
        if let (Some(apply), Some(amount), Some(period)) = (&mut apply, &amount, &period) {
            let is_lost = apply.late == Late::StartsLater && amount.per == Per::Month && costs.is_none();
            apply.loses_months = is_lost && period.loses_months(measure);
        }
        if let (Some(payees), Some(apply)) = (&mut paid_to, &mut apply) {
            payees.take_deadline(apply);
        }
        Some(CheckedVersion {
            text: Arc::clone(measure),
            territories: territories?,
            force: force?,
            accepts: measure.accepts.as_ref().map_or(Accepts::ALL, |list| list.iter().copied().collect()),
            each: each.ok()?,
            eligible_when: eligible_when?,
            refused_when,
            paid_to,
            because_of: because_of.ok()?,
            amount,
            fee: fee.ok()?,
            costs,
            period,
            apply,
            stages,
            priority,
            span: written.span,
        })
    }

    fn addressed(&mut self, measure: &Measure) {
        for need in &measure.addresses {
            if !self.symbols.needs.contains_key(&need.value) {
                let help = did_you_mean(&need.value, self.symbols.needs.keys().map(String::as_str), "needs");
                let message = format!("there is no need `{}`", need.value);
                self.sink.push(Diagnostic::error(Code::UnknownNeed, need.span, message).help(help));
            }
        }
    }

    fn each(&mut self, each: &ForEach) -> Option<(Binding, List)> {
        let list = self.expression(&each.each, None);
        let list = list.and_then(|list| {
            if let (Some(Type::Member), Term::List(items)) = (list.r#type.item(), list.term) {
                Some(*items)
            } else {
                let message = format!("`each` names a list of members, and this is {}", list.r#type);
                self.fail(
                    Diagnostic::error(Code::TypeMismatch, each.each.span, message).help("such as `members[age < 18]`"),
                )
            }
        });
        if let Some(alias) = &each.r#as {
            self.check_alias(&alias.value, alias.span);
        }
        let alias = each.r#as.as_ref().map_or("member", |alias| alias.value.as_str());
        // Bound even where the list is wrong, so that the rest of the measure is still checked.
        let binding = self.bind(alias, Subject::Member, false);
        list.map(|list| (binding, list))
    }

    fn names(&mut self, measure: &Measure) {
        for (name, clause) in measure.r#let.iter().flatten() {
            self.check_alias(&name.value, name.span);
            match self.clause(clause, None) {
                Some(found) => self.lets.push((name.value.clone(), found)),
                None => self.refused_lets.push(name.value.clone()),
            }
        }
    }

    fn refusals(&mut self, measure: &Measure) -> Vec<CheckedRefusal> {
        let mut found = Vec::new();
        for refusal in measure.refused_when.iter().flatten() {
            if let Some(when) = self.condition(&refusal.when) {
                let span = when.span;
                let when = self.labelled(when, Some(&refusal.because), refusal.legal_basis.as_deref(), span);
                found.push(CheckedRefusal { when });
            }
        }
        found
    }

    fn amount(&mut self, amount: &Amount) -> Option<CheckedAmount> {
        self.money(&amount.value, (amount.unit.as_ref(), amount.round.as_ref()), amount.per)
    }

    fn costs(&mut self, costs: &Costs) -> Option<CheckedCosts> {
        let of = self.expression(&costs.of, None);
        let amount = self.money(&costs.value, (costs.unit.as_ref(), costs.round.as_ref()), costs.per);
        let of = of?;
        if !matches!(&of.r#type, Type::Number(unit) if unit.is_money()) {
            let message = format!("what is used up is an amount of money, and this is {}", of.r#type);
            let help = "name the fact or definition that says how much the family has, such as `capital_left`";
            return self.fail(Diagnostic::error(Code::TypeMismatch, costs.of.span, message).help(help));
        }
        Some(CheckedCosts { of, amount: amount? })
    }

    fn money(
        &mut self,
        value: &Clause,
        (unit, round): (Option<&Spanned<String>>, Option<&Round>),
        per: Per,
    ) -> Option<CheckedAmount> {
        let value = self.clause(value, None)?;
        let value = match unit {
            Some(unit) => self.with_unit(value, unit)?,
            None => value,
        };
        let Type::Number(unit) = &value.r#type else {
            let message = format!("an amount is a number, and this is {}", value.r#type);
            return self.fail(Diagnostic::error(Code::TypeMismatch, value.span, message));
        };
        self.per_unit(&value, unit, per);
        let round = match round {
            Some(round) => Some(rounding(round, self.sink)?),
            None => None,
        };
        if round.is_none() && !is_rounded(&value) {
            self.sink.push(
                Diagnostic::error(Code::UnroundedMoney, value.span, "this amount may have fractions of a kopeck")
                    .help("write `\"round\": { \"to\": \"0.01\", \"mode\": \"half_up\" }`, as the act orders"),
            );
        }
        let value = match round {
            Some(rounding) => {
                let (kind, span) = (value.r#type.clone(), value.span);
                Typed::new(Term::Operation(Operation::Round(rounding), vec![value]), kind, span)
            }
            None => value,
        };
        Some(CheckedAmount { value, per })
    }

    /// Money per month is said to be per month.
    fn per_unit(&mut self, value: &Typed, unit: &Unit, per: Per) {
        let money: Unit = "RUB".parse().unwrap_or(Unit::ONE);
        let whole = unit.without_time() == money || value.literal;
        let time = match per {
            Per::Once => "RUB",
            Per::Hour => "RUB/hour",
            Per::Day => "RUB/day",
            Per::Week => "RUB/week",
            Per::Month => "RUB/month",
            Per::Year => "RUB/year",
        };
        let fits = value.literal || *unit == money || time.parse::<Unit>().is_ok_and(|wanted| wanted == *unit);
        if !whole || !fits {
            let message = format!("the amount comes out in {unit}, and it is due in {time}");
            self.sink.push(
                Diagnostic::error(Code::UnitMismatch, value.span, message)
                    .help("mend `per`, or write the `unit` of the amount"),
            );
        }
    }

    fn period(&mut self, period: &MeasurePeriod) -> Option<CheckedPeriod> {
        let from = self.date(&period.from)?;
        self.lets.push(("from".to_owned(), from.clone()));
        let until = optional(period.until.as_ref(), |clause| self.date(clause));
        let most = optional(period.until_at_most.as_ref(), |clause| self.date(clause));
        self.lets.pop();
        let until = match (until.ok()?, most.ok()?) {
            (Some(until), Some(most)) => {
                let span = until.span;
                Some(Typed::new(Term::Aggregate(Aggregate::Min, Vec::new(), vec![until, most]), Type::Date, span))
            }
            (until, most) => until.or(most),
        };
        Some(CheckedPeriod { from, until })
    }

    fn apply(&mut self, apply: &Apply) -> Option<CheckedApply> {
        let opens = optional(apply.opens.as_ref(), |clause| self.date(clause)).ok()?;
        let closes = optional(apply.closes.as_ref(), |clause| self.date(clause)).ok()?;
        let within = optional(apply.within.as_ref(), |within| self.within(within)).ok()?;
        let end = closes.as_ref().or(within.as_ref().map(|within| &within.last));
        if let (Some(end), None) = (end, apply.late) {
            return self.fail(
                Diagnostic::error(Code::MissingKey, end.span, "this time to apply does not say what being late means").help(
                    "write `\"late\": \"lapses\"` where the right is lost, `\"late\": \"starts_later\"` where only the months before are",
                ),
            );
        }
        let late = apply.late.unwrap_or(Late::StartsLater);
        Some(CheckedApply { opens, closes, within, late, loses_months: false })
    }

    fn within(&mut self, within: &Within) -> Option<CheckedWithin> {
        let event = self.date(&within.of)?;
        let span = event.span;
        let (number, kind, operation) = match (within.days, within.months, within.years) {
            (Some(days), _, _) => (Number::from(days), Type::Days, Operation::AddDays),
            (_, Some(months), _) => (Number::from(months), Type::Months, Operation::AddMonths),
            (_, _, years) => {
                let months = Number::from(years.unwrap_or(0)).checked_mul(Number::from(12_i32))?;
                (months, Type::Months, Operation::AddMonths)
            }
        };
        let term = Typed::new(Term::Number(number), kind, span);
        Some(CheckedWithin { last: Typed::new(Term::Operation(operation, vec![event, term]), Type::Date, span) })
    }

    fn stages(&mut self, pathway: &Pathway) -> Vec<CheckedStage> {
        let stages = &pathway.stages;
        for (place, stage) in stages.iter().enumerate() {
            if let Some(first) = stages.iter().take(place).find(|other| other.stage.value == stage.stage.value) {
                let message = format!("the stage `{}` stands twice", stage.stage.value);
                self.sink.push(
                    Diagnostic::error(Code::DuplicateName, stage.stage.span, message)
                        .also(first.stage.span, "first here"),
                );
            }
        }
        stages.iter().enumerate().map(|(place, stage)| self.stage(stages, place, stage)).collect()
    }

    fn stage(&mut self, stages: &[Stage], place: usize, stage: &Stage) -> CheckedStage {
        let after = if let Some(names) = &stage.after {
            names.iter().filter_map(|name| self.stage_place(stages, name)).collect()
        } else {
            // By default after the former stage that does not run beside the others.
            let before = stages.iter().enumerate().take(place).rev().find(|(_, other)| other.runs.is_none());
            before.map(|(before, _)| before).into_iter().collect()
        };
        let runs = stage.runs.as_ref().and_then(|runs| {
            let from = self.stage_place(stages, &runs.from)?;
            let until = match &runs.until {
                Some(name) => Some(self.stage_place(stages, name)?),
                None => None,
            };
            Some((from, until))
        });
        let mut condition = |clause: &Option<Clause>| clause.as_ref().and_then(|clause| self.condition(clause));
        CheckedStage {
            after,
            done_when: condition(&stage.done_when),
            needed_when: condition(&stage.needed_when),
            declined_when: condition(&stage.declined_when),
            runs,
        }
    }

    fn stage_place(&mut self, stages: &[Stage], name: &Spanned<String>) -> Option<usize> {
        let found = stages.iter().position(|stage| stage.stage.value == name.value);
        if found.is_none() {
            let help = did_you_mean(&name.value, stages.iter().map(|stage| stage.stage.value.as_str()), "stages");
            let message = format!("there is no stage `{}`", name.value);
            self.sink.push(Diagnostic::error(Code::UnknownName, name.span, message).help(help));
        }
        found
    }
}

impl CheckedPeriod {
    /// Whether who applies later is paid for fewer months: the beginning follows the day of application, and the end does
    /// not, or what ends is awarded again.
    fn loses_months(&self, measure: &Measure) -> bool {
        let reads_on = |term: &Typed| {
            let mut found = false;
            term.each(&mut |part| found |= matches!(part.term, Term::On));
            found
        };
        let is_renewed = measure.period.as_ref().and_then(|period| period.renew).unwrap_or(false);
        reads_on(&self.from) && (is_renewed || !self.until.as_ref().is_some_and(reads_on))
    }
}

/// Whether a number has whole kopecks whatever its parts are.
fn is_rounded(value: &Typed) -> bool {
    let kopecks = |number: Number| number.decimals().is_some_and(|digits| digits <= 2);
    match &value.term {
        Term::Number(number) => kopecks(*number),
        Term::Parameter { parameter, .. } => parameter.values.values().flatten().all(|entry| kopecks(entry.value)),
        Term::Operation(Operation::Round(rounding), _) => kopecks(rounding.step),
        Term::Fact(fact, _) => fact.digits <= 2,
        Term::Choose(branches, otherwise) => {
            branches.iter().all(|(_, value)| is_rounded(value)) && is_rounded(otherwise)
        }
        Term::Readings(readings, _) => readings.iter().all(|(_, value)| is_rounded(value)),
        Term::Versions(found) => {
            found.texts.iter().all(|version| is_rounded(&version.value)) && found.otherwise.iter().all(is_rounded)
        }
        Term::Labelled(_, inner) => is_rounded(inner),
        _ => false,
    }
}

/// A part that may be left out: where it is written it must be right.
fn optional<T, U>(written: Option<T>, read: impl FnOnce(T) -> Option<U>) -> Result<Option<U>, ()> {
    written.map(|written| read(written).ok_or(())).transpose()
}

#[cfg(test)]
mod tests {
    use crate::ruleset::sample::{load, measure};

    fn refusal(parts: &str) -> String {
        load(&measure(parts, "")).map_or_else(|report| report, |_| "nothing".to_owned())
    }

    #[test]
    fn a_fact_of_whom_the_measure_is_for_stands_behind_the_name() {
        let of =
            |fact: &str| refusal(&format!(r#""for": {{ "each": "members", "as": "kid" }}, "eligible_when": "{fact}""#));
        assert_eq!(of("kid.working"), "nothing");
        assert!(of("working").contains("`working`"));
    }

    #[test]
    fn money_without_rounding_has_whole_kopecks() {
        let amount_of = |value: &str| {
            let amount = format!(r#""amount": {{ "value": {value}, "unit": "RUB/month", "per": "month" }}"#);
            let parameter = |name: &str, value: &str| {
                format!(
                    r#""{name}": {{ "unit": "RUB/month", "values": [{{ "from": "2020-01-01", "value": "{value}" }}] }}"#
                )
            };
            let rules = measure(&format!(r#""eligible_when": "true", {amount}"#), "");
            let parameters = [parameter("kopecks", "7.25"), parameter("parts", "7.125")].join(", ");
            let rules = rules.replacen('{', &format!(r#"{{ "parameters": {{ {parameters} }},"#), 1);
            load(&rules).map_or_else(|report| report, |_| "nothing".to_owned())
        };
        let amount = |value: &str| amount_of(&format!("\"{value}\""));
        assert_eq!(amount("kopecks"), "nothing");
        assert_eq!(amount("if warned then kopecks else rent"), "nothing");
        for value in ["parts", "kopecks / 2", "if warned then kopecks else parts"] {
            assert!(amount(value).contains("round"), "{value}");
        }
        let versions = |first: &str, second: &str| {
            let first = format!(r#"{{ "in_force": {{ "until": "2025-01-01" }}, "is": "{first}" }}"#);
            amount_of(&format!(r#"{{ "versions": [{first}, {{ "otherwise": "{second}" }}] }}"#))
        };
        assert_eq!(versions("kopecks", "rent"), "nothing");
        assert!(versions("parts", "kopecks").contains("round"));
        assert!(versions("kopecks", "parts").contains("round"));
    }

    #[test]
    fn a_stage_comes_after_one_that_is_there() {
        let after = |name: &str| {
            let title = r#""title": { "ru": "Шаг", "en": "Step" }"#;
            let first = format!(r#"{{ "stage": "seen", {title}, "done_when": "poor" }}"#);
            let second = format!(r#"{{ "stage": "done", {title}, "after": ["{name}"], "done_when": "warned" }}"#);
            refusal(&format!(r#""eligible_when": "true", "pathway": {{ "stages": [{first}, {second}] }}"#))
        };
        assert_eq!(after("seen"), "nothing");
        assert!(after("sen").contains("there is no stage `sen`"));
    }

    #[test]
    fn what_reads_a_refused_name_is_not_refused_again() {
        let found = refusal(r#""let": { "tally": "rooms + on" }, "eligible_when": "tally > 1""#);
        assert!(found.contains("/let/tally") && !found.contains("`tally`"), "{found}");
        assert!(refusal(r#""eligible_when": "tally > 1""#).contains("`tally`"));
    }
}
