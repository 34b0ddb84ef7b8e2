//! Forms of speech: numbers, money, days, plurals, first letters.

use crate::{
    document::Per,
    value::{Date, Language, Number, Unit},
};

/// Digits after the point of money.
pub(crate) const KOPECKS: u32 = 2;

/// What is counted, with its forms after one, two and five.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Noun {
    Minute,
    Hour,
    Day,
    WorkingDay,
    CalendarDay,
    Week,
    Month,
    Year,
    Place,
    Time,
}

impl Noun {
    fn russian(self) -> [&'static str; 3] {
        match self {
            Self::Minute => ["минута", "минуты", "минут"],
            Self::Hour => ["час", "часа", "часов"],
            Self::Day => ["день", "дня", "дней"],
            Self::WorkingDay => ["рабочий день", "рабочих дня", "рабочих дней"],
            Self::CalendarDay => ["календарный день", "календарных дня", "календарных дней"],
            Self::Week => ["неделя", "недели", "недель"],
            Self::Month => ["месяц", "месяца", "месяцев"],
            Self::Year => ["год", "года", "лет"],
            Self::Place => ["место", "места", "мест"],
            Self::Time => ["раз", "раза", "раз"],
        }
    }

    fn english(self) -> [&'static str; 2] {
        match self {
            Self::Minute => ["minute", "minutes"],
            Self::Hour => ["hour", "hours"],
            Self::Day => ["day", "days"],
            Self::WorkingDay => ["working day", "working days"],
            Self::CalendarDay => ["calendar day", "calendar days"],
            Self::Week => ["week", "weeks"],
            Self::Month => ["month", "months"],
            Self::Year => ["year", "years"],
            Self::Place => ["place", "places"],
            Self::Time => ["time", "times"],
        }
    }

    /// The unit of a number that is counted so.
    fn of_unit(unit: &str) -> Option<Self> {
        Some(match unit {
            "minute" => Self::Minute,
            "hour" => Self::Hour,
            "day" => Self::Day,
            "week" => Self::Week,
            "month" => Self::Month,
            "year" => Self::Year,
            _ => return None,
        })
    }
}

/// A count with its noun: «2 раза», "2 times".
pub(crate) fn counted(count: i64, noun: Noun, language: Language) -> String {
    inflected(count, noun, Case::Nominative, language)
}

/// The case of a noun with its number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Case {
    /// «3 года».
    Nominative,
    /// «не меньше 3 лет».
    Genitive,
    /// «на 1 неделю».
    Accusative,
}

/// A count with its noun in a case.
fn inflected(count: i64, noun: Noun, case: Case, language: Language) -> String {
    let [one, few, many] = noun.russian();
    let [single, plural] = noun.english();
    let count = count.unsigned_abs();
    let is_one = count % 10 == 1 && count % 100 != 11;
    let form = match (language, case) {
        // The genitive of one is the form after two; that of several is the form after five.
        (Language::Russian, Case::Genitive) => if is_one { few } else { many }.to_owned(),
        (Language::Russian, Case::Accusative) if is_one && one.ends_with(['а', 'я']) => {
            let stem = one.trim_end_matches(['а', 'я']);
            format!("{stem}{}", if one.ends_with('а') { 'у' } else { 'ю' })
        }
        (Language::Russian, _) => match (count % 100, count % 10) {
            (11..=14, _) => many,
            (_, 1) => one,
            (_, 2..=4) => few,
            _ => many,
        }
        .to_owned(),
        (Language::English, _) => if count == 1 { single } else { plural }.to_owned(),
    };
    format!("{count}\u{a0}{form}")
}

/// A length of life in its unit: «1 год 6 месяцев», «28 дней».
pub(crate) fn lifetime(count: i64, unit: &Unit, language: Language) -> String {
    let noun = Noun::of_unit(&unit.to_string()).unwrap_or(Noun::Year);
    match (noun, count / 12, count % 12) {
        (Noun::Month, 1.., 0) => counted(count / 12, Noun::Year, language),
        (Noun::Month, years @ 1.., months) => {
            format!("{} {}", counted(years, Noun::Year, language), counted(months, Noun::Month, language))
        }
        _ => counted(count, noun, language),
    }
}

/// Whether a Russian verb about a length of life stands in the masculine singular: «21 год исполнился».
pub(crate) fn is_single(said: &str) -> bool {
    said.ends_with(Noun::Year.russian()[0])
        || said.ends_with(Noun::Month.russian()[0])
        || said.ends_with(Noun::Day.russian()[0])
}

