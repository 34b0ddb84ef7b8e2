//! Many families at once: from families to totals, and what parting them by a circumstance costs.

use std::{error::Error, hint::black_box};

use criterion::{Criterion, Throughput};
use one_window::{Answer, Day, Eligibility, Family, Population, Totals};

use super::made::{self, Household, Rule};

/// Several full blocks.
const FAMILIES: usize = 2_048;

const RULES: usize = 100;

/// What totals come to: eligible outcomes, open ones, money of a month in kopecks, large families.
type Sums = (usize, usize, i128, usize);

/// How long 2 048 families take under 100 rules.
pub fn benches(criterion: &mut Criterion) -> Result<(), Box<dyn Error>> {
    let (rules, day, made) = made::day(RULES)?;
    let mut group = criterion.benchmark_group("a population");
    group.throughput(Throughput::Elements(u64::try_from(FAMILIES)?));
    group.sample_size(20);
    for (how, is_all_told) in [("all told", true), ("a third of the flags untold", false)] {
        let households: Vec<Household> =
            (0..FAMILIES).map(|number| made::household(number, number % 5, is_all_told)).collect();
        let families: Result<Vec<Family>, _> =
            households.iter().map(|household| made::family(&rules, household)).collect();
        let families = families?;
        let expected = expected(&households, &made)?;
        group.bench_function(how, |bencher| {
            bencher.iter(|| {
                let totals = totals(day.population(), black_box(&families));
                assert_eq!(sums(&totals), Some((expected.0, expected.1, expected.2, 0)));
            });
        });
        if !is_all_told {
            continue;
        }
        group.bench_function(format!("{how}, by a circumstance"), |bencher| {
            bencher.iter(|| assert_eq!(by_circumstance(&day, black_box(&families)), Some(expected)));
        });
    }
    group.finish();
    Ok(())
}

fn totals(mut population: Population<'_>, families: &[Family]) -> Totals {
    for family in families {
        population.add(family);
    }
    population.totals()
}

fn by_circumstance(day: &Day, families: &[Family]) -> Option<Sums> {
    sums(&totals(day.population_by(["large"]).ok()?, families))
}

fn expected(households: &[Household], rules: &[Rule]) -> Result<Sums, Box<dyn Error>> {
    let mut sums = (0, 0, 0, 0);
    for household in households {
        let verdicts = household.verdicts(rules);
        sums.0 += verdicts.eligible;
        sums.1 += verdicts.open;
        sums.2 += household.money(rules)?;
        sums.3 += usize::from(household.is_large());
    }
    Ok(sums)
}

fn sums(totals: &Totals) -> Option<Sums> {
    let mut sums = (0, 0, 0, 0);
    for measure in totals.measures() {
        sums.0 += measure.count(Eligibility::Eligible).families.parse::<usize>().ok()?;
        sums.1 += measure.count(Eligibility::Undetermined).families.parse::<usize>().ok()?;
        for (_, money) in measure.money() {
            sums.2 += money.low.replace('.', "").parse::<i128>().ok()?;
        }
    }
    let large = totals.circumstances().into_iter().find(|side| side.holds() == Answer::True);
    sums.3 = large.map_or(Some(0), |side| side.families().parse().ok())?;
    Some(sums)
}
