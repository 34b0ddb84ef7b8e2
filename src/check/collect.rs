//! The order of the passes, and what they make together.

use std::collections::{BTreeMap, BTreeSet, btree_map::Entry};

use super::{
    checked::{Checked, CheckedDefinition, CheckedFact, Label},
    circle::check_circles,
    coverage::check_coverage,
    cycle::Citations,
    declare::{declare, is_whole_definition, whole as grouped},
    depth::check_depth,
    scope::{Checker, Trees},
    shared::Words,
    size::Counts,
    symbol::{DefinitionSymbol, Entity, Symbols},
};
use crate::{
    diagnostic::{Code, Diagnostic, Sink},
    document::{Definition, Document, Either, Fact},
    feel::{self, Expr, ExprKind},
    json::Spanned,
    source::{Sources, Span},
    value::Limits,
};

/// Checks documents; gives what it could read even where it reported mistakes.
pub fn check(documents: &[Document], sources: &Sources, limits: &Limits, sink: &mut Sink) -> Checked {
    let mut symbols = declare(documents, sink);
    let mut labels: Vec<Label> = Vec::new();
    let place = symbols.facts.first().map_or_else(nowhere, |fact| fact.span);
    // INVARIANT: no two items of all rules share a binding; the compiler keeps one table of them.
    let mut counts = Counts::within(limits);
    let trees = trees(documents, limits);
    let definitions = definitions(documents, &mut symbols, (sources, &trees, place), sink, &mut labels, &mut counts);
    let mut checker = Checker::new(&symbols, (sources, &trees), sink, &mut labels, (place, counts));
    checker.words = Some(Words::default());
    let facts = facts(documents, &mut checker);
    let mut measures = Vec::new();
    for document in documents {
        for (name, versions) in &document.measures {
            measures.push(checker.measure(name, versions));
        }
    }
    let needs = documents.iter().flat_map(|document| &document.needs);
    let mut needs: Vec<CheckedDefinition> = needs.filter_map(|(name, need)| checker.need(name, need)).collect();
    needs.sort_by(|a, b| a.name.cmp(&b.name));
    // Nothing cites the condition of a need: it may stand after all that it cites.
    let definitions = definitions.into_iter().chain(needs).collect();
    measures.sort_by(|a, b| a.name.cmp(&b.name));
    let groups = checker.groups(documents.iter().flat_map(|document| &document.groups), &measures);
    let whole = Checked { symbols, facts, definitions, measures, groups, labels };
    if !sink.has_errors() {
        check_coverage(&whole, sink);
        let order = check_circles(&whole, sink);
        check_depth(&whole, &order, limits.depth, sink);
    }
    whole
}

/// The place of nothing, where there are no declarations at all.
fn nowhere() -> Span {
    Span::nowhere()
}

/// Definitions, each after all that it cites.
fn definitions(
    documents: &[Document],
    symbols: &mut Symbols,
    (sources, trees, place): (&Sources, &Trees<'_>, Span),
    sink: &mut Sink,
    labels: &mut Vec<Label>,
    counts: &mut Counts,
) -> Vec<CheckedDefinition> {
    let written = grouped(documents.iter().flat_map(|document| &document.definitions), is_whole_definition);
    let mut by_name: BTreeMap<&str, &Vec<(&Spanned<String>, &Definition)>> = BTreeMap::new();
    let mut citations = Citations::default();
    for (name, group) in &written {
        report_twice(group, sink);
        let key = format!("name {}", name.value);
        if let Some(first) = symbols.places.get(&key) {
            let message = format!("`{}` is declared twice", name.value);
            sink.push(
                Diagnostic::error(Code::DuplicateName, name.span, message)
                    .also(*first, "first declared here")
                    .help("facts, definitions and lists share one set of names: give this one another"),
            );
            continue;
        }
        check_clash(name, symbols, sink);
        symbols.places.insert(key, name.span);
        by_name.insert(&name.value, group);
        citations.places.insert(&name.value, name.span);
        let mut cited = BTreeSet::new();
        for (_, definition) in group {
            cite_definition(definition, trees, &mut cited);
        }
        citations.cites.insert(&name.value, cited);
    }
    for (name, group) in &by_name {
        // Known by name before any is checked, so that a mistake in one is not a second mistake in another.
        let Some((first, definition)) = group.first() else { continue };
        let mut quiet = Sink::default();
        let entity = Checker::new(symbols, (sources, trees), &mut quiet, labels, (place, *counts)).entity(definition);
        let symbol = DefinitionSymbol {
            id: usize::MAX,
            entity: entity.unwrap_or(Entity::Family),
            r#type: None,
            title: definition.title.clone(),
            span: first.span,
        };
        symbols.definition_names.insert((*name).to_owned(), symbol);
    }
    let mut done = Vec::new();
    for name in citations.order(sink) {
        let Some(group) = by_name.get(name) else { continue };
        let Some((first, _)) = group.first() else { continue };
        let mut checker = Checker::new(symbols, (sources, trees), sink, labels, (place, *counts));
        let found = checker.definition(first, group);
        *counts = checker.counts;
        if found.is_none() {
            symbols.refused.insert(name.to_owned());
        }
        if let (Some(found), Some(symbol)) = (found, symbols.definition_names.get_mut(name)) {
            symbol.id = done.len();
            symbol.r#type = Some(found.r#type.clone());
            done.push(found);
        }
    }
    done
}

/// One file declares a definition whole; others may only add versions.
fn report_twice(group: &[(&Spanned<String>, &Definition)], sink: &mut Sink) {
    let Some((first, _)) = group.first() else { return };
    for (second, definition) in group.iter().skip(1) {
        if is_whole_definition(definition) {
            let message = format!("`{}` is declared twice", second.value);
            sink.push(
                Diagnostic::error(Code::DuplicateName, second.span, message)
                    .also(first.span, "first declared here")
                    .help("another file may only add `versions` for other territories"),
            );
        }
    }
}

/// A definition must not say the same as a record fact or an enumerated value.
fn check_clash(name: &Spanned<String>, symbols: &Symbols, sink: &mut Sink) {
    let record = symbols.facts.iter().find(|fact| fact.name == name.value);
    let value = symbols.enumerations.iter().find(|known| known.values.contains(&name.value));
    if let Some(fact) = record {
        let message = format!("`{}` is already a fact", name.value);
        sink.push(
            Diagnostic::error(Code::NameClash, name.span, message)
                .also(fact.span, "declared here")
                .help("give the definition a name of its own"),
        );
    } else if let Some(known) = value {
        let message = format!("`{}` is already a value of `{}`", name.value, known.fact);
        sink.push(Diagnostic::error(Code::NameClash, name.span, message).help("give the definition a name of its own"));
    }
}

/// The expressions of all definitions, of which the order needs the names before any is checked. What is no expression
/// is left to the check.
fn trees<'a>(documents: &'a [Document], limits: &Limits) -> Trees<'a> {
    let mut trees = Trees::new();
    for text in documents.iter().flat_map(|document| document.definitions.values()).flat_map(texts_of_definition) {
        if let Entry::Vacant(place) = trees.entry(text)
            && let Ok(tree) = feel::parse_within(text, limits)
        {
            place.insert(tree);
        }
    }
    trees
}

