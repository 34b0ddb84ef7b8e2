//! Rules at random: expressions of every form over a vocabulary so small that all it leaves unknown can be tried out.

/// A tape of choices; what is not on it is zero, the plainest choice.
pub struct Tape<'a> {
    numbers: &'a [u16],
}

impl<'a> Tape<'a> {
    /// Reads from the first number.
    pub fn new(numbers: &'a [u16]) -> Self {
        Self { numbers }
    }

    /// A number below `most`.
    pub fn pick(&mut self, most: usize) -> usize {
        let (first, rest) = self.numbers.split_first().unwrap_or((&0, &[]));
        self.numbers = rest;
        usize::from(*first) % most
    }

    /// One of several values.
    pub fn one_of<T: Copy>(&mut self, values: &[T]) -> T {
        values[self.pick(values.len())]
    }
}

/// Names, territories and facts of the small world.
pub const VOCABULARY: &str = r#"{
  "territories": { "RU": { "title": { "ru": "Россия", "en": "Russia" } },
                   "RU-KHA": { "title": { "ru": "Хабаровский край", "en": "Khabarovsk Krai" } } },
  "needs": { "means": { "sphere": "income", "title": { "ru": "Средства", "en": "Means" } } },
  "parameters": { "bar": { "unit": "1", "range": "[0..4]", "values": [
    { "territory": "RU", "from": "1700-01-01", "until": "2023-01-01", "value": "1", "source": "A" },
    { "territory": "RU", "from": "2023-01-01", "value": "2", "source": "B" },
    { "territory": "RU-KHA", "from": "2024-01-01", "until": "2026-01-01", "value": "3", "source": "C" } ] } },
  "vocabulary": {
    "family": {
      "p": { "type": "boolean", "title": { "ru": "п", "en": "p" } },
      "q": { "type": "boolean", "applies_when": "p", "otherwise": "false", "title": { "ru": "к", "en": "q" } },
      "level": { "type": { "one_of": ["low", "mid", "high"] }, "title": { "ru": "у", "en": "level" } },
      "rooms": { "type": "number", "unit": "1", "range": "[0..3]", "title": { "ru": "ч", "en": "rooms" } },
      "pay": { "type": "number", "unit": "RUB", "range": "[0..2]", "title": { "ru": "п", "en": "pay" } }
    },
    "member": {
      "relation": { "type": { "one_of": ["self", "child", "other"] }, "title": { "ru": "р", "en": "relation" } },
      "birth_date": { "type": "date", "title": { "ru": "д", "en": "birth" } },
      "sane": { "type": "boolean", "title": { "ru": "с", "en": "sane" } },
      "kind": { "type": { "one_of": ["red", "blue"] }, "applies_when": "sane", "otherwise": "red", "title": { "ru": "в", "en": "kind" } },
      "score": { "type": "number", "unit": "1", "range": "[0..2]", "optional": true, "applies_when": "relation != self",
                 "otherwise": "none", "title": { "ru": "о", "en": "score" } },
      "parents": { "type": "members", "title": { "ru": "р", "en": "parents" } }
    },
    "gains": { "list_of": "member", "most": 2, "dated_by": "day", "title": { "ru": "д", "en": "gains" }, "facts": {
      "day": { "type": "date", "title": { "ru": "д", "en": "day" } },
      "amount": { "type": "number", "unit": "1", "range": "[0..3]", "title": { "ru": "с", "en": "amount" } },
      "taxed": { "type": "boolean", "title": { "ru": "н", "en": "taxed" } } } },
    "things": { "list_of": "family", "owned": true, "most": 2, "title": { "ru": "в", "en": "things" }, "facts": {
      "worth": { "type": "number", "unit": "1", "range": "[0..3]", "title": { "ru": "с", "en": "worth" } } } }
  } }"#;

/// Days of the small world, as expressions.
const DAYS: [&str; 4] = ["date(2022, 2, 28)", "date(2023, 1, 1)", "date(2024, 2, 29)", "date(2025, 10, 10)"];

/// What an expression can speak of: prefixes of members, the bare item of a filter last.
#[derive(Debug, Clone)]
struct Scope {
    members: Vec<String>,
    depth: usize,
    definitions: bool,
}

