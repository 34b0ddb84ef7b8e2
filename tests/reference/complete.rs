//! Families made whole: everything that a view leaves unknown gets some value that it can have.

use serde_json::{Map, Value as Json, json};

use super::{
    calendar,
    clause::Scope,
    fact::{ALL, View, World, accepts, entity},
    family::{Maker, Manner, as_told},
    value::Item,
};

const NAMES: [(&str, u8); 4] = [("declared", 1), ("document", 2), ("registry", 4), ("assessed", 8)];

/// What an unknown is: told and not accepted (in the accepted view), or not told; what is presumed stays so.
pub fn complete(maker: &mut Maker<'_>, family: &Json, view: View) -> Json {
    let mut found = family.clone();
    let mask = if let View::Accepted(mask) = view { mask } else { ALL };
    let rules = maker.rules;
    let each = |entity: &str, item: &mut Map<String, Json>| {
        let names: Vec<String> = item.keys().cloned().collect();
        for name in names {
            let Some(declared) = rules.fact(entity, &name) else { continue };
            let raw = item[&name].clone();
            let long = raw.as_object().filter(|long| long.contains_key("value"));
            let value = long.map_or(raw.clone(), |long| long["value"].clone());
            let by = long.and_then(|long| long.get("provenance")).map_or(1, |name| accepts(Some(&json!([name]))));
            let good = accepts(declared.get("accepts")) & mask;
            if matches!(view, View::Accepted(_)) && by & good == 0 && name != "relation" {
                item.remove(&name);
            } else if let Some((name_of, _)) = NAMES.iter().find(|(_, bit)| bit & good != 0) {
                item.insert(name, json!({ "value": value, "provenance": name_of }));
            }
        }
    };
    each_item(&mut found, rules, each);
    lists(maker, &mut found, view);
    while facts(maker, &mut found, view, mask) {}
    found
}

/// Goes through the family, its members and all their records.
fn each_item(family: &mut Json, rules: &super::load::Rules, mut each: impl FnMut(&str, &mut Map<String, Json>)) {
    let records = |place: &str, item: &mut Json, each: &mut dyn FnMut(&str, &mut Map<String, Json>)| {
        for (name, list) in &rules.vocabulary {
            if list.get("list_of").is_none_or(|of| of != place) {
                continue;
            }
            let Some(told) = item.get_mut(name) else { continue };
            let told = if told.is_array() { told } else { &mut told["records"] };
            for record in told.as_array_mut().into_iter().flatten() {
                each(name, record.as_object_mut().unwrap());
            }
        }
    };
    for member in family["members"].as_array_mut().unwrap() {
        each("member", member.as_object_mut().unwrap());
        records("member", member, &mut each);
    }
    each("family", family.as_object_mut().unwrap());
    records("family", family, &mut each);
}

/// Lists that are not there or complete for a period only become whole.
fn lists(maker: &mut Maker<'_>, family: &mut Json, view: View) {
    let bare = Manner { told: 100, long: 0, records: 0 };
    for (name, list) in &maker.rules.vocabulary {
        let Some(place) = list.get("list_of") else { continue };
        let mut items: Vec<&mut Json> = if place == "member" {
            family["members"].as_array_mut().unwrap().iter_mut().collect()
        } else {
            vec![&mut *family]
        };
        for item in &mut items {
            match item.get(name).and_then(|told| told.get("complete").cloned()) {
                Some(period) => {
                    let mut records = item[name]["records"].as_array().cloned().unwrap_or_default();
                    let from = period.get("from").and_then(Json::as_str).and_then(calendar::read);
                    let most = usize::try_from(list["most"].as_u64().unwrap()).unwrap();
                    if let Some(from) = from.filter(|_| records.len() < most && maker.chance.often(50)) {
                        let dated = list["dated_by"].as_str().unwrap();
                        let mut record = json!({});
                        record[dated] = json!(calendar::month(calendar::add_months(from, -1)));
                        records.push(record);
                    }
                    item[name] = Json::Array(records);
                }
                // What is told in place of a list that is not given stands while it is not.
                None if item.get(name).is_none() && matches!(view, View::Accepted(_)) => {
                    item[name] = maker.list(name, list, bare);
                }
                None => {}
            }
        }
    }
}

/// Tells facts that surely apply; true while something was told.
fn facts(maker: &mut Maker<'_>, family: &mut Json, view: View, mask: u8) -> bool {
    let wanted = wanted(maker, family, view);
    let is_new = !wanted.is_empty();
    for (pointer, entity, name) in wanted {
        let declared = maker.rules.fact(&entity, &name).unwrap();
        let value = match declared.get("presumed").filter(|_| maker.chance.often(60)) {
            Some(presumed) => as_told(declared, presumed),
            None if name == "birth_date" => json!(calendar::write(maker.day().min(maker.on))),
            None => maker.value(declared),
        };
        let good = accepts(declared.get("accepts")) & mask;
        let by = NAMES.iter().find(|(_, bit)| bit & good != 0).map_or("declared", |(name, _)| name);
        family.pointer_mut(&pointer).unwrap()[&name] = json!({ "value": value, "provenance": by });
    }
    is_new
}

/// The facts that surely apply and are not told: where the item stands, whose facts it has, and the name.
fn wanted(maker: &Maker<'_>, family: &Json, view: View) -> Vec<(String, String, String)> {
    let world = World::new(maker.rules, family, maker.on);
    let mut items: Vec<Option<Item>> = vec![None];
    items.extend((0..world.members.len()).map(|place| Some(Item::Member(place))));
    for (list, records) in &world.records {
        let told = (0..records.len()).filter(|place| records[*place].told.is_some());
        items.extend(told.map(|place| Some(Item::Record(list.clone(), place))));
    }
    let mut found = Vec::new();
    for item in items {
        let item = item.as_ref();
        let alias = if matches!(item, Some(Item::Record(..))) { "record" } else { "member" };
        let scope = Scope::of_item(&world, View::Told, item, alias);
        for (name, declared) in maker.rules.facts(entity(item)).into_iter().flatten() {
            let is_presumed = declared.get("presumed").is_some() && view == View::Presumed;
            let is_given = declared.get("derive").is_some() || world.raw(item, name).is_some();
            if name == "note" || is_given || is_presumed {
                continue;
            }
            let when = declared.get("applies_when");
            if when.is_none_or(|when| world.clause(when, &scope).as_truth().is_true()) {
                found.push((world.pointer(item), entity(item).to_owned(), name.clone()));
            }
        }
    }
    found
}
