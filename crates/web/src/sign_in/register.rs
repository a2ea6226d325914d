//! “Create your account”.

use flows::{RegistrationView, people::NotChosen};
use pages::{NewPasswordError, NewPasswordFields, Page, sign_in::RegisterPage};

use super::{
    answer,
    page::{Sheet, form},
    set_password::rules,
};

impl Sheet<'_> {
    pub(super) fn register(&self, view: &RegistrationView) -> String {
        let action = self.action();
        let chrome = self.theme.chrome();
        let rules = rules(&view.rules);
        let problems = &view.problems;
        let mut hidden = vec![("answer", answer::REGISTER)];
        // What was shown is what is accepted, whatever the policy says by then.
        hidden.extend(
            view.notice.iter().flat_map(|notice| [("notice", notice.text.as_str()), ("version", &notice.version)]),
        );
        let page = RegisterPage {
            chrome: &chrome,
            form: form(&action, &hidden),
            invited_by: view.invited_by.as_deref(),
            until: view.until,
            email: &self.view.identifier,
            data: &view.fields.data,
            errors: &problems.data,
            password: NewPasswordFields { rules: &rules, error: problems.password.as_ref().map(password_error) },
            zone: &view.fields.zone,
            is_zone_wrong: problems.zone,
            notice: view.notice.is_some().then_some(problems.not_accepted),
        };
        page.html()
    }
}

const fn password_error(why: &NotChosen) -> NewPasswordError {
    match why {
        NotChosen::Missing => NewPasswordError::Missing,
        NotChosen::NotRepeated => NewPasswordError::NotRepeated,
        NotChosen::Rules(_) => NewPasswordError::Rules,
    }
}
