//! Facts, members and values in words.

use super::form::{Noun, capital, counted, day, number, small};
use crate::{
    assessment::{Holder, Missing},
    check::{Entity, FactSymbol},
    document::EstablishedBy,
    explain::names::Names,
    family::ToldValue,
    value::Territory,
};

/// What the family calls a member: the id with a capital letter.
pub(super) fn name(names: Names<'_>, member: usize) -> String {
    capital(&names.id(Some(member)).unwrap_or_default().replace('_', " "))
}

/// A member with the age: «Petya, 3 года».
pub(super) fn name_and_age(names: Names<'_>, member: usize) -> String {
    let name = name(names, member);
    match age(names, member) {
        Some(age) => format!("{name}, {age}"),
        None => name,
    }
}

/// The age in years, below one year in months.
fn age(names: Names<'_>, member: usize) -> Option<String> {
    let (years, months) = names.age(member)?;
    let unborn = names.born(member)? > names.assessment.on;
    Some(match (years, months) {
        _ if unborn => names.either("родится позже", "to be born later").to_owned(),
        (1.., _) if !names.is_russian() => format!("aged\u{a0}{years}"),
        (1.., _) => counted(years, Noun::Year, names.language),
        (_, 1..) => {
            let months = counted(months, Noun::Month, names.language);
            names.either(months.clone(), format!("aged {months}"))
        }
        _ => names.either("меньше месяца", "under a month").to_owned(),
    })
}

/// A member as the head of the page names them: «Petya — родной ребенок, 3 года».
pub(super) fn introduced(names: Names<'_>, member: usize) -> String {
    let name = name(names, member);
    let symbol = names.assessment.library.checked.symbols.fact(Entity::Member, "relation");
    let told = names.told(member, "relation");
    let relation = symbol.zip(told).map(|(symbol, told)| small(&value_of(names, symbol, told, member)));
    let parts: Vec<String> = relation.into_iter().chain(age(names, member)).collect();
    if parts.is_empty() { name } else { format!("{name} — {}", parts.join(", ")) }
}

/// A territory with what it lies in: «город Хабаровск, Хабаровский край».
pub(super) fn place(names: Names<'_>, territory: &Territory) -> String {
    let own = own_title(names, territory);
    match territory.subject().filter(|subject| subject != territory) {
        Some(subject) => format!("{own}, {}", own_title(names, &subject)),
        None => own,
    }
}

/// Several territories; what they all lie in is said once.
pub(super) fn places(names: Names<'_>, territories: &[Territory]) -> String {
    let subject = territories.first().and_then(Territory::subject);
    let is_shared = territories.len() > 1 && territories.iter().all(|it| it.subject() == subject);
    let Some(subject) = subject.filter(|_| is_shared) else {
        let all: Vec<String> = territories.iter().map(|territory| place(names, territory)).collect();
        return all.join("; ");
    };
    let all: Vec<String> = territories.iter().map(|territory| own_title(names, territory)).collect();
    format!("{} ({})", all.join(", "), own_title(names, &subject))
}

fn own_title(names: Names<'_>, territory: &Territory) -> String {
    let title = names.assessment.library.catalogue.territory(territory);
    title.map_or_else(|| territory.to_string(), |title| names.say(title).to_owned())
}

/// A value of a member in words: of a woman or of a man where the rules tell them apart.
fn value_of(names: Names<'_>, fact: &FactSymbol, told: ToldValue, member: usize) -> String {
    let [woman, man] = &names.assessment.library.catalogue.fact(fact.id).values_by_sex;
    let titles = match names.sex(member) {
        Some("female") => woman,
        Some("male") => man,
        _ => return value(names, fact, told),
    };
    let title = match told {
        ToldValue::Choice(place) => titles.get(usize::from(place)).and_then(Option::as_ref),
        _ => None,
    };
    title.map_or_else(|| value(names, fact, told), |title| names.say(title).to_owned())
}

/// A value in words.
pub(super) fn value(names: Names<'_>, fact: &FactSymbol, told: ToldValue) -> String {
    let words = names.assessment.library.catalogue.fact(fact.id);
    match told {
        ToldValue::None => names.either("нет", "none").to_owned(),
        ToldValue::Truth(true) => names.either("да", "yes").to_owned(),
        ToldValue::Truth(false) => names.either("нет", "no").to_owned(),
        ToldValue::Number(found) => number(found, words.unit.as_ref(), fact.digits, names.language),
        ToldValue::Date(found) => day(found, names.language),
        ToldValue::Choice(place) => {
            let title = words.values.get(usize::from(place)).and_then(Option::as_ref).map(|title| names.say(title));
            title.or_else(|| names.choice(fact, place)).unwrap_or_default().to_owned()
        }
        ToldValue::Members(0) => names.either("никто", "nobody").to_owned(),
        ToldValue::Members(members) => {
            let ids: Vec<String> = names.ids(members).into_iter().map(capital).collect();
            ids.join(", ")
        }
        ToldValue::Measure(measure) => measure_title(names, measure),
    }
}

/// What a measure is called.
pub(super) fn measure_title(names: Names<'_>, measure: usize) -> String {
    let versions = names.assessment.library.checked.measures.get(measure).map(|measure| &measure.versions);
    versions
        .and_then(|versions| versions.first())
        .map_or_else(String::new, |version| names.say(&version.text.title).to_owned())
}

