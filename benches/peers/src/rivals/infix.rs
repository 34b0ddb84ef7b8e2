//! Trees of conditions as infix expressions, for the rivals that are expression languages.

use super::Texts;
use crate::rules::{Amount, Condition, Rules};

/// How a language writes what the rules say.
pub trait Dialect {
    /// Between the parts of a group all of which must hold.
    const AND: &'static str;
    /// Between the parts of a group one of which must hold.
    const OR: &'static str;
    /// Around a text.
    const QUOTE: char;

    /// The contrary.
    fn not(&self, condition: &str) -> String;
    /// One of these regions, quoted and separated.
    fn region_in(&self, regions: &str) -> String;
    /// The number of children under an age.
    fn children_under(&self, age: u32) -> String;
    /// The income a head.
    fn income_per_head(&self) -> String;
    /// A parameter where the family lives.
    fn parameter(&self, name: &str) -> String;
    /// Whether a child is disabled.
    fn any_child_disabled(&self) -> String;
    /// A count as a factor of money.
    fn factor(&self, count: String) -> String {
        count
    }

    /// The rules.
    fn rules(&self, rules: &Rules) -> Texts {
        let rule = |of: &crate::rules::Measure| {
            (self.condition(&of.when), of.amount.as_ref().map(|amount| self.amount(amount)))
        };
        rules.measures.iter().map(rule).collect()
    }

    /// A condition.
    fn condition(&self, of: &Condition) -> String {
        match of {
            Condition::All(parts) => self.group(parts, Self::AND),
            Condition::Any(parts) => self.group(parts, Self::OR),
            Condition::Not(part) => self.not(&self.condition(part)),
            Condition::RegionIn(regions) => {
                let quoted: Vec<String> =
                    regions.iter().map(|region| format!("{0}{1}{0}", Self::QUOTE, region.name())).collect();
                self.region_in(&quoted.join(","))
            }
            Condition::ChildrenUnder(children) => format!("{} >= {}", self.children_under(children.age), children.min),
            Condition::IncomeBelow(income) => {
                format!("{} < {:?} * {}", self.income_per_head(), income.times, self.parameter("sm"))
            }
            Condition::AnyChildDisabled(_) => self.any_child_disabled(),
            Condition::Flag(flag) => flag.name().to_owned(),
            Condition::PregnancyWeeksMin(weeks) => format!("pregnancy_weeks >= {weeks}"),
        }
    }

    /// A group of conditions.
    fn group(&self, parts: &[Condition], between: &str) -> String {
        let parts: Vec<String> = parts.iter().map(|part| self.condition(part)).collect();
        format!("({})", parts.join(between))
    }

    /// An amount.
    fn amount(&self, amount: &Amount) -> String {
        let each = format!("{:?} * {}", amount.part(), self.parameter(&amount.param));
        match amount.per_child_under {
            Some(age) => format!("{each} * {}", self.factor(self.children_under(age))),
            None => each,
        }
    }
}
