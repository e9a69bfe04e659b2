//! Which files a run reads: what was named, and the rest of the project to
//! which it belongs, so that one file alone gives the same findings as its folder.

use super::config::CONFIG_NAME;
use ignore::WalkBuilder;
use std::collections::BTreeMap;
use std::path::{Component, Path, PathBuf};

/// A file that a walk or the command line named.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Named {
    /// Read for its definitions only.
    Context,
    /// Found in a folder that was named.
    InFolder,
    /// Named itself.
    Itself,
}

/// What was found.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// Absolute paths of YAML files in order, and how each was named.
    pub(super) files: BTreeMap<PathBuf, Named>,
    /// Named paths that cannot be read at all, with the reason.
    pub(super) unreadable: Vec<(PathBuf, String)>,
    /// What the user should know although it is no finding.
    pub(super) notes: Vec<String>,
}

/// An absolute path without `.` and `..`, so that `a.yaml`, `./a.yaml` and `/x/a.yaml` are one file.
pub(super) fn absolute(cwd: &Path, path: &Path) -> PathBuf {
    let mut clean = PathBuf::new();
    for part in cwd.join(path).components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                clean.pop();
            }
            other => clean.push(other),
        }
    }
    clean
}

/// The settings files above a folder, nearest first; a repository's edge is not crossed.
pub(super) fn configs_above(folder: &Path) -> Vec<PathBuf> {
    let mut configs = Vec::new();
    for folder in folder.ancestors() {
        let config = folder.join(CONFIG_NAME);
        if config.is_file() {
            configs.push(config);
        }
        if folder.join(".git").exists() {
            break;
        }
    }
    configs
}

/// Finds the files of the named paths and of the projects to which they belong.
pub(super) fn discover(cwd: &Path, paths: &[PathBuf]) -> Found {
    let mut found = Found::default();
    for path in paths {
        let path = absolute(cwd, path);
        let folder = if path.is_dir() {
            path.as_path()
        } else {
            path.parent().unwrap_or(&path)
        };
        if let Some(root) = configs_above(folder)
            .last()
            .and_then(|config| config.parent())
        {
            walk(root, Named::Context, cwd, &mut found);
        }
        match path.metadata() {
            Err(error) => {
                let reason = match error.kind() {
                    std::io::ErrorKind::NotFound => "there is no such file or folder".to_owned(),
                    _ => super::load::in_words(&error),
                };
                found.unreadable.push((path, reason));
            }
            Ok(about) if about.is_dir() => walk(&path, Named::InFolder, cwd, &mut found),
            Ok(_) => {
                let named = found.files.entry(path).or_insert(Named::Itself);
                *named = Named::Itself;
            }
        }
    }
    found
}

/// Whether a path is one that a walk looks at: YAML, and not a settings file.
fn takes_part(path: &Path) -> bool {
    let yaml = path
        .extension()
        .is_some_and(|ext| ext == "yaml" || ext == "yml");
    yaml && path.file_name().is_some_and(|name| name != CONFIG_NAME)
}

fn walk(root: &Path, named: Named, cwd: &Path, found: &mut Found) {
    let walk = WalkBuilder::new(root)
        .follow_links(true)
        .require_git(false)
        // What only this machine ignores must not change the verdict.
        .git_global(false)
        .git_exclude(false)
        .sort_by_file_name(Ord::cmp)
        .build();
    let real_root = root.canonicalize().unwrap_or_else(|_| root.to_owned());
    let mut outside: Vec<PathBuf> = Vec::new();
    for entry in walk {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                let note = note_of(&error);
                if !found.notes.contains(&note) {
                    found.notes.push(note);
                }
                continue;
            }
        };
        let path = entry.path();
        if outside.iter().any(|folder| path.starts_with(folder)) {
            continue;
        }
        if entry.path_is_symlink()
            && path
                .canonicalize()
                .is_ok_and(|real| !real.starts_with(&real_root))
        {
            let note = format!(
                "{} was not followed: it leads out of {}",
                shown(cwd, path),
                shown(cwd, root)
            );
            if !found.notes.contains(&note) {
                found.notes.push(note);
            }
            outside.push(path.to_owned());
            continue;
        }
        if entry.file_type().is_some_and(|kind| !kind.is_dir()) && takes_part(path) {
            let known = found.files.entry(path.to_owned()).or_insert(named);
            *known = (*known).max(named);
        }
    }
}

/// What the walk could not do, in words.
fn note_of(error: &ignore::Error) -> String {
    format!("skipped: {error}")
}

/// A path as people see it: relative to the folder they are in, with `/` between its parts.
pub(super) fn shown(cwd: &Path, path: &Path) -> String {
    let relative = path.strip_prefix(cwd).unwrap_or(path);
    let text = relative.to_string_lossy();
    let text = if std::path::MAIN_SEPARATOR == '/' {
        text
    } else {
        text.replace('\\', "/").into()
    };
    if text.is_empty() {
        ".".to_owned()
    } else {
        text.into_owned()
    }
}
