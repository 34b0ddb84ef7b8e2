//! Totals as a table, as CSV, as JSON.

use std::fmt::Write;

use one_window::{CircumstanceTotal, Eligibility, Fare, MeasureTotal, MoneyTotal, Per, Territory};
use serde_json::{Map, Value, json};

use super::{
    arguments::{Form, Request},
    work::Done,
};

/// The verdicts that are counted.
const COUNTED: [Eligibility; 6] = [
    Eligibility::Eligible,
    Eligibility::EligibleIfConfirmed,
    Eligibility::Option,
    Eligibility::NeedsSpecialist,
    Eligibility::Undetermined,
    Eligibility::Excluded,
];

/// The totals of some of the families.
struct Part<'a> {
    /// Where they live, where that is asked for.
    territory: Option<&'a Territory>,
    measures: Vec<MeasureTotal>,
    /// The same of those for whom circumstances hold or not.
    circumstances: Vec<CircumstanceTotal>,
}

/// Everything that was asked for.
pub fn report(request: &Request, done: &Done) -> String {
    let of = |territory| Part {
        territory: Some(territory),
        measures: done.totals.measures_in(territory),
        circumstances: done.totals.circumstances_in(territory),
    };
    let parts: Vec<Part<'_>> = if request.by_territory {
        done.totals.territories().map(of).collect()
    } else {
        vec![Part { territory: None, measures: done.totals.measures(), circumstances: done.totals.circumstances() }]
    };
    match request.form {
        Form::Table => table(request, done, &parts),
        Form::Csv => csv(request, done, &parts),
        Form::Json => whole(request, done, &parts),
    }
}

fn amount(money: &MoneyTotal) -> String {
    if money.low == money.high { money.low.clone() } else { format!("{}..{}", money.low, money.high) }
}

fn how_often(per: Per) -> String {
    match per {
        Per::Once => "once".to_owned(),
        Per::Hour => "an hour".to_owned(),
        Per::Day | Per::Week | Per::Month | Per::Year => format!("a {}", per.as_str()),
    }
}

fn place(territory: Option<&Territory>) -> String {
    territory.map(ToString::to_string).unwrap_or_default()
}

