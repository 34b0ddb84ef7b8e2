//! What a program reads of an assessment: outcomes, circumstances, what is open.

use std::fmt;

use super::{
    amount::Amount,
    names::Names,
    payee::Payee,
    requirement::requirement,
    text::{due, outcome},
};
use crate::{
    assessment::{Answer, Assessment, CircumstanceAnswer, Eligibility, Missing, Verdict},
    document::{DayKind, EstablishedBy, MeasureKind},
    value::{Date, Language},
};

impl Assessment {
    /// Every outcome, ordered by measure and then by member id; those of the whole family come first. Measures that are
    /// not in force are among them.
    pub fn outcomes(&self) -> impl Iterator<Item = Outcome<'_>> {
        self.verdicts.iter().map(|verdict| Outcome { assessment: self, verdict })
    }

    /// The outcomes that are [`Eligibility::Eligible`].
    pub fn eligible(&self) -> impl Iterator<Item = Outcome<'_>> {
        self.outcomes().filter(|outcome| outcome.eligibility() == Eligibility::Eligible)
    }

    /// The circumstances that are always reported, in the order of their names.
    pub fn circumstances(&self) -> impl Iterator<Item = Circumstance<'_>> {
        let all = self.circumstances.iter().enumerate().filter(|(place, _)| !self.is_need(*place));
        all.map(|(place, answer)| Circumstance { assessment: self, answer, place })
    }
}

/// What an assessment answers for one measure, for the family or for one member.
#[derive(Clone, Copy)]
pub struct Outcome<'a> {
    pub(super) assessment: &'a Assessment,
    pub(super) verdict: &'a Verdict,
}

/// Names only, never what was told or follows from it.
impl fmt::Debug for Outcome<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Outcome").field("measure", &self.measure().name()).finish_non_exhaustive()
    }
}

impl<'a> Outcome<'a> {
    /// The measure.
    #[must_use]
    pub fn measure(&self) -> MeasureView<'a> {
        MeasureView { assessment: self.assessment, verdict: self.verdict }
    }

    /// The id of the member whom it concerns; `None` where it concerns the family.
    #[must_use]
    pub fn member(&self) -> Option<&'a str> {
        self.names(Language::Russian).id(self.verdict.member)
    }

    /// The verdict.
    #[must_use]
    pub fn eligibility(&self) -> Eligibility {
        self.verdict.answered()
    }

    /// Whether a "no" rests on what the family told and not on what was shown.
    #[must_use]
    pub fn is_by_told(&self) -> bool {
        self.assessment.why(self.verdict.place).by_told
    }

    /// The first day for which nobody attests that the measure is law, where that day has come.
    #[must_use]
    pub fn attested_until(&self) -> Option<Date> {
        self.verdict.stale
    }

    /// The money due; `None` where there is none or the family has no right to it.
    #[must_use]
    pub fn amount(&self) -> Option<Amount> {
        let (money, per) = self.verdict.entitlement.as_ref()?.amount?;
        Some(Amount::new(money, per))
    }

    /// Who is paid, or may be; the applicant where the rules name nobody and there is money.
    #[must_use]
    pub fn payees(&self) -> Vec<Payee<'a>> {
        Payee::all(self.assessment, self.verdict)
    }

    /// Whether only one of the payees is paid, as the family chooses.
    #[must_use]
    pub fn is_choice_of_payee(&self) -> bool {
        let due = self.verdict.entitlement.as_ref();
        due.and_then(|due| due.payees.as_ref()).is_some_and(|payees| payees.pick_one)
    }

    /// The last day on which one can apply, that day included.
    #[must_use]
    pub fn apply_by(&self) -> Option<Date> {
        self.verdict.entitlement.as_ref()?.apply_by
    }

    /// The decisive reasons in words: what is required, or the ground of refusal.
    pub fn reasons(&self, language: Language) -> impl Iterator<Item = String> {
        let names = self.names(language);
        let verdict = self.verdict;
        self.assessment.why(verdict.place).reasons.iter().map(move |reason| requirement(names, verdict, reason))
    }

    /// What is missing for a decision.
    pub fn missing(&self) -> impl Iterator<Item = OpenFact<'a>> {
        let assessment = self.assessment;
        let why = assessment.why(self.verdict.place);
        why.missing.iter().map(move |missing| OpenFact {
            assessment,
            missing,
            certain: !why.uncertain.contains(missing),
        })
    }

    /// The claims that must be confirmed.
    pub fn confirm(&self) -> impl Iterator<Item = OpenFact<'a>> {
        let assessment = self.assessment;
        self.assessment.why(self.verdict.place).confirm.iter().map(move |missing| OpenFact {
            assessment,
            missing,
            certain: true,
        })
    }

    /// The other readings of the law that would change the verdict, whatever does not combine with it: what each is called,
    /// and what it would be.
    pub fn readings(&self) -> impl Iterator<Item = (&'a str, Eligibility)> {
        let own = self.verdict.eligibility;
        let others = self.assessment.why(self.verdict.place).readings.iter();
        others.filter(move |other| other.answer.0 != own).map(|other| (other.name.as_str(), other.answer.0))
    }

    /// The title with the member whom it concerns, as pages say it.
    pub(crate) fn heading(&self, language: Language) -> String {
        outcome::heading(self.names(language), self.verdict)
    }

    /// The money due in words, where there is a right to it or may be.
    pub(crate) fn amount_in_words(&self, language: Language) -> Option<String> {
        let (money, per) = self.verdict.entitlement.as_ref()?.amount?;
        Some(due::money(self.names(language), money, per))
    }

    fn names(&self, language: Language) -> Names<'a> {
        Names::new(self.assessment, language)
    }

    pub(super) fn new(assessment: &'a Assessment, verdict: &'a Verdict) -> Self {
        Self { assessment, verdict }
    }

    pub(super) fn assessment(&self) -> &'a Assessment {
        self.assessment
    }

    pub(super) fn verdict(&self) -> &'a Verdict {
        self.verdict
    }

    /// Its place among all outcomes.
    pub(super) fn place(&self) -> usize {
        self.verdict.place
    }
}

