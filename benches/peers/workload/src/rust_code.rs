//! The measures as the Rust that somebody would write by hand, had they the patience.

use std::fmt::Write as _;

use super::{AGES, rules::Condition, rules::Measure};

/// A function `run` over the facts of one family, which sets an outcome.
pub fn rust_code(measures: &[Measure]) -> String {
    let mut text =
        String::from("/// All measures.\npub fn run(f: &crate::facts::Facts, out: &mut crate::engine::Outcome) {\n");
    for (place, measure) in measures.iter().enumerate() {
        let _ = write!(text, "if {} {{ out.set({place});", condition(&measure.when));
        if let Some(amount) = &measure.amount {
            let times =
                amount.per_child_under.map_or_else(|| "1".to_owned(), |age| format!("i64::from({})", under(age)));
            let (parameter, percent) = (amount.parameter, amount.percent);
            let _ = write!(text, " out.amounts.push(({place}, f.params[{parameter}] * {percent} / 100 * {times}));");
        }
        text.push_str(" }\n");
    }
    text.push_str("}\n");
    text
}

fn under(age: u32) -> String {
    let place = AGES.iter().position(|known| *known == age).expect("every age is known");
    format!("f.under[{place}]")
}

fn condition(of: &Condition) -> String {
    match of {
        Condition::All(parts) => group(parts, " && "),
        Condition::Any(parts) => group(parts, " || "),
        Condition::Not(part) => format!("(!{})", condition(part)),
        Condition::RegionIn(regions) => {
            let mask: u32 = regions.iter().map(|region| 1_u32 << region).sum();
            format!("({mask}u32 >> f.region & 1 == 1)")
        }
        Condition::ChildrenUnder { age, min } => format!("({} >= {min})", under(*age)),
        Condition::IncomeBelow { hundredths } => {
            format!("(f.per_capita < {:?} * f.sm)", f64::from(*hundredths) / 100.0)
        }
        Condition::AnyChildDisabled => "f.any_child_disabled".to_owned(),
        Condition::Flag(flag) => format!("f.flags[{flag}]"),
        Condition::PregnancyWeeks(weeks) => format!("(f.pregnancy_weeks >= {weeks})"),
    }
}

fn group(parts: &[Condition], between: &str) -> String {
    let parts: Vec<String> = parts.iter().map(condition).collect();
    format!("({})", parts.join(between))
}
