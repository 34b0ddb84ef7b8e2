//! What was meant by a key that is no fact there.

use crate::{
    diagnostic::{Code, Diagnostic, did_you_mean, nearest, quoted},
    json::Key,
    vocabulary::{Entity, Vocabulary},
};

/// The diagnostic for a key of the family, a member or a record that has no meaning there.
pub(super) fn unknown_key(vocabulary: &Vocabulary, entity: Entity, key: &Key) -> Diagnostic {
    let name = key.name.as_str();
    let message = format!("{} has no fact {}", holder(vocabulary, entity), quoted(name));
    Diagnostic::error(Code::UnknownFact, key.span, message).help(meant_fact(vocabulary, entity, name))
}

/// The help for a name that is no fact of the entity: where it belongs, or the nearest right name.
pub(in crate::family) fn meant_fact(vocabulary: &Vocabulary, entity: Entity, name: &str) -> String {
    if let Some(place) = elsewhere(vocabulary, name) {
        return place;
    }
    let own = names(vocabulary, entity);
    if nearest(name, own.iter().copied()).is_some() {
        return did_you_mean(name, own, "facts");
    }
    for other in entities(vocabulary).filter(|other| *other != entity) {
        if let Some(near) = nearest(name, vocabulary.fact_names(other)) {
            return format!("did you mean {}, which belongs to {}?", quoted(near), holder(vocabulary, other));
        }
    }
    did_you_mean(name, own, "facts")
}

/// Where a name belongs that is known, but not there.
fn elsewhere(vocabulary: &Vocabulary, name: &str) -> Option<String> {
    let quoted = quoted(name);
    if let Some(list) = vocabulary.list(name) {
        let place = if list.in_member { "inside each member" } else { "at the family, beside `members`" };
        return Some(format!("{quoted} is a list: write it {place}"));
    }
    let entity = entities(vocabulary).find(|entity| vocabulary.fact(*entity, name).is_some())?;
    Some(match entity {
        Entity::Family => format!("{quoted} is a fact of the family: write it beside `members`"),
        Entity::Member => format!("{quoted} is a fact of a member: write it inside the member it is about"),
        Entity::Record(_) => format!("{quoted} is a fact of {}: write it there", holder(vocabulary, entity)),
    })
}

fn entities(vocabulary: &Vocabulary) -> impl Iterator<Item = Entity> {
    let records = (0..vocabulary.lists().len()).map(Entity::Record);
    [Entity::Family, Entity::Member].into_iter().chain(records)
}

/// All keys that an object of the entity may have.
fn names(vocabulary: &Vocabulary, entity: Entity) -> Vec<&str> {
    let facts = vocabulary.fact_names(entity);
    match entity {
        Entity::Family => facts.chain(vocabulary.list_names(false)).chain(["territory", "members"]).collect(),
        Entity::Member => facts.chain(vocabulary.list_names(true)).chain(["id", "relation"]).collect(),
        Entity::Record(list) => {
            let is_owned = vocabulary.lists().get(list).is_some_and(|list| list.owned && !list.in_member);
            facts.chain(is_owned.then_some("owner")).collect()
        }
    }
}

fn holder(vocabulary: &Vocabulary, entity: Entity) -> String {
    match entity {
        Entity::Family => "a family".to_owned(),
        Entity::Member => "a member".to_owned(),
        Entity::Record(list) => {
            let name = vocabulary.lists().get(list).map_or("", |list| list.name.as_str());
            format!("a record of {}", quoted(name))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::trial::{anna, read, refused, with};

    #[test]
    fn an_unknown_key_is_answered_with_the_nearest() {
        refused(anna(r#", "monthly_incme": "5""#), &["unknown-fact"], &["did you mean `monthly_income`?"]);
        refused(read(&with(r#", "roms": 1"#, "")), &["unknown-fact"], &["did you mean `rooms`?"]);
        refused(anna(r#", "zzz": 1"#), &["unknown-fact"], &["known facts: `birth_date`"]);
        refused(
            anna(r#", "hard_life_situaton": true"#),
            &["unknown-fact"],
            &["`hard_life_situation`, which belongs to a family"],
        );
    }

    #[test]
    fn a_key_at_the_wrong_place_is_sent_to_the_right_one() {
        let family = |key| read(&with(key, ""));
        refused(family(r#", "married": true"#), &["unknown-fact"], &["write it inside the member"]);
        refused(family(r#", "income": []"#), &["unknown-fact"], &["write it inside each member"]);
        refused(family(r#", "amount": "5""#), &["unknown-fact"], &["a fact of a record of `income`"]);
        refused(anna(r#", "rooms": 1"#), &["unknown-fact"], &["write it beside `members`"]);
        refused(anna(r#", "properties": []"#), &["unknown-fact"], &["at the family, beside `members`"]);
        refused(anna(r#", "income": [{ "sex": "male" }]"#), &["unknown-fact"], &["a fact of a member"]);
    }
}