/// A decimal as people write it: thousands apart, a comma in Russian. A fraction without end is written as one.
fn decimal(number: Number, digits: u32, language: Language) -> String {
    let Some(text) = number.to_decimal(digits.max(number.decimals().unwrap_or(digits))) else {
        return number.to_string();
    };
    let (apart, comma) = match language {
        Language::Russian => ('\u{a0}', ','),
        Language::English => (',', '.'),
    };
    let (sign, text) = text.strip_prefix('-').map_or(("", text.as_str()), |rest| ("−", rest));
    let (whole, fraction) = text.split_once('.').map_or((text, None), |(whole, fraction)| (whole, Some(fraction)));
    let mut out = String::from(sign);
    let length = whole.chars().count();
    for (place, digit) in whole.chars().enumerate() {
        if place > 0 && length.saturating_sub(place) % 3 == 0 {
            out.push(apart);
        }
        out.push(digit);
    }
    if let Some(fraction) = fraction {
        out.push(comma);
        out.push_str(fraction);
    }
    out
}

/// A sum of money, to the kopeck: «22 844,00 ₽», «10 103,83 ₽».
pub(crate) fn money(number: Number, language: Language) -> String {
    format!("{}\u{a0}₽", decimal(number, KOPECKS, language))
}

/// How often: «в месяц», "a month".
pub(crate) fn per(per: Per, language: Language) -> &'static str {
    let (russian, english) = match per {
        Per::Once => ("единовременно", "once"),
        Per::Hour => ("в час", "an hour"),
        Per::Day => ("в день", "a day"),
        Per::Week => ("в неделю", "a week"),
        Per::Month => ("в месяц", "a month"),
        Per::Year => ("в год", "a year"),
    };
    match language {
        Language::Russian => russian,
        Language::English => english,
    }
}

/// A number in its unit: «14 000,00 ₽ в месяц», «20 недель», «48,5 м²».
pub(crate) fn number(number: Number, unit: Option<&Unit>, digits: u32, language: Language) -> String {
    number_in(number, unit, digits, Case::Nominative, language)
}

/// A number in its unit, in a case: «12 недель», «не меньше 12 недель», «на 1 неделю».
pub(crate) fn number_in(number: Number, unit: Option<&Unit>, digits: u32, case: Case, language: Language) -> String {
    let name = unit.map_or_else(|| "1".to_owned(), ToString::to_string);
    let often = match name.as_str() {
        "RUB" => return money(number, language),
        "RUB/month" => Some(Per::Month),
        "RUB/day" => Some(Per::Day),
        "RUB/year" => Some(Per::Year),
        "RUB/hour" => Some(Per::Hour),
        _ => None,
    };
    if let Some(often) = often {
        return format!("{} {}", money(number, language), per(often, language));
    }
    let russian = language == Language::Russian;
    let sign = match name.as_str() {
        "m2" => Some(if russian { "м²" } else { "m²" }),
        "ha" => Some(if russian { "га" } else { "ha" }),
        "hp" => Some(if russian { "л.\u{a0}с." } else { "hp" }),
        "percent" => Some("%"),
        _ => None,
    };
    if let Some(sign) = sign {
        return format!("{}\u{a0}{sign}", decimal(number, digits, language));
    }
    match (number.to_i64(), Noun::of_unit(&name)) {
        // A year of the calendar is no length of time, and its digits stand together.
        (Some(year @ 1000..), Some(Noun::Year)) => year.to_string(),
        (Some(count), Some(noun)) => inflected(count, noun, case, language),
        // «2,5 года»
        (None, Some(noun)) => {
            let noun = if russian { noun.russian()[1] } else { noun.english()[1] };
            format!("{}\u{a0}{noun}", decimal(number, digits, language))
        }
        _ => decimal(number, digits, language),
    }
}

const RUSSIAN_MONTHS: [&str; 12] = [
    "января",
    "февраля",
    "марта",
    "апреля",
    "мая",
    "июня",
    "июля",
    "августа",
    "сентября",
    "октября",
    "ноября",
    "декабря",
];

const RUSSIAN_MONTHS_ALONE: [&str; 12] = [
    "январь",
    "февраль",
    "март",
    "апрель",
    "май",
    "июнь",
    "июль",
    "август",
    "сентябрь",
    "октябрь",
    "ноябрь",
    "декабрь",
];

const ENGLISH_MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// A day: «11 февраля 2026 г.», "11 February 2026".
pub(crate) fn day(day: Date, language: Language) -> String {
    let (months, tail) = match language {
        Language::Russian => (RUSSIAN_MONTHS, "\u{a0}г."),
        Language::English => (ENGLISH_MONTHS, ""),
    };
    let month = months.get(usize::from(day.month()).saturating_sub(1)).copied().unwrap_or_default();
    format!("{}\u{a0}{month} {}{tail}", day.day(), day.year())
}

/// A month: «май 2025 г.», "May 2025".
pub(crate) fn month(first: Date, language: Language) -> String {
    let (months, tail) = match language {
        Language::Russian => (RUSSIAN_MONTHS_ALONE, "\u{a0}г."),
        Language::English => (ENGLISH_MONTHS, ""),
    };
    let month = months.get(usize::from(first.month()).saturating_sub(1)).copied().unwrap_or_default();
    format!("{month} {}{tail}", first.year())
}

