//! The legal numbers.

use std::fmt::Write as _;

use super::{ON, REGIONS};

/// Subsistence minimum a head, that of a child, and an allowance.
pub const PARAMETERS: [&str; 3] = ["sm", "sm_child", "allowance"];

/// The value of each parameter in each region, in roubles a month: hundreds, so that half and three quarters of them
/// are whole and no engine needs a rule of rounding.
pub const TABLE: [[i64; 5]; 3] = [
    [16_000, 17_400, 19_200, 21_800, 24_600],
    [14_400, 15_600, 17_000, 19_600, 22_800],
    [4_000, 4_800, 6_400, 8_000, 10_400],
];

/// The table and the day of application as JSON.
pub fn params_json() -> String {
    let (year, month, day) = ON;
    let mut text = format!("{{\"assessed_on\":\"{year:04}-{month:02}-{day:02}\"");
    for (parameter, values) in PARAMETERS.iter().zip(TABLE) {
        let values: Vec<String> =
            REGIONS.iter().zip(values).map(|(region, value)| format!("\"{region}\":{value}")).collect();
        let _ = write!(text, ",\"{parameter}\":{{{}}}", values.join(","));
    }
    text.push_str("}\n");
    text
}
