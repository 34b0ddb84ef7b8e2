//! The plan of the rooms: who may use whom.

/// The rooms from top to bottom, each with the rooms it may use. An arrow is complete, not transitive; it always
/// points up. A room may use itself, and those of [`EVERYWHERE`] that stand above it.
pub const ROOMS: &[(&str, &[&str])] = &[
    ("value", &[]),
    ("source", &[]),
    ("diagnostic", &["source"]),
    ("json", &["source"]),
    ("document", &["source", "json"]),
    ("feel", &["source"]),
    ("check", &["source", "document", "feel"]),
    ("vocabulary", &["document", "check"]),
    ("catalogue", &["document", "check", "vocabulary"]),
    ("program", &["check", "vocabulary", "catalogue"]),
    ("family", &["source", "json", "vocabulary", "catalogue"]),
    ("eval", &["vocabulary", "program", "family"]),
    ("assessment", &["vocabulary", "program", "catalogue", "family", "eval"]),
    ("explain", &["program", "catalogue", "family", "eval", "assessment"]),
    ("explore", &["program", "family", "eval", "assessment"]),
    ("population", &["json", "program", "family", "eval", "assessment"]),
    (
        "ruleset",
        &[
            "source",
            "json",
            "document",
            "feel",
            "check",
            "vocabulary",
            "catalogue",
            "program",
            "family",
            "eval",
            "assessment",
            "explain",
            "explore",
            "population",
        ],
    ),
    // `ruleset` and what it returns: families, assessments, explanations.
    ("cases", &["source", "json", "document", "family", "assessment", "explain", "ruleset"]),
];

/// Scalars and complaints serve every room below them.
pub const EVERYWHERE: &[&str] = &["value", "diagnostic"];

/// Rooms of the plan that nobody has built yet.
pub const TO_COME: &[&str] = &[];

/// An arrow the first plan did not have.
#[derive(Debug)]
pub struct Deviation {
    /// The room that uses …
    pub room: &'static str,
    /// … this room,
    pub uses: &'static str,
    /// for this reason.
    pub because: &'static str,
}

/// Where the house differs from the first plan.
pub const DEVIATIONS: &[Deviation] = &[
    Deviation {
        room: "catalogue",
        uses: "source",
        because: "a trace shows a condition as its rule file writes it, so the library keeps the texts",
    },
    Deviation {
        room: "check",
        uses: "json",
        because: "what was written travels with its place in `Spanned`, which the decoder of `json` fills",
    },
    Deviation {
        room: "catalogue",
        uses: "json",
        because: "the digest is of what the files say, so it is taken from the tree and not from the types",
    },
    Deviation {
        room: "program",
        uses: "source",
        because: "a node remembers the place in a rule file it was compiled from",
    },
    Deviation {
        room: "program",
        uses: "document",
        because: "kinds, deadlines and stages pass through the program as they were written",
    },
    Deviation {
        room: "eval",
        uses: "check",
        because: "an executor needs the types of the nodes it runs; a second set of types would have to be kept equal",
    },
    Deviation { room: "eval", uses: "document", because: "a deadline is answered in the words it was written in" },
    Deviation { room: "population", uses: "check", because: "a plan is made of the terms of the nodes that it folds" },
    Deviation { room: "population", uses: "vocabulary", because: "a plan reads facts at their slots" },
    Deviation {
        room: "population",
        uses: "document",
        because: "totals tell how often money is paid, as it was written",
    },
    Deviation { room: "assessment", uses: "check", because: "the type of a fact decides how its value is printed" },
    Deviation {
        room: "assessment",
        uses: "document",
        because: "kinds, schedules and stages are answered as they were written",
    },
    Deviation { room: "explain", uses: "check", because: "the type of a fact decides how its value is said" },
    Deviation {
        room: "explore",
        uses: "explain",
        because: "a change is told in the words and on the pages of the explanation",
    },
    Deviation {
        room: "explain",
        uses: "document",
        because: "the texts of conditions and articles are said as they were written",
    },
];
