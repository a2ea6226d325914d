//! Users: what they look like, a page of them, one of them.

use axum::{
    extract::{Path, State},
    response::Response,
};
use flows::{
    UserRef,
    administration::{ListRefusal, Page, Person},
    granted::{ReadUser, ReadUsers},
};
use http::{HeaderMap, StatusCode};
use model::{Id, id};
use serde::Serialize;
use serde_json::{Map, Value};

use super::{
    bearer::{granted, invalid, not_found},
    time::Rfc3339,
};
use crate::{
    Web,
    chassis::{Query, RequestContext, respond},
    failure::answered,
};

/// A user.
#[derive(Debug, Clone, Serialize)]
pub struct User {
    /// The identifier.
    pub id: Id<id::User>,
    /// How applications know the user.
    pub subject: String,
    /// `active`, `inactive`, `disabled` or `locked`.
    pub state: String,
    /// What to call the user.
    pub name: String,
    /// Addresses that the user is found by, as they were typed.
    pub emails: Vec<String>,
    /// Names that the user is found by in the organisation.
    pub user_names: Vec<String>,
    /// What is known of the person: the claims of OpenID Connect that are.
    pub claims: Map<String, Value>,
    /// Roles in the organisation.
    pub roles: Vec<String>,
    /// Names of groups.
    pub groups: Vec<String>,
    /// When the user was made.
    pub created_at: Rfc3339,
    /// When the user last signed in.
    pub last_sign_in_at: Option<Rfc3339>,
    /// When the account was last used in any way, to about a day; before that, when it was made.
    pub last_used_at: Rfc3339,
}

/// A page of users.
#[derive(Debug, Clone, Serialize)]
pub struct Users {
    /// Who is on it.
    pub users: Vec<User>,
    /// What to ask for the next one with; none on the last.
    pub next: Option<String>,
}

impl From<Person> for User {
    fn from(person: Person) -> Self {
        Self {
            id: person.id,
            subject: person.subject,
            state: person.state,
            name: person.name,
            emails: person.emails,
            user_names: person.user_names,
            claims: person.claims,
            roles: person.roles,
            groups: person.groups,
            created_at: Rfc3339(person.created_at),
            last_sign_in_at: person.last_sign_in_at.map(Rfc3339),
            last_used_at: Rfc3339(person.last_used_at),
        }
    }
}

impl From<Page> for Users {
    fn from(page: Page) -> Self {
        Self { users: page.users.into_iter().map(User::from).collect(), next: page.next }
    }
}

/// How many users a page has when nothing else is asked for, and at most.
const USUAL: usize = 50;
const MOST: usize = 200;

/// What may be asked for. Anything else is a mistake, and would be answered with what was not asked for.
const PARAMETERS: [&str; 3] = ["begins", "after", "limit"];

/// GET `/api/v1/users`: a page of the organisation's users; `begins` searches, `after` goes on, `limit` says how many.
pub(crate) async fn users(
    State(web): State<Web>,
    context: RequestContext,
    headers: HeaderMap,
    Query(query): Query,
) -> Response {
    answered(&context, async {
        let granted = match granted::<ReadUsers>(&web, &context, &headers, |org| org).await? {
            Ok(granted) => granted,
            Err(refused) => return Ok(refused),
        };
        let limit = match query.get("limit").map_or(Ok(USUAL), str::parse) {
            Ok(limit) if (1..=MOST).contains(&limit) => limit,
            _ => return Ok(invalid("limit must be a number from 1 to 200")),
        };
        if query.iter().any(|(name, _)| !PARAMETERS.contains(&name)) {
            return Ok(invalid("the parameters are begins, after and limit"));
        }
        let page = web.doorward.list_users(&granted, query.get("begins"), query.get("after"), limit);
        Ok(match Box::pin(page).await? {
            Ok(page) => respond::json(StatusCode::OK, &Users::from(page)),
            Err(ListRefusal::Begins) => invalid("begins must be the beginning of one word"),
            Err(ListRefusal::After) => invalid("after must be the next of the page before, of the same begins"),
        })
    })
    .await
}

/// GET `/api/v1/users/{id}`: one user of the organisation. Who is somebody else's is not there.
pub(crate) async fn user(
    State(web): State<Web>,
    context: RequestContext,
    headers: HeaderMap,
    Path(id): Path<String>,
) -> Response {
    answered(&context, async {
        // What is no identifier is nobody's.
        let user = id.parse::<Id<id::User>>().unwrap_or(Id::from_bytes([0; 16]));
        let granted = match granted::<ReadUser>(&web, &context, &headers, |org| UserRef { org, user }).await? {
            Ok(granted) => granted,
            Err(refused) => return Ok(refused),
        };
        let found = Box::pin(web.doorward.user(&granted)).await?;
        Ok(match found {
            Some(person) => respond::json(StatusCode::OK, &User::from(person)),
            None => not_found(),
        })
    })
    .await
}