impl Scope {
    fn within(&self, name: &str) -> Self {
        let mut members = self.members.clone();
        members.retain(|known| !known.is_empty() || !name.is_empty());
        members.push(name.to_owned());
        Self { members, depth: self.depth.saturating_sub(1), definitions: self.definitions }
    }

    fn deeper(&self) -> Self {
        Self { depth: self.depth.saturating_sub(1), ..self.clone() }
    }

    fn member(&self, tape: &mut Tape<'_>) -> String {
        let place = tape.pick(self.members.len());
        self.members[self.members.len() - 1 - place].clone()
    }
}

/// The rule file of random rules.
pub fn rules(tape: &mut Tape<'_>) -> String {
    let plain = Scope { members: vec!["applicant.".to_owned()], depth: 3, definitions: false };
    let of_member = Scope { members: vec!["applicant.".to_owned(), "who.".to_owned()], depth: 2, definitions: false };
    let fit = condition(tape, &of_member);
    let weight = number(tape, &of_member);
    let (first, second) = (condition(tape, &of_member.within("")), condition(tape, &of_member.within("")));
    let kin = format!(
        r#""kin": {{ "of": "member", "as": "who", "is": {{ "choose": [
      {{ "when": "{}", "is": "members[{first}]" }}, {{ "otherwise": "members[{second}]" }} ] }} }}"#,
        condition(tape, &of_member)
    );
    let many = choice(tape, &Scope { depth: 2, ..plain.clone() });
    let family = Scope { definitions: true, ..plain };
    let of_kid = Scope { members: vec!["applicant.".to_owned(), "kid.".to_owned()], ..family.clone() };
    let (eligible, refused) = (condition(tape, &family), condition(tape, &Scope { depth: 1, ..family.clone() }));
    let (amount, day) = (number(tape, &family), date(tape, &family));
    let (each, right) = (condition(tape, &family.within("")), condition(tape, &of_kid));
    let (share, late) = (number(tape, &of_kid), date(tape, &of_kid));
    let refused = tape.one_of(&["", refused.as_str()]);
    let refused = if refused.is_empty() {
        String::new()
    } else {
        format!(r#", "refused_when": [{{ "when": "{refused}", "because": {{ "ru": "Отказ", "en": "Refused" }} }}]"#)
    };
    let within = format!(r#", "apply": {{ "within": {{ "months": 2, "of": "{late}" }}, "late": "lapses" }}"#);
    let within = tape.one_of(&["", within.as_str()]);
    let common = r#""title": { "ru": "М", "en": "M" }, "kind": "benefit", "addresses": ["means"], "territory": "RU",
      "in_force": { "from": "2020-01-01" }"#;
    let round = r#""per": "once", "round": { "to": "0.01", "mode": "half_up" }"#;
    format!(
        r#"{{ "definitions": {{
    "fit": {{ "of": "member", "as": "who", "is": "{fit}" }},
    {kin},
    "weight": {{ "of": "member", "as": "who", "is": "{weight}" }},
    "many": {{ "of": "family", "is": {many} }} }},
  "measures": {{
    "federal.whole": {{ {common}, "eligible_when": {{ "all": ["{eligible}"] }}{refused},
      "amount": {{ "value": "pay * ({amount})", {round} }}, "period": {{ "from": "{day}" }} }},
    "federal.each": {{ {common}, "for": {{ "each": "members[{each}]", "as": "kid" }}, "eligible_when": "{right}",
      "amount": {{ "value": "pay * ({share})", {round} }}{within} }} }} }}"#
    )
}

