//! Parameters: values by territory and date, each ending where the next begins.

use std::collections::BTreeMap;

use super::{
    declare::{MOST_NUMBER, parse_range},
    kind::Type,
    symbol::{NumberRange, ParameterEntry, ParameterSymbol},
};
use crate::{
    diagnostic::{Code, Diagnostic, Sink, did_you_mean},
    document::{Parameter, ParameterLevel, ParameterValue, Round},
    json::Spanned,
    source::Span,
    value::{Date, Number, Period, Rounding, Territory, Unit},
};

/// The symbol of a parameter, from all files that give it values.
pub(super) fn parameter_symbol(
    id: usize,
    name: &Spanned<String>,
    unit: Unit,
    written: &[(&Spanned<String>, &Parameter)],
    territories: &BTreeMap<Territory, Span>,
    sink: &mut Sink,
) -> ParameterSymbol {
    let mut reading = Reading { territories, sink };
    let mut values: BTreeMap<Territory, Vec<Raw<'_>>> = BTreeMap::new();
    for (_, parameter) in written {
        for value in &parameter.values {
            if let Some((territory, raw)) = reading.raw(name, value) {
                values.entry(territory).or_default().push(raw);
            }
        }
    }
    let values = values.into_iter().map(|(territory, raw)| (territory, reading.chain(raw))).collect();
    let range = written.iter().find_map(|(_, parameter)| parameter.range.as_ref());
    let range = range.and_then(|text| parse_range(text, reading.sink));
    let (low, high) = range.unwrap_or((None, None));
    let range =
        NumberRange { low: low.unwrap_or(Number::ZERO), high: high.unwrap_or_else(|| Number::from(MOST_NUMBER)) };
    let symbol = ParameterSymbol {
        id,
        name: name.value.clone(),
        span: name.span,
        r#type: Type::Number(unit),
        level: written.iter().find_map(|(_, parameter)| parameter.level).unwrap_or(ParameterLevel::Country),
        falls_back: written.iter().any(|(_, parameter)| parameter.falls_back == Some(true)),
        range,
        values,
    };
    reading.inside(&symbol);
    symbol
}

/// A value as written, its dates read.
struct Raw<'a> {
    from: Date,
    until: Option<Date>,
    written: &'a ParameterValue,
    span: Span,
}

struct Reading<'a> {
    territories: &'a BTreeMap<Territory, Span>,
    sink: &'a mut Sink,
}

/// A rounding as written.
pub(super) fn rounding(round: &Round, sink: &mut Sink) -> Option<Rounding> {
    if let Some(step) = Number::parse(&round.to.value).filter(|step| *step > Number::ZERO) {
        Some(Rounding { step, mode: round.mode })
    } else {
        let message = format!("`{}` is no step of rounding", round.to.value);
        sink.push(
            Diagnostic::error(Code::InvalidNumber, round.to.span, message)
                .help("`0.01` rounds to kopecks, `1` to roubles"),
        );
        None
    }
}

