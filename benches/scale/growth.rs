//! How the time for one family grows with rules and with children.

use std::{error::Error, hint::black_box};

use criterion::{BenchmarkId, Criterion, Throughput};

use super::made::{self, Verdicts};

/// How long 10, 100 and 1 000 rules take for one family, and 1, 4 and 16 children under 100 rules.
pub fn benches(criterion: &mut Criterion) -> Result<(), Box<dyn Error>> {
    for (what, sizes) in [
        ("rules for a family of four", [(10, 3), (100, 3), (1_000, 3)]),
        ("children under a hundred rules", [(100, 1), (100, 4), (100, 16)]),
    ] {
        let (mut screened, mut assessed) = (format!("screen: {what}"), format!("assess: {what}"));
        for (name, is_screened) in [(&mut screened, true), (&mut assessed, false)] {
            let mut group = criterion.benchmark_group(std::mem::take(name));
            for (count, children) in sizes {
                let (rules, day, made) = made::day(count)?;
                let household = made::household(8, children, true);
                let family = made::family(&rules, &household)?;
                let expected = household.verdicts(&made);
                let mut desk = day.desk();
                let size = if what.starts_with("rules") { count } else { children };
                group.throughput(Throughput::Elements(u64::try_from(size)?));
                group.bench_function(BenchmarkId::from_parameter(size), |bencher| {
                    bencher.iter(|| {
                        if is_screened {
                            assert_eq!(desk.screen(black_box(&family)).outcomes().len(), expected.eligible);
                        } else {
                            assert_eq!(Verdicts::of(&desk.assess(black_box(&family))), expected);
                        }
                    });
                });
            }
            group.finish();
        }
    }
    Ok(())
}
