use super::told::{Telling, Told};
use super::{caller_number, messages_under};
use crate::diagnostics::{Diagnostic, Label};
use crate::law::{Demand, Identify, SaidAtStart, SenderDetail, SenderDetails};
use crate::listed::listed;
use crate::model::{Channel, Message};
use crate::project::Def;
use crate::rules::duty::{self, Duty};
use crate::rules::timing::words;
use crate::rules::{Case, Findings, Rule, about, rule};
use crate::yaml::Place;

rule! {
    /// People are not told who contacts them and why, or the number is hidden or of a forbidden kind.
    SenderIdentity, "sender-identity", "identity", Error
}

impl Rule for SenderIdentity {
    about!();

    fn check_timing(&self, case: &Case<'_, '_>, findings: &mut Findings<'_>) {
        for asked in spoken(case).into_iter().chain(written(case)) {
            if let Some(finding) = asked.finding(case, findings) {
                findings.push(finding);
            }
        }
        caller_number::report(case, findings);
    }
}

/// What a message must tell, and why.
struct Asked<'a, 'c, 'p> {
    message: Def<'p, Message>,
    channel: Channel,
    /// By law, the gravest first, and what each of them asks for.
    duties: Vec<(&'a Duty<'c, 'p>, Vec<SaidAtStart>)>,
    /// By courtesy: that people are told for which firm.
    courtesy: bool,
}

/// What scripts of calls and voicemails must tell.
fn spoken<'a, 'c, 'p>(case: &'a Case<'c, 'p>) -> Vec<Asked<'a, 'c, 'p>> {
    let items = |identify: &Identify| identify.says.clone();
    asked(
        case,
        &[Channel::Call, Channel::Voicemail],
        &[Channel::Call, Channel::Voicemail],
        items,
    )
}

/// What messages must tell. Who writes an e-mail stands in its head.
fn written<'a, 'c, 'p>(case: &'a Case<'c, 'p>) -> Vec<Asked<'a, 'c, 'p>> {
    let items = |details: &SenderDetails| {
        let items = details.says.iter().filter_map(|detail| match detail {
            SenderDetail::Name => Some(SaidAtStart::Seller),
            SenderDetail::Contact => Some(SaidAtStart::Callback),
            SenderDetail::PostalAddress => None,
        });
        items.collect()
    };
    let all = [Channel::Sms, Channel::Dm, Channel::Email, Channel::Push];
    asked(case, &all, &[Channel::Sms, Channel::Dm], items)
}

/// The messages on some channels, with what law asks of them, and courtesy on some.
fn asked<'a, 'c, 'p, D: Demand + 'c>(
    case: &'a Case<'c, 'p>,
    channels: &[Channel],
    by_courtesy: &[Channel],
    items: impl Fn(&D) -> Vec<SaidAtStart>,
) -> Vec<Asked<'a, 'c, 'p>> {
    let mut under = messages_under::<D>(case, |duty, _| channels.contains(&duty.channel));
    let mut found: Vec<Asked<'a, 'c, 'p>> = Vec::new();
    for step in &case.campaign.steps {
        let (Some(message), Some(channel)) = (step.message, step.channel) else {
            continue;
        };
        if !channels.contains(&channel) || found.iter().any(|it| it.message.place == message.place)
        {
            continue;
        }
        let duties = under
            .iter_mut()
            .find(|(known, _)| known.place == message.place)
            .map(|(_, duties)| std::mem::take(duties))
            .unwrap_or_default();
        let duties = duties
            .into_iter()
            .filter_map(|duty| {
                let items = items(duty.demands::<D>()?);
                (!items.is_empty()).then_some((duty, items))
            })
            .collect();
        found.push(Asked {
            message,
            channel,
            duties,
            courtesy: by_courtesy.contains(&channel) && case.campaign.solicits(),
        });
    }
    found
}

