//! The JSON Schema of a family file: what the reader of families takes, said beforehand to an editor.
//!
//! The rules name the facts, so each set of rules has a schema of its own. It says all that can be said of one value at
//! its place; what a value says of others (ids that are told twice, an owner whom nobody knows, a period turned round), and
//! an end of a range that is no whole number, is left to the reader. `patternErrorMessage` is no word of JSON Schema: editors that know it show it in place of the
//! pattern, others pass over it.

mod pattern;
mod value;
mod words;

use serde_json::{Map, Value, json};

use crate::{
    catalogue::Library,
    family::intake::{RESERVED, provenance_name},
    value::{Language, Provenance, Territory},
    vocabulary::{Entity, ListSymbol, Vocabulary},
};
use value::{named, one_of, told};
use words::{Words, sentence};

/// The JSON Schema (draft 2020-12) of a family file that is read against these rules, described in one language.
#[must_use]
pub fn family_schema(library: &Library, language: Language) -> Value {
    Writer { library, words: Words(language) }.family()
}

/// Writes the parts of the schema.
#[derive(Clone, Copy)]
struct Writer<'a> {
    library: &'a Library,
    words: Words,
}

impl Writer<'_> {
    fn vocabulary(&self) -> &Vocabulary {
        &self.library.vocabulary
    }

    fn family(&self) -> Value {
        let mut keys = self.keys_of(Entity::Family);
        keys.extend(self.lists(false));
        keys.insert(
            "$schema".to_owned(),
            self.described(
                "Схема этого файла, для редактора.",
                "The schema of this file, for editors.",
                json!({ "type": "string" }),
            ),
        );
        keys.insert("territory".to_owned(), self.territory());
        keys.insert("members".to_owned(), self.members());
        json!({
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "title": self.words.either("Семья", "Family"),
            "description": self.words.either(
                "Что семья рассказала о себе. Чего здесь нет, то неизвестно, а не «нет».",
                "What a family told about itself. What is not here is unknown, not \"no\".",
            ),
            "type": "object",
            "properties": keys,
            "required": ["territory", "members"],
            "additionalProperties": false,
            "$defs": self.shared(),
        })
    }

    /// The facts of an entity, and a remark.
    fn keys_of(&self, entity: Entity) -> Map<String, Value> {
        let mut keys = Map::new();
        keys.insert("note".to_owned(), json!({ "$ref": "#/$defs/note" }));
        for fact in self.vocabulary().facts_of(entity) {
            keys.insert(fact.name.clone(), told(fact, self.library, self.words));
        }
        keys
    }

    /// The record lists of each member, or those of the family.
    fn lists(&self, in_member: bool) -> Map<String, Value> {
        let lists = self.vocabulary().lists().iter().filter(|list| list.in_member == in_member);
        lists.map(|list| (list.name.clone(), self.list(list))).collect()
    }

    fn list(&self, list: &ListSymbol) -> Value {
        let records = json!({
            "type": "array",
            "items": { "$ref": format!("#/$defs/record.{}", list.name) },
            "maxItems": list.most,
        });
        let text = self.library.catalogue.list(list.id);
        let mut description = vec![sentence(self.words.title(text.title.as_ref(), &list.name))];
        description.extend(text.question.as_ref().map(|question| sentence(question.in_language(self.words.0))));
        let whole = self.words.either("Список полон; `[]`: ничего нет.", "The list is complete; `[]`: there is none.");
        description.push(whole.to_owned());
        let mut forms = vec![records.clone()];
        if list.dated_by.is_some() {
            description.push(self.words.either(
                "Если полон лишь за часть времени: `{ \"complete\": { \"from\": \"2025-01\", \"until\": \"2026-01\" }, \"records\": [ … ] }`.",
                "Where it is complete for a time only: `{ \"complete\": { \"from\": \"2025-01\", \"until\": \"2026-01\" }, \"records\": [ … ] }`.",
            ).to_owned());
            forms.push(json!({
                "type": "object",
                "properties": {
                    "complete": { "$ref": "#/$defs/complete" },
                    "records": records,
                    "note": { "$ref": "#/$defs/note" },
                },
                "required": ["complete", "records"],
                "additionalProperties": false,
            }));
        }
        json!({ "description": description.join(" "), "anyOf": forms })
    }

    fn record(&self, list: &ListSymbol) -> Value {
        let mut keys = self.keys_of(Entity::Record(list.id));
        let is_owned = list.owned && !list.in_member;
        if is_owned {
            let owner = self.described(
                "Чья это запись: `id` человека.",
                "To whom it belongs: the `id` of a member.",
                json!({ "$ref": "#/$defs/id" }),
            );
            keys.entry("owner").or_insert(owner);
        }
        let required: &[&str] = if is_owned { &["owner"] } else { &[] };
        json!({ "type": "object", "properties": keys, "required": required, "additionalProperties": false })
    }

    fn members(&self) -> Value {
        let applicant = json!({
            "required": ["relation"],
            "properties": { "relation": { "anyOf": [
                { "const": "self" },
                { "type": "object", "required": ["value"], "properties": { "value": { "const": "self" } } },
            ] } },
        });
        self.described(
            "Все члены семьи. У одного из них `relation` — `self`: это заявитель.",
            "All members of the family. One of them has the `relation` `self`: the applicant.",
            json!({
                "type": "array",
                "items": { "$ref": "#/$defs/member" },
                "maxItems": self.library.vocabulary.limits().members,
                "contains": applicant,
                "minContains": 1,
                "maxContains": 1,
            }),
        )
    }

    fn member(&self) -> Value {
        let mut keys = self.keys_of(Entity::Member);
        keys.extend(self.lists(true));
        keys.insert(
            "id".to_owned(),
            self.described(
                "Короткое имя, своё у каждого, как `anna`.",
                "A short name, another one for each, such as `anna`.",
                json!({ "$ref": "#/$defs/id" }),
            ),
        );
        if self.vocabulary().fact(Entity::Member, "relation").is_none() {
            keys.insert(
                "relation".to_owned(),
                self.described(
                    "Кем приходится заявителю; у самого заявителя `self`.",
                    "How they are related to the applicant, who is `self`.",
                    json!({ "type": "string" }),
                ),
            );
        }
        json!({
            "description": self.words.either("Один человек.", "One member."),
            "type": "object",
            "properties": keys,
            "required": ["id", "relation"],
            "additionalProperties": false,
        })
    }

    fn territory(&self) -> Value {
        let of = self.words.either("Где живёт семья", "Where the family lives");
        let one = |territory: &Territory| {
            named(territory.as_str(), self.library.catalogue.territory(territory), of, self.words)
        };
        let known: Vec<Value> = self.vocabulary().territories().iter().map(one).collect();
        self.described(
            "Где живёт семья: край или область, лучше город или район.",
            "Where the family lives: the region, better the town or district.",
            one_of(&known),
        )
    }

    fn measure(&self) -> Value {
        let of = self.words.either("Мера поддержки", "Measure");
        let measures = self.library.checked.measures.iter().map(|measure| {
            let title = measure.versions.last().map(|version| &version.text.title);
            named(&measure.name, title, of, self.words)
        });
        one_of(&measures.collect::<Vec<_>>())
    }

    /// The parts that stand at several places.
    fn shared(&self) -> Map<String, Value> {
        let mut shared = Map::new();
        let provenances = Provenance::ALL
            .iter()
            .map(|it| json!({ "const": provenance_name(*it), "description": self.words.provenance(*it) }));
        let provenances = one_of(&provenances.collect::<Vec<_>>());
        let end = |russian, english| self.described(russian, english, json!({ "$ref": "#/$defs/date" }));
        let complete = json!({
            "type": "object",
            "properties": {
                "from": end("Первый день или месяц.", "The first day or month."),
                "until": end(
                    "Первый день или месяц, который уже не входит.",
                    "The first day or month that is out.",
                ),
                "note": { "$ref": "#/$defs/note" },
            },
            "anyOf": [{ "required": ["from"] }, { "required": ["until"] }],
            "additionalProperties": false,
        });
        let part = |name: &str, schema| (name.to_owned(), schema);
        shared.extend([
            part("note", self.described("Заметка для людей.", "A remark for people.", json!({ "type": "string" }))),
            part("id", json!({ "type": "string", "pattern": pattern::WRITTEN, "not": { "enum": RESERVED } })),
            part(
                "date",
                json!({
                    "type": "string",
                    "pattern": pattern::DATE,
                    "patternErrorMessage": self.words.no_date(),
                }),
            ),
            part("provenance", self.described("Откуда это известно.", "How it is known.", provenances)),
            part(
                "complete",
                self.described(
                    "За какое время названы все записи.",
                    "The time for which the records are all.",
                    complete,
                ),
            ),
            part("measure", self.measure()),
            part("member", self.member()),
        ]);
        let lists = self.vocabulary().lists().iter();
        shared.extend(lists.clone().map(|list| (format!("record.{}", list.name), self.record(list))));
        let entities = [Entity::Family, Entity::Member].into_iter().chain(lists.map(|list| Entity::Record(list.id)));
        let facts = entities.flat_map(|entity| self.vocabulary().facts_of(entity));
        shared.extend(facts.filter_map(|fact| value::shared(fact, self.library, self.words)));
        shared
    }

    /// A schema with its description in front.
    fn described(&self, russian: &str, english: &str, mut schema: Value) -> Value {
        if let Some(schema) = schema.as_object_mut() {
            schema.insert("description".to_owned(), self.words.either(russian, english).into());
        }
        schema
    }
}
