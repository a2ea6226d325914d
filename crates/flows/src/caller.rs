//! Who asks, and when: what a flow has to know of a request. The chassis of `web` makes one for each.

use crypto::token::Token;
use model::{Id, Time, id::Request};

/// The surroundings of one request.
#[derive(Debug, Clone)]
pub struct Caller {
    /// The request, as logs, events and error pages name it.
    pub request: Id<Request>,
    /// When it came. Every rule of the request is judged at this time.
    pub now: Time,
    /// The client's address, as far as trusted proxies tell.
    pub address: String,
    /// The browser in words, for lists of sessions.
    pub agent: String,
    /// The language that was chosen in the menu of the pages, in this browser (BCP 47).
    pub language: Option<String>,
    /// The languages that the browser prefers (`Accept-Language`), perhaps empty.
    pub languages: String,
    /// What binds sign-ins in progress to this browser.
    pub browser: Option<Token>,
    /// The browser's session.
    pub session: Option<Token>,
    /// What this browser is known by to users who signed in from it before.
    pub device: Option<Token>,
}

/// A cookie to set or to remove. The names are the chassis's business.
#[derive(Debug, Clone)]
pub enum Cookie {
    /// Binds sign-ins in progress; ends with the browser.
    Browser(Token),
    /// The session; outlives the browser for so many seconds when remembered.
    Session(Token, Option<i64>),
    /// Known to users who signed in from here; kept for so many seconds.
    Device(Token, i64),
    /// The session is over, and so are sign-ins that this browser began: an answer that is sent again opens nothing.
    SignedOut,
}
