//! Random households for the unified benefit, many of them within a kopeck of a limit.

use super::{
    chance::Chance,
    dates::{Date, age, birthday, date, first, later, month, year},
    earners::{self, For, Reading},
    frame::Money,
    people::{Activity, Award, Father, Household, Income, Interest, Person, Pregnancy, Role, Told, window},
    property,
    tables::{Region, minimums},
    unified::Unified,
};

pub fn draw(chance: &mut Chance, days: &[Date]) -> Unified {
    let on = *chance.pick(days);
    let region = match year(on) {
        2023 => *chance.pick(&[Region::Khabarovsk, Region::Volgograd]),
        2024 => Region::Khabarovsk,
        _ => *chance.pick(&[Region::Khabarovsk, Region::Volgograd, Region::Novosibirsk]),
    };
    let mut household = Household {
        on,
        region,
        urban: chance.often(50),
        people: Vec::new(),
        pregnancy: None,
        divorced_on: None,
        alimony_enforced: false,
        things: Vec::new(),
        awards: Vec::new(),
    };
    adults(chance, &mut household);
    for number in 0..*chance.pick(&[0, 1, 1, 2, 2, 3, 3, 4]) {
        let kid = kid(chance, &household, number);
        household.people.push(kid);
    }
    divorce(chance, &mut household);
    if household.people.iter().all(|person| !person.is_kid()) || chance.often(25) {
        household.pregnancy = Some(pregnancy(chance, on));
    }
    if chance.often(60) {
        household.things = property::draw(chance, &household);
    }
    if chance.often(12) {
        awards(chance, &mut household);
    }
    aim_at_earnings(chance, &mut household);
    aim_at_need(chance, &mut household);
    Unified(household)
}

fn adults(chance: &mut Chance, household: &mut Household) {
    let on = household.on;
    let age = |chance: &mut Chance, low: i64, high: i64| on - chance.between(low * 366, high * 365);
    let young = chance.often(8);
    let born = if young { age(chance, 18, 23) } else { age(chance, 23, 44) };
    let mut mother = Person::new("olga", Role::Mother, born);
    mother.studies = young && chance.often(70);
    work(chance, &mut mother, household);
    household.people.push(mother);
    let role = match chance.below(10) {
        0..=6 => Role::Husband,
        7 => Role::Partner,
        _ => return,
    };
    let mut man = Person::new("ivan", role, age(chance, 20, 55));
    work(chance, &mut man, household);
    if role == Role::Husband {
        match chance.below(30) {
            0 | 1 => (man.service, man.work) = ("mobilised", "military"),
            2 => man.service = "conscript",
            3 => man.custody = true,
            _ => {}
        }
    }
    man.citizen = chance.often(95);
    man.resident = chance.often(97);
    household.people.push(man);
    household.people[0].citizen = chance.often(95);
    household.people[0].resident = chance.often(97);
}

/// Work, income, what was done and the interest of an adult.
fn work(chance: &mut Chance, person: &mut Person, household: &Household) {
    person.work = *chance.pick(&[
        "employed",
        "employed",
        "employed",
        "employed",
        "employed",
        "none",
        "none",
        "self_employed",
        "ip",
        "unemployed_registered",
    ]);
    let per_head = i64::try_from(minimums(household.region, year(household.on)).unwrap().per_head).unwrap();
    if chance.often(15) {
        let amount = i128::from(chance.between(0, per_head * 3));
        let most = i64::try_from(amount * 12).unwrap();
        person.told = Told::Monthly { amount, earned: i128::from(chance.between(0, most)) };
    } else {
        let pay: &[&str] = match person.work {
            "employed" => &["wage", "wage", "sickness_benefit"],
            "self_employed" => &["self_employment", "self_employment", "wage"],
            "ip" => &["business"],
            _ => &["wage", "benefit", "self_employment"],
        };
        let mut records = Vec::new();
        for _ in 0..chance.between(0, 4) {
            records.push(income(chance, household, pay, per_head * 7));
        }
        if chance.often(20) {
            let other = [
                "pension",
                "benefit",
                "rent",
                "other_income",
                "unified_benefit",
                "maternity_capital_monthly",
                "parental_glory_award",
                "volunteer_damage",
                "social_contract",
                "tax_deduction",
                "birth_aid_of_employer",
            ];
            records.push(income(chance, household, &other, per_head * 5));
        }
        person.told = Told::Records(records);
    }
    if chance.often(35) {
        person.activities.push(activity(chance, household));
    }
    if chance.often(25) {
        person.interest.push(interest(chance, household, per_head));
    }
}

