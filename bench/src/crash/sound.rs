//! What has to be true of the database after any crash (REL-02): a change is there with all its parts, or it
//! is not there.

use store::{Read, Store, params};

store::statements! {
    TWO_HEADS = "select count(*) from (select grant_id from refresh_tokens where used_at is null \
        group by org, grant_id having count(*) > 1) families";
    USED_WITHOUT_TOKEN = "select count(*) from grants g where g.used_at is not null \
        and not exists (select r.grant_id from refresh_tokens r where r.org = g.org and r.grant_id = g.id)";
    TOKEN_WITHOUT_USE = "select count(*) from refresh_tokens r join grants g on g.org = r.org and g.id = r.grant_id \
        where g.used_at is null";
    SESSIONS = "select count(*) from sessions";
    SIGN_INS_TOLD = "select count(*) from events where kind = 'sign_in.succeeded'";
    CODES_USED = "select count(*) from grants where used_at is not null";
    CODES_TOLD = "select count(*) from events where kind = 'token.issued'";
    SIGN_INS_WITHOUT_SESSION = "select count(*) from sign_ins i where i.session is not null \
        and not exists (select s.id from sessions s where s.id = i.session)";
    USERS_WITHOUT_CREDENTIAL = "select count(*) from users u \
        where not exists (select c.id from credentials c where c.org = u.org and c.user_id = u.id)";
    DAMAGE = sqlite: "select count(*) from pragma_integrity_check where integrity_check <> 'ok'",
        postgres: "select cast(0 as bigint)";
    LOST_REFERENCES = sqlite: "select count(*) from pragma_foreign_key_check", postgres: "select cast(0 as bigint)";
}

/// What is wrong with the database; nothing, if all is well.
pub(crate) async fn look(store: &Store) -> Result<Vec<String>, String> {
    let mut read = store.read().await.map_err(|error| error.to_string())?;
    let mut wrong = Vec::new();
    for (statement, what) in [
        (&TWO_HEADS, "families of refresh tokens with two heads"),
        (&USED_WITHOUT_TOKEN, "codes that are used and gave nothing"),
        (&TOKEN_WITHOUT_USE, "tokens of codes that are not used"),
        (&SIGN_INS_WITHOUT_SESSION, "sign-ins that ended in no session"),
        (&USERS_WITHOUT_CREDENTIAL, "users without a credential"),
        (&DAMAGE, "damages of the file"),
        (&LOST_REFERENCES, "references to nothing"),
    ] {
        let count = count(&mut read, statement).await?;
        if count != 0 {
            wrong.push(format!("{count} {what}"));
        }
    }
    for (one, other, what) in [
        (&SESSIONS, &SIGN_INS_TOLD, "sessions and their events"),
        (&CODES_USED, &CODES_TOLD, "used codes and their events"),
    ] {
        let (one, other) = (count(&mut read, one).await?, count(&mut read, other).await?);
        if one != other {
            wrong.push(format!("{what} differ: {one} and {other}"));
        }
    }
    Ok(wrong)
}

async fn count(read: &mut Read, statement: &'static store::Statement) -> Result<i64, String> {
    let row = read.one::<(i64,)>(statement, params![]).await.map_err(|error| error.to_string())?;
    Ok(row.map_or(0, |(count,)| count))
}
