//! From cells of a run to what a reader is told: reasons, missing facts, claims.

use super::{
    desk::{Seen as SeenView, Views},
    outcome::{Holder, Missing, Reason, ReasonCode, Seen},
};
use crate::{
    check::Entity,
    document::EstablishedBy,
    eval::{Cell, Known, Leaf, RecordSource, Trail, Truth, View, Visited},
    family::ToldValue,
    program::Op,
};

impl Views<'_> {
    /// Whose fact a leaf is.
    pub(super) fn holder(&self, fact: usize, item: usize) -> Holder {
        let entity = self.reader().fact(fact).map_or(Entity::Family, |found| found.symbol.entity);
        let source = |item: usize| self.roster().members.get(item).and_then(|member| member.source);
        match entity {
            Entity::Family => Holder { entity, member: None, record: None },
            Entity::Member => Holder { entity, member: source(item), record: None },
            Entity::Record(list) => {
                let record = self.roster().record(list, item);
                let place = match record.map(|record| record.source) {
                    Some(RecordSource::Told { place, .. }) => Some(place),
                    _ => None,
                };
                Holder { entity, member: record.and_then(|record| record.owner).and_then(source), record: place }
            }
        }
    }

    /// A leaf as something missing.
    pub(super) fn missing_of(&self, leaf: &Leaf) -> Missing {
        match leaf {
            Leaf::Fact { fact, item } | Leaf::Pointed { fact, item } => {
                let told = self.reader().told(*fact, *item);
                let established_by = self
                    .reader()
                    .fact(*fact)
                    .map_or(EstablishedBy::Family, |found| found.symbol.established_by.clone());
                Missing::Fact { fact: *fact, holder: self.holder(*fact, *item), claimed: told.value(), established_by }
            }
            Leaf::List { list, owner } => {
                let member = owner.and_then(|owner| self.roster().members.get(owner)).and_then(|member| member.source);
                Missing::List { list: *list, member }
            }
            Leaf::Territory => Missing::Territory,
            Leaf::Parameter { parameter, territory, on } => {
                Missing::Parameter { parameter: *parameter, territory: territory.clone(), on: *on }
            }
        }
    }

    /// Whether a specialist establishes a leaf.
    pub(super) fn is_for_specialist(&self, leaf: &Leaf) -> bool {
        let (Leaf::Fact { fact, .. } | Leaf::Pointed { fact, .. }) = leaf else { return false };
        let found = self.reader().fact(*fact);
        found.is_some_and(|found| matches!(found.symbol.established_by, EstablishedBy::Specialist(_)))
    }

    /// How a leaf stands where only what is accepted counts.
    pub(super) fn standing(&self, accepted: View, leaf: &Leaf) -> Known {
        match leaf {
            Leaf::Fact { fact, item } | Leaf::Pointed { fact, item } => self.reader().known(accepted, *fact, *item),
            Leaf::List { .. } | Leaf::Parameter { .. } | Leaf::Territory => Known::Value(ToldValue::None),
        }
    }

    /// The claims on which a decided cell rests, and the facts that it presumes.
    pub(super) fn claims(
        &self,
        accepted: View,
        decided: &SeenView<'_>,
        cells: &[Cell],
    ) -> (Vec<Missing>, Vec<Missing>) {
        let mut trail = Trail::default();
        for cell in cells {
            decided.run.support(decided.frame, *cell, &mut trail);
        }
        let (mut claims, mut presumed) = (Vec::new(), Vec::new());
        for (leaf, list) in &trail.stand_ins {
            let established_by = self.reader().checked.symbols.lists.get(*list).map(|list| list.established_by.clone());
            if let (Missing::Fact { fact, holder, claimed, .. }, Some(established_by)) =
                (self.missing_of(leaf), established_by)
            {
                add(&mut claims, Missing::Fact { fact, holder, claimed, established_by });
            }
        }
        for leaf in &trail.leaves {
            if trail.stand_ins.iter().any(|(stand_in, _)| stand_in == leaf) {
                continue;
            }
            match self.standing(accepted, leaf) {
                Known::Claim => add(&mut claims, self.missing_of(leaf)),
                Known::Silence if self.is_presumed(leaf) => add(&mut presumed, self.missing_of(leaf)),
                _ => {}
            }
        }
        (claims, presumed)
    }

    /// Whether silence about a fact was filled by a presumption: where it does not apply nothing is presumed.
    fn is_presumed(&self, leaf: &Leaf) -> bool {
        let (Leaf::Fact { fact, item } | Leaf::Pointed { fact, item }) = leaf else { return false };
        if self.reader().fact(*fact).is_none_or(|found| found.presumed.is_none()) {
            return false;
        }
        let told = self.told();
        let nodes = self.program().nodes.iter();
        let clause = nodes.filter_map(|node| match &node.op {
            Op::Fact { fact: other, applies: Some(applies), .. }
            | Op::Pointed { fact: other, applies: Some(applies) }
                if other == fact =>
            {
                Some((node, applies))
            }
            _ => None,
        });
        let mut clause = clause.map(|(node, applies)| told.run.read(node, applies, [*item, 0, 0]));
        clause.next().is_none_or(|cell| told.frame.truth(cell).yes)
    }

    /// The facts that leave cells undecided.
    pub(super) fn blockers(view: &SeenView<'_>, cells: &[Cell]) -> Vec<Leaf> {
        let mut trail = Trail::default();
        for cell in view.doubted(cells) {
            view.run.missing(view.frame, view.against, cell, &mut trail);
        }
        trail.leaves.into_iter().collect()
    }

    /// The decisive reasons of a condition: words where the rule has them, facts in any case.
    pub(super) fn reasons(&self, view: &SeenView<'_>, cell: Cell, ground: bool) -> Vec<Reason> {
        let mut cells = Vec::new();
        self.decisive(view, cell, None, (&mut Visited::default(), &mut cells));
        let mut reasons: Vec<Reason> = Vec::new();
        for (cell, alternative) in cells {
            let reason = Reason { alternative, ..self.reason(view, cell, ground) };
            if !reasons
                .iter()
                .any(|known| known.label.is_some() && known.label == reason.label && known.facts == reason.facts)
            {
                reasons.push(reason);
            }
        }
        reasons
    }

    /// The outermost conditions with words, or bare comparisons, that made a condition what it is.
    fn decisive(
        &self,
        view: &SeenView<'_>,
        cell: Cell,
        alternative: Option<usize>,
        (visited, found): (&mut Visited, &mut Vec<(Cell, Option<usize>)>),
    ) {
        // What stands at two places of a condition is one reason.
        if !visited.insert(cell) {
            return;
        }
        let truth = |cell: Cell| view.frame.truth(cell);
        let Some(node) = self.program().nodes.get(cell.node.0) else { return };
        let (parts, and) = match &node.op {
            Op::And(parts) => (parts, true),
            Op::Or(parts) => (parts, false),
            _ => {
                found.push((cell, alternative));
                return;
            }
        };
        let whole = truth(cell);
        let at = [cell.first, cell.second, 0];
        let parts: Vec<Cell> = parts.iter().map(|part| view.run.read(node, part, at)).collect();
        let wanted: Vec<Cell> = if whole.is_undecided() {
            parts.into_iter().filter(|part| truth(*part).is_undecided()).collect()
        } else {
            parts.into_iter().filter(|part| truth(*part) == whole).collect()
        };
        // Of several alternatives that hold the one that takes least is enough; of several conditions that fail each is
        // told.
        let wanted = if !and && whole.is_true() {
            view.run.cheapest(view.frame, wanted, &mut Trail::default()).into_iter().collect()
        } else {
            wanted
        };
        let is_choice = !and && !whole.is_true() && wanted.len() > 1;
        let alternative = alternative.or_else(|| is_choice.then_some(found.len()));
        for part in wanted {
            self.decisive(view, part, alternative, (visited, found));
        }
    }

    /// Whether a condition is about the family or about the same member as the one around it: what is true of the
    /// others on the way explains nothing.
    fn is_about(&self, inner: Cell, outer: Cell) -> bool {
        let axes = |cell: Cell| self.program().nodes.get(cell.node.0).map(|node| node.axes).unwrap_or_default();
        axes(inner).first.is_none() || axes(inner) == axes(outer) && inner.first == outer.first
    }

    fn reason(&self, view: &SeenView<'_>, cell: Cell, ground: bool) -> Reason {
        // What leaves a condition open depends on what it is asked against, and no memory is kept of what is only tried.
        if view.frame.truth(cell).is_undecided() || !self.reader().assumed.is_empty() {
            return self.reason_found(view, cell, ground);
        }
        self.memo().reason((view.run.view, cell, ground), || self.reason_found(view, cell, ground))
    }

    fn reason_found(&self, view: &SeenView<'_>, cell: Cell, ground: bool) -> Reason {
        let truth = view.frame.truth(cell);
        let mut trail = Trail::default();
        if truth.is_undecided() {
            view.run.missing(view.frame, view.against, cell, &mut trail);
        } else {
            view.run.support(view.frame, cell, &mut trail);
        }
        let label = self.program().nodes.get(cell.node.0).and_then(|node| match node.op {
            Op::Labelled(label, _) => Some(label),
            _ => None,
        });
        let code = match (ground, truth) {
            (true, _) => ReasonCode::Ground,
            (false, truth) if truth.is_true() => ReasonCode::Met,
            (false, truth) if truth.is_false() => ReasonCode::NotMet,
            (false, _) => ReasonCode::Unclear,
        };
        let mut details: Vec<(usize, Truth)> = Vec::new();
        let labels = if truth.is_undecided() { self.labels_of(&trail) } else { std::mem::take(&mut trail.labels) };
        for (inner, inner_cell) in &labels {
            let inner_truth = view.frame.truth(*inner_cell);
            let known = Some(*inner) == label || details.iter().any(|(known, _)| known == inner);
            if !known && self.is_about(*inner_cell, cell) {
                details.push((*inner, inner_truth));
            }
        }
        let parameters = trail.leaves.iter().filter_map(|leaf| match leaf {
            Leaf::Parameter { parameter, territory, on } => Some((*parameter, territory.clone(), *on)),
            _ => None,
        });
        let open = trail.leaves.iter().filter(|_| truth.is_undecided());
        // What is only assumed of a fact is nobody's value.
        let is_no = matches!(code, ReasonCode::NotMet | ReasonCode::Ground) && self.reader().assumed.is_empty();
        Reason {
            code,
            label,
            alternative: None,
            details,
            facts: self.facts_of(&trail),
            parameters: parameters.collect(),
            missing: open.map(|leaf| self.missing_of(leaf)).collect(),
            margins: if is_no { self.margin(view, cell).into_iter().collect() } else { Vec::new() },
        }
    }

    /// The words on the way to what is missing, the outermost first.
    fn labels_of(&self, trail: &Trail) -> Vec<(usize, Cell)> {
        let cells = trail.visited().into_iter().rev();
        let label = |cell: Cell| match self.program().nodes.get(cell.node.0)?.op {
            Op::Labelled(label, _) => Some((label, cell)),
            _ => None,
        };
        cells.filter_map(label).collect()
    }

    /// The facts at the ends of a walk, as they were told.
    pub(super) fn facts_of(&self, trail: &Trail) -> Vec<Seen> {
        let mut facts = Vec::new();
        for leaf in &trail.leaves {
            let (Leaf::Fact { fact, item } | Leaf::Pointed { fact, item }) = leaf else { continue };
            let told = self.reader().told(*fact, *item);
            let (value, provenance) = (told.value(), told.provenance());
            let seen = Seen { fact: *fact, holder: self.holder(*fact, *item), value, provenance };
            if !facts.contains(&seen) {
                facts.push(seen);
            }
        }
        facts
    }
}

/// Adds what is not there yet.
pub(super) fn add(list: &mut Vec<Missing>, missing: Missing) {
    if !list.contains(&missing) {
        list.push(missing);
    }
}
