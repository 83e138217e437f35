//! A small report as the report writer makes it: prepared signature fields and embedded data, written by lopdf.

use lopdf::xref::XrefType;
use lopdf::{Document, Object, Stream, StringFormat, dictionary};

/// How the cross-reference section is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Layout {
    /// A classic table.
    Table,
    /// A cross-reference stream, and what can be in object streams.
    Stream,
}

pub(super) const DATA: &[u8] = b"{\"answers\":{}}";

const METADATA: &str = "<?xpacket begin=\"\u{feff}\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\
    <x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\
    <rdf:Description rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\">\
    <dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">Report</rdf:li></rdf:Alt></dc:title><pdf:Producer>us</pdf:Producer>\
    </rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end=\"r\"?>";

/// One page with a field for each role but the client, and `ballast` bytes in a stream.
pub(super) fn report(layout: Layout, ballast: usize) -> Vec<u8> {
    let mut document = Document::with_version("1.7");
    let pages = document.new_object_id();
    let page = document.new_object_id();
    let text = b"q 0.9 g 40 40 200 300 re f Q".to_vec();
    let content = document.add_object(Stream::new(dictionary! {}, text));
    let fields: Vec<Object> = ["assessor", "reviewer", "officer", "legal-representative"]
        .iter()
        .zip([40, 120, 200, 280])
        .map(|(role, y)| {
            let field = dictionary! {
                "Type" => "Annot", "Subtype" => "Widget", "FT" => "Sig",
                "T" => Object::string_literal(format!("sig-{role}")),
                "Rect" => vec![50.into(), y.into(), 230.into(), (y + 60).into()],
                "P" => page, "F" => 132,
            };
            Object::Reference(document.add_object(field))
        })
        .collect();
    let page_dictionary = dictionary! {
        "Type" => "Page", "Parent" => pages, "Contents" => content, "Annots" => fields.clone(),
        "MediaBox" => vec![0.into(), 0.into(), 300.into(), 400.into()], "Resources" => dictionary! {},
    };
    document.objects.insert(page, page_dictionary.into());
    document.objects.insert(
        pages,
        dictionary! { "Type" => "Pages", "Kids" => vec![page.into()], "Count" => 1 }.into(),
    );
    let noise: Vec<u8> = (0..ballast).map(|at| u8::try_from(at * 7 % 251).unwrap()).collect();
    let ballast = document.add_object(Stream::new(dictionary! {}, noise));
    let data = document.add_object(Stream::new(dictionary! { "Type" => "EmbeddedFile" }, DATA.to_vec()));
    let file = document.add_object(dictionary! {
        "Type" => "Filespec", "F" => Object::string_literal("assessment.json"),
        "UF" => Object::string_literal("assessment.json"), "AFRelationship" => "Data",
        "EF" => dictionary! { "F" => data },
    });
    let metadata = Stream::new(
        dictionary! { "Type" => "Metadata", "Subtype" => "XML" },
        METADATA.as_bytes().to_vec(),
    );
    let metadata = document.add_object(metadata);
    let form = document.add_object(dictionary! { "Fields" => fields, "SigFlags" => 3 });
    let catalog = document.add_object(dictionary! {
        "Type" => "Catalog", "Pages" => pages, "AcroForm" => form, "PieceInfo" => ballast,
        "AF" => vec![Object::Reference(file)], "Metadata" => metadata,
    });
    document.trailer.set("Root", catalog);
    // Written in UTF-16, which other programs rewrite in bytes where they can.
    let subject = Object::String([0xfe, 0xff, 0, b'c'].to_vec(), StringFormat::Hexadecimal);
    let properties = dictionary! {
        "Title" => Object::string_literal("Report"), "Subject" => subject, "Producer" => Object::string_literal("us"),
    };
    let properties = document.add_object(properties);
    document.trailer.set("Info", properties);
    let id = Object::string_literal("0123456789abcdef");
    document.trailer.set("ID", vec![id.clone(), id]);
    let mut bytes = Vec::new();
    match layout {
        Layout::Table => {
            document.reference_table.cross_reference_type = XrefType::CrossReferenceTable;
            document.save_to(&mut bytes).unwrap();
        }
        Layout::Stream => document.save_modern(&mut bytes).unwrap(),
    }
    bytes
}
