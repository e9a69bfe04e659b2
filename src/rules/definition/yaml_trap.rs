use crate::diagnostics::{Fix, Site};
use crate::fix::Draft;
use crate::project::{File, Project, Spot};
use crate::rules::{Findings, Rule, about, rule};
use crate::yaml::{Kind, NodeId};

rule! {
    /// An unquoted scalar that other YAML tools read differently.
    YamlTrap, "yaml-trap", "definition", Warning
}

impl Rule for YamlTrap {
    about!();

    fn check_project(&self, project: &Project, findings: &mut Findings<'_>) {
        for file in &project.files {
            for root in file.roots() {
                look(file, root, findings);
            }
        }
    }
}

/// Looks at a node and everything in it that is read: what stands under `x-` is the user's own. What an alias
/// leads to is looked at where it stands.
fn look(file: &File, root: NodeId, findings: &mut Findings<'_>) {
    let text = &file.source.text;
    let mut open = vec![root];
    while let Some(node) = open.pop() {
        if file.tree.is_alias(node) {
            continue;
        }
        match file.tree.kind(node) {
            Kind::Mapping => {
                let entries = file.tree.raw_entries(node);
                let read = entries.filter(|(key, _)| !file.tree.text(text, *key).starts_with("x-"));
                open.extend(read.map(|(_, value)| value));
            }
            Kind::Sequence => open.extend(file.tree.items(node)),
            Kind::Scalar if file.tree.is_plain(node) => {
                let scalar = file.tree.text(text, node);
                if let Some(trap) = trap(scalar) {
                    let spot = Spot {
                        site: Site::new(&file.source, file.tree.span(node)),
                        pointer: file.tree.pointer(text, node),
                    };
                    let finding = findings
                        .violation_at(spot, format!("{trap} to some tools"))
                        .because(format!("`{scalar}` without quotes is text here, but other YAML tools read it as {trap}"))
                        .help(format!("quote it: \"{scalar}\""))
                        .fix_if_any(
                            Draft::of(&file.source, &file.tree)
                                .quote(node)
                                .map(|edits| Fix::safe(format!("Put `{scalar}` in quotes"), edits)),
                        );
                    findings.push(finding);
                }
            }
            _ => {}
        }
    }
}

/// What a YAML 1.1 reader makes of an unquoted scalar that is text to us; nothing if both agree.
fn trap(scalar: &str) -> Option<String> {
    match scalar.to_ascii_lowercase().as_str() {
        "yes" | "on" | "y" => return Some("the truth value `true`".to_owned()),
        "no" | "off" | "n" => return Some("the truth value `false`".to_owned()),
        _ => {}
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
    use super::trap;

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
            assert!(trap(scalar).is_some(), "{scalar}");
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
            assert!(trap(scalar).is_none(), "{scalar}");
        }
    }
}
