//! `--fix`, `--unsafe-fixes` and `--diff`: what can be mended is mended in memory, judged anew, and then
//! written or shown.
//!
//! A file is written through a file beside it and a rename. What was written is read again from the disk and
//! judged once more; if it is any worse than before, the files get their old text back.

use super::check::Chosen;
use super::output;
use super::progress::Progress;
use crate::diagnostics::{Diagnostic, Safety, put_in_order};
use crate::fix::{Applied, Change, Judgement, Settled, diff, settle};
use crate::project::{Project, Request, Texts, load_with};
use crate::rules;
use std::collections::BTreeMap;
use std::fs::{self, Permissions};
use std::path::{Path, PathBuf};

/// What to mend.
pub(super) struct Order<'a> {
    pub(super) request: &'a Request,
    /// The rules whose findings are mended. All rules judge the result.
    pub(super) chosen: &'a Chosen<'a>,
    /// Fixes that are no safer than this are left out.
    pub(super) allowed: Safety,
}

/// The mark with which some editors begin a file; it is no part of the text.
const MARK: &str = "\u{feff}";

impl Order<'_> {
    /// What can be mended in a project.
    pub(super) fn settle(&self, project: &Project) -> Settled {
        let paths: BTreeMap<&str, &Path> = project
            .files
            .iter()
            .map(|file| (file.source.path.as_str(), file.path.as_path()))
            .collect();
        settle(|changes| {
            let texts: Texts = changes
                .iter()
                .filter_map(|(path, change)| {
                    let path = paths.get(path.as_str())?;
                    Some(((*path).to_owned(), change.after.clone()))
                })
                .collect();
            self.judge(&texts)
        })
    }

    /// What is found in the project with some texts in the place of its own. Every rule that the settings do not
    /// switch off has a say, whichever were chosen.
    fn judge(&self, texts: &Texts) -> Judgement {
        let all = Chosen {
            select: &[],
            ignore: &[],
            progress: Progress::none(),
        };
        let project = load_with(self.request, texts);
        let mut findings = rules::check(&project, &all);
        put_in_order(&mut findings);
        let mut findings = rules::waive(&project, &all, findings).findings;
        put_in_order(&mut findings);
        Judgement::of(findings, |finding| self.may_mend(&project, finding))
    }

    fn may_mend(&self, project: &Project, finding: &Diagnostic) -> bool {
        let chosen =
            rules::named(finding.rule).is_some_and(|rule| self.chosen.runs_rule(rule.meta()));
        let allowed = finding.fix.as_ref().is_some_and(|fix| {
            fix.safety <= self.allowed
                && fix.edits.iter().all(|edit| project.is_selected(&edit.site))
        });
        chosen && allowed && project.is_selected(&finding.primary.site)
    }

    /// Writes the changes to the disk, and says what could not be written. If what then stands there has a
    /// finding that was not there before, everything gets its old text back.
    pub(super) fn write(&self, project: &Project, settled: &Settled) -> Result<(), String> {
        let mut written: Vec<(&Path, &Change)> = Vec::new();
        let mut faults: Vec<String> = Vec::new();
        for (shown, change) in &settled.changes {
            let file = project.files.iter().find(|it| it.source.path == *shown);
            let Some(file) = file else { continue };
            match put(&file.path, &change.before, &change.after) {
                Ok(()) => written.push((&file.path, change)),
                Err(fault) => faults.push(format!("{shown} was not mended: {fault}")),
            }
        }
        if !written.is_empty() && !self.judge(&Texts::new()).adds_nothing_to(&settled.first) {
            for (path, change) in written {
                if let Err(fault) = put(path, &change.after, &change.before) {
                    faults.push(format!(
                        "{} has not got its old text back: {fault}",
                        path.display()
                    ));
                }
            }
            faults.push("with the fixes there were findings that were not there before; the files have their old text again".to_owned());
        }
        if faults.is_empty() {
            Ok(())
        } else {
            Err(faults.join("\n"))
        }
    }
}

