//! Random small rule sets over the vocabulary of `small.json`: typed as the language has it, in most of its forms.

use serde_json::{Value as Json, json};

use super::{chance::Chance, terms::Scope};

pub struct Writer {
    pub chance: Chance,
    pub conditions: Vec<String>,
    pub numbers: Vec<String>,
    /// Conditions of records of income, and named values of members.
    pub records: Vec<String>,
    pub named: Vec<String>,
    pub of_member: Vec<(String, &'static str)>,
    pub lists: Vec<String>,
    pub names: usize,
}

impl Writer {
    pub fn new(seed: u64) -> Self {
        Self {
            chance: Chance::new(seed),
            conditions: Vec::new(),
            numbers: Vec::new(),
            records: Vec::new(),
            named: Vec::new(),
            of_member: Vec::new(),
            lists: Vec::new(),
            names: 0,
        }
    }

    /// Definitions and measures, each citing those before it.
    pub fn rules(&mut self, has_choices: bool) -> Json {
        let mut definitions = serde_json::Map::new();
        for place in 0..self.chance.between(3, 7) {
            let (name, declared) = self.definition(place);
            definitions.insert(name, declared);
        }
        let mut measures = json!({ "test.plain": self.measure(false), "test.each": self.measure(true) });
        let mut groups = self.groups(&measures);
        if has_choices {
            self.choices(&mut measures, &mut groups);
        }
        self.days(&mut measures, &mut groups);
        json!({ "groups": groups, "definitions": definitions, "measures": measures })
    }

    /// Another measure, one that uses up what the family has, and a group of which the family chooses.
    fn choices(&mut self, measures: &mut Json, groups: &mut Json) {
        measures["test.third"] = self.measure(true);
        let names = ["test.plain", "test.each", "test.third"];
        // Where all that is told is shown the verdict is, too.
        for name in names {
            if self.chance.often(50) {
                measures[name]["eligible_when"] = json!("a or not(a)");
            }
        }
        if self.chance.often(40) {
            let name = *self.chance.pick(&names);
            let round = json!({ "to": "1", "mode": "half_up" });
            measures[name]["costs"] =
                json!({ "of": "money", "value": "money / 2", "unit": "RUB", "per": "once", "round": round });
        }
        let has_costs = names.iter().any(|name| measures[*name].get("costs").is_some());
        let (of, per) = match self.chance.below(4) {
            0 => (vec!["test.each", "test.third"], "child"),
            1 => (vec!["test.plain", "test.third"], "member"),
            2 => (vec!["test.each", "test.third"], "family"),
            _ => (names.to_vec(), "family"),
        };
        let has_money = of.iter().all(|name| measures[*name].get("amount").is_some());
        let pick = if has_money && self.chance.often(40) { "largest" } else { "family" };
        let mut group = json!({ "title": { "ru": "Выбор", "en": "Choice" }, "per": per, "of": of, "pick": pick });
        match self.chance.below(4) {
            0 if has_money && !has_costs => group["at_most"] = json!({ "sum": "500", "unit": "RUB" }),
            1 if of.len() > 2 => group["at_most"] = json!({ "count": 2 }),
            _ => {}
        }
        groups["choice"] = group;
    }

    /// The two measures do not combine, sometimes.
    fn groups(&mut self, measures: &Json) -> Json {
        let (plain, each) = (&measures["test.plain"], &measures["test.each"]);
        if self.chance.often(40) {
            return json!({});
        }
        let has_money = [plain, each].iter().all(|measure| measure.get("amount").is_some());
        let per = if plain.get("paid_to").is_some() && self.chance.often(50) { "member" } else { "family" };
        let mut group = json!({
            "title": { "ru": "Вместе", "en": "Together" }, "per": per, "of": ["test.each", "test.plain"],
            "pick": if has_money { "largest" } else { "family" }, "over": { "months": self.chance.between(1, 30) } });
        if self.chance.often(20) {
            group["territory"] = json!("RU-KHA");
        }
        if self.chance.often(20) {
            group["in_force"] = json!({ "from": "2025-01-01", "until": "2026-03-15" });
        }
        if has_money && self.chance.often(20) {
            group["at_most"] = json!({ "sum": "700", "unit": "RUB" });
        }
        json!({ "together": group })
    }

