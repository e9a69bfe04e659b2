//! The law that stands beside courtesy: which demands of law a finding breaks that a rule makes
//! for courtesy's sake, and which laws that have not begun yet would find something to say.

use super::duty::{self, Duty};
use super::{Case, Findings, Rule};
use crate::diagnostics::{Citation, Diagnostic, Severity, Site, Verdict};
use crate::law::Demand;
use crate::law::{Forbidden, OfferKind, OfferTerms, Practice, Provision, Requirement, Term};
use crate::project::StepView;
use std::sync::Arc;

/// Whether a finding of a rule breaks a demand, by where it stands.
pub type Breaks = fn(&Requirement, Words) -> bool;

/// Where the words stand that a finding is about.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Words {
    /// In the subject line of a message.
    Subject,
    /// Anywhere else.
    Elsewhere,
}

/// Whether a demand forbids a practice.
pub(super) fn forbids(demand: &Requirement, practice: Practice) -> bool {
    Forbidden::of(demand).is_some_and(|it| it.0.contains(&practice))
}

/// Whether a demand asks to tell one of some terms of such offers.
pub(super) fn asks_for(demand: &Requirement, terms: &[Term], of: Option<OfferKind>) -> bool {
    OfferTerms::of(demand).is_some_and(|it| {
        let concerned = it.of.is_empty() || of.is_some_and(|kind| it.of.contains(&kind));
        concerned && terms.iter().any(|term| it.say.contains(term))
    })
}

/// Puts the law beside findings that a rule has made of a campaign for courtesy's sake, where they
/// break it too. The severity stays.
pub(super) fn cite(case: &Case<'_, '_>, rule: &dyn Rule, findings: &mut [Diagnostic]) {
    let Some(breaks) = rule.law() else {
        return;
    };
    for finding in findings {
        if finding.verdict == Verdict::Violation {
            let words = words_of(case, finding);
            *finding = beside(case, finding.clone(), |demand| breaks(demand, words));
        }
    }
}

/// A finding with the law beside it that it breaks: what binds for certain, or else what may bind; then
/// what will bind.
pub(super) fn beside(
    case: &Case<'_, '_>,
    finding: Diagnostic,
    breaks: impl Fn(&Requirement) -> bool,
) -> Diagnostic {
    let duties = case.demands();
    let broken = |duties: &'_ [Duty<'_, '_>]| duties.iter().any(|duty| breaks(duty.demand()));
    if !broken(&duties.now) && !broken(&duties.coming) {
        return finding;
    }
    let steps = steps_of(case, &finding);
    let broken = |duty: &&Duty<'_, '_>| {
        breaks(duty.demand()) && duty.steps.iter().any(|(step, _)| steps.contains(step))
    };
    let mut now: Vec<&Duty<'_, '_>> = duties.now.iter().filter(broken).collect();
    duty::keep_surest(&mut now);
    let mut all: Vec<&Duty<'_, '_>> = duties.coming.iter().filter(broken).chain(now).collect();
    duty::gravest_first(&mut all);
    duty::illustrated(finding, &all)
}

/// The steps that a finding is about: those that use the message in which it stands; all of them, if
/// it stands in none.
fn steps_of(case: &Case<'_, '_>, finding: &Diagnostic) -> Vec<usize> {
    let steps = &case.campaign.steps;
    let positions = |with: &dyn Fn(&StepView<'_>) -> bool| -> Vec<usize> {
        let steps = steps.iter().filter(|step| with(step));
        steps.map(|step| step.position).collect()
    };
    let using = positions(&|step| says(case, step, &finding.primary.site));
    if using.is_empty() {
        positions(&|_| true)
    } else {
        using
    }
}

/// Whether a place lies in the message of a step, or in the file of its text.
fn says(case: &Case<'_, '_>, step: &StepView<'_>, at: &Site) -> bool {
    let project = case.campaign.project;
    step.message.is_some_and(|message| {
        let mut readings = case.campaign.readings().iter();
        let file = readings
            .find(|it| it.message.place == message.place)
            .and_then(|reading| reading.body.file);
        holds(&project.value(message.place).site, at)
            || holds(&project.key(message.place).site, at)
            || file.is_some_and(|file| Arc::ptr_eq(file, &at.source))
    })
}

fn words_of(case: &Case<'_, '_>, finding: &Diagnostic) -> Words {
    let messages = case.campaign.steps.iter().filter_map(|step| step.message);
    let mut subjects = messages.filter_map(|message| message.value.subject.place());
    let at = &finding.primary.site;
    if subjects.any(|place| holds(&case.campaign.project.value(place).site, at)) {
        Words::Subject
    } else {
        Words::Elsewhere
    }
}

/// Whether a place lies within another.
pub(super) fn holds(outer: &Site, inner: &Site) -> bool {
    Arc::ptr_eq(&outer.source, &inner.source)
        && outer.span.start <= inner.span.start
        && inner.span.end <= outer.span.end
}

/// The provisions of a campaign that begin soon and that a rule judges by themselves: what stands
/// beside courtesy only has been cited with it.
pub(super) fn coming<'c>(case: &Case<'c, '_>) -> Vec<&'c Provision> {
    let mut provisions: Vec<&Provision> = Vec::new();
    for duty in &case.demands().coming {
        let beside_courtesy = matches!(
            duty.demand(),
            Requirement::Forbids(_) | Requirement::OfferTerms(_) | Requirement::RefusalReaches(_)
        );
        if !beside_courtesy && provisions.iter().all(|it| it.id != duty.provision().id) {
            provisions.push(duty.provision());
        }
    }
    provisions
}

/// The citation of a law, unless a finding has it.
fn law_once(finding: &Diagnostic, law: &Provision) -> Option<Citation> {
    let mut cited = finding.citations.iter();
    let known = cited.any(|it| it.provision == law.id);
    (!known).then(|| law.citation())
}

/// What the rules would say of a campaign if laws that begin soon were in force, as advice. `case` is
/// the campaign before that law; `found` is what has been said already.
pub(super) fn announce(
    case: &Case<'_, '_>,
    rules: &[&dyn Rule],
    coming: &[&Provision],
    found: &mut Vec<Diagnostic>,
) {
    let mut ahead = Vec::new();
    for rule in rules {
        let mut findings = Findings::of(case.campaign.project, rule.meta(), &mut ahead);
        rule.check_timing(case, &mut findings);
    }
    for mut finding in ahead {
        // The first that is cited is the one that speaks.
        let first = finding.citations.first();
        let speaks = first.and_then(|it| coming.iter().find(|law| law.id == it.provision));
        let Some(law) = speaks else { continue };
        let said = |known: &&mut Diagnostic| {
            known.rule == finding.rule
                && known.primary.text == finding.primary.text
                && known.primary.site.span == finding.primary.site.span
                && Arc::ptr_eq(&known.primary.site.source, &finding.primary.site.source)
        };
        if let Some(known) = found.iter_mut().find(said) {
            known.citations.extend(law_once(known, law));
            continue;
        }
        let since = law.in_force.from.as_ref().map(ToString::to_string);
        finding.message.push_str(&format!(
            ". That is not the law yet: it begins on {}",
            since.unwrap_or_default()
        ));
        finding.severity = Severity::Advice;
        found.push(finding);
    }
}
