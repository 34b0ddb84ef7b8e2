//! From a folder to its cases: every mistake of the case files is told in one run.

use std::{collections::BTreeMap, path::Path};

use super::{
    case::Case,
    expectation::{Names, expectations},
    merge::merged,
};
use crate::{
    diagnostic::{Code, Diagnostic, Sink, did_you_mean, quoted},
    document::{CaseText, read_cases},
    family::{Family, read_family_node},
    json::{self, Node, pointer_at},
    ruleset::{LoadError, RuleSet},
    source::{SourceId, Sources, Span, read_folder},
    value::Date,
};

/// What stands in the case files of a folder.
pub struct Read {
    /// The cases without a mistake, by file and place.
    pub cases: Vec<Case>,
    /// The mistakes of the others.
    pub mistakes: Vec<Diagnostic>,
    /// The case files.
    pub sources: Sources,
}

/// Reads every `*.cases.json` below a folder.
pub fn cases(folder: &Path, rules: &RuleSet) -> Result<Read, LoadError> {
    let sources = read_folder(folder, |name| name.ends_with(".cases.json"), rules.limits())
        .map_err(|error| LoadError::Unreadable { path: error.path().to_owned(), reason: error.to_string() })?;
    Ok(cases_in(sources, rules))
}

/// The cases of texts.
pub fn cases_in(sources: Sources, rules: &RuleSet) -> Read {
    let mut sink = Sink::default();
    let ids: Vec<SourceId> = sources.ids().collect();
    let trees: Vec<Node> =
        ids.into_iter().filter_map(|id| json::read_within(&sources, id, rules.limits(), &mut sink)).collect();
    let texts: Vec<CaseText> = trees.iter().flat_map(|tree| read_cases(tree, &mut sink)).collect();
    let mut library = Library::new(&texts, &trees);
    library.report_twins(&mut sink);
    let names = Names::of(rules);
    let extended: Vec<Option<usize>> = texts.iter().map(|text| library.extended(text, &mut sink)).collect();
    library.extended = extended;
    let mut cases = Vec::new();
    for place in 0..texts.len() {
        cases.extend(library.case(place, rules, &names, &sources, &mut sink));
    }
    for found in sink.diagnostics_mut() {
        let tree = trees.iter().find(|tree| tree.span.source == found.span().source);
        if let (true, Some(tree)) = (found.pointer().is_empty(), tree) {
            let pointer = pointer_at(tree, found.span());
            found.set_pointer(pointer);
        }
    }
    Read { cases, mistakes: sink.into_vec(), sources }
}

/// All cases with their names.
struct Library<'a> {
    texts: &'a [CaseText],
    /// The places of the cases of each name.
    named: BTreeMap<&'a str, Vec<usize>>,
    /// Every name that is written, also of a case with mistakes.
    written: Vec<&'a str>,
    /// The case that each case changes.
    extended: Vec<Option<usize>>,
}

impl<'a> Library<'a> {
    fn new(texts: &'a [CaseText], trees: &'a [Node]) -> Self {
        let mut named: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (place, text) in texts.iter().enumerate() {
            named.entry(text.name.value.as_str()).or_default().push(place);
        }
        let cases = trees.iter().filter_map(|tree| tree.get("cases")).flat_map(Node::items);
        let written = cases.filter_map(|case| case.get("name")?.as_str()).collect();
        Self { texts, named, written, extended: Vec::new() }
    }

