use super::waiver_unknown::spot;
use crate::diagnostics::Fix;
use crate::fix::Draft;
use crate::project::Project;
use crate::rules::{Findings, Rule, about, rule};

rule! {
    /// A waiver whose last day is over.
    WaiverExpired, "waiver-expired", "definition", Error
}

impl Rule for WaiverExpired {
    about!();

    fn check_project(&self, project: &Project, findings: &mut Findings<'_>) {
        for file in &project.files {
            for waiver in &file.waivers {
                let until = waiver.says.as_ref().ok().and_then(|says| says.until);
                let Some(until) = until.filter(|until| *until < project.today) else {
                    continue;
                };
                let finding = findings
                    .violation_at(spot(file, waiver, waiver.span), "over")
                    .because(format!("this waiver held until {until}, and waives nothing any more"))
                    .help("Take it out; if it is still needed, have it decided anew and write the new date")
                    .fix_if_any(
                        Draft::of(&file.source, &file.tree)
                            .remove_comment(waiver.span)
                            .map(|edits| Fix::needs_a_look("Take the waiver out", edits)),
                    );
                findings.push(finding);
            }
        }
    }
}
