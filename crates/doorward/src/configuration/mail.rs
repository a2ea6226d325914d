//! `[mail]`: what of it `notify` needs to know, checked.

use notify::{Login, Security, Sender, Smtp, SmtpSettings, Unusable};
use zeroize::Zeroizing;

use super::{Configuration, Mail, MailSecurity};
use crate::Trouble;

impl Configuration {
    /// Who mail is from, when mail is sent at all.
    ///
    /// # Errors
    /// When it is no address.
    pub fn sender(&self) -> Result<Option<Sender>, Trouble> {
        let Some(mail) = &self.mail else { return Ok(None) };
        let remedy = "write it as \"Example <no-reply@example.com>\"";
        mail.from.parse().map(Some).map_err(|bad| Trouble::key("mail.from", &format!("is wrong: {bad}"), remedy))
    }

    /// The mail server, when mail is sent at all. Nothing is said to it yet.
    ///
    /// # Errors
    /// When a file can't be read, or the settings would give a password away.
    pub fn mail_server(&self) -> Result<Option<Smtp>, Trouble> {
        let Some(mail) = &self.mail else { return Ok(None) };
        let settings = SmtpSettings {
            host: mail.host.clone(),
            port: mail.port.unwrap_or(match mail.security {
                MailSecurity::Starttls => 587,
                MailSecurity::Tls => 465,
                MailSecurity::None => 25,
            }),
            security: match mail.security {
                MailSecurity::Starttls => Security::StartTls,
                MailSecurity::Tls => Security::Tls,
                MailSecurity::None => Security::None,
            },
            login: self.login(mail)?,
            authorities: mail.authorities.as_ref().map(|file| self.path(file)),
            hello: self.host(),
        };
        Smtp::new(settings).map(Some).map_err(|bad| {
            let key = if matches!(bad, Unusable::Authorities(_)) { "mail.authorities" } else { "mail" };
            let remedy = "correct it, then try it by `doorward doctor --mail-to ADDRESS`";
            Trouble::key(key, &format!("can't be used: {bad}"), remedy)
        })
    }

    fn login(&self, mail: &Mail) -> Result<Option<Login>, Trouble> {
        let Some(user) = &mail.user else {
            if mail.password.is_some() || mail.password_file.is_some() {
                let remedy = "say who we are to the mail server, or leave the password out";
                return Err(Trouble::key("mail.user", "is missing, and there is a password", remedy));
            }
            return Ok(None);
        };
        let password = self.secret("mail.password", mail.password.as_ref(), mail.password_file.as_deref())?;
        Ok(Some(Login { user: user.clone(), password: Zeroizing::new(password.expose().to_owned()) }))
    }

    /// The host of the issuer: how we introduce ourselves to a mail server.
    fn host(&self) -> String {
        let rest = self.issuer.split_once("://").map_or(self.issuer.as_str(), |(_, rest)| rest);
        match rest.split('/').next().unwrap_or_default() {
            address if address.starts_with('[') => {
                address.split(']').next().unwrap_or_default().trim_start_matches('[').to_owned()
            }
            authority => authority.split(':').next().unwrap_or_default().to_owned(),
        }
    }
}
