//! What open conditions come to in every case: of a number on either side of each bound that it is held against, of anything
//! else true or false. Cases lie side by side in a machine word.
//!
//! What stands in several places is the same in each of them, and nothing more is assumed: an income below a bound and not
//! below it is nobody's, whatever it is the sum of. So what comes out in every case does so of every family. Whoever
//! evaluates conditions can show them here, and all find the same.

use super::{frame::Word, possible::Truth};
use crate::check::Comparison;

/// How many cases there are at most: the bits of a machine word.
const MOST: usize = 64;

/// Conditions of one family in one view, as somebody evaluated them.
pub trait Conditions {
    /// A condition.
    type Truth: Copy + PartialEq;
    /// A number that conditions hold against bounds.
    type Number: Copy + PartialEq;
    /// A bound.
    type Bound: Copy + Ord;

    /// How deep conditions are followed, and how many open ones are looked at at most.
    const DEEPEST: usize;
    const MOST_STEPS: usize;

    /// What a condition is, where that is known.
    fn decided(&self, at: Self::Truth) -> Option<bool>;

    /// What an open condition is made of.
    fn form(&self, at: Self::Truth) -> Form<Self::Truth, Self::Number, Self::Bound>;

    /// The least and the greatest that a number can be, and whether there may be none.
    fn span(&self, number: Self::Number) -> ([Self::Bound; 2], bool);
}

/// What a condition is made of.
pub enum Form<T, N, B> {
    /// All of these.
    All(Vec<T>),
    /// Any of these.
    Any(Vec<T>),
    /// Not this.
    Not(T),
    /// That both are alike, or that they differ.
    Alike(T, T, bool),
    /// The first of which the condition holds, else the last.
    Choice(Vec<(T, T)>, T),
    /// A number, held against a bound; where there is none it does not hold.
    Against(N, Comparison, B),
    /// That there is no such number.
    IsNone(N),
    /// What is followed no further.
    Other,
}

/// What is one way or another, whatever is found out.
struct Variable<C: Conditions> {
    of: Of<C::Truth, C::Number>,
    /// Where the numbers are cut: before a bound, or (`true`) behind it.
    cuts: Vec<(C::Bound, bool)>,
    /// In how many places it stands.
    places: usize,
    /// How many ways there are; they take turns after so many cases.
    ways: usize,
    turn: usize,
}

#[derive(PartialEq)]
enum Of<T, N> {
    Truth(T),
    Number(N),
}

/// A condition, or its opposite, that others are joined with.
#[derive(Clone, Copy)]
struct Literal<T> {
    at: T,
    is: bool,
    depth: usize,
}

/// Conditions that share what leaves them open with one another, and with no others.
struct Cases<'c, C: Conditions> {
    conditions: &'c C,
    literals: Vec<Literal<C::Truth>>,
    variables: Vec<Variable<C>>,
    /// How many cases there are.
    count: usize,
    /// Truths that were worked out.
    known: Vec<(C::Truth, Word)>,
}

/// Whether all of some conditions hold in every case, or in none; nothing where neither is found.
pub fn in_every_case<C: Conditions>(conditions: &C, all: &[C::Truth]) -> Option<bool> {
    let literals = all.iter().map(|at| Literal { at: *at, is: true, depth: 0 }).collect();
    let mut steps = 0;
    let found = joined(conditions, true, literals, &mut steps);
    found.filter(|_| steps <= C::MOST_STEPS)
}

/// What conditions come to of which every one is needed, or of which one is enough. Those that share nothing are settled apart, so that
/// none takes the room of another.
fn joined<C: Conditions>(
    conditions: &C,
    every: bool,
    literals: Vec<Literal<C::Truth>>,
    steps: &mut usize,
) -> Option<bool> {
    let mut open = Vec::new();
    for literal in literals {
        if spread(conditions, every, literal, (&mut open, steps)) {
            return Some(!every);
        }
    }
    let mut groups: Vec<Cases<'_, C>> = Vec::new();
    for literal in open {
        let mut group =
            Cases { conditions, literals: vec![literal], variables: Vec::new(), count: 1, known: Vec::new() };
        group.gather(literal.at, literal.depth, steps);
        for other in groups.extract_if(.., |other| group.shares(other)).collect::<Vec<_>>() {
            group.take(other);
        }
        groups.push(group);
    }
    let mut is_settled = !groups.is_empty();
    for group in groups {
        match group.settled(every, steps) {
            Some(found) if found != every => return Some(found),
            found => is_settled &= found.is_some(),
        }
    }
    is_settled.then_some(every)
}

