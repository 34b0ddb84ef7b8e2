//! A JSON object in the making.

use serde_json::{Map, Value};

/// A JSON object to which keys are added one after another.
#[derive(Debug, Clone, Default)]
pub(crate) struct Object(Map<String, Value>);

impl Object {
    /// Adds a value.
    pub(crate) fn put(mut self, key: &str, value: impl Into<Value>) -> Self {
        self.0.insert(key.to_owned(), value.into());
        self
    }

    /// Adds a value where there is one.
    pub(crate) fn put_if(self, key: &str, value: Option<impl Into<Value>>) -> Self {
        match value {
            Some(value) => self.put(key, value),
            None => self,
        }
    }

    /// Adds a text.
    pub(crate) fn text(self, key: &str, text: impl Into<String>) -> Self {
        self.put(key, Value::String(text.into()))
    }

    /// Adds a text where there is one.
    pub(crate) fn text_if(self, key: &str, text: Option<impl Into<String>>) -> Self {
        match text {
            Some(text) => self.text(key, text),
            None => self,
        }
    }

    /// Adds a list that has items.
    pub(crate) fn list(self, key: &str, items: Vec<Value>) -> Self {
        if items.is_empty() { self } else { self.put(key, items) }
    }

    /// Whether nothing was added.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl From<Object> for Value {
    fn from(object: Object) -> Self {
        Self::Object(object.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_there_leaves_no_key() {
        let object = Object::default().text_if("a", None::<String>).list("b", Vec::new()).put_if("c", None::<bool>);
        assert!(object.is_empty());
        let value = Value::from(object.text("d", "x").list("e", vec![Value::from(1)]));
        assert_eq!(value.to_string(), r#"{"d":"x","e":[1]}"#);
    }
}
