//! Signature fields, links of the contents, bookmarks.

use lopdf::{Dictionary, Document, Object, ObjectId, dictionary};

use super::{RenderError, assembly, tags::Structure, text_string};
use crate::report::{
    metrics::PAGE_HEIGHT,
    page::{Bookmark, Field, Pages, Rect},
};

/// Adds fields and links to their pages; gives the fields of the form.
pub(super) fn annotate(
    file: &mut Document,
    pages: &Pages,
    page_ids: &[ObjectId],
    structure: &mut Structure<'_>,
) -> Result<Vec<Object>, RenderError> {
    let mut annotations: Vec<Vec<Object>> = vec![Vec::new(); page_ids.len()];
    let mut fields = Vec::new();
    for link in &pages.links {
        let (Some(page), Some(target)) = (page_ids.get(link.page), pages.bookmarks.get(link.target)) else {
            continue;
        };
        let id = file.new_object_id();
        let key = structure.add_annotation(link.node, *page, id);
        let annotation = dictionary! {
            "Type" => "Annot",
            "Subtype" => "Link",
            "Rect" => corners(link.rect),
            "Border" => vec![0.into(), 0.into(), 0.into()],
            "Dest" => destination(target, page_ids),
            "Contents" => text_string(&target.title),
            "F" => 4,
            "StructParent" => key,
        };
        file.set_object(id, annotation);
        push(&mut annotations, link.page, id);
    }
    for field in &pages.fields {
        let Some(page) = page_ids.get(field.page) else { continue };
        let id = file.new_object_id();
        let key = structure.add_annotation(field.node, *page, id);
        file.set_object(id, signature_field(field, *page, key));
        push(&mut annotations, field.page, id);
        fields.push(Object::Reference(id));
    }
    for (page, annotations) in page_ids.iter().zip(annotations) {
        let page = file.get_dictionary_mut(*page).map_err(assembly)?;
        if annotations.is_empty() {
            page.remove(b"Annots");
        } else {
            page.set("Annots", annotations);
        }
    }
    Ok(fields)
}

fn push(annotations: &mut [Vec<Object>], page: usize, id: ObjectId) {
    if let Some(list) = annotations.get_mut(page) {
        list.push(Object::Reference(id));
    }
}

/// An empty signature field, one object with its widget, printed and locked (F 132), without a value.
fn signature_field(field: &Field, page: ObjectId, key: i64) -> Dictionary {
    dictionary! {
        "Type" => "Annot",
        "Subtype" => "Widget",
        "FT" => "Sig",
        "T" => Object::string_literal(field.role.field_name()),
        "TU" => text_string(&field.description),
        "Rect" => corners(field.rect),
        "P" => page,
        "F" => 132,
        "StructParent" => key,
    }
}

fn corners(rect: Rect) -> Vec<Object> {
    let top = PAGE_HEIGHT - rect.y;
    [rect.x, top - rect.height, rect.x + rect.width, top]
        .map(|value| Object::Real((value * 100.0).round() / 100.0))
        .to_vec()
}

fn destination(bookmark: &Bookmark, page_ids: &[ObjectId]) -> Vec<Object> {
    let page = page_ids
        .get(bookmark.page)
        .map_or(Object::Null, |id| Object::Reference(*id));
    let top = (PAGE_HEIGHT - bookmark.y + 6.0).round();
    vec![page, "XYZ".into(), Object::Null, Object::Real(top), Object::Null]
}

/// An entry of the outline, in the order of reading, with the entries below it.
struct Entry {
    id: ObjectId,
    level: u8,
    parent: Option<usize>,
    kids: Vec<usize>,
}

/// Writes the bookmarks as a tree by level and makes the reader show them.
pub(super) fn outline(file: &mut Document, pages: &Pages, page_ids: &[ObjectId]) -> Result<(), RenderError> {
    if pages.bookmarks.is_empty() {
        return Ok(());
    }
    let root = file.new_object_id();
    let (entries, top) = entries(file, &pages.bookmarks);
    for (index, bookmark) in pages.bookmarks.iter().enumerate() {
        let Some(entry) = entries.get(index) else { continue };
        let siblings = entry
            .parent
            .and_then(|parent| entries.get(parent))
            .map_or(&top, |parent| &parent.kids);
        let parent = entry
            .parent
            .and_then(|parent| entries.get(parent))
            .map_or(root, |parent| parent.id);
        let mut item = dictionary! {
            "Title" => text_string(&bookmark.title),
            "Parent" => parent,
            "Dest" => destination(bookmark, page_ids),
        };
        let place = siblings.iter().position(|sibling| *sibling == index).unwrap_or(0);
        link(
            &mut item,
            "Prev",
            place.checked_sub(1).and_then(|place| siblings.get(place)),
            &entries,
        );
        link(&mut item, "Next", siblings.get(place + 1), &entries);
        link(&mut item, "First", entry.kids.first(), &entries);
        link(&mut item, "Last", entry.kids.last(), &entries);
        if !entry.kids.is_empty() {
            // Negative: shown closed.
            item.set("Count", -i64::try_from(entry.kids.len()).unwrap_or(0));
        }
        file.set_object(entry.id, item);
    }
    let mut outlines = dictionary! { "Type" => "Outlines", "Count" => i64::try_from(top.len()).unwrap_or(0) };
    link(&mut outlines, "First", top.first(), &entries);
    link(&mut outlines, "Last", top.last(), &entries);
    file.set_object(root, outlines);
    file.catalog_mut().map_err(assembly)?.set("Outlines", root);
    Ok(())
}

fn link(item: &mut Dictionary, key: &str, target: Option<&usize>, entries: &[Entry]) {
    if let Some(entry) = target.and_then(|target| entries.get(*target)) {
        item.set(key, entry.id);
    }
}

/// The tree: the parent of an entry is the nearest one before it of a lower level.
fn entries(file: &mut Document, bookmarks: &[Bookmark]) -> (Vec<Entry>, Vec<usize>) {
    let mut entries: Vec<Entry> = Vec::new();
    let mut top = Vec::new();
    for (index, bookmark) in bookmarks.iter().enumerate() {
        let parent = entries.iter().rposition(|entry| entry.level < bookmark.level);
        match parent.and_then(|parent| entries.get_mut(parent)) {
            Some(parent) => parent.kids.push(index),
            None => top.push(index),
        }
        entries.push(Entry {
            id: file.new_object_id(),
            level: bookmark.level,
            parent,
            kids: Vec::new(),
        });
    }
    (entries, top)
}
