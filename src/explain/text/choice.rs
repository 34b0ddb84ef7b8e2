//! What does not combine, in words.

use super::{
    due,
    fact::name_and_age,
    form::{self, Noun, counted, sentence, small},
    page::{Line, Tone},
};
use crate::{
    assessment::{Choice, Eligibility, UsedUp, Verdict, Worth},
    document::Pick,
    explain::{
        choice::{Bundle, BundleSet, Rival},
        json::used_up,
        names::Names,
        view::Outcome,
    },
};

/// Where an outcome stands among those that do not combine with it.
pub(super) fn standing(names: Names<'_>, verdict: &Verdict, depth: usize) -> Vec<Line> {
    let outcome = Outcome::new(names.assessment, verdict);
    let mut said: Vec<String> = Vec::new();
    said.extend(outcome.excluded_by().map(|rival| replaced(names, verdict, rival)));
    if verdict.choice == Choice::Option {
        said.extend(verdict.entitlement.as_ref().and_then(|due| due.costs).map(|costs| used(names, verdict, costs)));
        let because = names.version(verdict).and_then(|version| version.text.costs.as_ref()?.because.as_ref());
        said.extend(because.map(|because| sentence(names.say(because))));
        said.push(if_confirmed(names, verdict).to_owned());
    }
    said.extend(outcome.depends().map(|rival| dependent(names, verdict, rival)));
    said.into_iter().filter(|text| !text.is_empty()).map(|text| Line::new(depth, text)).collect()
}

