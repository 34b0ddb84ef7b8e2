//! How every condition came out, without words until they are asked for.

use std::fmt;

use super::tracing::{Entry, Reading, Seen};
use crate::{
    assessment::Answer,
    catalogue::Library,
    eval::{NONE_BIT, date},
    family::{Family, MemberTold},
    population::Actual,
    program::{Compares, Knot, Scale, StepForm, StepRole, ValueKind},
    value::{Date, Language, Number},
};

/// How the conditions of measures came out for one family; it is made by [`Desk::trace`](super::Desk::trace).
///
/// It holds nothing of its own: a step is read where it was worked out, and its words where the rules have them.
#[derive(Clone, Copy)]
pub struct Trace<'a> {
    library: &'a Library,
    family: &'a Family,
    reading: Reading<'a>,
}

/// Counts only.
impl fmt::Debug for Trace<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Trace").field("measures", &self.measures().len()).finish_non_exhaustive()
    }
}

impl<'a> Trace<'a> {
    pub(super) fn new(library: &'a Library, family: &'a Family, reading: Reading<'a>) -> Self {
        Self { library, family, reading }
    }

    /// Every measure in force, by name; a measure for members stands once for each member whom it can be for, in the order of
    /// the family, and without steps where it is for nobody.
    #[must_use]
    #[inline]
    pub fn measures(&self) -> impl ExactSizeIterator<Item = TracedMeasure<'_>> {
        self.reading.entries().iter().map(move |entry| TracedMeasure { trace: self, entry })
    }
}

/// How the conditions of one measure came out, for the family or for one member.
#[derive(Clone, Copy)]
pub struct TracedMeasure<'a> {
    trace: &'a Trace<'a>,
    entry: &'a Entry,
}

/// The measure only.
impl fmt::Debug for TracedMeasure<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("TracedMeasure").field("measure", &self.measure()).finish_non_exhaustive()
    }
}

impl<'a> TracedMeasure<'a> {
    /// Its place among all measures of the rules, in the order of [`RuleSet::measures`](super::RuleSet::measures).
    #[must_use]
    pub fn place(&self) -> usize {
        self.trace.reading.tree(self.entry).map_or(usize::MAX, |tree| tree.measure)
    }

    /// The name of the measure in rule files.
    #[must_use]
    pub fn measure(&self) -> &'a str {
        let measure = self.trace.library.checked.measures.get(self.place());
        measure.map_or("", |measure| measure.name.as_str())
    }

    /// The id of the member whom it concerns; `None` where it concerns the family, or nobody.
    #[must_use]
    pub fn member(&self) -> Option<&'a str> {
        let member = usize::try_from(self.entry.member?).ok()?;
        self.trace.family.member(member).map(MemberTold::id)
    }

    /// The conditions on the right, each before those that it is made of ([`TracedStep::size`]): for whom the measure is, when
    /// one is eligible, and each ground of refusal, as the default reading of the law has them.
    ///
    /// Who is paid and until when one can apply is told by an [`Assessment`](crate::Assessment).
    #[must_use]
    #[inline]
    pub fn steps(&self) -> impl ExactSizeIterator<Item = TracedStep<'a>> {
        let (trace, entry) = (self.trace, self.entry);
        let outline = trace.reading.outline();
        let tree = trace.reading.tree(entry).filter(|_| !entry.is_for_nobody);
        let knots = tree.and_then(|tree| outline.knots.get(tree.knots.clone())).unwrap_or_default();
        knots.iter().map(move |knot| TracedStep { trace, entry, knot })
    }
}

/// One condition, as it came out.
#[derive(Clone, Copy)]
pub struct TracedStep<'a> {
    trace: &'a Trace<'a>,
    entry: &'a Entry,
    knot: &'a Knot,
}

/// The form only.
impl fmt::Debug for TracedStep<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("TracedStep").field("form", &self.form()).finish_non_exhaustive()
    }
}

impl<'a> TracedStep<'a> {
    /// What it is for its measure; `None` of a step below another.
    #[must_use]
    #[inline]
    pub fn role(&self) -> Option<StepRole> {
        self.knot.role
    }

    /// How the steps right below make it what it is.
    #[must_use]
    #[inline]
    pub fn form(&self) -> StepForm {
        self.knot.form
    }

    /// How many steps it is, itself and all below it: so many come before the next one beside it. What a measure has shown
    /// before stands alone when it is met again ([`StepForm::Above`]).
    #[must_use]
    #[inline]
    pub fn size(&self) -> usize {
        usize::try_from(self.knot.size).unwrap_or(usize::MAX)
    }

    #[inline]
    fn answer(&self, seen: Seen) -> Answer {
        self.trace.reading.answer(self.entry, self.knot.spot, seen)
    }

    /// Whether it holds on what is accepted: claims do not count.
    #[must_use]
    #[inline]
    pub fn accepted(&self) -> Answer {
        self.answer(Seen::Accepted)
    }

    /// Whether it holds on what was told, claims too.
    #[must_use]
    #[inline]
    pub fn told(&self) -> Answer {
        self.answer(Seen::Told)
    }

    /// Whether it holds on what was told, and of the rest on what is presumed.
    #[must_use]
    #[inline]
    pub fn presumed(&self) -> Answer {
        self.answer(Seen::Presumed)
    }

