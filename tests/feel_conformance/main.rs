//! FEEL, the expression language of the standard DMN: the cases of its technology compatibility kit that were at hand
//! (`kit.json`), and cases of our own from the rules of the standard for what those leave out (`own.json`). Prints the
//! score by suite.
//!
//! `FEEL_CASES=other.json cargo test --test feel_conformance` takes another file of the same form in place of the kit's.
//!
//! The case `decision_007_a` of the suite `0082-feel-coercion` is left out of the kit's file: its declared result type
//! was lost when the cases were taken from the kit.

mod case;
mod outside;
mod score;
mod value;

use std::{
    collections::BTreeSet,
    env,
    io::{self, Write},
    path::Path,
    process::ExitCode,
};

use libtest_mimic::{Arguments, Failed, Trial};
use score::{Class, Score};

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/feel_conformance");

/// So many cases of the bundled kit agree at least.
const LEAST_AGREEING: usize = 205;

/// So many cases of our own there are at least.
const LEAST_OWN: usize = 60;

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let other = env::var_os("FEEL_CASES");
    let bundled = Path::new(FOLDER).join("kit.json");
    let kit = scored(other.as_deref().map_or(&bundled, Path::new));
    let own = scored(&Path::new(FOLDER).join("own.json"));
    let trials = match (kit, own) {
        (Ok(kit), Ok(own)) => {
            let table = format!("\n{}\n\ncases of our own:\n\n{}\n", kit.table(), own.table());
            // A score that nobody can read stops nothing.
            let _ = if arguments.list { Ok(()) } else { writeln!(io::stdout(), "{table}") };
            trials(&kit, &own, other.is_none())
        }
        (kit, own) => kit.err().into_iter().chain(own.err()).map(unreadable).collect(),
    };
    libtest_mimic::run(&arguments, trials).exit_code()
}

fn unreadable(problem: String) -> Trial {
    Trial::test("the_cases_can_be_read", move || Err(Failed::from(problem)))
}

fn scored(path: &Path) -> Result<Score, String> {
    Ok(Score::of(case::read(path)?))
}

fn trials(kit: &Score, own: &Score, is_bundled: bool) -> Vec<Trial> {
    let (agreeing, kept) = (kit.count(Class::Agrees), own.count(Class::Agrees));
    let disagreeing = kit.list(|found| matches!(found.class, Class::Disagrees));
    let nameless = kit.list(|found| matches!(found.class, Class::Outside(None)));
    let strays = own.list(|found| found.class != Class::Agrees);
    let mut trials = vec![
        trial("no_case_of_the_kit_disagrees", move || none(&disagreeing)),
        trial("what_is_outside_is_outside_by_a_name_of_the_reference", move || none(&nameless)),
        trial("the_names_of_what_is_outside_stand_in_the_reference", move || {
            let written = outside::written();
            let known: BTreeSet<String> = outside::names().map(str::to_owned).collect();
            require(written == known, &format!("the reference names {written:#?}, the runner knows {known:#?}"))
        }),
        trial("every_case_of_our_own_agrees", move || none(&strays)),
        trial("cases_of_our_own_are_enough", move || {
            require(kept >= LEAST_OWN, &format!("{kept} of {LEAST_OWN} agree"))
        }),
    ];
    if is_bundled {
        trials.push(trial("enough_cases_of_the_kit_agree", move || {
            require(agreeing >= LEAST_AGREEING, &format!("{agreeing} of {LEAST_AGREEING} agree"))
        }));
    }
    trials
}

fn trial(name: &str, run: impl FnOnce() -> Result<(), Failed> + Send + 'static) -> Trial {
    Trial::test(name, run)
}

fn none(found: &[String]) -> Result<(), Failed> {
    require(found.is_empty(), &found.join("\n"))
}

fn require(holds: bool, message: &str) -> Result<(), Failed> {
    if holds { Ok(()) } else { Err(Failed::from(message)) }
}
