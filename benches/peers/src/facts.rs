//! A family as typed Rust, and what is derived of it before any rule is asked.

use serde::{Deserialize, Deserializer, de::Error};

use one_window_peers_workload::{AGES, FLAGS, ON, PARAMETERS, REGIONS, TABLE};

/// A day as the number `yyyymmdd`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Day(pub u32);

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = <&str>::deserialize(from)?.as_bytes();
        let digit = |place: usize| u32::from(text[place] - b'0');
        match text.len() {
            10 => Ok(Self([0, 1, 2, 3, 5, 6, 8, 9].into_iter().fold(0, |day, place| day * 10 + digit(place)))),
            _ => Err(Error::custom("a day is written as 2026-03-15")),
        }
    }
}

impl Day {
    /// As it is written.
    pub fn text(self) -> String {
        format!("{:04}-{:02}-{:02}", self.0 / 10_000, self.0 / 100 % 100, self.0 % 100)
    }
}

/// Somebody is younger than `age` full years who was born after this day.
pub fn cutoff(age: u32) -> Day {
    Day((ON.0 - age) * 10_000 + ON.1 * 100 + ON.2)
}

/// Where a family lives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub enum Region {
    /// The first.
    R1,
    /// The second.
    R2,
    /// The third.
    R3,
    /// The fourth.
    R4,
    /// The fifth.
    R5,
}

impl Region {
    /// As it is written.
    pub fn name(self) -> &'static str {
        REGIONS[self as usize]
    }
}

/// An adult of a family.
#[derive(Clone, Debug, Deserialize)]
pub struct Adult {
    /// When they were born.
    pub birth_date: Day,
    /// Roubles a month.
    pub monthly_income: i64,
    /// No rule of the workload asks for it of an adult.
    pub disabled: bool,
}

/// A child of a family.
#[derive(Clone, Debug, Deserialize)]
pub struct Child {
    /// When it was born.
    pub birth_date: Day,
    /// Whether it is disabled.
    pub disabled: bool,
}

/// A family as a line of the workload tells it.
#[derive(Clone, Debug, Deserialize)]
#[expect(clippy::struct_excessive_bools, reason = "the flags of the workload are as many")]
pub struct Family {
    /// Its place among all.
    pub id: u32,
    /// Where it lives.
    pub region: Region,
    /// One or two.
    pub adults: Vec<Adult>,
    /// Any number.
    pub children: Vec<Child>,
    /// 0 where nobody is pregnant.
    pub pregnancy_weeks: u32,
    /// Somebody takes part in the special military operation.
    pub svo_participant: bool,
    /// There is one parent, a mother.
    pub single_mother: bool,
    /// A child is under guardianship.
    pub guardianship: bool,
    /// A parent studies.
    pub student: bool,
}

impl Family {
    /// The flags in the order of [`FLAGS`].
    pub fn flags(&self) -> [bool; FLAGS.len()] {
        [self.svo_participant, self.single_mother, self.guardianship, self.student]
    }
}

/// What the rules ask for, ready made: the engines that cannot count get these.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    /// The place of the region in [`REGIONS`].
    pub region: u32,
    /// The subsistence minimum there.
    pub sm: f64,
    /// The parameters there, in the order of [`PARAMETERS`].
    pub params: [i64; PARAMETERS.len()],
    /// The income a head.
    pub per_capita: f64,
    /// How many children are under each of [`AGES`].
    pub under: [u32; AGES.len()],
    /// Whether a child is disabled.
    pub any_child_disabled: bool,
    /// 0 where nobody is pregnant.
    pub pregnancy_weeks: u32,
    /// The flags in the order of [`FLAGS`].
    pub flags: [bool; FLAGS.len()],
}

/// Derives the facts of a family.
#[expect(clippy::cast_precision_loss, reason = "incomes of a few people are far below 2^52")]
pub fn derive(family: &Family) -> Facts {
    let region = family.region as usize;
    let income: i64 = family.adults.iter().map(|adult| adult.monthly_income).sum();
    let mut under = [0; AGES.len()];
    for child in &family.children {
        for (count, age) in under.iter_mut().zip(AGES) {
            *count += u32::from(child.birth_date > cutoff(age));
        }
    }
    Facts {
        region: family.region as u32,
        sm: TABLE[0][region] as f64,
        params: [TABLE[0][region], TABLE[1][region], TABLE[2][region]],
        per_capita: income as f64 / (family.adults.len() + family.children.len()) as f64,
        under,
        any_child_disabled: family.children.iter().any(|child| child.disabled),
        pregnancy_weeks: family.pregnancy_weeks,
        flags: family.flags(),
    }
}

/// The derived facts as a line of JSON.
pub fn derived_json(id: u32, facts: &Facts) -> String {
    let mut parts = vec![format!("\"id\":{id}"), format!("\"region\":\"{}\"", REGIONS[facts.region as usize])];
    parts.extend(PARAMETERS.iter().zip(facts.params).map(|(name, value)| format!("\"{name}\":{value}")));
    parts.push(format!("\"per_capita\":{}", facts.per_capita));
    parts.extend(AGES.iter().zip(facts.under).map(|(age, count)| format!("\"children_u{age}\":{count}")));
    parts.push(format!("\"any_child_disabled\":{}", facts.any_child_disabled));
    parts.push(format!("\"pregnancy_weeks\":{}", facts.pregnancy_weeks));
    parts.extend(FLAGS.iter().zip(facts.flags).map(|(name, flag)| format!("\"{name}\":{flag}")));
    format!("{{{}}}\n", parts.join(","))
}
