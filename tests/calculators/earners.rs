//! The rule of earnings of the unified benefit: every able-bodied adult of the family earned enough or has a good reason.

use super::{
    dates::{Date, first, later, year},
    frame::Money,
    people::{Activity, Father, Household, Income, Person, Role, Told, window},
    tables::minimum_wage,
};

/// How the text is read where it leaves something open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reading {
    /// A month that began is a month.
    Lenient,
    /// Only a whole month is one.
    Strict,
}

/// For which application: that of the children on the day, or that of an expectant mother, who makes it at twelve weeks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum For {
    Children,
    Expectant,
}

type Months = [bool; 12];

/// The months of the window from a day until another, which is out.
fn covered(household: &Household, reading: Reading, from: Date, until: Option<Date>) -> Months {
    let (start, _) = window(household.on);
    let until = until.unwrap_or(Date::MAX);
    std::array::from_fn(|place| {
        let month = start + i64::try_from(place).unwrap();
        let (begins, ends) = (first(month), first(month + 1));
        match reading {
            Reading::Lenient => from < ends && until > begins,
            Reading::Strict => from <= begins && until >= ends,
        }
    })
}

fn either(one: Months, other: Months) -> Months {
    std::array::from_fn(|place| one[place] || other[place])
}

fn count(months: Months) -> i128 {
    months.iter().map(|month| i128::from(*month)).sum()
}

fn by_activity(household: &Household, person: &Person, activity: &Activity, reading: Reading) -> Months {
    let until = activity.until;
    let excuses = match activity.kind {
        "conscription" | "detention" | "disabled_care" | "indigenous" => true,
        "study" => household.age(person) < 23,
        "treatment" => later(activity.from, 3) <= until.unwrap_or(household.on),
        "pension" => year(household.on) >= 2026,
        _ => false,
    };
    let after = if matches!(activity.kind, "conscription" | "detention") { 3 } else { 0 };
    if excuses {
        covered(household, reading, activity.from, until.map(|until| later(until, after)))
    } else {
        [false; 12]
    }
}

/// Care of a child under three or of a disabled child.
fn by_care(household: &Household, kid: &Person, reading: Reading) -> Months {
    // Whether the parents care for a child in an institution the text does not say.
    if household.age(kid) >= 18 || (kid.supported && reading == Reading::Strict) {
        return [false; 12];
    }
    let infant = covered(household, reading, kid.born, Some(super::dates::birthday(kid.born, 3)));
    let disabled = kid.disabled.map(|(from, until)| covered(household, reading, from, until));
    either(infant, disabled.unwrap_or_default())
}

/// Months that count, at most six of unemployment beside the others.
fn excused_months(household: &Household, person: &Person, reading: Reading) -> i128 {
    let mut firm = [false; 12];
    for activity in &person.activities {
        firm = either(firm, by_activity(household, person, activity, reading));
    }
    if matches!(person.role, Role::Mother | Role::Husband) {
        for kid in household.people.iter().filter(|kid| kid.is_kid()) {
            firm = either(firm, by_care(household, kid, reading));
        }
    }
    let mut unemployed = [false; 12];
    for activity in person.activities.iter().filter(|activity| activity.kind == "unemployed_registered") {
        unemployed = either(unemployed, covered(household, reading, activity.from, activity.until));
    }
    count(either(firm, unemployed)).min(count(firm) + 6)
}

/// Six months of the window pregnant with a child that is born.
fn carried(household: &Household, kid: &Person, reading: Reading) -> bool {
    let weeks = if reading == Reading::Lenient { 42 } else { 38 };
    kid.role == Role::Child && count(covered(household, reading, kid.born - weeks * 7, Some(kid.born + 1))) >= 6
}

/// Reasons for which no months are counted.
fn is_excused_today(household: &Household, person: &Person, purpose: For, reading: Reading) -> bool {
    let sole = |kid: &Person| {
        kid.role == Role::Child && household.age(kid) < 18 && matches!(kid.father, Father::NotRecorded | Father::Dead)
    };
    let is_mother = person.role == Role::Mother;
    let expects = household.pregnancy.as_ref().is_some_and(|one| one.weeks >= 12 || purpose == For::Expectant);
    (person.studies && household.age(person) < 23)
        || person.service == "mobilised"
        || (is_mother
            && (expects
                || household.people.iter().any(sole)
                || household.people.iter().any(|kid| carried(household, kid, reading))))
}

/// Earnings of the window, all and of self-employment.
pub fn earned(household: &Household, person: &Person) -> (i128, i128) {
    match &person.told {
        Told::Monthly { amount, earned } => match person.work {
            "self_employed" => (amount * 12, amount * 12),
            "employed" | "ip" => (amount * 12, 0),
            _ => (*earned, 0),
        },
        Told::Records(records) => {
            let (start, end) = window(household.on);
            let sick = year(household.on) >= 2026;
            let is_pay = |kind: &str| {
                matches!(kind, "wage" | "self_employment" | "business") || (sick && kind == "sickness_benefit")
            };
            let inside = || records.iter().filter(|income| (start..=end).contains(&income.month));
            let sum = |wanted: &dyn Fn(&Income) -> bool| {
                inside().filter(|income| wanted(income)).map(|income| income.amount).sum::<i128>()
            };
            (sum(&|income| is_pay(income.kind)), sum(&|income| income.kind == "self_employment"))
        }
    }
}

/// What was to be earned: so many minimum wages of the day, less for the excused months.
pub fn threshold(household: &Household, person: &Person, reading: Reading) -> Money {
    let multiple = match year(household.on) {
        2024 => 2,
        2025 => 4,
        2026 => 8,
        _ => 0,
    };
    let months = 12 - excused_months(household, person, reading);
    Money::new(multiple * minimum_wage(household.on) * months, 12)
}

fn earned_enough(household: &Household, person: &Person, reading: Reading) -> bool {
    let (all, self_employment) = earned(household, person);
    let threshold = threshold(household, person, reading);
    match year(household.on) {
        2023 => all > 0,
        2024 => all > self_employment || (all > 0 && Money::from(self_employment) >= threshold),
        _ => Money::from(all) >= threshold,
    }
}

fn is_fine(household: &Household, person: &Person, purpose: For, reading: Reading) -> bool {
    household.age(person) < 18
        || earned_enough(household, person, reading)
        || excused_months(household, person, reading) >= 10
        || is_excused_today(household, person, purpose, reading)
}

/// Whether the rule is kept; of a family with many children one parent is excused.
pub fn is_kept(household: &Household, purpose: For, reading: Reading) -> bool {
    let mut idle = household.family().filter(|person| !is_fine(household, person, purpose, reading));
    match (idle.next(), idle.next()) {
        (None, _) => true,
        (Some(one), None) => household.has_many_children() && matches!(one.role, Role::Mother | Role::Husband),
        _ => false,
    }
}
