//! `pipia identity`: the user's signing identities, one folder each with `certificate.pem` and `key.pem`.

use super::failure::Failure;
use super::passphrase::Prompt;
use super::session::Session;
use super::{Exit, file, text};
use crate::cli::{self, ExportIdentity, NewIdentity};
use crate::domain::Text;
use crate::i18n::Messages;
use crate::questionnaire::printable;
use crate::seal::{Holder, Identity, IdentityError, Seed, Subject};
use crate::store::{Place, atomic, make_private};
use jiff::{ToSpan, Zoned};
use serde_json::json;
use std::fs;
use std::path::{Path, PathBuf};

const CERTIFICATE: &str = "certificate.pem";
const KEY: &str = "key.pem";
/// Years a self-signed certificate is valid: longer than the three years a report must be kept (PIPL art. 56).
const YEARS: i64 = 5;
const LONGEST_ID: usize = 64;

/// An identity as it is listed, without its passphrase.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// Its short name.
    pub id: String,
    /// What its certificate says.
    pub holder: Holder,
    /// Whether its key is protected by a passphrase.
    pub protected: bool,
}

/// All identities that can be read, by name.
pub fn list(place: &Place) -> Vec<Listed> {
    let Ok(entries) = fs::read_dir(place.identities()) else {
        return Vec::new();
    };
    let names = entries
        .flatten()
        .filter_map(|entry| entry.file_name().into_string().ok());
    let mut found: Vec<Listed> = names.filter_map(|id| find(place, &id).ok()).collect();
    found.sort_by(|a, b| a.id.cmp(&b.id));
    found
}

/// The identity of this name.
pub fn find(place: &Place, id: &str) -> Result<Listed, Failure> {
    let folder = folder(place, id)?;
    let certificate = fs::read_to_string(folder.join(CERTIFICATE)).map_err(|_unreadable| unknown(place, id))?;
    let key = fs::read_to_string(folder.join(KEY)).map_err(|_unreadable| unknown(place, id))?;
    let holder = Holder::read(&certificate).map_err(|error| failure(error, id))?;
    Ok(Listed {
        id: id.to_owned(),
        holder,
        protected: Identity::needs_passphrase(&key),
    })
}

/// Opens the key of an identity.
pub fn load(place: &Place, id: &str, passphrase: Option<&str>) -> Result<Identity, Failure> {
    let folder = folder(place, id)?;
    let read = |name: &str| fs::read_to_string(folder.join(name)).map_err(|_unreadable| unknown(place, id));
    Identity::load(&read(CERTIFICATE)?, &read(KEY)?, passphrase).map_err(|error| failure(error, id))
}

/// Makes an own identity, valid from now on. The folder appears only when both files stand in it.
pub fn create(
    place: &Place,
    id: &str,
    subject: &Subject,
    passphrase: Option<&str>,
    now: &Zoned,
) -> Result<Listed, Failure> {
    let folder = folder(place, id)?;
    if folder.exists() {
        return Err(Failure::worded(Exit::Refused, |lang| {
            Messages::of(lang).error.identity_exists.fill(&[("name", &id)])
        }));
    }
    let end = now.checked_add(YEARS.years()).unwrap_or_else(|_too_late| now.clone());
    let made =
        Identity::generate(subject, now.timestamp(), end.timestamp(), &seed()?).map_err(|error| failure(error, id))?;
    let salt = seed()?;
    let key = made
        .key_pem(passphrase.map(|word| (word, &salt)))
        .map_err(|error| failure(error, id))?;
    let certificate = made.certificate_pem().map_err(|error| failure(error, id))?;
    let parent = place.identities();
    let write = || {
        make_private(&parent)?;
        let new = tempfile::Builder::new().prefix(".new-").tempdir_in(&parent)?;
        let made = new.path().join(id);
        make_private(&made)?;
        atomic::create(&made.join(KEY), key.as_bytes())?;
        atomic::create(&made.join(CERTIFICATE), certificate.as_bytes())?;
        fs::rename(&made, &folder)
    };
    write().map_err(|error| file::not_written(&folder, &error))?;
    find(place, id)
}

