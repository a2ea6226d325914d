//! Deleting a user, with all that is theirs. What happened stays in the audit trail, under an identifier that names nobody any more.

use model::{
    Id, Time,
    id::{Org, User},
};

use crate::{Change, Guard, events, organisations, params, statements, users::ANOTHER_OWNER};

statements! {
    // After the guard row, so that no two of the last owners leave at once.
    LEAVES_AN_OWNER = "update users set version = version + 1 where org = $1 and id = $2 and (not exists \
          (select m.role from role_members m where m.org = $1 and m.role = 'owner' and m.user_id = $2) \
        or exists (select m.role from role_members m where m.org = $1 and m.role = 'owner' and m.user_id <> $2))";
    RETIRE_SUBJECT = "insert into retired_subjects (subject, retired_at) \
        select u.subject, $3 from users u where u.org = $1 and u.id = $2 and u.subject <> $4 on conflict do nothing";
    REFRESH_TOKENS = "delete from refresh_tokens where org = $1 and grant_id in (select g.id from sessions s \
          join app_sessions a on a.org = s.org and a.session = s.id join grants g on g.org = a.org and g.app_session = a.id \
        where s.org = $1 and s.user_id = $2)";
    GRANTS = "delete from grants where org = $1 and app_session in (select a.id from sessions s \
          join app_sessions a on a.org = s.org and a.session = s.id where s.org = $1 and s.user_id = $2)";
    ASSIGNMENTS = "delete from assignments where org = $1 and holder = $2";
    INVITATIONS = "delete from invitations where org = $1 and key in \
        (select i.key from identifiers i where i.org = $1 and i.user_id = $2)";
    // Everything else that is theirs refers to this row, and goes with it.
    USER = "delete from users where org = $1 and id = $2 and state = 'active' and epoch = $3";
}

const USER_STILL_ACTIVE: Guard = Guard("user still active");

/// Deletes an active user of this epoch. A subject that was given from outside is never given again (OIDC Core §2, §5.7); one that is
/// the user's identifier can't be. Guards: another owner stays, and the user is active and of this epoch.
pub fn user(change: &mut Change, (org, user): (Id<Org>, Id<User>), epoch: i64, now: Time) {
    organisations::take_guard_row(change, org);
    change.guard(&LEAVES_AN_OWNER, params![org, user], ANOTHER_OWNER);
    change.add(&RETIRE_SUBJECT, params![org, user, now, user.to_string()]);
    change.add(&REFRESH_TOKENS, params![org, user]);
    change.add(&GRANTS, params![org, user]);
    change.add(&ASSIGNMENTS, params![org, user]);
    change.add(&INVITATIONS, params![org, user]);
    change.guard(&USER, params![org, user, epoch], USER_STILL_ACTIVE);
    events::erase_changes(change, (org, user));
}
