use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::ops::Range;
use std::rc::Rc;

use super::filter::decode;
use super::parse::{Object, Parser};
use super::value::{Dict, Id, Value};
use super::xref::{Entry, Layout, MAX_ENTRIES, section};

const MAX_SECTIONS: usize = 128;
/// No stream we look into is larger; a bomb stops here.
const MAX_DECODED: usize = 64 << 20;
/// All object streams of one file together, decoded.
const MAX_STREAMS: usize = 128 << 20;

/// A PDF file, or the beginning of one up to the end of a revision, as its last cross-reference section shows it.
pub(crate) struct Document<'a> {
    pub(crate) data: &'a [u8],
    pub(crate) entries: BTreeMap<u32, Entry>,
    pub(crate) trailer: Dict,
    pub(crate) layout: Layout,
    /// Where the last cross-reference section begins.
    pub(crate) startxref: usize,
    streams: RefCell<Streams>,
}

#[derive(Default)]
struct Streams {
    decoded: HashMap<u32, Option<Rc<Contents>>>,
    bytes: usize,
}

/// A decoded object stream: where each object begins.
struct Contents {
    bytes: Vec<u8>,
    objects: Vec<(u32, usize)>,
}

impl<'a> Document<'a> {
    /// `None` if there is no readable chain of cross-reference sections, or the file is encrypted.
    pub(crate) fn open(data: &'a [u8]) -> Option<Self> {
        let startxref = startxref(data)?;
        let last = section(data, startxref)?;
        let mut document = Self {
            data,
            entries: BTreeMap::new(),
            trailer: last.trailer.clone(),
            layout: last.layout,
            startxref,
            streams: RefCell::default(),
        };
        let mut seen = HashSet::from([startxref]);
        let mut current = last;
        let mut listed = 0;
        loop {
            listed += current.entries.len();
            (listed <= MAX_ENTRIES).then_some(())?;
            for (number, entry) in current.entries {
                document.entries.entry(number).or_insert(entry);
            }
            let Some(previous) = current.trailer.get(b"Prev") else {
                break;
            };
            let offset = previous.as_size()?;
            if seen.len() >= MAX_SECTIONS || !seen.insert(offset) {
                return None;
            }
            current = section(data, offset)?;
        }
        document.trailer.get(b"Encrypt").is_none().then_some(document)
    }

    /// The object, if the cross-reference section leads to one of exactly this number and generation.
    pub(crate) fn object(&self, id: Id) -> Option<Object> {
        match *self.entries.get(&id.number)? {
            Entry::InFile { offset, generation } if generation == id.generation => {
                let (found, object) = Parser::new(self.data, offset).object(|id| self.length(id))?;
                (found == id).then_some(object)
            }
            Entry::InStream { stream, index } if id.generation == 0 => self.compressed(id.number, stream, index),
            _ => None,
        }
    }

    /// A stream length that is an object of its own, read without looking for a stream, so that it cannot lead back here.
    pub(crate) fn length(&self, id: Id) -> Option<usize> {
        let Entry::InFile { offset, generation } = *self.entries.get(&id.number)? else {
            return None;
        };
        let mut parser = Parser::new(self.data, offset);
        (generation == id.generation && parser.object_header()? == id).then_some(())?;
        parser.value()?.as_size()
    }

    fn compressed(&self, number: u32, stream: u32, index: usize) -> Option<Object> {
        let contents = self.contents(stream)?;
        let (found, start) = *contents.objects.get(index)?;
        (found == number).then_some(())?;
        let value = Parser::over_stream(&contents.bytes, start).value()?;
        Some(Object { value, data: None })
    }

    fn contents(&self, stream: u32) -> Option<Rc<Contents>> {
        if let Some(known) = self.streams.borrow().decoded.get(&stream) {
            return known.clone();
        }
        let spent = self.streams.borrow().bytes > MAX_STREAMS;
        let read = if spent { None } else { self.read_contents(stream) };
        let mut streams = self.streams.borrow_mut();
        streams.bytes += read.as_ref().map_or(0, |contents| contents.bytes.len());
        streams.decoded.insert(stream, read.clone());
        read
    }