    fn text(&self, place: usize) -> Option<&'a CaseText> {
        self.texts.get(place)
    }

    fn of_name(&self, name: &str) -> impl Iterator<Item = (usize, &'a CaseText)> {
        let places = self.named.get(name).map(Vec::as_slice).unwrap_or_default();
        places.iter().filter_map(|place| Some((*place, self.text(*place)?)))
    }

    /// Two cases of one file never share a name.
    fn report_twins(&self, sink: &mut Sink) {
        for name in self.named.keys() {
            let mut seen: BTreeMap<SourceId, Span> = BTreeMap::new();
            for (_, text) in self.of_name(name) {
                let span = text.name.span;
                if let Some(first) = seen.get(&span.source) {
                    let message = format!("two cases have the name {}", quoted(name));
                    let twin = Diagnostic::error(Code::DuplicateName, span, message).also(*first, "first here");
                    sink.push(twin.help("say what this one shows that the other does not"));
                } else {
                    seen.insert(span.source, span);
                }
            }
        }
    }

    /// The case that a case changes: of its own file, else the only one of that name in any file.
    fn extended(&self, text: &CaseText, sink: &mut Sink) -> Option<usize> {
        let wanted = text.extends.as_ref()?;
        let name = wanted.value.as_str();
        let own = self.of_name(name).find(|(_, other)| other.span.source == text.span.source);
        if let Some((place, _)) = own {
            return Some(place);
        }
        let mut elsewhere = self.of_name(name);
        match (elsewhere.next(), elsewhere.next()) {
            (Some((place, _)), None) => return Some(place),
            (Some((_, one)), Some((_, other))) => {
                let message = format!("several files have a case {}", quoted(name));
                let found = Diagnostic::error(Code::NameClash, wanted.span, message)
                    .also(one.name.span, "one is here")
                    .also(other.name.span, "another is here");
                sink.push(found.help("give the case that is meant a name of its own"));
            }
            // A case with mistakes of its own was reported.
            _ if self.written.contains(&name) => {}
            _ => {
                let help = did_you_mean(name, self.written.iter().copied(), "cases");
                let message = format!("there is no case {}", quoted(name));
                sink.push(Diagnostic::error(Code::UnknownName, wanted.span, message).help(help));
            }
        }
        None
    }

    /// The case and those it changes, up to the one that changes no other; nothing where that never ends.
    fn chain(&self, place: usize, most: usize, sink: &mut Sink) -> Option<Vec<&'a CaseText>> {
        let mut path = vec![place];
        let mut at = place;
        while let Some(text) = self.text(at).filter(|text| text.extends.is_some()) {
            if path.len() > most {
                Self::report_long_chain(text, most, sink);
                return None;
            }
            at = self.extended.get(at).copied().flatten()?;
            if path.contains(&at) {
                // Told once, at the first case of the circle.
                if at == place && path.iter().min() == Some(&place) {
                    self.report_circle(&path, sink);
                }
                return None;
            }
            path.push(at);
        }
        path.into_iter().map(|place| self.text(place)).collect()
    }

    fn report_long_chain(text: &CaseText, most: usize, sink: &mut Sink) {
        let message = format!("more than {most} cases stand behind one another by `extends`");
        let span = text.extends.as_ref().map_or(text.span, |extends| extends.span);
        sink.push(Diagnostic::error(Code::TooDeep, span, message).help("let one of them tell its whole family"));
    }

    fn report_circle(&self, path: &[usize], sink: &mut Sink) {
        let texts: Vec<&CaseText> = path.iter().filter_map(|place| self.text(*place)).collect();
        let Some(extends) = texts.first().and_then(|text| text.extends.as_ref()) else { return };
        let mut found = Diagnostic::error(Code::Cycle, extends.span, "a case changes itself in the end");
        for text in texts.iter().skip(1) {
            found = found.also(text.name.span, "by way of this one");
        }
        sink.push(found.help("one of them must tell its whole family"));
    }

    fn case(
        &self,
        place: usize,
        rules: &RuleSet,
        names: &Names<'_>,
        sources: &Sources,
        sink: &mut Sink,
    ) -> Option<Case> {
        let text = self.text(place)?;
        let chain = self.chain(place, rules.limits().extends, sink)?;
        let own_day = text.on.as_ref().map(|on| (on.value.parse::<Date>(), on.span));
        if let Some((Err(error), span)) = &own_day {
            sink.push(Diagnostic::error(Code::InvalidDate, *span, error.to_string()).help("write it as `2025-10-10`"));
        }
        let family = chain.iter().rev().filter_map(|text| text.family.as_ref()).cloned();
        let family = family.reduce(|base, change| merged(&base, &change));
        let Some(family) = family else {
            let message = format!("the case {} has no family", quoted(&text.name.value));
            let help = "write its `family`, or name the case that it changes by `extends`";
            sink.push(Diagnostic::error(Code::MissingKey, text.name.span, message).help(help));
            return None;
        };
        let Some(expect) = &text.expect else {
            return self.without_expectations(place, sink);
        };
        let members: Vec<&str> = family
            .get("members")
            .map(Node::items)
            .unwrap_or_default()
            .iter()
            .filter_map(|member| member.get("id")?.as_str())
            .collect();
        let before = sink.len();
        let expectations = expectations(expect, &members, names, sink);
        if expectations.is_empty() && sink.len() == before {
            return Self::expects_nothing(text, sink);
        }
        let has_mistakes = sink.len() > before;
        let family = family_of(&family, rules, sink);
        let Some(on) = chain.iter().find_map(|text| text.on.as_ref()) else {
            let message = format!("the case {} has no day of application", quoted(&text.name.value));
            let help = "write `\"on\": \"2025-10-10\"`";
            sink.push(Diagnostic::error(Code::MissingKey, text.name.span, message).help(help));
            return None;
        };
        let (family, on) = (family?, on.value.parse().ok()?);
        if has_mistakes {
            return None;
        }
        let name = text.name.value.clone();
        Some(Case { name, place: text.name.span, on, family, expectations, sources: sources.clone() })
    }

    /// A case that others change may tell a family and nothing else.
    fn without_expectations(&self, place: usize, sink: &mut Sink) -> Option<Case> {
        if self.extended.contains(&Some(place)) { None } else { Self::expects_nothing(self.text(place)?, sink) }
    }

    fn expects_nothing(text: &CaseText, sink: &mut Sink) -> Option<Case> {
        let message = format!("the case {} expects nothing", quoted(&text.name.value));
        let help = "write the answers in `expect`, such as `\"expect\": { \"large_family\": \"true\" }`";
        sink.push(Diagnostic::error(Code::MissingKey, text.name.span, message).help(help));
        None
    }
}

