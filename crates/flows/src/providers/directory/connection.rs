//! A connection to a directory: one request at a time, and each answer bounded while it is read.

use egress::{Client, EgressError, Stream, Target};
use ldap::{LdapResult, Operation, Response, Search};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

use super::{Asked, DirectoryTrouble};

/// How much is read at once.
const CHUNK: usize = 16 * 1024;
/// The most that one search may answer, in bytes.
const MOST_BYTES: usize = 4 * 1024 * 1024;

/// The most that one page may hold, in bytes.
const MOST_PAGE_BYTES: usize = 16 * 1024 * 1024;

/// A connection.
pub(super) struct Connection {
    stream: Box<dyn Stream>,
    /// What was read and is of the next message.
    read: Vec<u8>,
    last: u32,
}

/// What a search found.
pub(super) struct Entries {
    pub(super) entries: Vec<ldap::Entry>,
    /// Whether there are more.
    pub(super) is_partial: bool,
}

/// A page of what a search found.
pub(super) struct Page {
    pub(super) entries: Vec<ldap::Entry>,
    /// Where the next one begins; none: this was the last.
    pub(super) next: Option<Vec<u8>>,
}

impl Connection {
    /// Opens one, by TLS where the target is not plain.
    pub(super) async fn open(client: &Client, target: &Target) -> Result<Self, EgressError> {
        let stream = client.connect(target).await?;
        let mut connection = Self { stream, read: Vec::new(), last: 0 };
        if !target.starts_tls() {
            return Ok(connection);
        }
        let id = connection.next();
        connection.send(&ldap::start_tls(id)).await?;
        let answered = connection.receive(id).await?;
        let begins = matches!(&answered.operation, Operation::Extended(result) if result.code == 0);
        // Whatever came before TLS began was not sent by whom the certificate names.
        if !begins || !connection.read.is_empty() {
            return Err(EgressError::Unsafe("it does not begin TLS (StartTLS)".to_owned()));
        }
        let stream = client.secured(target, connection.stream).await?;
        Ok(Self { stream, read: Vec::new(), last: id })
    }

    /// Binds. None where name or password is empty, which is never sent.
    pub(super) async fn bind(&mut self, name: &str, password: &str) -> Result<Option<Response>, EgressError> {
        let id = self.next();
        let Some(request) = ldap::bind(id, name, password) else { return Ok(None) };
        self.send(&request).await?;
        let answered = self.receive(id).await?;
        match answered.operation {
            Operation::Bind(_) => Ok(Some(answered)),
            _ => Err(unreadable()),
        }
    }

    /// Searches. References to other directories are passed over (RFC 4511 §4.5.3).
    pub(super) async fn search(&mut self, search: &Search<'_>) -> Asked<Entries> {
        let id = self.next();
        self.send(&ldap::search(id, search)).await?;
        let (mut entries, mut bytes) = (Vec::new(), 0);
        loop {
            let answered = self.receive(id).await?;
            match answered.operation {
                Operation::Entry(entry) => {
                    bytes += bytes_of(&entry);
                    entries.push(entry);
                    if entries.len() > search.most as usize || bytes > MOST_BYTES {
                        return Err(EgressError::TooLarge);
                    }
                }
                Operation::Done(LdapResult { code: 0, .. }) => return Ok(Ok(Entries { entries, is_partial: false })),
                Operation::Done(LdapResult { code: 4, .. }) => return Ok(Ok(Entries { entries, is_partial: true })),
                Operation::Done(LdapResult { code: 32, .. }) => return Ok(Err(DirectoryTrouble::NoBase)),
                Operation::Done(result) => return Ok(Err(DirectoryTrouble::Search(result.code))),
                Operation::Reference => {}
                _ => return Err(unreadable()),
            }
        }
    }

    /// Searches for a page of what is found, from where the cookie says. A directory that gives a part and calls it all is in trouble: what
    /// is missing would be taken for gone. References to other directories are passed over.
    pub(super) async fn search_page(&mut self, search: &Search<'_>, size: u32, cookie: &[u8]) -> Asked<Page> {
        let id = self.next();
        self.send(&ldap::search_page(id, search, size, cookie)).await?;
        let (mut entries, mut bytes) = (Vec::new(), 0);
        loop {
            let answered = self.receive(id).await?;
            match answered.operation {
                Operation::Entry(entry) => {
                    bytes += bytes_of(&entry);
                    entries.push(entry);
                    if entries.len() > size as usize || bytes > MOST_PAGE_BYTES {
                        return Err(EgressError::TooLarge);
                    }
                }
                Operation::Done(LdapResult { code: 0, .. }) => {
                    return Ok(Ok(Page { next: answered.next_page(), entries }));
                }
                Operation::Done(LdapResult { code: 32, .. }) => return Ok(Err(DirectoryTrouble::NoBase)),
                Operation::Done(result) => return Ok(Err(DirectoryTrouble::Search(result.code))),
                Operation::Reference => {}
                _ => return Err(unreadable()),
            }
        }
    }

    /// Says good-bye, and does not wait whether it is heard.
    pub(super) async fn close(mut self) {
        let id = self.next();
        let _ = self.send(&ldap::unbind(id)).await;
    }

    fn next(&mut self) -> u32 {
        self.last += 1;
        self.last
    }

    async fn send(&mut self, bytes: &[u8]) -> Result<(), EgressError> {
        self.stream.write_all(bytes).await.map_err(|error| EgressError::Unreadable(error.to_string()))?;
        self.stream.flush().await.map_err(|error| EgressError::Unreadable(error.to_string()))
    }

    async fn receive(&mut self, id: u32) -> Result<Response, EgressError> {
        loop {
            let length = ldap::length_of(&self.read).map_err(|_| EgressError::TooLarge)?;
            if let Some(length) = length.filter(|length| *length <= self.read.len()) {
                let response = Response::read(&self.read[..length]).map_err(|_| unreadable())?;
                self.read.drain(..length);
                // What answers nothing is a good-bye (RFC 4511 §4.4.1).
                return if response.id == id { Ok(response) } else { Err(unreadable()) };
            }
            let begun = self.read.len();
            self.read.resize(begun + CHUNK, 0);
            let got = self.stream.read(&mut self.read[begun..]).await;
            let got = got.map_err(|error| EgressError::Unreadable(error.to_string()))?;
            self.read.truncate(begun + got);
            if got == 0 {
                return Err(EgressError::Unreadable("it closed the connection".to_owned()));
            }
        }
    }
}

fn bytes_of(entry: &ldap::Entry) -> usize {
    entry.attributes.iter().flat_map(|(_, values)| values).map(Vec::len).sum::<usize>() + entry.dn.len()
}

fn unreadable() -> EgressError {
    EgressError::Unreadable("what came is not what LDAP answers".to_owned())
}
