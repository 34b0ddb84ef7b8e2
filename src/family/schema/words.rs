//! What an editor shows beside the keys and values of a family file.

use crate::{
    catalogue::FactText,
    family::intake::provenance_name,
    value::{Language, Provenance, Text, Unit},
    vocabulary::{FactSymbol, NumberRange, Type},
};

/// Says the words of the rules, and ours, in one language.
#[derive(Debug, Clone, Copy)]
pub struct Words(pub Language);

impl Words {
    /// One of two texts of ours.
    pub fn either<T>(self, russian: T, english: T) -> T {
        match self.0 {
            Language::Russian => russian,
            Language::English => english,
        }
    }

    /// A text of the rules, or the name where there is none.
    pub fn title<'t>(self, text: Option<&'t Text>, name: &'t str) -> &'t str {
        text.map_or(name, |text| text.in_language(self.0))
    }

    /// A fact: title, question, and what the value is.
    pub fn fact(self, fact: &FactSymbol, text: &FactText) -> String {
        let mut parts = vec![sentence(self.title(text.title.as_ref(), &fact.name))];
        parts.extend(text.question.as_ref().map(|question| sentence(question.in_language(self.0))));
        parts.extend(self.form(fact));
        if fact.optional {
            parts.push(self.either("`\"none\"`: такого нет.", "`\"none\"`: there is no such thing.").to_owned());
        }
        if let Some(document) = &text.document {
            let document = document.in_language(self.0);
            parts.push(sentence(&format!("{}{document}", self.either("Подтверждает: ", "Shown by: "))));
        }
        parts.extend(self.accepted(fact));
        if fact.sensitive {
            let skip = self.either("На этот вопрос можно не отвечать.", "This question may be skipped.");
            parts.push(skip.to_owned());
        }
        parts.join(" ")
    }

    /// How the value is written, where its type alone does not say it.
    fn form(self, fact: &FactSymbol) -> Option<String> {
        let text = match &fact.r#type {
            Type::Number(unit) => self.number(fact, unit),
            Type::Date => self
                .either(
                    "День, как `2016-09-15`, или месяц, как `2016-09`.",
                    "A day, as `2016-09-15`, or a month, as `2016-09`.",
                )
                .to_owned(),
            Type::List(_) if fact.single => {
                self.either("`id` одного человека; `[]`: никто.", "The `id` of one member; `[]` is nobody.").to_owned()
            }
            Type::List(_) => self.either("Список `id`; `[]`: никто.", "A list of `id`s; `[]` is nobody.").to_owned(),
            _ => return None,
        };
        Some(text)
    }

    fn number(self, fact: &FactSymbol, unit: &Unit) -> String {
        let mut parts = Vec::new();
        if let Some(NumberRange { low, high }) = fact.range {
            parts.push(self.either(format!("Число от {low} до {high}"), format!("A number from {low} to {high}")));
        } else {
            parts.push(self.either("Число", "A number").to_owned());
        }
        if !unit.is_one() {
            parts.push(format!("`{unit}`"));
        }
        parts.push(match fact.digits {
            0 => self.either("целое", "whole").to_owned(),
            1 => self.either("одна цифра после точки", "one digit after the point").to_owned(),
            digits => {
                self.either(format!("после точки до {digits} цифр"), format!("up to {digits} digits after the point"))
            }
        });
        sentence(&parts.join(", "))
    }

    /// Which provenances count, where not all of them do.
    fn accepted(self, fact: &FactSymbol) -> Option<String> {
        let all = Provenance::ALL.into_iter();
        let counted: Vec<String> =
            all.filter(|it| fact.accepts.accepts(*it)).map(|it| format!("`{}`", provenance_name(it))).collect();
        (counted.len() < Provenance::ALL.len()).then(|| {
            let list = counted.join(", ");
            self.either(
                format!("Засчитывается с `provenance`: {list}; иначе это слова, которые надо подтвердить."),
                format!("It counts with `provenance` {list}; else it is a claim to confirm."),
            )
        })
    }

    /// What a provenance means.
    pub fn provenance(self, provenance: Provenance) -> &'static str {
        match provenance {
            Provenance::Declared => self.either("Со слов семьи", "Told by the family"),
            Provenance::Document => self.either("Показан документ", "Shown by a document"),
            Provenance::Registry => self.either("Есть в государственном реестре", "Found in a state registry"),
            Provenance::Assessed => self.either("Установил специалист", "Established by a specialist"),
        }
    }

    /// What is wrong with the text of a number.
    pub fn no_number(self, fact: &FactSymbol) -> String {
        let number = match &fact.r#type {
            Type::Number(unit) => self.number(fact, unit),
            _ => String::new(),
        };
        let written = match fact.digits {
            0 => self.either("Только цифры.", "Digits only."),
            _ => self.either("Цифры и точка, без пробелов.", "Digits and a point, no blanks."),
        };
        format!("{number} {written}")
    }

    /// What is wrong with the text of a date.
    pub fn no_date(self) -> &'static str {
        self.either(
            "Год, месяц и день, как \"2016-09-15\", или месяц, как \"2016-09\"; такой день должен быть, от 1800 до 2299 года",
            "year, month and day, as \"2016-09-15\", or a month, as \"2016-09\"; the day must exist, from 1800 to 2299",
        )
    }
}

/// A text with a stop behind it.
pub fn sentence(text: &str) -> String {
    let text = text.trim();
    if text.ends_with(['.', '?', '!', '…']) { text.to_owned() } else { format!("{text}.") }
}