impl<'c, 'p> Asked<'_, 'c, 'p> {
    fn finding(&self, case: &Case<'c, 'p>, findings: &Findings<'_>) -> Option<Diagnostic> {
        let telling = Telling::of(case.campaign, self.message);
        // Of a message without a text `missing-opt-out` has said that nobody can tell anything.
        let certain: Vec<_> = self
            .duties
            .iter()
            .filter(|(duty, _)| duty.binds())
            .collect();
        let mut untold: Vec<SaidAtStart> = Vec::new();
        let mut open: Vec<SaidAtStart> = Vec::new();
        let mut denied: Option<Place> = None;
        for item in [
            SaidAtStart::Seller,
            SaidAtStart::Caller,
            SaidAtStart::Purpose,
            SaidAtStart::Callback,
        ] {
            let by_law = certain.iter().any(|(_, items)| items.contains(&item));
            let perhaps = self.duties.iter().any(|(_, items)| items.contains(&item));
            let by_courtesy = self.courtesy && item == SaidAtStart::Seller;
            if !perhaps && !by_courtesy {
                continue;
            }
            match telling.tells(item) {
                Told::Yes => {}
                Told::Denied(place) if by_law || by_courtesy => {
                    denied = denied.or(Some(place));
                    untold.push(item);
                }
                Told::No if by_law || by_courtesy => untold.push(item),
                Told::Denied(_) | Told::No | Told::Open => open.push(item),
            }
        }
        let missing = if untold.is_empty() { &open } else { &untold };
        if missing.is_empty() {
            return None;
        }
        let asks = |items: &Vec<SaidAtStart>| missing.iter().any(|item| items.contains(item));
        let duties = self.duties.iter().filter(|(_, items)| asks(items));
        let duties: Vec<&Duty<'_, '_>> = duties.map(|(duty, _)| *duty).collect();
        let what: Vec<String> = missing.iter().map(|it| it.in_words().to_owned()).collect();
        let what = listed(&what);
        let people = duties.first().map_or_else(
            || "people".to_owned(),
            |duty| format!("people in {}", duty.place()),
        );
        let reached = words::reached(Some(self.channel));
        let why = duties.first().map_or_else(
            || "they cannot know whom to trust, or whom to tell to stop".to_owned(),
            |duty| format!("{} asks for it", duty.authority()),
        );
        let fields: Vec<&str> = missing.iter().map(|it| it.field()).collect();
        let finding = if untold.is_empty() {
            let parent = self
                .message
                .value
                .identifies
                .place()
                .unwrap_or(self.message.place);
            findings
                .unverified(parent, format!("does not say `{}`", fields.join("`, `")))
                .because(format!(
                    "nothing says whether {people} are told {what} when they are {reached}; {why}"
                ))
        } else {
            let message = format!("{people} are {reached} and not told {what}; {why}");
            match denied {
                Some(place) => findings.violation(place, "not told").because(message),
                None => findings
                    .lacking(self.message.place, "does not tell it")
                    .because(message),
            }
        };
        let finding = finding
            .see_all(self.labels(case, telling.reading().map(|it| it.body.place)))
            .help(help(self.channel, missing));
        Some(duty::resting_on(finding, duties))
    }

    /// Labels at the text and at the first step that uses it.
    fn labels(&self, case: &Case<'_, '_>, text: Option<Place>) -> Vec<Label> {
        let project = case.campaign.project;
        let step = case.campaign.steps.iter().find(|step| {
            step.message
                .is_some_and(|it| it.place == self.message.place)
        });
        let text = text.map(|place| project.key(place).site.label("what people are told"));
        let step = step.map(|step| {
            let reached = words::reached(step.channel);
            project
                .value(step.name_place())
                .site
                .label(format!("people are {reached} here"))
        });
        text.into_iter().chain(step).collect()
    }
}

/// What to write.
fn help(channel: Channel, missing: &[SaidAtStart]) -> String {
    let spoken = matches!(channel, Channel::Call | Channel::Voicemail);
    let fields = missing.iter().map(|item| match item {
        SaidAtStart::Callback => "callback: \"+1 800 555 0100\"".to_owned(),
        item => format!("{}: true", item.field()),
    });
    let fields: Vec<String> = fields.collect();
    let first = if spoken {
        "Begin with it, and say that you do:\n  Good day, this is {{sender.name}} of {{sender.legal_name}}. I am calling about ...\n  identifies: {within: 10s, "
    } else {
        "Say it in the message, and say that you do:\n  {{sender.legal_name}}, +1 800 555 0100\n  identifies: {"
    };
    format!("{first}{}}}", fields.join(", "))
}
