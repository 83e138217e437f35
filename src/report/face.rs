//! The faces a report is set in: two built-in ones, faces of the user, and fallbacks.

use std::{
    borrow::Cow,
    collections::BTreeMap,
    io::Read,
    sync::{Arc, OnceLock},
    thread,
};

use ttf_parser::{Face, Permissions, name_id};

use super::metrics::{Role, Weight};
use crate::domain::Text;

/// Noto Sans SC, SIL Open Font License 1.1 (`assets/fonts/OFL.txt`), compressed: 10.5 MB each when unpacked.
static REGULAR: &[u8] = include_bytes!("../../assets/fonts/NotoSansSC-Regular.ttf.gz");
static BOLD: &[u8] = include_bytes!("../../assets/fonts/NotoSansSC-Bold.ttf.gz");

/// Why a face cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FaceError {
    /// A built-in face is damaged.
    #[error("the built-in face cannot be unpacked: {0}")]
    Damaged(String),
    /// The bytes are no TrueType or OpenType face.
    #[error("{name} is not a TrueType or OpenType font: {reason}")]
    NotAFont {
        /// Name as given by the caller.
        name: String,
        /// What the parser said.
        reason: String,
    },
    /// The licence bits of the face forbid embedding it into a document.
    #[error("{name} forbids embedding")]
    NoEmbedding {
        /// Name as given by the caller.
        name: String,
    },
}

impl FaceError {
    /// What happened and what to do, in both languages.
    pub fn text(&self) -> Text {
        match self {
            Self::Damaged(reason) => Text::new(
                format!("内置字体无法解压：{reason}。请重新安装本程序。"),
                format!("The built-in font cannot be unpacked: {reason}. Install the program again."),
            ),
            Self::NotAFont { name, reason } => Text::new(
                format!("{name}不是TrueType或者OpenType字体文件（{reason}）。请另选.ttf、.otf或者.ttc文件。"),
                format!(
                    "{name} is not a TrueType or OpenType font ({reason}). Choose another .ttf, .otf or .ttc file."
                ),
            ),
            Self::NoEmbedding { name } => Text::new(
                format!("字体{name}的许可不允许嵌入文件。请另选字体。"),
                format!("The licence of the font {name} forbids embedding it into a document. Choose another font."),
            ),
        }
    }
}

#[derive(Debug, Clone)]
enum Bytes {
    BuiltIn(&'static [u8]),
    Given(Arc<[u8]>),
}

impl Bytes {
    fn as_slice(&self) -> &[u8] {
        match self {
            Self::BuiltIn(bytes) => bytes,
            Self::Given(bytes) => bytes,
        }
    }
}

/// A set of faces: which one a role is set in, and where letters are looked up that it lacks.
#[derive(Debug, Clone)]
pub struct Faces {
    files: Vec<Bytes>,
    roles: BTreeMap<Role, usize>,
    fallbacks: Vec<usize>,
}

impl Faces {
    /// The built-in faces, unpacked once per process and side by side.
    pub fn built_in() -> Result<Self, FaceError> {
        static UNPACKED: OnceLock<Result<[Vec<u8>; 2], String>> = OnceLock::new();
        let unpacked = UNPACKED.get_or_init(|| {
            let bold = thread::spawn(|| unpack(BOLD));
            let regular = unpack(REGULAR)?;
            let bold = bold.join().map_err(|_panic| "unpacking stopped".to_owned())??;
            Ok([regular, bold])
        });
        let [regular, bold] = unpacked.as_ref().map_err(|reason| FaceError::Damaged(reason.clone()))?;
        Ok(Self {
            files: vec![Bytes::BuiltIn(regular), Bytes::BuiltIn(bold)],
            roles: BTreeMap::new(),
            fallbacks: Vec::new(),
        })
    }

    /// Adds a face for letters that no other face has. Of a collection the first face is taken.
    pub fn with_fallback(mut self, name: &str, bytes: Vec<u8>) -> Result<Self, FaceError> {
        let index = self.add(name, bytes)?;
        self.fallbacks.push(index);
        Ok(self)
    }

    /// Sets roles in a face of the user's, e.g. the body in a 仿宋 face.
    pub fn with_roles(mut self, roles: &[Role], name: &str, bytes: Vec<u8>) -> Result<Self, FaceError> {
        let index = self.add(name, bytes)?;
        self.roles.extend(roles.iter().map(|role| (*role, index)));
        Ok(self)
    }

    fn add(&mut self, name: &str, bytes: Vec<u8>) -> Result<usize, FaceError> {
        let face = Face::parse(&bytes, 0).map_err(|error| FaceError::NotAFont {
            name: name.to_owned(),
            reason: error.to_string(),
        })?;
        if face.permissions() == Some(Permissions::Restricted) {
            return Err(FaceError::NoEmbedding { name: name.to_owned() });
        }
        self.files.push(Bytes::Given(bytes.into()));
        Ok(self.files.len() - 1)
    }

    /// All faces, parsed; a run's face number counts in this list.
    pub(super) fn parsed(&self) -> Result<Vec<Face<'_>>, FaceError> {
        self.files
            .iter()
            .map(|bytes| {
                Face::parse(bytes.as_slice(), 0).map_err(|error| FaceError::NotAFont {
                    name: "Noto Sans SC".to_owned(),
                    reason: error.to_string(),
                })
            })
            .collect()
    }

    /// The faces in which a letter of this role is looked up, best first.
    pub(super) fn order(&self, role: Role) -> impl Iterator<Item = usize> + '_ {
        let plain = match role.weight() {
            Weight::Regular => 0,
            Weight::Bold => 1,
        };
        self.roles
            .get(&role)
            .copied()
            .into_iter()
            .chain([plain, 1 - plain])
            .chain(self.fallbacks.iter().copied())
    }
}

/// The PostScript name of a face with only the characters allowed in a PDF name.
pub(super) fn postscript_name(face: &Face<'_>) -> String {
    let name = face
        .names()
        .into_iter()
        .filter(|name| name.name_id == name_id::POST_SCRIPT_NAME)
        .find_map(|name| name.to_string())
        .map_or(Cow::Borrowed("Face"), Cow::Owned);
    name.chars()
        .filter(|c| c.is_ascii_alphanumeric() || *c == '-')
        .collect()
}

fn unpack(packed: &[u8]) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::with_capacity(11_000_000);
    flate2::read::GzDecoder::new(packed)
        .read_to_end(&mut bytes)
        .map_err(|error| error.to_string())?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_faces_are_noto_sans_sc() {
        let faces = Faces::built_in().unwrap();
        let names: Vec<_> = faces.parsed().unwrap().iter().map(postscript_name).collect();
        assert_eq!(names, ["NotoSansSC-Regular", "NotoSansSC-Bold"]);
    }

    #[test]
    fn a_file_that_is_no_font_is_refused_by_name() {
        let error = Faces::built_in()
            .unwrap()
            .with_fallback("song.ttf", b"not a font".to_vec())
            .unwrap_err();
        assert!(
            matches!(&error, FaceError::NotAFont { name, .. } if name == "song.ttf"),
            "{error:?}"
        );
    }
}