    /// The values that it compares, as they were told; none of a condition that compares nothing.
    #[must_use]
    #[inline]
    pub fn values(&self) -> impl ExactSizeIterator<Item = TracedValue<'a>> {
        let (trace, entry) = (self.trace, self.entry);
        let compares = trace.reading.outline().compares_of(self.knot.spot).iter();
        compares.map(move |compares| TracedValue { trace, entry, compares: *compares })
    }

    /// The words of the rule for it, where there are some.
    #[must_use]
    pub fn words(&self, language: Language) -> Option<&'a str> {
        let label = self.trace.library.checked.labels.get(usize::try_from(self.knot.label?).ok()?)?;
        label.because.as_ref().map(|words| words.in_language(language))
    }

    /// How the rule file writes it, as it stands there, with the escapes of JSON (`\"`); where several rules ask the same, how
    /// one of them does.
    #[must_use]
    pub fn written(&self) -> &'a str {
        let spot = self.trace.reading.outline().spot(self.knot.spot);
        let place = spot.and_then(|spot| self.trace.reading.program().places.get(spot.node.0));
        let written = place.map_or("", |place| self.trace.library.sources.slice(*place));
        // The whole of a text of JSON stands in quotes.
        written.strip_prefix('"').and_then(|text| text.strip_suffix('"')).unwrap_or(written)
    }
}

/// A value that a condition compares.
#[derive(Clone, Copy)]
pub struct TracedValue<'a> {
    trace: &'a Trace<'a>,
    entry: &'a Entry,
    compares: Compares,
}

/// Whether it is known, and nothing of what was told.
impl fmt::Debug for TracedValue<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("TracedValue").field("is_known", &self.is_known()).finish_non_exhaustive()
    }
}

impl<'a> TracedValue<'a> {
    #[inline]
    fn kind(&self) -> Option<&'a ValueKind> {
        self.trace.reading.outline().kind(self.compares)
    }

    #[inline]
    fn actual(&self) -> Actual {
        self.trace.reading.value(self.entry, self.compares.spot)
    }

    /// Whether only one value is possible, if only that there is none.
    #[must_use]
    pub fn is_known(&self) -> bool {
        match self.actual() {
            Actual::Exactly(..) => true,
            Actual::Between(interval) => interval.is_exact(),
            Actual::Named(mask) => mask.is_power_of_two(),
        }
    }

    /// Whether there is surely none.
    #[must_use]
    pub fn is_none(&self) -> bool {
        match self.actual() {
            Actual::Exactly(..) => false,
            Actual::Between(interval) => !interval.some,
            Actual::Named(mask) => mask == NONE_BIT,
        }
    }

    fn number(&self) -> Option<Number> {
        match self.actual() {
            Actual::Exactly(count, parts) => Number::new(count.into(), parts.into()),
            Actual::Between(interval) => interval.exact(),
            Actual::Named(_) => None,
        }
    }

    /// A number that is known, as so many parts of which so many make one (`1050` of `100` is 10.5), in the unit of
    /// [`unit`](Self::unit); `None` of a day, and where more than 64 bits were needed. The same number can be told in more
    /// or in fewer parts: `1050` of `100` is `21` of `2`.
    #[must_use]
    #[inline]
    pub fn fraction(&self) -> Option<(i64, i64)> {
        let Some(ValueKind::Scale(Scale::Number(_))) = self.kind() else { return None };
        if let Actual::Exactly(count, parts) = self.actual() {
            return Some((count, parts));
        }
        let number = self.number()?;
        Some((i64::try_from(number.numerator()).ok()?, i64::try_from(number.denominator()).ok()?))
    }

    /// The unit of a number, such as `RUB/month`.
    #[must_use]
    pub fn unit(&self) -> Option<String> {
        match self.kind()? {
            ValueKind::Scale(Scale::Number(unit)) => Some(unit.to_string()),
            _ => None,
        }
    }

    /// A day that is known.
    #[must_use]
    pub fn date(&self) -> Option<Date> {
        matches!(self.kind()?, ValueKind::Scale(Scale::Date)).then(|| self.number().map(date))?
    }

    /// A named value that is known.
    #[must_use]
    pub fn name(&self) -> Option<&'a str> {
        let (ValueKind::Named(enumeration), Actual::Named(mask)) = (self.kind()?, self.actual()) else {
            return None;
        };
        let place = usize::try_from(mask.trailing_zeros()).ok().filter(|_| self.is_known() && !self.is_none())?;
        let known = self.trace.library.checked.symbols.enumerations.get(*enumeration)?;
        known.values.get(place).map(String::as_str)
    }
}

/// A known value as rule files write it, of a number that has no end of digits the fraction (`700/3`); `none` where there is
/// none, `?` where it is open.
impl fmt::Display for TracedValue<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.is_known() {
            return out.write_str("?");
        }
        if self.is_none() {
            return out.write_str("none");
        }
        match (self.name(), self.date(), self.number()) {
            (Some(name), ..) => out.write_str(name),
            (_, Some(date), _) => write!(out, "{date}"),
            (_, _, Some(number)) => write!(out, "{number}"),
            _ => out.write_str("?"),
        }
    }
}
