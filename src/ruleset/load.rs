//! From rule files to a rule set.

use std::{fmt, path::Path, sync::Arc};

use serde_json::Value;

use super::{
    day::Day,
    error::{InvalidFamily, InvalidRules, LoadError},
    ranges,
};
use crate::{
    catalogue::{Catalogue, Library, digest},
    check::check,
    diagnostic::{Code, Diagnostic, Report, Sink},
    document,
    family::{Family, FamilyBuilder, FamilyTableBuilder, family_schema, read_family, read_family_named},
    json::{self, Node, pointer_at},
    source::{SourceId, Sources, Span, read_folder},
    value::{Date, Language, Limits},
    vocabulary::{SharedVocabulary, Vocabulary},
};

/// The rule files that the crate embeds: name and text.
const BUNDLE: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/bundle.rs"));

/// Rules that were checked whole: what loads cannot fail when it runs.
///
/// Cheap to clone, `Send` and `Sync`; load once and share it. Threads that read many families do not wait for one another
/// where each has a clone of its own to read them with.
pub struct RuleSet {
    pub(crate) library: Arc<Library>,
    /// What the families hold that are read with it.
    vocabulary: SharedVocabulary,
    warnings: Arc<Option<Report>>,
    most_steps: u64,
}

impl Clone for RuleSet {
    fn clone(&self) -> Self {
        let Self { library, vocabulary, warnings, most_steps } = self;
        let (library, warnings) = (library.clone(), warnings.clone());
        Self { library, vocabulary: vocabulary.apart(), warnings, most_steps: *most_steps }
    }
}

impl fmt::Debug for RuleSet {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let checked = &self.library.checked;
        out.debug_struct("RuleSet")
            .field("measures", &checked.measures.len())
            .field("definitions", &checked.definitions.len())
            .field("facts", &checked.facts.len())
            .finish_non_exhaustive()
    }
}

/// Whether a file of a rules folder holds rules: cases stand beside them.
fn is_rule_file(name: &str) -> bool {
    name.strip_suffix(".json").is_some_and(|stem| stem.strip_suffix(".cases").is_none())
}

impl RuleSet {
    /// The rules that the crate embeds.
    ///
    /// # Errors
    ///
    /// [`InvalidRules`] where the embedded rules have mistakes; the crate's own tests keep them free of any.
    pub fn bundled() -> Result<Self, InvalidRules> {
        Self::from_files(BUNDLE.iter().copied())
    }

    /// The rules of a folder: every `*.json` below it but `*.cases.json` and folders named `schema`.
    ///
    /// # Errors
    ///
    /// [`LoadError::Unreadable`] where the folder or a file cannot be read, [`LoadError::Invalid`] with every mistake
    /// where the rules have some.
    pub fn load(folder: impl AsRef<Path>) -> Result<Self, LoadError> {
        Self::load_within(folder, &Limits::DEFAULT)
    }

    /// The same within other limits than the usual ones.
    ///
    /// # Errors
    ///
    /// As [`load`](Self::load); what passes a limit is named with the limit.
    pub fn load_within(folder: impl AsRef<Path>, limits: &Limits) -> Result<Self, LoadError> {
        let sources = read_folder(folder.as_ref(), is_rule_file, limits)
            .map_err(|error| LoadError::Unreadable { path: error.path().to_owned(), reason: error.to_string() })?;
        if sources.is_empty() {
            let path = folder.as_ref().to_owned();
            let reason = format!("there is no rule file (`*.json`) below `{}`", path.display());
            return Err(LoadError::Unreadable { path, reason });
        }
        Ok(Self::from_sources(&sources, limits)?)
    }

    /// Rules given as texts with the names of their files.
    ///
    /// # Errors
    ///
    /// [`InvalidRules`] with every mistake.
    pub fn from_files<N: Into<String>, T: Into<String>>(
        files: impl IntoIterator<Item = (N, T)>,
    ) -> Result<Self, InvalidRules> {
        Self::from_files_within(files, &Limits::DEFAULT)
    }

    /// The same within other limits than the usual ones.
    ///
    /// # Errors
    ///
    /// [`InvalidRules`] with every mistake; what passes a limit is a mistake.
    pub fn from_files_within<N: Into<String>, T: Into<String>>(
        files: impl IntoIterator<Item = (N, T)>,
        limits: &Limits,
    ) -> Result<Self, InvalidRules> {
        let mut files: Vec<(String, String)> =
            files.into_iter().map(|(name, text)| (name.into(), text.into())).collect();
        // The order of files is irrelevant to the rules, and so to the order of reports.
        files.sort();
        let mut sources = Sources::new();
        for (name, text) in files {
            sources.add(name, text);
        }
        Self::from_sources(&sources, limits)
    }

