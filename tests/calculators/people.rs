//! A household as the unified benefit and the annual family payment look at it, and how it is told to the rules.

use serde_json::{Value, json};

use super::{
    dates::{self, Date, Month, age, month},
    frame::roubles,
    property::Thing,
    tables::Region,
};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// The applicant.
    Mother,
    Husband,
    /// Without a registered marriage.
    Partner,
    Child,
    Ward,
}

/// The other parent of the mother's child.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Father {
    Alive,
    NotRecorded,
    Dead,
    /// Divorced from the mother.
    Divorced,
}

#[derive(Clone, Debug)]
pub struct Income {
    pub month: Month,
    pub kind: &'static str,
    pub amount: i128,
    pub taxable: bool,
}

#[derive(Clone, Debug)]
pub enum Told {
    Records(Vec<Income>),
    /// So much a month, and so much earned by work in the year.
    Monthly {
        amount: i128,
        earned: i128,
    },
}

/// What somebody did, until the day before `until`.
#[derive(Clone, Debug)]
pub struct Activity {
    pub kind: &'static str,
    pub from: Date,
    pub until: Option<Date>,
}

#[derive(Clone, Debug)]
pub struct Interest {
    pub year: i64,
    pub amount: i128,
    pub closed: Option<Date>,
}

#[derive(Clone, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own in the law")]
pub struct Person {
    pub id: String,
    pub role: Role,
    pub born: Date,
    pub citizen: bool,
    pub resident: bool,
    pub tax_resident: bool,
    pub owes_alimony: bool,
    pub work: &'static str,
    pub told: Told,
    pub activities: Vec<Activity>,
    pub interest: Vec<Interest>,
    pub studies: bool,
    pub married: bool,
    pub service: &'static str,
    pub custody: bool,
    /// Of a child: on full state support.
    pub supported: bool,
    /// Of a child: disabled since a day and until another.
    pub disabled: Option<(Date, Option<Date>)>,
    pub father: Father,
    /// The mother's husband or partner is the other parent.
    pub common: bool,
    /// The mother has lost her rights regarding this child.
    pub lost: bool,
    pub guardian_since: Date,
}

impl Person {
    pub fn new(id: &str, role: Role, born: Date) -> Self {
        Self {
            id: id.to_owned(),
            role,
            born,
            citizen: true,
            resident: true,
            tax_resident: true,
            owes_alimony: false,
            work: "none",
            told: Told::Records(Vec::new()),
            activities: Vec::new(),
            interest: Vec::new(),
            studies: false,
            married: matches!(role, Role::Husband),
            service: "none",
            custody: false,
            supported: false,
            disabled: None,
            father: Father::Alive,
            common: false,
            lost: false,
            guardian_since: born,
        }
    }

    pub fn is_kid(&self) -> bool {
        matches!(self.role, Role::Child | Role::Ward)
    }
}

#[derive(Clone, Debug)]
pub struct Pregnancy {
    pub weeks: i64,
    pub registered_week: Option<i64>,
    pub registered_on: Date,
    pub due: Date,
}

/// The unified benefit of a child, awarded before.
#[derive(Clone, Debug)]
pub struct Award {
    pub child: String,
    pub from: Date,
    pub until: Date,
    /// In hundredths.
    pub share: i128,
}

#[derive(Clone, Debug)]
pub struct Household {
    pub on: Date,
    pub region: Region,
    pub urban: bool,
    pub people: Vec<Person>,
    pub pregnancy: Option<Pregnancy>,
    pub divorced_on: Option<Date>,
    pub alimony_enforced: bool,
    pub things: Vec<Thing>,
    pub awards: Vec<Award>,
}

impl Household {
    pub fn age(&self, person: &Person) -> i64 {
        age(person.born, self.on)
    }

    /// Whether somebody is of the family, T-2.
    pub fn is_of_family(&self, person: &Person) -> bool {
        let is_out = person.custody || person.service == "conscript" || (person.supported && person.role != Role::Ward);
        match person.role {
            Role::Mother => true,
            Role::Husband => !is_out,
            Role::Partner => false,
            Role::Child | Role::Ward => {
                let age = self.age(person);
                !is_out && (age < 18 || (age < 23 && person.studies && !person.married))
            }
        }
    }

    pub fn family(&self) -> impl Iterator<Item = &Person> {
        self.people.iter().filter(|person| self.is_of_family(person))
    }

    pub fn heads(&self) -> i128 {
        i128::try_from(self.family().count()).unwrap()
    }

    /// D-03: three children under 18, or under 23 who study full time.
    pub fn has_many_children(&self) -> bool {
        let counts = |kid: &&Person| self.age(kid) < 18 || (self.age(kid) < 23 && kid.studies);
        self.people.iter().filter(|person| person.is_kid()).filter(counts).count() >= 3
    }

    pub fn has_disabled(&self) -> bool {
        let lasts = |until: Option<Date>| until.is_none_or(|until| self.on < until);
        self.family().any(|person| person.disabled.is_some_and(|(_, until)| lasts(until)))
    }

    pub fn husband(&self) -> Option<&Person> {
        self.people.iter().find(|person| person.role == Role::Husband)
    }

    pub fn told(&self) -> Value {
        let things: Vec<Value> = self.things.iter().map(|thing| thing.told(&self.people)).collect();
        let awards: Vec<Value> = self.awards.iter().map(award).collect();
        let members: Vec<Value> = self.people.iter().map(|person| self.member(person)).collect();
        json!({ "territory": self.region.territory(), "locality_kind": if self.urban { "urban" } else { "rural" },
            "properties": things, "awards": awards, "members": members })
    }

