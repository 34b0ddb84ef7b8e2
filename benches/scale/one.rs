//! One family under 100 rules: read, screened, assessed; exact, with unknowns, with every explanation.

use std::{error::Error, hint::black_box};

use criterion::Criterion;
use one_window::{Family, Language};

use super::made::{self, Verdicts};

const RULES: usize = 100;

/// A number by which the family has a flag told no, and one that is not told where a third is not.
const NUMBER: usize = 8;

/// How long one family takes.
pub fn benches(criterion: &mut Criterion) -> Result<(), Box<dyn Error>> {
    let (rules, day, made) = made::day(RULES)?;
    let mut desk = day.desk();
    for (how, is_all_told) in [("all told", true), ("a third of the flags untold", false)] {
        let household = made::household(NUMBER, 3, is_all_told);
        let line = made::line(&household);
        let expected = household.verdicts(&made);
        assert!(expected.eligible > 0 && expected.refused > 0 && (expected.open > 0) != is_all_told, "{expected:?}");
        let family = made::family(&rules, &household)?;
        criterion.bench_function(&format!("read a line of a family, {how}"), |bencher| {
            bencher.iter(|| {
                let read = rules.family_from_json(black_box(&line));
                assert_eq!(read.ok().as_ref().map(Family::territory), Some(family.territory()));
            });
        });
        criterion.bench_function(&format!("screen a family, {how}"), |bencher| {
            bencher.iter(|| {
                let found = desk.screen(black_box(&family)).outcomes().len();
                assert_eq!(found, expected.eligible + expected.open);
            });
        });
        criterion.bench_function(&format!("assess a family, {how}"), |bencher| {
            bencher.iter(|| assert_eq!(Verdicts::of(&desk.assess(black_box(&family))), expected));
        });
        let json = day.assess(&family).to_json(Language::Russian);
        criterion.bench_function(&format!("assess a family with all explanations, {how}"), |bencher| {
            bencher.iter(|| assert_eq!(desk.assess(black_box(&family)).to_json(Language::Russian), json));
        });
    }
    Ok(())
}
