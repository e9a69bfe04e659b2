//! One sum and one term in all their spellings, in every language that is read: what is said in words, in another
//! unit or as a sum of periods is said.

mod support;

use support::{Findings, check};

/// What is found of an offer of three years at 4.95 a month, of which a letter says this.
fn offered(language: &str, body: &str, more: &str) -> Findings {
    let body = serde_json::to_string(body).expect("a string is JSON");
    check(&format!(
        "campaigns:
  hosting:
    purpose: sales
    starts: 2027-01-11
    ends: 2027-01-15
    audience: {{regions: [US-GA], type: business, relationship: prospect, role: owner}}
    cadence: {{steps: [{{id: letter, day: 0, channel: email, message: {{channel: email, language: {language}, opt_out: {{method: one_click}}, body: {body}}}}}]}}
    offer:
      price: {{amount: 4.95, currency: EUR, per: month}}
      due_now: {{amount: 178.20, currency: EUR}}
      commitment: 3y
      billing: {{every: 3y, in_advance: true}}
      renews: {{automatically: false}}
      refund: {{kind: none}}
{more}"
    ))
}

const DISCLOSED: [&str; 4] = [
    "undisclosed-prepay",
    "undisclosed-commitment",
    "headline-price",
    "price-mismatch",
];

/// Every text says the price, the sum and the time, beside each other.
fn says_it_all(language: &str, texts: &[&str]) {
    for text in texts {
        let found = offered(language, text, "");
        for rule in DISCLOSED {
            assert!(!found.has(rule), "{rule}: {text}\n{found}");
        }
    }
}

/// The total stands ten paragraphs under the price.
fn is_far(language: &str, price: &str, between: &str, total: &str) {
    let middle = vec![between; 9].join("\n\n");
    let found = offered(language, &format!("{price}\n\n{middle}\n\n{total}"), "");
    assert!(found.has("headline-price"), "{found}");
    assert!(!found.has("undisclosed-prepay"), "{found}");
}

/// A text promises to credit what is paid; an offer that does is believed, one that does not is caught.
fn credits(language: &str, promise: &str, denial: &str) {
    for (body, credited, wrong) in [
        (promise, "false", true),
        (promise, "true", false),
        (denial, "false", false),
    ] {
        let found = offered(
            language,
            body,
            &format!("      credits_prepaid: {credited}\n"),
        );
        assert_eq!(
            found.has("prepaid-overlap"),
            wrong,
            "{body} {credited}\n{found}"
        );
    }
}

#[test]
fn in_english() {
    says_it_all(
        "en",
        &[
            "€4.95 a month, €178.20 paid up front for three years.",
            "€4.95 a month. One hundred seventy-eight euros and twenty cents, due today, pay for 36 months.",
            "€4.95 a month, paid at once for three years: 36 x €4.95.",
        ],
    );
    is_far(
        "en",
        "Only €4.95 a month!",
        "Our machines stand in Ghent.",
        "You pay €178.20 up front for three years.",
    );
    credits(
        "en",
        "Whatever you have already paid is deducted from the price.",
        "We do not credit what you have already paid.",
    );
}

#[test]
fn in_german() {
    says_it_all(
        "de",
        &[
            "4,95 € im Monat, 178,20 € im Voraus für drei Jahre.",
            "4,95 € im Monat. Hundertachtundsiebzig Euro zwanzig, also 178,20 €, zahlen Sie heute für 36 Monate.",
            "4,95 € im Monat, auf einmal gezahlt für drei Jahre: 36 x 4,95 €.",
        ],
    );
    is_far(
        "de",
        "Nur 4,95 € im Monat!",
        "Unsere Rechner stehen in Kassel.",
        "Sie zahlen 178,20 € im Voraus für drei Jahre.",
    );
    credits(
        "de",
        "Bereits bezahlte Monate werden angerechnet.",
        "Bezahlte Monate werden nicht angerechnet.",
    );
}

