use super::notice::{self, Notice};
use crate::calendar::Day;
use crate::diagnostics::Safety;
use crate::fix::Entry;
use crate::model::{Advisory, AdvisoryStatus, Harm};
use crate::project::{Def, Project};
use crate::rules::{Findings, Mend, Rule, about, rule};

rule! {
    /// A notice that comes too long after the defect was known.
    LateNotice, "late-notice", "trust", Error
}

impl Rule for LateNotice {
    about!();

    fn check_project(&self, project: &Project, findings: &mut Findings<'_>) {
        let notices = notice::notices(project);
        for (number, notice) in notices.iter().enumerate() {
            for advisory in &notice.view.advisories {
                if !is_grave(advisory.value) {
                    continue;
                }
                let others = notices.iter().enumerate();
                let others = others.filter_map(|(other, it)| (other != number).then_some(it));
                check(project, notice, *advisory, others, findings);
            }
        }
    }
}

/// Whether people must hear of it in time: small defects can wait for the release notes.
fn is_grave(advisory: &Advisory) -> bool {
    advisory.status.value() != Some(&AdvisoryStatus::Withdrawn)
        && advisory
            .harm
            .value()
            .is_some_and(|harm| *harm != Harm::Minor)
}

/// The last day on which a notice of something known since a day is in time.
fn deadline(notice: &Notice<'_>, known: Day) -> Day {
    notice.view.limits.late_notice.value.after(known)
}

fn check<'n, 'p: 'n>(
    project: &Project,
    notice: &Notice<'_>,
    advisory: Def<'_, Advisory>,
    mut others: impl Iterator<Item = &'n Notice<'p>>,
    findings: &mut Findings<'_>,
) {
    if advisory.known_since.is_missing() {
        findings.push(
            findings
                .unverified(advisory.place, "has no `known_since`")
                .because("whether people are warned in time cannot be told: nobody says since when the defect is known")
                .help("Add to it:\n  known_since: 2026-11-20"),
        );
        return;
    }
    let Some(known) = advisory.known_since.at() else {
        return;
    };
    if notice.view.value.starts.is_missing() {
        findings.push(
            findings
                .unverified(notice.view.place, "has no `starts`")
                .because(format!(
                    "whether the notice `{}` comes in time cannot be told: it does not say when it goes out",
                    notice.view.id
                ))
                .see(project.value(known.place).site.label("known since then"))
                .mend(
                    &format!("Add to it, {} at the latest:", deadline(notice, known.value)),
                    Mend::write(
                        findings,
                        notice.view.place,
                        &[Entry::new("starts", known.value.to_string())],
                        Safety::Unsafe,
                        format!("Send it from {} on", known.value),
                    ),
                ),
        );
        return;
    }
    let (Some(starts), Some(heard)) = (notice.view.value.starts.at(), notice.heard()) else {
        return;
    };
    let last = deadline(notice, known.value);
    if heard.first <= last {
        return;
    }
    // A reminder is not late if the same people had heard of it in time.
    let in_time = others.any(|other| {
        other.tells_of(advisory.place)
            && notice.view.audiences.iter().all(|it| other.covers(*it))
            && other.heard().is_some_and(|heard| heard.first <= last)
    });
    if in_time {
        return;
    }
    let days = heard.first.0 - known.value.0;
    let limit = notice.view.limits.late_notice;
    let mut finding = findings
        .violation(starts.place, format!("{days} days later"))
        .because(format!(
            "the notice `{}` first reaches somebody on {}, {days} days after the defect was known; {} is the most",
            notice.view.id, heard.first, limit.value
        ))
        .see(project.value(known.place).site.label("known since then"));
    if let Some(place) = limit.place {
        finding = finding.see(project.value(place).site.label("the limit"));
    }
    let today = project.today.max(known.value).min(heard.first);
    findings.push(finding.mend(
        "Every day of silence is a day on which people can still be harmed. Send it at once:",
        Mend::instead(
            findings,
            starts.place,
            &Entry::new("starts", today.to_string()),
            Safety::Unsafe,
            format!("Send it from {today} on"),
        ),
    ));
}
