//! Unified benefit of children and of an expectant mother, 81-ФЗ articles 9 and 10: the need, the one share of the
//! application, the months.

use serde_json::Value;

use super::{
    dates::{Date, birthday, date, first, later, month, year},
    earners::{self, For, Reading},
    frame::{Due, Expected, Money, Story, compare, days, rounded},
    people::{Award, Father, Household, Income, Person, Pregnancy, Role, Told, window},
    property,
    tables::{Minimums, minimum_wage, minimums},
    unified_draw::draw,
};

#[derive(Debug)]
pub struct Unified(pub Household);

/// Whether a kind of income counts for a person.
fn counts(household: &Household, person: &Person, income: &Income) -> bool {
    match income.kind {
        "unified_benefit"
        | "maternity_capital_monthly"
        | "ward_account_interest"
        | "parental_glory_award"
        | "volunteer_damage"
        | "social_contract"
        | "tax_deduction" => false,
        "birth_aid_of_employer" => year(household.on) < 2026,
        "wage" | "self_employment" | "business" => household.age(person) >= 18,
        // Ordered by a court: what was received, where it is enforced regularly.
        "alimony" => household.alimony_enforced,
        _ => true,
    }
}

impl Unified {
    pub fn minimums(&self) -> Minimums {
        minimums(self.0.region, year(self.0.on)).unwrap()
    }

    fn income(&self, person: &Person) -> i128 {
        let (start, end) = window(self.0.on);
        match &person.told {
            _ if person.service == "mobilised" => 0,
            Told::Monthly { amount, .. } => amount * 12,
            Told::Records(records) => records
                .iter()
                .filter(|income| (start..=end).contains(&income.month) && counts(&self.0, person, income))
                .map(|income| income.amount)
                .sum(),
        }
    }

    /// Alimony that nobody enforces: a part of the minimum wage for each month of the divorce.
    fn imputed(&self) -> Money {
        let Some(divorced) = self.0.divorced_on.filter(|_| !self.0.alimony_enforced) else {
            return Money::from(0);
        };
        let children = self.0.people.iter().filter(|kid| kid.father == Father::Divorced).count();
        let part = match children {
            0 => return Money::from(0),
            1 => Money::new(1, 4),
            2 => Money::new(1, 3),
            _ => Money::new(1, 2),
        };
        let (start, end) = window(self.0.on);
        // Divorces are drawn for the first of a month only, so that no month is divided.
        let months = (start..=end).filter(|month| divorced <= first(*month)).count();
        part * Money::from(minimum_wage(self.0.on) * i128::try_from(months).unwrap())
    }

    /// Income of the twelve months.
    pub fn total(&self) -> Money {
        Money::from(self.0.family().map(|person| self.income(person)).sum::<i128>()) + self.imputed()
    }

    fn average(&self) -> Money {
        self.total() / (12 * self.0.heads())
    }

    fn running(&self) -> impl Iterator<Item = &Award> {
        self.0.awards.iter().filter(|award| award.until > self.0.on)
    }

    fn is_awarded(&self, kid: &Person) -> bool {
        self.running().any(|award| award.child == kid.id)
    }

    /// Either parent may apply for the child; a guardian alone.
    fn may_have(&self, kid: &Person) -> bool {
        let is_claimant = |parent: &Person| {
            parent.citizen
                && parent.resident
                && match parent.role {
                    Role::Mother => !kid.lost,
                    Role::Husband => kid.role == Role::Child && kid.common,
                    _ => false,
                }
        };
        self.0.age(kid) < 17 && kid.citizen && !kid.supported && self.0.people.iter().any(is_claimant)
    }

    /// Born while the benefit of another child runs: awarded by itself.
    fn follows(&self, kid: &Person) -> Option<&Award> {
        let is_new = self.may_have(kid) && !self.is_awarded(kid) && self.0.on < later(kid.born, 12);
        self.running().find(|award| is_new && kid.born >= award.from)
    }

    fn expectant(&self) -> Option<&Pregnancy> {
        let mother = &self.0.people[0];
        let in_time = |one: &&Pregnancy| one.weeks >= 6 && one.registered_week.is_some_and(|week| week <= 12);
        self.0.pregnancy.as_ref().filter(in_time).filter(|_| mother.citizen && mother.resident)
    }

    /// Minimums of all who are in the application.
    pub fn bases(&self, purpose: For) -> i128 {
        let applied =
            |kid: &&Person| kid.is_kid() && self.may_have(kid) && !self.is_awarded(kid) && self.follows(kid).is_none();
        let children = i128::try_from(self.0.people.iter().filter(applied).count()).unwrap();
        let is_in = self.expectant().is_some_and(|one| one.weeks >= 12 || purpose == For::Expectant);
        children * self.minimums().child + if is_in { self.minimums().working_age } else { 0 }
    }

    /// Above the minimum by no more than a tenth, in a family with many children that had the benefit before.
    fn is_within_tenth(&self) -> bool {
        let minimum = Money::from(self.minimums().per_head);
        let average = self.average();
        year(self.0.on) >= 2026
            && self.0.has_many_children()
            && !self.0.awards.is_empty()
            && average > minimum
            && average <= minimum * Money::new(11, 10)
    }