/// Every name that a definition writes; names of anything else do no harm.
fn cite_definition<'a>(definition: &Definition, trees: &'a Trees<'_>, cited: &mut BTreeSet<&'a str>) {
    for tree in texts_of_definition(definition).into_iter().filter_map(|text| trees.get(text)) {
        names_of(tree, cited);
    }
}

fn texts_of_definition(definition: &Definition) -> Vec<&str> {
    let mut texts: Vec<&str> = Vec::new();
    texts.extend(definition.told_as.as_ref().map(|text| text.value.as_str()));
    texts.extend(definition.by.as_ref().map(|text| text.value.as_str()));
    if let Some(clause) = &definition.is {
        texts_of(clause, &mut texts);
    }
    for branch in definition.choose.iter().flatten() {
        texts_of_branch(branch, &mut texts);
    }
    for clause in definition.readings.iter().flatten().map(|(_, clause)| clause) {
        texts_of(clause, &mut texts);
    }
    for version in definition.versions.iter().flatten() {
        texts_of_version(version, &mut texts);
    }
    texts
}

fn texts_of<'a>(clause: &'a crate::document::Clause, texts: &mut Vec<&'a str>) {
    let form = match clause {
        Either::Text(text) => {
            texts.push(&text.value);
            return;
        }
        Either::Form(form) => &form.value,
    };
    texts.extend(form.that.as_ref().map(|text| text.value.as_str()));
    texts.extend(form.by.as_ref().map(|text| text.value.as_str()));
    for part in form.all.iter().flatten().chain(form.any.iter().flatten()).chain(form.not.as_deref()) {
        texts_of(part, texts);
    }
    for branch in form.choose.iter().flatten() {
        texts_of_branch(branch, texts);
    }
    for reading in form.readings.iter().flatten().map(|(_, clause)| clause) {
        texts_of(reading, texts);
    }
    for version in form.versions.iter().flatten() {
        texts_of_version(version, texts);
    }
}

fn texts_of_branch<'a>(branch: &'a crate::document::Branch, texts: &mut Vec<&'a str>) {
    for clause in branch.when.iter().chain(&branch.is).chain(&branch.otherwise) {
        texts_of(clause, texts);
    }
}

fn texts_of_version<'a>(version: &'a crate::document::Version, texts: &mut Vec<&'a str>) {
    for clause in version.is.iter().chain(&version.adds).chain(&version.otherwise) {
        texts_of(clause, texts);
    }
}

fn names_of<'a>(tree: &'a Expr, cited: &mut BTreeSet<&'a str>) {
    match &tree.kind {
        ExprKind::Name(name) => cited.insert(name),
        ExprKind::Path(_, name) => cited.insert(&name.text),
        _ => false,
    };
    for child in tree.children() {
        names_of(child, cited);
    }
}

/// Every fact of the vocabulary with its clauses.
fn facts(documents: &[Document], checker: &mut Checker<'_>) -> Vec<CheckedFact> {
    let mut written: BTreeMap<Span, &Fact> = BTreeMap::new();
    for vocabulary in documents.iter().filter_map(|document| document.vocabulary.as_ref()) {
        let lists = vocabulary.lists.values().map(|list| &list.facts);
        for facts in [&vocabulary.family, &vocabulary.member].into_iter().chain(lists) {
            written.extend(facts.iter().map(|(name, fact)| (name.span, fact)));
        }
    }
    let symbols = checker.symbols;
    symbols.facts.iter().filter_map(|symbol| written.get(&symbol.span).map(|fact| checker.fact(symbol, fact))).collect()
}
