//! The order of definitions: each after all that it cites, and no circle.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    diagnostic::{Code, Diagnostic, Sink},
    source::Span,
};

/// How many names of one circle are shown.
const SHOWN: usize = 20;

/// The names of a definition, a fact or another declaration that cite one another.
#[derive(Debug, Default)]
pub(super) struct Citations<'a> {
    /// What each name cites, in order.
    pub cites: BTreeMap<&'a str, BTreeSet<&'a str>>,
    /// Where each name is declared.
    pub places: BTreeMap<&'a str, Span>,
}

impl<'a> Citations<'a> {
    /// Names in an order in which each stands after all that it cites; names on a circle are reported and left out.
    pub fn order(&self, sink: &mut Sink) -> Vec<&'a str> {
        let mut done: BTreeSet<&str> = BTreeSet::new();
        let mut bad: BTreeSet<&str> = BTreeSet::new();
        let mut order = Vec::new();
        for start in self.cites.keys().copied() {
            // An explicit stack: a long chain of definitions must not exhaust the stack of the thread.
            if done.contains(start) || bad.contains(start) {
                continue;
            }
            let mut path: Vec<(&'a str, Vec<&'a str>)> = vec![(start, self.known(start))];
            let mut on_path: BTreeSet<&str> = BTreeSet::from([start]);
            while let Some((name, rest)) = path.last_mut() {
                let name = *name;
                let Some(next) = rest.pop() else {
                    path.pop();
                    on_path.remove(name);
                    if !bad.contains(name) {
                        done.insert(name);
                        order.push(name);
                    }
                    continue;
                };
                if done.contains(next) || bad.contains(next) {
                    continue;
                }
                if on_path.contains(next) {
                    let circle: Vec<&str> =
                        path.iter().map(|(name, _)| *name).skip_while(|name| *name != next).collect();
                    self.report(&circle, sink);
                    bad.extend(circle);
                    continue;
                }
                on_path.insert(next);
                path.push((next, self.known(next)));
            }
        }
        order
    }

    /// What a name cites that is declared at all, the first one last.
    fn known(&self, name: &str) -> Vec<&'a str> {
        let Some(cited) = self.cites.get(name) else { return Vec::new() };
        cited.iter().rev().copied().filter(|name| self.cites.contains_key(name)).collect()
    }

    fn report(&self, circle: &[&str], sink: &mut Sink) {
        let Some((first, place)) = circle.first().and_then(|first| Some((first, self.places.get(first)?))) else {
            return;
        };
        let mut path: Vec<String> = circle.iter().take(SHOWN).map(|name| format!("`{name}`")).collect();
        if circle.len() > SHOWN {
            path.push("…".to_owned());
        }
        path.push(format!("`{first}`"));
        let message = format!("`{first}` is defined by itself: {}", path.join(" → "));
        let mut found = Diagnostic::error(Code::Cycle, *place, message).help(
            "a definition cannot ask for its own answer; ask for what the earlier items are, not for what they get",
        );
        for name in circle.iter().take(SHOWN).skip(1) {
            if let Some(place) = self.places.get(name) {
                found = found.also(*place, "cited on the way");
            }
        }
        sink.push(found);
    }
}
