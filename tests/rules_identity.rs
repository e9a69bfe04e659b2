//! Who speaks, in ways that no page shows: what a script and a message tell, the number, the seconds,
//! the address, the words of a text programme, labels and machines.

mod support;

use support::{Findings, check, check_with};

/// A sender of whom everything is known.
const ANNA: &str = "role: sales, name: Anna Roy, legal_name: Example Ltd., postal_address: \"12 Elm St, Winnipeg\", caller_id: \"+1 204 555 0100\", caller_id_shown: true";

/// A campaign with one contact.
struct Contact<'a> {
    place: &'a str,
    channel: &'a str,
    audience: &'a str,
    message: &'a str,
    sender: &'a str,
}

impl Contact<'_> {
    fn text(&self) -> String {
        let Self {
            place,
            channel,
            audience,
            message,
            sender,
        } = self;
        format!(
            "campaigns:
  spring: {{purpose: marketing, starts: 2027-03-01, ends: 2027-03-31, audience: people, suppress: own-list, cadence: plan}}
cadences:
  plan:
    send_window: {{days: mon-fri, hours: \"12:00-15:00\", time_zone: recipient, zone_from: address, holidays: observe}}
    steps: [{{id: note, day: 0, channel: {channel}, to: mobile, by: anna, message: words}}]
audiences:
  people: {{regions: [{place}], type: consumer, relationship: customer, consent: {{kind: express_written, obtained: 2027-01-05, proof: crm}}{audience}}}
messages:
  words: {{channel: {channel}, language: en, {message}}}
senders:
  anna: {{{sender}}}
suppressions:
  own-list: {{kind: internal, keeps_for: forever}}
"
        )
    }

    fn check(&self) -> Findings {
        check(&self.text())
    }
}

fn contact(place: &str, channel: &str, message: &str) -> Findings {
    with_sender(place, channel, message, ANNA)
}

fn with_sender(place: &str, channel: &str, message: &str, sender: &str) -> Findings {
    Contact {
        place,
        channel,
        audience: "",
        message,
        sender,
    }
    .check()
}

/// Severity and verdict of the one finding of a rule; "silent" if there is none.
fn told(found: &Findings, rule: &str) -> String {
    let findings = found.of(rule);
    assert!(findings.len() < 2, "{found}");
    findings.first().map_or_else(
        || "silent".to_owned(),
        |finding| format!("{} {}", finding.severity, finding.verdict),
    )
}

#[test]
fn a_text_names_the_firm_in_whatever_way() {
    for (message, expected) in [
        ("body: \"Example: the spring list is out.\"", "silent"),
        ("body: \"EXAMPLE LTD. has the spring list.\"", "silent"),
        (
            "body: \"{{sender.legal_name}}: the spring list is out.\"",
            "silent",
        ),
        (
            "body: \"The spring list is out.\", identifies: {seller: true}",
            "silent",
        ),
        ("body: \"The spring list is out.\"", "error violation"),
        ("body: \"An exampled list.\"", "error violation"),
        (
            "body: \"Example is out.\", identifies: {seller: false}",
            "error violation",
        ),
    ] {
        let found = contact("SE", "dm", message);
        assert_eq!(
            told(&found, "sender-identity"),
            expected,
            "{message}\n{found}"
        );
    }
    // The name of a system is the brand.
    let brand = "role: system, name: Wall, voice: human";
    let found = with_sender(
        "SE",
        "dm",
        "body: \"{{sender.name}}: the list is out.\"",
        brand,
    );
    assert_eq!(told(&found, "sender-identity"), "silent");
    // Whose firm it is can stand in the settings.
    let text = Contact {
        place: "SE",
        channel: "dm",
        audience: "",
        message: "body: \"Wall: the spring list is out.\"",
        sender: "role: sales, name: Anna",
    }
    .text();
    assert_eq!(told(&check(&text), "sender-identity"), "error unverified");
    let found = check_with("version: 1\nseller: {legal_name: Wall GmbH}\n", &text);
    assert_eq!(told(&found, "sender-identity"), "silent");
}

#[test]
fn a_text_that_cannot_be_read_is_unverified() {
    let found = contact("SE", "dm", "body_file: gone.md");
    assert!(!found.has("sender-identity"), "{found}");
    let text = Contact {
        place: "SE",
        channel: "dm",
        audience: "",
        message: "body: \"Listan är här.\"",
        sender: ANNA,
    };
    let found = check(&text.text().replace("language: en", "language: xx"));
    assert_eq!(told(&found, "sender-identity"), "error unverified");
}

#[test]
fn what_a_caller_must_say_goes_by_the_place() {
    let script = "body: \"Good day, this is Anna of Example Ltd.\", opt_out: {method: spoken}";
    // Nowhere more than the firm; in New Jersey also what for and where to call back.
    assert_eq!(
        told(&contact("CH", "call", script), "sender-identity"),
        "silent"
    );
    let found = contact("US-NJ", "call", script);
    let finding = found.one("sender-identity");
    assert_eq!(finding.verdict, "violation");
    assert!(
        finding.message.contains("New Jersey")
            && finding.message.contains("where the firm can be reached"),
        "{}",
        finding.message
    );
    let full = format!(
        "{script}, identifies: {{within: 10s, seller: true, caller: true, purpose: true, callback: \"+1 204 555 0100\"}}"
    );
    assert_eq!(
        told(&contact("US-NJ", "call", &full), "sender-identity"),
        "silent"
    );
    // Nobody can read a purpose from a sentence.
    let found = contact(
        "US-UT",
        "call",
        &script.replace("Ltd.", "Ltd., +1 204 555 0100."),
    );
    let finding = found.one("sender-identity");
    assert!(
        finding.is_unverified() && finding.message.contains("what it is about"),
        "{found}"
    );
}

#[test]
fn a_message_that_is_not_there_is_another_rules_matter() {
    let text = Contact {
        place: "US-GA",
        channel: "call",
        audience: "",
        message: "body: x",
        sender: ANNA,
    }
    .text()
    .replace(", message: words", "");
    let found = check(&text);
    assert!(
        found.has("missing-opt-out") && !found.has("sender-identity"),
        "{found}"
    );
}

#[test]
fn the_number_is_shown_and_of_an_allowed_kind() {
    let script = "body: \"Anna Roy of Example Ltd., +1 204 555 0100.\", opt_out: {method: spoken}, identifies: {within: 5s, seller: true, caller: true, purpose: true, callback: x}";
    let number = |place: &str, sender: &str| {
        let sender = format!("role: sales, name: Anna, legal_name: Example Ltd.{sender}");
        told(
            &with_sender(place, "call", script, &sender),
            "sender-identity",
        )
    };
    for (place, sender, expected) in [
        (
            "GB",
            ", caller_id: \"+44 20 7946 0000\", caller_id_shown: true",
            "silent",
        ),
        ("GB", ", caller_id_shown: false", "error violation"),
        ("GB", "", "error unverified"),
        ("CH", ", caller_id_shown: false", "error violation"),
        ("CH", "", "silent"),
        (
            "ES",
            ", caller_id: \"+34 612 345 678\", caller_id_shown: true",
            "error violation",
        ),
        // Not a mobile number, and not of the range for sales calls either.
        (
            "ES",
            ", caller_id: \"0034 91 123 45 67\", caller_id_shown: true",
            "warning violation",
        ),
        (
            "ES",
            ", caller_id: \"0034 400 12 34 56\", caller_id_shown: true",
            "silent",
        ),
        ("ES", ", caller_id_shown: true", "error unverified"),
        (
            "IN",
            ", caller_id: \"140 123 4567\", caller_id_shown: true",
            "silent",
        ),
        (
            "IN",
            ", caller_id: \"+91 98765 43210\", caller_id_shown: true",
            "error violation",
        ),
        (
            "CL",
            ", caller_id: \"+56 2 2123 4567\", caller_id_shown: true",
            "warning violation",
        ),
    ] {
        assert_eq!(number(place, sender), expected, "{place} {sender}");
    }
    let text = Contact {
        place: "GB",
        channel: "call",
        audience: "",
        message: script,
        sender: ANNA,
    }
    .text()
    .replace(", by: anna", "");
    let found = check(&text);
    assert!(
        found
            .one("sender-identity")
            .message
            .contains("nobody says who calls"),
        "{found}"
    );
}

#[test]
fn the_caller_is_known_within_the_seconds_of_the_place() {
    let script = |within: &str| {
        format!(
            "body: \"Anna of Example Ltd.\", opt_out: {{method: spoken}}, identifies: {{{within}seller: true, caller: true, purpose: true, callback: x}}"
        )
    };
    for (place, within, expected) in [
        ("US-CT", "within: 10s, ", "silent"),
        ("US-CT", "within: 11s, ", "error violation"),
        ("US-NM", "within: 15s, ", "silent"),
        ("US-FL", "within: 30s, ", "silent"),
        ("US-FL", "within: 1m, ", "error violation"),
        ("US-MA", "within: 1m, ", "silent"),
        ("US-RI", "within: 31s, ", "warning violation"),
        ("US-FL", "", "error unverified"),
        ("US-GA", "", "silent"),
        ("CH", "within: 1m, ", "silent"),
    ] {
        let found = contact(place, "call", &script(within));
        assert_eq!(
            told(&found, "identify-within"),
            expected,
            "{place} {within}\n{found}"
        );
    }
    // Machines have seconds of their own.
    let machine = format!("{ANNA}, voice: prerecorded");
    let found = with_sender("US-AL", "call", &script("within: 25s, "), &machine);
    assert_eq!(told(&found, "identify-within"), "error violation");
    let found = with_sender("US-KY", "call", &script("within: 25s, "), &machine);
    assert_eq!(told(&found, "identify-within"), "silent");
}

#[test]
fn an_address_is_in_the_mail_where_law_wants_it() {
    let mail = |body: &str| {
        format!(
            "subject: Spring, body: \"Example Ltd. has a list. {body} {{{{unsubscribe_url}}}}\", opt_out: {{method: one_click}}, identifies: {{seller: true, callback: x}}"
        )
    };
    for (place, body, expected) in [
        ("US-GA", "", "error violation"),
        ("CA-MB", "", "error violation"),
        ("SE", "", "silent"),
        ("ZA", "", "warning violation"),
        ("US-GA", "{{sender.postal_address}}", "silent"),
        ("US-GA", "12 Elm St, Winnipeg.", "silent"),
        ("US-GA", "P.O. Box 12, Atlanta.", "silent"),
        ("US-GA", "{{company_address}}", "silent"),
    ] {
        let found = contact(place, "email", &mail(body));
        assert_eq!(
            told(&found, "postal-address"),
            expected,
            "{place} {body}\n{found}"
        );
    }
    let found = with_sender(
        "US-GA",
        "email",
        &mail("{{sender.postal_address}}"),
        "role: sales, name: Anna, legal_name: Example Ltd.",
    );
    let finding = found.one("postal-address");
    assert!(
        finding.is_unverified() && finding.pointer.ends_with("/senders/anna"),
        "{found}"
    );
    let found = contact(
        "US-GA",
        "email",
        "subject: Spring, opt_out: {method: one_click}",
    );
    assert_eq!(told(&found, "postal-address"), "error unverified");
}

#[test]
fn bulk_mail_is_left_at_one_click() {
    let mail = |size: &str, opt_out: &str| {
        let found = Contact {
            place: "US-GA",
            channel: "email",
            audience: size,
            message: &format!(
                "subject: Spring, body: \"Example, 12 Elm St. {{{{unsubscribe_url}}}}\"{opt_out}"
            ),
            sender: ANNA,
        }
        .check();
        told(&found, "one-click-unsubscribe")
    };
    for (size, opt_out, expected) in [
        (
            ", size: 5001",
            ", opt_out: {method: link}",
            "warning violation",
        ),
        (", size: 5000", ", opt_out: {method: link}", "silent"),
        (", size: 5001", ", opt_out: {method: one_click}", "silent"),
        (", size: 5001", "", "warning unverified"),
        ("", ", opt_out: {method: link}", "warning unverified"),
        ("", ", opt_out: {method: one_click}", "silent"),
        // That there is no way out at all is another rule's matter.
        ("", ", opt_out: {method: none}", "silent"),
    ] {
        assert_eq!(mail(size, opt_out), expected, "{size} {opt_out}");
    }
}

#[test]
fn a_text_programme_understands_every_no_and_offers_help() {
    let words = "STOP, QUIT, END, REVOKE, OPT OUT, CANCEL, UNSUBSCRIBE";
    let text = |body: &str, words: &str| {
        format!(
            "body: \"Example: the list is out. Reply STOP to opt out. {body}\", opt_out: {{method: reply, words: [{words}]}}"
        )
    };
    let full = text("HELP for help.", words);
    assert_eq!(
        told(&contact("US-GA", "sms", &full), "sms-keywords"),
        "silent"
    );
    let lower = text("HELP for help.", &words.to_lowercase());
    assert_eq!(
        told(&contact("US-GA", "sms", &lower), "sms-keywords"),
        "silent"
    );
    let found = contact("US-GA", "sms", &text("HELP for help.", "STOP, CANCEL"));
    let finding = found.one("sms-keywords");
    assert_eq!(finding.verdict, "violation");
    assert!(
        finding
            .message
            .contains("QUIT, END, REVOKE, OPT OUT or UNSUBSCRIBE"),
        "{}",
        finding.message
    );
    let found = contact("US-GA", "sms", &text("", words));
    assert!(
        found.one("sms-keywords").message.contains("HELP"),
        "{found}"
    );
    let found = contact(
        "US-GA",
        "sms",
        "body: \"Example. Reply STOP to opt out, HELP for help.\"",
    );
    assert_eq!(told(&found, "sms-keywords"), "warning unverified");
    // Other places name no words.
    assert_eq!(
        told(&contact("DE", "sms", &text("", "STOP")), "sms-keywords"),
        "silent"
    );
}

#[test]
fn labels_stand_where_the_place_wants_them() {
    for (place, channel, message, expected) in [
        ("KR", "sms", "body: \"(광고) Example: the list.\"", "silent"),
        (
            "KR",
            "sms",
            "body: \"Example (광고): the list.\"",
            "error violation",
        ),
        (
            "KR",
            "email",
            "subject: \"(광고) Spring\", body: \"Example.\"",
            "silent",
        ),
        (
            "KR",
            "email",
            "subject: Spring, body: \"(광고) Example.\"",
            "error violation",
        ),
        (
            "KR",
            "email",
            "subject: Spring, body: \"Example.\", labels: [\"(광고)\"]",
            "silent",
        ),
        ("VN", "sms", "body: \"[AD] Example: the list.\"", "silent"),
        (
            "VN",
            "sms",
            "body: \"Example: the list.\"",
            "error violation",
        ),
        (
            "IL",
            "sms",
            "body: \"Example: the list.\"",
            "warning violation",
        ),
        (
            "SA",
            "sms",
            "body: \"Example: the list.\"",
            "warning violation",
        ),
        // Who has agreed gets nothing unsolicited in Singapore.
        ("SG", "sms", "body: \"Example: the list.\"", "silent"),
        ("DE", "sms", "body: \"Example: the list.\"", "silent"),
    ] {
        let found = contact(place, channel, message);
        assert_eq!(
            told(&found, "message-label"),
            expected,
            "{place} {channel} {message}\n{found}"
        );
    }
    let sender = "role: sales, name: EXAMPLE-AD, legal_name: Example Ltd.";
    let found = with_sender("SA", "sms", "body: \"Example: the list.\"", sender);
    assert_eq!(told(&found, "message-label"), "silent");
}

#[test]
fn a_machine_that_writes_says_so_where_it_must() {
    let hello = "body: \"Hello, Ada of Example Ltd. here. Reply STOP to opt out.\"";
    let bot = "body: \"Hello, I am the virtual assistant of Example Ltd. Reply STOP to opt out.\"";
    let system = "role: system, name: Ada, legal_name: Example Ltd.";
    let human = "role: system, name: Ada, legal_name: Example Ltd., voice: human";
    for (place, sender, message, expected) in [
        ("US-CA", system, hello, "error violation"),
        ("US-CA", system, bot, "silent"),
        ("US-CA", human, hello, "silent"),
        ("US-CA", ANNA, hello, "silent"),
        ("DE", system, hello, "warning violation"),
        ("US-GA", system, hello, "silent"),
        ("US-UT", system, hello, "silent"),
    ] {
        let found = with_sender(place, "chat", message, sender);
        assert_eq!(
            told(&found, "bot-disclosure"),
            expected,
            "{place} {sender}\n{found}"
        );
    }
}
