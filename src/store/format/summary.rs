//! The head of an assessment file without its answers: enough for a list of thousands.

use super::FORMAT;
use super::header::{self, Header, no_questionnaire};
use super::known::Known;
use super::read::format_of;
use crate::domain::{Text, Versions};
use crate::questionnaire::Source;
use crate::questionnaire::raw::Reader;
use jiff::Timestamp;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

/// The head ends where the answers begin.
const END: &[u8] = b"\n[answers]";
/// Heads are far shorter than this; what is longer is not ours.
const MOST: u64 = 64 * 1024;
/// One read brings a whole head.
const STEP: usize = 4096;

/// What a list of assessments shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summary {
    /// The title, in both languages as far as it was translated.
    pub title: Text,
    /// The client's label.
    pub client: String,
    /// What it was answered with.
    pub versions: Versions,
    /// When it was made.
    pub created: Timestamp,
    /// When it was last saved.
    pub modified: Timestamp,
}

/// Reads the head of the file; `Ok(None)` if it is not an assessment of the current format.
pub fn summary(path: &Path) -> io::Result<Option<Summary>> {
    // Reading from anything else could wait for ever.
    if !std::fs::metadata(path)?.is_file() {
        return Ok(None);
    }
    Ok(String::from_utf8(head(path)?).ok().and_then(read))
}

fn head(path: &Path) -> io::Result<Vec<u8>> {
    let mut file = File::open(path)?.take(MOST);
    let mut bytes = Vec::with_capacity(STEP);
    let mut step = [0; STEP];
    loop {
        let count = file.read(&mut step)?;
        bytes.extend_from_slice(step.get(..count).unwrap_or_default());
        let end = bytes.windows(END.len()).position(|window| window == END);
        if let Some(end) = end {
            bytes.truncate(end + 1);
        }
        if count == 0 || end.is_some() {
            return Ok(bytes);
        }
    }
}

fn read(text: String) -> Option<Summary> {
    let source = Source {
        name: String::new(),
        text,
    };
    let reader = Reader::new(&source);
    let root = reader.root();
    if format_of(&root) != Some(FORMAT) {
        return None;
    }
    let nothing = no_questionnaire();
    let known = Known::new(&reader, &source, &nothing, None);
    let Header {
        title,
        translation,
        client,
        versions,
        created,
        modified,
    } = header::read(&root, &known)?;
    Some(Summary {
        title: Text::entered(&title, &translation),
        client,
        versions,
        created,
        modified,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Assessment, Questionnaire};
    use crate::store::format::write_assessment;
    use std::fs;

    #[test]
    fn the_head_is_read_and_the_answers_are_not() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.pipia.toml");
        let questionnaire = Questionnaire {
            id: "sample".into(),
            ..no_questionnaire()
        };
        let assessment = Assessment::new(&questionnaire, "T", Timestamp::UNIX_EPOCH);
        let text = write_assessment(&Assessment {
            title: format!("{}\n[answers]", "长".repeat(3000)),
            ..assessment
        });
        fs::write(&path, format!("{text}this is = = not read")).unwrap();
        let found = summary(&path).unwrap().unwrap();
        assert_eq!(
            (found.title.zh.chars().count(), found.versions.id.as_str()),
            (3010, "sample")
        );
        fs::write(&path, "format = 2\n[assessment]\n[answers]\n").unwrap();
        assert_eq!(summary(&path).unwrap(), None);
        fs::write(&path, b"\xff\xfe").unwrap();
        assert_eq!(summary(&path).unwrap(), None);
        assert!(summary(folder.path().join("none").as_path()).is_err());
        assert_eq!(summary(folder.path()).unwrap(), None);
        #[cfg(unix)]
        assert_eq!(summary(Path::new("/dev/zero")).unwrap(), None);
    }
}
