use super::claim::{self, Claim};
use crate::diagnostics::Diagnostic;
use crate::law::ConsentProof;
use crate::listed::listed;
use crate::model::{Audience, ConsentKind};
use crate::project::Def;
use crate::rules::duty::{self, Duty};
use crate::rules::timing::words;
use crate::rules::{Case, Findings, Rule, about, rule};
use std::fmt::Write;

rule! {
    /// Consent is claimed without source, date or proof where it must be provable.
    ConsentUnproven, "consent-unproven", "consent", Warning
}

impl Rule for ConsentUnproven {
    about!();

    fn check_timing(&self, case: &Case<'_, '_>, findings: &mut Findings<'_>) {
        for audience in &case.campaign.audiences {
            if let Some(finding) = look(case, *audience, findings) {
                findings.push(finding);
            }
        }
    }
}

fn look(
    case: &Case<'_, '_>,
    audience: Def<'_, Audience>,
    findings: &Findings<'_>,
) -> Option<Diagnostic> {
    let consent = audience.value.consent.at()?;
    let kind = *consent.value.kind.value()?;
    if !claim::is_given(kind) {
        return None;
    }
    let unsaid = unsaid(audience.value, kind);
    if unsaid.is_empty() {
        return None;
    }
    let relied_on = case.duties().iter().filter(|duty| {
        duty.people.audience.place == audience.place
            && claim::covers(&consent.value, duty.channel)
            && (Claim::under(duty) == Some(Claim::Enough)
                || duty.demands::<ConsentProof>().is_some())
    });
    let mut duties: Vec<&Duty<'_, '_>> = relied_on.collect();
    duty::gravest_first(&mut duties);
    let first = *duties.first()?;
    let names: Vec<String> = unsaid.iter().map(|it| it.what.to_owned()).collect();
    let mut help =
        "Whoever cannot show consent is treated as if there were none. Say what you know of it:"
            .to_owned();
    for line in unsaid.iter().map(|it| it.line) {
        let _ = write!(help, "\n  {line}");
    }
    let kept = duties
        .iter()
        .find_map(|duty| duty.demands::<ConsentProof>()?.kept_for);
    if let Some(time) = kept {
        let _ = write!(help, "\nThe proof must be kept for {time}.");
    }
    let label = format!("without {}", listed(&names));
    let finding = if first.binds() {
        findings.lacking(consent.place, label)
    } else {
        findings.unverified(consent.place, label)
    };
    if let Some(doubt) = first.doubt() {
        let _ = write!(help, "\n{doubt}");
    }
    let finding = finding
        .because(format!(
            "people in {} are {} because they have agreed to it, and nothing shows {}",
            first.place(),
            words::reached(Some(first.channel)),
            listed(&names),
        ))
        .help(help);
    Some(duty::resting_on(finding, duties))
}

/// Something that is not said of a consent, and the line that says it.
struct Unsaid {
    what: &'static str,
    line: &'static str,
}

fn unsaid(audience: &Audience, kind: ConsentKind) -> Vec<Unsaid> {
    let mut unsaid = Vec::new();
    let mut say = |missing: bool, what, line| {
        if missing {
            unsaid.push(Unsaid { what, line });
        }
    };
    let source = match audience.source.at() {
        Some(source) => source.value.kind.is_missing(),
        None => audience.source.is_missing(),
    };
    say(
        source,
        "where they come from",
        "source: {kind: form}   # of the audience",
    );
    let Some(consent) = audience.consent.value() else {
        return unsaid;
    };
    say(
        consent.obtained.is_missing(),
        "when they agreed",
        "obtained: 2026-01-05",
    );
    // What is implied by a purchase or an inquiry is proven by the books.
    let must_prove = kind != ConsentKind::Implied;
    say(
        must_prove && consent.proof.is_missing(),
        "where that can be looked up",
        "proof: crm",
    );
    unsaid
}
