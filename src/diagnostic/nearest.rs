//! What was meant: the known name nearest to a wrong one.

use super::quoted;

/// Known names that a help lists at most.
const LISTED: usize = 12;

/// Known names that a help looks at: where there are more, one of these was meant or none is named.
const LOOKED_AT: usize = 4_000;

/// The candidate that was probably meant.
///
/// First one that differs only in case, or `-` for `_`; else the one with the fewest letters added, left out, replaced or
/// swapped with a neighbour, at most a third of the name (at least one). Of equals the first is taken.
#[must_use]
pub fn nearest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let wanted = folded(name);
    let limit = (wanted.len() / 3).max(1);
    let mut best: Option<(usize, &'a str)> = None;
    for candidate in candidates {
        let bound = best.map_or(limit.saturating_add(1), |(distance, _)| distance);
        if let Some(distance) = distance(&wanted, &folded(candidate), bound) {
            best = Some((distance, candidate));
            if distance == 0 {
                break;
            }
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// A help for an unknown name: ``did you mean `x`?``, else the known names, sorted.
#[must_use]
pub fn did_you_mean<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>, kind_plural: &str) -> String {
    let candidates: Vec<&str> = candidates.into_iter().take(LOOKED_AT).collect();
    if let Some(candidate) = nearest(name, candidates.iter().copied()) {
        return format!("did you mean {}?", quoted(candidate));
    }
    known(candidates, kind_plural)
}

fn known(mut candidates: Vec<&str>, kind_plural: &str) -> String {
    candidates.sort_unstable();
    candidates.dedup();
    if candidates.is_empty() {
        return format!("there are no {kind_plural} here");
    }
    let listed: Vec<String> = candidates.iter().take(LISTED).copied().map(quoted).collect();
    let more = candidates.len().saturating_sub(LISTED);
    let rest = if more > 0 { format!(", … ({more} more)") } else { String::new() };
    format!("known {kind_plural}: {}{rest}", listed.join(", "))
}

/// A name as it is compared: without case, `-` as `_`.
fn folded(name: &str) -> Vec<char> {
    name.chars().flat_map(char::to_lowercase).map(|letter| if letter == '-' { '_' } else { letter }).collect()
}

/// The Damerau-Levenshtein distance (neighbours swapped once) where it is below `bound`.
fn distance(a: &[char], b: &[char], bound: usize) -> Option<usize> {
    if a.len().abs_diff(b.len()) >= bound {
        return None;
    }
    // Three rows of the usual table: two before, one before, this one. A cell is reached from its neighbours left,
    // above and above left, and across a swap.
    let mut earlier: Vec<usize> = Vec::new();
    let mut above: Vec<usize> = (0..=b.len()).collect();
    let mut before: Option<char> = None;
    for (row, &x) in a.iter().enumerate() {
        let mut current = vec![row.saturating_add(1)];
        let mut left = row.saturating_add(1);
        let mut last: Option<char> = None;
        for (column, (&y, steps)) in b.iter().zip(above.windows(2)).enumerate() {
            let &[diagonal, over] = steps else { continue };
            let mut cell = diagonal.saturating_add(usize::from(x != y)).min(over.min(left).saturating_add(1));
            if before == Some(y) && last == Some(x) {
                let swapped = column.checked_sub(1).and_then(|column| earlier.get(column));
                cell = swapped.map_or(cell, |steps| cell.min(steps.saturating_add(1)));
            }
            current.push(cell);
            left = cell;
            last = Some(y);
        }
        earlier = std::mem::replace(&mut above, current);
        before = Some(x);
    }
    above.last().copied().filter(|distance| *distance < bound)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn steps(a: &str, b: &str) -> usize {
        distance(&folded(a), &folded(b), usize::MAX).unwrap()
    }

    #[test]
    fn a_swap_of_neighbours_is_one_step() {
        assert_eq!(steps("birth", "brith"), 1);
        assert_eq!(steps("ab", "ba"), 1);
        assert_eq!(steps("abcdef", "bacdfe"), 2);
        assert_eq!(steps("", "abc"), 3);
        assert_eq!(steps("kitten", "sitting"), 3);
        assert_eq!(steps("доход", "дохода"), 1);
    }

    #[test]
    fn the_nearest_name_is_found() {
        let names = ["birth_date", "birth_order", "monthly_income"];
        assert_eq!(nearest("brith_date", names), Some("birth_date"));
        assert_eq!(nearest("montly_incom", names), Some("monthly_income"));
        assert_eq!(nearest("pension", names), None);
        assert_eq!(nearest("a", ["bc", "b"]), Some("b"));
    }

    #[test]
    fn case_and_hyphens_do_not_count() {
        assert_eq!(nearest("Birth-Date", ["birth_dat", "birth_date"]), Some("birth_date"));
        assert_eq!(nearest("AGE", ["age"]), Some("age"));
    }

    #[test]
    fn of_equals_the_first_is_taken() {
        assert_eq!(nearest("cat", ["bat", "hat"]), Some("bat"));
        assert_eq!(nearest("cat", ["hat", "bat"]), Some("hat"));
    }

    #[test]
    fn help_lists_the_known_names_where_none_is_near() {
        assert_eq!(did_you_mean("brith", ["birth"], "facts"), "did you mean `birth`?");
        assert_eq!(did_you_mean("zzz", ["b", "a", "b"], "facts"), "known facts: `a`, `b`");
        assert_eq!(did_you_mean("zzz", [], "facts"), "there are no facts here");
        let many: Vec<String> = (10..30).map(|number| format!("fact_{number}")).collect();
        let help = did_you_mean("zzz", many.iter().map(String::as_str), "facts");
        assert!(help.starts_with("known facts: `fact_10`, ") && help.ends_with("`fact_21`, … (8 more)"), "{help}");
    }
}
