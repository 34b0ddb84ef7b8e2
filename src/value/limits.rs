//! What is taken from strangers: every limit with its default, in one place.

/// How much rule files, case files and families may hold. What passes a limit is refused with its place, never cut.
///
/// The defaults are many times what the law of a country fills. Rules keep the limits they were loaded with, and the
/// families read for them are held to the same.
///
/// ```
/// # use one_window::{Limits, RuleSet};
/// let mut limits = Limits::default();
/// limits.declarations = 10;
/// assert!(RuleSet::from_files_within([("rules.json", "{}")], &limits).is_ok());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// Bytes of all files of a folder together: 32 MiB.
    pub bytes: u64,
    /// Bytes of one rule file, case file or family: 8 MiB.
    pub file_bytes: usize,
    /// Files of a folder: 10 000.
    pub files: usize,
    /// How deep lists and objects of JSON, and operands of an expression, stand within each other: 64, which is also the
    /// most that can be asked for.
    pub nesting: usize,
    /// Bytes of one expression: 4 096.
    pub expression: usize,
    /// Names that all files declare together, values and versions among them: 50 000, and 2^27 at most.
    pub declarations: usize,
    /// Parts of all expressions together, where what a local name stands for counts wherever it is used: 500 000.
    pub parts: usize,
    /// How deep an expression stands where the definitions in it are written out: 400, which is also the most that can be
    /// asked for, for whoever walks rules goes down as deep on the stack.
    pub depth: usize,
    /// Values that one evaluation of all rules in every view reads at most, whatever the family: 10^11. See
    /// [`RuleSet::most_steps`](crate::RuleSet::most_steps).
    pub steps: u64,
    /// Evaluations that the open answers of one measure, or of one circumstance, take at most to be made sharp by cases:
    /// 4 096. They are shared evenly between its outcomes and the questions about each (whether it is so, how much is due,
    /// who is paid); of a family of many members and records each evaluation counts for several. An answer that ends here
    /// is as open as it was, and what it asks for is marked as not certain.
    pub trials: usize,
    /// Members of a family: 64, which is also the most that can be asked for.
    pub members: usize,
    /// Records of a family in all its lists together: 10 000.
    pub records: usize,
    /// Cases that stand behind one another by `extends`: 100.
    pub extends: usize,
    /// Mistakes that one report shows: 1 000; of more it says that there are more.
    pub mistakes: usize,
}

impl Limits {
    /// More names nobody can ask for: what a family told of a fact has so many numbers for its slot.
    pub(crate) const MOST_DECLARATIONS: usize = 1 << 27;

    /// The limits where nobody asks for others.
    pub(crate) const DEFAULT: Self = Self {
        bytes: 32 * 1024 * 1024,
        file_bytes: 8 * 1024 * 1024,
        files: 10_000,
        nesting: 64,
        expression: 4_096,
        declarations: 50_000,
        parts: 500_000,
        depth: 400,
        steps: 100_000_000_000,
        trials: 4_096,
        members: 64,
        records: 10_000,
        extends: 100,
        mistakes: 1_000,
    };

    /// The same, where no more is asked for than the machine words and the stack bear.
    #[must_use]
    pub(crate) fn borne(self) -> Self {
        let most = Self::DEFAULT;
        Self {
            nesting: self.nesting.min(most.nesting),
            depth: self.depth.min(most.depth),
            members: self.members.min(most.members),
            declarations: self.declarations.min(Self::MOST_DECLARATIONS),
            ..self
        }
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self::DEFAULT
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_gets_more_members_than_a_machine_word_has_bits() {
        let asked = Limits { members: 1_000, records: 1_000_000, ..Limits::DEFAULT };
        let borne = asked.borne();
        assert_eq!((borne.members, borne.records), (64, 1_000_000));
    }

    #[test]
    fn nobody_gets_a_deeper_stack() {
        let borne = Limits { nesting: 1_000, depth: 1_000_000, declarations: usize::MAX, ..Limits::DEFAULT }.borne();
        assert_eq!((borne.nesting, borne.depth, borne.declarations), (64, 400, Limits::MOST_DECLARATIONS));
        assert_eq!(Limits { depth: 10, ..Limits::DEFAULT }.borne().depth, 10);
    }
}
