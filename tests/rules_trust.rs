//! Known defects and notices, in variations that no page shows.

mod support;

use support::{Findings, check, check_with};

/// The rules of the family that fired; what other families say of these short texts does not matter here.
fn trust(findings: &Findings) -> Vec<&str> {
    const FAMILY: [&str; 6] = [
        "advisory-without-details",
        "customers-not-warned",
        "known-defect-promotion",
        "late-notice",
        "notice-held-back",
        "notice-with-pitch",
    ];
    let mut rules = findings.rules();
    rules.retain(|rule| FAMILY.contains(rule));
    rules
}

/// A defect, a promotion of what has it, and a notice: `{}` of the three are replaced.
fn story(advisory: &str, promotion: &str, notice: &str) -> String {
    format!(
        "\
products:
  pad: {{name: Pad, current_version: \"2.0\"}}
advisories:
  hole: {{product: pad, harm: security, status: open, known_since: 2026-11-20, details: here, {advisory}}}
offers:
  pad-two: {{product: pad}}
audiences:
  owners: {{regions: [CA-MB], type: business, relationship: customer, uses: {{product: pad}}}}
campaigns:
  sale: {{purpose: sales, starts: 2027-03-01, audience: owners, cadence: mail, offer: pad-two, {promotion}}}
  warning: {{purpose: safety_notice, starts: 2026-11-23, enrollment: once, audience: owners, cadence: mail, advisory: hole, {notice}}}
cadences:
  mail: {{steps: [{{day: 0, channel: email}}]}}
"
    )
}

#[test]
fn the_version_of_the_product_counts_where_the_offer_names_none() {
    let findings = check(&story("versions: [\"2\"]", "", ""));
    assert_eq!(trust(&findings), ["known-defect-promotion"], "{findings}");
    let labels = &findings.one("known-defect-promotion").related;
    assert!(
        labels
            .iter()
            .any(|label| label.message == "the version that is sold")
    );
    let other = check(&story("versions: [\"1.9\"]", "", ""));
    assert!(trust(&other).is_empty(), "{other}");
}

#[test]
fn an_advisory_without_versions_means_all_of_them() {
    let findings = check(&story("", "", ""));
    assert_eq!(trust(&findings), ["known-defect-promotion"], "{findings}");
}

#[test]
fn what_is_paused_or_ended_sells_nothing_and_a_draft_does() {
    for (status, fires) in [("paused", false), ("ended", false), ("draft", true)] {
        let findings = check(&story("", &format!("status: {status}"), ""));
        assert_eq!(
            findings.has("known-defect-promotion"),
            fires,
            "{status}\n{findings}"
        );
    }
}

#[test]
fn a_harmless_mended_or_unreadable_advisory_is_none() {
    let text = story("", "", "");
    for (from, to) in [
        ("harm: security", "harm: minor"),
        ("status: open", "status: fixed"),
        ("status: open", "status: opened"),
        ("harm: security", "harm: dreadful"),
    ] {
        let findings = check(&text.replace(from, to));
        assert!(!findings.has("known-defect-promotion"), "{to}\n{findings}");
        assert!(!findings.has("customers-not-warned"), "{to}\n{findings}");
    }
}

#[test]
fn a_range_and_an_unsaid_version_are_unverified() {
    for (range, wrong) in [
        ("<2.1", true),
        (">=1.8 <2.1", true),
        ("2.x", true),
        ("1.5 - 1.9", false),
        ("<2.0", false),
    ] {
        let findings = check(&story(&format!("versions: [\"{range}\"]"), "", ""));
        let fires = findings.has("known-defect-promotion");
        assert_eq!(fires, wrong, "{range}\n{findings}");
        assert!(
            !findings
                .0
                .iter()
                .any(|it| it.rule == "known-defect-promotion" && it.is_unverified())
        );
    }
    let range = check(&story("versions: [\"<spring\"]", "", ""));
    let finding = range.one("known-defect-promotion");
    assert!(finding.is_unverified(), "{range}");
    assert_eq!(finding.pointer, "/advisories/hole/versions");
    let unsaid = story("versions: [\"2.0\"]", "", "").replace(", current_version: \"2.0\"", "");
    let unsaid = check(&unsaid);
    let finding = unsaid.one("known-defect-promotion");
    assert!(finding.is_unverified(), "{unsaid}");
    assert_eq!(finding.pointer, "/offers/pad-two");
}

#[test]
fn a_reference_to_nothing_and_a_wrong_version_are_left_to_others() {
    let text = story("versions: [\"2.0\"]", "", "");
    let no_product = check(&text.replace("{product: pad}", "{product: pda}"));
    assert!(!no_product.has("known-defect-promotion"), "{no_product}");
    let no_text = check(&text.replace("current_version: \"2.0\"", "current_version: [2]"));
    assert!(!no_text.has("known-defect-promotion"), "{no_text}");
}

#[test]
fn an_offer_written_in_place_is_an_offer() {
    let text =
        story("", "", "").replace("offer: pad-two", "offer: {product: pad, version: \"2.0\"}");
    let findings = check(&text);
    assert_eq!(trust(&findings), ["known-defect-promotion"], "{findings}");
}

#[test]
fn an_advisory_written_in_place_is_an_advisory() {
    let text = "\
products:
  pad: {name: Pad, current_version: \"2.0\"}
campaigns:
  sale: {purpose: sales, starts: 2027-03-01, audience: {regions: [CA-MB], uses: {product: pad}}, cadence: &mail {steps: [{channel: email}]}, offer: {product: pad}}
  warning:
    purpose: service_notice
    starts: 2026-11-23
    enrollment: once
    audience: {regions: [CA-MB], uses: {product: pad}}
    cadence: *mail
    advisory: {product: pad, harm: billing, status: open, known_since: 2026-11-20}
";
    let findings = check(text);
    let expected = ["advisory-without-details", "known-defect-promotion"];
    assert_eq!(trust(&findings), expected, "{findings}");
}

#[test]
fn everybody_who_has_it_hears_of_it_first() {
    let late = check(&story("", "starts: 2026-11-23", "").replacen("starts: 2027-03-01, ", "", 1));
    assert!(
        late.has("customers-not-warned"),
        "the same day is not before it\n{late}"
    );
    let other = check(
        &story("", "", "")
            .replace("regions: [CA-MB]", "regions: [CA-MB, CA-ON]")
            .replace(
                "enrollment: once, audience: owners",
                "enrollment: once, audience: {regions: [CA-MB], uses: {product: pad}}",
            ),
    );
    assert!(
        other.has("customers-not-warned"),
        "Ontario hears nothing\n{other}"
    );
    let wider = check(&story("", "", "").replace(
        "enrollment: once, audience: owners",
        "enrollment: once, audience: {regions: [CA], uses: {product: pad}}",
    ));
    assert!(
        !wider.has("customers-not-warned"),
        "all of Canada hears it\n{wider}"
    );
    let excluded = check(&story("", "", "exclude: owners"));
    assert!(excluded.has("customers-not-warned"), "{excluded}");
}

#[test]
fn who_is_in_a_rolling_notice_when_cannot_be_told() {
    let rolling = check(&story("", "", "").replace("enrollment: once, ", ""));
    let finding = rolling.one("customers-not-warned");
    assert!(finding.is_unverified(), "{rolling}");
    let closed = check(&story("", "", "ends: 2026-12-01").replace("enrollment: once, ", ""));
    assert!(
        !closed.has("customers-not-warned"),
        "all are in before the sale\n{closed}"
    );
}

#[test]
fn without_audiences_that_use_it_nothing_is_known() {
    let findings = check(&story("", "", "").replace(", uses: {product: pad}", ""));
    assert!(
        findings.one("customers-not-warned").is_unverified(),
        "{findings}"
    );
    let elsewhere = story("versions: [\"2.0\"]", "", "").replace(
        "uses: {product: pad}",
        "uses: {product: pad, versions: [\"1.0\"]}",
    );
    let elsewhere = check(&elsewhere.replace("  warning:", "  x-warning:"));
    assert!(
        !elsewhere.has("customers-not-warned"),
        "nobody has it yet\n{elsewhere}"
    );
}

#[test]
fn a_defect_found_during_the_sale_still_needs_a_notice() {
    let running = story("", "starts: 2026-11-01", "").replacen("starts: 2027-03-01, ", "", 1);
    let warned = check(&running);
    assert!(!warned.has("customers-not-warned"), "{warned}");
    let silent = check(&running.replace(", advisory: hole", ""));
    assert!(
        !silent.one("customers-not-warned").is_unverified(),
        "{silent}"
    );
}

#[test]
fn a_notice_waits_for_no_seller() {
    for (team, fires) in [
        ("[support, VP Sales]", true),
        ("growth-team", true),
        ("[support, legal]", false),
    ] {
        let findings = check(&story("", "", &format!("approvals: {team}")));
        assert_eq!(
            findings.has("notice-held-back"),
            fires,
            "{team}\n{findings}"
        );
    }
}

#[test]
fn a_notice_is_not_kept_in_the_drawer_while_the_sale_goes_on() {
    let held = check(&story("", "", "status: paused"));
    assert_eq!(
        held.one("notice-held-back").pointer,
        "/campaigns/warning/status"
    );
    let both = check(&story("", "status: paused", "status: draft"));
    assert!(!both.has("notice-held-back"), "neither goes out\n{both}");
}

#[test]
fn late_is_later_than_the_limit() {
    let text = story("", "", "").replace("starts: 2026-11-23", "starts: 2026-11-24");
    let usual = check(&text);
    assert_eq!(
        usual.one("late-notice").pointer,
        "/campaigns/warning/starts"
    );
    let settings = "version: 1\nlimits: {late_notice: 1w}\n";
    assert!(!check_with(settings, &text).has("late-notice"));
    let narrow = check(&story("", "", "limits: {late_notice: 1d}"));
    assert!(narrow.has("late-notice"), "{narrow}");
    let unknown = check(&story("", "", "").replace("known_since: 2026-11-20, ", ""));
    assert!(unknown.one("late-notice").is_unverified(), "{unknown}");
    let undated = check(&story("", "", "").replace("starts: 2026-11-23, ", ""));
    assert!(undated.one("late-notice").is_unverified(), "{undated}");
}

#[test]
fn a_reminder_is_not_late() {
    let text = story("", "", "").replace(
        "cadences:\n",
        "  reminder: {purpose: safety_notice, starts: 2026-12-07, enrollment: once, audience: owners, cadence: mail, advisory: hole}\ncadences:\n",
    );
    let findings = check(&text);
    assert!(!findings.has("late-notice"), "{findings}");
}

#[test]
fn a_notice_sells_nothing() {
    let offer = check(&story("", "", "offer: pad-two"));
    assert_eq!(
        offer.one("notice-with-pitch").pointer,
        "/campaigns/warning/offer"
    );
    let with = |body: &str| {
        let message = format!(
            "{{day: 0, channel: email, message: {{channel: email, language: en, body: \"{body}\"}}}}"
        );
        check(&story("", "", "").replace("{day: 0, channel: email}", &message))
    };
    let pitch = with("Pad 2.0 has a hole. Upgrade now!");
    assert!(
        pitch
            .one("notice-with-pitch")
            .message
            .contains("Upgrade now"),
        "{pitch}"
    );
    let plain = with("Pad 2.0 has a hole. Install 2.1, in which it is closed.");
    assert!(!plain.has("notice-with-pitch"), "{plain}");
}

#[test]
fn what_is_mended_in_a_version_is_gone_from_it_on() {
    for (fixed, fires) in [("2.0", false), ("1.9", false), ("2.1", true)] {
        let findings = check(&story(&format!("fixed_in: \"{fixed}\""), "", ""));
        assert_eq!(
            findings.has("known-defect-promotion"),
            fires,
            "{fixed}\n{findings}"
        );
    }
}

#[test]
fn people_with_a_range_of_versions_are_people_with_each() {
    let owners = |versions: &str| {
        let text = story("versions: [\"2.0\", \"1.9\"]", "", "")
            .replace("uses: {product: pad}", &format!("uses: {{product: pad, versions: [\"{versions}\"]}}"))
            .replace("audience: owners, cadence: mail, advisory", "audience: {regions: [CA-MB], type: business, relationship: customer, uses: {product: pad, versions: [\"3.0\"]}}, cadence: mail, advisory");
        check(&text)
    };
    for (versions, fires) in [("<2", true), ("1.x", true), ("1.9", true), (">=3", false)] {
        let findings = owners(versions);
        assert_eq!(
            findings.has("customers-not-warned"),
            fires,
            "{versions}\n{findings}"
        );
    }
}
