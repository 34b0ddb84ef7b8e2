//! Nodes over several parts: the scope is that of all parts together.

use std::borrow::Borrow;

use super::{Kind, Lowering, Op, Operand, Ref, Variable, operand};
use crate::source::Span;

impl Lowering<'_> {
    /// A node over the variables of its parts; `make` gets the operands in the order of the parts.
    pub fn combine(
        &mut self,
        parts: &[impl Borrow<Ref>],
        kind: Kind,
        span: Span,
        make: impl FnOnce(Vec<Operand>) -> Op,
    ) -> Option<Ref> {
        let variables = self.variables(parts, span)?;
        let operands: Vec<Operand> = parts.iter().map(|part| operand(part.borrow(), &variables)).collect();
        Some(self.node(make(operands), &variables, kind, span))
    }

    /// The same of the parts that stand on the stack from a place on, which are taken off.
    pub fn combine_from(
        &mut self,
        begin: usize,
        kind: Kind,
        span: Span,
        make: impl FnOnce(Vec<Operand>) -> Op,
    ) -> Option<Ref> {
        let parts = self.stack.get(begin..).unwrap_or_default();
        let variables = variables_of(parts);
        let operands: Vec<Operand> = parts.iter().map(|part| operand(part, &variables)).collect();
        self.stack.truncate(begin);
        let variables = self.few(variables, span)?;
        Some(self.node(make(operands), &variables, kind, span))
    }

    /// The variables of the parts in the order of their first appearance; more than two are an error.
    pub fn variables(&mut self, parts: &[impl Borrow<Ref>], span: Span) -> Option<Vec<Variable>> {
        self.few(variables_of(parts), span)
    }

    fn few(&mut self, variables: Vec<Variable>, span: Span) -> Option<Vec<Variable>> {
        if variables.len() > 2 {
            self.too_deep(span);
            return None;
        }
        Some(variables)
    }
}

/// The variables of the parts in the order of their first appearance.
fn variables_of(parts: &[impl Borrow<Ref>]) -> Vec<Variable> {
    let mut variables: Vec<Variable> = Vec::new();
    for part in parts {
        for variable in part.borrow().variables() {
            if !variables.contains(&variable) {
                variables.push(variable);
            }
        }
    }
    variables
}