    /// Of some groups the measures do not combine only while both run. It is drawn last: what was drawn before stays.
    fn days(&mut self, measures: &mut Json, groups: &mut Json) {
        for group in groups.as_object_mut().unwrap().values_mut() {
            if group.get("at_most").is_some() || !self.chance.often(40) {
                continue;
            }
            group["while"] = json!("periods_overlap");
            for name in group["of"].as_array().unwrap() {
                if self.chance.often(80) {
                    let until = *self.chance.pick(&["from + 6 months", "from + 45 days", "d", "e"]);
                    let from = *self.chance.pick(&["d", "e", "on", "on + 40 days"]);
                    measures[name.as_str().unwrap()]["period"] = json!({ "from": from, "until": until });
                }
            }
        }
    }

    fn definition(&mut self, place: i64) -> (String, Json) {
        let name = format!("def_{place}");
        let kind = self.chance.below(11);
        let family = Scope::default();
        let member = Scope::default().with_person("who").inside("member");
        let member = Scope { items: 1, ..member };
        let declared = match kind {
            0..=2 => {
                let is = self.clause(&family);
                let title = json!({ "ru": "Обстоятельство", "en": "Circumstance" });
                let is_territorial = self.chance.often(15);
                let mut found = json!({ "of": "family", "circumstance": true, "title": title });
                self.spread(&mut found, is, is_territorial);
                self.conditions.push(name.clone());
                found
            }
            3 | 4 => {
                let is = self.clause(&member);
                self.of_member.push((name.clone(), "condition"));
                json!({ "of": "member", "as": "who", "is": is })
            }
            5 => {
                let is = self.value(&family, Self::number);
                self.numbers.push(name.clone());
                json!({ "of": "family", "is": is })
            }
            6 => {
                let is = self.number(&member, 2);
                self.of_member.push((name.clone(), "number"));
                json!({ "of": "member", "as": "who", "is": is })
            }
            7 => {
                let inside = Scope::default().inside("member");
                let list = |condition: String| format!("members[{condition}]");
                let one = list(self.condition(&inside, 1));
                let is = match self.chance.below(4) {
                    0 => {
                        let other = list(self.condition(&inside, 0));
                        json!({ "choose": [{ "when": self.condition(&family, 1), "is": one }, { "otherwise": other }] })
                    }
                    1 => {
                        let other = list(self.condition(&inside, 0));
                        json!({ "readings": { "one": one, "two": other }, "default": "two" })
                    }
                    _ => json!(one),
                };
                self.lists.push(name.clone());
                json!({ "of": "family", "is": is })
            }
            9 => {
                let is = *self.chance.pick(&[
                    "kind = wage or ordered",
                    "month >= month_of(on - 1 year) and owner.age >= 18",
                    "amount > minimum and not(owner.student)",
                    "month in months_before(on, 6, 1) and record.amount between 100 and 900",
                    "kind = gift and month < record.owner.birth_date + 18 years",
                ]);
                // An amount of money is law, so that it cannot be written out.
                let is = is.replace(" and record.amount between 100 and 900", " and record.amount <= money");
                self.records.push(name.clone());
                json!({ "of": "income", "is": is })
            }
            10 => {
                let (one, two) = (self.condition(&family, 1), self.condition(&member, 0));
                self.named.push(name.clone());
                json!({ "of": "member", "as": "who", "choose": [
                    { "when": two, "is": "home" }, { "when": one, "is": "applicant.home" }, { "otherwise": "home" } ] })
            }
            _ => {
                let window = *self.chance.pick(&[
                    "",
                    "[month in months_before(on, 4, 2)]",
                    "[kind = wage]",
                    "[month.year = on.year]",
                ]);
                let mode = *self.chance.pick(&["half_up", "up", "down", "half_even"]);
                json!({ "of": "member", "unit": "RUB", "round": { "to": "1", "mode": mode },
                    "is": format!("sum(income{window}.amount) / 3"), "told_as": "pay" })
            }
        };
        if kind == 8 {
            self.of_member.push((name.clone(), "money"));
        }
        (name, declared)
    }

