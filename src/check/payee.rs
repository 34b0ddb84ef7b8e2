//! Who is paid, and because of whom: each is a condition on one member.

use super::{
    checked::{CheckedApply, CheckedPayees, Way},
    kind::Type,
    scope::{Checker, Subject},
    term::{Binding, Comparison, Item, List, Owner, Term, Typed},
};
use crate::{
    diagnostic::{Code, Diagnostic},
    document::{Clause, Late, PaidTo, Share},
    json::Spanned,
    source::Span,
};

/// What a payee is called where the rule does not say.
const PAYEE: &str = "payee";

/// A group of payees as written.
struct Group<'d> {
    who: &'d Spanned<String>,
    alias: Option<&'d Spanned<String>>,
    when: Option<&'d Clause>,
    way: Way,
}

/// The groups in their order; a single one where the first of several groups is not asked for.
fn groups(paid_to: &PaidTo) -> Vec<Group<'_>> {
    let single =
        paid_to.one_of.iter().map(|who| (who, Way::One)).chain(paid_to.each_of.iter().map(|who| (who, Way::Each)));
    let single = single.map(|(who, way)| {
        let (alias, when) = (paid_to.r#as.as_ref(), paid_to.when.as_ref());
        Group { who, alias, when, way }
    });
    let several = paid_to.first_of.iter().flatten().map(|group| {
        let way = match group.share {
            Some(Share::Equal) => Way::Share,
            None => Way::One,
        };
        Group { who: &group.who, alias: group.r#as.as_ref(), when: group.when.as_ref(), way }
    });
    single.chain(several).collect()
}

/// The names of the payees, which most parts of a measure may not use.
pub(super) fn names(paid_to: &PaidTo) -> Vec<String> {
    groups(paid_to).iter().map(|group| group.alias.map_or(PAYEE, |alias| &alias.value).to_owned()).collect()
}

impl Checker<'_> {
    /// The conditions on the payees. The payee of `one_of` and `each_of` stays bound for the parts that may name it.
    pub fn paid_to(&mut self, paid_to: &PaidTo) -> Option<CheckedPayees> {
        let binding = self.free_binding();
        let groups: Vec<Option<(Typed, Way)>> =
            groups(paid_to).iter().map(|group| Some((self.payees_of(group, binding)?, group.way))).collect();
        // Bound even where the list is wrong, so that the rest of the measure is still checked.
        if paid_to.first_of.is_none() {
            let alias = paid_to.r#as.as_ref().map_or(PAYEE, |alias| &alias.value);
            self.bind_as(binding, alias);
        }
        Some(CheckedPayees { binding, groups: groups.into_iter().collect::<Option<_>>()? })
    }

    fn payees_of(&mut self, group: &Group<'_>, binding: Binding) -> Option<Typed> {
        let within = self.member_of(binding, group.who);
        let (alias, span) = group.alias.map_or((PAYEE, group.who.span), |alias| (&alias.value, alias.span));
        self.check_payee_name(alias, span);
        self.bind_as(binding, alias);
        let when = group.when.map(|when| self.condition(when).ok_or(())).transpose();
        self.unbind();
        let (within, when) = (within?, when.ok()?);
        Some(both(within, when))
    }

    /// The list of members because of whom it is due, as a condition on one of them.
    pub fn because_of(&mut self, list: &Spanned<String>) -> Option<(Binding, Typed)> {
        let binding = self.free_binding();
        Some((binding, self.member_of(binding, list)?))
    }

    fn bind_as(&mut self, binding: Binding, alias: &str) {
        self.bind(alias, Subject::Member, false);
        if let Some(frame) = self.frames.last_mut() {
            frame.binding = binding;
        }
    }

    fn free_binding(&mut self) -> Binding {
        let binding = self.bind("", Subject::Member, false);
        self.unbind();
        binding
    }

    /// The bound member is in the list of members, or is the one member.
    fn member_of(&mut self, binding: Binding, written: &Spanned<String>) -> Option<Typed> {
        let found = self.expression(written, None)?;
        let (item, span) = (Item::Bound(binding), found.span);
        match (&found.r#type, found.term) {
            (Type::Member, Term::Member(one)) => {
                let member = |item| Box::new(Typed::new(Term::Member(item), Type::Member, span));
                let same = Term::Compare(Comparison::Equal, member(item), member(one));
                Some(Typed::new(same, Type::Boolean, span))
            }
            (Type::List(inner), Term::List(list)) if **inner == Type::Member => {
                Some(Typed::new(Term::MemberIn(item, list), Type::Boolean, span))
            }
            (kind, _) => {
                let message = format!("a list of members or one member is expected here, and this is {kind}");
                let help = "such as `members[age >= 18]` or `applicant`";
                self.fail(Diagnostic::error(Code::TypeMismatch, written.span, message).help(help))
            }
        }
    }

    /// The payee needs a name that nothing else in the measure has.
    fn check_payee_name(&mut self, alias: &str, span: Span) {
        self.check_alias(alias, span);
        let is_item = self.alias(alias).is_some();
        if is_item || self.lets.iter().any(|(known, _)| known == alias) {
            let already = if is_item { "the member the measure is for" } else { "a local name of this measure" };
            let message = format!("`{alias}` is already {already}");
            let help = "give the payee a name of its own with `as`";
            self.sink.push(Diagnostic::error(Code::NameClash, span, message).help(help));
        }
    }
}

