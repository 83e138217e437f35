//! The structure tree of the tagged PDF.

use std::collections::BTreeMap;

use lopdf::{Dictionary, Document, Object, ObjectId, dictionary};

use super::{RenderError, assembly, catalog::language_tag, draw::Marked, text_string};
use crate::report::page::{Kind, Node, Pages};

/// The standard structure type of a kind.
pub(super) const fn name(kind: Kind) -> &'static str {
    match kind {
        Kind::Document => "Document",
        Kind::Heading(1) => "H1",
        Kind::Heading(2) => "H2",
        Kind::Heading(3) => "H3",
        Kind::Heading(_) => "H4",
        Kind::Paragraph => "P",
        Kind::List => "L",
        Kind::Item => "LI",
        Kind::ItemMark => "Lbl",
        Kind::ItemBody => "LBody",
        Kind::Table => "Table",
        Kind::Row => "TR",
        Kind::ColumnHead | Kind::RowHead => "TH",
        Kind::Cell => "TD",
        Kind::Caption => "Caption",
        Kind::Figure => "Figure",
        Kind::Contents => "TOC",
        Kind::ContentsItem => "TOCI",
        Kind::Link => "Link",
        Kind::Notice => "Div",
        Kind::Form => "Form",
    }
}

/// The tree while it grows.
pub(super) struct Structure<'p> {
    pages: &'p Pages,
    page_ids: &'p [ObjectId],
    root: ObjectId,
    ids: Vec<ObjectId>,
    /// What each element holds: marked content or annotations, then elements.
    kids: Vec<Vec<Object>>,
    /// First page of each element.
    first_page: Vec<Option<ObjectId>>,
    /// Elements by page and marked-content number, then by annotation.
    parents: BTreeMap<usize, Object>,
}

impl<'p> Structure<'p> {
    pub(super) fn new(file: &mut Document, pages: &'p Pages, page_ids: &'p [ObjectId], marked: Vec<Marked>) -> Self {
        let root = file.new_object_id();
        let ids: Vec<ObjectId> = pages.nodes.iter().map(|_node| file.new_object_id()).collect();
        let (kids, first_page) = (vec![Vec::new(); ids.len()], vec![None; ids.len()]);
        let mut structure = Self {
            pages,
            page_ids,
            root,
            ids,
            kids,
            first_page,
            parents: BTreeMap::new(),
        };
        for (page, nodes) in marked.into_iter().enumerate() {
            structure.add_page(page, &nodes);
        }
        structure
    }

    fn add_page(&mut self, page: usize, nodes: &[usize]) {
        let Some(page_id) = self.page_ids.get(page).copied() else {
            return;
        };
        let mut elements = Vec::new();
        for (number, node) in (0_i64..).zip(nodes) {
            let first = *self.first_page.get(*node).unwrap_or(&None);
            let kid = if first.is_none_or(|first| first == page_id) {
                Object::Integer(number)
            } else {
                dictionary! { "Type" => "MCR", "Pg" => page_id, "MCID" => number }.into()
            };
            self.add(*node, page_id, kid);
            elements.push(self.reference(*node));
        }
        self.parents.insert(page, Object::Array(elements));
    }

    fn add(&mut self, node: usize, page: ObjectId, kid: Object) {
        if let Some(kids) = self.kids.get_mut(node) {
            kids.push(kid);
        }
        if let Some(first) = self.first_page.get_mut(node) {
            first.get_or_insert(page);
        }
    }

    /// Makes an annotation part of an element; gives its key in the parent tree.
    pub(super) fn add_annotation(&mut self, node: usize, page: ObjectId, annotation: ObjectId) -> i64 {
        let key = self.parents.keys().next_back().map_or(0, |last| last + 1);
        let kid = dictionary! { "Type" => "OBJR", "Obj" => annotation, "Pg" => page };
        self.add(node, page, kid.into());
        self.parents.insert(key, self.reference(node));
        i64::try_from(key).unwrap_or(i64::MAX)
    }

    fn reference(&self, node: usize) -> Object {
        self.ids.get(node).map_or(Object::Null, |id| Object::Reference(*id))
    }

    /// Writes the elements; gives the root of the tree.
    pub(super) fn write(mut self, file: &mut Document) -> Result<ObjectId, RenderError> {
        let pages = self.pages;
        for (index, node) in pages.nodes.iter().enumerate() {
            if let Some(parent) = node.parent {
                let reference = self.reference(index);
                if let Some(kids) = self.kids.get_mut(parent) {
                    kids.push(reference);
                }
            }
        }
        for index in 0..pages.nodes.len() {
            let (Some(id), Some(element)) = (self.ids.get(index).copied(), self.element(index)) else {
                continue;
            };
            file.set_object(id, element);
        }
        for (key, page) in (0_i64..).zip(self.page_ids) {
            let page = file.get_dictionary_mut(*page).map_err(assembly)?;
            page.set("StructParents", key);
            page.set("Tabs", "S");
        }
        let numbers = self
            .parents
            .iter()
            .flat_map(|(key, value)| [Object::Integer(i64::try_from(*key).unwrap_or(i64::MAX)), value.clone()]);
        let next = self.parents.keys().next_back().map_or(0, |last| last + 1);
        let tree = file.add_object(dictionary! { "Nums" => numbers.collect::<Vec<_>>() });
        let root = dictionary! {
            "Type" => "StructTreeRoot",
            "K" => self.reference(0),
            "ParentTree" => tree,
            "ParentTreeNextKey" => i64::try_from(next).unwrap_or(i64::MAX),
        };
        file.set_object(self.root, root);
        Ok(self.root)
    }

    fn element(&self, index: usize) -> Option<Dictionary> {
        let node = self.pages.nodes.get(index)?;
        let parent = node
            .parent
            .map_or(Object::Reference(self.root), |parent| self.reference(parent));
        let mut element = dictionary! { "S" => name(node.kind), "P" => parent };
        if let Some(Some(page)) = self.first_page.get(index) {
            element.set("Pg", *page);
        }
        // Always an array: pyHanko does not follow a single reference, misses the signature fields below it and then calls a second
        // signature an illegal modification.
        let kids = self.kids.get(index).map_or(&[][..], Vec::as_slice);
        if !kids.is_empty() {
            element.set("K", kids.to_vec());
        }
        if !node.description.is_empty() {
            element.set("Alt", text_string(&node.description));
        }
        if let Some(lang) = node.lang {
            element.set("Lang", Object::string_literal(language_tag(lang)));
        }
        if let Some(attributes) = table_attributes(node) {
            element.set("A", attributes);
        }
        Some(element)
    }
}

/// What a table cell heads, and how far it reaches.
fn table_attributes(node: &Node) -> Option<Dictionary> {
    let mut attributes = Dictionary::new();
    match node.kind {
        Kind::ColumnHead => attributes.set("Scope", "Column"),
        Kind::RowHead => attributes.set("Scope", "Row"),
        _ => {}
    }
    for (name, reach) in ["RowSpan", "ColSpan"].into_iter().zip(node.span) {
        if reach > 1 {
            attributes.set(name, i64::try_from(reach).unwrap_or(1));
        }
    }
    if attributes.is_empty() {
        return None;
    }
    attributes.set("O", "Table");
    Some(attributes)
}