    /// A condition as the definition has it: whole, or in versions by day, place or event, or with readings.
    fn spread(&mut self, declared: &mut Json, is: Json, is_territorial: bool) {
        let family = Scope::default();
        if is_territorial {
            declared["territorial"] = json!(true);
            let here = self.condition(&family, 1);
            let way =
                if self.chance.often(50) { json!({ "adds": here }) } else { json!({ "is": here, "replaces": "RU" }) };
            let mut region = json!({ "territory": if self.chance.often(50) { "RU-KHA" } else { "RU-KHA/khabarovsk" } });
            region.as_object_mut().unwrap().extend(way.as_object().unwrap().clone());
            declared["versions"] = json!([{ "is": is }, region]);
            return;
        }
        match self.chance.below(8) {
            0 => {
                let other = self.condition(&family, 1);
                declared["versions"] = json!([
                    { "in_force": { "until": "2025-06-01" }, "is": other },
                    { "in_force": { "from": "2025-06-01" }, "is": is } ]);
            }
            1 => {
                let (other, last) = (self.condition(&family, 1), self.condition(&family, 0));
                declared["by"] = json!(*self.chance.pick(&["d", "e", "applicant.birth_date"]));
                declared["versions"] = json!([
                    { "in_force": { "from": "2020-01-01", "until": "2024-01-01" }, "is": other },
                    { "in_force": { "from": "2024-01-01" }, "is": is }, { "otherwise": last } ]);
            }
            _ => declared["is"] = is,
        }
    }

    /// A condition as JSON writes it.
    fn clause(&mut self, scope: &Scope) -> Json {
        match self.chance.below(8) {
            0 => json!({ "all": [self.condition(scope, 1), self.condition(scope, 1), self.condition(scope, 0)] }),
            1 => json!({ "any": [self.condition(scope, 1), { "not": self.condition(scope, 1) }] }),
            2 => json!({ "not": self.clause(scope) }),
            3 => json!({ "choose": [
                { "when": self.condition(scope, 1), "is": self.condition(scope, 1) }, { "otherwise": self.condition(scope, 1) } ] }),
            4 => {
                json!({ "readings": { "one": self.condition(scope, 1), "two": self.condition(scope, 1) }, "default": "one" })
            }
            _ => json!(self.condition(scope, 2)),
        }
    }

    /// A value as JSON writes it.
    fn value(&mut self, scope: &Scope, write: fn(&mut Self, &Scope, usize) -> String) -> Json {
        match self.chance.below(4) {
            0 => json!({ "choose": [
                { "when": self.condition(scope, 1), "is": write(self, scope, 1) },
                { "when": self.condition(scope, 0), "is": write(self, scope, 1) }, { "otherwise": write(self, scope, 1) } ] }),
            1 => json!({ "by": "d", "versions": [
                { "in_force": { "until": "2025-01-01" }, "is": write(self, scope, 1) },
                { "in_force": { "from": "2025-01-01" }, "is": write(self, scope, 1) } ] }),
            _ => json!(write(self, scope, 2)),
        }
    }