    fn read_contents(&self, stream: u32) -> Option<Rc<Contents>> {
        let id = Id {
            number: stream,
            generation: 0,
        };
        // An object stream may not itself lie in one.
        matches!(self.entries.get(&stream)?, Entry::InFile { .. }).then_some(())?;
        let object = self.object(id)?;
        let dict = object.dict()?;
        dict.is_name(b"Type", b"ObjStm").then_some(())?;
        let bytes = self.decoded(&object)?;
        let first = dict.get(b"First")?.as_size()?;
        let mut parser = Parser::over_stream(&bytes, 0);
        let mut objects = Vec::new();
        for _ in 0..dict.get(b"N")?.as_size()? {
            parser.skip();
            let number = u32::try_from(parser.unsigned()?).ok()?;
            parser.skip();
            let offset = usize::try_from(parser.unsigned()?).ok()?;
            objects.push((number, first.checked_add(offset)?));
        }
        Some(Rc::new(Contents { bytes, objects }))
    }

    /// The decoded data of a stream object.
    pub(crate) fn decoded(&self, object: &Object) -> Option<Vec<u8>> {
        decode(object.dict()?, self.raw(object)?, MAX_DECODED)
    }

    /// The data of a stream object as it stands in the file.
    pub(crate) fn raw(&self, object: &Object) -> Option<&'a [u8]> {
        let range: Range<usize> = object.data.clone()?;
        self.data.get(range)
    }

    /// The value behind a reference, or the value itself.
    pub(crate) fn resolve(&self, value: &Value) -> Option<Value> {
        match value {
            Value::Reference(id) => self.object(*id).map(|object| object.value),
            direct => Some(direct.clone()),
        }
    }

    /// A dictionary entry, references followed.
    pub(crate) fn entry(&self, dict: &Dict, key: &[u8]) -> Option<Value> {
        self.resolve(dict.get(key)?)
    }

    /// A dictionary entry that is a dictionary.
    pub(crate) fn dict(&self, dict: &Dict, key: &[u8]) -> Option<Dict> {
        match self.entry(dict, key)? {
            Value::Dict(found) => Some(found),
            _ => None,
        }
    }

    /// The object streams that hold objects in use.
    pub(crate) fn containers(&self) -> BTreeSet<u32> {
        let stream = |entry: &Entry| match entry {
            Entry::InStream { stream, .. } => Some(*stream),
            _ => None,
        };
        self.entries.values().filter_map(stream).collect()
    }

    pub(crate) fn root(&self) -> Option<Id> {
        self.trailer.get(b"Root")?.as_reference()
    }

    pub(crate) fn catalog(&self) -> Option<Dict> {
        let object = self.object(self.root()?)?;
        object.dict().filter(|dict| dict.is_name(b"Type", b"Catalog")).cloned()
    }

    /// A number no object has had yet.
    pub(crate) fn next_number(&self) -> Option<u32> {
        let size = self
            .trailer
            .get(b"Size")?
            .as_size()
            .and_then(|size| u32::try_from(size).ok())?;
        let last = self.entries.last_key_value().map_or(0, |(number, _)| number + 1);
        Some(size.max(last))
    }
}

/// The offset after the last `startxref` near the end of the file.
fn startxref(data: &[u8]) -> Option<usize> {
    let tail_from = data.len().saturating_sub(2048);
    let tail = data.get(tail_from..)?;
    let place = tail.windows(9).rposition(|window| window == b"startxref")?;
    let mut parser = Parser::new(data, tail_from + place + 9);
    parser.skip_space();
    let offset = usize::try_from(parser.unsigned()?).ok()?;
    parser.skip_space();
    (parser.take(b"%%EOF") && offset < data.len()).then_some(offset)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_loop_of_sections_ends() {
        let data = b"%PDF-1.7\nxref\n0 0\ntrailer << /Size 1 /Root 1 0 R /Prev 9 >>\nstartxref\n9\n%%EOF\n";
        assert!(Document::open(data).is_none());
    }

    #[test]
    fn a_length_that_leads_to_itself_ends() {
        let data = b"%PDF-1.7\n1 0 obj << /Length 1 0 R >> stream\nendstream endobj\nxref\n0 2\n0000000000 65535 f \n0000000009 00000 n \ntrailer << /Size 2 /Root 1 0 R >>\nstartxref\n61\n%%EOF\n";
        let at = data.windows(4).position(|window| window == b"xref").unwrap();
        assert_eq!(at, 61);
        let document = Document::open(data).unwrap();
        assert!(
            document
                .object(Id {
                    number: 1,
                    generation: 0
                })
                .is_none()
        );
    }
}