/// A measure as an outcome tells of it: the version that is law on the day.
#[derive(Clone, Copy)]
pub struct MeasureView<'a> {
    assessment: &'a Assessment,
    verdict: &'a Verdict,
}

/// Names only, never what was told or follows from it.
impl fmt::Debug for MeasureView<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("MeasureView").field("name", &self.name()).finish_non_exhaustive()
    }
}

impl<'a> MeasureView<'a> {
    /// Its name in rule files.
    #[must_use]
    pub fn name(&self) -> &'a str {
        Names::new(self.assessment, Language::Russian).measure(self.verdict.measure)
    }

    /// What it is called.
    #[must_use]
    pub fn title(&self, language: Language) -> &'a str {
        let names = Names::new(self.assessment, language);
        names.version(self.verdict).map_or("", |version| names.say(&version.text.title))
    }

    /// What it is: money, a service, things, a relief or information.
    #[must_use]
    pub fn kind(&self) -> MeasureKind {
        let version = Names::new(self.assessment, Language::Russian).version(self.verdict);
        version.map_or(MeasureKind::Information, |version| version.text.kind)
    }

    /// Who decides on the application, where the rules say.
    #[must_use]
    pub fn decided_by(&self, language: Language) -> Option<&'a str> {
        let names = Names::new(self.assessment, language);
        names.version(self.verdict)?.text.decided_by.as_ref().map(|office| names.phrase(office))
    }

    /// In how many days at most the decision is taken, counted from the application, and which days count.
    #[must_use]
    pub fn decision_days(&self) -> Option<(u32, DayKind)> {
        let version = Names::new(self.assessment, Language::Russian).version(self.verdict)?;
        version.text.decision_days.as_ref().map(|term| (term.days, term.kind))
    }

    /// Why it ends before its term.
    pub fn exit(&self, language: Language) -> impl Iterator<Item = &'a str> {
        let names = Names::new(self.assessment, language);
        let reasons = names.version(self.verdict).and_then(|version| version.text.exit.as_ref());
        reasons.into_iter().flatten().map(move |reason| names.phrase(reason))
    }

    /// Its code in the classifier of the state (КМСЗ of ЕГИССО), where it is known.
    #[must_use]
    pub fn kmsz(&self) -> Option<&'a str> {
        let version = Names::new(self.assessment, Language::Russian).version(self.verdict)?;
        version.text.kmsz.as_ref().map(|code| code.value.as_str())
    }
}

/// A circumstance with its answer.
#[derive(Clone, Copy)]
pub struct Circumstance<'a> {
    assessment: &'a Assessment,
    answer: &'a CircumstanceAnswer,
    place: usize,
}

/// Names only, never what was told or follows from it.
impl fmt::Debug for Circumstance<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Circumstance").field("name", &self.name()).finish_non_exhaustive()
    }
}

impl<'a> Circumstance<'a> {
    /// Its name in rule files.
    #[must_use]
    pub fn name(&self) -> &'a str {
        let definition = self.assessment.library.checked.definitions.get(self.answer.definition);
        definition.map_or("", |definition| definition.name.as_str())
    }

    /// What it is called; its name where the rules give it no title.
    #[must_use]
    pub fn title(&self, language: Language) -> &'a str {
        let definition = self.assessment.library.checked.definitions.get(self.answer.definition);
        let title = definition.and_then(|definition| definition.title.as_ref());
        title.map_or_else(|| self.name(), |title| title.in_language(language))
    }

    /// Whether it holds, on what was told.
    #[must_use]
    pub fn holds(&self) -> Answer {
        self.answer.holds
    }

    /// What is missing for an answer.
    pub fn missing(&self) -> impl Iterator<Item = OpenFact<'a>> {
        let assessment = self.assessment;
        let why = assessment.circumstance_why(self.place);
        why.missing.iter().map(move |missing| OpenFact {
            assessment,
            missing,
            certain: !why.uncertain.contains(missing),
        })
    }

    /// The other readings of the law that would answer otherwise: what each is called, and its answer.
    pub fn readings(&self) -> impl Iterator<Item = (&'a str, Answer)> {
        let others = self.assessment.circumstance_why(self.place).readings.iter();
        others.map(|other| (other.name.as_str(), other.answer))
    }
}

