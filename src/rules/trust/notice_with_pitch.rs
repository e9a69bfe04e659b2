use crate::lexicon::{Lexicon, Text};
use crate::project::{CampaignView, StepView};
use crate::rules::{Findings, Rule, about, rule};

rule! {
    /// A notice that also sells.
    NoticeWithPitch, "notice-with-pitch", "trust", Error
}

const HELP: &str = "People open a warning because it concerns them, and stop to open those that turn out to sell something. Say what happened and what to do, and sell in a campaign of its own";

impl Rule for NoticeWithPitch {
    about!();

    fn check_campaign(&self, campaign: &CampaignView<'_>, findings: &mut Findings<'_>) {
        let Some(purpose) = campaign.value.purpose.at().filter(|_| campaign.is_notice()) else {
            return;
        };
        let is_notice = || campaign.project.value(purpose.place).site.label("a notice");
        if let Some(offer) = campaign.value.offer.first() {
            findings.push(
                findings
                    .violation(offer.place, "an offer")
                    .because(format!("the notice `{}` carries an offer", campaign.id))
                    .see(is_notice())
                    .help(HELP),
            );
            return;
        }
        for step in &campaign.steps {
            if let Some((place, words)) = pitch(campaign, step) {
                findings.push(
                    findings
                        .violation(place, "sells")
                        .because(format!("the text of a notice sells: \"{words}\""))
                        .see(is_notice())
                        .help(HELP),
                );
            }
        }
    }
}

/// The words of a step's message that sell, and where its text stands. A text in a language that is not known says nothing.
fn pitch<'p>(
    campaign: &CampaignView<'p>,
    step: &StepView<'p>,
) -> Option<(crate::yaml::Place, String)> {
    let message = step.message?;
    let text = campaign.text(message)?;
    let settings = campaign.project.config(campaign.place);
    let usual = settings.and_then(|config| config.written.languages.first());
    let language = message
        .value
        .language
        .value()
        .or(usual.map(|at| &at.value))
        .map_or("en", String::as_str);
    let read = Text::read(Lexicon::for_language(language)?, &text.body);
    let span = read.pitches()?;
    let words = text.body.get(span.start as usize..span.end as usize)?;
    Some((
        text.place,
        words.split_whitespace().collect::<Vec<_>>().join(" "),
    ))
}
