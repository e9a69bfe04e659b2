//! The nodes of a file, which are read again rather than kept.
//!
//! Definitions say where they stand by the number of a node. Of thousands of
//! files few have findings, and only for these is that number ever looked up, so
//! that the nodes of a file without any mistake are let go when its definitions
//! have been read. Reading a text twice gives the same numbers.

use crate::source::SourceFile;
use crate::yaml::{self, NodeId, Tree};
use std::ops::Deref;
use std::sync::{Arc, OnceLock};

/// The nodes of one file.
#[derive(Debug)]
pub struct Nodes {
    source: Arc<SourceFile>,
    tree: OnceLock<Tree>,
}

impl Nodes {
    /// The nodes that have been read from a text.
    pub(super) fn new(source: &Arc<SourceFile>, tree: Tree) -> Self {
        Self {
            source: Arc::clone(source),
            tree: OnceLock::from(tree),
        }
    }

    /// Frees them until somebody asks again. Only for a text without mistakes: see [`Self::is_damaged`].
    pub(super) fn let_go(&mut self) {
        self.tree.take();
    }

    /// What [`Tree::is_damaged`] says. Rules ask it of everything that seems to be missing, and of a text without
    /// mistakes the answer is known without its nodes.
    pub fn is_damaged(&self, node: NodeId) -> bool {
        self.tree.get().is_some_and(|tree| tree.is_damaged(node))
    }
}

impl Deref for Nodes {
    type Target = Tree;

    /// The nodes; read from the text if they have been let go.
    fn deref(&self) -> &Tree {
        self.tree.get_or_init(|| yaml::parse(&self.source.text).0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_read_again_has_the_same_numbers() {
        let text = "a: &x [1, {b: c}]\n--- # two\nd: *x\ne: |\n  f\n";
        let source = SourceFile::new("a.yaml", text);
        let mut nodes = Nodes::new(&source, yaml::parse(text).0);
        let places = |nodes: &Nodes| -> Vec<_> {
            (0..nodes.len() as u32)
                .map(|node| (nodes.span(NodeId(node)), nodes.pointer(text, NodeId(node))))
                .collect()
        };
        let before = places(&nodes);
        nodes.let_go();
        assert!(before.len() > 8);
        assert_eq!(places(&nodes), before);
    }
}
