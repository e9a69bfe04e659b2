use crate::diagnostics::{Fix, Site};
use crate::fix::Draft;
use crate::project::{Project, Spot};
use crate::rules::{Findings, Rule, about, rule};
use crate::yaml;

rule! {
    /// An unquoted scalar that other YAML tools read differently.
    YamlTrap, "yaml-trap", "definition", Warning
}

impl Rule for YamlTrap {
    about!();

    fn check_project(&self, project: &Project, findings: &mut Findings<'_>) {
        for file in &project.files {
            let text = &file.source.text;
            for node in &file.traps {
                let scalar = file.tree.text(text, *node);
                let Some(trap) = yaml::old_meaning(scalar) else {
                    continue;
                };
                let spot = Spot {
                    site: Site::new(&file.source, file.tree.span(*node)),
                    pointer: file.tree.pointer(text, *node),
                };
                let finding = findings
                    .violation_at(spot, format!("{trap} to some tools"))
                    .because(format!("`{scalar}` without quotes is text here, but other YAML tools read it as {trap}"))
                    .help(format!("Quote it: \"{scalar}\""))
                    .fix_if_any(
                        Draft::of(&file.source, &file.tree)
                            .quote(*node)
                            .map(|edits| Fix::safe(format!("Put `{scalar}` in quotes"), edits)),
                    );
                findings.push(finding);
            }
        }
    }
}
