//! Families put together by a program, read as a file would be.

use std::fmt;

use indexmap::IndexMap;
use serde_json::Value;

use super::{
    edit::ids,
    intake::{provenance_name, read_family_named},
    model::Family,
};
use crate::{
    diagnostic::Report,
    value::Provenance,
    vocabulary::{Entity, SharedVocabulary, Type},
};

/// Puts a family together, fact by fact, each as text: `true`, `14000.50`, `2016-09-15`, a named value, `none`, ids
/// separated by commas. Mistakes are told by [`FamilyBuilder::build`], all of them, as for a family file.
#[derive(Clone)]
pub struct FamilyBuilder {
    vocabulary: SharedVocabulary,
    provenance: Provenance,
    family: Item,
    members: IndexMap<String, Item>,
    // Members added under an id that was there already: the reader reports them.
    repeated: Vec<Item>,
}

/// The family, a member or a record: what an object of a file would have.
#[derive(Clone, Default)]
struct Item {
    // Keys with their JSON.
    entries: IndexMap<String, String>,
    // Lists with the JSON of their records.
    lists: IndexMap<String, Vec<String>>,
}

impl Family {
    /// Begins a family that lives in this territory.
    #[must_use]
    pub(crate) fn builder(vocabulary: &SharedVocabulary, territory: &str) -> FamilyBuilder {
        let mut family = Item::default();
        family.put("territory", json_text(territory));
        FamilyBuilder {
            vocabulary: vocabulary.clone(),
            provenance: Provenance::Declared,
            family,
            members: IndexMap::new(),
            repeated: Vec::new(),
        }
    }
}

impl FamilyBuilder {
    /// Adds a member; the relation of the one who applies is `self`.
    #[must_use]
    pub fn member(mut self, id: &str, relation: &str) -> Self {
        if self.members.get(id).is_some_and(|member| member.entries.contains_key("relation")) {
            let mut member = Item::member(id);
            member.put("relation", json_text(relation));
            self.repeated.push(member);
        } else {
            self.of_member(id).put("relation", json_text(relation));
        }
        self
    }

    /// Says where the facts set after this come from; declared until it is said.
    #[must_use]
    pub fn coming_from(mut self, provenance: Provenance) -> Self {
        self.provenance = provenance;
        self
    }

    /// Tells a fact of the family; told twice, the last value stands.
    #[must_use]
    pub fn set(mut self, fact: &str, value: &str) -> Self {
        let json = self.json(Entity::Family, fact, value);
        self.family.put(fact, json);
        self
    }

    /// Tells a fact of a member; told twice, the last value stands. The member may be added
    /// later; one that is never added has no relation, which `build` reports.
    #[must_use]
    pub fn set_for(mut self, member: &str, fact: &str, value: &str) -> Self {
        let json = self.json(Entity::Member, fact, value);
        self.of_member(member).put(fact, json);
        self
    }

    /// Says that a record list of the family is complete with the records added to it; none is an empty list.
    #[must_use]
    pub fn list(mut self, list: &str) -> Self {
        self.family.list(list);
        self
    }

    /// Says that a record list of a member is complete with the records added to it; none is an empty list.
    #[must_use]
    pub fn list_for(mut self, member: &str, list: &str) -> Self {
        self.of_member(member).list(list);
        self
    }

    /// Adds a record to a list of the family: names of facts with their values, `owner` with the id of a member.
    #[must_use]
    pub fn record(mut self, list: &str, facts: &[(&str, &str)]) -> Self {
        let record = self.record_json(list, facts);
        self.family.list(list).push(record);
        self
    }

    /// Adds a record to a list of a member: names of facts with their values.
    #[must_use]
    pub fn record_for(mut self, member: &str, list: &str, facts: &[(&str, &str)]) -> Self {
        let record = self.record_json(list, facts);
        self.of_member(member).list(list).push(record);
        self
    }

    /// The family.
    ///
    /// # Errors
    /// A report of everything that was set wrongly; its text is the family file that was built.
    pub fn build(self) -> Result<Family, Report> {
        let members = self.members.values().chain(&self.repeated);
        let members: Vec<String> = members.map(|member| format!("    {}", member.json(", ", None))).collect();
        let members = format!("[\n{}\n  ]", members.join(",\n"));
        read_family_named("built family", &self.family.json(",\n  ", Some(("members", members))), &self.vocabulary)
    }

    fn of_member(&mut self, id: &str) -> &mut Item {
        self.members.entry(id.to_owned()).or_insert_with(|| Item::member(id))
    }

    fn record_json(&self, list: &str, facts: &[(&str, &str)]) -> String {
        let entity = self.vocabulary.list(list).map(|list| Entity::Record(list.id));
        let mut record = Item::default();
        for (fact, value) in facts {
            let json = match entity {
                Some(entity) if *fact != "owner" => self.json(entity, fact, value),
                _ => json_text(value),
            };
            record.put(fact, json);
        }
        record.json(", ", None)
    }