impl CheckedPayees {
    /// A deadline of the payee's own takes the payee away, and not the right of the family.
    pub(super) fn take_deadline(&mut self, apply: &mut CheckedApply) {
        let parts = [&apply.opens, &apply.closes].into_iter().flatten().chain(apply.within.iter().map(|it| &it.last));
        if apply.late != Late::Lapses || !parts.into_iter().any(|part| reads(part, self.binding)) {
            return;
        }
        let in_time = in_time(apply);
        for (is, _) in &mut self.groups {
            *is = both(is.clone(), in_time.clone());
        }
        apply.late = Late::StartsLater;
    }
}

/// On the day of application it is not too late, or the time comes again.
fn in_time(apply: &CheckedApply) -> Option<Typed> {
    let truth = |term: Term, span: Span| Typed::new(term, Type::Boolean, span);
    let today = |order: Comparison, day: &Typed| {
        let on = Typed::new(Term::On, Type::Date, day.span);
        truth(Term::Compare(order, Box::new(day.clone()), Box::new(on)), day.span)
    };
    let last = apply.within.iter().map(|within| today(Comparison::Less, &within.last));
    let late: Vec<Typed> = last.chain(apply.closes.iter().map(|day| today(Comparison::AtMost, day))).collect();
    let span = late.first()?.span;
    let in_time = truth(Term::Not(Box::new(truth(Term::Or(late), span))), span);
    let again = apply.opens.iter().map(|opens| today(Comparison::Greater, opens));
    Some(truth(Term::Or(std::iter::once(in_time).chain(again).collect()), span))
}

fn both(one: Typed, other: Option<Typed>) -> Typed {
    let span = one.span;
    match other {
        Some(other) => Typed::new(Term::And(vec![one, other]), Type::Boolean, span),
        None => one,
    }
}

/// Whether an expression is about the bound member.
fn reads(term: &Typed, binding: Binding) -> bool {
    let is = |item: Item| item == Item::Bound(binding);
    let mut found = false;
    term.each(&mut |part| {
        found |= match &part.term {
            Term::Fact(_, item) | Term::Definition(_, item) | Term::Member(item) | Term::MemberIn(item, _) => is(*item),
            Term::ToldAs { of, .. } => is(*of),
            _ => false,
        };
        for list in part.lists() {
            list.each(&mut |list| {
                found |= match list {
                    List::Records(_, Owner::Of(item)) | List::Pointed(_, item) | List::Definition(_, item) => is(*item),
                    _ => false,
                }
            });
        }
    });
    found
}

#[cfg(test)]
mod tests {
    use crate::ruleset::sample::{load, measure};

    fn refusal(parts: &str) -> String {
        load(&measure(parts, "")).map_or_else(|report| report, |_| "nothing".to_owned())
    }

    #[test]
    fn a_payee_is_named_in_the_parts_about_the_payment_only() {
        let paid = |rest: &str| refusal(&format!(r#""paid_to": {{ "one_of": "members", "as": "carer" }}, {rest}"#));
        let amount = r#""eligible_when": "true", "period": { "from": "carer.birth_date" },
            "fee": { "value": "rent * count(carer.parents)", "per": "month", "round": { "to": "0.01", "mode": "half_up" } }"#;
        assert_eq!(paid(amount), "nothing");
        assert!(paid(r#""eligible_when": "carer.working""#).contains("`carer` is the payee"));
        assert!(paid(r#""let": { "old": "carer.age" }, "eligible_when": "true""#).contains("`carer` is the payee"));
        let each = r#""for": { "each": "members[item in carer.parents]", "as": "kid" }, "eligible_when": "true""#;
        assert!(paid(each).contains("`carer` is the payee"));
        let stage = r#""eligible_when": "true", "priority": [{ "when": "carer.working", "add": 1 }]"#;
        assert!(paid(stage).contains("`carer` is the payee"));
    }

    #[test]
    fn another_item_may_bear_the_name_of_the_payee_where_there_is_no_payee() {
        let parts = r#""paid_to": { "one_of": "members", "as": "carer" },
            "eligible_when": "some carer in members satisfies carer.working""#;
        assert_eq!(refusal(parts), "nothing");
    }

    #[test]
    fn the_payee_has_a_name_of_its_own() {
        let clash =
            r#""let": { "payee": "rooms" }, "paid_to": { "each_of": "applicant" }, "eligible_when": "payee > 1""#;
        assert!(refusal(clash).contains("`payee` is already a local name of this measure"));
    }

    #[test]
    fn who_is_paid_is_one_member_or_a_list_of_members() {
        let paid = |who: &str| refusal(&format!(r#""paid_to": {{ "each_of": "{who}" }}, "eligible_when": "true""#));
        assert_eq!(paid("applicant.parents"), "nothing");
        assert!(paid("notes").contains("a list of members or one member is expected here"));
        assert!(paid("rooms").contains("a list of members or one member is expected here"));
    }
}