/// The rule file of a random measure that says who is paid.
pub fn paying(tape: &mut Tape<'_>) -> String {
    let scope = |names: &[&str], depth| Scope {
        members: names.iter().map(|name| (*name).to_owned()).collect(),
        depth,
        definitions: false,
    };
    let (kid, payee) = (scope(&["applicant.", "kid."], 1), scope(&["applicant.", "kid.", "payee."], 1));
    let list = |tape: &mut Tape<'_>| match tape.pick(5) {
        0 => "applicant".to_owned(),
        1 => "kid".to_owned(),
        2 => "kid.parents".to_owned(),
        3 => format!("members[{}]", condition(tape, &scope(&["kid.", ""], 0))),
        _ => "members".to_owned(),
    };
    let way = tape.pick(4);
    let (paid_to, amount) = if way < 2 {
        let (name, who) = (["one_of", "each_of"][way], list(tape));
        let when = condition(tape, &payee);
        (format!(r#"{{ "{name}": "{who}", "when": "{when}" }}"#), number(tape, &payee))
    } else {
        let groups: Vec<String> = (0..=way)
            .map(|_| {
                let (who, when) = (list(tape), condition(tape, &payee));
                let share = tape.one_of(&["", r#", "share": "equal""#]);
                format!(r#"{{ "who": "{who}", "when": "{when}"{share} }}"#)
            })
            .collect();
        (format!(r#"{{ "first_of": [{}] }}"#, groups.join(", ")), number(tape, &kid))
    };
    let within = match tape.pick(3) {
        0 if way < 2 => {
            let day = plain_date(tape, &payee);
            format!(r#", "apply": {{ "within": {{ "months": 20, "of": "{day}" }}, "late": "lapses" }}"#)
        }
        _ => String::new(),
    };
    let right = condition(tape, &kid);
    format!(
        r#"{{ "measures": {{ "federal.paid": {{ "title": {{ "ru": "М", "en": "M" }}, "kind": "benefit", "addresses": ["means"],
      "territory": "RU", "in_force": {{ "from": "2020-01-01" }}, "for": {{ "each": "members", "as": "kid" }},
      "paid_to": {paid_to}, "eligible_when": "{right}",
      "amount": {{ "value": "pay * ({amount})", "per": "once", "round": {{ "to": "0.01", "mode": "half_up" }} }}{within} }} }} }}"#
    )
}

/// The rule file of random conditions, each a circumstance or the condition of a need, that every answer reports.
pub fn conditions(tapes: &[Vec<u16>]) -> String {
    let plain = Scope { members: vec!["applicant.".to_owned()], depth: 2, definitions: true };
    let condition = |(place, numbers): (usize, &Vec<u16>)| {
        let tape = &mut Tape::new(numbers);
        // Conditions about numbers and dates decide at their edges, so they come more often than in rules.
        let condition = match tape.pick(4) {
            0 => condition(tape, &plain),
            1 => format!("{} {} {}", date(tape, &plain), order(tape), date(tape, &plain)),
            _ => format!("{} {} {}", number(tape, &plain), order(tape), plain_number(tape, &plain)),
        };
        (place, condition)
    };
    let (mut conditions, mut needs): (Vec<String>, Vec<String>) = (Vec::new(), Vec::new());
    for (place, condition) in tapes.iter().enumerate().map(condition) {
        if place % 3 == 2 {
            needs.push(format!(
                r#""n{place}": {{ "sphere": "income", "title": {{ "ru": "Н", "en": "N" }}, "urgency": "soon", "arises_when": "{condition}" }}"#
            ));
        } else {
            conditions.push(format!(r#""c{place}": {{ "of": "family", "circumstance": true, "is": "{condition}" }}"#));
        }
    }
    format!(
        r#"{{ "needs": {{ {} }}, "definitions": {{
    "fit": {{ "of": "member", "as": "who", "is": "who.sane or who.score >= 1" }},
    "kin": {{ "of": "member", "as": "who", "is": "members[item in who.parents or kind = blue]" }},
    "weight": {{ "of": "member", "as": "who", "is": "sum(who.gains.amount) + count(members[birth_date < who.birth_date])" }},
    "many": {{ "of": "family", "by": "applicant.birth_date", "versions": [
      {{ "in_force": {{ "until": "2023-01-01" }}, "is": "rooms" }}, {{ "in_force": {{ "from": "2023-01-01" }}, "is": "1" }} ] }},
    {} }} }}"#,
        needs.join(",\n    "),
        conditions.join(",\n    ")
    )
}

/// A value written as JSON structure: branches, versions, readings.
fn choice(tape: &mut Tape<'_>, scope: &Scope) -> String {
    let (one, two, three) = (number(tape, scope), number(tape, scope), number(tape, scope));
    match tape.pick(3) {
        0 => format!("\"{one}\""),
        1 => {
            let (first, second) = (condition(tape, scope), condition(tape, scope));
            format!(
                r#"{{ "choose": [{{ "when": "{first}", "is": "{one}" }}, {{ "when": "{second}", "is": "{two}" }}, {{ "otherwise": "{three}" }}] }}"#
            )
        }
        _ => {
            let by = date(tape, scope);
            format!(
                r#"{{ "by": "{by}", "versions": [
                  {{ "in_force": {{ "until": "2023-01-01" }}, "is": "{one}" }},
                  {{ "in_force": {{ "from": "2023-01-01" }}, "is": "{two}" }} ] }}"#
            )
        }
    }
}

