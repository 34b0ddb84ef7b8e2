//! Needs: the condition of the family under which each arises.

use super::{checked::CheckedDefinition, kind::Type, scope::Checker, symbol::Entity, term::Binding};
use crate::{
    diagnostic::{Code, Diagnostic, did_you_mean},
    document::Need,
    json::Spanned,
};

impl Checker<'_> {
    /// The condition of a need, as a definition of the family; nothing where it has none.
    pub fn need(&mut self, name: &Spanned<String>, need: &Need) -> Option<CheckedDefinition> {
        self.sphere(&need.sphere);
        let body = self.condition(need.arises_when.as_ref()?)?;
        Some(CheckedDefinition {
            // No definition has a point in its name, so that this is none of theirs.
            name: format!("needs.{}", name.value),
            entity: Entity::Family,
            binding: Binding(u32::MAX),
            title: Some(need.title.clone()),
            circumstance: false,
            need: Some(name.value.clone()),
            territorial: false,
            r#type: Type::Boolean,
            range: None,
            body,
            span: name.span,
        })
    }

    /// Where spheres are declared, a need names one of them.
    fn sphere(&mut self, sphere: &Spanned<String>) {
        let spheres = &self.symbols.spheres;
        if !spheres.is_empty() && !spheres.contains(&sphere.value) {
            let help = did_you_mean(&sphere.value, spheres.iter().map(String::as_str), "spheres");
            let message = format!("there is no sphere of life `{}`", sphere.value);
            self.sink.push(Diagnostic::error(Code::UnknownName, sphere.span, message).help(help));
        }
    }
}
