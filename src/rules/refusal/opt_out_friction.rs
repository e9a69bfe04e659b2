use crate::model::{Channel, OptOut, OptOutMethod};
use crate::project::{CampaignView, StepView};
use crate::rules::{Findings, Rule, about, rule};
use crate::yaml::Place;

rule! {
    /// Saying no takes more than it should.
    OptOutFriction, "opt-out-friction", "refusal", Error
}

impl Rule for OptOutFriction {
    about!();

    fn check_campaign(&self, campaign: &CampaignView<'_>, findings: &mut Findings<'_>) {
        if !campaign.solicits() {
            return;
        }
        for step in campaign.steps.iter().filter(|step| step.reaches_people()) {
            let opt_out = step
                .message
                .and_then(|message| message.value.opt_out.value());
            if let Some(opt_out) = opt_out {
                look(campaign, step, opt_out, findings);
            }
        }
    }
}

/// Something that people must do to say no, and the line that would spare them.
struct Hurdle {
    place: Place,
    what: String,
    line: &'static str,
}

fn look(
    campaign: &CampaignView<'_>,
    step: &StepView<'_>,
    opt_out: &OptOut,
    findings: &mut Findings<'_>,
) {
    let mut hurdles = Vec::new();
    if let Some(at) = opt_out.needs_login.at().filter(|at| at.value) {
        hurdles.push(Hurdle {
            place: at.place,
            what: "must log in".to_owned(),
            line: "needs_login: false",
        });
    }
    if let Some(at) = opt_out.steps.at().filter(|at| at.value > 1) {
        hurdles.push(Hurdle {
            place: at.place,
            what: format!("must go through {} steps", at.value),
            line: "steps: 1",
        });
    }
    // Where people read, to speak means to ring somebody up.
    let read_not_heard = matches!(
        step.channel,
        Some(Channel::Email | Channel::Sms | Channel::Push | Channel::Popup)
    );
    if let Some(at) = opt_out.method.at()
        && at.value == OptOutMethod::Spoken
        && read_not_heard
    {
        hurdles.push(Hurdle {
            place: at.place,
            what: "must call somebody".to_owned(),
            line: if step.channel == Some(Channel::Sms) {
                "method: reply"
            } else if step.channel == Some(Channel::Popup) {
                "method: button"
            } else {
                "method: one_click"
            },
        });
    }
    let Some((first, others)) = hurdles.split_first() else {
        return;
    };
    let said: Vec<&str> = hurdles.iter().map(|hurdle| hurdle.what.as_str()).collect();
    let lines: Vec<&str> = hurdles.iter().map(|hurdle| hurdle.line).collect();
    let finding = findings
        .violation(first.place, first.what.clone())
        .because(format!("to say no, people {}", said.join(" and ")))
        .see_all(others.iter().map(|hurdle| {
            let site = campaign.project.value(hurdle.place).site;
            site.label(hurdle.what.clone())
        }))
        .help(format!(
            "Getting out must be no harder than getting in. Write under `opt_out`:\n  {}",
            lines.join("\n  ")
        ));
    findings.push(finding);
}
