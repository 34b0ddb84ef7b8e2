//! Maternity benefit, 255-ФЗ chapter 3: the average earning of a day in two calendar years times the days of the leave.

use serde_json::{Value, json};

use super::{
    chance::Chance,
    dates::{self, Date, date, year},
    frame::{Due, Expected, Money, Story, compare, days, roubles, rounded},
    tables::{cap, minimum_wage},
};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Work {
    Employed,
    /// Insured for less than six months.
    Beginner,
    /// An entrepreneur, who pays voluntary contributions or not.
    Entrepreneur(bool),
    /// Registered unemployed, dismissed because the employer was closed down or not.
    Unemployed(bool),
    SelfEmployed,
    None,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Leave {
    /// Of a birth: several children at once, a complicated delivery, the Chernobyl zone.
    Birth { several: bool, complicated: bool, chernobyl: bool },
    /// An adoption so many days after the birth, of one child or two.
    Adoption { after: i64, several: bool },
}

#[derive(Debug)]
struct Woman {
    on: Date,
    /// The day of the delivery, the one to come too.
    delivery: Date,
    leave: Leave,
    /// The first day by the certificate, where it is told.
    certificate: Option<Date>,
    work: Work,
    excluded: i64,
    /// Years of the earnings, the later first, and the wages of each in kopecks.
    years: [i64; 2],
    wages: [i128; 2],
    is_applicant: bool,
    /// The wages of a year stand in two records.
    in_two_months: bool,
}

impl Woman {
    fn is_born(&self) -> bool {
        self.delivery <= self.on
    }

    fn start(&self) -> Date {
        let before = match self.leave {
            Leave::Adoption { after, .. } => -after,
            Leave::Birth { several: true, .. } => 84,
            Leave::Birth { chernobyl: true, .. } => 90,
            Leave::Birth { .. } => 70,
        };
        self.certificate.unwrap_or(self.delivery - before)
    }

    fn length(&self) -> i64 {
        match self.leave {
            Leave::Adoption { after, several } => {
                if several {
                    110 - after
                } else {
                    70 - after
                }
            }
            Leave::Birth { several: true, .. } => 194,
            Leave::Birth { chernobyl: true, .. } => 160,
            Leave::Birth { complicated: true, .. } => 156,
            Leave::Birth { .. } => 140,
        }
    }

    fn daily(&self) -> i128 {
        let least = rounded(Money::new(minimum_wage(self.start()) * 24, 730));
        let most = rounded(Money::new(cap(year(self.start()) - 1) + cap(year(self.start()) - 2), 730));
        let base: i128 = (0..2).map(|place| self.wages[place].min(cap(self.years[place]))).sum();
        let days: i64 = self.years.iter().map(|year| date(year + 1, 1, 1) - date(*year, 1, 1)).sum();
        rounded(Money::new(base, i128::from(days - self.excluded))).clamp(least, most)
    }

    fn due(&self) -> Due {
        let amount = match self.work {
            Work::Employed => Some(self.daily() * i128::from(self.length())),
            // By the minimum wage, and the text does not say how; of those dismissed no sum is printed.
            Work::Beginner | Work::Entrepreneur(true) | Work::Unemployed(true) => None,
            Work::Entrepreneur(false) | Work::Unemployed(false) | Work::SelfEmployed | Work::None => return Due::No,
        };
        Due::Yes { amount, from: Some(self.start()), until: Some(self.start() + self.length()) }
    }
}

impl Story for Woman {
    fn on(&self) -> Date {
        self.on
    }

    fn json(&self) -> Value {
        let mut woman = json!({ "id": "olga", "relation": if self.is_applicant { "self" } else { "spouse" },
            "sex": "female", "birth_date": "1996-04-02", "married": true, "monthly_income": "60000",
            "employment": match self.work {
                Work::Employed | Work::Beginner => "employed",
                Work::Entrepreneur(_) => "ip",
                Work::Unemployed(_) => "unemployed_registered",
                Work::SelfEmployed => "self_employed",
                Work::None => "none",
            } });
        match self.work {
            Work::Employed => woman["insured_under_half_a_year"] = json!(false),
            Work::Beginner => woman["insured_under_half_a_year"] = json!(true),
            Work::Entrepreneur(insured) => woman["voluntarily_insured"] = json!(insured),
            Work::Unemployed(closed) => woman["dismissed_by_liquidation"] = json!(closed),
            Work::SelfEmployed | Work::None => {}
        }
        woman["excluded_days"] = if self.excluded == 0 { json!("none") } else { json!(self.excluded) };
        let usual = [year(self.start()) - 1, year(self.start()) - 2];
        let names = ["last_year_replaced_by", "first_year_replaced_by"];
        for place in 0..2 {
            let same = self.years[place] == usual[place];
            woman[names[place]] = if same { json!("none") } else { json!(self.years[place]) };
        }
        woman["income"] = self.income();
        let (several, adopted) = match self.leave {
            Leave::Birth { several, complicated, chernobyl } => {
                woman["delivery_complicated"] = json!(complicated);
                woman["chernobyl_zone"] = json!(chernobyl);
                (several, None)
            }
            Leave::Adoption { after, several } => (several, Some(self.delivery + after)),
        };
        woman["maternity_leave_from"] = json!(self.certificate.map_or("none".to_owned(), dates::text));
        if self.is_born() {
            woman["pregnancy_weeks"] = json!("none");
        } else {
            woman["pregnancy_weeks"] = json!(40 - (self.delivery - self.on).div_euclid(7));
            woman["pregnancy_due_on"] = json!(dates::text(self.delivery));
            woman["pregnancy_multiple"] = json!(several);
        }
        let husband = json!({ "id": "ivan", "relation": if self.is_applicant { "spouse" } else { "self" },
            "sex": "male", "birth_date": "1994-11-20", "married": true, "employment": "employed" });
        let mut members = vec![woman, husband];
        if self.is_born() {
            for name in ["dima", "zoya"].iter().take(1 + usize::from(several)) {
                let mut kid = json!({ "id": name, "relation": if adopted.is_some() { "adopted" } else { "child" },
                    "birth_date": dates::text(self.delivery), "common_child": true });
                if let Some(day) = adopted {
                    kid["adopted_on"] = json!(dates::text(day));
                }
                members.push(kid);
            }
        }
        json!({ "territory": "RU-VGG/volgograd", "awards": [], "members": members })
    }

    fn expected(&self) -> Vec<Expected> {
        vec![Expected { measure: "federal.maternity_benefit", member: "olga".to_owned(), due: self.due() }]
    }
}

impl Woman {
    /// Wages of the years, in one or two records each, with what does not count beside them.
    fn income(&self) -> Value {
        let record = |month: String, kind: &str, amount: i128| json!({ "month": month, "kind": kind, "amount": roubles(amount), "taxable": true });
        let mut records = Vec::new();
        for (year, wage) in self.years.iter().zip(self.wages) {
            let half = if self.in_two_months { wage / 3 } else { 0 };
            records.push(record(format!("{year}-01"), "wage", half));
            records.push(record(format!("{year}-12"), "wage", wage - half));
            records.push(record(format!("{year}-06"), "rent", 5_000_000));
        }
        let other = year(self.start());
        if !self.years.contains(&other) {
            records.push(record(format!("{other}-01"), "wage", 9_000_000));
        }
        json!(records)
    }
}

fn leave(chance: &mut Chance, born: bool) -> Leave {
    if born && chance.often(10) {
        return Leave::Adoption { after: chance.between(0, 69), several: chance.often(25) };
    }
    let (several, complicated, chernobyl) = match chance.below(10) {
        0 | 1 => (true, false, false),
        2 | 3 => (false, true, false),
        4 => (false, false, true),
        _ => (false, false, false),
    };
    Leave::Birth { several, complicated, chernobyl }
}

/// Near the least or the highest earning of a day, and between.
fn wage(chance: &mut Chance, year: i64, on: Date) -> i128 {
    let kopecks = |chance: &mut Chance, low: i128, high: i128| {
        i128::from(chance.between(i64::try_from(low).unwrap(), i64::try_from(high).unwrap()))
    };
    let least = minimum_wage(on) * 12;
    match chance.below(10) {
        0 => 0,
        1 | 2 => kopecks(chance, least * 9 / 10, least * 11 / 10),
        3 => cap(year) + kopecks(chance, -1, 1),
        4 => kopecks(chance, cap(year), cap(year) * 2),
        _ => kopecks(chance, 0, cap(year)),
    }
}

fn draw(chance: &mut Chance, days: &[Date]) -> Woman {
    let on = *chance.pick(days);
    let born = chance.often(60);
    let leave = leave(chance, born);
    let delivery = match leave {
        // Who adopted has done so.
        Leave::Adoption { after, .. } => on - after - chance.between(0, 100),
        Leave::Birth { .. } if born => on - chance.between(0, 240),
        Leave::Birth { .. } => on + chance.between(1, 180),
    };
    let delivery = if chance.often(15) && matches!(leave, Leave::Birth { .. }) {
        near_new_year(delivery, on, born)
    } else {
        delivery
    };
    let work = match chance.below(20) {
        0 => Work::Beginner,
        1 | 2 => Work::Entrepreneur(chance.often(50)),
        3 => Work::Unemployed(chance.often(50)),
        4 => Work::SelfEmployed,
        5 | 6 => Work::None,
        _ => Work::Employed,
    };
    let mut woman = Woman {
        on,
        delivery,
        leave,
        certificate: None,
        work,
        excluded: 0,
        years: [0; 2],
        wages: [0; 2],
        is_applicant: chance.often(80),
        in_two_months: chance.often(50),
    };
    if matches!(leave, Leave::Birth { .. }) && chance.often(30) {
        woman.certificate = Some(woman.start() + chance.between(-10, 10));
    }
    woman.years = [year(woman.start()) - 1, year(woman.start()) - 2];
    if chance.often(10) {
        // Earlier years in the place of those of a former leave.
        woman.years[1] = chance.between(2019.min(woman.years[1]), woman.years[1]);
        woman.years[0] = if woman.years[1] < 2020 { woman.years[0] } else { woman.years[1] - 1 };
        woman.years.sort_unstable_by(|one, other| other.cmp(one));
    }
    woman.wages = woman.years.map(|year| wage(chance, year, woman.start()));
    woman.excluded = if chance.often(40) { chance.between(1, 600) } else { 0 };
    woman
}

/// Such that the leave begins about the day on which the minimum wage and the years change.
fn near_new_year(delivery: Date, on: Date, born: bool) -> Date {
    let edge = date(year(delivery), 1, 1) + 70 + (delivery.rem_euclid(3) - 1);
    let fits = if born { edge <= on && on - edge <= 240 } else { edge > on && edge - on <= 180 };
    if fits { edge } else { delivery }
}

#[test]
fn the_maternity_benefit_is_the_earning_of_a_day_times_the_days() {
    // The caps of the two years before are printed from 2019 on, so leaves begin in 2021 or later.
    let days = days(3, 24, date(2022, 1, 1), date(2026, 9, 1));
    compare("maternity benefit", &["federal.maternity_benefit"], 3, |chance| draw(chance, &days));
}
