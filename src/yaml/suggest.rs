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
    let limit = (wanted.chars().count() / 3 + 1).min(3);
    accepted
        .into_iter()
        .map(|candidate| {
            let distance = strsim::damerau_levenshtein(&wanted, &plain(candidate));
            (distance, candidate)
        })
        .filter(|(distance, candidate)| *distance <= limit && *candidate != word)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
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
