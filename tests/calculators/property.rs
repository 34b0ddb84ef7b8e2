//! The property of the unified benefit, on the day of application.

use serde_json::{Value, json};

use super::{
    chance::Chance,
    dates::year,
    frame::Money,
    people::{Household, Person, Role},
};

#[derive(Clone, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own in the law")]
pub struct Thing {
    pub kind: &'static str,
    /// The place of the owner among the people.
    pub owner: usize,
    /// Hundredths of a square metre, or of a hectare.
    pub area: i128,
    pub power: i64,
    pub year: i64,
    /// Millionths.
    pub share: i128,
    pub unfit: bool,
    pub arrested: bool,
    pub given: bool,
    pub common_use: bool,
    pub family_car: bool,
    pub far_east: bool,
}

const DWELLINGS: [&str; 2] = ["flat", "house"];

impl Thing {
    pub fn told(&self, people: &[Person]) -> Value {
        let hundredths = |number: i128| format!("{}.{:02}", number / 100, number % 100);
        let mut told = json!({ "kind": self.kind, "owner": people[self.owner].id, "arrested": self.arrested,
            "given_as_support": self.given, "share": format!("{}.{:06}", self.share / 1_000_000, self.share % 1_000_000) });
        match self.kind {
            "land" => {
                told["area_ha"] = json!(hundredths(self.area));
                told["land_kind"] = json!(if self.far_east { "far_east_hectare" } else { "ordinary_plot" });
            }
            "car" | "motorcycle" | "boat" | "self_propelled" => {
                told["power_hp"] = json!(self.power);
                told["year"] = json!(self.year);
            }
            _ => told["area_m2"] = json!(hundredths(self.area)),
        }
        if DWELLINGS.contains(&self.kind) {
            told["unfit"] = json!(self.unfit);
        }
        if self.kind == "nonresidential" {
            told["common_use"] = json!(self.common_use);
        }
        if self.kind == "car" {
            told["family_car"] = json!(self.family_car);
        }
        told
    }

    fn is_ignored(&self, household: &Household) -> bool {
        let owner = &household.people[self.owner];
        let small_share = Money::new(self.share, 1_000_000) <= Money::new(1, 3);
        !household.is_of_family(owner)
            || owner.role == Role::Ward
            || self.arrested
            || self.given
            || self.far_east
            || self.common_use
            || (DWELLINGS.contains(&self.kind) && (small_share || self.unfit))
    }
}

/// Whether the family has no more than is allowed.
pub fn is_within_limits(household: &Household) -> bool {
    let counted: Vec<&Thing> = household.things.iter().filter(|thing| !thing.is_ignored(household)).collect();
    let of = |kind: &str| counted.iter().filter(|thing| thing.kind == kind).count();
    let area = |kind: &str| counted.iter().filter(|thing| thing.kind == kind).map(|thing| thing.area).sum::<i128>();
    let heads = household.heads();
    let two = household.has_many_children() || household.has_disabled();
    let vehicles = if two { 2 } else { 1 };
    let is_new = |thing: &Thing| year(household.on) - thing.year < 5;
    let minors = household.family().filter(|person| household.age(person) < 18).count();
    let is_too_strong = |thing: &Thing| {
        matches!(thing.kind, "car" | "motorcycle")
            && thing.power > 250
            && is_new(thing)
            && !(thing.family_car && minors >= 4)
    };
    let land = if household.urban { 25 } else { 100 };
    (of("flat") <= 1 || area("flat") <= 2400 * heads)
        && (of("house") <= 1 || area("house") <= 4000 * heads)
        && of("dacha") <= 1
        && area("land") <= land
        && of("garage") <= vehicles
        && of("nonresidential") == 0
        && of("car") <= vehicles
        && of("motorcycle") <= vehicles
        && !counted.iter().any(|thing| is_too_strong(thing))
        && !counted.iter().any(|thing| matches!(thing.kind, "boat" | "self_propelled") && is_new(thing))
}

fn thing(chance: &mut Chance, household: &Household) -> Thing {
    let kinds = [
        "flat",
        "flat",
        "flat",
        "house",
        "house",
        "dacha",
        "land",
        "garage",
        "garage",
        "nonresidential",
        "car",
        "car",
        "car",
        "motorcycle",
        "boat",
        "self_propelled",
    ];
    let kind = *chance.pick(&kinds);
    let heads = i64::try_from(household.heads()).unwrap();
    let area = match kind {
        // Near a half of what two may have together.
        "flat" => 1200 * heads + if chance.often(50) { chance.between(-1, 1) } else { chance.between(-900, 900) },
        "house" => 2000 * heads + if chance.often(50) { chance.between(-1, 1) } else { chance.between(-900, 900) },
        "land" => *chance.pick(&[6, 12, 25, 26, 50, 100, 101]),
        _ => 2500,
    };
    // Made five calendar years ago it is younger than five years or not, by the month.
    let made = *chance.pick(&[0, 1, 3, 4, 6, 7, 12]);
    Thing {
        kind,
        owner: chance.below(household.people.len()),
        area: area.into(),
        power: *chance.pick(&[90, 150, 250, 251, 300]),
        year: year(household.on) - made,
        share: *chance.pick(&[1_000_000, 1_000_000, 500_000, 333_334, 333_333, 250_000]),
        unfit: DWELLINGS.contains(&kind) && chance.often(8),
        arrested: chance.often(6),
        given: chance.often(6),
        common_use: kind == "nonresidential" && chance.often(60),
        family_car: kind == "car" && chance.often(30),
        far_east: kind == "land" && chance.often(30),
    }
}

/// Two dwellings that are counted, together about as large as they may be.
fn pair(chance: &mut Chance, household: &Household) -> Vec<Thing> {
    let (kind, each) = *chance.pick(&[("flat", 2400), ("house", 4000)]);
    let whole = each * household.heads() + i128::from(*chance.pick(&[-300, -1, 0, 1, 50, 300]));
    let one = whole / i128::from(chance.between(2, 4));
    let of = |area: i128| Thing {
        kind,
        owner: 0,
        area,
        power: 0,
        year: 2000,
        share: 1_000_000,
        unfit: false,
        arrested: false,
        given: false,
        common_use: false,
        family_car: false,
        far_east: false,
    };
    vec![of(one), of(whole - one)]
}

/// Some property, of most families none.
pub fn draw(chance: &mut Chance, household: &Household) -> Vec<Thing> {
    match chance.below(20) {
        0 | 1 => pair(chance, household),
        2..=8 => (0..chance.between(1, 3)).map(|_| thing(chance, household)).collect(),
        _ => Vec::new(),
    }
}
