//! Annual family payment, 179-ФЗ: seven hundredths of the taxed pay of the year before, to each working parent.

use serde_json::Value;

use super::{
    chance::Chance,
    dates::{Date, date, year},
    frame::{Due, Expected, Money, Story, compare, days, rounded},
    people::{Father, Household, Income, Person, Role, Told},
    property,
    tables::{Region, minimums},
};

#[derive(Debug)]
struct Payment(Household);

/// What came in, and what of it was taxed at 13 %.
fn year_of(person: &Person, year: i64) -> (i128, i128) {
    match &person.told {
        Told::Monthly { amount, .. } => {
            // Who works was paid all of it; a patent, the simplified tax and that of the self-employed do not count.
            (amount * 12, if person.work == "employed" { amount * 12 } else { 0 })
        }
        Told::Records(records) => {
            let of_year = || records.iter().filter(|income| income.month.div_euclid(12) == year);
            let taxed =
                |income: &&Income| matches!(income.kind, "wage" | "sickness_benefit" | "business") && income.taxable;
            (of_year().map(|income| income.amount).sum(), of_year().filter(taxed).map(|income| income.amount).sum())
        }
    }
}

impl Payment {
    fn year(&self) -> i64 {
        year(self.0.on) - 1
    }

    fn is_needy(&self) -> bool {
        let total: i128 = self.0.family().map(|person| year_of(person, self.year()).0).sum();
        let limit = Money::new(minimums(self.0.region, self.year()).unwrap().per_head * 3, 2);
        Money::new(total, 12 * self.0.heads()) <= limit
    }

    fn due(&self, parent: &Person) -> Due {
        let household = &self.0;
        let is_parent = |kid: &&Person| kid.is_kid() && (parent.role == Role::Mother || kid.common);
        let counts =
            |kid: &&Person| kid.citizen && (household.age(kid) < 18 || (household.age(kid) < 23 && kid.studies));
        let children = household.people.iter().filter(is_parent).filter(counts).count();
        let pay = year_of(parent, self.year()).1;
        let may = parent.citizen && parent.resident && parent.tax_resident && !parent.owes_alimony;
        if may && children >= 2 && pay > 0 && self.is_needy() && property::is_within_limits(household) {
            Due::Yes { amount: Some(rounded(Money::new(pay * 7, 100))), from: None, until: None }
        } else {
            Due::No
        }
    }
}

impl Story for Payment {
    fn on(&self) -> Date {
        self.0.on
    }

    fn json(&self) -> Value {
        self.0.told()
    }

    fn expected(&self) -> Vec<Expected> {
        let parents = self.0.people.iter().filter(|person| matches!(person.role, Role::Mother | Role::Husband));
        let of = |parent: &Person| Expected {
            measure: "federal.annual_family_payment",
            member: parent.id.clone(),
            due: self.due(parent),
        };
        parents.map(of).collect()
    }
}

fn adult(chance: &mut Chance, id: &str, role: Role, on: Date) -> Person {
    let mut person = Person::new(id, role, on - chance.between(8500, 17000));
    person.citizen = chance.often(97);
    person.resident = chance.often(97);
    person.tax_resident = chance.often(96);
    person.owes_alimony = chance.often(4);
    person.work = *chance.pick(&["employed", "employed", "employed", "employed", "self_employed", "ip", "none"]);
    if chance.often(15) && person.work != "none" {
        person.told = Told::Monthly { amount: i128::from(chance.between(0, 9_000_000)), earned: 0 };
        return person;
    }
    let mut records = Vec::new();
    for _ in 0..chance.between(0, 4) {
        let kind = match person.work {
            "employed" => *chance.pick(&["wage", "wage", "wage", "sickness_benefit"]),
            "self_employed" => *chance.pick(&["self_employment", "wage"]),
            "ip" => "business",
            _ => *chance.pick(&["pension", "scholarship", "wage"]),
        };
        let taxable = match kind {
            "business" => chance.often(50),
            kind => matches!(kind, "wage" | "sickness_benefit"),
        };
        let month = (year(on) - 1) * 12 + chance.between(-2, 13);
        records.push(Income { month, kind, amount: i128::from(chance.between(0, 50_000_000)), taxable });
    }
    person.told = Told::Records(records);
    person
}

fn kid(chance: &mut Chance, number: i64, on: Date) -> Person {
    let mut kid = Person::new(&format!("kid{number}"), Role::Child, on - chance.between(1, 6500));
    if chance.often(12) {
        kid.born = on - chance.between(6600, 8700);
        kid.studies = chance.often(80);
    }
    if chance.often(5) {
        kid.role = Role::Ward;
    } else {
        kid.common = chance.often(85);
        kid.father = if kid.common || chance.often(60) { Father::Alive } else { Father::NotRecorded };
    }
    kid.citizen = chance.often(96);
    if chance.often(15) {
        let month = (year(on) - 1) * 12 + chance.between(0, 11);
        kid.told = Told::Records(vec![Income { month, kind: "pension", amount: 15_000_000, taxable: false }]);
    }
    kid
}

fn draw(chance: &mut Chance, days: &[Date]) -> Payment {
    let on = *chance.pick(days);
    let mut people = vec![adult(chance, "olga", Role::Mother, on)];
    if chance.often(75) {
        people.push(adult(chance, "ivan", Role::Husband, on));
    }
    for number in 0..chance.between(1, 4) {
        people.push(kid(chance, number, on));
    }
    if people.iter().all(|person| person.role != Role::Husband) {
        for person in &mut people {
            person.common = false;
        }
    }
    let mut household = Household {
        on,
        region: *chance.pick(&[Region::Khabarovsk, Region::Volgograd, Region::Novosibirsk]),
        urban: chance.often(50),
        people,
        pregnancy: None,
        divorced_on: None,
        alimony_enforced: false,
        things: Vec::new(),
        awards: Vec::new(),
    };
    household.things = if chance.often(40) { property::draw(chance, &household) } else { Vec::new() };
    if chance.often(40) {
        aim(chance, &mut household);
    }
    Payment(household)
}

/// Brings the income of the family to the limit, a kopeck less or a kopeck more.
fn aim(chance: &mut Chance, household: &mut Household) {
    let payment = Payment(household.clone());
    let total: i128 = household.family().map(|person| year_of(person, payment.year()).0).sum();
    let limit = minimums(household.region, payment.year()).unwrap().per_head * 18 * household.heads();
    let gap = limit + i128::from(chance.between(-1, 1)) - total;
    let month = payment.year() * 12 + chance.between(0, 11);
    if let Told::Records(records) = &mut household.people[0].told
        && (0..=200_000_000).contains(&gap)
    {
        records.push(Income { month, kind: "wage", amount: gap, taxable: true });
    }
}

#[test]
fn the_annual_payment_is_seven_hundredths_of_the_taxed_pay() {
    // From the first day of the law to the end of the first window, and the window of 2027.
    let mut days = days(4, 10, date(2026, 6, 1), date(2026, 10, 2));
    days.extend([date(2026, 1, 1), date(2026, 5, 31), date(2027, 5, 1), date(2027, 7, 10), date(2027, 10, 1)]);
    compare("annual family payment", &["federal.annual_family_payment"], 4, |chance| draw(chance, &days));
}
