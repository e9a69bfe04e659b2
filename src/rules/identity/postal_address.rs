use super::look_at_messages;
use super::told::{Telling, contains, renders};
use crate::diagnostics::Diagnostic;
use crate::law::{SenderDetail, SenderDetails};
use crate::model::{Channel, Message};
use crate::project::{Def, Language, Reading};
use crate::rules::duty::{self, Duty};
use crate::rules::offer::named;
use crate::rules::{Case, Findings, Rule, about, rule};

rule! {
    /// A marketing e-mail does not hold the sender's postal address.
    PostalAddress, "postal-address", "identity", Error
}

impl Rule for PostalAddress {
    about!();

    fn check_timing(&self, case: &Case<'_, '_>, findings: &mut Findings<'_>) {
        let wanted = |duty: &Duty<'_, '_>, details: &SenderDetails| {
            duty.channel == Channel::Email && details.says.contains(&SenderDetail::PostalAddress)
        };
        look_at_messages(case, findings, wanted, |message, duties, findings| {
            look(case, message, duties, findings)
        });
    }
}

fn look<'p>(
    case: &Case<'_, 'p>,
    message: Def<'p, Message>,
    duties: &[&Duty<'_, '_>],
    findings: &Findings<'_>,
) -> Option<Diagnostic> {
    let campaign = case.campaign;
    let first = *duties.first()?;
    let telling = Telling::of(campaign, message);
    let step = campaign
        .steps
        .iter()
        .find(|step| step.message.is_some_and(|it| it.place == message.place));
    let sender = step.and_then(|step| step.sender);
    let address = sender.and_then(|sender| sender.value.postal_address.at());
    let asks = format!(
        "{} asks for it in every e-mail that advertises",
        first.authority_in_its_place()
    );
    let doubt = first.doubt().map(|doubt| format!("\n{doubt}"));
    let lines = "  {{sender.legal_name}}, {{sender.postal_address}}";
    let finding = match telling.reading() {
        None if telling.has_text() => return None,
        None => findings
            .unverified(message.place, "has no text")
            .because(format!(
                "{} has no text to read, so nobody can tell whether it holds the sender's postal address; {asks}",
                named("the e-mail", message)
            ))
            .help(format!("Write the text down, and the address at its end:\n{lines}")),
        Some(reading) if renders(reading, &["sender.postal_address"]) => {
            let sender = sender.filter(|it| it.value.postal_address.is_missing())?;
            findings
                .unverified(sender.place, "has no `postal_address`")
                .because(format!(
                    "{} renders the address of {}, which has none; {asks}",
                    named("the e-mail", message),
                    named("the sender", sender),
                ))
                .help("Write the address down:\n  postal_address: \"1 Main St, Springfield, IL 62701, USA\"")
        }
        Some(reading) if holds_address(reading, address.map(|at| at.value.as_str())) => return None,
        Some(reading) => {
            let label = "holds no postal address";
            let finding = if first.binds() && reading.language == Language::Understood {
                findings.lacking(reading.body.place, label)
            } else {
                findings.unverified(reading.body.place, label)
            };
            let finding = finding
                .because(format!(
                    "{} does not hold the sender's postal address; {asks}",
                    named("the e-mail", message)
                ))
                .help(format!(
                    "Who can be found is believed, and can be told to stop. Add a line to the text:\n{lines}{}",
                    doubt.unwrap_or_default()
                ));
            match address {
                Some(address) => finding.see(
                    campaign
                        .project
                        .value(address.place)
                        .site
                        .label("the address, which the text does not hold"),
                ),
                None => finding,
            }
        }
    };
    Some(duty::resting_on(finding, duties.iter().copied()))
}

/// Whether a text holds the address of its sender, a placeholder for one, or a line that looks like one.
fn holds_address(reading: &Reading<'_>, address: Option<&str>) -> bool {
    let text = &reading.body.body;
    let rendered = reading.text.placeholders().iter().any(|placeholder| {
        let name = placeholder.name.to_lowercase();
        name.contains("address") && !name.contains("email") && !name.contains("mail_address")
    });
    // The street is enough: line breaks and the country may be written otherwise.
    let street = address.and_then(|address| address.split(',').next());
    rendered
        || street.is_some_and(|street| contains(text, street.trim()))
        || text.lines().any(looks_like_an_address)
}

/// Whether a line looks like a postal address: a number and a word for a street or a post office box.
fn looks_like_an_address(line: &str) -> bool {
    const STREETS: [&str; 28] = [
        "st",
        "street",
        "ave",
        "avenue",
        "road",
        "rd",
        "blvd",
        "boulevard",
        "lane",
        "ln",
        "drive",
        "dr",
        "suite",
        "square",
        "highway",
        "hwy",
        "parkway",
        "box",
        "postfach",
        "rue",
        "calle",
        "via",
        "allée",
        "platz",
        "chemin",
        "plaza",
        "quay",
        "floor",
    ];
    let line = line.to_lowercase();
    let has_number = line
        .split(|letter: char| !letter.is_alphanumeric())
        .any(|word| !word.is_empty() && word.starts_with(|c: char| c.is_ascii_digit()));
    let mut words = line.split(|letter: char| !letter.is_alphabetic());
    has_number
        && words.any(|word| {
            STREETS.contains(&word)
                || [
                    "straße", "strasse", "straat", "gatan", "gata", "vägen", "weg", "gasse",
                ]
                .iter()
                .any(|end| word.len() > end.len() && word.ends_with(end))
        })
}

#[cfg(test)]
mod tests {
    use super::looks_like_an_address;

    #[test]
    fn what_looks_like_an_address() {
        for (line, expected) in [
            ("Example Inc., 12 Elm St, Winnipeg, MB R3C 0B1", true),
            ("PO Box 77, Springfield", true),
            ("Muster GmbH, Hauptstraße 5, 10115 Berlin", true),
            ("12, rue de la Paix, 75002 Paris", true),
            ("The spring list is out: 3 new plans.", false),
            ("Dr. Jones will see you.", false),
            ("No more mail from us: https://example.com/u/12", false),
        ] {
            assert_eq!(looks_like_an_address(line), expected, "{line}");
        }
    }
}
