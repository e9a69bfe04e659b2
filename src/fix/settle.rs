//! Which fixes of a run are made: as many as mend something and break nothing.
//!
//! Nothing is written here. Fixes are applied to texts in memory, all that do not clash at once, and the
//! project is judged again with these texts. If a file can no longer be read or any rule finds more in a
//! file than before, half of the fixes are tried, and half of these, down to the one that does it, which is
//! left out. Each round that is kept leaves fewer findings than there were, so that it ends.

use super::splice::{Replacement, splice};
use crate::diagnostics::{Diagnostic, Edit, Verdict};
use crate::yaml;
use rustc_hash::FxHashSet;
use std::collections::BTreeMap;

/// How often a project is judged at most; what has not been tried by then is left out.
const MOST_JUDGEMENTS: usize = 200;
/// How often what a fix brings to light is mended in turn.
const MOST_FOLLOWERS: usize = 3;

/// How many findings there are, by file, rule and verdict.
type Census = BTreeMap<(String, &'static str, Verdict), usize>;

/// What is found in a project.
#[derive(Debug, Default)]
pub struct Judgement {
    census: Census,
    /// The findings that may be mended, each with its fix, in order.
    mendable: Vec<Diagnostic>,
}

impl Judgement {
    /// Counts all findings, and keeps those that may be mended.
    pub fn of(findings: Vec<Diagnostic>, may_be_mended: impl Fn(&Diagnostic) -> bool) -> Self {
        let mut census = Census::new();
        for finding in &findings {
            let path = finding.primary.site.source.path.clone();
            *census
                .entry((path, finding.rule, finding.verdict))
                .or_default() += 1;
        }
        let mut mendable = findings;
        mendable.retain(|finding| finding.fix.is_some() && may_be_mended(finding));
        Self { census, mendable }
    }

    /// Why this is no better than what was before; nothing if it is.
    pub fn worse_than(&self, before: &Self) -> Option<String> {
        let more = self
            .census
            .iter()
            .find(|(key, count)| before.census.get(*key).is_none_or(|known| known < count));
        if let Some(((path, rule, verdict), _)) = more {
            let what = match verdict {
                Verdict::Violation => "",
                Verdict::Unverified => ", which could not be verified,",
            };
            return Some(format!(
                "with it {path} has a finding of `{rule}`{what} that it does not have now"
            ));
        }
        let sum = |census: &Census| -> usize { census.values().sum() };
        (sum(&self.census) >= sum(&before.census)).then(|| "it would mend nothing".to_owned())
    }

    /// Whether there are more findings of a kind than before.
    fn has_more_of(&self, finding: &Diagnostic, before: &Self) -> bool {
        let path = finding.primary.site.source.path.clone();
        let key = (path, finding.rule, finding.verdict);
        self.census.get(&key) > before.census.get(&key)
    }

    /// Whether nothing is found that was not found before.
    pub fn adds_nothing_to(&self, before: &Self) -> bool {
        self.census
            .iter()
            .all(|(key, count)| before.census.get(key).is_some_and(|known| count <= known))
    }
}

/// A fix that was made.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Applied {
    /// The file of the finding.
    pub path: String,
    /// JSON pointer of the finding's node.
    pub pointer: String,
    /// The rule.
    pub rule: &'static str,
    /// What was done.
    pub title: String,
}

/// A fix that was not made.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LeftOut {
    /// The fix.
    pub fix: Applied,
    /// Why not; a clause.
    pub because: String,
}

/// A text before and after.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Change {
    /// As it was read.
    pub before: String,
    /// With the fixes.
    pub after: String,
}

/// The texts that have changed, by path.
pub type Changes = BTreeMap<String, Change>;

/// What became of the fixes of a run.
#[derive(Debug, Default)]
pub struct Settled {
    /// The texts that have changed, by path.
    pub changes: Changes,
    /// The fixes that were made, in order.
    pub applied: Vec<Applied>,
    /// The fixes that were not.
    pub left_out: Vec<LeftOut>,
    /// What was found at first.
    pub first: Judgement,
    /// What is found with the changes.
    pub judgement: Judgement,
}