/// The text with a small first letter, for use inside a sentence; «СВО» and «ОВЗ» stay.
pub(crate) fn small(text: &str) -> String {
    let mut letters = text.chars();
    match (letters.next(), letters.next()) {
        (Some(first), Some(second)) if first.is_uppercase() && !second.is_uppercase() && second != '«' => {
            first.to_lowercase().chain([second]).chain(letters).collect()
        }
        _ => text.to_owned(),
    }
}

/// The text with a capital first letter.
pub(crate) fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// The text with a stop at its end.
pub(crate) fn sentence(text: &str) -> String {
    if text.ends_with(['.', '!', '?', '…']) { text.to_owned() } else { format!("{text}.") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Language::{English, Russian};

    fn plain(text: &str) -> String {
        text.replace('\u{a0}', " ")
    }

    #[test]
    fn nouns_agree_with_their_numbers() {
        let times = |count| plain(&counted(count, Noun::Time, Russian));
        assert_eq!(
            [1, 2, 5, 11, 12, 21, 22, 25].map(times).join(", "),
            "1 раз, 2 раза, 5 раз, 11 раз, 12 раз, 21 раз, 22 раза, 25 раз"
        );
        let years = |count| plain(&counted(count, Noun::Year, Russian));
        assert_eq!([0, 1, 3, 14, 31, 112].map(years).join(", "), "0 лет, 1 год, 3 года, 14 лет, 31 год, 112 лет");
        assert_eq!(plain(&counted(24, Noun::Place, Russian)), "24 места");
        assert_eq!(plain(&counted(1, Noun::Time, English)), "1 time");
        assert_eq!(plain(&counted(60, Noun::Minute, English)), "60 minutes");
    }

    #[test]
    fn money_is_written_as_people_write_it() {
        let sum = |text: &str, language| plain(&money(Number::parse(text).unwrap(), language));
        assert_eq!(sum("22844", Russian), "22 844,00 ₽");
        assert_eq!(sum("690266.95", Russian), "690 266,95 ₽");
        assert_eq!(sum("-1234567.5", Russian), "−1 234 567,50 ₽");
        assert_eq!(sum("22844", English), "22,844.00 ₽");
        assert_eq!(sum("999", English), "999.00 ₽");
    }

    #[test]
    fn a_number_is_said_in_its_unit() {
        let said = |text: &str, unit: &str| {
            plain(&number(Number::parse(text).unwrap(), Some(&unit.parse().unwrap()), 0, Russian))
        };
        assert_eq!(said("14000", "RUB/month"), "14 000,00 ₽ в месяц");
        assert_eq!(said("20", "week"), "20 недель");
        assert_eq!(said("48.5", "m2"), "48,5 м²");
        assert_eq!(said("2025", "year"), "2025");
        assert_eq!(said("3", "1"), "3");
    }

    #[test]
    fn a_noun_follows_its_case() {
        let said = |text: &str, unit: &str, case| {
            plain(&number_in(Number::parse(text).unwrap(), Some(&unit.parse().unwrap()), 0, case, Russian))
        };
        let genitive = ["1", "3", "21", "11", "12"].map(|text| said(text, "year", Case::Genitive));
        assert_eq!(genitive.join(", "), "1 года, 3 лет, 21 года, 11 лет, 12 лет");
        let accusative = ["1", "2", "5"].map(|text| said(text, "week", Case::Accusative));
        assert_eq!(accusative.join(", "), "1 неделю, 2 недели, 5 недель");
        assert_eq!(said("1", "month", Case::Accusative), "1 месяц");
        assert_eq!(said("2.5", "year", Case::Nominative), "2,5 года");
    }

    #[test]
    fn a_length_of_life_is_said_in_years_first() {
        let said = |count, unit: &str| plain(&lifetime(count, &unit.parse().unwrap(), Russian));
        assert_eq!(
            [6, 12, 18, 25].map(|months| said(months, "month")).join(", "),
            "6 месяцев, 1 год, 1 год 6 месяцев, 2 года 1 месяц"
        );
        assert_eq!((said(28, "day"), said(21, "year")), ("28 дней".to_owned(), "21 год".to_owned()));
        assert!(is_single(&said(21, "year")) && !is_single(&said(18, "month")) && !is_single(&said(11, "year")));
    }

    #[test]
    fn a_day_is_said_in_words() {
        let on: Date = "2026-02-11".parse().unwrap();
        assert_eq!(plain(&day(on, Russian)), "11 февраля 2026 г.");
        assert_eq!(plain(&day(on, English)), "11 February 2026");
    }

    #[test]
    fn a_first_letter_follows_its_place() {
        assert_eq!(small("Мать растит ребенка одна"), "мать растит ребенка одна");
        assert_eq!(small("ОВЗ установлены"), "ОВЗ установлены");
        assert_eq!(small("I группа"), "i группа");
        assert_eq!(capital("petya"), "Petya");
        assert_eq!((small(""), capital("")), (String::new(), String::new()));
    }
}