    fn member(&self, person: &Person) -> Value {
        let relation = match person.role {
            Role::Mother => "self",
            Role::Husband => "spouse",
            Role::Partner => "partner",
            Role::Child => "child",
            Role::Ward => "ward",
        };
        let mut told = json!({ "id": person.id, "relation": relation, "birth_date": dates::text(person.born),
            "sex": if matches!(person.role, Role::Husband | Role::Partner) { "male" } else { "female" },
            "citizen_rf": person.citizen, "citizen_since": "none", "permanent_resident_rf": person.resident,
            "full_state_support": person.supported, "in_custody_or_compulsory_treatment": person.custody,
            "service": person.service, "pregnancy_weeks": "none", "disability": "none" });
        if !person.citizen {
            told.as_object_mut().unwrap().remove("citizen_since");
        }
        told["deposit_interest"] = person.interest.iter().map(interest).collect();
        told["activities"] = person.activities.iter().map(activity).collect();
        match &person.told {
            Told::Records(records) => told["income"] = records.iter().map(record).collect(),
            Told::Monthly { amount, earned } => {
                told["monthly_income"] = json!(roubles(*amount));
                told["earned_in_year"] = json!(roubles(*earned));
            }
        }
        if self.age(person) >= 14 {
            told["married"] = json!(person.married || (person.role == Role::Mother && self.husband().is_some()));
            told["full_time_student"] = json!(person.studies);
            told["employment"] = json!(person.work);
            told["cadet_without_contract"] = json!(false);
            told["tax_resident"] = json!(person.tax_resident);
            told["alimony_debt"] = json!(person.owes_alimony);
            told["rights_limited_for"] = json!([]);
        }
        told["rights_lost_for"] = json!([]);
        if person.work == "ip" {
            told["pays_income_tax_as_ip"] = json!(false);
        }
        if person.is_kid() {
            self.kid(person, &mut told);
        }
        if person.role == Role::Mother {
            let lost = self.people.iter().filter(|kid| kid.lost).map(|kid| json!(kid.id)).collect();
            told["rights_lost_for"] = Value::Array(lost);
            if let Some(pregnancy) = &self.pregnancy {
                expecting(pregnancy, &mut told);
            }
        }
        told
    }

    fn kid(&self, kid: &Person, told: &mut Value) {
        told["lives_with_applicant"] = json!(true);
        if let Some((from, until)) = kid.disabled {
            told["disability"] = json!("child_disabled");
            told["disability_from"] = json!(dates::text(from));
            told["disability_until"] = json!(until.map_or("none".to_owned(), dates::text));
        }
        if kid.role == Role::Ward {
            told["guardian_since"] = json!(dates::text(kid.guardian_since));
            return;
        }
        let by = if kid.father == Father::NotRecorded { "absent" } else { "entered_by_joint_or_own_statement" };
        told["birth_record_father"] = json!(by);
        told["other_parent_status"] = json!(match kid.father {
            Father::NotRecorded => "not_applicable",
            Father::Dead => "dead",
            Father::Alive | Father::Divorced => "alive",
        });
        if kid.father != Father::Dead {
            told["common_child"] = json!(kid.common);
        }
        let divorced = self.divorced_on.filter(|_| kid.father == Father::Divorced);
        if matches!(kid.father, Father::Alive | Father::Divorced) {
            told["parents_divorced_on"] = json!(divorced.map_or("none".to_owned(), dates::text));
        }
        if divorced.is_some() {
            told["alimony_enforced"] = json!(self.alimony_enforced);
        }
    }
}

fn expecting(pregnancy: &Pregnancy, told: &mut Value) {
    told["pregnancy_weeks"] = json!(pregnancy.weeks);
    told["pregnancy_due_on"] = json!(dates::text(pregnancy.due));
    told["missed_antenatal_visit"] = json!(false);
    match pregnancy.registered_week {
        Some(week) => {
            told["pregnancy_registered_week"] = json!(week);
            told["pregnancy_registered_on"] = json!(dates::text(pregnancy.registered_on));
        }
        None => told["pregnancy_registered_week"] = json!("none"),
    }
}

fn record(income: &Income) -> Value {
    let mut told = json!({ "month": dates::month_text(income.month), "kind": income.kind, "amount": roubles(income.amount),
        "taxable": income.taxable });
    if income.kind == "alimony" {
        told["court_ordered"] = json!(true);
    }
    told
}

fn activity(activity: &Activity) -> Value {
    json!({ "kind": activity.kind, "from": dates::text(activity.from),
        "until": activity.until.map_or("none".to_owned(), dates::text) })
}

fn interest(interest: &Interest) -> Value {
    json!({ "year": interest.year, "amount": roubles(interest.amount),
        "closed_on": interest.closed.map_or("none".to_owned(), dates::text) })
}

fn award(award: &Award) -> Value {
    json!({ "measure": "federal.unified_benefit_child", "child": award.child, "awarded_on": dates::text(award.from),
        "from": dates::text(award.from), "until": dates::text(award.until), "amount": "1.00",
        "share": roubles(award.share) })
}

/// The twelve months of the income of the unified benefit, T-1: the first and the last.
pub fn window(on: Date) -> (Month, Month) {
    (month(on) - 13, month(on) - 2)
}