    fn measure(&mut self, is_each: bool) -> Json {
        let family = Scope::default();
        let scope =
            if is_each { Scope { people: vec!["kid".to_owned()], items: 1, bare: None } } else { family.clone() };
        let because = json!({ "ru": "Основание", "en": "A ground" });
        let mut found = json!({
            "title": { "ru": "Мера", "en": "Measure" }, "kind": "benefit", "addresses": ["test"],
            "eligible_when": self.clause(&scope), "in_force": { "from": "2020-01-01" },
            "territory": *self.chance.pick(&["RU", "RU", "RU", "RU-KHA", "RU-KHA/khabarovsk"]),
        });
        if is_each {
            let list = self.people(&family, 1);
            found["for"] =
                json!({ "each": if list.contains("guardian") { "members".to_owned() } else { list }, "as": "kid" });
        }
        if self.chance.often(40) {
            found["refused_when"] = json!([{ "when": self.condition(&scope, 1), "because": because }]);
        }
        if self.chance.often(25) {
            found["accepts"] = json!(["document", "registry"]);
        }
        if self.chance.often(20) {
            let (number, money) = (self.number(&scope, 1), self.rubles(&scope, 1));
            found["let"] = json!({ "count_of": number, "base_of": money });
            found["eligible_when"] =
                json!({ "any": [found["eligible_when"].clone(), "count_of >= 2 and base_of > minimum"] });
        }
        if self.chance.often(15) {
            let other = self.condition(&scope, 1);
            let place = *self.chance.pick(&["RU-KHA", "RU-KHA/khabarovsk", "RU-VGG"]);
            let force = if self.chance.often(50) {
                json!({ "from": "2020-01-01" })
            } else {
                json!({ "attested": { "from": "2020-01-01", "until": "2025-01-01" } })
            };
            let common = found.as_object_mut().unwrap();
            let (territory, period) = (common.remove("territory").unwrap(), common.remove("in_force").unwrap());
            let mut versions = vec![json!({ "territory": territory, "in_force": period })];
            if territory != place {
                versions.push(json!({ "territory": place, "in_force": force, "eligible_when": other }));
            }
            found["versions"] = Json::Array(versions);
        }
        let mut paid = scope.clone();
        match self.chance.below(5) {
            0 if scope.items < 1 => {
                paid = scope.with_person("carer");
                let when = self.condition(&paid, 1);
                let way = *self.chance.pick(&["one_of", "each_of"]);
                found["paid_to"] = json!({ way: "members[relation in (self, spouse)]", "as": "carer", "when": when });
            }
            1 => {
                let when = self.simple_condition(&scope.with_person("heir"));
                found["paid_to"] = json!({ "first_of": [
                    { "who": "members[relation = spouse]", "as": "heir", "when": when },
                    { "who": "members[student]", "share": "equal" }, { "who": "applicant", "when": "a" } ] });
            }
            _ => {}
        }
        if self.chance.often(75) {
            let to = *self.chance.pick(&["0.01", "1", "10"]);
            let mode = *self.chance.pick(&["half_up", "up", "down", "half_even", "half_down", "floor", "ceiling"]);
            let value = self.value(&paid, Self::rubles);
            found["amount"] =
                json!({ "value": value, "unit": "RUB", "per": "once", "round": { "to": to, "mode": mode } });
        }
        if self.chance.often(15) {
            let value = self.value(&paid, Self::rubles);
            found["fee"] =
                json!({ "value": value, "unit": "RUB", "per": "hour", "round": { "to": "0.01", "mode": "half_even" } });
        }
        if self.chance.often(35) {
            found["period"] = json!({ "from": self.date(&paid, 1), "until": "from + 6 months", "until_at_most": self.date(&paid, 1) });
        }
        if self.chance.often(35) {
            let late = *self.chance.pick(&["lapses", "starts_later"]);
            let within = json!({ "within": { "months": 6, "of": self.date(&paid, 0) }, "late": late });
            let window = json!({ "opens": "date(on.year, 3, 1)", "closes": self.date(&paid, 1), "late": late });
            found["apply"] = if self.chance.often(60) { within } else { window };
        }
        found
    }
}