/// The family of a tree. It has a sink of its own: a mistake in a family that several cases change is known already when
/// the second of them is read, and the family is wrong all the same.
fn family_of(tree: &Node, rules: &RuleSet, sink: &mut Sink) -> Option<Family> {
    let mut own = Sink::default();
    let family = read_family_node(tree, &rules.library.vocabulary, &mut own);
    for mistake in own.into_vec() {
        sink.push(mistake);
    }
    family
}

#[cfg(test)]
mod tests {
    use super::{
        super::samples::{BASE, failures, mistakes, read, rules},
        *,
    };

    fn with_base(cases: &str) -> Vec<String> {
        mistakes(&format!("{BASE}, {cases}"))
    }

    #[test]
    fn a_case_tells_only_what_differs() {
        let later =
            r#"{ "name": "a", "extends": "base", "on": "2027-06-01", "expect": { "federal.grant": "not_eligible" } }"#;
        let other = r#"{ "name": "b", "extends": "a", "expect": { "federal.grant": "eligible" },
            "family": { "members": [{ "id": "bo", "birth_date": "2026-06-01" }] } }"#;
        let cases = read(&[&format!("{BASE}, {later}, {other}")]).cases;
        let told: Vec<(&str, String, u32)> =
            cases.iter().map(|case| (case.name(), case.on.to_string(), case.line())).collect();
        assert_eq!(told, [("a", "2027-06-01".to_owned(), 4), ("b", "2027-06-01".to_owned(), 4)]);
        assert!(cases.iter().all(|case| case.run(&rules()).is_ok()));
    }

    #[test]
    fn a_case_of_another_file_is_found_by_its_name() {
        let case =
            |name: &str| format!(r#"{{ "name": "{name}", "extends": "base", "expect": {{ "has_child": "true" }} }}"#);
        let found = read(&[BASE, &case("a")]);
        assert_eq!((found.cases.len(), found.mistakes.len()), (1, 0));
        assert_eq!(found.cases.first().map(Case::file), Some("1.cases.json"));
        let unclear = read(&[BASE, &format!("{BASE}, {}", case("a")), &case("b")]);
        assert_eq!(unclear.cases.len(), 1, "the case of the own file comes first");
        let messages: Vec<&str> = unclear.mistakes.iter().map(Diagnostic::message).collect();
        assert_eq!(messages, ["several files have a case `base`", "the case `base` expects nothing"]);
    }

    #[test]
    fn two_cases_of_one_file_never_share_a_name() {
        let case = r#"{ "name": "a", "extends": "base", "expect": { "has_child": "true" } }"#;
        assert_eq!(
            with_base(&format!("{case}, {case}")),
            ["duplicate-name two cases have the name `a` / say what this one shows that the other does not"]
        );
    }

    #[test]
    fn an_unknown_case_is_named_with_the_nearest() {
        let case = r#"{ "name": "a", "extends": "bse", "expect": { "has_child": "true" } }"#;
        let found = with_base(case);
        assert!(found.contains(&"unknown-name there is no case `bse` / did you mean `base`?".to_owned()), "{found:?}");
    }

    #[test]
    fn a_circle_is_told_once() {
        let case = |name: &str, other: &str| {
            format!(
                r#"{{ "name": "{name}", "extends": "{other}", "on": "2026-01-01", "expect": {{ "has_child": "true" }} }}"#
            )
        };
        let circle = format!("{}, {}, {}, {}", case("a", "b"), case("b", "c"), case("c", "b"), case("d", "d"));
        let told = "cycle a case changes itself in the end / one of them must tell its whole family";
        assert_eq!(mistakes(&circle), [told, told], "b and c in one circle, d in another");
    }

    #[test]
    fn a_case_that_checks_nothing_is_a_mistake() {
        let help = "write the answers in `expect`, such as `\"expect\": { \"large_family\": \"true\" }`";
        assert_eq!(mistakes(BASE), [format!("missing-key the case `base` expects nothing / {help}")]);
        let empty = with_base(r#"{ "name": "a", "extends": "base", "expect": { "note": "later" } }"#);
        assert_eq!(empty, [format!("missing-key the case `a` expects nothing / {help}")]);
    }

    #[test]
    fn a_case_needs_a_family_and_a_day() {
        assert_eq!(
            mistakes(r#"{ "name": "a", "expect": { "has_child": "true" } }"#),
            [
                "missing-key the case `a` has no family / write its `family`, or name the case that it changes by `extends`"
            ]
        );
        let family = r#""family": { "territory": "RU", "members": [{ "id": "ann", "relation": "self" }] }"#;
        let without_day = format!(r#"{{ "name": "a", {family}, "expect": {{ "has_child": "true" }} }}"#);
        assert_eq!(
            mistakes(&without_day),
            ["missing-key the case `a` has no day of application / write `\"on\": \"2025-10-10\"`"]
        );
        let wrong_day =
            format!(r#"{{ "name": "a", "on": "2026-02-30", {family}, "expect": {{ "has_child": "true" }} }}"#);
        assert_eq!(mistakes(&wrong_day), ["invalid-date there is no day 2026-02-30 / write it as `2025-10-10`"]);
    }

    #[test]
    fn a_mistake_of_a_family_is_told_once_where_it_stands() {
        let wrong = BASE.replace("\"child\"", "\"chid\"");
        let case =
            |name: &str| format!(r#"{{ "name": "{name}", "extends": "base", "expect": {{ "has_child": "true" }} }}"#);
        let found = read(&[&format!("{wrong}, {}, {}", case("a"), case("b"))]);
        let told: Vec<&str> = found.mistakes.iter().map(Diagnostic::message).collect();
        assert_eq!(told, ["`chid` is not a value of `relation`"]);
        assert_eq!(found.mistakes.first().map(Diagnostic::pointer), Some("/cases/0/family/members/1/relation"));
        assert!(found.cases.is_empty());
    }

    #[test]
    fn a_case_with_mistakes_does_not_hide_the_others() {
        let found = read(&[
            &format!(
                r#"{BASE}, {{ "name": "a", "extnds": "base" }}, {{ "name": "b", "extends": "a" }},
                {{ "name": "c", "extends": "base", "expect": {{ "has_child": "true" }} }}"#
            ),
            "oops",
        ]);
        let codes: Vec<&str> = found.mistakes.iter().map(|found| found.code().as_str()).collect();
        assert_eq!(codes, ["invalid-json", "unknown-key"], "a case with mistakes is known by its name");
        assert_eq!(found.cases.len(), 1);
    }

    #[test]
    fn a_fact_can_be_taken_away() {
        let case = r#"{ "name": "a", "extends": "base", "family": { "members": [{ "id": "bo", "birth_date": "unknown" }] },
            "expect": { "federal.grant": { "members": { "bo": { "eligibility": "undetermined",
                "missing": [{ "fact": "birth_date", "member": "bo" }] } } } } }"#;
        assert_eq!(failures(&format!("{BASE}, {case}")), Vec::<String>::new());
    }
}
