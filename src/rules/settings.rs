//! What is wrong with the settings, as findings.

use super::{RULES, is_known, law_of};
use crate::diagnostics::{Diagnostic, RuleMeta, Severity, Site};
use crate::project::Config;
use crate::yaml;

/// The name under which mistakes in `courtesy.yaml` are reported. It is no rule of the catalogue: a run with such
/// a mistake judges nothing.
const SETTINGS: RuleMeta = RuleMeta {
    name: "configuration",
    family: "definition",
    severity: Severity::Error,
};

/// What is wrong with the name of a rule or family, if anything.
pub fn fault_of(name: &str) -> Option<String> {
    if is_known(name) {
        return None;
    }
    let known = RULES
        .iter()
        .flat_map(|rule| [rule.meta().name, rule.meta().family]);
    Some(match yaml::nearest(name, known) {
        Some(near) => format!("there is no rule or family `{name}`; did you mean `{near}`?"),
        None => format!("there is no rule or family `{name}`; `courtesy rules` lists them all"),
    })
}

/// Codes to which the seller adheres and of which no provision is held: a name that is misspelt would bind nobody.
fn unknown_codes(config: &Config) -> Vec<Diagnostic> {
    let law = law_of(config);
    let named = config.written.adheres_to.iter();
    let unknown = named.filter(|code| !law.has_code(&code.value));
    let findings = unknown.map(|code| {
        let site = Site::new(&config.source, config.tree.span(code.place.node));
        let known = law.codes();
        let near = yaml::nearest(&code.value, known.iter().copied());
        let near = near.map_or(String::new(), |near| format!("; did you mean `{near}`?"));
        Diagnostic::violation(&SETTINGS, site.label("not known"))
            .because(format!("no provision of a code `{}` is held{near}", code.value))
            .at(config.tree.pointer(&config.source.text, code.place.node))
            .help(format!(
                "A code is held if a pack names it (`code`), one of your own (`packs`) or one of these:\n  {}",
                known.join(", ")
            ))
    });
    findings.collect()
}

/// The mistakes of settings files, in no particular order.
pub fn faults_of_settings(configs: &[Config]) -> Vec<Diagnostic> {
    let mistakes = configs.iter().flat_map(|config| {
        config
            .mistakes(fault_of)
            .into_iter()
            .map(move |it| (config, it))
    });
    let mut found: Vec<Diagnostic> = mistakes
        .map(|(config, problem)| {
            let pointer = config.tree.pointer(&config.source.text, problem.node);
            let site = Site::new(&config.source, problem.span);
            let mut finding = Diagnostic::violation(&SETTINGS, site.label("not accepted here"))
                .because(problem.message)
                .at(pointer);
            finding.help = problem.help;
            finding
        })
        .collect();
    found.extend(configs.iter().flat_map(unknown_codes));
    for (source, problem) in configs.iter().flat_map(|config| &config.pack_problems) {
        let site = Site::new(source, problem.span);
        let mut finding = Diagnostic::violation(&SETTINGS, site.label("not accepted here"))
            .because(problem.message.clone());
        finding.help.clone_from(&problem.help);
        found.push(finding);
    }
    found
}
