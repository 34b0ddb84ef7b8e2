//! Why a tree does not decode.

use std::fmt;

use serde::de;

use crate::{
    diagnostic::{Code, did_you_mean, quoted},
    source::Span,
};

/// Why a value of the tree is not what was wanted.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct DecodeError {
    /// The value or key.
    pub span: Span,
    /// What kind of mistake it is.
    pub code: Code,
    /// What is wrong, in one line.
    pub message: String,
    /// What to do.
    pub help: Option<String>,
}

/// An error on its way out of serde, where it is made without a place: the first value it leaves gives its own.
#[derive(Debug)]
pub(super) struct Fault {
    span: Option<Span>,
    code: Code,
    message: String,
    help: Option<String>,
}

impl Fault {
    /// An error whose place is not known yet.
    pub(super) fn new(code: Code, message: impl Into<String>) -> Self {
        Self { span: None, code, message: message.into(), help: None }
    }

    /// The error with what to do.
    pub(super) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// The error at a place, unless it has one.
    pub(super) fn at(mut self, span: Span) -> Self {
        self.span.get_or_insert(span);
        self
    }

    /// The error with the place of what encloses all, should it have none.
    pub(super) fn within(self, span: Span) -> DecodeError {
        DecodeError { span: self.span.unwrap_or(span), code: self.code, message: self.message, help: self.help }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Fault {}

/// What serde and the types themselves have to say, in words of the domain.
impl de::Error for Fault {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self::new(Code::InvalidValue, message.to_string())
    }

    fn invalid_type(unexpected: de::Unexpected<'_>, expected: &dyn de::Expected) -> Self {
        Self::new(Code::WrongType, format!("{} stands where {expected} is needed", found(unexpected)))
    }

    fn invalid_value(unexpected: de::Unexpected<'_>, expected: &dyn de::Expected) -> Self {
        Self::new(Code::InvalidValue, format!("{} stands where {expected} is needed", found(unexpected)))
    }

    fn invalid_length(length: usize, expected: &dyn de::Expected) -> Self {
        Self::new(Code::InvalidValue, format!("a list of {length} stands where {expected} is needed"))
    }

    fn unknown_variant(variant: &str, expected: &'static [&'static str]) -> Self {
        let help = did_you_mean(variant, expected.iter().copied(), "values");
        Self::new(Code::UnknownValue, format!("{} is not a value known here", quoted(variant))).help(help)
    }

    fn unknown_field(field: &str, expected: &'static [&'static str]) -> Self {
        let help = did_you_mean(field, expected.iter().copied(), "keys");
        Self::new(Code::UnknownKey, format!("the key {} has no meaning here", quoted(field))).help(help)
    }

    fn missing_field(field: &'static str) -> Self {
        Self::new(Code::MissingKey, format!("the key {} is missing", quoted(field)))
    }

    fn duplicate_field(field: &'static str) -> Self {
        Self::new(Code::DuplicateKey, format!("the key {} stands twice in the object", quoted(field)))
    }
}

/// What stands there, without names of Rust types.
fn found(unexpected: de::Unexpected<'_>) -> String {
    match unexpected {
        de::Unexpected::Bool(value) => format!("`{value}`"),
        de::Unexpected::Unsigned(value) => format!("the number `{value}`"),
        de::Unexpected::Signed(value) => format!("the number `{value}`"),
        de::Unexpected::Str(text) => format!("the text {}", quoted(text)),
        de::Unexpected::Char(text) => format!("the text {}", quoted(text.encode_utf8(&mut [0; 4]))),
        de::Unexpected::Unit => "`null`".to_owned(),
        de::Unexpected::Seq => "a list".to_owned(),
        de::Unexpected::Map => "an object".to_owned(),
        _ => "another value".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use serde::de::{Error, Unexpected};

    use super::*;

    #[test]
    fn the_first_place_stays() {
        let (inner, outer) = (Span::new(crate::source::SourceId::from_raw(0), 3, 4), Span::nowhere());
        let error = Fault::custom("no").at(inner).at(outer).within(outer);
        assert_eq!(error.span, inner);
        assert_eq!(Fault::custom("no").within(inner).span, inner);
    }

    #[test]
    fn help_names_what_was_meant() {
        let error = Fault::unknown_field("titel", &["title", "kind"]).within(Span::nowhere());
        assert_eq!((error.code, error.help.as_deref()), (Code::UnknownKey, Some("did you mean `title`?")));
    }

    #[test]
    fn messages_name_no_types_of_rust() {
        let error = Fault::invalid_type(Unexpected::Seq, &"a date").within(Span::nowhere());
        assert_eq!(error.message, "a list stands where a date is needed");
    }
}
