//! Random expressions, typed as the language has it.

use super::rules::Writer;

/// What bare names and names in scope stand for.
#[derive(Clone, Default)]
pub struct Scope {
    /// `member` or `income`, whose facts are read by bare names.
    pub bare: Option<&'static str>,
    /// Names of members.
    pub people: Vec<String>,
    /// How many items can be named at once.
    pub items: usize,
}

impl Scope {
    pub fn with_person(&self, name: &str) -> Self {
        let mut found = self.clone();
        found.people.push(name.to_owned());
        found.items += 1;
        found
    }

    pub fn inside(&self, bare: &'static str) -> Self {
        Self { bare: Some(bare), items: self.items + 1, ..self.clone() }
    }
}

impl Writer {
    fn order(&mut self) -> &'static str {
        self.chance.pick::<&'static str>(&["=", "!=", "<", "<=", ">", ">="])
    }

    pub fn fresh(&mut self) -> String {
        self.names += 1;
        format!("m{}", self.names)
    }

    pub fn condition(&mut self, scope: &Scope, depth: usize) -> String {
        if depth == 0 {
            return self.simple_condition(scope);
        }
        match self.chance.below(18) {
            0 | 1 => format!("({} and {})", self.condition(scope, depth - 1), self.condition(scope, depth - 1)),
            2 => format!("({} or {})", self.condition(scope, depth - 1), self.condition(scope, depth - 1)),
            3 => format!("not({})", self.condition(scope, depth - 1)),
            4 => {
                let when = self.condition(scope, 0);
                format!(
                    "(if {when} then {} else {})",
                    self.condition(scope, depth - 1),
                    self.condition(scope, depth - 1)
                )
            }
            5 => {
                let order = self.order();
                format!("{} {order} {}", self.number(scope, depth - 1), self.number(scope, depth - 1))
            }
            6 if scope.items < 2 => {
                let name = self.fresh();
                let list = self.people(scope, depth - 1);
                let way = *self.chance.pick(&["some", "every"]);
                let inner = scope.with_person(&name);
                format!("({way} {name} in {list} satisfies {})", self.condition(&inner, depth - 1))
            }
            7 if scope.items < 2 => {
                let order = self.order();
                format!("count({}) {order} {}", self.people(scope, depth - 1), self.chance.below(4))
            }
            8 => {
                let range =
                    *self.chance.pick(&["[1..3]", "(0..2)", "[1..3)", "(..2]", "[2..)", "(1, 3)", "(< 1, >= 3)"]);
                format!("{} in {range}", self.number(scope, depth - 1))
            }
            9 => {
                let order = self.order();
                format!("{} {order} {}", self.date(scope, 1), self.date(scope, 1))
            }
            10 => {
                let order = *self.chance.pick(&["<", "<=", ">", ">="]);
                format!("{} {order} {}", self.rubles(scope, depth - 1), self.rubles(scope, depth - 1))
            }
            12 if scope.items < 1 => (*self.chance.pick(&[
                "(some p in members, q in members satisfies p.points > q.points and p != q)",
                "(every p in members, q in members satisfies p = q or p.home = q.home)",
                "(some p in members satisfies count(p.friends[student]) >= 1)",
                "(every p in members satisfies p.birth_date <= on - 1 year)",
                "count(members[some q in members satisfies q.points > item.points]) = 1",
                "(some p in members, q in members satisfies p in q.friends and q in p.friends)",
                "count(months_before(on, 6, 1)[item >= month_of(d)]) >= 3",
                "count(months_before(d, 3, 1)[item in months_before(on, 12, 1)]) >= 2",
                "month_of(d) in months_before(on, 13, 2)",
                "(some m in months_before(on, 4, 2) satisfies m.month = 1)",
                "all(members.student)",
                "any(members[age >= 7].student)",
                "2 in members.points",
                "applicant in members[points > 1].friends",
                "count(members.friends) >= count(members[student])",
            ]))
            .to_owned(),
            13 => self.dates(scope),
            14 if scope.items > 0 => {
                let (who, other) = (self.person(scope), self.whose(scope));
                let date = self.date(scope, 0);
                match self.chance.below(3) {
                    0 => format!("age_on({who}, {date}) >= 7"),
                    1 => format!("birthday({who}, 7) <= {date}"),
                    _ => format!("{who}.birth_date < {other}birth_date"),
                }
            }
            11 if scope.items < 1 => {
                let (list, test) = *self.chance.pick(&[
                    ("awards", "r.measure = test.plain"),
                    ("awards", "applicant in r.child"),
                    ("awards[measure in (test.plain, test.each)]", "r.until = none or r.until > on"),
                    ("flats", "r.old and r.area > 3"),
                    ("flats", "r.owner.student"),
                    ("applicant.income", "r.kind = gift and r.ordered"),
                    ("members.income", "r.month >= month_of(on - 1 year)"),
                    ("members.income", "r.owner.points > 2 or r.amount > minimum"),
                ]);
                let way = *self.chance.pick(&["some", "every"]);
                format!("({way} r in {list} satisfies {test})")
            }
            15 => self.about_written(scope),
            _ => self.simple_condition(scope),
        }
    }

    /// A comparison of two days, of parts of them, or of what lies between them.
    fn dates(&mut self, scope: &Scope) -> String {
        let (one, two) = (self.date(scope, 0), self.date(scope, 1));
        let test = *self.chance.pick(&[
            "{} - {} > 30 days",
            "abs({} - {}) <= 100 days",
            "years and months duration({}, {}) >= 6 months",
            "{}.year = {}.year",
            "{}.month >= {}.month",
            "days_in_year({}.year) = days_in_year({}.year)",
            "{} - 5 days / 2 <= {}",
            "{} < {} + y * 10 days",
            "{} >= {} - x * 1.5 * 3 months",
            "({} - {}) / 30 days > 2.5",
            "2 * ({} - {}) >= 90 days / k",
            "years and months duration({}, {}) / 3 months >= x",
            "years and months duration({}, {}) * 0.3 in (1 month, 2 months, -1 month)",
        ]);
        test.replacen("{}", &one, 1).replacen("{}", &two, 1)
    }

    /// A condition on a list that is written out.
    fn about_written(&mut self, scope: &Scope) -> String {
        let list = self.written(scope);
        match self.chance.below(3) {
            0 => format!("(some n in {list} satisfies n {} {})", self.order(), self.simple_number(scope)),
            1 => format!("(every n in {list} satisfies n {} {})", self.order(), self.simple_number(scope)),
            _ => format!("{} in {list}", self.simple_number(scope)),
        }
    }

    /// A list that is written out, filtered as a rule.
    fn written(&mut self, scope: &Scope) -> String {
        let list = format!("[1, {}, {}]", self.simple_number(scope), self.chance.between(0, 4));
        match self.chance.below(4) {
            0 => list,
            _ => format!("{list}[item {} {}]", self.order(), self.simple_number(scope)),
        }
    }

    /// A member by a name in scope, with a point behind it; the facts of the item by bare names.
    fn whose(&mut self, scope: &Scope) -> String {
        let mut all: Vec<String> = scope.people.iter().map(|name| format!("{name}.")).collect();
        all.push("applicant.".to_owned());
        if scope.bare == Some("member") {
            all.extend([String::new(), String::new()]);
        }
        self.chance.pick(&all).clone()
    }

    fn person(&mut self, scope: &Scope) -> String {
        let mut all = scope.people.clone();
        all.push("applicant".to_owned());
        self.chance.pick(&all).clone()
    }

    pub fn simple_condition(&mut self, scope: &Scope) -> String {
        if self.chance.often(8) && !self.named.is_empty() && scope.items > 0 {
            let named = self.chance.pick(&self.named.clone()).clone();
            return format!(
                "{}{named} {} {}",
                self.whose(scope),
                self.chance.pick(&["=", "!="]),
                self.chance.pick(&["town", "village"])
            );
        }
        if self.chance.often(8) && !self.records.is_empty() && scope.items == 0 {
            let record = self.chance.pick(&self.records.clone()).clone();
            return format!("count(members.income[{record}]) >= {}", self.chance.below(3));
        }
        if self.chance.often(55) && scope.items > 0 {
            let who = self.whose(scope);
            let own: Vec<String> =
                self.of_member.iter().filter(|(_, kind)| *kind == "condition").map(|(name, _)| name.clone()).collect();
            let choice = self.chance.below(10 + own.len().min(4));
            return match choice {
                0 => format!("{who}student"),
                1 => format!("{who}home = town"),
                2 => format!("{who}relation in (child, other)"),
                3 => format!("{who}relation = self"),
                4 => format!("{who}age >= {}", self.chance.pick(&[7, 12, 18])),
                5 => format!("{who}points {} {}", self.order(), self.chance.below(5)),
                6 => {
                    format!("{} in {who}{}", self.person(scope), self.chance.pick(&["friends", "guardian", "enemies"]))
                }
                7 => format!("{} != {}", self.person(scope), self.person(scope)),
                8 => format!("{who}weeks {} {}", self.order(), self.chance.below(8)),
                9 => format!("{who}came = none"),
                _ => format!("{who}{}", self.chance.pick(&own)),
            };
        }
        let cited = self.conditions.clone();
        match self.chance.below(14 + cited.len().min(4)) {
            0 | 1 => "a".to_owned(),
            2 => "b".to_owned(),
            3 => "c".to_owned(),
            4 => (*self.chance.pick(&["h", "g"])).to_owned(),
            5 => format!("colour = {}", self.chance.pick(&["red", "green"])),
            6 => format!("colour in ({})", self.chance.pick(&["red, green", "blue, red", "red, green, blue"])),
            7 => format!("shade {} {}", self.chance.pick(&["=", "!="]), self.chance.pick(&["none", "light"])),
            8 => format!("pick {} {}", self.chance.pick(&["=", "!="]), self.chance.pick(&["none", "left"])),
            9 => format!("maybe {} {}", self.order(), self.chance.pick(&["x", "2", "y"])),
            10 => (*self.chance.pick(&["maybe = none", "debt = none", "e = none"])).to_owned(),
            11 => format!("x {} {}", self.order(), self.chance.between(-2, 3)),
            12 => {
                format!("x between {} and {}", self.chance.pick(&["0", "-1", "y"]), self.chance.pick(&["1", "2", "y"]))
            }
            13 => format!("applicant.{}", self.chance.pick(&["student", "home = village", "age >= 18"])),
            _ => self.chance.pick(&cited).clone(),
        }
    }

    pub fn people(&mut self, scope: &Scope, depth: usize) -> String {
        let lists = self.lists.clone();
        match self.chance.below(7 + lists.len().min(3)) {
            0 | 1 => "members".to_owned(),
            2 => format!(
                "members[{}]",
                self.chance.pick(&["relation = child", "student", "home = town", "points >= 2", "age < 18"])
            ),
            3 => format!("{}{}", self.whose(scope), self.chance.pick(&["friends", "enemies", "guardian"])),
            4 => "members[relation = child][student]".to_owned(),
            5 | 6 if depth > 0 => {
                let inner = Scope { people: scope.people.clone(), ..scope.inside("member") };
                format!("members[{}]", self.condition(&inner, depth - 1))
            }
            5 | 6 => "members[not(student)]".to_owned(),
            _ => self.chance.pick(&lists).clone(),
        }
    }

    pub fn number(&mut self, scope: &Scope, depth: usize) -> String {
        if depth == 0 {
            return self.simple_number(scope);
        }
        let next = depth - 1;
        match self.chance.below(19) {
            0 => format!("({} + {})", self.number(scope, next), self.number(scope, next)),
            1 => format!("({} - {})", self.number(scope, next), self.number(scope, next)),
            2 => format!("({} * {})", self.number(scope, next), self.simple_number(scope)),
            3 => format!("({} / {})", self.number(scope, next), self.chance.pick(&["k", "2", "rate", "3"])),
            4 => format!(
                "(if {} then {} else {})",
                self.condition(scope, 0),
                self.number(scope, next),
                self.number(scope, next)
            ),
            5 => format!(
                "{}({}, {})",
                self.chance.pick(&["min", "max"]),
                self.number(scope, next),
                self.number(scope, next)
            ),
            6 if scope.items < 2 => format!("count({})", self.people(scope, next)),
            7 if scope.items < 2 => {
                let list = self.people(scope, next);
                let fact = *self.chance.pick(&["points", "weeks", "points"]);
                let way = *self.chance.pick(&["sum(", "max(0, ", "min(4, ", "count("]);
                format!("{way}{list}.{fact})")
            }
            8 if scope.items < 2 => {
                let name = self.fresh();
                let inner = scope.with_person(&name);
                let list = self.people(scope, next);
                format!("sum(for {name} in {list} return {})", self.number(&inner, next))
            }
            9 => {
                let way = *self.chance.pick(&[
                    "round half up",
                    "round up",
                    "round down",
                    "round half down",
                    "decimal",
                    "floor",
                    "ceiling",
                ]);
                format!("{way}({} / 2, 0)", self.number(scope, next))
            }
            12 => format!("modulo({}, {})", self.number(scope, next), self.chance.pick(&["k", "3", "-2"])),
            13 => format!("({} ** {})", self.simple_number(scope), self.chance.pick(&["2", "3", "1"])),
            10 => format!("abs({})", self.number(scope, next)),
            11 => format!("value_on(rate, {})", self.date(scope, 1)),
            15 => {
                let way = *self.chance.pick(&["sum(", "count(", "max(0, ", "min(3, "]);
                format!("{way}{})", self.written(scope))
            }
            16 => {
                let (first, second) = (self.fresh(), self.fresh());
                let (one, other) = (self.written(scope), self.simple_number(scope));
                let loops = format!("for {first} in {one}, {second} in [{first}, {other}] return {first} * {second}");
                format!("{}{loops})", self.chance.pick(&["sum(", "max(0, ", "count("]))
            }
            14 => {
                let list = *self.chance.pick(&[
                    "count(members)",
                    "count(flats)",
                    "sum(flats.area)",
                    "count(members.income[kind = wage])",
                    "count(applicant.income[month in months_before(on, 4, 2)])",
                    "max(0, flats[old].area)",
                    "count(awards.child)",
                ]);
                if scope.items > 0 { "count(members)".to_owned() } else { list.to_owned() }
            }
            _ => self.simple_number(scope),
        }
    }

    fn simple_number(&mut self, scope: &Scope) -> String {
        if self.chance.often(50) && scope.items > 0 {
            let who = self.whose(scope);
            let own: Vec<String> =
                self.of_member.iter().filter(|(_, kind)| *kind == "number").map(|(name, _)| name.clone()).collect();
            return match self.chance.below(3 + own.len().min(2)) {
                0 | 1 => format!("{who}points"),
                2 => format!("{who}weeks"),
                _ => format!("{who}{}", self.chance.pick(&own)),
            };
        }
        let cited = self.numbers.clone();
        match self.chance.below(8 + cited.len().min(3)) {
            0 => "x".to_owned(),
            1 => "y".to_owned(),
            2 => "k".to_owned(),
            3 => "maybe".to_owned(),
            4 => "rate".to_owned(),
            5 | 6 => self.chance.below(4).to_string(),
            7 => "applicant.points".to_owned(),
            _ => self.chance.pick(&cited).clone(),
        }
    }

    pub fn date(&mut self, scope: &Scope, depth: usize) -> String {
        if depth > 0 && self.chance.often(50) {
            let inner = self.date(scope, depth - 1);
            let spans =
                ["1 month", "6 months", "30 days", "1 year", "18 months", "k * 3 months", "5 years / 7", "x * 10 days"];
            let span = *self.chance.pick(&spans);
            let sign = *self.chance.pick(&["+", "-"]);
            return match self.chance.below(4) {
                0 => format!("month_of({inner})"),
                1 => format!("{}({inner}, d)", self.chance.pick(&["min", "max"])),
                _ => format!("({inner} {sign} {span})"),
            };
        }
        let who = self.whose(scope);
        match self.chance.below(7) {
            0 => "on".to_owned(),
            1 => "e".to_owned(),
            2 => format!("{who}birth_date"),
            3 => "date(on.year, 6, 1)".to_owned(),
            4 => format!("birthday({}, {})", self.person(scope), self.chance.pick(&[7, 18])),
            _ => "d".to_owned(),
        }
    }

    pub fn rubles(&mut self, scope: &Scope, depth: usize) -> String {
        let own: Vec<String> =
            self.of_member.iter().filter(|(_, kind)| *kind == "money").map(|(name, _)| name.clone()).collect();
        let who = if scope.items > 0 { self.whose(scope) } else { "applicant.".to_owned() };
        match self.chance.below(9) {
            0 if depth > 0 => format!("({} + {})", self.rubles(scope, depth - 1), self.rubles(scope, depth - 1)),
            1 if depth > 0 => {
                format!("({} * {})", self.rubles(scope, depth - 1), self.chance.pick(&["2", "0.5", "k", "1.1"]))
            }
            2 if scope.items < 2 => format!("sum({}.pay)", self.people(scope, 0)),
            3 => format!("{who}pay"),
            4 => "minimum".to_owned(),
            5 if !own.is_empty() && scope.items < 2 => format!("sum(members.{})", self.chance.pick(&own)),
            6 if !own.is_empty() => format!("{who}{}", self.chance.pick(&own)),
            7 if scope.items < 1 => format!(
                "sum(members.income[{}].amount)",
                self.chance.pick(&["kind = wage", "month in months_before(on, 4, 2)", "owner.points > 1"])
            ),
            8 => (*self.chance.pick(&["grant.base", "value_on(minimum, d)", "value_on(minimum, on, country)"]))
                .to_owned(),
            _ => "money".to_owned(),
        }
    }
}
