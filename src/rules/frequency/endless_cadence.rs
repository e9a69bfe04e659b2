use crate::diagnostics::Safety;
use crate::fix::Entry;
use crate::model::Answer;
use crate::project::CampaignView;
use crate::rules::{Findings, Mend, Rule, about, rule};

rule! {
    /// A repeat without end, or that ends only with a purchase.
    EndlessCadence, "endless-cadence", "frequency", Error
}

impl Rule for EndlessCadence {
    about!();

    fn check_campaign(&self, campaign: &CampaignView<'_>, findings: &mut Findings<'_>) {
        let hard_stop = &campaign.value.hard_stop;
        // An end that could not be read has been reported, and may be one.
        let ends = !campaign.value.ends.is_missing()
            && (hard_stop.is_invalid() || hard_stop.value() == Some(&true));
        if ends {
            return;
        }
        for step in campaign.steps.iter().filter(|step| step.reaches_people()) {
            let Some(repeat) = step.value.repeat.at() else {
                continue;
            };
            if !repeat.times.is_missing() || repeat.until.is_invalid() {
                continue;
            }
            let how_often = repeat.every.value().map_or(String::new(), |every| {
                let words = every.to_string();
                // "every day", not "every 1 day".
                format!(" every {}", words.strip_prefix("1 ").unwrap_or(&words))
            });
            let finding = match repeat.until.at() {
                Some(until) if until.value == Answer::Purchased => findings
                    .violation(until.place, "the one way to end it")
                    .because(format!(
                        "`{}` comes back{how_often} until the person buys: nothing else ends it, and nobody counts how often",
                        step.name()
                    )),
                Some(_) => continue,
                None => findings
                    .lacking(repeat.place, "has no end")
                    .because(format!("`{}` comes back{how_often} and never stops", step.name())),
            };
            let every = repeat.every.value().copied();
            let every = every.map_or_else(|| "30d".to_owned(), short);
            let lines = vec![Entry::new("every", every), Entry::new("times", "2")];
            let finding = finding.mend(
                "Whoever has been asked a few times has answered. Say how often at most:",
                Mend::write(
                    findings,
                    step.place,
                    &[Entry::with("repeat", lines)],
                    Safety::Unsafe,
                    "Ask twice in all",
                ),
            );
            findings.push(finding);
        }
    }
}

/// A length of time as it is written in YAML, at least a month: what a prompt may well return after.
fn short(every: crate::calendar::Duration) -> String {
    let month = crate::calendar::Duration::days(30);
    if every.approx_minutes() <= month.approx_minutes() {
        return "30d".to_owned();
    }
    match (every.months, every.days, every.minutes) {
        (months, 0, 0) => format!("{months}mo"),
        (0, days, 0) => format!("{days}d"),
        _ => "90d".to_owned(),
    }
}