/// Something that must be told, shown, recorded or established.
#[derive(Clone, Copy)]
pub struct OpenFact<'a> {
    pub(super) assessment: &'a Assessment,
    pub(super) missing: &'a Missing,
    pub(super) certain: bool,
}

/// Names only, never what was told or follows from it.
impl fmt::Debug for OpenFact<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("OpenFact").field("name", &self.name()).finish_non_exhaustive()
    }
}

impl<'a> OpenFact<'a> {
    /// Whether it is sure that it can change the answer: two families that differ in nothing else get different answers.
    /// Where it is not, the search for such a pair ended before it was found.
    #[must_use]
    pub fn is_certain(&self) -> bool {
        self.certain
    }

    /// The name of the fact, the record list or the parameter; `territory` where the municipality is missing. A fact of a
    /// record stands behind its list, as `income.amount`.
    #[must_use]
    pub fn name(&self) -> String {
        let names = Names::new(self.assessment, Language::Russian);
        match self.missing {
            Missing::Fact { fact, .. } => names.fact(*fact).map(|fact| names.fact_name(fact)).unwrap_or_default(),
            Missing::List { list, .. } => names.list(*list).map(|list| list.name.clone()).unwrap_or_default(),
            Missing::Parameter { parameter, .. } => {
                names.parameter(*parameter).map(|parameter| parameter.name.clone()).unwrap_or_default()
            }
            Missing::Territory => "territory".to_owned(),
        }
    }

    /// The id of the member whom it concerns; `None` where it concerns the family.
    #[must_use]
    pub fn member(&self) -> Option<&'a str> {
        let member = match self.missing {
            Missing::Fact { holder, .. } => holder.member,
            Missing::List { member, .. } => *member,
            Missing::Parameter { .. } | Missing::Territory => None,
        };
        Names::new(self.assessment, Language::Russian).id(member)
    }

    /// The question for the family; `None` for a parameter, which no family can answer.
    #[must_use]
    pub fn question(&self, language: Language) -> Option<&'a str> {
        Names::new(self.assessment, language).asked(self.missing)
    }

    /// The role of the specialist who establishes it, where that is one.
    #[must_use]
    pub fn role(&self) -> Option<&'a str> {
        match self.missing {
            Missing::Fact { established_by: EstablishedBy::Specialist(role), .. } => Some(role),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Per;
    use crate::ruleset::RuleSet;

    const FAMILY: &str = r#"{ "territory": "RU-NVS/novosibirsk", "members": [
        { "id": "alla", "relation": "self", "sex": "female", "birth_date": "1993-04-04", "citizen_rf": true },
        { "id": "rita", "relation": "child", "birth_date": "2021-06-10", "citizen_rf": true } ] }"#;

    fn assessment() -> Assessment {
        let rules = RuleSet::bundled().unwrap();
        let family = rules.family_from_json(FAMILY).unwrap();
        rules.on("2026-03-15".parse().unwrap()).assess(&family)
    }

    #[test]
    fn an_outcome_is_read_without_json() {
        let assessment = assessment();
        let capital =
            assessment.outcomes().find(|outcome| outcome.measure().name() == "federal.maternity_capital").unwrap();
        assert_eq!((capital.member(), capital.eligibility()), (Some("rita"), Eligibility::EligibleIfConfirmed));
        assert_eq!(capital.measure().kind(), MeasureKind::Benefit);
        assert_eq!(capital.measure().title(Language::English), "Maternity (family) capital");
        let amount = capital.amount().unwrap();
        assert_eq!((amount.exact().as_deref(), amount.per()), (Some("483881.83"), Per::Once));
        assert!(capital.reasons(Language::English).next().is_some());
        assert!(assessment.eligible().all(|outcome| outcome.measure().name() != "federal.maternity_capital"));
    }

    #[test]
    fn what_is_open_has_a_name_and_a_question() {
        let assessment = assessment();
        let disability = assessment.circumstances().find(|found| found.name() == "has_disability").unwrap();
        assert_eq!(disability.holds(), Answer::Unknown);
        let open: Vec<_> = disability.missing().collect();
        assert_eq!(
            open.iter().map(|open| (open.name(), open.member())).collect::<Vec<_>>(),
            [("disability".to_owned(), Some("alla")), ("disability".to_owned(), Some("rita")),]
        );
        assert!(open.iter().all(|open| open.question(Language::Russian).is_some() && open.role().is_none()));
    }
}