    pub(crate) fn from_sources(sources: &Sources, limits: &Limits) -> Result<Self, InvalidRules> {
        let limits = limits.borne();
        let mut sink = Sink::within(&limits);
        let files = trees(sources, &limits, &mut sink);
        let documents = document::read(&files, &limits, &mut sink);
        let checked = check(&documents, sources, &limits, &mut sink);
        let most_steps = if sink.has_errors() { 0 } else { ranges::check(&checked, &limits, &mut sink) };
        point(&files, &mut sink);
        let failed = sink.has_errors();
        let report = Report::new(sink.into_vec(), sources.clone());
        if let (true, Some(report)) = (failed, &report) {
            return Err(InvalidRules(report.clone()));
        }
        let names: Vec<(&str, &Node)> = files.iter().map(|(id, tree)| (sources.name(*id), tree)).collect();
        let digest = digest(&names);
        let vocabulary = SharedVocabulary::new(Vocabulary::new(&checked).within(limits));
        let catalogue = Catalogue::new(&documents, &checked);
        let library =
            Arc::new(Library { checked, vocabulary: vocabulary.clone(), catalogue, sources: sources.clone(), digest });
        Ok(Self { library, vocabulary, warnings: Arc::new(report), most_steps })
    }

    /// What the checker noticed and let pass, with the texts that it is about.
    #[must_use]
    pub fn warnings(&self) -> Option<&Report> {
        self.warnings.as_ref().as_ref()
    }

    /// Names the rules: SHA-256 of their canonical form, as lower-case hexadecimal digits. Notes, the order of keys and
    /// files, and the names of files do not change it.
    #[must_use]
    pub fn digest(&self) -> &str {
        &self.library.digest
    }

    /// How many values one evaluation of all these rules reads at most, whatever the family and the day.
    ///
    /// It is worked out when the rules are loaded, for the largest family that [`Limits`] allow: each operand of each
    /// condition and value counts once for every member, record and month that it is worked out for, in every view. A
    /// real family takes a small part of it.
    ///
    /// An assessment evaluates the rules once, and once more where it is asked why. Each question that what was told leaves
    /// open (the right, the money or the payees of a verdict, a circumstance) is then tried by cases, in
    /// [`Limits::trials`] evaluations at most: each works out anew what reads the fact that it assumes, which is never more
    /// than the whole.
    #[must_use]
    pub fn most_steps(&self) -> u64 {
        self.most_steps
    }

    /// The limits that the rules were loaded with, which hold for their families too.
    #[must_use]
    pub fn limits(&self) -> &Limits {
        self.library.vocabulary.limits()
    }

    /// The names of all measures, in order.
    pub fn measures(&self) -> impl Iterator<Item = &str> {
        self.library.checked.measures.iter().map(|measure| measure.name.as_str())
    }

    /// Builds a family fact by fact, for a territory such as `RU-KHA/khabarovsk`.
    #[must_use]
    pub fn family(&self, territory: &str) -> FamilyBuilder {
        Family::builder(&self.vocabulary, territory)
    }

