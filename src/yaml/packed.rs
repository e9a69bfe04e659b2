//! A tree in few bytes, as the program carries those of its own files: three bytes for most nodes.
//!
//! Parents, places among siblings and what collections hold follow from the order of the nodes, and a
//! node begins near the end of the one before it. What is left of a node is its kind, those few bytes
//! to its beginning, and its length; of a collection how many nodes are in it, and how far it goes on
//! behind the last of them. Numbers are written seven bits a byte, the lowest first.
//!
//! Comments are not kept: nobody looks for waivers in what is built in.

use super::NodeId;
use super::tree::{NONE, Node, Raw, Tree, flag};

/// A collection of which not all nodes have been read yet.
struct Open {
    node: u32,
    /// The node after its last.
    end: u32,
    /// How many bytes it goes on behind the last of its nodes.
    beyond: i32,
    /// Keys and values, or elements, so far.
    children: u32,
}

impl Tree {
    /// The tree in few bytes. What was read from a text with mistakes does not come back as it was.
    #[allow(
        dead_code,
        reason = "for the build; the tests hold it against the files"
    )]
    pub(crate) fn packed(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        write(&mut bytes, self.nodes.len() as u32);
        write(&mut bytes, self.decoded_ends.len() as u32);
        let mut before = 0;
        for end in &self.decoded_ends {
            write(&mut bytes, end - before);
            before = *end;
        }
        bytes.extend(self.decoded.as_bytes());
        let mut cursor = 0;
        let mut open: Vec<u32> = Vec::new();
        for (id, node) in self.nodes.iter().enumerate() {
            while let Some(last) = open.pop_if(|last| self.nodes[*last as usize].of == id as u32) {
                cursor = self.nodes[last as usize].span.end;
            }
            let (start, end) = (node.span.start, node.span.end);
            bytes.push(node.kind_and_flags());
            write_signed(&mut bytes, start.wrapping_sub(cursor) as i32);
            match node.raw() {
                Raw::Sequence | Raw::Mapping => {
                    write(&mut bytes, node.of - id as u32 - 1);
                    let last = self.end_of_last(id as u32).unwrap_or(start);
                    write_signed(&mut bytes, end.wrapping_sub(last) as i32);
                    open.push(id as u32);
                    cursor = start;
                }
                Raw::Scalar | Raw::Alias | Raw::Invalid => {
                    write(&mut bytes, end - start);
                    if node.raw() == Raw::Alias {
                        write(&mut bytes, node.of);
                    }
                    cursor = end;
                }
            }
        }
        bytes
    }

    /// Where the last node that stands directly in a collection ends.
    fn end_of_last(&self, collection: u32) -> Option<u32> {
        let inside = collection + 1..self.node(NodeId(collection)).of;
        let mut direct = inside.map(|id| self.node(NodeId(id)));
        let last = direct.rfind(|node| node.parent == collection)?;
        Some(last.span.end)
    }

    /// The tree of what [`Tree::packed`] gave; nothing if these are not such bytes.
    pub(crate) fn unpacked(bytes: &[u8]) -> Option<Self> {
        let mut bytes = Bytes(bytes);
        let count = bytes.number()?;
        let texts = bytes.number()?;
        let mut tree = Self::default();
        let mut end = 0;
        for _ in 0..texts {
            end += bytes.number()?;
            tree.decoded_ends.push(end);
        }
        let decoded = std::str::from_utf8(bytes.take(end as usize)?);
        decoded.ok()?.clone_into(&mut tree.decoded);
        tree.nodes.reserve_exact(count as usize);
        let mut cursor = 0;
        let mut text = 0;
        let mut open: Vec<Open> = Vec::new();
        for id in 0..count {
            close(&mut tree.nodes, &mut open, id, &mut cursor);
            let (parent, nth) = if let Some(last) = open.last_mut() {
                let mapping = tree.nodes[last.node as usize].raw() == Raw::Mapping;
                last.children += 1;
                (last.node, (last.children - 1) >> u32::from(mapping))
            } else {
                tree.roots.push(NodeId(id));
                (NONE, tree.roots.len() as u32 - 1)
            };
            let kind = bytes.byte()?;
            let start = cursor.wrapping_add_signed(bytes.signed()?);
            let size = bytes.number()?;
            let mut node = Node::of_kind(kind, nth, parent);
            node.span.start = start;
            match node.raw() {
                Raw::Sequence | Raw::Mapping => {
                    node.of = id + 1 + size;
                    open.push(Open {
                        node: id,
                        end: node.of,
                        beyond: bytes.signed()?,
                        children: 0,
                    });
                    cursor = start;
                }
                raw => {
                    cursor = start.checked_add(size)?;
                    node.span.end = cursor;
                    if raw == Raw::Alias {
                        node.of = bytes.number()?;
                    } else if raw == Raw::Scalar && node.has(flag::DECODED) {
                        node.of = text;
                        text += 1;
                    }
                }
            }
            tree.nodes.push(node);
        }
        close(&mut tree.nodes, &mut open, count, &mut cursor);
        (open.is_empty() && text == texts).then_some(tree)
    }
}

/// Ends the collections in which the node `next` no longer stands.
fn close(nodes: &mut [Node], open: &mut Vec<Open>, next: u32, cursor: &mut u32) {
    while let Some(last) = open.pop_if(|last| last.end == next) {
        *cursor = cursor.wrapping_add_signed(last.beyond);
        nodes[last.node as usize].span.end = *cursor;
    }
}

fn write(bytes: &mut Vec<u8>, mut number: u32) {
    while number >= 0x80 {
        bytes.push(number as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}

/// The lowest bit says whether it is below zero.
fn write_signed(bytes: &mut Vec<u8>, number: i32) {
    write(bytes, ((number << 1) ^ (number >> 31)) as u32);
}

/// Bytes that have not been read yet.
struct Bytes<'a>(&'a [u8]);

impl<'a> Bytes<'a> {
    fn take(&mut self, count: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(taken)
    }

    fn byte(&mut self) -> Option<u8> {
        let (first, rest) = self.0.split_first()?;
        self.0 = rest;
        Some(*first)
    }

    fn number(&mut self) -> Option<u32> {
        let mut number = 0;
        for shift in (0..35).step_by(7) {
            let byte = self.byte()?;
            number |= u32::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Some(number);
            }
        }
        None
    }

    fn signed(&mut self) -> Option<i32> {
        let number = self.number()?;
        Some((number >> 1) as i32 ^ -((number & 1) as i32))
    }
}