/// Deletes an identity, key first.
pub fn remove(place: &Place, id: &str) -> Result<Listed, Failure> {
    let known = find(place, id)?;
    let folder = folder(place, id)?;
    let gone = fs::remove_file(folder.join(KEY)).and_then(|()| fs::remove_dir_all(&folder));
    gone.map_err(|error| file::not_written(&folder, &error))?;
    Ok(known)
}

/// Lower-case letters, digits and hyphens, so that the name is a folder's name everywhere.
fn folder(place: &Place, id: &str) -> Result<PathBuf, Failure> {
    let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if id.is_empty() || id.len() > LONGEST_ID || id.starts_with('-') || !id.chars().all(fits) {
        return Err(Failure::worded(Exit::Refused, |lang| {
            Messages::of(lang).error.bad_identifier.clone()
        }));
    }
    Ok(place.identities().join(id))
}

fn seed() -> Result<Seed, Failure> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).map_err(|_no_randomness| {
        let what = text("系统没有提供随机数", "The system gave no random numbers");
        Failure::refused(what, text("请重试。", "Try again."))
    })?;
    Ok(Seed::new(bytes))
}

fn unknown(place: &Place, id: &str) -> Failure {
    let known: Vec<String> = list(place).into_iter().map(|known| known.id).collect();
    let what = text(
        format!("没有签名身份“{id}”"),
        format!("There is no signing identity \"{id}\""),
    );
    let todo = if known.is_empty() {
        text("请先用pipia identity new新建。", "Make one with pipia identity new.")
    } else {
        text(
            format!("已有：{}。", known.join("、")),
            format!("There are: {}.", known.join(", ")),
        )
    };
    Failure::refused(what, todo)
}

fn failure(error: IdentityError, id: &str) -> Failure {
    if error == IdentityError::WrongPassphrase {
        return Failure::worded(Exit::Refused, |lang| Messages::of(lang).error.wrong_passphrase.clone());
    }
    let (what, todo) = match error {
        IdentityError::Name => (
            text(
                "姓名或者单位为空、超过64个字符，或者含有不可见字符",
                "The name or the organisation is empty, longer than 64 characters, or has invisible characters",
            ),
            text("请改写后重试。", "Write it differently."),
        ),
        IdentityError::Validity => (
            text(
                "当前时间不能写入数字证书",
                "The time of now cannot stand in a digital certificate",
            ),
            text(
                "请检查系统时间和SOURCE_DATE_EPOCH。",
                "Check the clock and SOURCE_DATE_EPOCH.",
            ),
        ),
        IdentityError::PassphraseNeeded => (
            text(
                format!("签名身份“{id}”需要口令"),
                format!("The identity \"{id}\" needs its passphrase"),
            ),
            text(
                "请输入口令，或者用--passphrase-file指定文件。",
                "Type it, or name a file with --passphrase-file.",
            ),
        ),
        _ => (
            text(
                format!("签名身份“{id}”的文件已损坏"),
                format!("The files of the identity \"{id}\" are damaged"),
            ),
            text(
                "请从备份恢复，或者新建签名身份。",
                "Restore them from a backup, or make a new identity.",
            ),
        ),
    };
    Failure::refused(what, todo)
}

pub(super) fn run(session: &Session, order: &cli::Identity) -> Result<Exit, Failure> {
    match order {
        cli::Identity::New(order) => run_new(session, order),
        cli::Identity::List(order) => {
            run_list(session, order.format);
            Ok(Exit::Done)
        }
        cli::Identity::Export(order) => run_export(session, order),
        cli::Identity::Remove(order) => {
            let gone = remove(&session.place, &order.id)?;
            let words = session.say(
                "已删除签名身份{id}；密钥不能恢复\n",
                "Identity {id} deleted; its key cannot be recovered\n",
            );
            session.print(&crate::i18n::fill(&words, &[("id", &gone.id)]));
            Ok(Exit::Done)
        }
    }
}

/// Opens an identity for signing, asking for its passphrase where it has one.
pub(super) fn unlock(session: &Session, id: &str, passphrase_file: Option<&Path>) -> Result<Identity, Failure> {
    let known = find(&session.place, id)?;
    if !known.protected {
        return load(&session.place, id, None);
    }
    let passphrase = Prompt {
        file: passphrase_file,
        id,
    }
    .ask(session)?;
    load(&session.place, id, Some(&passphrase))
}