/// That an option is open only once what was told is confirmed.
fn if_confirmed(names: Names<'_>, verdict: &Verdict) -> &'static str {
    match verdict.eligibility {
        Eligibility::EligibleIfConfirmed => {
            names.either("Выбирать можно, если подтвердить.", "It can be chosen, if confirmed.")
        }
        _ => names.either("Выбираете вы.", "It is for you to choose."),
    }
}

/// An outcome by its title, and for whom it is.
fn called(names: Names<'_>, verdict: &Verdict) -> String {
    let title = names.version(verdict).map_or("", |version| names.say(&version.text.title));
    let whose = verdict.member.map(|member| format!(" ({})", name_and_age(names, member))).unwrap_or_default();
    names.either(format!("«{title}»{whose}"), format!("“{title}”{whose}"))
}

fn replaced(names: Names<'_>, verdict: &Verdict, rival: Rival<'_>) -> String {
    let outcome = Outcome::new(names.assessment, verdict);
    let only = if rival.is_only_while_both_run() {
        names.either(
            " Не сочетаются они только в те дни, когда действуют обе.",
            " They do not combine only while both run.",
        )
    } else {
        ""
    };
    let found = names.assessment.bundles().find(|bundle| bundle.worth_of(outcome).is_some());
    let compared = found.and_then(|bundle| compared(names, bundle, (outcome, rival)));
    let (better, money) = compared.unwrap_or_else(|| (called(names, rival.verdict()), String::new()));
    names.either(
        format!("Вместе не дают, вместо этого — {better}{money}.{only}"),
        format!("They do not go together; in its place: {better}{money}.{only}"),
    )
}

/// What replaces an outcome, with the money of both: another one that is worth more, or the best set where only several
/// together are.
fn compared(
    names: Names<'_>,
    bundle: Bundle<'_>,
    (outcome, rival): (Outcome<'_>, Rival<'_>),
) -> Option<(String, String)> {
    let (own, other) = (bundle.worth_of(outcome)?, bundle.worth_of(rival.outcome())?);
    let is_alone = other.low >= own.low;
    let best = bundle.best().filter(|best| best.worths().any(|(one, _)| one.place() == rival.outcome().place()));
    let (better, other) = match best {
        Some(best) if !is_alone => (titles(names, best), best.worth()),
        _ => (called(names, rival.verdict()), other),
    };
    let (own, other) = (exactly(names, own)?, exactly(names, other)?);
    let months = over(names, bundle.months());
    let together = if is_alone { "" } else { names.either("вместе ", "together ") };
    let money = names.either(
        format!(": {together}{other} против {own} {months}"),
        format!(": {together}{other} against {own} {months}"),
    );
    Some((better, money))
}

fn over(names: Names<'_>, months: u32) -> String {
    let months = counted(months.into(), Noun::Month, names.language);
    names.either(format!("за {months}"), format!("over {months}"))
}

fn exactly(names: Names<'_>, worth: Worth) -> Option<String> {
    worth.is_exact().then(|| form::money(worth.low, names.language))
}

/// What the family uses up: «Тратит 22 844,00 ₽ в месяц из того, что есть: остаток капитала, 690 000,00 ₽.»
fn used(names: Names<'_>, verdict: &Verdict, costs: UsedUp) -> String {
    let money = due::money(names, costs.amount, costs.per);
    let what = used_up(names, verdict).map(small);
    let left = costs.left.map(|left| due::sum(names, left));
    let of: Vec<String> = what.into_iter().chain(left).collect();
    let of = if of.is_empty() { String::new() } else { format!(": {}", of.join(", ")) };
    names.either(
        format!("Это свои деньги семьи, а не прибавка. Расходуется {money}{of}."),
        format!("This is the family's own money and no gain. It uses up {money}{of}."),
    )
}

fn dependent(names: Names<'_>, verdict: &Verdict, rival: Rival<'_>) -> String {
    let other = called(names, rival.verdict());
    let is_choice = rival.pick() == Pick::Family;
    if rival.is_only_while_both_run() {
        return dependent_while_both_run(names, verdict, (rival, &other));
    }
    match (rival.verdict().answered(), is_choice) {
        (Eligibility::Eligible, _) => names.either(
            format!("Не сочетается с {other}: что больше, пока не известно."),
            format!("It does not go with {other}: which is more is not known yet."),
        ),
        (Eligibility::Option, _) => names.either(
            format!("Если вы выберете {other}, эта мера может отпасть."),
            format!("If you choose {other}, this one may fall away."),
        ),
        (_, true) => names.either(
            format!("Если подтвердится право на {other}, выбирать между ними будете вы."),
            format!("If the right to {other} is confirmed, you will choose between the two."),
        ),
        (Eligibility::EligibleIfConfirmed, false) => names.either(
            format!("Если подтвердится {other}, эта мера {}.", falls(names, verdict)),
            format!("If {other} is confirmed, this one {}.", falls(names, verdict)),
        ),
        _ => names.either(
            format!("Если окажется, что положено {other}, эта мера {}.", falls(names, verdict)),
            format!("If {other} turns out to be due, this one {}.", falls(names, verdict)),
        ),
    }
}

/// Of measures that do not combine only while both run: the days may be what is open.
fn dependent_while_both_run(names: Names<'_>, verdict: &Verdict, (rival, other): (Rival<'_>, &str)) -> String {
    let falls = falls(names, verdict);
    match (rival.verdict().answered(), rival.pick()) {
        (Eligibility::Eligible, Pick::Family) => names.either(
            format!("Если в какие-то дни будут действовать обе, выбирать между этой мерой и {other} будете вы."),
            format!("If there are days on which both run, you will choose between this one and {other}."),
        ),
        (Eligibility::Eligible, Pick::Largest) => names.either(
            format!("Не сочетается с {other} в те дни, когда действуют обе: что останется, пока не известно."),
            format!("It does not go with {other} while both run: which remains is not known yet."),
        ),
        (Eligibility::Option, _) => names.either(
            format!("Если вы выберете {other} и в какие-то дни будут действовать обе, эта мера может отпасть."),
            format!("If you choose {other} and there are days on which both run, this one may fall away."),
        ),
        (_, Pick::Family) => names.either(
            format!("Если подтвердится право на {other} и в какие-то дни будут действовать обе, выбирать будете вы."),
            format!("If the right to {other} is confirmed and there are days on which both run, you will choose."),
        ),
        (_, Pick::Largest) => names.either(
            format!("Если окажется, что положено {other} и в какие-то дни действуют обе, эта мера {falls}."),
            format!("If {other} turns out to be due and there are days on which both run, this one {falls}."),
        ),
    }
}

