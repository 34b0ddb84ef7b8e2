//! How much rule files declare: counted before anything is decoded, because some of it is copied on the way.

use std::collections::BTreeMap;

use super::shape::opening;
use crate::{
    diagnostic::{Code, Diagnostic, Sink},
    json::{Entry, Node},
    source::SourceId,
    value::Limits,
};

/// Whether files declare no more names, values and versions than the limits allow; what is too much is reported once.
pub(super) fn is_within(files: &[(SourceId, Node)], limits: &Limits, sink: &mut Sink) -> bool {
    is_few(files, limits, sink) && is_small(files, limits, sink)
}

fn is_few(files: &[(SourceId, Node)], limits: &Limits, sink: &mut Sink) -> bool {
    let most = limits.declarations;
    let mut count = 0_usize;
    for declared in files.iter().flat_map(|(_, root)| root.entries()).flat_map(declarations) {
        let texts = ["values", "versions"].into_iter().filter_map(|key| declared.value.get(key)).map(Node::items);
        count = texts.fold(count.saturating_add(1), |count, texts| count.saturating_add(texts.len()));
        if count > most {
            let message = format!("the files declare more than {most} names, values and versions together");
            let help = "load the rules of fewer territories, or ask for other `Limits`";
            sink.push(Diagnostic::error(Code::LimitExceeded, declared.key.span, message).help(help));
            return false;
        }
    }
    true
}

/// What a section declares; of the vocabulary the facts and lists, of a list its facts too.
fn declarations(section: &Entry) -> Vec<&Entry> {
    let entries = section.value.entries();
    if section.key.name != "vocabulary" {
        return entries.iter().collect();
    }
    entries.iter().flat_map(|entry| [entry].into_iter().chain(facts(entry))).collect()
}

/// The facts of an entity or of a record list.
fn facts(entity: &Entry) -> &[Entry] {
    let is_entity = matches!(entity.key.name.as_str(), "family" | "member");
    let facts = if is_entity { Some(&entity.value) } else { entity.value.get("facts") };
    facts.map(Node::entries).unwrap_or_default()
}

fn length(node: &Node) -> u64 {
    u64::from(node.span.end.saturating_sub(node.span.start))
}

/// Whether the common parts of measures, written out in each of their versions, are as short as files may be.
fn is_small(files: &[(SourceId, Node)], limits: &Limits, sink: &mut Sink) -> bool {
    let measures = || files.iter().filter_map(|(_, root)| root.get("measures")).flat_map(Node::entries);
    let mut longest: BTreeMap<&str, u64> = BTreeMap::new();
    for measure in measures() {
        let known = longest.entry(measure.key.name.as_str()).or_default();
        *known = (*known).max(length(&measure.value));
    }
    let mut bytes = 0_u64;
    for measure in measures() {
        let Some(versions) = measure.value.get("versions") else { continue };
        let count = u64::try_from(versions.items().len()).unwrap_or(u64::MAX);
        let common = longest.get(measure.key.name.as_str()).copied().unwrap_or(0);
        bytes = bytes.saturating_add(count.saturating_mul(common.saturating_sub(length(versions))));
        if bytes > limits.bytes {
            let most = limits.bytes;
            let message = format!("measures up to this one, written out in each version, have more than {most} bytes");
            let help = "put what the versions share into definitions, which are not copied";
            sink.push(Diagnostic::error(Code::LimitExceeded, opening(versions), message).help(help));
            return false;
        }
    }
    true
}