    /// A value as a family file has it.
    fn json(&self, entity: Entity, fact: &str, value: &str) -> String {
        let r#type = self.vocabulary.fact(entity, fact).map(|fact| &fact.r#type);
        let json = match (r#type, value) {
            (Some(Type::Boolean), "true" | "false") => value.to_owned(),
            (Some(Type::List(_)), _) => {
                let ids: Vec<String> = ids(value).map(json_text).collect();
                format!("[{}]", ids.join(", "))
            }
            _ => json_text(value),
        };
        match self.provenance {
            Provenance::Declared => json,
            other => format!(r#"{{ "value": {json}, "provenance": {} }}"#, json_text(provenance_name(other))),
        }
    }
}

impl Item {
    fn member(id: &str) -> Self {
        let mut member = Self::default();
        member.put("id", json_text(id));
        member
    }

    fn put(&mut self, key: &str, json: String) {
        self.entries.insert(key.to_owned(), json);
    }

    fn list(&mut self, name: &str) -> &mut Vec<String> {
        self.lists.entry(name.to_owned()).or_default()
    }

    /// The object, with one more key at its end; a key that stands twice is refused by the reader.
    fn json(&self, separator: &str, last: Option<(&str, String)>) -> String {
        let entries = self.entries.iter().map(|(key, json)| (key.as_str(), json.clone()));
        let lists = self.lists.iter().map(|(name, records)| (name.as_str(), format!("[{}]", records.join(", "))));
        let entries = entries.chain(lists).chain(last);
        let entries: Vec<String> = entries.map(|(key, json)| format!("{}: {json}", json_text(key))).collect();
        let indent = separator.trim_start_matches(',');
        let close = if indent.starts_with('\n') { "\n" } else { " " };
        format!("{{{indent}{}{close}}}", entries.join(separator))
    }
}

fn json_text(text: &str) -> String {
    Value::from(text).to_string()
}

/// Counts only, never what was told.
impl fmt::Debug for FamilyBuilder {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("FamilyBuilder")
            .field("members", &self.members.len())
            .field("facts", &self.family.entries.len())
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        family::{Completeness, ToldValue},
        vocabulary::sample,
    };

    fn anna() -> FamilyBuilder {
        Family::builder(&sample::vocabulary(), "RU-KHA").member("anna", "self")
    }

    fn refusal(builder: FamilyBuilder) -> String {
        builder.build().unwrap_err().to_string()
    }

    #[test]
    fn a_family_is_built_from_texts() {
        let family = anna()
            .member("petya", "child")
            .set("hard_life_situation", "true")
            .set("rooms", "none")
            .set_for("petya", "birth_date", "2016-09-15")
            .set_for("petya", "parents", "anna")
            .coming_from(Provenance::Registry)
            .set_for("anna", "monthly_income", "14000.50")
            .build()
            .unwrap();
        let vocabulary = family.vocabulary();
        let told = |index: usize, name: &str| {
            let fact = vocabulary.fact(Entity::Member, name).unwrap();
            family.members()[index].told(vocabulary.slot(fact.id))
        };
        assert_eq!(family.row().told(0).value(), Some(ToldValue::Truth(true)));
        assert_eq!(family.row().told(1).value(), Some(ToldValue::None));
        assert_eq!(told(1, "birth_date").value(), Some(ToldValue::Date("2016-09-15".parse().unwrap())));
        assert_eq!(told(1, "parents").value(), Some(ToldValue::Members(1)));
        assert_eq!(told(1, "parents").provenance(), Provenance::Declared);
        assert_eq!(told(0, "monthly_income").provenance(), Provenance::Registry);
    }

    #[test]
    fn records_make_a_list_whole() {
        let family = anna()
            .record_for("anna", "income", &[("month", "2025-01"), ("kind", "wage"), ("amount", "5")])
            .record("properties", &[("owner", "anna"), ("property", "flat")])
            .list("awards")
            .build()
            .unwrap();
        let income = family.members()[0].list(0);
        assert_eq!((income.completeness(), income.records().len()), (Completeness::Whole, 1));
        assert_eq!(family.list(1).records()[0].owner(), Some(0));
        assert_eq!((family.list(2).completeness(), family.list(2).records().len()), (Completeness::Whole, 0));
        let empty = anna().list_for("anna", "income").build().unwrap();
        assert_eq!(empty.members()[0].list(0).completeness(), Completeness::Whole);
    }

    #[test]
    fn the_last_value_stands() {
        let family = anna().set("rooms", "1").set("rooms", "2").build().unwrap();
        assert_eq!(family.row().told(1).value(), Some(ToldValue::Number(2.into())));
    }

    #[test]
    fn what_was_set_wrongly_is_told_by_name() {
        assert!(refusal(anna().set("roms", "1")).contains("did you mean `rooms`?"));
        assert!(refusal(anna().set("rooms", "1\"")).contains("invalid-number"));
        assert!(refusal(anna().member("anna", "child")).contains("duplicate-member"));
        assert!(refusal(anna().set("members", "petya")).contains("duplicate-key"));
        assert!(refusal(anna().set_for("petya", "sex", "male")).contains("member `petya` has no `relation`"));
        assert!(refusal(anna().record("awardz", &[("child", "anna")])).contains("did you mean `awards`?"));
        assert!(refusal(Family::builder(&sample::vocabulary(), "RU-KHB")).contains("did you mean `RU-KHA`?"));
    }

    #[test]
    fn what_is_debugged_shows_no_values() {
        assert_eq!(format!("{:?}", anna()), "FamilyBuilder { members: 1, facts: 1, .. }");
    }
}
