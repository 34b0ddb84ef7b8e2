//! The value of one fact, read as its type has it.

use super::Reader;
use crate::{
    diagnostic::{Code, did_you_mean, quoted},
    family::model::ToldValue,
    json::{Kind, Node},
    source::Span,
    vocabulary::{FactSymbol, Type},
};

impl Reader<'_> {
    /// The value of a fact; `None` where it is wrong, which is reported.
    pub(in crate::family) fn value(&mut self, fact: &FactSymbol, node: &Node) -> Option<ToldValue> {
        if node.is_null() {
            self.refuse_null(fact, node.span);
            return None;
        }
        if node.as_str() == Some("none") && !self.has_named_none(fact) {
            return self.none(fact, node.span);
        }
        match &fact.r#type {
            Type::Boolean => self.truth(fact, node),
            Type::Number(unit) => self.number(fact, unit, node).map(ToldValue::Number),
            Type::Date => {
                let text = self.text_of(fact, node, r#"a date as text, such as `"2016-09-15"`"#)?;
                self.date(text, node.span).map(ToldValue::Date)
            }
            Type::Choice(enumeration) => self.choice(fact, *enumeration, node),
            Type::Measure => self.measure(fact, node),
            Type::List(item) if **item == Type::Member => self.members(fact, node).map(ToldValue::Members),
            other => {
                let message = format!("{} cannot be told: it is {other}", quoted(&fact.name));
                self.refuse(Code::WrongType, node.span, message, "leave it out");
                None
            }
        }
    }

    fn refuse_null(&mut self, fact: &FactSymbol, span: Span) {
        let name = quoted(&fact.name);
        let help = if fact.optional {
            format!(r#"leave {name} out where it is not known; write `"none"` where there is no such thing"#)
        } else {
            format!("leave {name} out where it is not known")
        };
        self.refuse(Code::UnexpectedNull, span, format!("{name} is `null`"), help);
    }

    /// Whether `none` is one of the named values of the fact.
    fn has_named_none(&self, fact: &FactSymbol) -> bool {
        match fact.r#type {
            Type::Choice(enumeration) => self.vocabulary.choice(enumeration, "none").is_some(),
            _ => false,
        }
    }

    fn none(&mut self, fact: &FactSymbol, span: Span) -> Option<ToldValue> {
        if matches!(fact.r#type, Type::List(_)) {
            return Some(ToldValue::Members(0));
        }
        if fact.optional {
            return Some(ToldValue::None);
        }
        let name = quoted(&fact.name);
        let help = match fact.r#type {
            Type::Boolean => format!("write `false`, or leave {name} out where it is not known"),
            Type::Number(_) => format!(r#"write `"0"` where that is meant, or leave {name} out where it is not known"#),
            _ => format!("leave {name} out where it is not known"),
        };
        self.refuse(Code::InvalidValue, span, format!("{name} cannot be `none`: it always exists"), help);
        None
    }

    fn truth(&mut self, fact: &FactSymbol, node: &Node) -> Option<ToldValue> {
        if let Kind::Bool(truth) = node.kind {
            return Some(ToldValue::Truth(truth));
        }
        let message = format!("{} must be `true` or `false`, got {}", quoted(&fact.name), shown(node));
        let help = match node.as_str() {
            Some(text @ ("true" | "false")) => format!("write `{text}` without quotes"),
            _ => "write `true` or `false` without quotes".to_owned(),
        };
        self.refuse(Code::WrongType, node.span, message, help);
        None
    }

    fn choice(&mut self, fact: &FactSymbol, enumeration: usize, node: &Node) -> Option<ToldValue> {
        let values = self.vocabulary.values(enumeration);
        let text = self.text_of(fact, node, "one of its named values as text")?;
        let place = self.vocabulary.choice(enumeration, text);
        if place.is_none() {
            let message = format!("{} is not a value of {}", quoted(text), quoted(&fact.name));
            let help = did_you_mean(text, values.iter().map(String::as_str), "values");
            self.refuse(Code::UnknownValue, node.span, message, help);
        }
        place.map(ToldValue::Choice)
    }

    fn measure(&mut self, fact: &FactSymbol, node: &Node) -> Option<ToldValue> {
        let text = self.text_of(fact, node, "the name of a measure as text")?;
        let number = self.vocabulary.measure(text);
        if number.is_none() {
            let message = format!("there is no measure {} in the rules", quoted(text));
            let help = did_you_mean(text, self.vocabulary.measures().iter().map(String::as_str), "measures");
            self.refuse(Code::UnknownMeasure, node.span, message, help);
        }
        number.map(ToldValue::Measure)
    }

    /// The members that a fact names, as bits; one id may stand without a list where there is one at most.
    fn members(&mut self, fact: &FactSymbol, node: &Node) -> Option<u64> {
        let name = quoted(&fact.name);
        let items = match &node.kind {
            Kind::Array(items) => items.as_slice(),
            Kind::String(_) if fact.single => std::slice::from_ref(node),
            Kind::String(id) => {
                let message = format!("{name} must be a list of member ids, got a text");
                self.refuse(Code::WrongType, node.span, message, format!("write {}", quoted(&format!("[{id:?}]"))));
                return None;
            }
            _ => {
                let message = format!("{name} must name members by id, got {}", node.describe());
                self.refuse(Code::WrongType, node.span, message, "write a list of ids; `[]` is nobody");
                return None;
            }
        };
        let mut bits = Some(0);
        for item in items {
            let bit = self.named_member(fact, item);
            if let (Some(bits), Some(bit)) = (bits, bit)
                && bits & bit != 0
            {
                let message = format!("{name} names {} twice", shown(item));
                self.refuse(Code::DuplicateMember, item.span, message, "name each member once");
            }
            bits = bits.zip(bit).map(|(bits, bit): (u64, u64)| bits | bit);
        }
        if fact.single && items.len() > 1 {
            let message = format!("{name} names {} members; there can be one at most", items.len());
            self.refuse(Code::InvalidValue, node.span, message, "name one member, or `[]` for nobody");
            return None;
        }
        bits
    }

    /// The bit of one named member.
    fn named_member(&mut self, fact: &FactSymbol, item: &Node) -> Option<u64> {
        let Some(id) = item.as_str() else {
            let message = format!("{} must name members by id, got {}", quoted(&fact.name), item.describe());
            self.refuse(Code::WrongType, item.span, message, "write the id of a member as text");
            return None;
        };
        let index = self.member_index(id, item.span)?;
        // A family with more members than bits is refused as a whole.
        1_u64.checked_shl(u32::try_from(index).ok()?)
    }

    /// The index of a member of the family.
    pub(super) fn member_index(&mut self, id: &str, span: Span) -> Option<usize> {
        let index = self.roster.index(id);
        if index.is_none() {
            let message = format!("the family has no member {}", quoted(id));
            self.refuse(Code::UnknownMember, span, message, did_you_mean(id, self.roster.names(), "members"));
        }
        index
    }

    /// The text of a value that must be text.
    fn text_of<'n>(&mut self, fact: &FactSymbol, node: &'n Node, expected: &str) -> Option<&'n str> {
        let text = node.as_str();
        if text.is_none() {
            let name = quoted(&fact.name);
            let message = format!("{name} must be {expected}, got {}", shown(node));
            self.refuse(Code::WrongType, node.span, message, format!("leave {name} out where it is not known"));
        }
        text
    }
}

