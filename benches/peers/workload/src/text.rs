//! The measures as JSON, which every engine translates into its own rules.

use std::fmt::Write as _;

use super::{FLAGS, PARAMETERS, REGIONS, rules::Condition, rules::Measure};

/// The measures as JSON.
pub fn rules_json(measures: &[Measure]) -> String {
    let measures: Vec<String> = measures.iter().map(measure).collect();
    format!("{{\"measures\":[\n{}\n]}}\n", measures.join(",\n"))
}

fn measure(measure: &Measure) -> String {
    let mut text = format!("{{\"id\":\"{}\",\"when\":{}", measure.id, condition(&measure.when));
    if let Some(amount) = &measure.amount {
        let parameter = PARAMETERS[amount.parameter];
        let _ = write!(text, ",\"amount\":{{\"percent\":{},\"param\":\"{parameter}\"", amount.percent);
        if let Some(age) = amount.per_child_under {
            let _ = write!(text, ",\"per_child_under\":{age}");
        }
        text.push('}');
    }
    text.push('}');
    text
}

fn condition(of: &Condition) -> String {
    match of {
        Condition::All(parts) => format!("{{\"all\":[{}]}}", group(parts)),
        Condition::Any(parts) => format!("{{\"any\":[{}]}}", group(parts)),
        Condition::Not(part) => format!("{{\"not\":{}}}", condition(part)),
        Condition::RegionIn(regions) => {
            let names: Vec<String> = regions.iter().map(|region| format!("\"{}\"", REGIONS[*region])).collect();
            format!("{{\"region_in\":[{}]}}", names.join(","))
        }
        Condition::ChildrenUnder { age, min } => format!("{{\"children_under\":{{\"age\":{age},\"min\":{min}}}}}"),
        Condition::IncomeBelow { hundredths } => {
            format!("{{\"income_below\":{{\"times\":{}}}}}", f64::from(*hundredths) / 100.0)
        }
        Condition::AnyChildDisabled => "{\"any_child_disabled\":true}".to_owned(),
        Condition::Flag(flag) => format!("{{\"flag\":\"{}\"}}", FLAGS[*flag]),
        Condition::PregnancyWeeks(weeks) => format!("{{\"pregnancy_weeks_min\":{weeks}}}"),
    }
}

fn group(parts: &[Condition]) -> String {
    let parts: Vec<String> = parts.iter().map(condition).collect();
    parts.join(",")
}