/// Mostly in the window, now and then a month or two beside it.
fn income(chance: &mut Chance, household: &Household, kinds: &[&'static str], most: i64) -> Income {
    let month = month(household.on) - chance.between(1, 14);
    let kind = *chance.pick(kinds);
    Income { month, kind, amount: i128::from(chance.between(0, most)), taxable: true }
}

fn activity(chance: &mut Chance, household: &Household) -> Activity {
    let mut kinds = vec![
        "treatment",
        "conscription",
        "detention",
        "disabled_care",
        "study",
        "unemployed_registered",
        "unemployed_registered",
        "indigenous",
        "work",
    ];
    if year(household.on) >= 2026 {
        kinds.push("pension");
    }
    let (start, end) = window(household.on);
    let from = chance.between(first(start) - 200, first(end));
    // The ends of months often, so that no month is divided.
    let from = if chance.often(60) { first(month(from)) } else { from };
    let until = match chance.below(3) {
        0 => None,
        1 => Some(from + chance.between(20, 500)),
        _ => Some(later(first(month(from)), chance.between(1, 14))),
    };
    let kind = *chance.pick(&kinds);
    Activity { kind, from, until: until.filter(|until| *until <= household.on) }
}

fn interest(chance: &mut Chance, household: &Household, per_head: i64) -> Interest {
    let amount = if chance.often(30) { per_head + chance.between(-1, 1) } else { chance.between(0, per_head) };
    let closed = chance.often(30).then(|| later(household.on, -6) + chance.between(-1, 1));
    Interest { year: year(household.on) - *chance.pick(&[0, 1, 1, 1, 1, 2]), amount: amount.into(), closed }
}

fn kid(chance: &mut Chance, household: &Household, number: i64) -> Person {
    let on = household.on;
    let born = match chance.below(20) {
        0..=2 => on - chance.between(0, 250),
        3..=7 => on - chance.between(0, 1500),
        8..=15 => on - chance.between(1100, 16 * 365),
        16 | 17 => birthday(on, -17) + chance.between(-35, 35),
        _ => on - chance.between(7100, 8390),
    };
    let (start, end) = window(on);
    // Care from the middle of a month leaves it open whether it counts: mostly the first is taken.
    let divides = [month(born), month(birthday(born, 3))].iter().any(|month| (start..=end).contains(month));
    let born = if divides && chance.often(85) { first(month(born)) } else { born };
    let is_ward = chance.often(6);
    let mut kid = Person::new(&format!("kid{number}"), if is_ward { Role::Ward } else { Role::Child }, born);
    kid.citizen = chance.often(95);
    let age = household.age(&kid);
    let second = household.people.get(1).filter(|person| !person.is_kid());
    if !is_ward {
        kid.common = second.is_some() && chance.often(80);
        if !kid.common && age < 18 {
            kid.father =
                *chance.pick(&[Father::Alive, Father::Alive, Father::NotRecorded, Father::Dead, Father::Divorced]);
        }
        kid.supported = age < 17 && kid.father == Father::Alive && chance.often(3);
        kid.lost = second.is_none() && kid.father == Father::Alive && chance.often(5);
    }
    if age >= 18 {
        kid.studies = chance.often(85);
        kid.married = chance.often(10);
        kid.work = *chance.pick(&["none", "employed"]);
        kid.service = if chance.often(8) { "conscript" } else { "none" };
        kid.told = Told::Records(vec![income(chance, household, &["wage", "scholarship"], 9_000_000)]);
    } else if chance.often(20) {
        // Earnings of one who came of age within the year may count or not.
        let kinds: &[&str] = if age < 17 { &["pension", "wage", "ward_account_interest"] } else { &["pension"] };
        kid.told = Told::Records(vec![income(chance, household, kinds, 9_000_000)]);
    }
    if age < 18 && chance.often(10) {
        let until = chance.often(50).then(|| first(month(on) - chance.between(-20, 12)));
        kid.disabled = Some((born.max(on - 2000), until.filter(|until| *until > born.max(on - 2000))));
    }
    if is_ward {
        kid.guardian_since = chance.between(born.max(on - 400), on);
    }
    kid
}

/// All divorces on one day, before March 2026: later no average wage is recorded.
fn divorce(chance: &mut Chance, household: &mut Household) {
    let divorced = first(month(household.on) - chance.between(1, 30));
    let fits = household.on < date(2026, 3, 1);
    for kid in household.people.iter_mut().filter(|kid| kid.father == Father::Divorced) {
        if !fits || kid.born > divorced {
            kid.father = Father::Alive;
        }
    }
    if household.people.iter().all(|kid| kid.father != Father::Divorced) {
        return;
    }
    household.divorced_on = Some(divorced);
    household.alimony_enforced = chance.often(40);
    let alimony = income(chance, household, &["alimony"], 9_000_000);
    if let Told::Records(records) = &mut household.people[0].told
        && chance.often(70)
    {
        records.push(alimony);
    }
}

fn pregnancy(chance: &mut Chance, on: Date) -> Pregnancy {
    let weeks = *chance.pick(&[5, 6, 8, 10, 11, 12, 12, 13, 14, 15, 16, 20, 24, 28, 32, 36, 39]);
    let week = chance.between(3, 14.min(weeks));
    let registered_on = (on - (weeks - week) * 7 + chance.between(-3, 3)).min(on);
    let due = (on + (40 - weeks) * 7 + chance.between(-10, 10)).max(on + 1);
    Pregnancy { weeks, registered_week: chance.often(95).then_some(week), registered_on, due }
}

/// The benefit of all or some of the children, running or over.
fn awards(chance: &mut Chance, household: &mut Household) {
    let is_over = chance.often(60);
    let months = if is_over { chance.between(12, 20) } else { chance.between(0, 11) };
    let from = first(month(household.on) - months);
    if from < date(2023, 1, 1) {
        return;
    }
    let share = *chance.pick(&[50, 75, 100]);
    for kid in household.people.iter().filter(|kid| kid.is_kid() && kid.born <= from && age(kid.born, from) < 17) {
        if chance.often(if is_over { 95 } else { 60 }) {
            let award = Award { child: kid.id.clone(), from, until: later(from, 12), share };
            household.awards.push(award);
        }
    }
}

/// Brings the earnings of an adult to what was to be earned, a kopeck less or a kopeck more.
fn aim_at_earnings(chance: &mut Chance, household: &mut Household) {
    if chance.often(60) {
        return;
    }
    let adults = household.people.iter().take_while(|person| !person.is_kid());
    // Rather of one whose months are partly excused.
    let busy = adults.clone().position(|person| !person.activities.is_empty()).filter(|_| chance.often(80));
    let place = busy.unwrap_or_else(|| chance.below(adults.count()));
    let person = &household.people[place];
    let wanted = earners::threshold(household, person, Reading::Lenient).ceil().to_integer();
    let gap = wanted + i128::from(chance.between(-1, 1)) - earners::earned(household, person).0;
    add(chance, household, place, "wage", gap);
}

/// Brings the income to where the right or the share changes, a kopeck less or a kopeck more.
fn aim_at_need(chance: &mut Chance, household: &mut Household) {
    if chance.often(40) {
        return;
    }
    let unified = Unified(household.clone());
    let purpose = if chance.often(20) { For::Expectant } else { For::Children };
    let bases = Money::from(unified.bases(purpose));
    let minimum = Money::from(unified.minimums().per_head) * household.heads();
    let wanted = match chance.below(5) {
        0 => minimum,
        1 | 2 => minimum - bases / 2,
        3 => minimum - bases * Money::new(3, 4),
        _ => minimum * Money::new(11, 10),
    };
    let gap = (wanted * 12 - unified.total()).ceil().to_integer() + i128::from(chance.between(-1, 1));
    let place = chance.below(household.people.len().min(2));
    add(chance, household, place, "other_income", gap);
}

fn add(chance: &mut Chance, household: &mut Household, place: usize, kind: &'static str, amount: i128) {
    let (start, end) = window(household.on);
    if let Told::Records(records) = &mut household.people[place].told
        && (1..9_000_000_000).contains(&amount)
    {
        records.push(Income { month: chance.between(start, end), kind, amount, taxable: false });
    }
}
