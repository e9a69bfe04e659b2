//! What a rule writes its findings into.

use crate::diagnostics::{Diagnostic, RuleMeta};
use crate::project::{Project, Spot};
use crate::yaml::Place;

/// The findings of one rule.
#[derive(Debug)]
pub struct Findings<'a> {
    project: &'a Project,
    rule: &'static RuleMeta,
    found: &'a mut Vec<Diagnostic>,
}

impl<'a> Findings<'a> {
    /// An empty page for a rule.
    pub fn of(
        project: &'a Project,
        rule: &'static RuleMeta,
        found: &'a mut Vec<Diagnostic>,
    ) -> Self {
        Self {
            project,
            rule,
            found,
        }
    }

    /// The project in which things are found.
    pub fn project(&self) -> &'a Project {
        self.project
    }

    /// The rule is broken by a value; `label` says in a few words what is to be seen there.
    pub fn violation(&self, at: Place, label: impl Into<String>) -> Diagnostic {
        let spot = self.project.value(at);
        Diagnostic::violation(self.rule, spot.site.label(label)).at(spot.pointer)
    }

    /// The rule is broken by something that is missing from the mapping or list at a place.
    pub fn lacking(&self, parent: Place, label: impl Into<String>) -> Diagnostic {
        let spot = self.project.key(parent);
        Diagnostic::violation(self.rule, spot.site.label(label)).at(spot.pointer)
    }

    /// What is missing from the mapping or list at a place leaves open whether the rule holds.
    pub fn unverified(&self, parent: Place, label: impl Into<String>) -> Diagnostic {
        let spot = self.project.key(parent);
        Diagnostic::unverified(self.rule, spot.site.label(label)).at(spot.pointer)
    }

    /// A finding at a spot that was made by other means.
    pub fn violation_at(&self, spot: Spot, label: impl Into<String>) -> Diagnostic {
        Diagnostic::violation(self.rule, spot.site.label(label)).at(spot.pointer)
    }

    /// Writes a finding down.
    pub fn push(&mut self, finding: Diagnostic) {
        self.found.push(finding);
    }
}
