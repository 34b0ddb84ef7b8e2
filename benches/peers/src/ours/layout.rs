//! JSON laid out as a person writes it: on one line what fits there.

/// A line is at most so long.
const WIDTH: usize = 140;

/// JSON whose keys keep their order.
#[derive(Clone, Debug)]
pub enum Layout {
    /// A text.
    Text(String),
    /// A list.
    List(Vec<Layout>),
    /// An object.
    Object(Vec<(String, Layout)>),
}

impl Layout {
    /// A text.
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    /// An object.
    pub fn object<const N: usize>(parts: [(&str, Self); N]) -> Self {
        Self::Object(parts.into_iter().map(|(key, part)| (key.to_owned(), part)).collect())
    }

    /// A title in both languages.
    pub fn title(russian: &str, english: &str) -> Self {
        Self::object([("ru", Self::text(russian)), ("en", Self::text(english))])
    }

    /// Everything on one line.
    pub fn line(&self) -> String {
        match self {
            Self::Text(text) => quoted(text),
            Self::List(parts) => format!("[{}]", joined(parts.iter().map(Self::line), ", ")),
            Self::Object(parts) => {
                format!("{{ {} }}", joined(parts.iter().map(|(key, part)| entry(key, &part.line())), ", "))
            }
        }
    }

    /// A file.
    pub fn file(&self) -> String {
        format!("{}\n", self.laid_out(0, 0))
    }

    /// Begins so far in, on a line of which so much is written.
    fn laid_out(&self, indent: usize, written: usize) -> String {
        let line = self.line();
        if indent > 2 && written + line.chars().count() <= WIDTH {
            return line;
        }
        let inner = indent + 2;
        let (open, parts, close) = match self {
            Self::Text(_) => return line,
            // One key does not open a level of its own.
            Self::Object(parts) if indent > 2 && parts.len() == 1 => {
                let part = |(key, part): &(String, Self)| entry(key, &part.laid_out(indent, written + key.len() + 6));
                return format!("{{ {} }}", joined(parts.iter().map(part), ""));
            }
            Self::List(parts) => ('[', parts.iter().map(|part| part.laid_out(inner, inner)).collect::<Vec<_>>(), ']'),
            Self::Object(parts) => {
                let part = |(key, part): &(String, Self)| entry(key, &part.laid_out(inner, inner + key.len() + 4));
                ('{', parts.iter().map(part).collect(), '}')
            }
        };
        let between = format!(",\n{:inner$}", "");
        format!("{open}\n{:inner$}{}\n{:indent$}{close}", "", parts.join(&between), "")
    }
}

fn entry(key: &str, value: &str) -> String {
    format!("{}: {value}", quoted(key))
}

fn joined(parts: impl Iterator<Item = String>, between: &str) -> String {
    parts.collect::<Vec<_>>().join(between)
}

fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_fits_stands_on_one_line_and_a_single_key_opens_no_level() {
        let long = Layout::text("x".repeat(WIDTH));
        let parts = Layout::object([("all", Layout::List(vec![Layout::text("a"), long]))]);
        let inner = Layout::object([("title", Layout::title("а", "a")), ("when", parts)]);
        let file = Layout::object([("one", Layout::object([("two", inner)]))]).file();
        let lines: Vec<&str> = file.lines().map(str::trim_end).collect();
        let x = format!("        \"{}\"", "x".repeat(WIDTH));
        let wanted = [
            "{",
            "  \"one\": {",
            "    \"two\": {",
            "      \"title\": { \"ru\": \"а\", \"en\": \"a\" },",
            "      \"when\": { \"all\": [",
            "        \"a\",",
            &x,
            "      ] }",
            "    }",
            "  }",
            "}",
        ];
        assert_eq!(lines, wanted);
        assert!(serde_json::from_str::<serde_json::Value>(&file).is_ok());
    }
}
