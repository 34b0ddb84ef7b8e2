//! By how much a condition failed, in words.

use super::{
    fact::{name, title},
    form::{Case, day, is_single, lifetime, money, number_in, small},
};
use crate::{
    assessment::{Called, Margin, MarginKind, Verdict},
    check::Comparison,
    eval,
    explain::{names::Names, round::rounded},
    value::{Date, Number, RoundingMode},
};

/// The margin of a reason: «3 года исполнилось 11 февраля 2026 г.», with whose it is where the title does not tell.
pub(super) fn said(names: Names<'_>, verdict: &Verdict, margin: &Margin) -> Option<String> {
    let said = match margin.kind {
        MarginKind::Age => age(names, margin)?,
        MarginKind::Date if margin.called == Called::On => deadline(names, margin)?,
        MarginKind::Date => date(names, margin)?,
        MarginKind::Money => sum(names, margin),
        MarginKind::Number => number(names, margin),
    };
    let whose = margin.member.filter(|_| margin.member != verdict.member);
    Some(whose.map_or_else(|| said.clone(), |member| format!("{}: {said}", name(names, member))))
}

/// «3 года исполнилось 11 февраля 2026 г.», "turned 3 on 11 February 2026".
fn age(names: Names<'_>, margin: &Margin) -> Option<String> {
    let (count, on) = (margin.limit.to_i64()?, margin.on?);
    let is_past = on <= names.assessment.on;
    let (time, on) = (lifetime(count, &margin.unit, names.language), day(on, names.language));
    let is_years = margin.unit.to_string() == "year";
    Some(match (names.is_russian(), is_past) {
        (true, true) if is_single(&time) => format!("{time} исполнился {on}"),
        (true, true) => format!("{time} исполнилось {on}"),
        (true, false) => format!("{time} исполнится {on}"),
        (false, true) if is_years => format!("turned {count} on {on}"),
        (false, false) if is_years => format!("turns {count} on {on}"),
        (false, true) => format!("reached the age of {time} on {on}"),
        (false, false) => format!("reaches the age of {time} on {on}"),
    })
}

/// «последний день был 14 августа 2018 г.», «можно с 1 марта 2026 г.».
fn deadline(names: Names<'_>, margin: &Margin) -> Option<String> {
    let on = day(margin.on?, names.language);
    Some(if is_bounded_above(margin) {
        names.either(format!("последний день был {on}"), format!("the last day was {on}"))
    } else {
        names.either(format!("можно с {on}"), format!("possible from {on}"))
    })
}

/// «день рождения — 3 марта 2015 г., а нужно не раньше 1 января 2019 г.».
fn date(names: Names<'_>, margin: &Margin) -> Option<String> {
    let in_words = |on: Date| day(on, names.language);
    let (value, on) = (in_words(eval::date(margin.value)), in_words(margin.on?));
    let required = if is_bounded_above(margin) {
        names.either(format!("а нужно не позже {on}"), format!("but it must be no later than {on}"))
    } else {
        names.either(format!("а нужно не раньше {on}"), format!("but it must be no earlier than {on}"))
    };
    Some(format!("{}, {required}", valued(names, margin, &value)))
}

/// «доход на человека на 1 240,00 ₽ в месяц больше предела 17 378,00 ₽».
fn sum(names: Names<'_>, margin: &Margin) -> String {
    let limit = money(rounded(margin.limit, RoundingMode::HalfUp), names.language);
    if margin.by == Number::ZERO {
        let exactly = names.either(format!("ровно {limit}"), format!("exactly {limit}"));
        let required = match (is_bounded_above(margin), names.is_russian()) {
            (true, true) => "а нужно меньше",
            (false, true) => "а нужно больше",
            (true, false) => "but less is required",
            (false, false) => "but more is required",
        };
        return format!("{}, {required}", valued(names, margin, &exactly));
    }
    let by = rounded(margin.by, if margin.is_least { RoundingMode::Down } else { RoundingMode::Up });
    let by = number_in(by, Some(&margin.unit), 0, Case::Accusative, names.language);
    let at_least = match (margin.is_least, names.is_russian()) {
        (false, _) => "",
        (true, true) => "не меньше чем ",
        (true, false) => "at least ",
    };
    let text = match (is_bounded_above(margin), names.is_russian()) {
        (true, true) => format!("{at_least}на {by} больше предела {limit}"),
        (false, true) => format!("{at_least}на {by} меньше нужного: {limit}"),
        (true, false) => format!("{at_least}{by} above the limit of {limit}"),
        (false, false) => format!("{at_least}{by} below the required {limit}"),
    };
    match (called(names, margin.called), names.is_russian()) {
        (Some(title), true) => format!("{title} {text}"),
        (Some(title), false) => format!("{title} is {text}"),
        (None, _) => text,
    }
}

