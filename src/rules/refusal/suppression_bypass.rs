use crate::diagnostics::Label;
use crate::law::{HonourRefusal, RefusalLasts};
use crate::model::{Answer, Purpose, SuppressionKind};
use crate::project::CampaignView;
use crate::rules::duty::{self, Duties, Duty};
use crate::rules::{Case, Findings, Rule, about, rule};

rule! {
    /// Selling goes out as a transaction, past the people who have said no.
    SuppressionBypass, "suppression-bypass", "refusal", Error
}

impl Rule for SuppressionBypass {
    about!();

    // What a notice of service or safety sells is for `notice-with-pitch` to report.
    fn check_timing(&self, case: &Case<'_, '_>, findings: &mut Findings<'_>) {
        let campaign = case.campaign;
        let written = &campaign.value.suppress;
        let unread = written.left_out > 0 || campaign.suppressions.len() < written.len();
        let spares_people = campaign.suppressions.iter().any(|list| {
            list.kind
                .value()
                .is_none_or(|kind| *kind == SuppressionKind::Internal)
        });
        let Some(purpose) = campaign
            .value
            .purpose
            .at()
            .filter(|at| at.value == Purpose::Transactional && !unread && !spares_people)
        else {
            return;
        };
        let Some((what, sale)) = sale(campaign) else {
            return;
        };
        let finding = findings
            .violation(purpose.place, "and yet it sells")
            .because(format!(
                "the campaign `{}` calls itself a transaction, {what}, and leaves out nobody who has said no",
                campaign.id
            ))
            .see(sale)
            .help("Selling under another name is still selling to people who have said no. Take the sale out, or say what it is:\n  purpose: marketing\n  suppress: do-not-contact");
        let demands = Duties::if_it_were_for(case, Purpose::Sales);
        findings.push(duty::illustrated(finding, &in_the_way(&demands)));
    }
}

/// The law that makes a no to selling hold, the gravest first.
fn in_the_way<'d, 'c, 'p>(demands: &'d Duties<'c, 'p>) -> Vec<&'d Duty<'c, 'p>> {
    let holds = |duty: &&Duty<'_, '_>| {
        let lasts = duty.demands::<RefusalLasts>();
        duty.demands::<HonourRefusal>().is_some()
            || lasts.is_some_and(|it| it.after.contains(&Answer::OptOut))
    };
    let mut found: Vec<&Duty<'_, '_>> = demands.now.iter().filter(holds).collect();
    duty::keep_surest(&mut found);
    duty::gravest_first(&mut found);
    found
}

/// What a campaign sells, as it stands in a sentence, and where.
fn sale(campaign: &CampaignView<'_>) -> Option<(&'static str, Label)> {
    if let Some(offer) = campaign.value.offer.first() {
        let site = campaign.project.value(offer.place).site;
        return Some(("has an offer", site.label("what it sells")));
    }
    campaign.readings().iter().find_map(|reading| {
        let words = reading.text.pitches()?;
        let project = campaign.project;
        // Where the file spells the words otherwise, the key of the text must do.
        let spot = reading.spot(project, words);
        let spot = spot.unwrap_or_else(|| project.key(reading.body.place));
        Some(("sells in its text", spot.site.label("this sells")))
    })
}
