//! What a scalar without quotes means: the core schema of YAML 1.2, in which
//! `no`, `on` and `NO` are text.

/// What a scalar stands for.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) enum Scalar<'a> {
    /// Nothing.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A whole number, wide enough for every type that can be asked for.
    Integer(i128),
    /// Any other finite or infinite number.
    Float(f64),
    /// Text.
    Text(&'a str),
}

/// Whether it is null.
pub(super) fn is_null(text: &str) -> bool {
    // Every scalar is asked, and few are so short.
    text.len() <= 4 && matches!(text, "" | "~" | "null" | "Null" | "NULL")
}

/// What a scalar without quotes stands for.
///
/// As in other readers, a number with leading zeros (`017`) is text: old YAML took it for an octal one.
pub(super) fn plain(text: &str) -> Scalar<'_> {
    if is_null(text) {
        return Scalar::Null;
    }
    match text {
        "true" | "True" | "TRUE" => return Scalar::Bool(true),
        "false" | "False" | "FALSE" => return Scalar::Bool(false),
        _ => {}
    }
    if !matches!(text.as_bytes()[0], b'0'..=b'9' | b'+' | b'-' | b'.') {
        return Scalar::Text(text);
    }
    integer(text)
        .map(Scalar::Integer)
        .or_else(|| float(text).map(Scalar::Float))
        .unwrap_or(Scalar::Text(text))
}

/// Decimal, `0x` or `0o`.
fn integer(text: &str) -> Option<i128> {
    let (negative, digits) = match text.as_bytes().first()? {
        b'-' => (true, &text[1..]),
        b'+' => (false, &text[1..]),
        _ => (false, text),
    };
    let (radix, digits) = match digits.get(..2) {
        Some("0x") => (16, &digits[2..]),
        Some("0o") => (8, &digits[2..]),
        Some("0b") => (2, &digits[2..]),
        _ => (10, digits),
    };
    let leading_zero = radix == 10 && digits.len() > 1 && digits.starts_with('0');
    // `from_str_radix` takes a sign of its own.
    if leading_zero || !digits.bytes().all(|b| b.is_ascii_alphanumeric()) {
        return None;
    }
    let number = i128::from_str_radix(digits, radix).ok()?;
    Some(if negative { -number } else { number })
}

/// `1.5`, `.5`, `1e3`, `.inf`, `.nan`.
fn float(text: &str) -> Option<f64> {
    let (sign, digits) = match text.as_bytes().first()? {
        b'-' => (-1.0, &text[1..]),
        b'+' => (1.0, &text[1..]),
        _ => (1.0, text),
    };
    match digits {
        ".inf" | ".Inf" | ".INF" => return Some(sign * f64::INFINITY),
        ".nan" | ".NaN" | ".NAN" if digits.len() == text.len() => return Some(f64::NAN),
        _ => {}
    }
    let whole = digits.split(['.', 'e', 'E']).next()?;
    let leading_zero = whole.len() > 1 && whole.starts_with('0');
    let shape = digits.starts_with(|c: char| c.is_ascii_digit() || c == '.')
        && digits
            .bytes()
            .all(|b| matches!(b, b'0'..=b'9' | b'.' | b'e' | b'E' | b'+' | b'-'));
    // Digits that are too many for a whole number are text, not a rounded number, if a zero leads.
    if !shape || leading_zero {
        return None;
    }
    digits
        .parse::<f64>()
        .ok()
        .filter(|number| number.is_finite())
        .map(|number| sign * number)
}

/// What a YAML 1.1 reader makes of an unquoted scalar that is text to us; nothing if both agree.
pub fn old_meaning(scalar: &str) -> Option<String> {
    // Every scalar of every file is asked.
    if !scalar.starts_with(|c: char| c.is_ascii_digit() || "yYnNoO+".contains(c)) {
        return None;
    }
    let is = |words: &[&str]| words.iter().any(|word| scalar.eq_ignore_ascii_case(word));
    if is(&["yes", "on", "y"]) {
        return Some("the truth value `true`".to_owned());
    }
    if is(&["no", "off", "n"]) {
        return Some("the truth value `false`".to_owned());
    }
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    // 09:00 is sixty-based in YAML 1.1: 12:30 is the number 750.
    if let Some((hours, minutes)) = scalar.split_once(':')
        && digits(hours)
        && hours.len() <= 2
        && minutes.len() == 2
        && digits(minutes)
    {
        let number: u32 =
            hours.parse::<u32>().unwrap_or(0) * 60 + minutes.parse::<u32>().unwrap_or(0);
        return Some(format!("the number {number}"));
    }
    if let Some(rest) = scalar.strip_prefix('+') {
        return digits(rest).then(|| format!("the number {}", rest.trim_start_matches('0')));
    }
    if scalar.len() > 1 && scalar.starts_with('0') && digits(scalar) {
        return Some("a number without its leading zero, or an octal one".to_owned());
    }
    None
}

#[cfg(test)]
mod tests {
    use super::old_meaning;

    #[test]
    fn traps_are_what_two_readers_disagree_on() {
        for scalar in [
            "NO",
            "no",
            "on",
            "Off",
            "yes",
            "09:00",
            "12:30",
            "+14155550100",
            "017",
            "0049",
        ] {
            assert!(old_meaning(scalar).is_some(), "{scalar}");
        }
        for scalar in [
            "true",
            "mon-fri",
            "2026-10-12",
            "1d",
            "Norway",
            "09:00-17:00",
            "0",
            "10",
            "1.5",
            "CA-MB",
            "+",
        ] {
            assert!(old_meaning(scalar).is_none(), "{scalar}");
        }
    }
}