/// Makes fixes until none is left that can be made. `judge` is given texts by path and says what is found in
/// the project with these in the place of its own.
pub fn settle(mut judge: impl FnMut(&Changes) -> Judgement) -> Settled {
    let mut settled = Settled::default();
    settled.judgement = judge(&settled.changes);
    settled.first.census.clone_from(&settled.judgement.census);
    let mut refused: FxHashSet<String> = FxHashSet::default();
    let mut judgements = 1;
    loop {
        let mut batch = pick(&settled.judgement.mendable, |it| {
            !refused.contains(&identity(it))
        });
        if batch.is_empty() {
            return settled;
        }
        if judgements >= MOST_JUDGEMENTS {
            let rest = batch.iter().map(|finding| LeftOut {
                fix: applied(finding),
                because: "there were too many to try; run it again".to_owned(),
            });
            settled.left_out = settled.left_out.into_iter().chain(rest).collect();
            return settled;
        }
        let outcome = loop {
            let tried = attempt(&settled, &batch, &mut |changes| {
                judgements += 1;
                judge(changes)
            });
            match (tried, &batch[..]) {
                (Ok(better), _) => break Ok(better),
                (Err(because), [only]) => {
                    refused.insert(identity(only));
                    break Err(LeftOut {
                        fix: applied(only),
                        because,
                    });
                }
                (Err(_), _) => batch.truncate(batch.len().div_ceil(2)),
            }
        };
        match outcome {
            Ok((changes, judgement, made)) => {
                settled.changes = changes;
                settled.judgement = judgement;
                settled.applied.extend(made);
            }
            Err(left) => settled.left_out.push(left),
        }
    }
}

/// The texts with some fixes made, what is then found, and what was made; or why these fixes are not made. What
/// one fix brings to light is mended with it if it can be.
fn attempt(
    settled: &Settled,
    batch: &[&Diagnostic],
    judge: &mut dyn FnMut(&Changes) -> Judgement,
) -> Result<(Changes, Judgement, Vec<Applied>), String> {
    const NOWHERE: &str = "it cannot be written where it belongs";
    let before = &settled.judgement;
    let mut changes = with(&settled.changes, batch).ok_or(NOWHERE)?;
    let mut judgement = judge(&changes);
    let mut made: Vec<Applied> = batch.iter().map(|it| applied(it)).collect();
    let Some(fault) = judgement.worse_than(before) else {
        return Ok((changes, judgement, made));
    };
    for _ in 0..MOST_FOLLOWERS {
        let followers = pick(&judgement.mendable, |it| judgement.has_more_of(it, before));
        if batch.len() > 1 || followers.is_empty() {
            break;
        }
        changes = with(&changes, &followers).ok_or(NOWHERE)?;
        made.extend(followers.iter().map(|it| applied(it)));
        judgement = judge(&changes);
        if judgement.worse_than(before).is_none() {
            return Ok((changes, judgement, made));
        }
    }
    Err(fault)
}

/// The fix of a finding as it is told of.
fn applied(finding: &Diagnostic) -> Applied {
    let site = &finding.primary.site;
    Applied {
        path: site.source.path.clone(),
        pointer: finding.pointer.clone(),
        rule: finding.rule,
        title: finding
            .fix
            .as_ref()
            .map_or(String::new(), |fix| fix.title.clone()),
    }
}

/// What stays of a fix when lines move.
fn identity(finding: &Diagnostic) -> String {
    let site = &finding.primary.site;
    let title = finding.fix.as_ref().map_or("", |fix| &fix.title);
    format!(
        "{}\n{}\n{}\n{}\n{title}",
        site.source.path,
        finding.rule,
        finding.pointer,
        site.source.slice(site.span)
    )
}

fn edits(finding: &Diagnostic) -> &[Edit] {
    finding.fix.as_ref().map_or(&[], |fix| &fix.edits)
}

/// The findings whose fixes can be made at once, the first of those that clash.
fn pick(mendable: &[Diagnostic], wanted: impl Fn(&Diagnostic) -> bool) -> Vec<&Diagnostic> {
    compatible(mendable.iter().filter(|finding| wanted(finding)))
}

/// The findings whose fixes can be made at once, the first of those that clash.
pub fn compatible<'f>(findings: impl IntoIterator<Item = &'f Diagnostic>) -> Vec<&'f Diagnostic> {
    let mut taken: BTreeMap<(&str, u32), Replacement<'_>> = BTreeMap::new();
    let mut batch = Vec::new();
    for finding in findings {
        let clashes = edits(finding).iter().any(|edit| {
            let (path, new) = (edit.site.source.path.as_str(), Replacement::from(edit));
            let before = taken.range(..=(path, new.span.start)).next_back();
            let after = taken.range((path, new.span.start)..).next();
            [before, after]
                .into_iter()
                .flatten()
                .any(|((other, _), known)| *other == path && known.clashes(&new))
        });
        if clashes {
            continue;
        }
        for edit in edits(finding) {
            let path = edit.site.source.path.as_str();
            taken.insert((path, edit.site.span.start), Replacement::from(edit));
        }
        batch.push(finding);
    }
    batch
}