#[test]
fn in_french() {
    says_it_all(
        "fr",
        &[
            "4,95 € par mois, 178,20 € payés d'avance pour trois ans.",
            "4,95 € par mois. Cent soixante-dix-huit euros et vingt centimes, à payer aujourd'hui pour 36 mois.",
            "4,95 € par mois, payés d'avance pour trois ans : 36 x 4,95 €.",
        ],
    );
    is_far(
        "fr",
        "Seulement 4,95 € par mois !",
        "Nos machines sont à Lyon.",
        "Vous payez 178,20 € d'avance pour trois ans.",
    );
    credits(
        "fr",
        "Les mois que vous avez déjà payés sont déduits du prix.",
        "Les mois déjà payés ne sont pas déduits.",
    );
}

#[test]
fn in_spanish() {
    says_it_all(
        "es",
        &[
            "4,95 € al mes, 178,20 € pagados por adelantado por tres años.",
            "4,95 € al mes. Ciento setenta y ocho euros con veinte céntimos, es decir, 178,20 €, se pagan hoy por 36 meses.",
            "4,95 € al mes, pagados por adelantado por tres años: 36 x 4,95 €.",
        ],
    );
    is_far(
        "es",
        "¡Solo 4,95 € al mes!",
        "Nuestras máquinas están en Sevilla.",
        "Pagas 178,20 € por adelantado por tres años.",
    );
    credits(
        "es",
        "Lo que ya has pagado se descuenta del precio.",
        "Los meses pagados no se descuentan.",
    );
}

#[test]
fn in_italian() {
    says_it_all(
        "it",
        &[
            "4,95 € al mese, 178,20 € pagati in anticipo per tre anni.",
            "4,95 € al mese. Centosettantotto euro e venti centesimi, cioè 178,20 €, si pagano oggi per 36 mesi.",
            "4,95 € al mese, pagati in anticipo per tre anni: 36 x 4,95 €.",
        ],
    );
    is_far(
        "it",
        "Solo 4,95 € al mese!",
        "Le nostre macchine sono a Bologna.",
        "Paghi 178,20 € in anticipo per tre anni.",
    );
    credits(
        "it",
        "Quanto hai già pagato viene detratto dal prezzo.",
        "I mesi pagati non vengono detratti.",
    );
}

#[test]
fn in_dutch() {
    says_it_all(
        "nl",
        &[
            "€ 4,95 per maand, € 178,20 vooruit betaald voor drie jaar.",
            "€ 4,95 per maand. Honderdachtenzeventig euro twintig, dus € 178,20, betaal je vandaag voor 36 maanden.",
            "€ 4,95 per maand, vooruit betaald voor drie jaar: 36 x € 4,95.",
        ],
    );
    is_far(
        "nl",
        "Slechts € 4,95 per maand!",
        "Onze machines staan in Zwolle.",
        "Je betaalt € 178,20 vooruit voor drie jaar.",
    );
    credits(
        "nl",
        "Wat je al betaald hebt, wordt verrekend.",
        "Betaalde maanden worden niet verrekend.",
    );
}

#[test]
fn in_portuguese() {
    says_it_all(
        "pt",
        &[
            "4,95 € por mês, 178,20 € pagos adiantado por três anos.",
            "4,95 € por mês. Cento e setenta e oito euros e vinte cêntimos, ou seja, 178,20 €, pagos hoje por 36 meses.",
            "4,95 € por mês, pagos adiantado por três anos: 36 x 4,95 €.",
        ],
    );
    is_far(
        "pt",
        "Apenas 4,95 € por mês!",
        "As nossas máquinas estão no Porto.",
        "Paga 178,20 € adiantado por três anos.",
    );
    credits(
        "pt",
        "O valor que você já pagou é descontado do preço.",
        "Os meses pagos não são descontados.",
    );
}

#[test]
fn a_wrong_sum_is_one_finding() {
    let found = offered(
        "en",
        "€4.95 a month, €187.20 paid up front for three years.",
        "",
    );
    assert!(found.has("price-mismatch"), "{found}");
    assert!(!found.has("undisclosed-prepay"), "{found}");
    let found = offered("en", "€4.95 a month: you pay 24 x €4.95 up front.", "");
    assert!(found.has("price-mismatch"), "{found}");
}
