//! Words of one's own: phrases for a language that is built in, and languages that are not.

mod support;

use support::{Findings, Folder};

const SETTINGS: &str = "version: 1\npacks: [words.yaml]\n";

/// An e-mail that offers what renews, in this language and these words.
fn letter(language: &str, body: &str) -> String {
    format!(
        "campaigns:
  spring: {{purpose: sales, enrollment: once, starts: 2027-03-01, ends: 2027-03-31, audience: shops, cadence: letters, offer: plan}}
cadences:
  letters:
    steps: [{{id: letter, day: 0, channel: email, message: note}}]
audiences:
  shops: {{regions: [CA-MB], type: business}}
offers:
  plan: {{price: {{amount: 9.00, currency: USD, per: month}}, renews: {{automatically: true, notice: 30d}}}}
messages:
  note: {{channel: email, language: {language}, body: \"{body}\"}}
"
    )
}

/// What is found in the letter under the words of a pack.
fn found(pack: &str, language: &str, body: &str) -> Findings {
    let letter = letter(language, body);
    let folder = Folder::with([
        ("courtesy.yaml", SETTINGS),
        ("words.yaml", pack),
        ("letter.yaml", &letter),
    ]);
    folder.findings(&["letter.yaml"])
}

/// What a run says of a pack that it refuses, on one line.
fn refused(pack: &str) -> String {
    let letter = letter("en", "Spring.");
    let folder = Folder::with([
        ("courtesy.yaml", SETTINGS),
        ("words.yaml", pack),
        ("letter.yaml", &letter),
    ]);
    let ran = folder.check(&[]);
    assert_eq!(ran.code, 2, "{ran}");
    let told = ran.err.replace('│', " ");
    told.split_whitespace().collect::<Vec<_>>().join(" ")
}

const PLUG: &str = "language: en
says:
  how_to_stop:
    phrases: |
      pull the plug ... (plan | plans)
    matches: |
      You can pull the plug under My Plan.
    not: |
      We never pull the plug on your plans.
";

const BODY: &str = "9.00 USD per month. It renews automatically. You can pull the plug under My Plan. {{unsubscribe_url}}";

#[test]
fn phrases_of_ones_own_are_understood_beside_those_that_are_built_in() {
    let settings = SETTINGS.replace("packs: [words.yaml]\n", "");
    let letter = letter("en", BODY);
    let without = Folder::with([("courtesy.yaml", &*settings), ("letter.yaml", &letter)])
        .findings(&["letter.yaml"]);
    let renewal = without.one("undisclosed-renewal");
    assert!(
        renewal.message.contains("how to stop the renewal"),
        "{renewal}"
    );
    let with = found(PLUG, "en", BODY);
    assert!(!with.has("undisclosed-renewal"), "{with}");
    // What was understood before still is.
    let silent = found(PLUG, "en", "9.00 USD per month. {{unsubscribe_url}}");
    let renewal = silent.one("undisclosed-renewal");
    assert!(
        renewal.message.contains("that it renews by itself"),
        "{renewal}"
    );
    // A region is of the same language.
    assert!(!found(PLUG, "en-GB", BODY).has("undisclosed-renewal"));
}

#[test]
fn lists_of_the_language_serve_phrases_of_ones_own_and_grow_by_them() {
    let lists = "language: en
lists: {gizmo: gizmo | gizmos}
says:
  how_to_stop:
    phrases: unhook your <gizmo>
    matches: Just unhook your gizmos.
    not: Hang your gizmos on a hook.
";
    let body =
        "9.00 USD per month. It renews automatically. Just unhook your gizmo. {{unsubscribe_url}}";
    assert!(!found(lists, "en", body).has("undisclosed-renewal"));
}

const POLISH: &str = "language: pl
numbers: {decimal: comma, words: {jeden: 1, dwa: 2}, multipliers: {sto: 100}, percent: procent}
money: {spellings: {PLN: zł | złotych}, minor: {PLN: gr | groszy}, per: za | na}
time: {units: {1mo: miesiąc | miesięcy, 1y: rok | lat}}
negation: {before: nie | bez}
says:
  renewal:
    meaning: that it renews by itself
    phrases: odnawia się automatycznie
    matches: Umowa odnawia się automatycznie.
    not: Umowa nie odnawia się automatycznie.
  how_to_stop:
    meaning: how to stop it
    phrases: zrezygnować ... na stronie konta
    matches: Można zrezygnować w każdej chwili na stronie konta.
    not: Nie można zrezygnować na stronie konta.
  opt_out_link:
    meaning: to say no through a link
    phrases: wypisz się ... {link}
    matches: \"Wypisz się: {{unsubscribe_url}}\"
    not: Wypisz się.
";

#[test]
fn a_language_of_ones_own_is_no_longer_unread() {
    let body = "9.00 USD za miesiąc. Umowa odnawia się automatycznie. Można zrezygnować na stronie konta. Wypisz się: {{unsubscribe_url}}";
    let unread = found(PLUG, "pl", body);
    assert!(
        unread.0.iter().any(|it| it.is_unverified() && it.message.contains("texts in `pl` are not understood")),
        "{unread}"
    );
    let read = found(POLISH, "pl", body);
    assert!(
        !read
            .0
            .iter()
            .any(|it| it.message.contains("not understood")),
        "{read}"
    );
    for rule in ["undisclosed-renewal", "missing-opt-out"] {
        assert!(!read.has(rule), "{read}");
    }
    let silent = found(
        POLISH,
        "pl",
        "9.00 USD za miesiąc. Umowa odnawia się automatycznie. Wypisz się: {{unsubscribe_url}}",
    );
    let renewal = silent.one("undisclosed-renewal");
    assert_eq!(renewal.verdict, "violation", "{renewal}");
}

#[test]
fn whatever_is_wrong_with_words_of_ones_own_is_told_at_its_place() {
    for (from, to, at, says) in [
        (
            "how_to_stop:",
            "how_to_stopp:",
            "words.yaml:3:3",
            "no group `how_to_stopp`; did you mean `how_to_stop`?",
        ),
        ("(plan | plans)", "(plan | plans", "words.yaml:5:7", ""),
        (
            "(plan | plans)",
            "<plans-of-ours>",
            "words.yaml:5:7",
            "plans-of-ours",
        ),
        (
            "You can pull",
            "You can push",
            "words.yaml:7:7",
            "no phrase of `how_to_stop` is found in this",
        ),
        (
            "We never pull",
            "We pull",
            "words.yaml:9:7",
            "a phrase of `how_to_stop` is found in this",
        ),
        (
            "language: en\n",
            "language: en\nnegation: {before: not}\n",
            "words.yaml:2:11",
            "`en` has its `negation` already",
        ),
        (
            "language: en\n",
            "language: en-GB\n",
            "words.yaml:1:11",
            "without a region",
        ),
        (
            "language: en\n",
            "language: pl\n",
            "words.yaml:1:11",
            "`numbers`, `money`, `time`, `negation` is missing",
        ),
        ("phrases: |", "phrase: |", "words.yaml:4:5", "phrase"),
        (
            "pull the plug ... (plan | plans)\n",
            "pull the plug ... (plan | plans)\n      cancel any (time | day)\n",
            "words.yaml:3:3",
            "which does not say it",
        ),
    ] {
        assert!(PLUG.contains(from), "{from}");
        let told = refused(&PLUG.replacen(from, to, 1));
        assert!(told.contains(at) && told.contains(says), "{to}: {told}");
    }
}

#[test]
fn a_file_that_is_neither_law_nor_words_is_refused_with_what_it_could_be() {
    let told = refused("country: CA\nname: Canada\n");
    for words in ["`jurisdiction`", "`language`", "`extra_holidays`"] {
        assert!(told.contains(words), "{told}");
    }
}
