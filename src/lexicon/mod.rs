//! What a text says: amounts, terms, refusals, tone.
//!
//! A message discloses what its text states, not what a checkbox claims. The
//! knowledge of a language is data (`rules/lexicon/en.yaml`); the code here
//! knows tokens, numbers and phrases, and no language. Precision goes before
//! completeness: a sentence that only resembles a disclosure is not one.
//!
//! ```
//! use courtesy::lexicon::{Lexicon, Text};
//! let lexicon = Lexicon::for_language("en-US").expect("English is built in");
//! let text = Text::read(lexicon, "Pay $178.20 up front for three years.");
//! assert!(text.states_term("36 months".parse().unwrap()).is_some());
//! assert!(text.states_prepayment().is_some());
//! ```

mod amount;
mod compile;
mod file;
mod phrase;
mod saying;
mod text;
mod token;
mod vocabulary;

pub use compile::Lexicon;
pub use saying::Saying;
pub use text::{
    Amount, AmountRole, Length, LengthRole, Nearness, OfferField, Percentage, Placeholder, Said,
    Text,
};
