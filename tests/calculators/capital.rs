//! Maternity capital, 256-ФЗ: by the years and the order of the births.

use serde_json::{Value, json};

use super::{
    chance::Chance,
    dates::{self, Date, date},
    frame::{Due, Expected, Story, compare, days},
    tables::capital,
};

/// Who applies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Applicant {
    Mother,
    /// The mother's husband.
    Husband,
    /// The father, the mother's right having ended with all children.
    FatherAlone,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Citizen {
    No,
    ByBirth,
    Since(Date),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kin {
    /// The mother's own child, the husband's too or not.
    Own {
        common: bool,
    },
    Adopted {
        on: Date,
        was_stepchild: bool,
    },
    /// The husband's child alone.
    OfHusband,
}

#[derive(Clone, Debug)]
struct Kid {
    id: String,
    born: Date,
    kin: Kin,
    /// None: not a citizen; else since when, the day of birth or later.
    citizen: Option<Date>,
    rights_lost: bool,
    /// Among those of one day.
    order: i64,
    awarded: bool,
}

impl Kid {
    /// The day of the birth or the adoption.
    fn event(&self) -> Date {
        if let Kin::Adopted { on, .. } = self.kin { on } else { self.born }
    }

    fn counts(&self) -> bool {
        !self.rights_lost && !matches!(self.kin, Kin::OfHusband | Kin::Adopted { was_stepchild: true, .. })
    }
}

#[derive(Debug)]
struct Family {
    on: Date,
    applicant: Applicant,
    mother: Citizen,
    kids: Vec<Kid>,
}

/// What came of the right so far.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Right {
    NotYet,
    WithFirst,
    Over,
}

impl Family {
    fn brings_right(&self, kid: &Kid) -> bool {
        let citizen = match self.mother {
            _ if self.applicant == Applicant::FatherAlone => true,
            Citizen::No => false,
            Citizen::ByBirth => true,
            Citizen::Since(day) => kid.event() < date(2024, 1, 1) || day <= kid.event(),
        };
        citizen && kid.citizen == Some(kid.born) && kid.event() < date(2031, 1, 1)
    }

    /// Goes through the children in order; the right arises once, and a supplement follows a first child's capital.
    fn dues(&self) -> Vec<(&Kid, Due)> {
        let mut counted: Vec<&Kid> = self.kids.iter().filter(|kid| kid.counts()).collect();
        counted.sort_by_key(|kid| (kid.event(), kid.order));
        let mut right = Right::NotYet;
        let mut found: Vec<(&Kid, Due)> =
            self.kids.iter().filter(|kid| !kid.counts()).map(|kid| (kid, Due::No)).collect();
        for (before, kid) in counted.iter().enumerate() {
            let amounts = capital(kid.event());
            let yes = |amount| Due::Yes { amount, from: Some(kid.event()), until: None };
            let due = match (right, before) {
                _ if !self.brings_right(kid) => Due::No,
                (Right::NotYet, 0) if kid.event() >= date(2020, 1, 1) => {
                    right = Right::WithFirst;
                    yes(amounts.first)
                }
                (Right::NotYet, 1..) if kid.event() >= date(2007, 1, 1) => {
                    right = Right::Over;
                    yes(amounts.full)
                }
                (Right::WithFirst, 1) => {
                    right = Right::Over;
                    yes(amounts.supplement)
                }
                // The second child brought no supplement; whether the third does the text does not say.
                (Right::WithFirst, 2..) => Due::Open,
                _ => Due::No,
            };
            found.push((kid, if kid.awarded && due != Due::Open { Due::No } else { due }));
        }
        found
    }
}

impl Story for Family {
    fn on(&self) -> Date {
        self.on
    }

    fn json(&self) -> Value {
        let lost: Vec<&str> = self.kids.iter().filter(|kid| kid.rights_lost).map(|kid| kid.id.as_str()).collect();
        let woman = self.applicant == Applicant::Mother;
        let mut members = Vec::new();
        if self.applicant != Applicant::FatherAlone {
            let mut mother = json!({ "id": "anna", "relation": if woman { "self" } else { "spouse" }, "sex": "female",
                "birth_date": "1980-05-17", "citizen_rf": self.mother != Citizen::No, "rights_lost_for": lost });
            match self.mother {
                Citizen::No => {}
                Citizen::ByBirth => mother["citizen_since"] = json!("none"),
                Citizen::Since(day) => mother["citizen_since"] = json!(dates::text(day)),
            }
            members.push(mother);
        }
        if !woman {
            members.push(json!({ "id": "boris", "relation": "self", "sex": "male", "birth_date": "1978-02-11",
                "citizen_rf": true, "citizen_since": "none", "rights_lost_for": [] }));
        }
        members.extend(self.kids.iter().map(|kid| self.kid(kid)));
        let awards: Vec<Value> = self.kids.iter().filter(|kid| kid.awarded).map(award).collect();
        json!({ "territory": "RU-NVS/novosibirsk", "awards": awards, "capital_given_in_full": false, "members": members })
    }

    fn expected(&self) -> Vec<Expected> {
        let of =
            |(kid, due): (&Kid, Due)| Expected { measure: "federal.maternity_capital", member: kid.id.clone(), due };
        self.dues().into_iter().map(of).collect()
    }
}

