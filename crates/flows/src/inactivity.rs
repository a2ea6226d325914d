//! Accounts that nobody uses (X4): their owners are warned, and then the account becomes inactive, with everything that was given in it.
//! Any node looks, every hour or so; guards let one of them do each step.

use model::{
    Id, Span, Time,
    id::Org,
    inactivity::{Inactivity, Next, Warning},
};
use serde_json::json;
use store::{
    Change,
    inactivity::{self, UnwarnedRow, WarnedRow, WarningMail, WarningRow},
    organisations,
};

use crate::{
    AuditContext, Doorward, Error, Granted, Organisation, Result,
    commit::Commit as _,
    events::{self, EventKind, EventSubject},
    farewells,
    granted::ReadUsers,
    jobs,
    notices::mailbox,
};

/// How many accounts are read at once, and written in one change.
const PAGE: i64 = 100;

/// Pages in one look, at most: of accounts that were warned before, and of each organisation's that are warned for the first time. The
/// next look goes on.
const PAGES: usize = 50;

/// Until when a step is put off that can't be made.
const PUT_OFF: Span = Span::hours(1);

/// Organisations that are read at once.
const ORGANISATIONS: i64 = 64;

impl Doorward {
    /// Warns owners of accounts that nobody uses, as their organisations' policies say, and makes inactive those whose owners were warned in
    /// time.
    ///
    /// # Errors
    /// What keeps the database from answering.
    pub async fn look_after_unused_accounts(&self, now: Time) -> Result<()> {
        let look = Look { doorward: self, now };
        look.go_on().await?;
        let mut after = Id::<Org>::from_bytes([0; 16]);
        loop {
            let some = organisations::ids(&mut self.store.read().await?, after, ORGANISATIONS).await?;
            let Some(last) = some.last() else { break };
            after = *last;
            for org in some {
                let home = self.organisation(org).await?;
                if let Some(rule) = rule_of(&home) {
                    look.begin(&home, rule).await?;
                }
            }
        }
        self.ordered.notify_one();
        Ok(())
    }

    /// How many accounts of an organisation were not used for so long, whatever its policy says of it; and what became of others.
    ///
    /// # Errors
    /// What keeps the database from answering.
    pub async fn count_unused_accounts(&self, granted: &Granted<ReadUsers>, span: Span) -> Result<UnusedAccounts> {
        let mut read = self.store.read().await?;
        let [unused, warned, inactive] = inactivity::counts(&mut read, granted.on(), granted.by().now - span).await?;
        Ok(UnusedAccounts { unused, warned, inactive })
    }
}

/// How many accounts of an organisation nobody uses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UnusedAccounts {
    /// Active ones that nobody used for the time that was asked for.
    pub unused: i64,
    /// Active ones whose owners were warned that they become inactive.
    pub warned: i64,
    /// Inactive ones.
    pub inactive: i64,
}

/// The rule by which an organisation's accounts become inactive. While it is switched off, nobody can come, and nobody has to.
fn rule_of(home: &Organisation) -> Option<Inactivity> {
    Inactivity::of(&home.policy).filter(|_| home.active)
}

/// One look at the accounts.
struct Look<'a> {
    doorward: &'a Doorward,
    now: Time,
}

