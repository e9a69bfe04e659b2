use super::wording::languages;
use crate::diagnostics::{Label, Site};
use crate::lexicon::{Lexicon, Text};
use crate::model::{Message, Purpose, SuppressionKind};
use crate::project::{CampaignView, Def, MessageText, message_text};
use crate::rules::{Findings, Rule, about, rule};
use crate::source::Span;

rule! {
    /// Selling goes out as a transaction, past the people who have said no.
    SuppressionBypass, "suppression-bypass", "refusal", Error
}

impl Rule for SuppressionBypass {
    about!();

    // What a notice of service or safety sells is for `notice-with-pitch` to report.
    fn check_campaign(&self, campaign: &CampaignView<'_>, findings: &mut Findings<'_>) {
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
        findings.push(finding);
    }
}

/// What a campaign sells, as it stands in a sentence, and where.
fn sale(campaign: &CampaignView<'_>) -> Option<(String, Label)> {
    if let Some(offer) = campaign.value.offer.first() {
        let site = campaign.project.value(offer.place).site;
        return Some(("has an offer".to_owned(), site.label("what it sells")));
    }
    let mut messages = campaign.steps.iter().filter_map(|step| step.message);
    messages.find_map(|message| {
        let label = pitch(campaign, message)?;
        Some(("sells in its text".to_owned(), label))
    })
}

/// Where the text of a message sells.
fn pitch(campaign: &CampaignView<'_>, message: Def<'_, Message>) -> Option<Label> {
    let text = message_text(campaign.project, message)?;
    let languages = languages(campaign.project, message);
    languages.iter().find_map(|language| {
        let lexicon = Lexicon::for_language(language)?;
        let span = Text::read(lexicon, &text.body).pitches()?;
        Some(site(campaign, &text, span).label("this sells"))
    })
}

/// The words in their own file, or else the text that holds them: a block of YAML is not the text byte for byte.
fn site(campaign: &CampaignView<'_>, text: &MessageText<'_>, span: Span) -> Site {
    match text.file {
        Some(file) => Site::new(file, span),
        None => campaign.project.key(text.place).site,
    }
}