impl Reading<'_> {
    fn day(&mut self, text: &Spanned<String>) -> Option<Date> {
        text.value
            .parse()
            .map_err(|error: crate::value::InvalidDate| {
                self.sink.push(
                    Diagnostic::error(Code::InvalidDate, text.span, error.to_string())
                        .help("a day is written \"2025-02-28\": year, month, day"),
                );
            })
            .ok()
    }

    fn number(&mut self, text: &Spanned<String>) -> Option<Number> {
        let found = Number::parse(&text.value);
        if found.is_none() {
            let message = format!("`{}` is no decimal number", text.value);
            self.sink
                .push(Diagnostic::error(Code::InvalidNumber, text.span, message).help("write it like \"22844.00\""));
        }
        found
    }

    fn raw<'w>(&mut self, name: &Spanned<String>, written: &'w ParameterValue) -> Option<(Territory, Raw<'w>)> {
        let from = self.day(&written.from);
        let until = written.until.as_ref().map(|text| self.day(text));
        let territory = match &written.territory {
            None => "RU".parse().ok(),
            Some(text) => {
                let found = text.value.parse::<Territory>().ok().filter(|found| self.territories.contains_key(found));
                if found.is_none() {
                    let known = self.territories.keys().map(Territory::as_str);
                    let help = did_you_mean(&text.value, known, "territories");
                    let message = format!("the territory `{}` is not declared", text.value);
                    self.sink.push(Diagnostic::error(Code::UnknownTerritory, text.span, message).help(help));
                }
                found
            }
        };
        let until = match until {
            Some(day) => Some(day?),
            None => None,
        };
        let from = from?;
        if let (Some(until), Some(text)) = (until, &written.until)
            && until <= from
        {
            let message = format!("a value of `{}` ends on {until}, not after it begins on {from}", name.value);
            self.sink.push(
                Diagnostic::error(Code::EmptyPeriod, text.span, message)
                    .help("`until` is the first day on which the value no longer holds"),
            );
            return None;
        }
        Some((territory?, Raw { from, until, written, span: written.from.span }))
    }

    /// The values of one territory in order; each ends at its `until` or where the next begins, whichever is first.
    fn chain(&mut self, mut raw: Vec<Raw<'_>>) -> Vec<ParameterEntry> {
        raw.sort_by_key(|value| value.from);
        let mut entries: Vec<ParameterEntry> = Vec::new();
        for (place, value) in raw.iter().enumerate() {
            if let Some(before) = place.checked_sub(1).and_then(|place| raw.get(place))
                && before.from == value.from
            {
                let message = format!("two values begin on {}", value.from);
                self.sink.push(
                    Diagnostic::error(Code::OverlappingVersions, value.span, message)
                        .also(before.span, "the other one")
                        .help("a value ends where the next one of its territory begins: keep one of these"),
                );
                continue;
            }
            let next = raw.get(place.saturating_add(1)).map(|next| next.from);
            let until = match (value.until, next) {
                (Some(until), Some(next)) => Some(until.min(next)),
                (until, next) => until.or(next),
            };
            let before = entries.last().map(|entry| entry.value);
            if let Some(number) = self.value(value, before) {
                entries.push(ParameterEntry {
                    period: Period { from: Some(value.from), until },
                    closed: until.is_some(),
                    value: number,
                    source: value.written.source.clone(),
                    checked: value.written.checked.as_ref().and_then(|text| self.day(text)),
                    confidence: value.written.confidence,
                    conflict: value.written.conflict.clone(),
                    span: value
                        .written
                        .value
                        .as_ref()
                        .or(value.written.times.as_ref())
                        .map_or(value.span, |text| text.span),
                });
            }
        }
        entries
    }

    fn value(&mut self, value: &Raw<'_>, before: Option<Number>) -> Option<Number> {
        if let Some(text) = &value.written.value {
            return self.number(text);
        }
        let times = value.written.times.as_ref()?;
        let factor = self.number(times)?;
        let Some(before) = before else {
            self.sink.push(
                Diagnostic::error(Code::MissingKey, times.span, "there is no value before this one to multiply")
                    .help("write the first value of the territory as `value`"),
            );
            return None;
        };
        let product = before.checked_mul(factor)?;
        match &value.written.round {
            None => Some(product),
            Some(round) => product.rounded(rounding(round, self.sink)?),
        }
    }

    /// Every value lies in the declared range.
    fn inside(&mut self, symbol: &ParameterSymbol) {
        for entry in symbol.values.values().flatten() {
            if entry.value < symbol.range.low || entry.value > symbol.range.high {
                let message = format!("{} lies outside the range of `{}`", entry.value, symbol.name);
                self.sink.push(
                    Diagnostic::error(Code::OutOfRange, entry.span, message).also(symbol.span, "declared here").help(
                        format!(
                            "the range is [{}..{}]; widen it or mend the value",
                            symbol.range.low, symbol.range.high
                        ),
                    ),
                );
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::ruleset::sample::load;

    #[test]
    fn a_value_ends_after_it_begins() {
        let ends = |until: &str| {
            let value = format!(r#"{{ "from": "2024-01-01", "until": "{until}", "value": "7" }}"#);
            load(&format!(r#"{{ "parameters": {{ "quota": {{ "unit": "1", "values": [{value}] }} }} }}"#)).map(|_| ())
        };
        assert_eq!(ends("2024-01-02"), Ok(()));
        for until in ["2024-01-01", "2023-12-31"] {
            let found = ends(until).unwrap_err();
            assert!(found.contains(&format!("ends on {until}, not after it begins on 2024-01-01")), "{found}");
        }
    }
}
