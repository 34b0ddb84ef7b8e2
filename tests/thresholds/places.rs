//! Where each text and number of a JSON file stands.

use std::ops::Range;

/// A text (without its quotes) or a number of a JSON file.
#[derive(Debug, Clone)]
pub struct Place {
    /// Keys and places in lists, from the top.
    pub path: Vec<String>,
    /// The bytes.
    pub span: Range<usize>,
    pub is_text: bool,
}

impl Place {
    /// The last key that is no place in a list.
    pub fn key(&self) -> &str {
        let mut keys = self.path.iter().rev().filter(|key| !key.bytes().all(|byte| byte.is_ascii_digit()));
        keys.next().map_or("", String::as_str)
    }
}

/// A part of a text, from one sign to another.
pub fn part(text: &str, span: Range<usize>) -> &str {
    text.get(span).unwrap()
}

/// Every text and number of a file that is known to be JSON.
pub fn places(text: &str) -> Vec<Place> {
    let mut reader = Reader { bytes: text.as_bytes(), at: 0, path: Vec::new(), found: Vec::new() };
    reader.value();
    let mut found = reader.found;
    for place in found.iter().filter(|place| place.is_text) {
        assert!(!part(text, place.span.clone()).contains('\n'), "a text passes the end of its line");
    }
    found.retain(|place| !place.span.is_empty());
    found
}

struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
    path: Vec<String>,
    found: Vec<Place>,
}

impl Reader<'_> {
    fn next(&mut self) -> u8 {
        while self.bytes[self.at].is_ascii_whitespace() {
            self.at += 1;
        }
        self.bytes[self.at]
    }

    fn text(&mut self) -> Range<usize> {
        self.at += 1;
        let start = self.at;
        while self.bytes[self.at] != b'"' {
            self.at += if self.bytes[self.at] == b'\\' { 2 } else { 1 };
        }
        self.at += 1;
        start..self.at - 1
    }

    fn value(&mut self) {
        match self.next() {
            b'{' => self.items(b'}'),
            b'[' => self.items(b']'),
            b'"' => {
                let span = self.text();
                self.found.push(Place { path: self.path.clone(), span, is_text: true });
            }
            first => {
                let start = self.at;
                while !b",]} \n".contains(&self.bytes[self.at]) {
                    self.at += 1;
                }
                if first.is_ascii_digit() || first == b'-' {
                    self.found.push(Place { path: self.path.clone(), span: start..self.at, is_text: false });
                }
            }
        }
    }

    fn items(&mut self, end: u8) {
        self.at += 1;
        let mut count = 0;
        while self.next() != end {
            if self.bytes[self.at] == b',' {
                self.at += 1;
                continue;
            }
            let key = if end == b'}' {
                let span = self.text();
                self.next();
                self.at += 1;
                String::from_utf8(self.bytes[span].to_vec()).unwrap()
            } else {
                count += 1;
                (count - 1).to_string()
            };
            self.path.push(key);
            self.value();
            self.path.pop();
        }
        self.at += 1;
    }
}

#[test]
fn each_text_and_number_is_found_where_it_stands() {
    let text = r#"{ "a": [{ "b": "x \"y\"" }, 12], "c": { "d": true, "e": "" }, "f": "z" }"#;
    let found = places(text);
    let told: Vec<(String, &str)> =
        found.iter().map(|place| (place.path.join("."), part(text, place.span.clone()))).collect();
    assert_eq!(told, [("a.0.b".to_owned(), r#"x \"y\""#), ("a.1".to_owned(), "12"), ("f".to_owned(), "z")]);
    assert_eq!(found[0].key(), "b");
    assert_eq!(found[1].key(), "a");
}
