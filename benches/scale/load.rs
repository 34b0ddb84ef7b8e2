//! From the texts of rules to answers: load and check, make a day ready.

use std::{error::Error, hint::black_box};

use criterion::{BenchmarkId, Criterion};
use one_window::Date;

use super::made;

/// How long 10, 100 and 1 000 rules take.
pub fn benches(criterion: &mut Criterion) -> Result<(), Box<dyn Error>> {
    let on: Date = made::DAY.parse()?;
    let household = made::household(8, 3, true);
    let mut group = criterion.benchmark_group("load and check rules");
    for count in [10, 100, 1_000] {
        let rules = made::rules(count);
        let files = made::files(&rules);
        let digest = made::load(&files)?.digest().to_owned();
        group.bench_function(BenchmarkId::from_parameter(count), |bencher| {
            bencher.iter(|| {
                let loaded = made::load(black_box(&files)).ok();
                assert_eq!(
                    loaded.as_ref().map(|rules| (rules.digest(), rules.measures().count())),
                    Some((digest.as_str(), count))
                );
            });
        });
    }
    group.finish();
    let mut group = criterion.benchmark_group("make a day ready and screen the first family, rules");
    for count in [10, 100, 1_000] {
        let (rules, _, made) = made::day(count)?;
        let family = made::family(&rules, &household)?;
        let expected = household.verdicts(&made).eligible;
        group.bench_function(BenchmarkId::from_parameter(count), |bencher| {
            bencher.iter(|| {
                let day = rules.on(black_box(on));
                assert_eq!(day.desk().screen(&family).outcomes().len(), expected);
            });
        });
    }
    group.finish();
    Ok(())
}
