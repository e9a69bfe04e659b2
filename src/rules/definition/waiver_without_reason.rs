use super::waiver_unknown::spot;
use crate::project::Project;
use crate::rules::{Findings, Rule, about, rule};

rule! {
    /// A waiver that does not say why.
    WaiverWithoutReason, "waiver-without-reason", "definition", Error
}

impl Rule for WaiverWithoutReason {
    about!();

    fn check_project(&self, project: &Project, findings: &mut Findings<'_>) {
        for file in &project.files {
            for waiver in &file.waivers {
                if waiver.says.as_ref().is_ok_and(|says| says.reason.is_none()) {
                    let finding = findings
                        .violation_at(spot(file, waiver, waiver.span), "no reason")
                        .because("this waiver does not say why, so it waives nothing")
                        .help("Write a colon at its end, and after it who decided and why");
                    findings.push(finding);
                }
            }
        }
    }
}
