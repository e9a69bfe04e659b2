use super::promotion;
use crate::project::Project;
use crate::rules::{Findings, Rule, about, rule};

rule! {
    /// An open advisory names no place to read about it.
    AdvisoryWithoutDetails, "advisory-without-details", "trust", Warning
}

impl Rule for AdvisoryWithoutDetails {
    about!();

    fn check_project(&self, project: &Project, findings: &mut Findings<'_>) {
        for advisory in promotion::advisories(project, promotion::is_open) {
            if !advisory.details.is_missing() {
                continue;
            }
            let what = match advisory.id {
                Some(id) => format!("the advisory `{id}`"),
                None => "the advisory".to_owned(),
            };
            findings.push(
                findings
                    .lacking(advisory.place, "has no `details`")
                    .because(format!("{what} is open and names no place where people can read what to do"))
                    .help("A warning alone leaves people with the danger and no way out of it. Name the page:\n  details: \"https://example.com/advisories/5-0\""),
            );
        }
    }
}