/// Adds what a condition joins the same way; whether that is decided so that nothing else matters.
fn spread<C: Conditions>(
    conditions: &C,
    every: bool,
    literal: Literal<C::Truth>,
    (open, steps): (&mut Vec<Literal<C::Truth>>, &mut usize),
) -> bool {
    if let Some(found) = conditions.decided(literal.at) {
        return (found == literal.is) != every;
    }
    match parts(conditions, literal).filter(|_| *steps <= C::MOST_STEPS) {
        Some((link, parts)) if link.is_none_or(|link| link == every) => {
            *steps = steps.saturating_add(1);
            parts.into_iter().any(|part| spread(conditions, every, part, (&mut *open, &mut *steps)))
        }
        _ => {
            open.push(literal);
            false
        }
    }
}

/// What a condition joins, and whether it needs every one or one of them; a single one is joined either way.
type Parts<T> = (Option<bool>, Vec<Literal<T>>);

fn parts<C: Conditions>(conditions: &C, literal: Literal<C::Truth>) -> Option<Parts<C::Truth>> {
    let Literal { is, depth, .. } = literal;
    if depth >= C::DEEPEST {
        return None;
    }
    let part = |at: C::Truth| Literal { at, is, depth: depth.saturating_add(1) };
    match conditions.form(literal.at) {
        Form::All(parts) => Some((Some(is), parts.into_iter().map(part).collect())),
        Form::Any(parts) => Some((Some(!is), parts.into_iter().map(part).collect())),
        Form::Not(at) => Some((None, vec![Literal { is: !is, ..part(at) }])),
        _ => None,
    }
}

