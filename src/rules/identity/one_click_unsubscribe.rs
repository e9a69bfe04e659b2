use super::look_at_messages;
use super::told::{Telling, contains};
use crate::diagnostics::Diagnostic;
use crate::law::OneClick;
use crate::model::{Channel, Message, OptOutMethod};
use crate::project::Def;
use crate::rules::duty::{self, Duty};
use crate::rules::offer::named;
use crate::rules::{Case, Findings, Rule, about, rule};
use crate::yaml::{Field, Place};

rule! {
    /// Bulk e-mail goes out without the headers of a one-click unsubscribe.
    OneClickUnsubscribe, "one-click-unsubscribe", "identity", Error
}

impl Rule for OneClickUnsubscribe {
    about!();

    fn check_timing(&self, case: &Case<'_, '_>, findings: &mut Findings<'_>) {
        let wanted = |_: &Duty<'_, '_>, _: &OneClick| true;
        look_at_messages(case, findings, wanted, |message, duties, findings| {
            look(case, message, duties, findings)
        });
    }
}

/// How many people a campaign writes to, as far as its audiences say.
enum Size {
    Known(u64),
    Unsaid(Place),
}

fn size(duties: &[&Duty<'_, '_>], case: &Case<'_, '_>) -> Size {
    let mut size = 0u64;
    for audience in &case.campaign.audiences {
        let concerned = duties
            .iter()
            .any(|duty| duty.people.audience.place == audience.place);
        if !concerned {
            continue;
        }
        match audience.value.size.value() {
            Some(people) => size = size.saturating_add(*people),
            None => return Size::Unsaid(audience.place),
        }
    }
    Size::Known(size)
}

fn look<'p>(
    case: &Case<'_, 'p>,
    message: Def<'p, Message>,
    duties: &[&Duty<'_, '_>],
    findings: &Findings<'_>,
) -> Option<Diagnostic> {
    let first = *duties.first()?;
    let above = first.demands::<OneClick>()?.above;
    let place = match &message.value.opt_out {
        Field::Invalid(_) => return None,
        Field::Missing => {
            // Of a message without any way out `missing-opt-out` speaks.
            let telling = Telling::of(case.campaign, message);
            let reading = telling.reading()?;
            reading.text.offers_opt_out(Channel::Email)?;
            if contains(&reading.body.body, "List-Unsubscribe") {
                return None;
            }
            message.place
        }
        Field::Given(opt_out) => match &opt_out.value.method {
            Field::Invalid(_) => return None,
            Field::Missing => opt_out.place,
            Field::Given(method)
                if matches!(method.value, OptOutMethod::OneClick | OptOutMethod::None) =>
            {
                return None;
            }
            Field::Given(method) => method.place,
        },
    };
    let is_stated = message
        .value
        .opt_out
        .value()
        .is_some_and(|it| it.method.at().is_some());
    let what = named("the e-mail", message);
    let finding = match size(duties, case) {
        Size::Known(people) if people <= above => return None,
        Size::Known(people) if is_stated && first.binds() => findings
            .violation(place, "not one click")
            .because(format!(
                "{what} goes to {people} people and does not unsubscribe them at one click; above {above} messages a day Gmail and Yahoo ask for it",
            )),
        Size::Known(people) => findings
            .unverified(place, "not said to be one click")
            .because(format!(
                "{what} goes to {people} people, and nothing says whether it unsubscribes them at one click; above {above} messages a day Gmail and Yahoo ask for it",
            )),
        Size::Unsaid(audience) => findings
            .unverified(audience, "has no `size`")
            .because(format!(
                "nothing says to how many people {what} goes, and it does not unsubscribe them at one click; above {above} messages a day Gmail and Yahoo ask for it",
            ))
            .see(case.campaign.project.value(place).site.label("not said to be one click")),
    };
    let finding = finding.help(
        "Mail without it lands among the spam. Send the headers `List-Unsubscribe` and `List-Unsubscribe-Post` (RFC 8058), and say so:\n  opt_out: {method: one_click, steps: 1, needs_login: false, live_for: 60d}",
    );
    Some(duty::resting_on(finding, duties.iter().copied()))
}