/// The texts with more fixes made. None if one does not fit, or if a text can be read no better than before.
fn with(changes: &Changes, batch: &[&Diagnostic]) -> Option<Changes> {
    let mut by_path: BTreeMap<&str, Vec<&Edit>> = BTreeMap::new();
    for edit in batch.iter().flat_map(|finding| edits(finding)) {
        by_path
            .entry(&edit.site.source.path)
            .or_default()
            .push(edit);
    }
    let mut made = changes.clone();
    for (path, edits) in by_path {
        let text = &*edits.first()?.site.source.text;
        let replacements: Vec<Replacement<'_>> =
            edits.iter().map(|edit| Replacement::from(*edit)).collect();
        let after = splice(text, &replacements)?;
        let (_, problems) = yaml::parse(text);
        let (_, new_problems) = yaml::parse(&after);
        if new_problems.len() > problems.len() {
            return None;
        }
        let change = made.entry(path.to_owned()).or_insert_with(|| Change {
            before: text.to_owned(),
            after: String::new(),
        });
        change.after = after;
    }
    Some(made)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::{Fix, Label, RuleMeta, Severity, Site};
    use crate::source::{SourceFile, Span};

    const BAD: RuleMeta = RuleMeta {
        name: "bad-word",
        family: "tone",
        severity: Severity::Error,
    };
    const WORSE: RuleMeta = RuleMeta {
        name: "worse-word",
        ..BAD
    };

    /// A rule that finds `bad` and would write `good`, and one that finds `good` after a `not`.
    fn judge(text: &str) -> Judgement {
        let source = SourceFile::new("a.yaml", text);
        let find = |rule: &RuleMeta, needle: &str, with: Option<&str>| -> Vec<Diagnostic> {
            text.match_indices(needle)
                .map(|(at, _)| {
                    let span = Span {
                        start: at as u32,
                        end: (at + needle.len()) as u32,
                    };
                    let finding = Diagnostic::violation(rule, Label::new(&source, span, "here"))
                        .at(format!("/{at}"));
                    match with {
                        None => finding,
                        Some(text) => finding.fix(Fix::safe(
                            "Write good",
                            vec![Edit {
                                site: Site::new(&source, span),
                                text: text.to_owned(),
                            }],
                        )),
                    }
                })
                .collect()
        };
        let mut findings = find(&BAD, "bad", Some("good"));
        findings.extend(find(&WORSE, "not good", None));
        Judgement::of(findings, |_| true)
    }

    fn settled(text: &str) -> (String, Settled) {
        let settled = settle(|changes| {
            judge(
                changes
                    .get("a.yaml")
                    .map_or(text, |change| change.after.as_str()),
            )
        });
        let after = settled
            .changes
            .get("a.yaml")
            .map_or(text.to_owned(), |change| change.after.clone());
        (after, settled)
    }

    #[test]
    fn all_that_mend_and_none_that_break() {
        let (text, all) = settled("a: bad\nb: bad\nc: not bad\nd: bad\ne: bad\n");
        assert_eq!(text, "a: good\nb: good\nc: not bad\nd: good\ne: good\n");
        assert_eq!(all.applied.len(), 4);
        let [left] = &all.left_out[..] else {
            panic!("{all:?}")
        };
        assert_eq!(left.fix.pointer, "/23");
        assert_eq!(
            left.because,
            "with it a.yaml has a finding of `worse-word` that it does not have now"
        );
    }

    #[test]
    fn again_changes_nothing() {
        let (text, _) = settled("a: bad\nb: not bad\n");
        let (again, second) = settled(&text);
        assert_eq!(again, text);
        assert!(second.changes.is_empty() && second.applied.is_empty());
    }

    #[test]
    fn what_breaks_the_text_or_mends_nothing_is_left_out() {
        let once = |with: &str| {
            settle(|changes| {
                let text = changes
                    .get("a.yaml")
                    .map_or("a: bad\n", |change| change.after.as_str());
                let source = SourceFile::new("a.yaml", text);
                let span = Span { start: 3, end: 6 };
                let finding = Diagnostic::violation(&BAD, Label::new(&source, span, "here"));
                let edit = Edit {
                    site: Site::new(&source, span),
                    text: with.to_owned(),
                };
                let finding = finding.fix(Fix::safe("Try", vec![edit]));
                Judgement::of(vec![finding], |_| true)
            })
        };
        for (with, because) in [
            ("[", "it cannot be written where it belongs"),
            ("sad", "it would mend nothing"),
        ] {
            let settled = once(with);
            assert!(settled.changes.is_empty());
            assert_eq!(settled.left_out[0].because, because);
        }
    }
}