fn condition(tape: &mut Tape<'_>, scope: &Scope) -> String {
    if scope.depth == 0 {
        return plain_condition(tape, scope);
    }
    let inner = scope.deeper();
    let name = format!("m{}", scope.depth);
    match tape.pick(14) {
        0..=2 => plain_condition(tape, scope),
        3 => format!("({} and {})", condition(tape, &inner), condition(tape, &inner)),
        4 => format!("({} or {})", condition(tape, &inner), condition(tape, &inner)),
        5 => format!("not({})", condition(tape, &inner)),
        6 => {
            let (when, yes, no) = (condition(tape, &inner), condition(tape, &inner), condition(tape, &inner));
            format!("(if {when} then {yes} else {no})")
        }
        7 | 8 => {
            let word = tape.one_of(&["some", "every"]);
            format!("({word} {name} in members satisfies {})", condition(tape, &scope.within(&format!("{name}."))))
        }
        9 => format!("({} {} {})", number(tape, &inner), order(tape), number(tape, &inner)),
        10 => format!("({} {} {})", date(tape, &inner), order(tape), date(tape, &inner)),
        11 => format!("({} between {} and {})", number(tape, &inner), number(tape, &inner), number(tape, &inner)),
        12 => {
            let aggregate = tape.one_of(&["any", "all"]);
            let condition = condition(tape, &scope.within(&format!("{name}.")));
            format!("{aggregate}(for {name} in members return {condition})")
        }
        _ => format!("({} = {})", plain_condition(tape, &inner), plain_condition(tape, &inner)),
    }
}

