//! The numbers of the law, as printed: money in kopecks.

use super::dates::{Date, date, year};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Region {
    Khabarovsk,
    Volgograd,
    Novosibirsk,
}

impl Region {
    pub fn territory(self) -> &'static str {
        match self {
            Self::Khabarovsk => "RU-KHA/khabarovsk",
            Self::Volgograd => "RU-VGG/volgograd",
            Self::Novosibirsk => "RU-NVS/novosibirsk",
        }
    }
}

/// Subsistence minimums of a month.
#[derive(Clone, Copy, Debug)]
pub struct Minimums {
    pub per_head: i128,
    pub working_age: i128,
    pub child: i128,
}

/// Of a region in a year, where all three are printed.
pub fn minimums(region: Region, year: i64) -> Option<Minimums> {
    let (per_head, working_age, child) = match (region, year) {
        (Region::Khabarovsk, 2023) => (19170, 20895, 21220),
        (Region::Khabarovsk, 2024) => (19937, 21731, 21965),
        (Region::Khabarovsk, 2025) => (21634, 23581, 22844),
        (Region::Khabarovsk, 2026) => (23106, 25186, 23758),
        (Region::Volgograd, 2023) => (12363, 13476, 12307),
        (Region::Volgograd, 2025) => (15250, 16623, 14793),
        (Region::Volgograd, 2026) => (16288, 17754, 15799),
        (Region::Novosibirsk, 2025) => (17378, 18942, 16857),
        (Region::Novosibirsk, 2026) => (18560, 20230, 18003),
        _ => return None,
    };
    Some(Minimums { per_head: per_head * 100, working_age: working_age * 100, child: child * 100 })
}

/// Minimum wage of a month.
pub fn minimum_wage(on: Date) -> i128 {
    let steps = [
        (date(2020, 1, 1), 12130),
        (date(2021, 1, 1), 12792),
        (date(2022, 1, 1), 13890),
        (date(2022, 6, 1), 15279),
        (date(2023, 1, 1), 16242),
        (date(2024, 1, 1), 19242),
        (date(2025, 1, 1), 22440),
        (date(2026, 1, 1), 27093),
    ];
    assert!(year(on) <= 2026, "no minimum wage is printed");
    steps.iter().rev().find(|(from, _)| *from <= on).unwrap().1 * 100
}

/// Cap of the insured pay of a year.
pub fn cap(year: i64) -> i128 {
    let caps = [865_000, 912_000, 966_000, 1_032_000, 1_917_000, 2_225_000, 2_759_000, 2_979_000];
    caps[usize::try_from(year - 2019).unwrap()] * 100
}

/// Maternity capital on a day: for a first child, in full, the supplement; only what is printed.
#[derive(Clone, Copy, Debug)]
pub struct Capital {
    pub first: Option<i128>,
    pub full: Option<i128>,
    pub supplement: Option<i128>,
}

pub fn capital(on: Date) -> Capital {
    let steps = [
        (date(2020, 1, 1), 46_661_700, 61_661_700, 15_000_000),
        (date(2021, 1, 1), 48_388_183, 63_943_183, 15_555_000),
        (date(2022, 2, 1), 52_452_790, 69_314_410, 16_861_620),
        (date(2023, 2, 1), 58_694_672, 77_562_825, 18_868_153),
        (date(2024, 2, 1), 63_038_078, 83_302_474, 20_264_396),
        (date(2025, 2, 1), 69_026_695, 91_216_209, 22_189_514),
        (date(2026, 2, 1), 72_892_190, 96_324_317, 23_432_127),
    ];
    match steps.iter().rev().find(|(from, ..)| *from <= on) {
        Some((_, first, full, supplement)) => {
            Capital { first: Some(*first), full: Some(*full), supplement: Some(*supplement) }
        }
        None => Capital { first: None, full: (on >= date(2015, 1, 1)).then_some(45_302_600), supplement: None },
    }
}