/// «срок беременности — 8 недель, а нужно не меньше 12 недель», «засчитано 2, а нужно не меньше 3».
fn number(names: Names<'_>, margin: &Margin) -> String {
    let is_count = margin.called == Called::Count;
    let in_case = |number: Number, case: Case| {
        number_in(rounded(number, RoundingMode::HalfUp), Some(&margin.unit), 0, case, names.language)
    };
    // Of what is counted one more or less is the next whole number.
    let (required_order, limit) = match margin.required {
        Comparison::Less if is_count => {
            (Comparison::AtMost, Number::from_integer(margin.limit.ceiling().saturating_sub(1)))
        }
        Comparison::Greater if is_count => {
            (Comparison::AtLeast, Number::from_integer(margin.limit.floor().saturating_add(1)))
        }
        required => (required, margin.limit),
    };
    let limit = in_case(limit, Case::Genitive);
    let required = match (required_order, names.is_russian()) {
        (Comparison::Less, true) => format!("а можно меньше {limit}"),
        (Comparison::AtMost, true) => format!("а можно не больше {limit}"),
        (Comparison::Greater, true) => format!("а нужно больше {limit}"),
        (_, true) => format!("а нужно не меньше {limit}"),
        (Comparison::Less, false) => format!("less than {limit} allowed"),
        (Comparison::AtMost, false) => format!("at most {limit} allowed"),
        (Comparison::Greater, false) => format!("more than {limit} needed"),
        (_, false) => format!("at least {limit} needed"),
    };
    let value = in_case(margin.value, Case::Nominative);
    if is_count {
        let is_most = matches!(required_order, Comparison::Less | Comparison::AtMost);
        let counted = if is_most { "насчитано" } else { "засчитано" };
        let counted = names.either(format!("{counted} {value}"), format!("{value} counted"));
        return format!("{counted}, {required}");
    }
    format!("{}, {required}", valued(names, margin, &value))
}

fn valued(names: Names<'_>, margin: &Margin, value: &str) -> String {
    called(names, margin.called).map_or_else(|| value.to_owned(), |title| format!("{title} — {value}"))
}

/// What a value is called, where the rules give it a title.
fn called(names: Names<'_>, called: Called) -> Option<String> {
    match called {
        Called::Definition(definition) => {
            let definition = names.assessment.library.checked.definitions.get(definition)?;
            definition.title.as_ref().map(|title| small(names.say(title)))
        }
        Called::Fact(fact) => names.fact(fact).map(|fact| title(names, fact)),
        Called::Count | Called::On | Called::Nothing => None,
    }
}

fn is_bounded_above(margin: &Margin) -> bool {
    matches!(margin.required, Comparison::Less | Comparison::AtMost)
}

#[cfg(test)]
mod tests {
    use crate::{explain::TextStyle, ruleset::sample, value::Language};