fn falls(names: Names<'_>, verdict: &Verdict) -> &'static str {
    match verdict.answered() {
        Eligibility::Option => names.either("может отпасть", "may fall away"),
        _ => names.either("отпадает, если та больше", "falls away if that is worth more"),
    }
}

/// What goes together best, part by part.
pub(super) fn bundles(names: Names<'_>) -> Vec<Line> {
    names.assessment.bundles().flat_map(|bundle| told(names, bundle)).collect()
}

fn told(names: Names<'_>, bundle: Bundle<'_>) -> Vec<Line> {
    let title = |(title, is_while_both_run): (&str, bool)| {
        let only = if is_while_both_run {
            names.either(" (только в те дни, когда действуют обе)", " (only while both run)")
        } else {
            ""
        };
        format!("{}{only}", small(title))
    };
    let groups = bundle.group_titles(names.language).map(title).collect::<Vec<_>>().join("; ");
    let head = names.either(format!("Вместе дают не все: {groups}."), format!("Not all go together: {groups}."));
    let mut lines = vec![Line::new(1, head).bullet().toned(Tone::Strong)];
    let months = over(names, bundle.months());
    let say = |text: String| Line::new(2, text);
    if let Some(best) = bundle.best() {
        let best = whole(names, best);
        let text = names.either("Больше всего денег", "Most money");
        lines.push(say(format!("{text} {months}: {best}.")));
    } else {
        // Of a service no money is said, so no sum decides.
        let is_money = bundle.candidates().all(|set| set.worth().high.is_some());
        let text = if is_money {
            names.either(
                format!("Что лучше {months}, зависит от того, чего мы еще не знаем:"),
                format!("Which is best {months} depends on what is not known yet:"),
            )
        } else {
            names.either("Деньгами этого не сравнить:", "Money does not compare them:").to_owned()
        };
        lines.push(say(text));
        lines.extend(bundle.candidates().map(|set| Line::new(3, format!("{}.", whole(names, set))).bullet()));
    }
    if let Some(second) = bundle.runner_up() {
        let text = names.either("Следующее по деньгам", "Next by money");
        lines.push(say(format!("{text}: {}.", whole(names, second))));
    }
    if !bundle.is_exact() {
        let text = names.either(
            "Вариантов слишком много: выбраны по одному, начиная с самых крупных.",
            "There are too many ways: they were taken one by one, the largest first.",
        );
        lines.push(say(text.to_owned()));
    }
    lines
}

/// A set with what it brings: «A; B — 340 000,00 ₽».
fn whole(names: Names<'_>, set: BundleSet<'_>) -> String {
    let titles = titles(names, set);
    let worth = set.worth();
    let least = form::money(worth.low, names.language);
    let money = match worth.high {
        Some(high) if high == worth.low && high.is_zero() => names.either("прибавки нет", "no gain").to_owned(),
        Some(high) if high == worth.low => least,
        Some(high) => {
            let most = form::money(high, names.language);
            names.either(format!("от {least} до {most}"), format!("from {least} to {most}"))
        }
        // Of a service no money is said.
        None if worth.low.is_zero() => return titles,
        None => names.either(format!("не меньше {least}"), format!("at least {least}")),
    };
    format!("{titles} — {money}")
}

fn titles(names: Names<'_>, set: BundleSet<'_>) -> String {
    let titles: Vec<String> = set.outcomes().map(|outcome| called(names, outcome.verdict())).collect();
    titles.join("; ")
}

#[cfg(test)]
mod tests {
    use crate::{
        explain::TextStyle,
        ruleset::sample::{assess, load},
        value::Language,
    };

    fn told(pick: &str, language: Language) -> String {
        told_with(&format!(r#""pick": "{pick}""#), "", language)
    }

    /// The large measure runs until `moved_on`, the small one from January on.
    fn told_with(keys: &str, facts: &str, language: Language) -> String {
        let (pick, only) = (if keys.contains("family") { "family" } else { "largest" }, keys.contains("while"));
        let period = |written: &'static str| if only { written } else { "" };
        let measure = |name: &str, title: &str, value: &str, more: &str| {
            format!(
                r#""federal.{name}": {{ "title": {{ "ru": "{title}", "en": "{name}" }}, "kind": "benefit", "addresses": ["means"],
                "territory": "RU", "in_force": {{ "from": "2020-01-01" }}, "eligible_when": "rooms >= 1",
                "amount": {{ "value": "{value}", "per": "month", "round": {{ "to": "0.01", "mode": "half_up" }} }} {more} }}"#
            )
        };
        let costs = r#", "costs": { "of": "rent", "value": "rent", "per": "month",
            "because": { "ru": "Это деньги семьи", "en": "The family's money" } }"#;
        let rules = format!(
            r#"{{ "groups": {{ "one": {{ "title": {{ "ru": "Одно из двух", "en": "One of two" }}, "per": "family",
            "of": ["federal.large", "federal.small"], {keys} }} }}, "measures": {{ {}, {} }} }}"#,
            measure(
                "large",
                "Большое",
                "rent",
                match (pick, only) {
                    ("family", false) => costs,
                    _ => period(r#", "period": { "from": "on", "until": "moved_on" }"#),
                }
            ),
            measure(
                "small",
                "Малое",
                "rent / 2",
                period(r#", "period": { "from": "date(2026, 1, 1)", "until": "on + 1 years" }"#)
            )
        );
        let rules = load(&rules).unwrap_or_else(|error| panic!("{error}"));
        let found = assess(&rules, &format!(r#""rooms": 2, "rent": "100", {facts}"#), "}");
        found.text(language, &TextStyle::default()).replace('\u{a0}', " ")
    }

    #[test]
    fn what_replaces_a_measure_is_told_with_the_money_of_both() {
        let text = told("largest", Language::Russian);
        assert!(text.contains("вместо этого — «Большое»: 1 200,00 ₽ против 600,00 ₽ за 12 месяцев."), "{text}");
        assert!(text.contains("Больше всего денег за 12 месяцев: «Большое» — 1 200,00 ₽."), "{text}");
        let text = told("largest", Language::English);
        assert!(text.contains("GIVES WAY TO ANOTHER MEASURE"), "{text}");
    }

    #[test]
    fn the_familys_own_money_is_no_gain() {
        let text = told("family", Language::Russian);
        assert!(
            text.contains("Это свои деньги семьи, а не прибавка. Расходуется 100,00 ₽ в месяц: плата, 100,00 ₽."),
            "{text}"
        );
        assert!(text.contains("«Большое» — прибавки нет."), "{text}");
    }

    #[test]
    fn what_combines_unless_both_run_is_said_so() {
        let largest = r#""pick": "largest", "while": "periods_overlap""#;
        let text = told_with(largest, r#""moved_on": "2026-09-01","#, Language::Russian);
        assert!(text.contains("сочетаются они только в те дни, когда действуют обе."), "{text}");
        assert!(text.contains("Вместе дают не все: одно из двух (только в те дни, когда действуют обе)."), "{text}");
        let text = told_with(largest, r#""moved_on": "2026-01-01","#, Language::Russian);
        assert!(!text.contains("ействуют обе"), "{text}");
        let family = r#""pick": "family", "while": "periods_overlap""#;
        let text = told_with(family, "", Language::English);
        assert!(text.contains("If there are days on which both run, you will choose between this one and"), "{text}");
        assert!(text.contains("Not all go together: one of two (only while both run)."), "{text}");
    }
}
