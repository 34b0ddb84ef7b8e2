//! Record lists: their records, and how complete they are.

use super::{Reader, opening};
use crate::{
    diagnostic::{Code, Diagnostic, did_you_mean, quoted},
    family::model::{Completeness, ListTold, RecordTold},
    json::{Kind, Node},
    value::{Date, Period},
    vocabulary::{Entity, ListSymbol},
};

/// What was read is wrong and was reported.
struct Refused;

impl Reader<'_> {
    /// A list as it was told: its records, or an object that says for which period they are all.
    pub(super) fn list(&mut self, list: &ListSymbol, holder: Option<usize>, node: &Node) -> ListTold {
        match &node.kind {
            Kind::Array(items) => {
                ListTold { completeness: Completeness::Whole, records: self.records(list, holder, items) }
            }
            Kind::Object(_) => self.partial_list(list, holder, node),
            _ => {
                self.refuse_list(list, node);
                ListTold::ABSENT
            }
        }
    }

    fn refuse_list(&mut self, list: &ListSymbol, node: &Node) {
        let name = quoted(&list.name);
        let help = format!("write `[]` where there are none; leave {name} out where they are not known");
        if node.is_null() {
            self.refuse(Code::UnexpectedNull, node.span, format!("{name} is `null`"), help);
        } else {
            let message = format!("{name} must be a list of records, got {}", node.describe());
            self.refuse(Code::WrongType, node.span, message, help);
        }
    }

    fn partial_list(&mut self, list: &ListSymbol, holder: Option<usize>, node: &Node) -> ListTold {
        let name = quoted(&list.name);
        self.only_keys(node, &format!("the object of {name}"), &["complete", "records"]);
        let records = match node.get("records").map(|records| (&records.kind, records)) {
            Some((Kind::Array(items), _)) => self.records(list, holder, items),
            Some((_, other)) => {
                let message = format!("`records` must be a list, got {}", other.describe());
                self.refuse(Code::WrongType, other.span, message, "write the records in `[` and `]`");
                Vec::new()
            }
            None => {
                let help = r#"write `{ "complete": { "from": "2025-01", "until": "2026-01" }, "records": [ … ] }`"#;
                self.refuse(Code::MissingKey, opening(node.span), format!("{name} has no `records`"), help);
                Vec::new()
            }
        };
        let Some(complete) = node.get("complete") else {
            let help =
                format!("say for which period the records are all, or write {name} as a list where they are all");
            self.refuse(Code::MissingKey, opening(node.span), format!("{name} has no `complete`"), help);
            return ListTold::ABSENT;
        };
        match self.completeness(list, complete) {
            Some(completeness) => ListTold { completeness, records },
            None => ListTold::ABSENT,
        }
    }

    fn completeness(&mut self, list: &ListSymbol, node: &Node) -> Option<Completeness> {
        let name = quoted(&list.name);
        if !matches!(node.kind, Kind::Object(_)) {
            let message = format!("`complete` must be a period, got {}", node.describe());
            self.refuse(Code::WrongType, node.span, message, r#"write `{ "from": "2025-01", "until": "2026-01" }`"#);
            return None;
        }
        if list.dated_by.is_none() {
            let message = format!("{name} cannot be complete for a period: its records have no date");
            self.refuse(
                Code::InvalidValue,
                node.span,
                message,
                format!("write {name} as a list where the records are all"),
            );
            return None;
        }
        self.only_keys(node, "the period", &["from", "until"]);
        let from = self.end(node, "from");
        let until = self.end(node, "until");
        let (Ok(from), Ok(until)) = (from, until) else { return None };
        if let (Some(first), Some(end)) = (from, until)
            && end <= first
        {
            let message = format!("the period ends on or before the day it begins: `{first}` to `{end}`");
            self.refuse(Code::EmptyPeriod, node.span, message, "`until` is the day after the last day");
            return None;
        }
        if from.is_none() && until.is_none() {
            let message = "the period has no `from` and no `until`";
            self.refuse(
                Code::MissingKey,
                node.span,
                message,
                format!("write {name} as a list where the records are all"),
            );
            return None;
        }
        Some(Completeness::During(Period { from, until }))
    }

    /// An end of a period; `None` where the period is open.
    fn end(&mut self, period: &Node, key: &str) -> Result<Option<Date>, Refused> {
        let Some(node) = period.get(key) else { return Ok(None) };
        let Some(text) = node.as_str() else {
            let message = format!("`{key}` must be a date as text, got {}", node.describe());
            self.refuse(Code::WrongType, node.span, message, r#"write a day or a month, such as `"2025-01"`"#);
            return Err(Refused);
        };
        self.date(text, node.span).map(Some).ok_or(Refused)
    }

    fn records(&mut self, list: &ListSymbol, holder: Option<usize>, items: &[Node]) -> Vec<RecordTold> {
        let most = usize::try_from(list.most).unwrap_or(usize::MAX);
        if let Some(extra) = items.get(most) {
            let name = quoted(&list.name);
            let message = format!("{name} has {} records; there can be {most} at most", items.len());
            let diagnostic = Diagnostic::error(Code::LimitExceeded, opening(extra.span), message);
            let help = "tell fewer of them, for a shorter time, and say so by `complete`";
            self.sink.push(diagnostic.label("the first one too many").help(help));
        }
        let items = items.get(..most).unwrap_or(items);
        let mut records = Vec::new();
        for item in items {
            if self.sink.is_full() || !self.has_room(item) {
                break;
            }
            records.push(self.record(list, holder, item));
        }
        records
    }

    /// Whether one more record is within the limit on those of all lists.
    fn has_room(&mut self, item: &Node) -> bool {
        let most = self.vocabulary.limits().records;
        self.records = self.records.saturating_add(1);
        if self.records > most {
            let message = format!("the lists of the family have more than {most} records together");
            let diagnostic = Diagnostic::error(Code::LimitExceeded, opening(item.span), message);
            let help = "tell fewer of them, for a shorter time, and say so by `complete`";
            self.sink.push(diagnostic.label("the first one too many").help(help));
        }
        self.records <= most
    }

    fn record(&mut self, list: &ListSymbol, holder: Option<usize>, node: &Node) -> RecordTold {
        let entity = Entity::Record(list.id);
        let mut facts = self.nothing_told(entity);
        let mut owner = holder;
        if matches!(node.kind, Kind::Object(_)) {
            if list.owned && !list.in_member {
                owner = self.owner(list, node);
            }
        } else {
            let message = format!("a record of {} is an object, got {}", quoted(&list.name), node.describe());
            self.refuse(Code::WrongType, node.span, message, "write each record in `{` and `}`");
        }
        for entry in node.entries() {
            if self.sink.is_full() {
                break;
            }
            let name = entry.key.name.as_str();
            if let Some(fact) = self.vocabulary.fact(entity, name) {
                let told = self.told(fact, &entry.value);
                self.put(&mut facts, fact.id, told);
            } else if name == "owner" && !list.owned {
                let message = format!("records of {} have no `owner`", quoted(&list.name));
                self.refuse(Code::UnknownKey, entry.key.span, message, "leave it out: they belong to the family");
            } else if name == "owner" && list.in_member {
                let message = "a record in a member needs no `owner`";
                self.refuse(Code::UnknownKey, entry.key.span, message, "leave it out: the member is the owner");
            } else if name != "owner" {
                self.unless_note(entry, entity);
            }
        }
        RecordTold { owner, facts }
    }

    fn owner(&mut self, list: &ListSymbol, node: &Node) -> Option<usize> {
        let Some(owner) = node.get("owner") else {
            let message = format!("a record of {} has no `owner`", quoted(&list.name));
            let help = did_you_mean("", self.roster.names(), "members");
            let help = format!("write the id of the member to whom it belongs; {help}");
            self.refuse(Code::MissingKey, opening(node.span), message, help);
            return None;
        };
        let Some(id) = owner.as_str() else {
            let message = format!("`owner` must be a member id, got {}", owner.describe());
            self.refuse(Code::WrongType, owner.span, message, "write the id of the member to whom it belongs");
            return None;
        };
        self.member_index(id, owner.span)
    }
}

#[cfg(test)]
mod tests {
    use super::super::trial::{anna, read, refused, with};
    use crate::family::model::Completeness;

    #[test]
    fn a_list_is_whole_or_says_for_when() {
        let income = |json: &str| anna(&format!(r#", "income": {json}"#));
        let whole = income(r#"[{ "month": "2025-01", "kind": "wage", "amount": "5.20" }]"#).unwrap();
        assert_eq!(whole.members()[0].list(0).completeness(), Completeness::Whole);
        let partial = income(r#"{ "complete": { "from": "2025-01", "until": "2026-01" }, "records": [] }"#).unwrap();
        let Completeness::During(period) = partial.members()[0].list(0).completeness() else { panic!("a period") };
        assert_eq!((period.from, period.until), ("2025-01-01".parse().ok(), "2026-01-01".parse().ok()));
        refused(income(r#"{ "records": [] }"#), &["missing-key"], &["has no `complete`"]);
        refused(income(r#"{ "complete": { "from": "2025-01" } }"#), &["missing-key"], &["has no `records`"]);
        refused(income(r#"{ "complete": {}, "records": [] }"#), &["missing-key"], &["no `from` and no `until`"]);
        refused(income(r#"{ "complete": true, "records": 5 }"#), &["wrong-type", "wrong-type"], &["must be a period"]);
        let backward = r#"{ "complete": { "from": "2026-01", "until": "2026-01" }, "records": [] }"#;
        refused(income(backward), &["empty-period"], &["the day after the last day"]);
        let misspelt = r#"{ "complete": { "from": "2025-01", "untill": "2026-01" }, "record": [], "records": [] }"#;
        refused(
            income(misspelt),
            &["unknown-key", "unknown-key"],
            &["did you mean `until`?", "did you mean `records`?"],
        );
        refused(income(r#"{ "complete": { "from": 5 }, "records": [] }"#), &["wrong-type"], &["`from` must be a date"]);
        let undated = with(r#", "properties": { "complete": { "from": "2025-01" }, "records": [] }"#, "");
        refused(read(&undated), &["invalid-value"], &["its records have no date"]);
    }

    #[test]
    fn a_list_is_not_longer_than_its_most() {
        let record = r#"{ "amount": "1" }"#;
        let list = [record; 5].join(", ");
        refused(
            anna(&format!(r#", "income": [{list}]"#)),
            &["limit-exceeded"],
            &["there can be 4 at most", "/income/4"],
        );
    }

    #[test]
    fn a_record_belongs_to_whom_it_says() {
        let family = |key: &str| read(&with(key, ""));
        let own = family(r#", "properties": [{ "owner": "petya", "property": "flat", "area": 40 }]"#).unwrap();
        assert_eq!(own.list(1).records()[0].owner(), Some(1));
        refused(
            family(r#", "properties": [{ "property": "flat" }]"#),
            &["missing-key"],
            &["has no `owner`", "`anna`, `petya`"],
        );
        refused(family(r#", "properties": [{ "owner": "ana" }]"#), &["unknown-member"], &["did you mean `anna`?"]);
        refused(family(r#", "properties": [{ "owner": 1 }]"#), &["wrong-type"], &["must be a member id"]);
        refused(family(r#", "awards": [{ "owner": "anna" }]"#), &["unknown-key"], &["belong to the family"]);
        refused(anna(r#", "income": [{ "owner": "anna" }]"#), &["unknown-key"], &["the member is the owner"]);
    }
}
