//! How the conditions of one family came out: by the plan of a territory, or else by the evaluator.

use std::sync::Arc;

use super::day::Day;
use crate::{
    assessment::{Answer, Frames, Subject},
    eval::{Cell, Roster, Truth, View},
    family::Family,
    population::{Actual, Folded, Screener, Traced},
    program::{Kind, Outline, Program, Spot, Tree, Whose},
    value::{Accepts, Territory},
};

/// The conditions of a territory as trees, with a plan of all that stands in them.
#[derive(Debug)]
pub(super) struct Outlined {
    pub program: Arc<Program>,
    pub outline: Outline,
    pub folded: Arc<Folded>,
}

/// The reused buffers of traces.
#[derive(Default)]
pub(super) struct Tracing {
    /// Of the territory of the last family.
    outlined: Option<(Territory, Arc<Outlined>)>,
    shown: Shown,
}

/// What is known of the last family.
#[derive(Default)]
struct Shown {
    /// Whether the plan knows what stands at a spot.
    known: Vec<bool>,
    is_all_known: bool,
    /// The truths that it has for the spots.
    truths: Vec<Bits>,
    /// What is shown, tree by tree.
    entries: Vec<Entry>,
    /// The place of the applicant among the items of the evaluator.
    applicant: usize,
    /// The trees that the plan leaves open, by place.
    open: Vec<usize>,
}

/// Whether a condition can be true, and whether it surely is: a bit for each lane.
type Bits = [u64; 2];

/// What a condition is that can be true or not (the lowest bit), and surely is or not.
const ANSWERS: [Answer; 4] = [Answer::False, Answer::Unknown, Answer::Unknown, Answer::True];

/// One tree as it came out: for the family, or for one member.
#[derive(Clone, Copy)]
pub(super) struct Entry {
    /// Its place among the trees.
    pub tree: u32,
    /// The place of the member in the family, of a measure for members.
    pub member: Option<u32>,
    /// Whether it is for nobody: then there are no steps.
    pub is_for_nobody: bool,
    by: By,
}

/// Who says how the conditions came out.
#[derive(Clone, Copy)]
enum By {
    /// The plan, in a lane.
    Plan(u32),
    /// The evaluator, at an item.
    Evaluator(u32),
}

/// What is known of a condition.
#[derive(Clone, Copy)]
pub(super) enum Seen {
    /// On what is accepted.
    Accepted,
    /// On what was told.
    Told,
    /// Also on what is presumed.
    Presumed,
}

/// How the conditions of the last family came out.
#[derive(Clone, Copy)]
pub(super) struct Reading<'a> {
    shown: &'a Shown,
    outlined: &'a Outlined,
    frames: &'a Frames,
    traced: Traced<'a>,
}

impl Tracing {
    /// Traces all measures of a family of these rules, or one of them.
    pub fn run<'a>(
        &'a mut self,
        day: &Day,
        (family, measure): (&Family, Option<usize>),
        (screener, frames): (&'a mut Screener, &'a mut Frames),
    ) -> Reading<'a> {
        let Self { outlined, shown } = self;
        let territory = family.territory();
        let known = outlined.take().filter(|(known, _)| known == territory);
        let (_, outlined) = outlined.insert(known.unwrap_or_else(|| (territory.clone(), day.outlined(territory))));
        let traced = screener.trace(&outlined.folded, family);
        shown.take(&outlined.outline, traced);
        shown.read(day, (family, measure), (outlined, traced), frames);
        Reading { shown, outlined, frames, traced }
    }
}

impl Shown {
    /// Takes what the plan knows.
    fn take(&mut self, outline: &Outline, traced: Traced<'_>) {
        let spots = outline.spots.len();
        self.known.resize(spots, false);
        self.truths.resize(spots, Bits::default());
        self.is_all_known = true;
        let columns = self.known.iter_mut().zip(&mut self.truths);
        for ((place, spot), (is_known, bits)) in outline.spots.iter().enumerate().zip(columns) {
            let known = traced.known(place, spot.is_applicant());
            *is_known = known.is_some();
            self.is_all_known &= *is_known;
            *bits = known.unwrap_or_default();
        }
    }

