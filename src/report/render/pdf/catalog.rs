//! What the file says about itself: properties, colour space, attachment, identity.

use jiff::{Timestamp, tz::TimeZone};
use lopdf::{Dictionary, Document, Object, ObjectId, Stream, dictionary};
use sha2::{Digest, Sha256};

use super::{RenderError, assembly, text_string};
use crate::domain::Lang;
use crate::report::{
    document,
    metrics::{PAGE_HEIGHT, PAGE_WIDTH},
    render::RenderOptions,
};

/// A small profile of our own making (matrix and tone curve of IEC 61966-2-1).
static SRGB: &[u8] = include_bytes!("../../../../assets/icc/srgb.icc");

/// The name under which the assessment data are embedded.
const ATTACHMENT: &str = "assessment.json";

/// What was built before.
pub(super) struct Parts {
    pub(super) structure: ObjectId,
    pub(super) fields: Vec<Object>,
}

/// Completes catalog, information dictionary and trailer.
pub(super) fn complete(
    file: &mut Document,
    document: &document::Document,
    options: &RenderOptions<'_>,
    parts: &Parts,
) -> Result<(), RenderError> {
    "1.7".clone_into(&mut file.version);
    let identity = identity(document, options)?;
    set_sizes(file)?;
    let attachment = options.attachment.map(|bytes| attach(file, bytes, options.now));
    let intent = output_intent(file);
    let metadata = file.add_object(xmp(document, options.now, &identity));
    let info = file.add_object(information(document, options.now));
    let catalog = file.catalog_mut().map_err(assembly)?;
    catalog.set("Version", Object::Name(b"1.7".to_vec()));
    catalog.set("PageMode", Object::Name(b"UseOutlines".to_vec()));
    catalog.set("PageLayout", Object::Name(b"OneColumn".to_vec()));
    catalog.set("Lang", Object::string_literal(language_tag(document.lang)));
    catalog.set("MarkInfo", dictionary! { "Marked" => true });
    catalog.set("StructTreeRoot", parts.structure);
    catalog.set("ViewerPreferences", dictionary! { "DisplayDocTitle" => true });
    catalog.set("OutputIntents", vec![intent]);
    catalog.set("Metadata", metadata);
    if !parts.fields.is_empty() {
        catalog.set(
            "AcroForm",
            dictionary! { "Fields" => parts.fields.clone(), "SigFlags" => 3 },
        );
    }
    if let Some(attachment) = attachment {
        let names = dictionary! { "Names" => vec![text_string(ATTACHMENT), attachment.into()] };
        catalog.set("Names", dictionary! { "EmbeddedFiles" => names });
        catalog.set("AF", vec![attachment.into()]);
    }
    let id = Object::String(identity.to_vec(), lopdf::StringFormat::Hexadecimal);
    // printpdf's own information dictionary tells the time of its call.
    if let Ok(old) = file.trailer.get(b"Info").and_then(Object::as_reference) {
        file.objects.remove(&old);
    }
    file.trailer.set("Info", info);
    file.trailer.set("ID", vec![id.clone(), id]);
    Ok(())
}

/// The language for programs that read the text aloud.
pub(super) const fn language_tag(lang: Lang) -> &'static str {
    match lang {
        Lang::Zh => "zh-CN",
        Lang::En => "en",
    }
}

/// Sixteen bytes that stand for everything that goes into the file.
fn identity(document: &document::Document, options: &RenderOptions<'_>) -> Result<[u8; 16], RenderError> {
    let mut digest = Sha256::new();
    digest.update(serde_json::to_vec(document).map_err(assembly)?);
    digest.update(options.now.to_string());
    digest.update(options.attachment.unwrap_or_default());
    let mut identity = [0; 16];
    for (to, from) in identity.iter_mut().zip(digest.finalize()) {
        *to = from;
    }
    Ok(identity)
}

fn set_sizes(file: &mut Document) -> Result<(), RenderError> {
    for page in file.get_pages().into_values() {
        let page = file.get_dictionary_mut(page).map_err(assembly)?;
        page.remove(b"TrimBox");
        page.remove(b"CropBox");
        page.set(
            "MediaBox",
            vec![0.into(), 0.into(), Object::Real(PAGE_WIDTH), Object::Real(PAGE_HEIGHT)],
        );
    }
    Ok(())
}

