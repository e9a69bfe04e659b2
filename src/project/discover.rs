//! Which files a run reads: what was named, and the rest of the project to
//! which it belongs, so that one file alone gives the same findings as its folder.

use super::config::CONFIG_NAME;
use ignore::WalkBuilder;
use std::collections::{BTreeMap, BTreeSet};
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
    /// Whether a file that was named belongs to no project, so that nothing beside it was looked for.
    pub(super) some_alone: bool,
}

impl Found {
    fn note(&mut self, note: String) {
        if !self.notes.contains(&note) {
            self.notes.push(note);
        }
    }
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

/// The same path without links on the way to its last part, so that a file that is named through a link is
/// the one that a walk finds.
fn real(path: PathBuf) -> PathBuf {
    if path.is_dir() {
        return path.canonicalize().unwrap_or(path);
    }
    let (Some(parent), Some(name)) = (path.parent(), path.file_name()) else {
        return path;
    };
    let Ok(folder) = parent.canonicalize() else {
        return path;
    };
    let path = folder.join(name);
    // A link to a file of the same project is that file.
    match (root_of(&folder), path.canonicalize()) {
        (Some(root), Ok(real)) if real.starts_with(&root) => real,
        _ => path,
    }
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

/// The folder of the project that a folder belongs to: that of the outermost settings, or the repository.
pub(super) fn root_of(folder: &Path) -> Option<PathBuf> {
    let outermost = configs_above(folder).pop();
    let settings = outermost.and_then(|config| config.parent().map(Path::to_owned));
    let repository = || folder.ancestors().find(|it| it.join(".git").exists());
    settings.or_else(|| repository().map(Path::to_owned))
}

/// Finds the files of the named paths and of the projects to which they and the text of standard input belong.
pub(super) fn discover(cwd: &Path, paths: &[PathBuf], standard_input: Option<&Path>) -> Found {
    let mut found = Found::default();
    // A hook names hundreds of files of one project.
    let mut walked: BTreeSet<PathBuf> = BTreeSet::new();
    let mut context = |path: &Path, found: &mut Found| {
        let folder = if path.is_dir() {
            path
        } else {
            path.parent().unwrap_or(path)
        };
        if let Some(root) = root_of(folder)
            && walked.insert(root.clone())
        {
            walk(&root, Named::Context, cwd, found);
        }
    };
    if let Some(path) = standard_input {
        context(&absolute(cwd, path), &mut found);
    }
    for path in paths {
        let path = real(absolute(cwd, path));
        context(&path, &mut found);
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
                found.some_alone |= path.parent().is_some_and(|it| root_of(it).is_none());
                let named = found.files.entry(path).or_insert(Named::Itself);
                *named = Named::Itself;
            }
        }
    }
    found
}

/// Whether a path is one that a walk looks at: YAML, and not a settings file.
pub(super) fn takes_part(path: &Path) -> bool {
    let yaml = path
        .extension()
        .is_some_and(|ext| ext == "yaml" || ext == "yml");
    yaml && path.file_name().is_some_and(|name| name != CONFIG_NAME)
}

fn walk(root: &Path, named: Named, cwd: &Path, found: &mut Found) {
    let walk = WalkBuilder::new(root)
        // What a link leads to within the folder is found where it stands.
        .follow_links(false)
        .require_git(false)
        // What only this machine ignores must not change the verdict.
        .git_global(false)
        .git_exclude(false)
        .sort_by_file_name(Ord::cmp)
        .build();
    let real_root = root.canonicalize().unwrap_or_else(|_| root.to_owned());
    for entry in walk {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                match refused(&error) {
                    // What was to be checked and cannot be read must not look like a pass.
                    Some(refused) if named != Named::Context => found.unreadable.push(refused),
                    Some((path, reason)) => {
                        found.note(format!("{} was skipped: {reason}", shown(cwd, &path)));
                    }
                    None => found.note(format!("skipped: {error}")),
                }
                continue;
            }
        };
        let path = entry.path();
        if entry.path_is_symlink() && path != root {
            if leads_out(path, &real_root) {
                found.note(format!(
                    "{} was not followed: it leads out of {}",
                    shown(cwd, path),
                    shown(cwd, root)
                ));
            }
            continue;
        }
        if entry.file_type().is_some_and(|kind| !kind.is_dir()) && takes_part(path) {
            let known = found.files.entry(path.to_owned()).or_insert(named);
            *known = (*known).max(named);
        }
    }
}

/// Whether a link to a folder or to a YAML file leads out of a folder.
fn leads_out(link: &Path, root: &Path) -> bool {
    let real = link.canonicalize();
    real.is_ok_and(|real| !real.starts_with(root) && (real.is_dir() || takes_part(link)))
}

/// The path that the system refused to a walk, and why.
fn refused(error: &ignore::Error) -> Option<(PathBuf, String)> {
    match error {
        ignore::Error::WithDepth { err, .. } => refused(err),
        ignore::Error::WithPath { path, err } => {
            let ignore::Error::Io(error) = &**err else {
                return None;
            };
            Some((path.clone(), super::load::in_words(error)))
        }
        _ => None,
    }
}

/// A path as people see it: relative to the folder they are in, with `/` between its parts. What has nothing
/// but the root in common with that folder is shown whole.
pub(super) fn shown(cwd: &Path, path: &Path) -> String {
    let common = cwd
        .components()
        .zip(path.components())
        .take_while(|(here, there)| here == there)
        .count();
    let relative: PathBuf = if common > 1 {
        let up = cwd.components().skip(common).map(|_| Component::ParentDir);
        up.chain(path.components().skip(common)).collect()
    } else {
        path.to_owned()
    };
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
