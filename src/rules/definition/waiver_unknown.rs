use crate::diagnostics::{Fix, Site};
use crate::fix::Draft;
use crate::project::{File, Name, Project, Spot, Waiver, can_be_set_aside};
use crate::rules::{self, Findings, RULES, Rule, about, rule};
use crate::source::Span;
use crate::yaml;

rule! {
    /// A waiver that cannot be read, or names what cannot be waived.
    WaiverUnknown, "waiver-unknown", "definition", Error
}

impl Rule for WaiverUnknown {
    about!();

    fn check_project(&self, project: &Project, findings: &mut Findings<'_>) {
        for file in &project.files {
            for waiver in &file.waivers {
                match &waiver.says {
                    Ok(says) => {
                        for name in &says.names {
                            check_name(file, waiver, name, findings);
                        }
                    }
                    Err(misread) => {
                        let finding = findings
                            .violation_at(spot(file, waiver, misread.span), "here")
                            .because(&misread.message)
                            .help(&misread.help);
                        findings.push(finding);
                    }
                }
            }
        }
    }
}

/// A place in a waiver, with the pointer of what it covers.
pub(super) fn spot(file: &File, waiver: &Waiver, span: Span) -> Spot {
    let text = &file.source.text;
    Spot {
        site: Site::new(&file.source, span),
        pointer: waiver
            .covers
            .map(|cover| file.tree.pointer(text, cover.node))
            .unwrap_or_default(),
    }
}

fn check_name(file: &File, waiver: &Waiver, name: &Name, findings: &mut Findings<'_>) {
    let text = &name.text;
    let mut near = None;
    let (label, message, help) = if !rules::is_known(text) {
        let known = RULES
            .iter()
            .flat_map(|rule| [rule.meta().name, rule.meta().family]);
        near = yaml::nearest(text, known);
        let help = match near {
            Some(near) => format!("did you mean `{near}`?"),
            None => "`courtesy rules` lists all rules and families".to_owned(),
        };
        (
            "no rule or family",
            format!("there is no rule or family `{text}`, so this waives nothing"),
            help,
        )
    } else if !can_be_set_aside(text) {
        (
            "cannot be waived",
            format!("findings of `{text}` cannot be waived"),
            "mend what it found, and take the name out of the waiver".to_owned(),
        )
    } else {
        return;
    };
    let finding = findings
        .violation_at(spot(file, waiver, name.span), label)
        .because(message)
        .help(help)
        // A waiver that holds hides something.
        .fix_if_any(near.and_then(|near| {
            let draft = Draft::of(&file.source, &file.tree);
            let edits = draft.overwrite(name.span, near)?;
            Some(Fix::needs_a_look(format!("Write `{near}`"), edits))
        }));
    findings.push(finding);
}
