//! Money as people write it: `178.20 USD`. Decimal throughout; a float never touches it.

use rust_decimal::Decimal;
use serde::{Deserialize, Deserializer};
use std::fmt;
use std::str::FromStr;

/// A currency of ISO 4217's list of current codes (funds, metals and test codes left out).
///
/// Small and `Copy`: it is the index of its row in the list of codes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Currency(u8);

/// The current codes, sorted, as ISO 4217 lists them in 2026 (the lev left with 2025, the guilder of
/// the Antilles with 2025-03).
const CODES: &[&str] = &[
    "AED", "AFN", "ALL", "AMD", "AOA", "ARS", "AUD", "AWG", "AZN", "BAM", "BBD", "BDT", "BHD",
    "BIF", "BMD", "BND", "BOB", "BRL", "BSD", "BTN", "BWP", "BYN", "BZD", "CAD", "CDF", "CHF",
    "CLP", "CNY", "COP", "CRC", "CUP", "CVE", "CZK", "DJF", "DKK", "DOP", "DZD", "EGP", "ERN",
    "ETB", "EUR", "FJD", "FKP", "GBP", "GEL", "GHS", "GIP", "GMD", "GNF", "GTQ", "GYD", "HKD",
    "HNL", "HTG", "HUF", "IDR", "ILS", "INR", "IQD", "IRR", "ISK", "JMD", "JOD", "JPY", "KES",
    "KGS", "KHR", "KMF", "KPW", "KRW", "KWD", "KYD", "KZT", "LAK", "LBP", "LKR", "LRD", "LSL",
    "LYD", "MAD", "MDL", "MGA", "MKD", "MMK", "MNT", "MOP", "MRU", "MUR", "MVR", "MWK", "MXN",
    "MYR", "MZN", "NAD", "NGN", "NIO", "NOK", "NPR", "NZD", "OMR", "PAB", "PEN", "PGK", "PHP",
    "PKR", "PLN", "PYG", "QAR", "RON", "RSD", "RUB", "RWF", "SAR", "SBD", "SCR", "SDG", "SEK",
    "SGD", "SHP", "SLE", "SOS", "SRD", "SSP", "STN", "SVC", "SYP", "SZL", "THB", "TJS", "TMT",
    "TND", "TOP", "TRY", "TTD", "TWD", "TZS", "UAH", "UGX", "USD", "UYU", "UZS", "VED", "VES",
    "VND", "VUV", "WST", "XAF", "XCD", "XCG", "XOF", "XPF", "YER", "ZAR", "ZMW", "ZWG",
];

/// The codes whose smallest unit is not a hundredth, with the number of decimals that ISO 4217 gives.
const OTHER_MINOR_DIGITS: &[(u32, &[&str])] = &[
    (
        0,
        &[
            "BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "VND",
            "VUV", "XAF", "XOF", "XPF",
        ],
    ),
    (3, &["BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"]),
];

impl Currency {
    /// Every currency, in the order of its code.
    pub fn all() -> impl Iterator<Item = Self> {
        (0..CODES.len()).map(|row| Self(row as u8))
    }

    /// The code: `USD`.
    pub fn code(self) -> &'static str {
        CODES[usize::from(self.0)]
    }

    /// How many decimals its smallest unit has: 2 for the dollar, 0 for the yen, 3 for Kuwait's dinar.
    pub fn minor_digits(self) -> u32 {
        OTHER_MINOR_DIGITS
            .iter()
            .find(|(_, codes)| codes.contains(&self.code()))
            .map_or(2, |(digits, _)| *digits)
    }
}

impl FromStr for Currency {
    type Err = String;

    /// Reads a code in capitals.
    fn from_str(text: &str) -> Result<Self, String> {
        CODES
            .binary_search(&text)
            .map(|row| Self(row as u8))
            .map_err(|_| {
                format!("`{text}` is not a currency; write its ISO 4217 code, such as USD or EUR")
            })
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl fmt::Debug for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl<'de> Deserialize<'de> for Currency {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?
            .parse()
            .map_err(serde::de::Error::custom)
    }
}

/// An amount of money. `178.2` and `178.20` are equal.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Money {
    /// How much, in the currency's main unit; never below zero.
    pub amount: Decimal,
    /// Of what.
    pub currency: Currency,
}

impl FromStr for Money {
    type Err = String;

    /// Reads `178.20 USD`: digits with a decimal point, a blank, the code.
    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || {
            format!(
                "`{text}` is not an amount of money; write it as an amount and a currency, such as 178.20 USD"
            )
        };
        let mut words = text.split_whitespace();
        let (Some(amount), Some(code), None) = (words.next(), words.next(), words.next()) else {
            return Err(wrong());
        };
        // `Decimal` would accept signs and underscores as well.
        if !amount.bytes().all(|b| b.is_ascii_digit() || b == b'.')
            || !amount.starts_with(|c: char| c.is_ascii_digit())
            || !amount.ends_with(|c: char| c.is_ascii_digit())
        {
            return Err(wrong());
        }
        Ok(Self {
            amount: Decimal::from_str_exact(amount).map_err(|_| wrong())?,
            currency: code.parse()?,
        })
    }
}

impl fmt::Display for Money {
    /// As the format writes it, with at least the currency's own decimals: `178.20 USD`, `900 JPY`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut amount = self.amount.normalize();
        if amount.scale() < self.currency.minor_digits() {
            amount.rescale(self.currency.minor_digits());
        }
        write!(f, "{amount} {}", self.currency)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_codes_are_sorted_and_each_finds_itself() {
        assert!(CODES.is_sorted());
        for currency in Currency::all() {
            assert_eq!(currency.code().parse(), Ok(currency));
        }
        for (_, codes) in OTHER_MINOR_DIGITS {
            for code in *codes {
                assert!(CODES.contains(code), "{code}");
            }
        }
    }

    #[test]
    fn minor_digits_follow_the_currency() {
        for (code, digits) in [("USD", 2), ("JPY", 0), ("KWD", 3), ("EUR", 2), ("ISK", 0)] {
            assert_eq!(code.parse::<Currency>().unwrap().minor_digits(), digits);
        }
    }

    #[test]
    fn reads_and_prints() {
        for (text, printed) in [
            ("178.20 USD", "178.20 USD"),
            ("178.2 USD", "178.20 USD"),
            ("  5   EUR ", "5.00 EUR"),
            ("900 JPY", "900 JPY"),
            ("1.5 KWD", "1.500 KWD"),
            ("0.0035 USD", "0.0035 USD"),
        ] {
            assert_eq!(text.parse::<Money>().unwrap().to_string(), printed);
        }
    }

    #[test]
    fn what_is_no_amount_is_an_error() {
        for text in [
            "",
            "178.20",
            "USD",
            "USD 178.20",
            "178,20 USD",
            "-1 USD",
            "+1 USD",
            "1_0 USD",
            ".5 USD",
            "5. USD",
            "1.2.3 USD",
            "5 usd",
            "5 XYZ",
            "5 USD now",
            "99999999999999999999999999999999 USD",
        ] {
            assert!(text.parse::<Money>().is_err(), "{text}");
        }
    }
}
