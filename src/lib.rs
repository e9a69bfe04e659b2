//! Courtesy: a linter for outbound campaigns.
//!
//! The modules stand in the order of the staircase that a file goes down:
//! text becomes nodes, nodes become definitions, definitions a project, a
//! project a plan, and rules read the plan and return diagnostics.

pub mod calendar;
pub mod cli;
pub mod diagnostics;
pub mod fix;
pub mod holidays;
pub mod law;
pub mod lexicon;
mod listed;
pub mod lsp;
pub mod model;
pub mod plan;
pub mod project;
pub mod report;
pub mod rules;
pub mod source;
mod spread;
pub mod yaml;