/// Replaces the text of a file by another, if it still is the one that was read.
fn put(path: &Path, before: &str, after: &str) -> Result<(), String> {
    let in_words = |error: std::io::Error| error.to_string();
    let about = fs::symlink_metadata(path).map_err(in_words)?;
    if about.file_type().is_symlink() {
        return Err("it is a link; name the file that it leads to".to_owned());
    }
    if about.permissions().readonly() {
        return Err("it may not be written".to_owned());
    }
    let bytes = fs::read(path).map_err(in_words)?;
    let mark = if bytes.starts_with(MARK.as_bytes()) {
        MARK
    } else {
        ""
    };
    if bytes[mark.len()..] != *before.as_bytes() {
        return Err("it has been changed by somebody else meanwhile".to_owned());
    }
    let beside = beside(path);
    let whole = format!("{mark}{after}");
    write_beside(&beside, &whole, about.permissions())
        .and_then(|()| fs::rename(&beside, path))
        .map_err(|error| {
            let _gone_anyway = fs::remove_file(&beside);
            error.to_string()
        })
}

fn beside(path: &Path) -> PathBuf {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    path.with_file_name(format!(".{name}.{}", std::process::id()))
}

fn write_beside(path: &Path, text: &str, permissions: Permissions) -> std::io::Result<()> {
    fs::write(path, text)?;
    fs::set_permissions(path, permissions)
}

/// The unified diff of everything that would change, files in order.
pub(super) fn diffs(settled: &Settled) -> String {
    let changes = settled.changes.iter();
    changes
        .map(|(path, change)| diff(path, &change.before, &change.after))
        .collect()
}

/// Says what was done, or would be, and what not.
pub(super) fn tell(settled: &Settled, done: &str) {
    let line = |it: &Applied| format!("{} {} {}: {}", it.path, it.pointer, it.rule, it.title);
    for fix in &settled.applied {
        output::tell(&format!("{done} {}", line(fix)));
    }
    for left in &settled.left_out {
        output::tell(&format!("not fixed {}: {}", line(&left.fix), left.because));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::Day;
    use crate::project::{Settings, load};

    /// What is judged in memory is judged again from the disk; here the two differ, as if another rule had come
    /// in between.
    #[test]
    fn what_is_worse_on_the_disk_gets_its_old_text_back() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().canonicalize().unwrap().join("a.yaml");
        let before = "audiences:\n  a: {regions: [CA-MB]}\n";
        fs::write(&path, before).unwrap();
        let request = Request {
            cwd: path.parent().unwrap().to_owned(),
            paths: vec![path.clone()],
            standard_input: None,
            settings: Settings::Defaults,
            today: Day::from_ymd(2026, 11, 22).unwrap(),
            profile: None,
        };
        let chosen = Chosen {
            select: &[],
            ignore: &[],
            progress: Progress::none(),
        };
        let order = Order {
            request: &request,
            chosen: &chosen,
            allowed: Safety::Safe,
        };
        let project = load(&request);
        let write = |after: &str| {
            let mut settled = order.settle(&project);
            let change = Change {
                before: before.to_owned(),
                after: after.to_owned(),
            };
            settled.changes.insert("a.yaml".to_owned(), change);
            order.write(&project, &settled)
        };
        let fault = write("audiences:\n  a: {regions: [NO, CA-MB]}\n").unwrap_err();
        assert!(fault.contains("have their old text again"), "{fault}");
        assert_eq!(fs::read_to_string(&path).unwrap(), before);
        // What is no worse stays, and nothing lies beside it.
        let better = "audiences:\n  a: {regions: [CA-MB]} # mended\n";
        write(better).unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), better);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
        // Somebody else's change is not lost.
        let fault = write("audiences: {}\n").unwrap_err();
        assert!(fault.contains("by somebody else"), "{fault}");
        assert_eq!(fs::read_to_string(&path).unwrap(), better);
    }
}