fn table(request: &Request, done: &Done, parts: &[Part<'_>]) -> String {
    let mut text = String::new();
    for part in parts {
        if let Some(territory) = part.territory {
            let _ = writeln!(text, "\n{territory}");
        }
        lines(&mut text, &part.measures);
        for side in &part.circumstances {
            let place = part.territory.map(|territory| format!("{territory}, ")).unwrap_or_default();
            let (name, holds, families) = (side.title(request.language), side.holds().as_str(), side.families());
            let _ = writeln!(text, "\n{place}{name} ({}): {holds}, {families} families", side.circumstance());
            lines(&mut text, &side.measures());
        }
    }
    let Some(changes) = &done.changes else { return text };
    let after = request.after.as_ref().map(|(_, day)| day.date().to_string()).unwrap_or_default();
    let _ = writeln!(text, "\nfrom {} to {after}: families by the money of a year", request.day.date());
    for fare in Fare::ALL {
        let _ = writeln!(text, "{:<7} {:>11}", fare.as_str(), changes.count(fare));
    }
    let _ = writeln!(text, "gained  {:>20}\nlost    {:>20}", amount(&changes.gained()), amount(&changes.lost()));
    for (measure, gained, lost) in changes.measures() {
        let _ = writeln!(text, "{measure}: {gained} families more, {lost} fewer");
    }
    text
}

/// The measures of a table.
fn lines(text: &mut String, measures: &[MeasureTotal]) {
    if measures.is_empty() {
        return;
    }
    let name = measures.iter().map(|measure| measure.name().len()).max().unwrap_or(0).max(7);
    let _ = write!(text, "{:<name$}", "measure");
    for verdict in ["eligible", "to confirm", "option", "specialist", "open", "excluded"] {
        let _ = write!(text, " {verdict:>11}");
    }
    let _ = writeln!(text, "  money");
    for measure in measures {
        let _ = write!(text, "{:<name$}", measure.name());
        for verdict in COUNTED {
            let _ = write!(text, " {:>11}", measure.count(verdict).families);
        }
        let money: Vec<String> =
            measure.money().map(|(per, money)| format!("{} {}", amount(&money), how_often(per))).collect();
        let _ = writeln!(text, "  {}", money.join(", "));
    }
}

/// A field of CSV (RFC 4180).
fn field(text: &str) -> String {
    if text.contains([',', '"', '\n']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text.to_owned() }
}

fn csv(request: &Request, done: &Done, parts: &[Part<'_>]) -> String {
    let mut text =
        String::from("territory,circumstance,holds,measure,title,verdict,families,outcomes,per,money_low,money_high\n");
    for part in parts {
        rows(request, &mut text, &format!("{},,", place(part.territory)), &part.measures);
        for side in &part.circumstances {
            let begin = format!("{},{},{}", place(part.territory), field(side.circumstance()), side.holds().as_str());
            let _ = writeln!(text, "{begin},,,,{},,,,", side.families());
            rows(request, &mut text, &begin, &side.measures());
        }
    }
    if let Some(changes) = &done.changes {
        text.push_str("\nfare,families\n");
        for fare in Fare::ALL {
            let _ = writeln!(text, "{},{}", fare.as_str(), changes.count(fare));
        }
        text.push_str("\nmeasure,families_more,families_fewer\n");
        for (measure, gained, lost) in changes.measures() {
            let _ = writeln!(text, "{measure},{gained},{lost}");
        }
    }
    text
}

/// The measures of CSV, each line with the same begin.
fn rows(request: &Request, text: &mut String, begin: &str, measures: &[MeasureTotal]) {
    for measure in measures {
        let names = [measure.name(), measure.title(request.language)].map(field).join(",");
        for verdict in COUNTED {
            let count = measure.count(verdict);
            let _ = writeln!(text, "{begin},{names},{},{},{},,,", verdict.as_str(), count.families, count.outcomes);
        }
        for (per, money) in measure.money() {
            let _ = writeln!(text, "{begin},{names},,,,{},{},{}", per.as_str(), money.low, money.high);
        }
    }
}

/// The measures of JSON.
fn measures(request: &Request, measures: &[MeasureTotal]) -> Value {
    let measure = |measure: &MeasureTotal| {
        let mut found = Map::new();
        found.insert("title".to_owned(), measure.title(request.language).into());
        for verdict in COUNTED {
            let count = measure.count(verdict);
            found
                .insert(verdict.as_str().to_owned(), json!({ "families": count.families, "outcomes": count.outcomes }));
        }
        let money = measure
            .money()
            .map(|(per, money)| (per.as_str().to_owned(), json!({ "low": money.low, "high": money.high })));
        found.insert("money".to_owned(), Value::Object(money.collect()));
        (measure.name().to_owned(), Value::Object(found))
    };
    Value::Object(measures.iter().map(measure).collect())
}

/// The circumstances of JSON: by name and answer.
fn circumstances(request: &Request, sides: &[CircumstanceTotal]) -> Value {
    let mut found = Map::new();
    for of_one in sides.chunk_by(|one, other| one.circumstance() == other.circumstance()) {
        let mut own = Map::new();
        for side in of_one {
            own.insert("title".to_owned(), side.title(request.language).into());
            let totals = json!({ "families": side.families(), "measures": measures(request, &side.measures()) });
            own.insert(side.holds().as_str().to_owned(), totals);
        }
        if let Some(first) = of_one.first() {
            found.insert(first.circumstance().to_owned(), Value::Object(own));
        }
    }
    Value::Object(found)
}

fn whole(request: &Request, done: &Done, parts: &[Part<'_>]) -> String {
    let mut found = Map::new();
    let mut add = |key: &str, value: Value| found.insert(key.to_owned(), value);
    add("on", done.totals.on().to_string().into());
    add("families", done.totals.families().into());
    add("one_by_one", done.totals.one_by_one().into());
    add("rejected", done.rejected.into());
    if request.by_territory {
        let apart = parts.iter().map(|part| (place(part.territory), measures(request, &part.measures)));
        add("territories", Value::Object(apart.collect()));
        let apart = parts.iter().map(|part| (place(part.territory), circumstances(request, &part.circumstances)));
        if !request.by.is_empty() {
            add("circumstances", Value::Object(apart.collect()));
        }
    } else if let Some(part) = parts.first() {
        add("measures", measures(request, &part.measures));
        if !request.by.is_empty() {
            add("circumstances", circumstances(request, &part.circumstances));
        }
    }
    if let Some(changes) = &done.changes {
        let money = |money: MoneyTotal| json!({ "low": money.low, "high": money.high });
        let fares = Fare::ALL.map(|fare| (fare.as_str().to_owned(), Value::from(changes.count(fare))));
        let measures = changes
            .measures()
            .map(|(name, gained, lost)| (name.to_owned(), json!({ "families_more": gained, "families_fewer": lost })));
        let whole = json!({
            "families": Value::Object(fares.into_iter().collect()),
            "gained": money(changes.gained()),
            "lost": money(changes.lost()),
            "measures": Value::Object(measures.collect()),
        });
        add("changes", whole);
    }
    format!("{:#}\n", Value::Object(found))
}