fn run_new(session: &Session, order: &NewIdentity) -> Result<Exit, Failure> {
    let path = folder(&session.place, &order.id)?;
    if path.exists() {
        return Err(Failure::worded(Exit::Refused, |lang| {
            Messages::of(lang).error.identity_exists.fill(&[("name", &order.id)])
        }));
    }
    let passphrase = if order.no_passphrase {
        None
    } else {
        Some(
            Prompt {
                file: order.passphrase_file.as_deref(),
                id: &order.id,
            }
            .ask_new(session)?,
        )
    };
    let subject = Subject {
        name: order.name.clone(),
        organisation: order.organisation.clone(),
    };
    let made = create(&session.place, &order.id, &subject, passphrase.as_deref(), &session.now)?;
    let words = &session.messages.identity;
    let certificate = file::show(&path.join(CERTIFICATE));
    let lost = Text::new(
        "密钥只保存在本机；遗失或者忘记口令后不能恢复，只能新建签名身份。",
        "The key is kept on this machine only; once lost, or its passphrase forgotten, it cannot be recovered: a new identity is then needed.",
    );
    let licensed = Text::new(
        "自签数字证书不是依法设立的电子认证服务机构签发的证书。",
        "A self-signed certificate is not one of a licensed certification authority.",
    );
    let lines = [
        crate::i18n::fill(&words.created, &[("name", &made.id)]),
        [words.fingerprint.as_str(), &made.holder.certificate_sha256].join(&session.messages.common.colon),
        [
            session
                .say("对外提供的数字证书", "Digital certificate to hand out")
                .as_str(),
            &certificate,
        ]
        .join(&session.messages.common.colon),
        words.self_signed_note.clone(),
        licensed.get(session.lang).to_owned(),
        lost.get(session.lang).to_owned(),
    ];
    session.print(&(lines.join("\n") + "\n"));
    Ok(Exit::Done)
}

fn run_list(session: &Session, format: cli::Format) {
    let found = list(&session.place);
    let (words, colon) = (&session.messages.identity, &session.messages.common.colon);
    if format == cli::Format::Json {
        let entry = |known: &Listed| {
            json!({
                "id": known.id,
                "name": printable(&known.holder.name),
                "organisation": known.holder.organisation.as_deref().map(printable),
                "valid_from": known.holder.from.to_string(),
                "valid_to": known.holder.to.to_string(),
                "self_signed": known.holder.self_signed,
                "passphrase": known.protected,
                "certificate_sha256": known.holder.certificate_sha256,
            })
        };
        let all: Vec<_> = found.iter().map(entry).collect();
        session.print(&format!("{:#}\n", json!({ "identities": all })));
        return;
    }
    if found.is_empty() {
        let todo = session.say("请用pipia identity new新建。", "Make one with pipia identity new.");
        session.print(&format!("{}\n{todo}\n", words.empty));
    }
    for known in found {
        let holder = &known.holder;
        let kind = if holder.self_signed {
            &words.self_signed
        } else {
            &words.chained
        };
        let organisation = printable(holder.organisation.as_deref().unwrap_or_default());
        let until = holder.to.to_zoned(session.now.time_zone().clone()).date();
        let until = crate::i18n::fill(&words.expires, &[("date", &until)]);
        let until = if holder.to < session.now.timestamp() {
            words.expired.clone()
        } else {
            until
        };
        let parts = [printable(&holder.name), organisation, kind.clone(), until];
        let lines = [
            [known.id.as_str(), &crate::i18n::join(&parts, session.lang)].join(colon),
            ["  ", &words.fingerprint, colon, &holder.certificate_sha256, "\n"].concat(),
        ];
        session.print(&lines.join("\n"));
    }
}

fn run_export(session: &Session, order: &ExportIdentity) -> Result<Exit, Failure> {
    find(&session.place, &order.id)?;
    let path = folder(&session.place, &order.id)?.join(CERTIFICATE);
    let bytes = file::bytes(&path)?;
    match &order.output {
        None => session.print(&String::from_utf8_lossy(&bytes)),
        Some(output) => {
            atomic::create(output, &bytes).map_err(|error| file::not_written(output, &error))?;
            session.print(&(session.say("已写入：", "Written: ") + &file::show(output) + "\n"));
        }
    }
    Ok(Exit::Done)
}