    /// Hands many families over as columns, with so many members each.
    ///
    /// ```
    /// # use one_window::{FactColumn, RuleSet};
    /// let rules = RuleSet::bundled()?;
    /// // A mother with her child, and a couple.
    /// let (relations, born) = ([0, 2, 0, 1], ["1996-04-02", "2016-09-15", "1990-01-31", "1985-12-01"]);
    /// let born = born.map(str::parse).into_iter().collect::<Result<Vec<_>, _>>()?;
    /// let table = rules
    ///     .table(&[2, 2])
    ///     .living_in_each(&[1, 0], &["RU-KHA", "RU-KHA/khabarovsk"])
    ///     .of_members("relation", FactColumn::choices(&relations, &["self", "spouse", "child"]))
    ///     .of_members("birth_date", FactColumn::dates(&born))
    ///     .of_members("monthly_income", FactColumn::numbers(&[1_400_000, 0, 0, 0]).told(&[true, false, false, false]))
    ///     .build()?;
    /// let day = rules.on("2025-10-10".parse()?);
    /// let mut population = day.population();
    /// population.add_table(&table);
    /// assert_eq!(population.totals().families(), 2);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn table<'a>(&self, members: &'a [u32]) -> FamilyTableBuilder<'a> {
        FamilyTableBuilder::new(&self.vocabulary, members)
    }

    /// Reads what a family tells.
    ///
    /// # Errors
    ///
    /// [`InvalidFamily`] with every mistake, each with line, column and JSON Pointer.
    pub fn family_from_json(&self, text: &str) -> Result<Family, InvalidFamily> {
        read_family(text, &self.vocabulary).map_err(InvalidFamily)
    }

    /// The same, for a text whose name, such as that of its file, stands in the report.
    ///
    /// # Errors
    ///
    /// [`InvalidFamily`] with every mistake, each with line, column and JSON Pointer.
    pub fn family_from_json_named(&self, name: &str, text: &str) -> Result<Family, InvalidFamily> {
        read_family_named(name, text, &self.vocabulary).map_err(InvalidFamily)
    }

    /// The JSON Schema (draft 2020-12) of a family file for these rules, for editors: every fact of the vocabulary with its
    /// title, its question and the values it can have, in one language.
    ///
    /// A file that it refuses is refused by [`family_from_json`](Self::family_from_json) too. That reader sees more: ids
    /// told twice, ids of nobody, a key that stands twice, a period that ends before it begins, and a whole number that
    /// was written with a point.
    #[must_use]
    pub fn family_schema(&self, language: Language) -> Value {
        family_schema(&self.library, language)
    }

    /// The rules on a day of application.
    #[must_use]
    pub fn on(&self, date: Date) -> Day {
        Day::new(self.library.clone(), date)
    }
}

/// The trees of rule files, as far as they can be read and there are not too many.
fn trees(sources: &Sources, limits: &Limits, sink: &mut Sink) -> Vec<(SourceId, Node)> {
    let (mut files, mut bytes) = (Vec::new(), 0_u64);
    for (count, id) in sources.ids().enumerate() {
        bytes = bytes.saturating_add(u64::try_from(sources.text(id).len()).unwrap_or(u64::MAX));
        let passed = if count >= limits.files {
            Some((Code::LimitExceeded, format!("there are more than {} files", limits.files)))
        } else {
            let message = || format!("the files up to this one have more than {} bytes together", limits.bytes);
            (bytes > limits.bytes).then(|| (Code::TooLong, message()))
        };
        if let Some((code, message)) = passed {
            let help = "load the rules of fewer territories, or ask for other `Limits`";
            sink.push(Diagnostic::error(code, Span::new(id, 0, 0), message).help(help));
            break;
        }
        files.extend(json::read_within(sources, id, limits, sink).map(|tree| (id, tree)));
    }
    files
}

/// Gives each diagnostic the JSON Pointer of its place.
pub(crate) fn point(files: &[(SourceId, Node)], sink: &mut Sink) {
    for found in sink.diagnostics_mut() {
        if found.pointer().is_empty()
            && let Some((_, tree)) = files.iter().find(|(id, _)| *id == found.span().source)
        {
            let pointer = pointer_at(tree, found.span());
            found.set_pointer(pointer);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::ruleset::sample::{asking, assess, load};

    #[test]
    fn notes_names_of_files_and_order_of_keys_do_not_change_the_digest() {
        let plain = load(r#"{ "definitions": { "asked": { "of": "family", "is": "warned", "circumstance": true } } }"#);
        let noted = r#"{ "note": "why", "definitions": { "asked": { "circumstance": true, "is": "warned", "of": "family" } } }"#;
        assert_eq!(plain.unwrap().digest(), load(noted).unwrap().digest());
        let other = load(&asking("not(warned)", "")).unwrap();
        assert_ne!(other.digest(), load(noted).unwrap().digest());
    }

    #[test]
    fn facts_that_other_rules_do_not_know_are_listed() {
        let title = r#""title": { "ru": "Высокие", "en": "Tall" }"#;
        let extra = format!(r#"{{ "vocabulary": {{ "family": {{ "tall": {{ "type": "boolean", {title} }} }} }} }}"#);
        let (wide, narrow) = (load(&extra).unwrap(), load(&asking("warned", "")).unwrap());
        let told =
            r#"{ "territory": "RU", "tall": true, "warned": true, "members": [{ "id": "ada", "relation": "self" }] }"#;
        let family = wide.family_from_json(told).unwrap();
        let found = narrow.on("2025-10-10".parse().unwrap()).assess(&family);
        assert_eq!(found.unused, ["tall"]);
        let own = assess(&narrow, r#""warned": true,"#, "}");
        assert_eq!(found.circumstances[0].holds, own.circumstances[0].holds);
    }
}
