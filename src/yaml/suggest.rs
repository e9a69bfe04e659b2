//! "Did you mean".

/// The word of a list that somebody probably meant.
///
/// Words that differ in case, or in hyphens, blanks and underscores alone, come first; then the nearest by
/// Damerau-Levenshtein distance, at most 3 and at most a third of the word plus one.
pub fn nearest<'a>(word: &str, accepted: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let plain = |word: &str| word.to_lowercase().replace(['-', ' '], "_");
    let wanted = plain(word);
    // Longer words than this are not slips of the pen, and the distance costs their product.
    if wanted.len() > 60 {
        return None;
    }
    let letters = wanted.chars().count();
    let limit = (letters / 3 + 1).min(3);
    let accepted: Vec<&str> = accepted.into_iter().collect();
    accepted
        .iter()
        .map(|candidate| (plain(candidate), *candidate))
        // Nothing is nearer than the letters that one has more than the other, and every comment of every file asks.
        .filter(|(plain, _)| plain.chars().count().abs_diff(letters) <= limit)
        .map(|(plain, candidate)| (strsim::damerau_levenshtein(&wanted, &plain), candidate))
        .filter(|(distance, candidate)| *distance <= limit && *candidate != word)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
        .or_else(|| same_meaning(&wanted, &accepted))
        .or_else(|| only_beginning(&wanted, &accepted))
}

/// Words that other tools have for ours.
const ELSEWHERE: &[(&str, &str)] = &[
    ("text", "sms"),
    ("mms", "sms"),
    ("phone", "call"),
    ("telephone", "call"),
    ("mail", "email"),
    ("newsletter", "email"),
    ("letter", "post"),
    ("postcard", "post"),
    ("whatsapp", "dm"),
    ("linkedin", "dm"),
    ("modal", "popup"),
    ("banner", "popup"),
    ("notification", "push"),
    ("tz", "time_zone"),
    ("delay", "wait"),
    ("b2b", "business"),
    ("b2c", "consumer"),
    ("unsubscribe", "opt_out"),
    ("from", "by"),
    ("content", "body"),
];

/// Our word for one of another tool, if it is accepted here.
fn same_meaning<'a>(wanted: &str, accepted: &[&'a str]) -> Option<&'a str> {
    let ours = ELSEWHERE.iter().find(|(theirs, _)| *theirs == wanted)?.1;
    accepted.iter().copied().find(|word| *word == ours)
}

/// The only word that begins with what is written, or that it begins with: `relation` for `relationship`.
fn only_beginning<'a>(wanted: &str, accepted: &[&'a str]) -> Option<&'a str> {
    if wanted.len() < 4 {
        return None;
    }
    let mut alike = accepted
        .iter()
        .copied()
        .filter(|word| word.starts_with(wanted) || word.len() >= 4 && wanted.starts_with(word));
    alike.next().filter(|_| alike.next().is_none())
}

/// Whether a word is another one with a slip of the pen in it, so that nobody can have meant anything else: it
/// differs in case, hyphens, blanks and underscores alone, or a word of five letters or more in one letter. A
/// digit is no slip: `list-1` is not `list-2`.
pub fn is_slip(word: &str, meant: &str) -> bool {
    let digits = |word: &str| -> String { word.chars().filter(char::is_ascii_digit).collect() };
    is_respelling(word, meant)
        || meant.chars().count() >= 5
            && digits(word) == digits(meant)
            && strsim::damerau_levenshtein(&word.to_lowercase(), &meant.to_lowercase()) <= 1
}

/// Whether two words differ in case, hyphens, blanks and underscores alone.
pub fn is_respelling(word: &str, meant: &str) -> bool {
    let plain = |word: &str| word.to_lowercase().replace(['-', ' ', '_'], "");
    plain(word) == plain(meant)
}

/// A list for people: `` `a`, `b` or `c` ``.
pub(super) fn either<'a>(words: impl IntoIterator<Item = &'a str>) -> String {
    let words: Vec<String> = words.into_iter().map(|word| format!("`{word}`")).collect();
    match words.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} or {last}", rest.join(", ")),
        Some((last, _)) => last.clone(),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn beginnings_and_words_of_other_tools() {
        let fields = ["regions", "relationship", "role", "type"];
        assert_eq!(nearest("relation", fields), Some("relationship"));
        assert_eq!(nearest("re", fields), None);
        let channels = ["call", "sms", "support_chat", "email"];
        assert_eq!(nearest("text", channels), Some("sms"));
        assert_eq!(nearest("whatsapp", channels), None);
    }

    #[test]
    fn slips_of_the_pen_and_other_words() {
        for (word, meant, slip) in [
            ("chanel", "channel", true),
            ("perDay", "per_day", true),
            ("Emial", "email", true),
            ("calls", "call", false),
            ("list-one-1", "list-one-2", false),
        ] {
            assert_eq!(is_slip(word, meant), slip, "{word}");
        }
        assert!(is_respelling("do_not_contact", "Do-Not-Contact"));
        assert!(!is_respelling("emial", "email"));
    }
}
