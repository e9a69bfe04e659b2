//! What texts say, in English: each question of a lexicon, both ways; and in every language, of figures and words.

use courtesy::calendar::Duration;
use courtesy::lexicon::{AmountRole, Lexicon, Nearness, OfferField, Saying, Text};
use courtesy::model::{Channel, Money};
use courtesy::source::Span;
use proptest::prelude::*;

fn english() -> &'static Lexicon {
    Lexicon::for_language("en").expect("English is built in")
}

fn read(body: &str) -> Text {
    Text::read(english(), body)
}

fn money(text: &str) -> Money {
    text.parse().expect("the tests write money well")
}

fn length(text: &str) -> Duration {
    text.parse().expect("the tests write lengths well")
}

/// Asks one question of many texts and shows every wrong answer at once.
fn ask(question: impl Fn(&Text) -> Option<Span>, yes: &[&str], no: &[&str]) {
    let mut wrong = Vec::new();
    for (texts, wanted) in [(yes, true), (no, false)] {
        for body in texts {
            let span = question(&read(body));
            if span.is_some() != wanted {
                let found = span.map(|s| &body[s.start as usize..s.end as usize]);
                wrong.push(format!("{body:?}: found {found:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn languages_are_found_by_their_tags() {
    for tag in ["en", "en-US", "EN", "en-Latn-GB", "en_GB"] {
        assert_eq!(Lexicon::for_language(tag).unwrap().language(), "en");
    }
    for (tag, language) in [
        ("fr-CA", "fr"),
        ("pt-BR", "pt"),
        ("DE_at", "de"),
        ("nl", "nl"),
    ] {
        assert_eq!(Lexicon::for_language(tag).unwrap().language(), language);
    }
    for tag in ["", "xx", "eng", "e", "-en"] {
        assert!(Lexicon::for_language(tag).is_none(), "{tag}");
    }
}

#[test]
fn an_amount_is_the_same_in_every_spelling() {
    ask(
        |text| text.states_amount(&money("178.20 USD"), OfferField::DueNow),
        &[
            "$178.20",
            "$ 178.20",
            "USD 178.20",
            "178.20 USD",
            "USD178.20",
            "178.20USD",
            "US$178.20",
            "US$ 178,20",
            "178,20 USD",
            "178.20 dollars",
            "178.20 US dollars",
            "$178.20 USD",
            "USD $178.20",
            "**$178.20**",
            "<b>$178.20</b> now",
            "&#36;178.20",
            "$178.20.",
            "It is $178.20, once.",
            "($178.20)",
            "$178.20/3 years",
            "one hundred seventy-eight dollars and twenty cents",
            "One hundred and seventy-eight US dollars and twenty cents",
            "178 dollars and 20 cents",
            "178 dollars 20 cents",
            "{{offer.due_now}}",
            "You pay {{ offer.due_now }} today",
            "{{offer.due_now | money}}",
            "<a href=\"https://example.com\">$178.20</a>",
        ],
        &[
            "",
            "178.20",
            "$178.21",
            "$178",
            "$1178.20",
            "$178.200,00",
            "178.20 EUR",
            "CA$178.20",
            "178.20 CAD",
            "$178.20 CAD",
            "£178.20",
            "178.20 %",
            "Save $178.20 today",
            "Get $178.20 off",
            "Was $178.20",
            "It is worth $178.20",
            "A $178.20 credit is yours",
            "{{offer.price}}",
            "{{offer.due_later}}",
            "{offer.due_now}",
            "version 178.20",
            "https://example.com/$178.20",
            "+1 178 200 0000",
        ],
    );
}

#[test]
fn amounts_of_other_currencies_and_sizes() {
    let tables: &[(&str, &[&str])] = &[
        (
            "9.95 EUR",
            &[
                "€9.95",
                "€9,95",
                "9,95 €",
                "EUR 9,95",
                "9€95",
                "9.95 euros",
                "9,95 EUR a month",
                "&euro;9.95",
            ],
        ),
        (
            "1234.50 EUR",
            &[
                "€1,234.50",
                "1.234,50 EUR",
                "€1\u{a0}234,50",
                "1'234.50 EUR",
            ],
        ),
        ("1234 EUR", &["1.234 EUR", "€1,234"]),
        ("1.234 KWD", &["KWD 1.234", "1.234 KWD"]),
        ("900 JPY", &["¥900", "900 yen", "JPY 900"]),
        (
            "100 USD",
            &[
                "a hundred dollars",
                "$100",
                "one hundred dollars",
                "100.00 USD",
            ],
        ),
        (
            "0.95 USD",
            &["95 cents", "95¢", "$0.95", "ninety-five cents"],
        ),
        ("0.95 GBP", &["95p", "95 pence", "£0.95"]),
        ("5000000 USD", &["$5 million", "five million dollars"]),
        (
            "1500 USD",
            &[
                "fifteen hundred dollars",
                "$1,500",
                "one thousand five hundred dollars",
            ],
        ),
        (
            "178.20 CAD",
            &["$178.20", "CA$178.20", "$178.20 CAD", "CAD $178.20"],
        ),
        ("199 TRY", &["199 TRY", "₺199"]),
    ];
    for (stated, texts) in tables {
        for text in *texts {
            let read = read(text);
            assert!(
                read.states_amount(&money(stated), OfferField::Price)
                    .is_some(),
                "{text}: {:?}",
                read.amounts()
            );
        }
    }
    for text in [
        "TRY 30 days free",
        "ALL 5 of them",
        "top 10",
        "1.2.3 USD",
        "$",
        "USD",
        "dollars",
    ] {
        assert!(read(text).amounts().is_empty(), "{text}");
    }
}

#[test]
fn a_price_carries_its_period() {
    for (text, per) in [
        ("$4.95 a month", "1 month"),
        ("$4.95/mo", "1 month"),
        ("$4.95/month", "1 month"),
        ("$4.95 per month", "1 month"),
        ("$4.95 monthly", "1 month"),
        ("$4.95** / month", "1 month"),
        ("$4.95* per month", "1 month"),
        ("$4.95 per user per month", "1 month"),
        ("$4.95/user/month", "1 month"),
        ("$59.40 a year", "1 year"),
        ("$59.40 annually", "1 year"),
        ("$59.40 per annum", "1 year"),
        ("$178.20 every 3 years", "3 years"),
        ("$178.20 per 36 months", "3 years"),
        ("4.95 a month", "1 month"),
        ("$14.85 each quarter", "3 months"),
        ("a dollar a day", "1 day"),
    ] {
        let read = read(text);
        assert_eq!(read.amounts().len(), 1, "{text}");
        assert_eq!(read.amounts()[0].per, Some(length(per)), "{text}");
        assert_eq!(read.amounts()[0].span.end as usize, text.len(), "{text}");
    }
    for text in [
        "$4.95",
        "$4.95 and a month later",
        "$4.95 for you",
        "$4.95. A month later",
    ] {
        assert_eq!(read(text).amounts()[0].per, None, "{text}");
    }
    let (monthly, month) = (money("4.95 USD"), Some(length("1mo")));
    assert!(
        read("$4.95 a month")
            .states_price(&monthly, month)
            .is_some()
    );
    assert!(read("$4.95 a year").states_price(&monthly, month).is_none());
    assert!(read("$4.95").states_price(&monthly, month).is_some());
}

#[test]
fn amounts_know_what_they_are() {
    let text = read("Was $9.95, now $4.95 a month. Save $60, and a $20 credit on top.");
    let roles: Vec<_> = text.amounts().iter().map(|a| a.role).collect();
    assert_eq!(
        roles,
        [
            AmountRole::Former,
            AmountRole::Asked,
            AmountRole::NotAPrice,
            AmountRole::NotAPrice
        ]
    );
}

#[test]
fn totals_that_are_due() {
    ask(
        |text| text.states_total_due(&money("178.20 USD")),
        &[
            "The total due now is $178.20.",
            "You pay $178.20 for three years.",
            "$4.95 a month; $178.20 today.",
            "{{offer.price}}, {{offer.due_now}} due now.",
            "Three years cost one hundred seventy-eight dollars and twenty cents.",
            "You are billed $178.20 every three years.",
        ],
        &[
            "We can move you to the new plan for $4.95 a month.",
            "You save $178.20 in all.",
            "$178.20 off",
            "It used to cost $178.20.",
            "The total is on your invoice.",
        ],
    );
}

#[test]
fn terms_of_any_spelling() {
    ask(
        |text| text.states_term(length("3y")),
        &[
            "for three years",
            "For 3 years you pay $178.20.",
            "a 36-month contract",
            "a 36 month plan",
            "on a 3-yr plan",
            "a three-year commitment",
            "a three (3) year term",
            "You commit to thirty-six months.",
            "Minimum term: 36 months",
            "Term: 3 years",
            "$178.20 for the first three years",
            "$178.20 every 3 years",
            "billed every three years",
            "paid for three full years",
            "3 years, paid up front",
            "three years of hosting",
            "locked in for 3 years",
            "The contract runs for three years.",
            "The plan lasts 36 months.",
            "a triennial plan",
            "{{offer.commitment}}",
            "billed once for {{offer.commitment}}",
            "$4.95/mo on a 36-mo term",
            "You prepay for the next 36 months.",
            "$4.95 a month for 36 months",
            "$4.95 per month for a minimum of 36 months",
        ],
        &[
            "three years ago",
            "Trusted for 3 years",
            "for over three years we have hosted sites",
            "We have been hosting for three years.",
            "You've been with us for three years.",
            "no three-year contract",
            "no commitment",
            "two to three years",
            "2-3 years",
            "for two years",
            "for 35 months",
            "three years of experience",
            "three years in business",
            "a three-year warranty",
            "3-year guarantee",
            "within 3 years",
            "in three years",
            "the last three years",
            "three years old",
            "$4.95 a month",
            "Version 3, years in the making",
            "three. Years of joy",
            "You are not bound for three years.",
            "Over three years of uptime",
            "Our engineers have worked here for three years.",
        ],
    );
    ask(
        |text| text.states_term(length("1y")),
        &[
            "an annual plan",
            "billed annually",
            "for a year",
            "for 12 months",
            "for one full year",
            "a 365-day plan",
        ],
        &["for a month", "annual report", "a year ago"],
    );
    ask(
        |text| text.states_term(length("30mo")),
        &[
            "a contract of two years and six months",
            "a 30-month contract",
            "for 2.5 years",
        ],
        &["for two years and 30 days notice"],
    );
    ask(
        |text| text.states_term(length("30d")),
        &[],
        &[
            "30-day money-back guarantee",
            "Refund within 30 days",
            "Free for 30 days",
            "30 days notice",
        ],
    );
}

#[test]
fn prepayment() {
    ask(
        Text::states_prepayment,
        &[
            "three years paid up front",
            "$178.20 upfront",
            "Payment in advance is required.",
            "The whole sum is due today.",
            "Due now: $178.20",
            "You pay for all three years at once.",
            "It has to be prepaid.",
            "One payment of $178.20 covers three years.",
            "$178.20 is charged today.",
            "Billed annually",
            "The low price needs three years paid in advance.",
            "You pay the full amount at checkout.",
            "{{offer.due_now}} is due at checkout.",
        ],
        &[
            "Nothing up front",
            "No payment due today",
            "You do not have to pay anything in advance.",
            "Thank you in advance for your payment.",
            "We were upfront about it.",
            "You have prepaid for eight months already.",
            "Billed monthly",
            "Never pay in advance again.",
            "Pay as you go instead of paying up front.",
            "The report is due today.",
            "Upfront payment is not required.",
        ],
    );
}

#[test]
fn limits_of_a_licence() {
    ask(
        |text| text.states_device_limit(1),
        &[
            "The licence is for one machine.",
            "Valid on 1 computer only",
            "a single-user license",
            "per machine",
            "per device",
            "runs on one PC",
            "limited to one computer",
            "{{offer.licence.devices}}",
            "{{offer.license.devices}}",
            "Each machine needs its own licence.",
        ],
        &[
            "on 2 machines",
            "your machine",
            "on all your devices",
            "not limited per device",
            "One user told us he likes it.",
            "one of our computers",
            "one day your computer",
        ],
    );
    ask(
        |text| text.states_device_limit(5),
        &[
            "up to 5 devices",
            "five seats",
            "for five users",
            "5-user licence",
            "on up to five computers",
        ],
        &[
            "one machine",
            "5 million users",
            "Trusted by 5 users",
            "50 devices",
            "per device",
        ],
    );
    ask(
        Text::states_not_transferable,
        &[
            "The license is non-transferable.",
            "The licence can never be moved.",
            "This copy cannot be transferred to another computer.",
            "It is tied to the first machine.",
            "You can't transfer it.",
            "No licence transfers",
            "The licence stays with the first computer.",
            "{{offer.licence.transferable}}",
            "The licence can’t be moved to a new PC.",
        ],
        &[
            "It can be transferred at any time.",
            "Transferable to any computer",
            "It isn't tied to one computer.",
            "Move your files.",
            "We are not moved by this.",
        ],
    );
    ask(
        Text::states_proof_of_purchase,
        &[
            "Proof of purchase needed.",
            "Keep the package: the serial number is on it.",
            "Please keep your receipt.",
            "The serial number on the box is required to install it.",
            "{{offer.licence.proof}}",
        ],
        &[
            "No proof of purchase required",
            "Your receipt is attached.",
            "A box of chocolates",
            "You don't need the receipt.",
        ],
    );
}

#[test]
fn renewal_refund_and_leaving() {
    ask(
        Text::states_renewal,
        &[
            "Renews automatically at {{offer.renews.price}}",
            "auto-renews yearly",
            "It will renew at $9.95 a month.",
            "Automatic renewal until cancelled",
            "We charge you $9.95 a month until you cancel.",
            "{{offer.renews}}",
        ],
        &[
            "no auto-renewal",
            "It won't renew automatically.",
            "renewed focus on support",
            "Renewable energy",
            "It doesn’t auto-renew.",
        ],
    );
    ask(
        Text::states_how_to_stop,
        &[
            "Cancel anytime in your account settings.",
            "To stop it, write to help@example.com.",
            "Cancel it on the account page",
            "{{offer.renews.stop_by}}",
        ],
        &[
            "Cancel any time!",
            "You can't cancel in your account.",
            "We cancelled the webinar.",
        ],
    );
    ask(
        Text::states_refund,
        &[
            "full refund within 30 days",
            "non-refundable",
            "No refunds.",
            "money-back guarantee",
            "{{offer.refund}}",
        ],
        &[
            "tax refund season",
            "We are not back yet",
            "Read our refund policy",
        ],
    );
    ask(
        Text::states_no_refund,
        &["No refunds", "not refundable", "All sales are final."],
        &["Full refund", "No risk, full refund"],
    );
    ask(
        Text::states_cancellation_cost,
        &[
            "A cancellation fee of $40 applies.",
            "Early termination fee: $99",
            "If you leave early, you owe the remaining months.",
        ],
        &[
            "No cancellation fees",
            "Free cancellation",
            "No early termination fee",
        ],
    );
    ask(
        Text::states_trial_conversion,
        &[
            "Free for 30 days, then $9.95 a month",
            "After your trial you will be charged $9.95.",
        ],
        &[
            "Free for 30 days",
            "You will not be charged after the trial.",
        ],
    );
}

#[test]
fn opt_outs_by_channel() {
    let offers = |channel| move |text: &Text| text.offers_opt_out(channel);
    ask(
        offers(Channel::Sms),
        &[
            "Reply STOP to opt out",
            "Txt STOP to end",
            "STOP to unsubscribe",
            "Reply with STOP",
            "Opt out: {{unsubscribe_url}}",
        ],
        &[
            "Sale ends today",
            "We aren't STOPping here",
            "Do not reply STOP",
            "Stop by our shop",
            "Reply YES",
        ],
    );
    ask(
        offers(Channel::Email),
        &[
            "Unsubscribe: {{unsubscribe_url}}",
            "{{preferences_url}}",
            "[Unsubscribe](https://example.com/u?x=1)",
            "<p><a href='https://example.com/u'>Unsubscribe</a></p>",
            "Reply \"unsubscribe\" and you will not hear from us.",
            "Click here to opt out.",
            "To unsubscribe, click here: https://example.com/u",
            "Write to stop@example.com to be removed.",
            "Don't want these emails? https://example.com/u",
        ],
        &[
            "Best regards, Sam",
            "Press 9 to opt out",
            "Many people unsubscribe from bad lists.",
            "Visit https://example.com",
            "You can't unsubscribe here.",
        ],
    );
    ask(
        offers(Channel::Call),
        &[
            "If this is unwelcome, tell me and I will not call again.",
            "You may ask to be taken off our list.",
            "Shall I take you off our calling list?",
            "If you’d rather not be called, just say so and I'll remove your number.",
            "Press 2 to be taken off our list.",
        ],
        &[
            "I will call again tomorrow.",
            "Reply STOP to opt out",
            "May I ask when your contract ends?",
            "I'd like to call you again.",
        ],
    );
    ask(
        offers(Channel::Voicemail),
        &[
            "To be removed from our list, call +1 415 555 0100.",
            "Press 9 to opt out.",
        ],
        &[
            "Call me back on +1 415 555 0100.",
            "Tell me and I will not call again.",
        ],
    );
    ask(
        offers(Channel::Chat),
        &[
            "Just say stop and I won't message you again.",
            "Reply STOP to opt out",
        ],
        &[
            "How can I help?",
            "Good news: we can move you to the new plan for $4.95 a month.",
        ],
    );
    ask(
        offers(Channel::Popup),
        &["Turn off these reminders in your settings."],
        &["Your trial has ended."],
    );
}

#[test]
fn labels_of_prompts() {
    ask(
        Text::declines,
        &[
            "No thanks",
            "No, thanks.",
            "Decline",
            "Never",
            "Don't ask again",
            "Don’t ask me again",
            "Not interested",
            "No",
            "NO THANKS",
            "No, I prefer the old version",
            "Never show this again",
            "Stop asking",
            "❌ No thanks",
            "I'll pass",
            "Do not show this again",
        ],
        &[
            "Buy",
            "Buy now",
            "Remind me later",
            "Maybe later",
            "Not now",
            "Close",
            "Ask me tomorrow",
            "",
            "No, remind me later",
            "No problem",
            "Never miss an update",
            "Yes",
            "Learn more",
            "OK",
            "x",
            "No thanks, remind me tomorrow",
            "Don't show this again today",
        ],
    );
    ask(
        Text::snoozes,
        &[
            "Remind me later",
            "Not now",
            "Maybe later",
            "Ask me tomorrow",
            "Later",
            "Remind me in 3 days",
            "No, remind me later",
            "Snooze",
        ],
        &[
            "No thanks",
            "Buy",
            "Never",
            "Close",
            "Decline",
            "Don't remind me",
        ],
    );
    ask(
        Text::closes,
        &["Close", "Close this window", "Dismiss", "OK"],
        &["No thanks", "Remind me later", "Close the gap with Pro"],
    );
}

#[test]
fn tone_of_replies() {
    ask(
        Text::belittles,
        &[
            "As any competent user would know, the licence is for one machine.",
            "You should have read the box.",
            "It says so on the box, had you read it.",
            "Even a child could do it.",
            "That is your own fault.",
            "Did you even try to read the instructions?",
            "Obviously you didn't read the terms before you bought it.",
            "Learn how to read.",
            "Everyone else manages just fine.",
            "You clearly do not understand how licences work.",
            "It's not rocket science.",
            "What did you expect?",
        ],
        &[
            "I am sorry for the trouble. It is not your fault.",
            "We should have told you before you bought it.",
            "You can read about it in the manual.",
            "Please read the steps below.",
            "You should have received an e-mail.",
            "Any user can move the licence in the account.",
            "Is your problem solved?",
            "I understand that this is frustrating.",
            "Obviously this took too long; I am sorry.",
        ],
    );
}

#[test]
fn pitches_and_remedies() {
    ask(
        Text::pitches,
        &[
            "Good news: we can move you to the new plan for $4.95 a month.",
            "Good news: we can move you to the new plan for {{offer.price}}.",
            "Upgrade to our premium plan today.",
            "20% off all plans",
            "Only $4.95!",
            "Buy now and save.",
            "By the way, there is an upgrade at a lower price.",
        ],
        &[
            "Your ticket is solved; the mail server is up again.",
            "Your invoice of $20 is attached.",
            "We have upgraded the disks last night.",
            "Version 5.0 can damage notebooks. Do not upgrade; keep a backup.",
            "The meeting is at 9.",
            "Your data may be lost: stop using version 5.0 until we have mended it.",
        ],
    );
    ask(
        Text::sells_as_remedy,
        &[
            "Buy another one.",
            "You will have to buy another licence.",
            "The licence is for one machine. Please purchase a new copy.",
            "Simply order it again.",
            "As any competent user would know, it works on one machine: buy another one.",
        ],
        &[
            "We have reset your licence.",
            "We can move your licence, or you can buy another one.",
            "You don't have to buy another licence.",
            "We will replace it free of charge.",
            "Thanks for buying a new phone.",
        ],
    );
}

/// The pitch of the support chat, as it was and as it should have been.
#[test]
fn the_chat_pitch() {
    let due = money("178.20 USD");
    let (term, month) = (length("3y"), Some(length("1mo")));
    let pitch = read("Good news: we can move you to the new plan for $4.95 a month.");
    assert!(pitch.pitches().is_some());
    assert!(pitch.states_price(&money("4.95 USD"), month).is_some());
    assert!(pitch.states_total_due(&due).is_none());
    assert!(pitch.states_term(term).is_none());
    assert!(pitch.states_prepayment().is_none());
    assert!(pitch.states_refund().is_none());

    for honest in [
        "We can move you to the new plan for $4.95 a month. It is paid three years up front: $178.20 today, and no refund if you leave early.",
        "The new plan is $4.95 a month if you pay $178.20 in advance for 36 months. Payments are non-refundable.",
        "We can move you to the new plan for {{offer.price}}. You pay {{offer.due_now}} up front for {{offer.commitment}}; {{offer.refund}}.",
        "$4.95/mo, billed every 3 years (USD 178.20 due today). No refunds.",
    ] {
        let honest = read(honest);
        assert!(honest.states_total_due(&due).is_some());
        assert!(honest.states_term(term).is_some());
        assert!(honest.states_prepayment().is_some());
        assert!(honest.states_refund().is_some());
    }
}

#[test]
fn nearness_is_told_by_sentences_and_paragraphs() {
    let body = "The plan is $4.95 a month. It binds you for three years.\n\nIt costs $178.20 in all.\n\n- One.\n- Two for 9.95 EUR";
    let text = read(body);
    let [price, total, euro] = text.amounts() else {
        panic!("{:?}", text.amounts())
    };
    let term = text.states_term(length("3y")).unwrap();
    assert_eq!(&body[term.start as usize..term.end as usize], "three years");
    assert_eq!(text.nearness(price.span, price.span), Nearness::Sentence);
    assert_eq!(text.nearness(price.span, term), Nearness::Paragraph);
    assert_eq!(
        text.nearness(price.span, total.span),
        Nearness::Paragraphs(1)
    );
    assert_eq!(
        text.nearness(euro.span, price.span),
        Nearness::Paragraphs(2)
    );
    assert_eq!(text.sentence_of(euro.span), 4);
    assert!(Nearness::Sentence < Nearness::Paragraph);
    // Neither decimal points nor abbreviations end a sentence.
    let text = read("It is 4.95 a mo. for the plan of example.com, i.e. $178.20 today.");
    assert_eq!(text.sentence_of(text.amounts()[1].span), 0);
    assert_eq!(text.paragraph_of(text.amounts()[1].span), 0);
}

#[test]
fn placeholders_are_listed_with_their_fields() {
    let body = "{{ offer.price | money }} {{first_name}} {{{offer.licence.proof}}} {{unclosed";
    let text = read(body);
    let names: Vec<_> = text
        .placeholders()
        .iter()
        .map(|p| p.name.as_str())
        .collect();
    assert_eq!(names, ["offer.price", "first_name", "offer.licence.proof"]);
    assert_eq!(text.placeholders()[0].field(), Some(OfferField::Price));
    assert_eq!(text.placeholders()[1].field(), None);
    let span = text.placeholders()[2].span;
    assert_eq!(
        &body[span.start as usize..span.end as usize],
        "{{{offer.licence.proof}}}"
    );
    assert_eq!(text.renders(OfferField::Proof), Some(span));
}

#[test]
fn percentages() {
    let text = read("20% off, 12.5 percent more, thirty per cent less, version 20");
    let values: Vec<_> = text
        .percentages()
        .iter()
        .map(|p| p.value.to_string())
        .collect();
    assert_eq!(values, ["20", "12.5", "30"]);
}

/// A page as a mail program has it.
#[test]
fn html_is_looked_through() {
    let text = read(
        "<html><head><style>p { width: 100% }</style></head><body><p>Only <b>$4.95</b> a&nbsp;month.</p>\
         <p>You pay <strong>$178.20</strong> up&nbsp;front for <em>three</em> years.</p>\
         <a href=\"{{unsubscribe_url}}\">Unsubscribe</a></body></html>",
    );
    assert!(text.percentages().is_empty());
    let month = Some(length("1mo"));
    assert!(text.states_price(&money("4.95 USD"), month).is_some());
    assert!(text.states_term(length("3y")).is_some());
    assert!(text.states_prepayment().is_some());
    assert!(text.offers_opt_out(Channel::Email).is_some());
    assert_eq!(
        text.nearness(text.amounts()[0].span, text.amounts()[1].span),
        Nearness::Paragraphs(1)
    );
}

/// Everything that a reading gives lies in the text, on whole characters.
fn is_sound(body: &str) {
    let text = read(body);
    let spans = text
        .amounts()
        .iter()
        .map(|a| a.span)
        .chain(text.lengths().iter().map(|l| l.span))
        .chain(text.percentages().iter().map(|p| p.span))
        .chain(text.placeholders().iter().map(|p| p.span))
        .chain(
            Saying::ALL
                .iter()
                .flat_map(|s| text.all(*s).map(|said| said.span)),
        );
    for span in spans {
        assert!(span.start < span.end, "{body:?}");
        assert!(
            body.get(span.start as usize..span.end as usize).is_some(),
            "{body:?}"
        );
        assert!(text.paragraph_of(span) <= text.sentence_of(span));
    }
}

const NEAR_MISSES: &[&str] = &[
    "$",
    "178",
    ".",
    "20",
    ",",
    " ",
    "USD",
    "a ",
    "month",
    "three ",
    "hundred ",
    "million ",
    "years",
    "-",
    "–",
    "/",
    "{{",
    "}}",
    "offer.price",
    "<a href=",
    "\"",
    ">",
    "<",
    "&",
    "euro;",
    "&#36;",
    "+1 ",
    "(415)",
    "www.",
    "@",
    "x.com",
    "\n",
    "\r\n",
    "\u{a0}",
    "’",
    "İ",
    "ß",
    "日本",
    "🙂",
    "\u{301}",
    "\u{ad}",
    "not ",
    "no ",
    "pay ",
    "up front",
    "reply ",
    "STOP",
    "99999999999999999999",
    "0",
    "%",
    "per ",
    "cents",
    "and ",
    "e.g.",
    "http://",
    "<style>",
    "</style>",
    "{%",
    "%}",
];

proptest! {
    #[test]
    fn any_text_can_be_read(body in any::<String>()) {
        is_sound(&body);
    }

    #[test]
    fn any_text_of_near_misses_can_be_read(
        pieces in prop::collection::vec(prop::sample::select(NEAR_MISSES), 0..24)
    ) {
        is_sound(&pieces.concat());
    }
}

/// Growth is in proportion to the text, even where every word begins a phrase: a text that took time
/// with its square would not end within any patience.
#[test]
fn long_and_hostile_texts_end() {
    for piece in [
        "save $5 off today, ",
        "{{",
        "<a ",
        "<",
        "one million ",
        "pay pay ",
        "&",
        "not no never ",
        "three to ",
        "1,1",
        "$",
        "a.b",
        "http:",
        "no i ",
        "( ",
        "+1",
        "\n",
        "<style>",
        "you should have read ",
        "(1",
    ] {
        is_sound(&piece.repeat(40_000 / piece.len()));
    }
}

fn read_in(language: &str, body: &str) -> Text {
    Text::read(Lexicon::for_language(language).expect("built in"), body)
}

/// One amount in many spellings of each language.
#[test]
fn an_amount_is_the_same_in_every_language() {
    let euros = money("178.20 EUR");
    for (language, bodies) in [
        (
            "de",
            &[
                "178,20 €",
                "EUR 178,20",
                "€178,20",
                "178 Euro 20",
                "178 Euro und 20 Cent",
                "hundertachtundsiebzig Euro zwanzig",
                "einhundertachtundsiebzig Euro und zwanzig Cent",
            ][..],
        ),
        (
            "fr",
            &[
                "178,20 €",
                "178,20\u{a0}€",
                "178€20",
                "178 euros 20",
                "cent soixante-dix-huit euros vingt",
                "cent soixante-dix-huit euros et vingt centimes",
            ],
        ),
        (
            "es",
            &[
                "178,20 €",
                "178,20 euros",
                "178 euros con 20",
                "ciento setenta y ocho euros con veinte",
                "ciento setenta y ocho euros y veinte céntimos",
            ],
        ),
        (
            "pt",
            &[
                "178,20 €",
                "cento e setenta e oito euros e vinte",
                "cento e setenta e oito euros e vinte cêntimos",
            ],
        ),
        (
            "it",
            &[
                "178,20 €",
                "€ 178,20",
                "centosettantotto euro e venti",
                "178 euro e 20 centesimi",
            ],
        ),
        (
            "nl",
            &[
                "€ 178,20",
                "178,20 euro",
                "honderdachtenzeventig euro twintig",
                "honderdachtenzeventig euro en twintig cent",
            ],
        ),
    ] {
        for body in bodies {
            let text = read_in(language, body);
            let amounts: Vec<_> = text.amounts().iter().map(|it| it.amount).collect();
            assert!(
                text.amounts().iter().any(|it| it.is(&euros)),
                "{language}: {body}: {amounts:?}"
            );
        }
    }
}

/// Groups of three stand apart by points, blanks of any width and apostrophes.
#[test]
fn thousands_are_grouped_as_each_language_does() {
    let euros = money("1234.56 EUR");
    for language in ["de", "es", "fr", "it", "nl", "pt"] {
        for body in [
            "1.234,56 €",
            "1 234,56 €",
            "1\u{a0}234,56 €",
            "1\u{202f}234,56 €",
            "1'234.56 EUR",
            "EUR 1.234,56",
            "1234,56 €",
        ] {
            let text = read_in(language, body);
            assert!(
                text.amounts().iter().any(|it| it.is(&euros)),
                "{language}: {body}: {:?}",
                text.amounts()
            );
        }
        let text = read_in(language, "3 178,20 €");
        assert!(text.amounts()[0].is(&money("3178.20 EUR")), "{language}");
    }
    let text = read_in("fr", "12 100 €");
    assert!(text.amounts()[0].is(&money("12100 EUR")));
}

#[test]
fn a_length_is_the_same_in_every_language() {
    let three_years = length("3 years");
    for (language, bodies) in [
        (
            "de",
            &[
                "drei Jahre",
                "36 Monate",
                "36-monatig",
                "dreijährig",
                "3 J",
                "sechsunddreißig Monate",
                "Dreijahresvertrag",
            ][..],
        ),
        (
            "fr",
            &[
                "trois ans",
                "36 mois",
                "trente-six mois",
                "trois années",
                "3 ans",
            ],
        ),
        (
            "es",
            &["tres años", "36 meses", "treinta y seis meses", "3 anos"],
        ),
        (
            "pt",
            &["três anos", "36 meses", "trinta e seis meses", "tres anos"],
        ),
        (
            "it",
            &["tre anni", "36 mesi", "trentasei mesi", "triennale"],
        ),
        (
            "nl",
            &[
                "drie jaar",
                "36 maanden",
                "zesendertig maanden",
                "driejarig",
            ],
        ),
    ] {
        for body in bodies {
            let text = read_in(language, body);
            let lengths: Vec<_> = text.lengths().iter().map(|it| it.length).collect();
            assert_eq!(lengths, [three_years], "{language}: {body}");
        }
    }
    // What only looks like a number and a unit.
    for (language, body) in [
        ("fr", "à l'unanimité"),
        ("it", "un gesto umano"),
        ("de", "Eintagsfliegen sind selten, Achtung"),
        ("nl", "eenvoudig, achteraf"),
    ] {
        let text = read_in(language, body);
        let found = text
            .lengths()
            .iter()
            .filter(|it| it.length == three_years)
            .count();
        assert_eq!(found, 0, "{language}: {body}");
        assert!(text.amounts().is_empty(), "{language}: {body}");
    }
}

#[test]
fn a_price_has_its_period_in_every_language() {
    let month = length("1 month");
    for (language, body) in [
        ("de", "4,95 € im Monat"),
        ("de", "4,95 €/Monat"),
        ("de", "monatlich; 4,95 € monatlich"),
        ("de", "vier Euro fünfundneunzig im Monat"),
        ("fr", "4,95 € par mois"),
        ("fr", "4,95 €/mois"),
        ("fr", "quatre euros quatre-vingt-quinze par mois"),
        ("es", "4,95 € al mes"),
        ("es", "4,95 € mensuales"),
        ("es", "cuatro euros con noventa y cinco al mes"),
        ("pt", "4,95 € por mês"),
        ("pt", "4,95 € ao mes"),
        ("it", "4,95 € al mese"),
        ("nl", "€ 4,95 per maand"),
        ("nl", "vier euro vijfennegentig per maand"),
    ] {
        let text = read_in(language, body);
        let price = text.amounts().first();
        assert!(
            price.is_some_and(|it| it.is(&money("4.95 EUR")) && it.per == Some(month)),
            "{language}: {body}: {price:?}"
        );
    }
    let text = read_in("it", "89 € all'anno");
    assert_eq!(text.amounts()[0].per, Some(length("1 year")));
    let text = read_in("fr", "89 € l’année");
    assert_eq!(text.amounts()[0].per, Some(length("1 year")));
}

/// Words that stand joined to the next, by any apostrophe.
#[test]
fn elisions_are_cut_off() {
    for body in [
        "L'abonnement est reconduit tacitement.",
        "L’abonnement est reconduit tacitement.",
        "L&rsquo;abonnement est reconduit tacitement.",
    ] {
        let text = read_in("fr", body);
        assert!(text.states_renewal().is_some(), "{body}");
    }
    let body = "Payez d’avance aujourd’hui";
    let span = read_in("fr", body).states_prepayment().expect("it is said");
    assert!(body[span.start as usize..span.end as usize].contains("d’avance"));
}

/// What people type without the marks of their language.
#[test]
fn letters_may_lack_their_marks() {
    for (language, body) in [
        ("fr", "Pour ne plus recevoir de SMS repondez STOP"),
        ("de", "Kuendigen Sie? Antworten Sie mit STOPP"),
        ("pt", "Para nao receber mais SMS responda SAIR"),
    ] {
        let text = read_in(language, body);
        assert!(
            text.offers_opt_out(Channel::Sms).is_some(),
            "{language}: {body}"
        );
    }
}

proptest! {
    /// Any text is read in any language, and all spans lie on letters.
    #[test]
    fn any_text_is_read_in_any_language(
        language in prop::sample::select(vec!["de", "es", "fr", "it", "nl", "pt"]),
        body in "(l'|d’|ein|und|zwanzig|drei|jahres|vertrag|één|ën|1 |234|,56|€|\\. |é|e\u{301}|&rsquo;|STOP|\\PC){0,40}",
    ) {
        let text = read_in(language, &body);
        for span in text.amounts().iter().map(|it| it.span).chain(text.lengths().iter().map(|it| it.span)) {
            prop_assert!(body.get(span.start as usize..span.end as usize).is_some());
        }
    }
}