impl Family {
    fn kid(&self, kid: &Kid) -> Value {
        let ended = self.applicant == Applicant::FatherAlone;
        let mut told = json!({ "id": kid.id, "birth_date": dates::text(kid.born), "citizen_rf": kid.citizen.is_some(),
            "order_in_birth": kid.order });
        if let Some(since) = kid.citizen {
            told["citizen_since"] = json!(if since == kid.born { "none".to_owned() } else { dates::text(since) });
        }
        let by_registry = |value: bool| json!({ "value": value, "provenance": "registry" });
        let (relation, common) = match (kid.kin, self.applicant) {
            (Kin::OfHusband, Applicant::Mother) | (Kin::Own { common: false }, Applicant::Husband) => {
                ("stepchild", None)
            }
            (Kin::OfHusband, _) => ("child", Some(false)),
            (Kin::Own { common }, _) => ("child", Some(common)),
            (Kin::Adopted { on, was_stepchild }, _) => {
                told["adopted_on"] = json!(dates::text(on));
                told["was_stepchild_before_adoption"] = json!(was_stepchild);
                told["sole_adopter"] = by_registry(false);
                ("adopted", Some(true))
            }
        };
        told["relation"] = json!(relation);
        if relation != "stepchild" {
            told["mother_right_ended"] = by_registry(ended);
        }
        if self.applicant == Applicant::Husband
            && let Some(common) = common
        {
            told["common_child"] = json!(common);
            told["other_parent_status"] = json!("alive");
        }
        told
    }
}

fn award(kid: &Kid) -> Value {
    json!({ "measure": "federal.maternity_capital", "child": kid.id, "awarded_on": dates::text(kid.event() + 5),
        "from": dates::text(kid.event()), "until": "none", "amount": "1", "share": "1" })
}

/// Mostly near the days on which the law or the amounts changed.
fn event(chance: &mut Chance, on: Date) -> Date {
    let edges = [
        date(2007, 1, 1),
        date(2015, 1, 1),
        date(2020, 1, 1),
        date(2021, 1, 1),
        date(2022, 2, 1),
        date(2023, 2, 1),
        date(2024, 1, 1),
        date(2024, 2, 1),
        date(2025, 2, 1),
        date(2026, 2, 1),
    ];
    let day = match chance.below(10) {
        0 | 1 => chance.between(date(2003, 1, 1), date(2015, 1, 1)),
        2..=6 => chance.between(date(2018, 1, 1), on),
        _ => *chance.pick(&edges) - chance.between(0, 1),
    };
    day.min(on)
}

fn draw(chance: &mut Chance, days: &[Date]) -> Family {
    let on = *chance.pick(days);
    let applicant = match chance.below(10) {
        0..=5 => Applicant::Mother,
        6..=8 => Applicant::Husband,
        _ => Applicant::FatherAlone,
    };
    let mother = match chance.below(10) {
        0 => Citizen::No,
        1 | 2 => Citizen::Since(chance.between(date(2010, 1, 1), on)),
        _ => Citizen::ByBirth,
    };
    let mut kids: Vec<Kid> = Vec::new();
    for number in 0..chance.between(1, 4) {
        let event = match kids.last() {
            Some(last) if chance.often(25) => last.event(),
            _ => event(chance, on),
        };
        let (born, kin) = match chance.below(10) {
            0 | 1 if applicant != Applicant::FatherAlone => {
                // A stepchild of a woman; the children of his wife whom a husband adopts are hers already.
                let was_stepchild = applicant == Applicant::Mother && chance.often(30);
                (event - chance.between(0, 3000), Kin::Adopted { on: event, was_stepchild })
            }
            2 if applicant != Applicant::FatherAlone => (event, Kin::OfHusband),
            _ => (event, Kin::Own { common: applicant != Applicant::Husband || chance.often(75) }),
        };
        let citizen = match chance.below(20) {
            0 => None,
            1 => Some(born + chance.between(1, 300)),
            _ => Some(born),
        };
        let rights_lost = applicant != Applicant::FatherAlone && chance.often(4);
        kids.push(Kid { id: format!("kid{number}"), born, kin, citizen, rights_lost, order: 1, awarded: false });
    }
    for place in 1..kids.len() {
        let event = kids[place].event();
        kids[place].order = 1 + kids[..place].iter().filter(|kid| kid.event() == event).fold(0, |most, _| most + 1);
    }
    let mut family = Family { on, applicant, mother, kids };
    if chance.often(25) {
        // A citizen since about the day of a birth.
        let event = chance.pick(&family.kids).event();
        family.mother = Citizen::Since((event + chance.between(-1, 1)).min(on));
    }
    if chance.often(20) {
        let due = |(kid, due): &(&Kid, Due)| matches!(due, Due::Yes { .. }).then(|| (kid.event(), kid.id.clone()));
        let first = family.dues().iter().filter_map(due).min();
        if let Some(kid) = family.kids.iter_mut().find(|kid| first.as_ref().is_some_and(|(_, id)| *id == kid.id)) {
            kid.awarded = true;
        }
    }
    family
}

#[test]
fn the_capital_is_that_of_the_order_and_the_years_of_the_births() {
    let days = days(2, 8, date(2026, 2, 1), date(2027, 1, 1));
    compare("maternity capital", &["federal.maternity_capital"], 2, |chance| draw(chance, &days));
}