impl Look<'_> {
    /// First warnings of an organisation.
    async fn begin(&self, home: &Organisation, rule: Inactivity) -> Result<()> {
        let unused_since = rule.warned_if_unused_since(self.now);
        for _ in 0..PAGES {
            let mut read = self.doorward.store.read().await?;
            let page = inactivity::unwarned(&mut read, home.id, unused_since, PAGE).await?;
            drop(read);
            if page.is_empty() {
                break;
            }
            let mut change = Change::new();
            for row in page {
                self.warn_first(&mut change, home.id, rule, &row)?;
            }
            // Refused, somebody came, or another node is at it: what is left is read anew.
            let _ = self.doorward.store.commit(change).await?;
        }
        Ok(())
    }

    fn warn_first(&self, change: &mut Change, org: Id<Org>, rule: Inactivity, row: &UnwarnedRow) -> Result<()> {
        let warning = rule.first(row.active_at, self.now);
        let row = WarningRow {
            org,
            user: row.id,
            unused_since: row.active_at,
            lead: warning.lead,
            ends_at: warning.ends_at,
            mail: self.first_mail(mailbox(&row.profile).is_some()).into(),
        };
        inactivity::begin(change, &row, rule.looked_at(warning));
        self.order(change, &row)
    }

    /// What becomes of a first mail. Where none can be sent, the notice is the same, and the organisation may tell its people by other
    /// means.
    fn first_mail(&self, has_address: bool) -> WarningMail {
        match has_address && self.doorward.instance.mail.is_some() {
            true => WarningMail::Awaited,
            false => WarningMail::Nowhere,
        }
    }

    /// What becomes of the mail after the one that was ordered last. A first one that did not leave is begun again.
    fn next_mail(&self, row: &WarnedRow, delivered: bool) -> WarningMail {
        match row.warning.mail.known() {
            Some(WarningMail::Nowhere) => WarningMail::Nowhere,
            _ if delivered => WarningMail::FollowUp,
            _ => self.first_mail(mailbox(&row.profile).is_some()),
        }
    }

    fn order(&self, change: &mut Change, row: &WarningRow) -> Result<()> {
        match row.mail == WarningMail::Nowhere {
            true => Ok(()),
            false => jobs::order_warning(self.doorward, change, row, self.now),
        }
    }

    /// The next steps of warnings that were begun.
    async fn go_on(&self) -> Result<()> {
        for _ in 0..PAGES {
            let page = inactivity::due(&mut self.doorward.store.read().await?, self.now, PAGE).await?;
            if page.is_empty() {
                break;
            }
            let mut change = Change::new();
            for row in page {
                match self.step(&mut change, &row).await {
                    // One that can't be read here holds up no other; perhaps a newer node can read it.
                    Err(Error::Corrupt(what)) => {
                        tracing::warn!(org = %row.warning.org, what, "a warning of inactivity was put off");
                        inactivity::go_on(&mut change, &row.warning, &row.warning, self.now + PUT_OFF);
                    }
                    stepped => stepped?,
                }
            }
            let _ = self.doorward.store.commit(change).await?;
        }
        Ok(())
    }

    async fn step(&self, change: &mut Change, row: &WarnedRow) -> Result<()> {
        let was = &row.warning;
        let home = self.doorward.organisation(was.org).await?;
        let given = Warning { lead: was.lead, ends_at: was.ends_at };
        let delivered = was.mail.known().is_some_and(|mail| mail != WarningMail::Awaited);
        let Some(rule) = rule_of(&home).filter(|_| row.holds) else {
            inactivity::forget(change, was);
            return Ok(());
        };
        match rule.next(was.unused_since, given, delivered, self.now) {
            Next::Forget => inactivity::forget(change, was),
            Next::Wait(until) => inactivity::go_on(change, was, was, until),
            Next::End => self.end(change, row),
            Next::Warn(warning) => {
                let mail = self.next_mail(row, delivered).into();
                let is = WarningRow { lead: warning.lead, ends_at: warning.ends_at, mail, ..was.clone() };
                inactivity::go_on(change, was, &is, rule.looked_at(warning));
                self.order(change, &is)?;
            }
        }
        Ok(())
    }

    fn end(&self, change: &mut Change, row: &WarnedRow) {
        let whom = (row.warning.org, row.warning.user);
        inactivity::end(change, row);
        farewells::order(self.doorward, change, whom, self.now);
        let warned_by_mail = row.warning.mail != WarningMail::Nowhere;
        let data = json!({ "unused_since": row.warning.unused_since, "warned_by_mail": warned_by_mail });
        let by = AuditContext::system(self.doorward, self.now);
        events::record(self.doorward, change, &by, EventKind::UserBecameInactive, EventSubject::user(whom), &data);
    }
}
