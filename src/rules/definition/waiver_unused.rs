use super::waiver_unknown::spot;
use crate::project::{Unused, Waiver};
use crate::rules::{Findings, Rule, about, rule};

rule! {
    /// A waiver that waives nothing.
    WaiverUnused, "waiver-unused", "definition", Warning
}

impl Rule for WaiverUnused {
    about!();

    fn check_waivers(&self, unused: &[Unused<'_>], findings: &mut Findings<'_>) {
        for Unused { file, waiver, name } in unused {
            let finding = findings
                .violation_at(spot(file, waiver, name.span), "waives nothing")
                .because(message(waiver, &name.text))
                .help(help(waiver));
            findings.push(finding);
        }
    }
}

fn message(waiver: &Waiver, name: &str) -> String {
    if waiver.covers.is_some() {
        format!("nothing that this waiver covers is a finding of `{name}`")
    } else {
        format!("nothing stands where this waiver for `{name}` points")
    }
}

fn help(waiver: &Waiver) -> &'static str {
    if waiver.covers.is_some() {
        "take it out, or move it to the entry or item in which the finding stands"
    } else {
        "write it on the line above the entry or item that it is about, not further in, or at the end of its line"
    }
}
