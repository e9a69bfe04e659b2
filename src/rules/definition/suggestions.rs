//! Which id somebody meant by one that nothing defines.

use crate::project::{Project, Section};
use crate::yaml;
use rustc_hash::FxHashMap;

/// Comparisons that a rule makes in one run; thousands of misspelt ids among thousands of others would take minutes.
const MOST_COMPARISONS: usize = 100_000;

/// The ids of a project, sorted once.
pub(super) struct Suggestions<'p> {
    project: &'p Project,
    ids: FxHashMap<Section, Vec<&'p str>>,
    left: usize,
}

impl<'p> Suggestions<'p> {
    pub(super) fn of(project: &'p Project) -> Self {
        Self {
            project,
            ids: FxHashMap::default(),
            left: MOST_COMPARISONS,
        }
    }

    /// The ids of a section, in order.
    pub(super) fn ids(&mut self, section: Section) -> &[&'p str] {
        self.ids.entry(section).or_insert_with(|| {
            let mut ids: Vec<&str> = self.project.index.ids(section).collect();
            ids.sort_unstable();
            ids
        })
    }

    /// The id that is nearest to one that is not there.
    pub(super) fn nearest(&mut self, section: Section, id: &str) -> Option<&'p str> {
        let count = self.ids(section).len();
        self.left = self.left.checked_sub(count)?;
        yaml::nearest(id, self.ids(section).iter().copied())
    }
}
