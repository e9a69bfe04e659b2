use super::wording::{Told, told, way_out};
use super::{is_whole, steps};
use crate::diagnostics::Fix;
use crate::law::{Demand, OptOutDuty, OptOutNeed};
use crate::model::{Channel, Message, OptOutMethod};
use crate::project::{CampaignView, Def, Project, Reading, StepView};
use crate::rules::{Breaks, Findings, Rule, about, draft, rule};
use crate::yaml::{At, Field, Place};
use rustc_hash::{FxHashMap, FxHashSet};

rule! {
    /// A message offers no way to say no on its own channel.
    MissingOptOut, "missing-opt-out", "refusal", Error
}

/// Channels on which what is written or said must show the way out. A prompt has choices, of which `no-decline-choice` speaks.
pub(super) const CHANNELS: [Channel; 8] = [
    Channel::Email,
    Channel::Sms,
    Channel::Dm,
    Channel::Push,
    Channel::Call,
    Channel::Voicemail,
    Channel::Chat,
    Channel::SupportChat,
];

/// The line that gives an e-mail a way out.
const LINK: &str = "No more mail from us: {{unsubscribe_url}}";

impl Rule for MissingOptOut {
    about!();

    fn law(&self) -> Option<Breaks> {
        Some(|demand, _| {
            OptOutDuty::of(demand).is_some_and(|it| {
                it.needs.contains(&OptOutNeed::EachMessage)
                    || it.needs.contains(&OptOutNeed::FirstMessage)
            })
        })
    }

    fn check_campaign(&self, campaign: &CampaignView<'_>, findings: &mut Findings<'_>) {
        if !campaign.solicits() {
            return;
        }
        let concerned = campaign.steps.iter().filter_map(|step| {
            let channel = step.channel.filter(|it| CHANNELS.contains(it))?;
            Some((step, channel))
        });
        let readings: FxHashMap<Place, &Reading<'_>> = campaign
            .readings()
            .iter()
            .map(|reading| (reading.message.place, reading))
            .collect();
        let mut silent = Vec::new();
        let mut seen = FxHashSet::default();
        for (step, channel) in concerned {
            match step.message {
                Some(message) if seen.insert((message.place, channel)) => {
                    let reading = readings.get(&message.place).copied();
                    look(campaign, message, reading, channel, findings);
                }
                None if step.value.message.is_missing() => silent.push(step),
                Some(_) | None => {}
            }
        }
        without_message(campaign, &silent, findings);
    }
}

/// Steps of which nobody knows what they say.
fn without_message(
    campaign: &CampaignView<'_>,
    silent: &[&StepView<'_>],
    findings: &mut Findings<'_>,
) {
    let Some(place) = campaign
        .cadence
        .and_then(|cadence| cadence.value.steps.place)
    else {
        return;
    };
    let Some(channel) = silent.first().and_then(|step| step.channel) else {
        return;
    };
    if !is_whole(campaign.project, place) {
        return;
    }
    let has = if silent.len() == 1 { "has" } else { "have" };
    let (_, help) = way_out(channel);
    let method = help.lines().last().unwrap_or_default().trim();
    let finding = findings
        .unverified(place, "does not say what is sent")
        .because(format!(
            "{} {has} no message, so nobody can tell whether people are told how to say no",
            steps::listed(silent)
        ))
        .see_all(steps::labels(campaign, silent, "no `message`"))
        .help(format!("Add the text to each of them:\n  message:\n    channel: {channel}\n    language: en\n    body: \"...\"\n    {method}"));
    findings.push(finding);
}

fn look(
    campaign: &CampaignView<'_>,
    message: Def<'_, Message>,
    reading: Option<&Reading<'_>>,
    channel: Channel,
    findings: &mut Findings<'_>,
) {
    let (what, help) = way_out(channel);
    let method: Option<&At<OptOutMethod>> = match &message.value.opt_out {
        Field::Invalid(_) => return,
        Field::Missing => None,
        Field::Given(opt_out) => match &opt_out.value.method {
            Field::Invalid(_) => return,
            method => method.at(),
        },
    };
    let told = match method {
        Some(at) if at.value == OptOutMethod::None => {
            let finding = findings
                .violation(at.place, "no way out")
                .because(format!("{what} leaves people no way to say no"))
                .help(format!(
                    "Whoever cannot say no politely says it to the regulator. {help}"
                ));
            findings.push(finding);
            return;
        }
        // A reply is a way out only for somebody who has been told of it.
        Some(at) if at.value != OptOutMethod::Reply => return,
        Some(_) | None => told(message, reading, channel),
    };
    if !is_whole(campaign.project, message.place) {
        return;
    }
    let open = |why: String| {
        findings
            .unverified(message.place, "cannot be read for a way out")
            .because(why)
    };
    let finding = match (told, method) {
        (Told::Yes, _) => return,
        (Told::No(text), Some(reply)) => findings
            .violation(reply.place, "nobody is told")
            .because(format!("people can say no by a reply, and {what} does not tell them so"))
            .see(campaign.project.key(text).site.label("does not say which answer is a no"))
            .help(format!("A way out that nobody knows of is none. {help}")),
        (Told::No(text), None) => findings
            .lacking(message.place, "no way to say no")
            .because(format!("{what} tells nobody how to say no"))
            .see(campaign.project.key(text).site.label("offers no way out"))
            .help(format!("Whoever cannot say no politely says it to the regulator. {help}"))
            .fix_if_any(add_the_link(campaign.project, message, text, channel)),
        (Told::NoText, _) => open(format!(
            "the text is not written down, so nobody can tell whether {what} tells people how to say no"
        ))
        .help(format!("Write it under `body`, or name its file under `body_file`. {help}")),
        (Told::NoLanguage, _) => open(format!(
            "nothing says which language {what} is in, so nobody can tell whether it tells people how to say no"
        ))
        .help("Add to the message:\n  language: en"),
        (Told::NoLexicon(language), _) => open(format!(
            "{what} is in a language that cannot be read here (`{language}`), so nobody can tell whether it tells people how to say no"
        ))
        .help("Say how people say no, and it counts without the text:\n  opt_out: {method: link, steps: 1, needs_login: false}"),
    };
    findings.push(finding);
}

/// Adds the link by which the sending platform takes people off to an e-mail in English. Other ways out, and words
/// of other languages, only the author knows.
fn add_the_link(
    project: &Project,
    message: Def<'_, Message>,
    text: Place,
    channel: Channel,
) -> Option<Fix> {
    let language = message.value.language.value()?;
    let english = language.split(['-', '_']).next() == Some("en");
    let in_place = message.value.body.place() == Some(text);
    if channel != Channel::Email || !english || !in_place {
        return None;
    }
    let edits = draft(project, text)?.append_line(text.node, LINK)?;
    let title = format!("Add \"{LINK}\" to the text");
    Some(Fix::needs_a_look(title, edits))
}