fn order(tape: &mut Tape<'_>) -> &'static str {
    tape.one_of(&["=", "!=", "<", "<=", ">", ">="])
}

fn plain_condition(tape: &mut Tape<'_>, scope: &Scope) -> String {
    let who = scope.member(tape);
    match tape.pick(16) {
        0 => "p".to_owned(),
        1 => "q".to_owned(),
        2 => format!("(level {} {})", tape.one_of(&["=", "!="]), tape.one_of(&["low", "mid"])),
        3 => "(level in (low, high))".to_owned(),
        4 => format!("{who}sane"),
        5 => format!("({who}kind {} {})", tape.one_of(&["=", "!="]), tape.one_of(&["red", "blue"])),
        6 => format!("({who}score = none)"),
        7 => format!("({who}score {} {})", order(tape), tape.one_of(&["0", "1", "rooms"])),
        8 => format!("({who}age {} {})", tape.one_of(&["<", ">="]), tape.one_of(&["1", "2", "18"])),
        9 => "(rooms in [1..3))".to_owned(),
        10 if !who.is_empty() => {
            format!("({} in {who}parents)", tape.one_of(&["applicant", who.trim_end_matches('.')]))
        }
        11 if scope.definitions => format!("{who}fit"),
        12 if scope.definitions && !who.is_empty() => {
            format!("({} in {who}kin)", tape.one_of(&["applicant", who.trim_end_matches('.')]))
        }
        13 => {
            let day = plain_date(tape, scope);
            format!("(count(months_before({day}, 6, 1)[item >= month_of({who}birth_date)]) {} 3)", order(tape))
        }
        14 => format!(
            "(some g in {who}gains satisfies {})",
            tape.one_of(&["g.amount > rooms", "g.taxed", "g.day < on - 1 year"])
        ),
        _ => format!("({who}relation = child)"),
    }
}

fn number(tape: &mut Tape<'_>, scope: &Scope) -> String {
    if scope.depth == 0 {
        return plain_number(tape, scope);
    }
    let inner = scope.deeper();
    let name = format!("m{}", scope.depth);
    match tape.pick(15) {
        0 | 1 => plain_number(tape, scope),
        2 | 3 => format!("count(members[{}])", condition(tape, &scope.within(""))),
        4 => format!("sum(members[{}].score)", condition(tape, &scope.within(""))),
        5 => format!("sum(for {name} in members return {})", number(tape, &scope.within(&format!("{name}.")))),
        6 => {
            let extreme = tape.one_of(&["min", "max"]);
            format!("{extreme}({}, members[{}].score)", plain_number(tape, &inner), condition(tape, &scope.within("")))
        }
        7 => format!("{}({}, {})", tape.one_of(&["min", "max"]), number(tape, &inner), number(tape, &inner)),
        8 => {
            let (when, yes, no) = (condition(tape, &inner), number(tape, &inner), number(tape, &inner));
            format!("(if {when} then {yes} else {no})")
        }
        9 => format!("({} + {})", number(tape, &inner), number(tape, &inner)),
        10 => format!("({} - {})", number(tape, &inner), number(tape, &inner)),
        11 => format!("({} * {})", plain_number(tape, &inner), number(tape, &inner)),
        12 => format!("abs({})", number(tape, &inner)),
        13 => format!("({} / max(1, {}))", number(tape, &inner), number(tape, &inner)),
        _ => {
            let (rounding, scale) = tape.one_of(&[
                ("floor(", ""),
                ("ceiling(", ""),
                ("modulo(3, 2 + ", ""),
                ("(-1) * (", ""),
                ("round half up(0.5 * ", ", 0"),
                ("round half down(0.5 * ", ", 0"),
                ("round up(0.4 * ", ", 0"),
                ("round down(1.5 * ", ", 0"),
                ("decimal(0.25 * ", ", 1"),
            ]);
            let number = tape.one_of(&["rooms", "abs(rooms)", "count(members)"]);
            format!("{rounding}{number}{scale})")
        }
    }
}

fn plain_number(tape: &mut Tape<'_>, scope: &Scope) -> String {
    let who = scope.member(tape);
    match tape.pick(15) {
        0 => "1".to_owned(),
        1 => tape.one_of(&["0", "2", "0.5"]).to_owned(),
        2 => "rooms".to_owned(),
        3 => format!("{who}score"),
        4 => "bar".to_owned(),
        5 => format!("value_on(bar, {})", plain_date(tape, scope)),
        6 => format!("count({who}gains)"),
        7 => format!("sum({who}gains[{}].amount)", tape.one_of(&["taxed", "amount > 1", "day >= date(2024, 1, 1)"])),
        8 => format!("max(0, {who}gains.amount)"),
        9 => format!("sum({who}things.worth)"),
        10 => tape.one_of(&["sum(things.worth)", "sum(members.gains.amount)", "count(things[owner.sane])"]).to_owned(),
        11 if scope.definitions => format!("{who}weight"),
        12 if scope.definitions => "many".to_owned(),
        13 if scope.definitions => format!("count({who}kin)"),
        _ => format!("count({who}gains[not(taxed)])"),
    }
}

fn date(tape: &mut Tape<'_>, scope: &Scope) -> String {
    if scope.depth == 0 {
        return plain_date(tape, scope);
    }
    let inner = scope.deeper();
    match tape.pick(8) {
        0 | 1 => plain_date(tape, scope),
        2 => format!(
            "({} {} {})",
            date(tape, &inner),
            tape.one_of(&["+", "-"]),
            tape.one_of(&["1 month", "30 days", "1 year"])
        ),
        3 => format!("{}({}, {})", tape.one_of(&["min", "max"]), date(tape, &inner), date(tape, &inner)),
        4 => {
            let (when, yes, no) = (condition(tape, &inner), date(tape, &inner), date(tape, &inner));
            format!("(if {when} then {yes} else {no})")
        }
        5 => format!("month_of({})", date(tape, &inner)),
        6 => format!("date(({}).year, {}, 1)", date(tape, &inner), tape.one_of(&["1", "12"])),
        _ => {
            let name = format!("m{}", scope.depth);
            format!("max({}, for {name} in members return {name}.birth_date)", plain_date(tape, &inner))
        }
    }
}

fn plain_date(tape: &mut Tape<'_>, scope: &Scope) -> String {
    let who = scope.member(tape);
    match tape.pick(4) {
        0 => tape.one_of(&DAYS).to_owned(),
        1 => "on".to_owned(),
        _ => format!("{who}birth_date"),
    }
}