    /// Reads what the plan knows, and asks the evaluator for the rest.
    fn read(
        &mut self,
        day: &Day,
        (family, measure): (&Family, Option<usize>),
        (outlined, traced): (&Outlined, Traced<'_>),
        frames: &mut Frames,
    ) {
        self.entries.clear();
        self.open.clear();
        for (place, tree) in outlined.outline.trees.iter().enumerate() {
            if measure.is_some_and(|measure| measure != tree.measure) {
                continue;
            }
            if self.is_said(tree) {
                let each = tree.each.and_then(|each| self.truths.get(usize::try_from(each).ok()?)).copied();
                let can_be = |lane: usize| each.is_some_and(|[can, _]| can >> (lane % 64) & 1 == 1);
                let lanes = traced.members().iter().copied().enumerate().filter(|(lane, _)| can_be(*lane));
                add(&mut self.entries, (place, tree), lanes, By::Plan);
            } else {
                self.open.push(place);
            }
        }
        if !self.open.is_empty() {
            self.evaluate(day, (family, outlined), frames);
        }
    }

    /// Whether the plan knows all that a tree shows.
    fn is_said(&self, tree: &Tree) -> bool {
        let is_known = |spot: &u32| usize::try_from(*spot).is_ok_and(|spot| self.known.get(spot) == Some(&true));
        tree.accepts == Accepts::ALL && (self.is_all_known || tree.spots.iter().all(is_known))
    }

    /// Adds what the plan leaves open.
    fn evaluate(&mut self, day: &Day, (family, outlined): (&Family, &Outlined), frames: &mut Frames) {
        let Outlined { program, outline, .. } = outlined;
        let library = &day.library;
        let roster = Roster::new(family, &library.checked, &library.vocabulary, day.date());
        self.applicant = roster.applicant;
        let subject = Subject { library, program, family, roster: &roster };
        let trees = self.open.iter().filter_map(|place| Some((*place, outline.trees.get(*place)?)));
        let spots = trees.clone().flat_map(|(_, tree)| &tree.spots).filter_map(|spot| outline.spot(*spot));
        frames.run_nodes(subject, &spots.map(|spot| spot.node));
        let frame = frames.frame(program, View::Told);
        for (place, tree) in trees {
            let can_be = |item: usize| {
                let cell = tree.each.and_then(|each| outline.cell(each, (item, roster.applicant)));
                cell.is_some_and(|cell| frame.truth(cell).yes)
            };
            let items = roster.members.iter().enumerate();
            let items = items.filter_map(|(item, member)| Some((item, member.source?)));
            add(&mut self.entries, (place, tree), items.filter(|(item, _)| can_be(*item)), By::Evaluator);
        }
        self.entries.sort_by_key(|entry| (entry.tree, entry.member));
    }
}

/// Adds a tree for everybody for whom it can be: by lane or item, and by place in the family.
fn add(
    entries: &mut Vec<Entry>,
    (place, tree): (usize, &Tree),
    meant: impl Iterator<Item = (usize, usize)>,
    by: impl Fn(u32) -> By,
) {
    // INVARIANT: there are fewer measures and members than a number of 32 bits can count.
    let short = |place: usize| u32::try_from(place).unwrap_or(u32::MAX);
    let blank = Entry { tree: short(place), member: None, is_for_nobody: false, by: by(0) };
    if tree.each.is_none() {
        return entries.push(blank);
    }
    let first = entries.len();
    entries.extend(meant.map(|(lane, member)| Entry { member: Some(short(member)), by: by(short(lane)), ..blank }));
    match entries.get_mut(first..) {
        Some(added) if !added.is_empty() => added.sort_unstable_by_key(|entry| entry.member),
        _ => entries.push(Entry { is_for_nobody: true, ..blank }),
    }
}

impl Outline {
    /// The cell of a spot for a member.
    fn cell(&self, spot: u32, (own, applicant): (usize, usize)) -> Option<Cell> {
        let spot = self.spot(spot)?;
        let item = |whose: Option<Whose>| match whose {
            None => 0,
            Some(Whose::Own) => own,
            Some(Whose::Applicant) => applicant,
        };
        Some(Cell { node: spot.node, first: item(spot.first), second: item(spot.second) })
    }
}

impl<'a> Reading<'a> {
    /// What is shown.
    pub fn entries(self) -> &'a [Entry] {
        &self.shown.entries
    }