impl<C: Conditions> Cases<'_, C> {
    /// Whether something leaves conditions of both open.
    fn shares(&self, other: &Self) -> bool {
        self.variables.iter().any(|own| other.variables.iter().any(|known| known.of == own.of))
    }

    /// Takes the conditions of another group.
    fn take(&mut self, other: Self) {
        self.literals.extend(other.literals);
        for variable in other.variables {
            self.add(variable.of, &variable.cuts, variable.places);
        }
    }

    /// What the conditions come to in every case.
    fn settled(mut self, every: bool, steps: &mut usize) -> Option<bool> {
        // What stands in one place only is open there in every case.
        self.variables.retain(|variable| variable.places > 1);
        if self.variables.is_empty() {
            return None;
        }
        let is_whole = self.lay_out();
        let there = if self.count < MOST { !(u64::MAX << self.count) } else { u64::MAX };
        let first = Word::all(Truth::known(every));
        let literals = std::mem::take(&mut self.literals);
        let found = literals.iter().fold(first, |found, literal| {
            let truth = self.truth(literal.at, literal.depth);
            let truth = if literal.is { truth } else { truth.negated() };
            if every { found.and(truth) } else { found.or(truth) }
        });
        match (found.yes & there == 0, found.no & there == 0) {
            (true, _) => Some(false),
            (_, true) => Some(true),
            // What has no room here may have some in parts that share nothing.
            _ => match literals.as_slice() {
                [only] if !is_whole => {
                    let (_, parts) = parts(self.conditions, *only)?;
                    joined(self.conditions, !every, parts, steps)
                }
                _ => None,
            },
        }
    }

    /// Gathers what leaves a condition open.
    fn gather(&mut self, at: C::Truth, depth: usize, steps: &mut usize) {
        if self.conditions.decided(at).is_some() || *steps > C::MOST_STEPS {
            return;
        }
        *steps = steps.saturating_add(1);
        let deeper = depth.saturating_add(1);
        match self.form(at, depth) {
            Form::All(parts) | Form::Any(parts) => parts.into_iter().for_each(|part| self.gather(part, deeper, steps)),
            Form::Not(part) => self.gather(part, deeper, steps),
            // Each stands there as it is and the other way round.
            Form::Alike(one, two, _) => {
                for part in [one, two, one, two] {
                    self.gather(part, deeper, steps);
                }
            }
            Form::Choice(branches, otherwise) => {
                let parts = branches.into_iter().flat_map(|(when, is)| [when, is]).chain([otherwise]);
                parts.for_each(|part| self.gather(part, deeper, steps));
            }
            Form::Against(number, order, bound) => self.add(Of::Number(number), &cuts(order, bound), 1),
            Form::IsNone(number) => self.add(Of::Number(number), &[], 1),
            Form::Other => self.add(Of::Truth(at), &[], 1),
        }
    }

    fn form(&self, at: C::Truth, depth: usize) -> Form<C::Truth, C::Number, C::Bound> {
        if depth < C::DEEPEST { self.conditions.form(at) } else { Form::Other }
    }

    fn add(&mut self, of: Of<C::Truth, C::Number>, cuts: &[(C::Bound, bool)], places: usize) {
        match self.variables.iter_mut().find(|known| known.of == of) {
            Some(known) => {
                known.places = known.places.saturating_add(places);
                known.cuts.extend(cuts);
            }
            None => self.variables.push(Variable { of, cuts: cuts.to_vec(), places, ways: 2, turn: 1 }),
        }
    }

    /// Lays the cases side by side, of as many variables as have room; whether all have.
    fn lay_out(&mut self) -> bool {
        let (conditions, mut count, variables) = (self.conditions, 1_usize, self.variables.len());
        self.variables.retain_mut(|variable| {
            if let Of::Number(number) = variable.of {
                let ([low, high], none) = conditions.span(number);
                variable.cuts.retain(|cut| (low, false) < *cut && *cut <= (high, false));
                variable.cuts.sort_unstable();
                variable.cuts.dedup();
                variable.ways = variable.cuts.len().saturating_add(1).saturating_add(usize::from(none));
            }
            let all = count.saturating_mul(variable.ways);
            if all <= MOST {
                variable.turn = std::mem::replace(&mut count, all);
            }
            all <= MOST
        });
        self.count = count;
        self.variables.len() == variables
    }

    /// A condition in every case.
    fn truth(&mut self, at: C::Truth, depth: usize) -> Word {
        if let Some(truth) = self.conditions.decided(at) {
            return Word::all(Truth::known(truth));
        }
        if let Some((_, known)) = self.known.iter().find(|(known, _)| *known == at) {
            return *known;
        }
        let deeper = depth.saturating_add(1);
        let found = match self.form(at, depth) {
            Form::All(parts) => {
                parts.into_iter().fold(Word::all(Truth::TRUE), |all, part| all.and(self.truth(part, deeper)))
            }
            Form::Any(parts) => {
                parts.into_iter().fold(Word::all(Truth::FALSE), |any, part| any.or(self.truth(part, deeper)))
            }
            Form::Not(part) => self.truth(part, deeper).negated(),
            Form::Alike(one, two, are_alike) => {
                let (one, two) = (self.truth(one, deeper), self.truth(two, deeper));
                let alike = one.and(two).or(one.negated().and(two.negated()));
                if are_alike { alike } else { alike.negated() }
            }
            Form::Choice(branches, otherwise) => self.choice(&branches, otherwise, deeper),
            Form::Against(number, order, bound) => self.against(number, order, bound),
            Form::IsNone(number) => {
                let is_none = |variable: &Variable<C>, way: usize| way > variable.cuts.len();
                self.by_ways(&Of::Number(number), is_none)
            }
            Form::Other => self.by_ways(&Of::Truth(at), |_, way| way == 1),
        };
        self.known.push((at, found));
        found
    }

    fn choice(&mut self, branches: &[(C::Truth, C::Truth)], otherwise: C::Truth, depth: usize) -> Word {
        let (mut found, mut open) = (Word { yes: 0, no: 0 }, u64::MAX);
        for (when, is) in branches {
            let (when, is) = (self.truth(*when, depth), self.truth(*is, depth));
            let here = open & when.yes;
            found = Word { yes: found.yes | (here & is.yes), no: found.no | (here & is.no) };
            open &= when.no;
        }
        let last = self.truth(otherwise, depth);
        Word { yes: found.yes | (open & last.yes), no: found.no | (open & last.no) }
    }

    fn against(&self, number: C::Number, order: Comparison, bound: C::Bound) -> Word {
        let ([low, high], _) = self.conditions.span(number);
        self.by_ways(&Of::Number(number), |variable, way| {
            // Whether the part lies before a cut; cuts beyond the span part nothing.
            let is_before = |cut: (C::Bound, bool)| {
                let before = variable.cuts.partition_point(|known| *known < cut);
                cut > (low, false) && (cut > (high, false) || way <= before)
            };
            let (is_less, is_at_most) = (is_before((bound, false)), is_before((bound, true)));
            way <= variable.cuts.len()
                && match order {
                    Comparison::Less => is_less,
                    Comparison::AtMost => is_at_most,
                    Comparison::AtLeast => !is_less,
                    Comparison::Greater => !is_at_most,
                    Comparison::Equal => is_at_most && !is_less,
                    Comparison::NotEqual => is_less || !is_at_most,
                }
        })
    }

    /// What holds or not by the way that a variable goes in each case.
    fn by_ways(&self, of: &Of<C::Truth, C::Number>, holds: impl Fn(&Variable<C>, usize) -> bool) -> Word {
        let Some(variable) = self.variables.iter().find(|known| known.of == *of) else {
            return Word::all(Truth::UNKNOWN);
        };
        let way = |case: usize| case.checked_div(variable.turn).and_then(|turn| turn.checked_rem(variable.ways));
        let is_so = |case: usize| way(case).is_some_and(|way| holds(variable, way));
        let lanes = (0..self.count).fold(0, |lanes, case| lanes | u64::from(is_so(case)) << (case % 64));
        Word { yes: lanes, no: !lanes }
    }
}

/// Where the numbers are cut by a comparison.
fn cuts<B: Copy>(order: Comparison, bound: B) -> Vec<(B, bool)> {
    match order {
        Comparison::Less | Comparison::AtLeast => vec![(bound, false)],
        Comparison::AtMost | Comparison::Greater => vec![(bound, true)],
        Comparison::Equal | Comparison::NotEqual => vec![(bound, false), (bound, true)],
    }
}
