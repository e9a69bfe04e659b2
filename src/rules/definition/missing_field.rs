use crate::project::Project;
use crate::rules::{Findings, Rule, about, rule};

rule! {
    /// A required field is absent.
    MissingField, "missing-field", "definition", Error
}

impl Rule for MissingField {
    about!();

    fn check_project(&self, project: &Project, findings: &mut Findings<'_>) {
        for file in &project.files {
            let absent = file.walk.absent.iter();
            // In a document of which a part could not be read, the field may be in that part.
            for absent in absent.filter(|absent| !file.tree.is_damaged(absent.place.node)) {
                let finding = findings
                    .lacking(absent.place, format!("has no `{}`", absent.field))
                    .because(format!(
                        "{} {} needs `{}`",
                        article(absent.of),
                        absent.of,
                        absent.field
                    ))
                    .help(format!("Add to it:\n  {}", absent.example));
                findings.push(finding);
            }
        }
    }
}

fn article(noun: &str) -> &'static str {
    if noun.starts_with(['a', 'e', 'i', 'o']) {
        "an"
    } else {
        "a"
    }
}