    /// The trees.
    pub fn outline(self) -> &'a Outline {
        &self.outlined.outline
    }

    /// The tree of an entry.
    #[inline]
    pub fn tree(self, entry: &Entry) -> Option<&'a Tree> {
        self.outlined.outline.trees.get(usize::try_from(entry.tree).ok()?)
    }

    /// The program whose conditions they are.
    pub fn program(self) -> &'a Program {
        &self.outlined.program
    }

    /// Whether a condition holds.
    #[inline]
    pub fn answer(self, entry: &Entry, spot: u32, seen: Seen) -> Answer {
        let lane = match entry.by {
            By::Plan(lane) => lane,
            By::Evaluator(_) => return self.evaluated(entry, spot, seen),
        };
        let bits = usize::try_from(spot).ok().and_then(|spot| self.shown.truths.get(spot));
        let [can, must] = bits.copied().unwrap_or([u64::MAX, 0]).map(|word| word >> (lane % 64) & 1);
        // Without a branch: which answer it is cannot be guessed.
        let place = usize::try_from(must << 1 | can).unwrap_or(0);
        ANSWERS.get(place % 4).copied().unwrap_or(Answer::Unknown)
    }

    fn evaluated(self, entry: &Entry, spot: u32, seen: Seen) -> Answer {
        let accepts = self.tree(entry).map_or(Accepts::ALL, |tree| tree.accepts);
        let cell = self.cell(entry, spot);
        let view = match seen {
            Seen::Accepted => View::Accepted(accepts),
            Seen::Told => View::Told,
            Seen::Presumed => View::Presumed,
        };
        match self.frames.frame(self.program(), view).truth(cell) {
            Truth { no: false, yes: true } => Answer::True,
            Truth { no: true, yes: false } => Answer::False,
            _ => Answer::Unknown,
        }
    }

    /// The cell of the evaluator for a spot.
    fn cell(self, entry: &Entry, spot: u32) -> Cell {
        let (By::Plan(item) | By::Evaluator(item)) = entry.by;
        let item = usize::try_from(item).unwrap_or(0);
        self.outline().cell(spot, (item, self.shown.applicant)).unwrap_or_default()
    }

    /// What was told of a value.
    #[inline]
    pub fn value(self, entry: &Entry, spot: u32) -> Actual {
        if let By::Plan(lane) = entry.by {
            let is_applicant = self.outline().spot(spot).is_some_and(Spot::is_applicant);
            let lane = if is_applicant { 0 } else { usize::try_from(lane).unwrap_or(0) };
            return self.traced.value(usize::try_from(spot).unwrap_or(usize::MAX), lane);
        }
        let cell = self.cell(entry, spot);
        let frame = self.frames.frame(self.program(), View::Told);
        match self.program().nodes.get(cell.node.0).map(|node| node.kind) {
            Some(Kind::Set) => Actual::Named(frame.set(cell)),
            _ => Actual::Between(frame.interval(cell)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        program::MeasureProgram,
        ruleset::{
            RuleSet,
            sample::{FAMILIES, load, measure},
        },
    };

    /// Everything that a trace shows.
    fn shown(reading: Reading<'_>) -> Vec<String> {
        let shown = reading.entries().iter().flat_map(|entry| {
            let tree = reading.tree(entry).unwrap();
            let spots = tree.spots.iter().filter(|_| !entry.is_for_nobody).map(move |spot| {
                let node = reading.outline().spot(*spot).unwrap().node;
                match reading.program().nodes[node.0].kind {
                    Kind::Truth => {
                        let seen = [Seen::Accepted, Seen::Told, Seen::Presumed];
                        format!("{spot} {:?}", seen.map(|seen| reading.answer(entry, *spot, seen)))
                    }
                    Kind::Span => match reading.value(entry, *spot) {
                        Actual::Exactly(count, parts) => {
                            format!("{spot} {:?}", crate::value::Number::new(count.into(), parts.into()))
                        }
                        Actual::Between(found) if found.some => format!("{spot} {:?}", found.exact()),
                        _ => format!("{spot} none"),
                    },
                    Kind::Set => match reading.value(entry, *spot) {
                        Actual::Named(mask) => format!("{spot} {mask:b}"),
                        _ => panic!("no named value"),
                    },
                }
            });
            std::iter::once(format!("{} {:?} {}", tree.measure, entry.member, entry.is_for_nobody)).chain(spots)
        });
        shown.collect()
    }

    /// How many measures the plan says of a family whose facts count, after both have said the same of it.
    fn said_alike(rules: &RuleSet, day: &Day, family: &str) -> usize {
        let family = rules.family_from_json(family).unwrap_or_else(|error| panic!("{error}"));
        let (mut screener, mut frames, mut tracing) = (Screener::default(), Frames::default(), Tracing::default());
        let reading = tracing.run(day, (&family, None), (&mut screener, &mut frames));
        let is_by_plan = |entry: &&Entry| matches!(entry.by, By::Plan(_));
        let (said, by_plan) = (reading.entries().iter().filter(is_by_plan).count(), shown(reading));
        let Tracing { outlined, shown: alone } = &mut tracing;
        let (_, outlined) = outlined.as_ref().unwrap();
        let traced = screener.trace(&outlined.folded, &family);
        alone.known.fill(false);
        alone.is_all_known = false;
        alone.read(day, (&family, None), (outlined, traced), &mut frames);
        let reading = Reading { shown: alone, outlined, frames: &frames, traced };
        assert!(!reading.entries().iter().any(|entry| is_by_plan(&entry)));
        assert_eq!(by_plan, shown(reading));
        said
    }

    #[test]
    fn the_plan_and_the_evaluator_show_the_same() {
        let rules = RuleSet::bundled().unwrap();
        for day in ["2013-03-01", "2019-11-28", "2025-10-10"] {
            let day = rules.on(day.parse().unwrap());
            for family in FAMILIES {
                said_alike(&rules, &day, family);
            }
        }
    }

    #[test]
    fn what_is_told_of_a_family_is_said_by_the_plan() {
        let parts = r#""eligible_when": "(rooms >= 2 or rent > 0 or rooms = none) and not(warned) and count(members[relation = child]) < 3""#;
        let rules = load(&measure(parts, "")).unwrap();
        let day = rules.on("2025-10-10".parse().unwrap());
        let told = r#"{ "territory": "RU-KHA", "rooms": 1, "rent": "700.5", "warned": { "value": false, "provenance": "document" },
            "members": [{ "id": "anna", "relation": "self" }, { "id": "petya", "relation": "child" }] }"#;
        assert_eq!(said_alike(&rules, &day, told), 1);
        assert_eq!(said_alike(&rules, &day, &told.replace(r#""rooms": 1,"#, "")), 0);
    }

    #[test]
    fn every_measure_in_force_has_a_tree() {
        let rules = RuleSet::bundled().unwrap();
        let outlined = rules.on("2025-10-10".parse().unwrap()).outlined(&"RU-KHA".parse().unwrap());
        let active = outlined.program.measures.iter().filter(|found| matches!(found, MeasureProgram::Active(_)));
        assert_eq!(outlined.outline.trees.len(), active.count());
        for knot in &outlined.outline.knots {
            assert_eq!(outlined.program.nodes[outlined.outline.spot(knot.spot).unwrap().node.0].kind, Kind::Truth);
        }
    }
}
