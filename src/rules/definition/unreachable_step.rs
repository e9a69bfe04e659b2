use crate::rules::{Rule, about, rule};

rule! {
    /// A step that no contact can reach.
    UnreachableStep, "unreachable-step", "definition", Error
}

impl Rule for UnreachableStep {
    about!();
}
