//! `courtesy check --watch`: checks again whenever a file changes.

use super::output::{self, Failure, usage};
use super::{Exit, check};
use notify::event::{AccessKind, AccessMode};
use notify::{Event, EventKind, RecursiveMode, Watcher};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

/// Editors write a file in several steps; what happens within this time is one change.
const SETTLED: Duration = Duration::from_millis(150);

/// Runs the check, and again after each change, until the watch itself fails or the reader is gone.
pub(super) fn run(arguments: &check::Arguments) -> Result<Exit, Failure> {
    let cannot = |error: notify::Error| usage(format!("files cannot be watched: {error}"));
    let (tell, changes) = channel();
    let mut watcher = notify::recommended_watcher(tell).map_err(cannot)?;
    for path in arguments.paths() {
        // Of a file its folder is watched: editors put a new file in the place of the old one.
        let (folder, mode) = match (path.is_dir(), path.parent()) {
            (true, _) | (false, None) => (path.as_path(), RecursiveMode::Recursive),
            (false, Some(parent)) if parent.as_os_str().is_empty() => {
                (Path::new("."), RecursiveMode::NonRecursive)
            }
            (false, Some(parent)) => (parent, RecursiveMode::NonRecursive),
        };
        let folder = std::path::absolute(folder)
            .map_err(|error| usage(format!("{} cannot be watched: {error}", path.display())))?;
        watcher.watch(&folder, mode).map_err(cannot)?;
    }
    let written: Vec<PathBuf> = arguments
        .writes()
        .filter_map(|it| std::path::absolute(it).ok())
        .collect();
    loop {
        match check::once(arguments) {
            Ok(_) => {}
            // Mistakes in the settings are mended like others, and then it goes on.
            Err(Failure::Told(message, _)) => output::tell(&format!("error: {message}")),
            Err(Failure::Closed) => return Err(Failure::Closed),
        }
        output::tell("watching for changes; Ctrl-C ends");
        if !changed(&changes, &written) {
            return Err(usage("the watch has ended"));
        }
    }
}

/// Waits for a change that matters, and until it has settled; false if there will be none.
fn changed(changes: &Receiver<notify::Result<Event>>, written: &[PathBuf]) -> bool {
    loop {
        match changes.recv() {
            Ok(event) if event.as_ref().map_or(true, |event| matters(event, written)) => break,
            Ok(_) => {}
            Err(_) => return false,
        }
    }
    while changes.recv_timeout(SETTLED).is_ok() {}
    true
}

/// Whether something was written that the check may read.
fn matters(event: &Event, written: &[PathBuf]) -> bool {
    let writes = match event.kind {
        EventKind::Access(kind) => kind == AccessKind::Close(AccessMode::Write),
        _ => true,
    };
    writes
        && event.paths.iter().any(|path| {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            let hidden = name.starts_with('.') && name != ".gitignore";
            // What editors put beside a file while they write it, and what we write ourselves.
            !hidden && !name.ends_with('~') && !written.contains(path)
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use notify::event::{ModifyKind, RemoveKind};

    #[test]
    fn what_is_read_or_beside_the_matter_starts_no_run() {
        let written = [PathBuf::from("/a/report.json")];
        let event = |kind, path: &str| Event::new(kind).add_path(path.into());
        let change = EventKind::Modify(ModifyKind::Any);
        assert!(matters(&event(change, "/a/x.yaml"), &written));
        assert!(matters(&event(change, "/a/.gitignore"), &written));
        assert!(matters(
            &event(EventKind::Remove(RemoveKind::File), "/a/x.yaml"),
            &written
        ));
        assert!(!matters(&event(change, "/a/report.json"), &written));
        assert!(!matters(&event(change, "/a/.x.yaml.swp"), &written));
        assert!(!matters(&event(change, "/a/x.yaml~"), &written));
        assert!(!matters(
            &event(EventKind::Access(AccessKind::Read), "/a/x.yaml"),
            &written
        ));
    }
}
