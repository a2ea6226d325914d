//! Whether a gateway's answer says that it took the message: many answer 200 and put the error inside.

use super::{TextError, TextOutcome, TextStage};

/// What an answer looks like that took the message.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Success {
    /// The statuses; any of 200 to 299 when there are none.
    pub status: Vec<u16>,
    /// Where in a body of JSON to look (RFC 6901); nowhere when empty.
    pub field: String,
    /// What stands there; numbers as they are written.
    pub values: Vec<String>,
    /// What stands there when trying again may help.
    pub later: Vec<String>,
    /// What the body contains; anything when empty.
    pub contains: String,
}

impl Success {
    /// What this answer means.
    pub(super) fn judge(&self, status: u16, body: &[u8]) -> TextOutcome {
        let error = |stage, detail: &str| TextError { stage, status: Some(status), detail: detail.to_owned() };
        let is_good = if self.status.is_empty() { (200..300).contains(&status) } else { self.status.contains(&status) };
        if !is_good {
            return match status {
                401 | 403 => TextOutcome::Later(error(TextStage::Login, "unauthorised")),
                408 | 425 | 429 | 503 => TextOutcome::Later(error(TextStage::Reach, "not now")),
                500.. => TextOutcome::Later(error(TextStage::Answer, "it failed")),
                _ => TextOutcome::Never(error(TextStage::Message, "refused")),
            };
        }
        let body = String::from_utf8_lossy(body);
        if !self.field.is_empty() {
            let found = self.field_of(&body);
            let is = |values: &[String]| found.as_ref().is_some_and(|found| values.contains(found));
            if is(&self.later) {
                return TextOutcome::Later(error(TextStage::Message, "the field of sms.success says later"));
            }
            if !is(&self.values) {
                return TextOutcome::Never(error(TextStage::Message, "the field of sms.success has another value"));
            }
        }
        if body.contains(&self.contains) {
            TextOutcome::Accepted
        } else {
            TextOutcome::Never(error(TextStage::Message, "the body lacks what sms.success wants"))
        }
    }

    fn field_of(&self, body: &str) -> Option<String> {
        let body: serde_json::Value = serde_json::from_str(body).ok()?;
        Some(match body.pointer(&self.field)? {
            serde_json::Value::String(text) => text.clone(),
            other => other.to_string(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outcome(success: &Success, status: u16, body: &str) -> &'static str {
        match success.judge(status, body.as_bytes()) {
            TextOutcome::Accepted => "accepted",
            TextOutcome::Later(_) => "later",
            TextOutcome::Never(_) => "never",
        }
    }

    /// S5: 200 with an error inside is no success.
    #[test]
    fn an_error_inside_of_a_success() {
        let rule = Success {
            field: "/messages/0/status".into(),
            values: vec!["0".into()],
            later: vec!["1".into()],
            ..Success::default()
        };
        let body = |status: &str| format!(r#"{{"messages":[{{"status":{status}}}]}}"#);
        assert_eq!(outcome(&rule, 200, &body("\"0\"")), "accepted");
        assert_eq!(outcome(&rule, 200, &body("0")), "accepted");
        assert_eq!(outcome(&rule, 200, &body("\"4\"")), "never");
        assert_eq!(outcome(&rule, 200, &body("\"1\"")), "later");
        assert_eq!(outcome(&rule, 200, "{}"), "never");
        assert_eq!(outcome(&rule, 200, "<html>maintenance"), "never");
    }

    #[test]
    fn statuses() {
        let usual = Success::default();
        for (status, is) in
            [(200, "accepted"), (202, "accepted"), (400, "never"), (401, "later"), (429, "later"), (503, "later")]
        {
            assert_eq!(outcome(&usual, status, ""), is, "{status}");
        }
        let only = Success { status: vec![201], contains: "OK".into(), ..Success::default() };
        assert_eq!(outcome(&only, 200, "OK"), "never");
        assert_eq!(outcome(&only, 201, "ERR"), "never");
        assert_eq!(outcome(&only, 201, "OK"), "accepted");
    }
}