/// What a fact is called, that of a record after its list.
pub(super) fn title(names: Names<'_>, fact: &FactSymbol) -> String {
    let catalogue = &names.assessment.library.catalogue;
    let own = catalogue
        .fact(fact.id)
        .title
        .as_ref()
        .map_or_else(|| fact.name.replace('_', " "), |title| small(names.say(title)));
    match fact.entity {
        Entity::Record(list) => match catalogue.list(list).title.as_ref() {
            Some(list) => format!("{}: {own}", small(names.say(list))),
            None => own,
        },
        Entity::Family | Entity::Member => own,
    }
}

/// A fact with its value, said of its holder: «Petya: запись об отце — отца в записи нет».
pub(super) fn told(names: Names<'_>, fact: usize, holder: Holder, told: Option<ToldValue>) -> String {
    of_whom(names, holder.member, &said_of(names, fact, told))
}

/// A fact with its value, whosever it is: «запись об отце — отца в записи нет», «срок беременности».
pub(super) fn said_of(names: Names<'_>, fact: usize, told: Option<ToldValue>) -> String {
    let Some(symbol) = names.fact(fact) else { return String::new() };
    let states = names.assessment.library.catalogue.fact(fact).states.as_ref();
    match (told, states) {
        (Some(ToldValue::Truth(truth)), Some(states)) => small(names.say(if truth { &states.yes } else { &states.no })),
        (Some(ToldValue::None | ToldValue::Members(0)), Some(states)) => small(names.say(&states.no)),
        (Some(found), _) => {
            let (title, value) = (title(names, symbol), value(names, symbol, found));
            if matches!(found, ToldValue::Choice(_)) && repeats(&value, &title) {
                return value;
            }
            // «Средний доход в месяц» need not be said to be for a month again.
            let often = [" в месяц", " в день", " в год", " a month", " a day", " a year"];
            let said_twice = often.into_iter().find(|often| value.ends_with(often) && is_monthly(&title, often));
            let value = said_twice.and_then(|often| value.strip_suffix(often)).unwrap_or(&value);
            format!("{title} — {value}")
        }
        (None, _) => title(names, symbol),
    }
}

/// Whether a value names what it is a value of: «инвалидности нет» needs no «инвалидность» before it.
fn repeats(value: &str, title: &str) -> bool {
    const STEM: usize = 6;
    let first = title.split(' ').next().unwrap_or_default();
    let stem: String = first.chars().take(first.chars().count().saturating_sub(1)).collect();
    stem.chars().count() >= STEM && value.contains(&stem)
}

/// What a claim is about: the fact, and of a record its list.
pub(super) fn subject(names: Names<'_>, fact: usize) -> String {
    let Some(symbol) = names.fact(fact) else { return String::new() };
    if let Entity::Record(list) = symbol.entity
        && let Some(title) = names.assessment.library.catalogue.list(list).title.as_ref()
    {
        return small(names.say(title));
    }
    title(names, symbol)
}

fn is_monthly(title: &str, often: &str) -> bool {
    title.ends_with(often) || often == " a month" && title.contains("monthly")
}

/// What is said, of a member where it belongs to one.
pub(super) fn of_whom(names: Names<'_>, member: Option<usize>, said: &str) -> String {
    match member {
        Some(member) => format!("{}: {said}", name(names, member)),
        None => said.to_owned(),
    }
}

/// What is missing, without its question: «прожиточный минимум на душу (Хабаровский край, 28 ноября 2019 г.)».
pub(super) fn missing_title(names: Names<'_>, missing: &Missing) -> String {
    let catalogue = &names.assessment.library.catalogue;
    match missing {
        Missing::Fact { fact, holder, .. } => told(names, *fact, *holder, None),
        Missing::List { list, member } => {
            let name = names.list(*list).map_or("", |list| list.name.as_str());
            let title = catalogue.list(*list).title.as_ref().map_or(name, |title| names.say(title));
            of_whom(names, *member, &small(title))
        }
        Missing::Parameter { parameter, territory, on } => {
            let title = catalogue.parameter(*parameter).map(|title| small(names.say(title)));
            let title = title.unwrap_or_else(|| names.either("число из закона", "a number of the law").to_owned());
            let on = day(on.unwrap_or(names.assessment.on), names.language);
            format!("{title} ({}, {on})", place(names, territory))
        }
        Missing::Territory => names.either("город или район", "town or district").to_owned(),
    }
}

/// A specialist of a role, as the rules call it.
pub(super) fn role(names: Names<'_>, role: &str) -> String {
    let title = names.assessment.library.catalogue.role(role).map(|title| names.say(title));
    title.unwrap_or_else(|| names.either("специалист", "a specialist")).to_owned()
}

/// How a claim is confirmed.
pub(super) fn confirmed_by(names: Names<'_>, fact: usize, established_by: &EstablishedBy) -> String {
    let document =
        names.assessment.library.catalogue.fact(fact).document.as_ref().map(|document| small(names.say(document)));
    match (established_by, document) {
        (EstablishedBy::Family, _) => names.either("ваше подтверждение", "your own word").to_owned(),
        (EstablishedBy::Document, Some(document)) => {
            names.either(format!("документ: {document}"), format!("document: {document}"))
        }
        (EstablishedBy::Document, None) => names.either("нужен документ", "a document is needed").to_owned(),
        (EstablishedBy::Registry, Some(document)) => names.either(
            format!("проверят по реестру, можно показать: {document}"),
            format!("looked up in a registry, or show: {document}"),
        ),
        (EstablishedBy::Registry, None) => names.either("проверят по реестру", "looked up in a registry").to_owned(),
        (EstablishedBy::Specialist(found), _) => {
            names.either(format!("подтверждает {}", role(names, found)), format!("confirmed by {}", role(names, found)))
        }
    }
}