    const TITLED: &str = r#""per_room": { "of": "family", "unit": "RUB/month",
        "title": { "ru": "Плата за комнату", "en": "Rent per room" }, "is": "rent / 3" }"#;

    /// The line of an answer that tells why not, without its head.
    fn why_not(condition: &str, facts: &str, members: &str, language: Language) -> String {
        let because = r#""because": { "ru": "Так надо", "en": "It must be so" }"#;
        let parts = format!(r#""eligible_when": {{ "that": "{condition}", {because} }}"#);
        let limit = r#""rent_limit": { "unit": "RUB/month", "values": [{ "territory": "RU", "from": "2020-01-01", "value": "1000" }] }"#;
        let file = sample::measure(&parts, TITLED).replacen('{', &format!(r#"{{ "parameters": {{ {limit} }},"#), 1);
        let rules = sample::load(&file).unwrap_or_else(|error| panic!("{condition}: {error}"));
        let found = sample::assess(&rules, facts, members);
        let text = found.text(language, &TextStyle::default());
        let text: Vec<&str> = text.split_whitespace().collect();
        let text = text.join(" ");
        let head = if language == Language::Russian {
            "Не выполнено: так надо"
        } else {
            "Not met: it must be so"
        };
        let (_, said) = text.split_once(head).unwrap_or_else(|| panic!("{condition}: {text}"));
        said.split_inclusive(").").next().unwrap().trim().to_owned()
    }

    fn russian(condition: &str, facts: &str) -> String {
        why_not(condition, facts, "}", Language::Russian)
    }

    fn english(condition: &str, facts: &str) -> String {
        why_not(condition, facts, "}", Language::English)
    }

    const KID: &str = r#" }, { "id": "kid", "relation": "child", "birth_date": "2022-10-09" }"#;

    #[test]
    fn money_is_said_with_its_limit() {
        let rent = r#""rent": "3723","#;
        let over = russian("per_room <= rent_limit", rent);
        assert_eq!(
            over,
            "(плата за комнату на 241,00 ₽ в месяц больше предела 1 000,00 ₽; плата — 3 723,00 ₽ в месяц)."
        );
        assert_eq!(
            english("per_room <= rent_limit", rent),
            "(rent per room is 241.00 ₽ a month above the limit of 1,000.00 ₽; rent — 3,723.00 ₽ a month)."
        );
        assert_eq!(
            russian("rent >= rent_limit", r#""rent": "1","#),
            "(плата на 999,00 ₽ в месяц меньше нужного: 1 000,00 ₽)."
        );
        assert_eq!(russian("rent < rent_limit", r#""rent": "1000","#), "(плата — ровно 1 000,00 ₽, а нужно меньше).");
    }

    #[test]
    fn an_age_is_said_with_its_day() {
        let kid = |asked: &str, language| {
            why_not(&format!("count(members[relation = child and {asked}]) >= 1"), "", KID, language)
        };
        assert_eq!(kid("age < 3", Language::Russian), "(Kid: 3 года исполнилось 9 октября 2025 г.).");
        assert_eq!(kid("age < 3", Language::English), "(Kid: turned 3 on 9 October 2025).");
        assert_eq!(kid("age < 1", Language::Russian), "(Kid: 1 год исполнился 9 октября 2023 г.).");
        assert_eq!(kid("age >= 14", Language::Russian), "(Kid: 14 лет исполнится 9 октября 2036 г.).");
        assert_eq!(kid("age >= 14", Language::English), "(Kid: turns 14 on 9 October 2036).");
        let months = "on < birth_date + 18 months";
        assert_eq!(kid(months, Language::Russian), "(Kid: 1 год 6 месяцев исполнилось 9 апреля 2024 г.).");
        assert_eq!(kid(months, Language::English), "(Kid: reached the age of 1 year 6 months on 9 April 2024).");
    }

    #[test]
    fn a_day_is_said_with_the_day_that_would_do() {
        let moved = r#""moved_on": "2020-05-10","#;
        assert_eq!(
            russian("moved_on < date(2019, 1, 1)", moved),
            "(день переезда — 10 мая 2020 г., а нужно не позже 31 декабря 2018 г.)."
        );
        assert_eq!(
            english("moved_on >= date(2021, 1, 1)", moved),
            "(day of moving — 10 May 2020, but it must be no earlier than 1 January 2021)."
        );
        assert_eq!(russian("on <= moved_on + 6 months", moved), "(последний день был 10 ноября 2020 г.).");
        assert_eq!(russian("on >= moved_on + 10 years", moved), "(можно с 10 мая 2030 г.).");
    }

    #[test]
    fn a_number_is_said_with_what_is_needed() {
        assert_eq!(russian("rooms >= 5", r#""rooms": 1,"#), "(комнаты — 1, а нужно не меньше 5).");
        assert_eq!(english("rooms < 5", r#""rooms": 7,"#), "(rooms — 7, less than 5 allowed).");
        assert_eq!(russian("count(members) > 2", ""), "(засчитано 1, а нужно не меньше 3).");
        assert_eq!(english("count(members) >= 3", ""), "(1 counted, at least 3 needed).");
    }
}
