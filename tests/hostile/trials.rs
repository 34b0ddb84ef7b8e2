//! The trials: what is tried, how often, and how long it may take.

use std::{
    env, fs,
    panic::{AssertUnwindSafe, catch_unwind},
    path::PathBuf,
    process,
    sync::{
        Mutex, OnceLock,
        atomic::{AtomicU64, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use one_window::{Assessment, CaseFailures, Family, Language, Report, RuleSet, TextStyle, cases_of};

use super::{
    chance::Chance,
    damage::{bytes, damaged, expression},
    files::Files,
};

/// The longest that one trial may take; most take less than a thousandth of it.
const LONGEST: Duration = Duration::from_secs(20);

const DAYS: [&str; 6] = ["2013-06-01", "2019-11-28", "2024-02-29", "2025-10-10", "2026-03-15", "9999-12-31"];

fn files() -> &'static Files {
    static FILES: OnceLock<Files> = OnceLock::new();
    FILES.get_or_init(Files::read)
}

/// Runs trials by number on two threads; says of the first that fails how to run it again. One of so many at least ends
/// in each of these ways: trials of which all are refused at once try nothing.
fn run(few: u64, full: u64, least: &[(&str, u64)], trial: impl Fn(&mut Chance) -> String + Sync) {
    let is_full = env::var_os("ONE_WINDOW_FULL").is_some_and(|value| value == "1");
    let only = env::var("ONE_WINDOW_TRIAL").ok().and_then(|number| number.parse::<u64>().ok());
    let numbers = only.map_or(0..if is_full { full } else { few }, |number| number..number + 1);
    let (next, end) = (AtomicU64::new(numbers.start), numbers.end);
    let slowest = Mutex::new((Duration::ZERO, 0));
    let answers = Mutex::new(std::collections::BTreeMap::<String, u64>::new());
    let work = || {
        let mut own = std::collections::BTreeMap::<String, u64>::new();
        loop {
            let number = next.fetch_add(1, Ordering::Relaxed);
            if number >= end {
                break;
            }
            let started = Instant::now();
            let found = catch_unwind(AssertUnwindSafe(|| trial(&mut Chance::of(number))));
            let took = started.elapsed();
            let found = found.unwrap_or_else(|_| panic!("trial {number} panics: set ONE_WINDOW_TRIAL={number}"));
            assert!(took < LONGEST, "trial {number} takes {took:?}: set ONE_WINDOW_TRIAL={number}");
            *own.entry(found).or_default() += 1;
            let mut slowest = slowest.lock().unwrap();
            *slowest = (*slowest).max((took, number));
        }
        let mut answers = answers.lock().unwrap();
        for (found, count) in own {
            *answers.entry(found).or_default() += count;
        }
    };
    let started = Instant::now();
    thread::scope(|scope| {
        let threads: Vec<_> = (0..2).map(|_| scope.spawn(work)).collect();
        for thread in threads {
            assert!(thread.join().is_ok(), "a trial failed; its number stands above");
        }
    });
    let (longest, number) = *slowest.lock().unwrap();
    println!("{} trials in {:?}; the longest, {number}, took {longest:?}", end - numbers.start, started.elapsed());
    let answers = answers.lock().unwrap();
    println!("{answers:?}");
    for (found, of) in least.iter().filter(|_| only.is_none()) {
        let count = answers.get(*found).copied().unwrap_or(0);
        assert!(count * of >= end - numbers.start, "only {count} of the trials are {found}");
    }
}

/// A report can be written in every form, and its masked form too.
fn reported(report: &Report) -> String {
    let masked = report.masked();
    assert!(!report.to_string().is_empty() && !report.render(false).is_empty());
    assert!(!masked.to_string().is_empty() && !masked.render(true).is_empty());
    assert!(serde_json::to_value(report).is_ok_and(|rows| rows.is_array()));
    report.diagnostics()[0].code().to_string()
}

fn told(found: &Assessment) {
    assert!(found.to_json(Language::Russian).is_object());
    assert!(!found.text(Language::English, &TextStyle::default()).is_empty());
}

fn family(rules: &RuleSet, text: &str, chance: &mut Chance) -> String {
    match rules.family_from_json(text) {
        Ok(family) => {
            let day = rules.on(chance.one_of(&DAYS).parse().unwrap());
            told(&day.assess(&family));
            "answered".to_owned()
        }
        Err(error) => reported(error.report()),
    }
}

/// Rules that load answer a family of which nothing is told.
fn rules(files: Vec<(String, String)>, chance: &mut Chance) -> String {
    match RuleSet::from_files(files) {
        Ok(rules) => {
            if let Some(warnings) = rules.warnings() {
                reported(warnings);
            }
            let plain = r#"{ "territory": "RU", "members": [{ "id": "ada", "relation": "self" }] }"#;
            if let Ok(family) = rules.family_from_json(plain) {
                let _: Family = family.clone();
                told(&rules.on(chance.one_of(&DAYS).parse().unwrap()).assess(&family));
            }
            "loaded".to_owned()
        }
        Err(error) => reported(error.report()),
    }
}

/// A case file on the disk, as bytes.
fn cases(rules: &RuleSet, text: &[u8]) -> String {
    static FOLDER: AtomicU64 = AtomicU64::new(0);
    thread_local! {
        static OWN: PathBuf = {
            let number = FOLDER.fetch_add(1, Ordering::Relaxed);
            let folder = env::temp_dir().join(format!("one-window-hostile-{}-{number}", process::id()));
            fs::create_dir_all(&folder).unwrap();
            folder
        };
    }
    OWN.with(|folder| {
        fs::write(folder.join("a.cases.json"), text).unwrap();
        match cases_of(folder, rules) {
            Ok(cases) => {
                for case in cases.iter().take(3) {
                    if let Err(report) = case.run(rules) {
                        reported(&report);
                    }
                }
                "run".to_owned()
            }
            Err(CaseFailures::Failed { report, .. }) => reported(&report),
            Err(error) => {
                assert!(!error.to_string().is_empty());
                "refused".to_owned()
            }
        }
    })
}

/// Tries again and again until it ends as wanted, so often at the most; how it ended last.
fn tried(most: usize, wanted: &str, mut trial: impl FnMut() -> String) -> String {
    let mut last = String::new();
    for _ in 0..most {
        last = trial();
        if last == wanted {
            break;
        }
    }
    last
}

#[test]
fn any_bytes_end_in_an_answer_or_a_report() {
    run(2_000, 1_000_000, &[("loaded", 1_000)], |chance| {
        let is_expression = chance.below(4) == 0;
        let found = if is_expression { expression(chance) } else { bytes(chance) };
        let text = String::from_utf8_lossy(&found).into_owned();
        match chance.below(3) {
            _ if is_expression => {
                let ground = files().language[0][1].clone();
                rules(vec![ground, ("rules.json".to_owned(), text)], chance)
            }
            0 => {
                let ground = files().language[0][1].clone();
                rules(vec![ground, ("rules.json".to_owned(), text)], chance)
            }
            1 => cases(&files().rules[1], &found),
            _ => family(&files().rules[0], &text, chance),
        }
    });
}

#[test]
fn any_damaged_file_ends_in_an_answer_or_a_report() {
    run(500, 200_000, &[("answered", 100), ("loaded", 100), ("run", 100)], |chance| match chance.below(100) {
        // All rules of the crate, of which one file is damaged.
        0..2 => {
            let mut all = files().bundled.clone();
            let at = chance.below(all.len());
            all[at].1 = damaged(&all[at].1, chance);
            rules(all, chance)
        }
        // One of them, damaged, without the others.
        2..7 => {
            let mut some = files().base.clone();
            let (name, text) = chance.one_of(&files().bundled).clone();
            some.retain(|(known, _)| *known != name);
            some.push((name, damaged(&text, chance)));
            rules(some, chance)
        }
        7..55 => {
            let mut all = chance.one_of(&files().language).clone();
            let at = if chance.below(8) == 0 { chance.below(all.len()) } else { 0 };
            all[at].1 = damaged(&all[at].1, chance);
            rules(all, chance)
        }
        55..75 => {
            let ((_, text), own) = chance.one_of(&files().cases);
            // Case files are long, and few damages leave one of which a case runs.
            tried(8, "run", || cases(&files().rules[*own], damaged(text, chance).as_bytes()))
        }
        _ => {
            let (_, text) = chance.one_of(&files().families);
            // Few damages leave a family that can be read.
            tried(8, "answered", || family(&files().rules[0], &damaged(text, chance), chance))
        }
    });
}