/// How a message shows a value: short ones as they are.
fn shown(node: &Node) -> String {
    match &node.kind {
        Kind::String(text) => quoted(text),
        Kind::Number(digits) => quoted(digits),
        _ => node.describe().to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::trial::{anna, read, refused, told, with};
    use crate::{family::model::ToldValue, value::Provenance};

    #[test]
    fn every_type_of_fact_is_read() {
        let keys = r#", "sex": "female", "disability": "none", "birth_date": "1996-04", "married": false,
            "pregnancy_weeks": 20, "monthly_income": { "value": "14000.50", "provenance": "document", "note": "slip" },
            "parents": ["petya", "anna"], "married_to": "petya", "note": "a remark""#;
        let family = anna(keys).unwrap();
        let value = |name| told(&family, name).value().unwrap();
        assert_eq!(value("sex"), ToldValue::Choice(0));
        assert_eq!(value("disability"), ToldValue::Choice(0));
        assert_eq!(value("birth_date"), ToldValue::Date("1996-04-01".parse().unwrap()));
        assert_eq!(value("married"), ToldValue::Truth(false));
        assert_eq!(value("pregnancy_weeks"), ToldValue::Number(20.into()));
        assert_eq!(value("parents"), ToldValue::Members(0b11));
        assert_eq!(value("married_to"), ToldValue::Members(0b10));
        let income = told(&family, "monthly_income");
        assert_eq!(income.provenance(), Provenance::Document);
        assert_eq!(income.value().map(|value| format!("{value:?}")), Some("Number(14000.5)".to_owned()));
        assert_eq!(told(&family, "sex").provenance(), Provenance::Declared);
    }

    #[test]
    fn none_is_said_of_what_is_optional_and_of_members() {
        let family = anna(r#", "pregnancy_weeks": "none", "parents": "none", "married_to": []"#).unwrap();
        assert_eq!(told(&family, "pregnancy_weeks").value(), Some(ToldValue::None));
        assert_eq!(told(&family, "parents").value(), Some(ToldValue::Members(0)));
        assert_eq!(told(&family, "married_to").value(), Some(ToldValue::Members(0)));
        refused(anna(r#", "married": "none""#), &["invalid-value"], &["`married` cannot be `none`", "write `false`"]);
        refused(anna(r#", "birth_date": "none""#), &["invalid-value"], &["leave `birth_date` out"]);
        refused(anna(r#", "monthly_income": "none""#), &["invalid-value"], &[r#"write `"0"`"#]);
    }

    #[test]
    fn null_is_refused_with_what_to_write() {
        refused(anna(r#", "married": null"#), &["unexpected-null"], &["/members/0/married", "leave `married` out"]);
        refused(anna(r#", "pregnancy_weeks": null"#), &["unexpected-null"], &[r#"write `"none"`"#]);
        refused(anna(r#", "income": null"#), &["unexpected-null"], &["write `[]`"]);
        refused(anna(r#", "married": { "value": null }"#), &["unexpected-null"], &["/members/0/married/value"]);
    }

    #[test]
    fn a_value_of_another_type_is_refused() {
        refused(anna(r#", "married": "true""#), &["wrong-type"], &["write `true` without quotes"]);
        refused(anna(r#", "married": 1"#), &["wrong-type"], &["must be `true` or `false`, got `1`"]);
        refused(anna(r#", "monthly_income": true"#), &["wrong-type"], &["must be a number, got `true`"]);
        refused(anna(r#", "birth_date": 1996"#), &["wrong-type"], &["must be a date as text"]);
        refused(anna(r#", "sex": 1"#), &["wrong-type"], &["one of its named values"]);
        refused(anna(r#", "parents": "petya""#), &["wrong-type"], &[r#"write `["petya"]`"#]);
        refused(anna(r#", "parents": [1], "married_to": 2"#), &["wrong-type", "wrong-type"], &["by id"]);
        refused(anna(r#", "income": 5"#), &["wrong-type"], &["a list of records"]);
        refused(anna(r#", "income": [5]"#), &["wrong-type"], &["`{` and `}`"]);
    }

    #[test]
    fn a_named_value_is_listed() {
        refused(anna(r#", "disability": "child_disabld""#), &["unknown-value"], &["did you mean `child_disabled`?"]);
        refused(anna(r#", "sex": "f""#), &["unknown-value"], &["known values: `female`, `male`"]);
    }

    #[test]
    fn named_members_belong_to_the_family() {
        refused(anna(r#", "parents": ["petia"]"#), &["unknown-member"], &["did you mean `petya`?"]);
        refused(anna(r#", "parents": ["petya", "petya"]"#), &["duplicate-member"], &["names `petya` twice"]);
        refused(anna(r#", "married_to": ["petya", "anna"]"#), &["invalid-value"], &["one at most"]);
    }

    #[test]
    fn an_award_names_a_measure_and_a_member() {
        let family = |key: &str| read(&with(key, ""));
        let award = family(r#", "awards": [{ "measure": "federal.b", "child": "petya" }]"#).unwrap();
        let record = &award.list(2).records()[0];
        assert_eq!((record.row().told(0).value(), record.owner()), (Some(ToldValue::Measure(1)), None));
        assert_eq!(record.row().told(1).value(), Some(ToldValue::Members(0b10)));
        refused(
            family(r#", "awards": [{ "measure": "federal.bb" }]"#),
            &["unknown-measure"],
            &["did you mean `federal.b`?"],
        );
    }
}