    /// The share in hundredths, one for all.
    fn share(&self, purpose: For) -> i128 {
        if self.is_within_tenth() {
            return 50;
        }
        let lifts = |share: i128| {
            let added = Money::new(self.bases(purpose) * share, 100 * self.0.heads());
            self.average() + added > Money::from(self.minimums().per_head)
        };
        [50, 75].into_iter().find(|share| lifts(*share)).unwrap_or(100)
    }

    fn interest(&self) -> i128 {
        let half_a_year_ago = later(self.0.on, -6);
        self.0
            .family()
            .flat_map(|person| &person.interest)
            .filter(|one| one.year == year(self.0.on) - 1 && one.closed.is_none_or(|day| day > half_a_year_ago))
            .map(|one| one.amount)
            .sum()
    }

    /// Whether the family has the right; none where the text leaves it open.
    fn has_right(&self, purpose: For) -> Option<bool> {
        let is_needy = self.average() <= Money::from(self.minimums().per_head) || self.is_within_tenth();
        if !is_needy || self.interest() > self.minimums().per_head || !property::is_within_limits(&self.0) {
            return Some(false);
        }
        let [one, other] = [Reading::Lenient, Reading::Strict].map(|way| earners::is_kept(&self.0, purpose, way));
        (one == other).then_some(one)
    }

    fn child(&self, kid: &Person) -> Due {
        let base = self.minimums().child;
        if !self.may_have(kid) || self.is_awarded(kid) {
            return Due::No;
        }
        if let Some(award) = self.follows(kid) {
            // The text speaks of a child who is born; of a ward it says nothing.
            if kid.role == Role::Ward {
                return Due::Open;
            }
            let amount = Some(rounded(Money::new(base * award.share, 100)));
            return Due::Yes { amount, from: Some(first(month(kid.born))), until: Some(award.until) };
        }
        // Whether it is a repeated award for a child that had none the text does not say.
        let had_it = self.0.awards.iter().any(|award| award.child == kid.id);
        match self.has_right(For::Children) {
            Some(true) if self.is_within_tenth() && !had_it => Due::Open,
            Some(true) => {
                let amount = Some(rounded(Money::new(base * self.share(For::Children), 100)));
                let (from, until) = self.months(kid);
                Due::Yes { amount, from: Some(from), until }
            }
            Some(false) => Due::No,
            None => Due::Open,
        }
    }

    fn months(&self, kid: &Person) -> (Date, Option<Date>) {
        let on = self.0.on;
        let start = if on <= later(kid.born, 6) { first(month(kid.born)) } else { first(month(on)) };
        let is_ward = kid.role == Role::Ward;
        let from = if is_ward { start.max(kid.guardian_since) } else { start };
        let mobilised = self.0.family().any(|person| person.service == "mobilised");
        let seventeen = first(month(birthday(kid.born, 17)) + 1);
        let until = later(from, if mobilised { 6 } else { 12 }).min(seventeen);
        // How long it runs from the middle of a month the text does not say.
        (from, (from == start).then_some(until))
    }

    fn pregnancy(&self) -> Due {
        let Some(pregnancy) = self.expectant() else { return Due::No };
        let on = self.0.on;
        match self.has_right(For::Expectant) {
            // Of the tenth above the minimum the text speaks for children.
            Some(true) if self.is_within_tenth() => return Due::Open,
            Some(true) => {}
            Some(false) => return Due::No,
            None => return Due::Open,
        }
        let amount = Some(rounded(Money::new(self.minimums().working_age * self.share(For::Expectant), 100)));
        let six_weeks = on - (pregnancy.weeks - 6) * 7;
        let from = if on <= pregnancy.registered_on + 30 {
            month(pregnancy.registered_on).max(month(six_weeks))
        } else {
            month(on)
        };
        Due::Yes {
            amount,
            // Before twelve weeks the day of the application is not come.
            from: (pregnancy.weeks >= 12).then_some(first(from)),
            until: Some(first(month(pregnancy.due) + 1)),
        }
    }
}

impl Story for Unified {
    fn on(&self) -> Date {
        self.0.on
    }

    fn json(&self) -> Value {
        self.0.told()
    }

    fn expected(&self) -> Vec<Expected> {
        let kids = self.0.people.iter().filter(|kid| kid.is_kid() && self.0.age(kid) < 18);
        let child = "federal.unified_benefit_child";
        let of = |kid: &Person| Expected { measure: child, member: kid.id.clone(), due: self.child(kid) };
        let mut found: Vec<Expected> = kids.map(of).collect();
        if self.0.pregnancy.is_some() {
            let measure = "federal.unified_benefit_pregnancy";
            found.push(Expected { measure, member: self.0.people[0].id.clone(), due: self.pregnancy() });
        }
        found
    }
}

#[test]
fn the_unified_benefit_is_the_share_of_the_whole_application() {
    let mut days = days(5, 18, date(2025, 1, 1), date(2027, 1, 1));
    days.extend(self::days(6, 6, date(2023, 1, 1), date(2025, 1, 1)));
    days.extend([date(2025, 12, 31), date(2026, 1, 1), date(2026, 2, 28)]);
    let measures = ["federal.unified_benefit_child", "federal.unified_benefit_pregnancy"];
    compare("unified benefit", &measures, 5, |chance| draw(chance, &days));
}
