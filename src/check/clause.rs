//! Conditions and values in their object form.

use super::{
    checked::Label,
    kind::Type,
    scope::Checker,
    term::{List, Term, Typed, VersionTerm, Versions},
};
use crate::{
    diagnostic::{Code, Diagnostic, did_you_mean},
    document::{Branch, Clause, Either, Form, LegalBasis, Version},
    json::Spanned,
    source::Span,
    value::{Territory, Text},
};

impl Checker<'_> {
    /// A condition or value, whatever its form.
    pub fn clause(&mut self, clause: &Clause, expected: Option<&Type>) -> Option<Typed> {
        match clause {
            Either::Text(text) => self.expression(text, expected),
            Either::Form(form) => {
                let found = self.form(&form.value, form.span, expected)?;
                Some(self.labelled(found, form.because.as_ref(), form.legal_basis.as_deref(), form.span))
            }
        }
    }

    /// A clause that must be a condition.
    pub fn condition(&mut self, clause: &Clause) -> Option<Typed> {
        let found = self.clause(clause, None)?;
        self.as_condition(found)
    }

    /// A clause that must be a date.
    pub fn date(&mut self, clause: &Clause) -> Option<Typed> {
        let found = self.clause(clause, None)?;
        if found.r#type == Type::Date {
            return Some(found);
        }
        let message = format!("a date is expected here, and this is {}", found.r#type);
        self.fail(Diagnostic::error(Code::TypeMismatch, found.span, message))
    }

    /// Puts words on a condition or value, where it has some.
    pub fn labelled(
        &mut self,
        found: Typed,
        because: Option<&Text>,
        legal_basis: Option<&[LegalBasis]>,
        span: Span,
    ) -> Typed {
        // Words explain conditions and values; a list has none of its own.
        if because.is_none() && legal_basis.is_none() || matches!(found.r#type, Type::List(_)) {
            return found;
        }
        // Articles beside texts that have words of their own are the articles of those words.
        if let (None, Some(articles)) = (because, legal_basis)
            && let Some(inner) = self.worded_inside(&found)
        {
            for label in inner {
                if let Some(label) = self.labels.get_mut(label).filter(|label| label.legal_basis.is_empty()) {
                    label.legal_basis = articles.to_vec();
                }
            }
            return found;
        }
        let label = self.labels.len();
        self.labels.push(Label {
            because: because.cloned(),
            legal_basis: legal_basis.map(<[LegalBasis]>::to_vec).unwrap_or_default(),
        });
        let (kind, literal) = (found.r#type.clone(), found.literal);
        Typed { literal, ..Typed::new(Term::Labelled(label, Box::new(found)), kind, span) }
    }

    /// The labels with words that stand directly in a text, or in each of its versions or readings.
    fn worded_inside(&self, found: &Typed) -> Option<Vec<usize>> {
        let all = |parts: Vec<&Typed>| {
            let inner: Option<Vec<Vec<usize>>> = parts.into_iter().map(|part| self.worded_inside(part)).collect();
            inner.map(|labels| labels.concat())
        };
        match &found.term {
            Term::Labelled(label, _) => {
                self.labels.get(*label).is_some_and(|label| label.because.is_some()).then(|| vec![*label])
            }
            Term::Versions(found) => all(found.texts.iter().map(|text| &text.value).chain(&found.otherwise).collect()),
            Term::Readings(readings, _) => all(readings.iter().map(|(_, reading)| reading).collect()),
            _ => None,
        }
    }

    fn form(&mut self, form: &Form, span: Span, expected: Option<&Type>) -> Option<Typed> {
        if let Some(parts) = &form.all {
            return self.parts(parts).map(|parts| Typed::new(Term::And(parts), Type::Boolean, span));
        }
        if let Some(parts) = &form.any {
            return self.parts(parts).map(|parts| Typed::new(Term::Or(parts), Type::Boolean, span));
        }
        if let Some(part) = &form.not {
            let part = self.condition(part)?;
            return Some(Typed::new(Term::Not(Box::new(part)), Type::Boolean, span));
        }
        if let Some(text) = &form.that {
            return self.expression(text, expected);
        }
        if let Some(branches) = &form.choose {
            return self.branches(branches, span, expected);
        }
        if let Some(readings) = &form.readings {
            let readings: Vec<_> = readings.iter().collect();
            return self.readings(&readings, form.default.as_ref(), span, expected);
        }
        let versions: Vec<&Version> = form.versions.iter().flatten().collect();
        self.versions(&versions, form.by.as_ref(), span, expected)
    }

    fn parts(&mut self, parts: &[Clause]) -> Option<Vec<Typed>> {
        let found: Vec<Option<Typed>> = parts.iter().map(|part| self.part(part)).collect();
        found.into_iter().collect()
    }

    fn part(&mut self, part: &Clause) -> Option<Typed> {
        match part {
            Either::Text(text) => self.worded_condition(text),
            Either::Form(_) => self.condition(part),
        }
    }

    /// The numbered paragraphs of a `choose`.
    pub fn branches(&mut self, branches: &[Branch], span: Span, expected: Option<&Type>) -> Option<Typed> {
        let mut found = Vec::new();
        let mut otherwise = None;
        let mut whole = true;
        for (place, branch) in branches.iter().enumerate() {
            let last = place.saturating_add(1) == branches.len();
            if let Some(value) = &branch.otherwise {
                let value = self.clause(value, expected);
                let value = value.map(|value| self.worded(value, branch));
                whole &= value.is_some() && last;
                if !last {
                    let message = "`otherwise` stands in the last place of a `choose`";
                    self.sink.push(Diagnostic::error(Code::WrongType, span, message));
                }
                otherwise = value;
            } else if let (Some(when), Some(is)) = (&branch.when, &branch.is) {
                let when = self.condition(when);
                let is = self.clause(is, expected).map(|value| self.worded(value, branch));
                match when.zip(is) {
                    Some(branch) => found.push(branch),
                    None => whole = false,
                }
            }
        }
        if !whole {
            return None;
        }
        let Some(otherwise) = otherwise else {
            return self.fail(
                Diagnostic::error(Code::GapInVersions, span, "this `choose` says nothing where no branch applies")
                    .help("end it with `{ \"otherwise\": … }`"),
            );
        };
        self.choose(found, otherwise, span)
    }

    fn worded(&mut self, value: Typed, branch: &Branch) -> Typed {
        let span = value.span;
        self.labelled(value, branch.because.as_ref(), branch.legal_basis.as_deref(), span)
    }

    /// Several readings of one text of law, and the one that answers.
    pub fn readings(
        &mut self,
        readings: &[(&Spanned<String>, &Clause)],
        default: Option<&Spanned<String>>,
        span: Span,
        expected: Option<&Type>,
    ) -> Option<Typed> {
        let found: Vec<Option<(String, Typed)>> = readings
            .iter()
            .map(|(name, clause)| {
                let found = self.clause(clause, expected)?;
                Some((name.value.clone(), self.titled(found)))
            })
            .collect();
        let found: Vec<(String, Typed)> = found.into_iter().collect::<Option<_>>()?;
        let Some(default) = default else {
            return self.fail(
                Diagnostic::error(Code::MissingKey, span, "these readings do not say which one answers")
                    .help("add `\"default\"` with the name of one of them"),
            );
        };
        let Some(place) = found.iter().position(|(name, _)| *name == default.value) else {
            let help = did_you_mean(&default.value, found.iter().map(|(name, _)| name.as_str()), "readings");
            let message = format!("there is no reading `{}`", default.value);
            return self.fail(Diagnostic::error(Code::UnknownName, default.span, message).help(help));
        };
        let mut kind = found.first().map(|(_, first)| first.clone())?;
        for (_, other) in &found {
            let both = self.unify(&kind, other, other.span)?;
            if kind.literal {
                kind = other.clone();
            }
            kind.r#type = both;
        }
        let literal = kind.literal;
        self.law(Typed { literal, ..Typed::new(Term::Readings(found, place), kind.r#type, span) })
    }

    /// A value that a definition gives is called as the definition is; a condition has its words already.
    fn titled(&mut self, found: Typed) -> Typed {
        let Term::Definition(definition, _) = found.term else { return found };
        if found.r#type == Type::Boolean {
            return found;
        }
        let (title, span) = (self.symbols.title_of(definition).cloned(), found.span);
        self.labelled(found, title.as_ref(), None, span)
    }

    /// Versions or readings: of a condition, of a value, or of a list of members or records.
    fn law(&mut self, found: Typed) -> Option<Typed> {
        let kind = found.r#type.clone();
        match kind.item() {
            Some(Type::Member | Type::Record(_)) => {
                let span = found.span;
                Some(Typed::new(Term::List(Box::new(List::Law(Box::new(found)))), kind, span))
            }
            None if !matches!(kind, Type::Member | Type::Record(_)) => Some(found),
            _ => self.fail(
                Diagnostic::error(
                    Code::TypeMismatch,
                    found.span,
                    "a text of law gives a condition, one value, or a list of members or records",
                )
                .help("let the texts give the value of each item inside the list instead"),
            ),
        }
    }

    /// The texts that were law at different times or in different territories.
    pub fn versions(
        &mut self,
        versions: &[&Version],
        by: Option<&Spanned<String>>,
        span: Span,
        expected: Option<&Type>,
    ) -> Option<Typed> {
        let by_date = match by {
            None => None,
            Some(text) => {
                let found = self.expression(text, None)?;
                if found.r#type != Type::Date {
                    let message = format!("`by` names a date, and this is {}", found.r#type);
                    return self.fail(Diagnostic::error(Code::TypeMismatch, found.span, message));
                }
                if matches!(found.term, Term::On) { None } else { Some(found) }
            }
        };
        let mut terms: Vec<VersionTerm> = Vec::new();
        let mut otherwise = None;
        let mut whole = true;
        for version in versions {
            if let Some(value) = &version.otherwise {
                otherwise = self.clause(value, expected);
                whole &= otherwise.is_some();
                continue;
            }
            match self.version(version, span, expected) {
                Some(term) => terms.push(term),
                None => whole = false,
            }
        }
        if !whole {
            return None;
        }
        let mut witness = otherwise.clone().or_else(|| terms.first().map(|term| term.value.clone()))?;
        for term in &terms {
            let kind = self.unify(&witness, &term.value, term.value.span)?;
            if witness.literal {
                witness = term.value.clone();
            }
            witness.r#type = kind;
        }
        self.check_periods(&terms, by_date.is_some(), otherwise.is_some(), span);
        let literal = witness.literal;
        let found = Versions { by: by_date, texts: terms, otherwise };
        self.law(Typed { literal, ..Typed::new(Term::Versions(Box::new(found)), witness.r#type, span) })
    }

    fn version(&mut self, version: &Version, span: Span, expected: Option<&Type>) -> Option<VersionTerm> {
        let territories = match &version.territory {
            Some(written) => self.territories(written)?,
            None => vec!["RU".parse::<Territory>().ok()?],
        };
        let period = match &version.in_force {
            Some(written) => self.force(written)?.period(),
            None => crate::value::Period::ALWAYS,
        };
        let (clause, adds) = match (&version.is, &version.adds) {
            (Some(is), _) => (is, false),
            (None, Some(adds)) => (adds, true),
            (None, None) => return None,
        };
        let value = self.clause(clause, expected)?;
        let span = value.span.join(span).min(value.span);
        let value = self.labelled(value, version.because.as_ref(), version.legal_basis.as_deref(), span);
        if adds && value.r#type != Type::Boolean {
            let message = format!("only a condition can be added to another, and this is {}", value.r#type);
            return self.fail(
                Diagnostic::error(Code::TypeMismatch, value.span, message)
                    .help("write `is`, with `\"replaces\": \"RU\"`"),
            );
        }
        Some(VersionTerm { territories, period, adds, span: value.span, value })
    }
}