fn attach(file: &mut Document, bytes: &[u8], now: Timestamp) -> ObjectId {
    let size = i64::try_from(bytes.len()).unwrap_or(i64::MAX);
    let data = dictionary! {
        "Type" => "EmbeddedFile",
        "Subtype" => Object::Name(b"application/json".to_vec()),
        "Params" => dictionary! { "Size" => size, "ModDate" => date(now) },
    };
    let stream = file.add_object(Stream::new(data, bytes.to_vec()));
    file.add_object(dictionary! {
        "Type" => "Filespec",
        "F" => Object::string_literal(ATTACHMENT),
        "UF" => text_string(ATTACHMENT),
        "AFRelationship" => "Source",
        "Desc" => text_string("Assessment data / 评估数据"),
        "EF" => dictionary! { "F" => stream, "UF" => stream },
    })
}

fn output_intent(file: &mut Document) -> Object {
    let profile = dictionary! { "N" => 3, "Alternate" => "DeviceRGB" };
    let profile = file.add_object(Stream::new(profile, SRGB.to_vec()));
    dictionary! {
        "Type" => "OutputIntent",
        "S" => "GTS_PDFA1",
        "OutputConditionIdentifier" => Object::string_literal("sRGB IEC61966-2.1"),
        "RegistryName" => Object::string_literal("http://www.color.org"),
        "Info" => Object::string_literal("sRGB IEC61966-2.1"),
        "DestOutputProfile" => profile,
    }
    .into()
}

fn information(document: &document::Document, now: Timestamp) -> Dictionary {
    let meta = &document.meta;
    let mut info = Dictionary::new();
    let keywords = meta.keywords.join(", ");
    let entries = [
        ("Title", &meta.title),
        ("Author", &meta.author),
        ("Subject", &meta.subject),
        ("Keywords", &keywords),
        ("Creator", &meta.producer),
        ("Producer", &meta.producer),
    ];
    for (key, value) in entries {
        if !value.is_empty() {
            info.set(key, text_string(value));
        }
    }
    info.set("CreationDate", date(now));
    info.set("ModDate", date(now));
    info
}

/// A date of the information dictionary, in UTC.
fn date(now: Timestamp) -> Object {
    Object::string_literal(now.to_zoned(TimeZone::UTC).strftime("D:%Y%m%d%H%M%SZ").to_string())
}

/// The same properties as XMP, not compressed so that any program finds them.
fn xmp(document: &document::Document, now: Timestamp, identity: &[u8; 16]) -> Stream {
    let meta = &document.meta;
    let time = now.to_zoned(TimeZone::UTC).strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
    let id = format!("{:032x}", u128::from_be_bytes(*identity));
    let (title, author, subject) = (escape(&meta.title), escape(&meta.author), escape(&meta.subject));
    let (producer, keywords) = (escape(&meta.producer), escape(&meta.keywords.join(", ")));
    let lang = document.lang.code();
    let text = format!(
        r#"<?xpacket begin="{bom}" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/">
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{subject}</rdf:li></rdf:Alt></dc:description>
<dc:language><rdf:Bag><rdf:li>{lang}</rdf:li></rdf:Bag></dc:language>
<xmp:CreateDate>{time}</xmp:CreateDate>
<xmp:ModifyDate>{time}</xmp:ModifyDate>
<xmp:MetadataDate>{time}</xmp:MetadataDate>
<xmp:CreatorTool>{producer}</xmp:CreatorTool>
<pdf:Producer>{producer}</pdf:Producer>
<pdf:Keywords>{keywords}</pdf:Keywords>
<xmpMM:DocumentID>urn:sha256:{id}</xmpMM:DocumentID>
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="r"?>"#,
        bom = '\u{FEFF}'
    );
    Stream::new(
        dictionary! { "Type" => "Metadata", "Subtype" => "XML" },
        text.into_bytes(),
    )
    .with_compression(false)
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
