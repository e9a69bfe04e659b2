use super::waiver_unknown::spot;
use crate::diagnostics::Fix;
use crate::fix::Draft;
use crate::project::{Unused, Waiver};
use crate::rules::{Findings, Rule, about, rule};
use crate::source::Span;
use rustc_hash::FxHashMap;

rule! {
    /// A waiver that waives nothing.
    WaiverUnused, "waiver-unused", "definition", Warning
}

impl Rule for WaiverUnused {
    about!();

    fn check_waivers(&self, unused: &[Unused<'_>], findings: &mut Findings<'_>) {
        let mut names: FxHashMap<(&str, Span), usize> = FxHashMap::default();
        for it in unused {
            *names
                .entry((&it.file.source.path, it.waiver.span))
                .or_default() += 1;
        }
        for it in unused {
            let Unused { file, waiver, name } = it;
            let finding = findings
                .violation_at(spot(file, waiver, name.span), "waives nothing")
                .because(message(waiver, &name.text))
                .help(help(waiver))
                .fix_if_any(fix(it, names[&(file.source.path.as_str(), waiver.span)]));
            findings.push(finding);
        }
    }
}

/// Takes out the name, or the waiver if none of its names waives anything.
fn fix(it: &Unused<'_>, unused: usize) -> Option<Fix> {
    let Unused { file, waiver, name } = it;
    let draft = Draft::of(&file.source, &file.tree);
    let names = &waiver.says.as_ref().ok()?.names;
    if unused == names.len() {
        return Some(Fix::safe(
            "Take the waiver out",
            draft.remove_comment(waiver.span)?,
        ));
    }
    let at = names.iter().position(|other| other == *name)?;
    // With the comma and the blank that part it from the next name, or from the one before.
    let span = match names.get(at + 1) {
        Some(next) => Span {
            start: name.span.start,
            end: next.span.start,
        },
        None => Span {
            start: names.get(at.checked_sub(1)?)?.span.end,
            end: name.span.end,
        },
    };
    Some(Fix::safe(
        format!("Take `{}` out of the waiver", name.text),
        draft.cut(span)?,
    ))
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
