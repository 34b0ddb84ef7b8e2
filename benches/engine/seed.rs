//! The rules of the five seed documents with the two federal laws that ask the most of the language, cut out of the bundled law:
//! how long one family takes where a service carries only its own rules.

use std::error::Error;

use serde_json::Value;

/// The measures of the seed documents, the unified benefit and the care benefit, and what they are defined by.
const WHOLE: [&str; 32] = [
    "federal/child_care_benefit.json",
    "federal/child_care_benefit_earnings.json",
    "federal/child_care_benefit_parameters.json",
    "federal/children.json",
    "federal/circumstances.json",
    "federal/low_income.json",
    "federal/maternity_leave.json",
    "federal/minimum_wage.json",
    "federal/single_mother.json",
    "federal/social_services_need.json",
    "federal/subsistence_minimum_child.json",
    "federal/subsistence_minimum_pensioner.json",
    "federal/subsistence_minimum_per_capita.json",
    "federal/subsistence_minimum_working_age.json",
    "federal/unified_benefit.json",
    "federal/unified_benefit_composition.json",
    "federal/unified_benefit_earnings.json",
    "federal/unified_benefit_income.json",
    "federal/unified_benefit_pregnancy.json",
    "federal/unified_benefit_property.json",
    "khabarovsk_city/programme_2011_2013.json",
    "khabarovsk_krai/services_2019.json",
    "khabarovsk_krai/social_patronage.json",
    "novosibirsk_oblast/services_2022.json",
    "roles.json",
    "territories.json",
    "vocabulary.json",
    "volgograd_oblast/birth_measures.json",
    "volgograd_oblast/family_centres.json",
    "volgograd_oblast/services_2025.json",
    "volgograd_oblast/social_nanny.json",
    "volgograd_oblast/traktorozavodsky_centre.json",
];

/// What the whole files read of others, which come without their measures.
const READ: [&str; 2] = ["federal/maternity_capital.json", "federal/social_services.json"];

/// The files of these rules; of all others only the facts, for a family may be told by any of them. The needs came later, so no
/// measure says which of them it addresses.
pub fn files(bundled: &[(String, String)]) -> Result<Vec<(String, String)>, Box<dyn Error>> {
    let cut = |(name, text): &(String, String)| {
        let mut file: Value = serde_json::from_str(text)?;
        let Value::Object(parts) = &mut file else { return Ok((name.clone(), text.clone())) };
        if WHOLE.contains(&name.as_str()) {
            let measures = parts.get_mut("measures").and_then(Value::as_object_mut);
            measures.into_iter().flat_map(|measures| measures.values_mut()).for_each(without_needs);
        } else {
            let is_read = READ.contains(&name.as_str());
            parts.retain(|part, _| if is_read { part != "measures" } else { part == "vocabulary" });
        }
        Ok((name.clone(), file.to_string()))
    };
    bundled.iter().map(cut).collect()
}

fn without_needs(measure: &mut Value) {
    if let Value::Object(parts) = measure {
        parts.get_mut("addresses").into_iter().for_each(|needs| *needs = Value::Array(Vec::new()));
        let versions = parts.get_mut("versions").and_then(Value::as_array_mut);
        versions.into_iter().flatten().for_each(without_needs);
    }
}
