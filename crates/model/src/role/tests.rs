//! The reviewed table: role × permission × on whom. `DOORWARD_BLESS=1` writes it anew.

use std::{fmt::Write as _, path::PathBuf};

use super::*;
use crate::permission::{Denied, Target};

const GOLDEN: &str = "tests/golden/roles.txt";

const HEAD: &str = "\
Who may do what: permission × role. `own` in the home organisation, `all` in every organisation and on the instance, `-` not.
Below it: whose account a role may change, and which role it may give and take. The rule is containment: nobody changes the
account of somebody who may do more. Written by `DOORWARD_BLESS=1 cargo test -p model role`; reviewed by people.
";

fn org(number: u8) -> Id<Org> {
    Id::from_bytes([number; 16])
}

fn row(text: &mut String, name: &str, cells: impl IntoIterator<Item = &'static str>) {
    write!(text, "{name:<24}").unwrap();
    for cell in cells {
        write!(text, "{cell:<24}").unwrap();
    }
    text.truncate(text.trim_end().len());
    text.push('\n');
}

#[test]
fn adm_04_the_table() {
    let mut text = HEAD.to_owned();
    text.push('\n');
    row(&mut text, "", Role::ALL.map(Role::as_str));
    for &permission in Permission::ALL {
        let cell = |role: Role| {
            let may = |target| authority(org(1), &[role]).check(permission, target).is_ok();
            match (may(Target::Organisation(org(1))), may(Target::Organisation(org(2))), may(Target::Instance)) {
                (false, false, false) => "-",
                (true, false, false) => "own",
                (true, true, true) => "all",
                odd => panic!("{role:?} {permission:?}: {odd:?}"),
            }
        };
        row(&mut text, permission.as_str(), Role::ALL.map(cell));
    }
    for (title, permission) in [("sets the password of", UsersRecover), ("gives and takes", RolesAssign)] {
        writeln!(text).unwrap();
        row(&mut text, title, Role::ALL.map(Role::as_str));
        for by in Role::ALL {
            let cell =
                |of: Role| match authority(org(1), &[by]).check(permission, Target::Holder(org(1), of.permissions())) {
                    Ok(()) => "yes",
                    Err(Denied::Above) => "above",
                    Err(_) => "-",
                };
            row(&mut text, by.as_str(), Role::ALL.map(cell));
        }
    }
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(GOLDEN);
    if std::env::var_os("DOORWARD_BLESS").is_some() {
        std::fs::write(&path, &text).unwrap();
    }
    assert_eq!(std::fs::read_to_string(&path).unwrap_or_default(), text, "DOORWARD_BLESS=1 writes it anew");
}

/// Role × permission × own and foreign organisation and instance × whoever is acted on, against the rule in other words.
#[test]
fn adm_01_04_every_combination_keeps_the_rule() {
    let mut judged = 0;
    for by in Role::ALL {
        for &permission in Permission::ALL {
            for (place, of) in [(1, None), (2, None)]
                .into_iter()
                .chain(Role::ALL.into_iter().flat_map(|of| [(1, Some(of)), (2, Some(of))]))
            {
                let holds = of.map(Role::permissions).unwrap_or_default();
                let answer = authority(org(1), &[by]).check(permission, Target::Holder(org(place), holds));
                let reaches = place == 1 || by == Role::InstanceAdministrator;
                let rises = Permission::ALL.iter().any(|one| holds.has(*one) && !by.permissions().has(*one));
                let expected = match (reaches, by.permissions().has(permission), permission.only_reads() || !rises) {
                    (false, _, _) => Err(Denied::Foreign),
                    (true, false, _) => Err(Denied::Permission),
                    (true, true, false) => Err(Denied::Above),
                    (true, true, true) => Ok(()),
                };
                assert_eq!(answer, expected, "{by:?} {permission:?} in {place} on {of:?}");
                judged += 1;
            }
        }
    }
    assert_eq!(judged, 6 * Permission::ALL.len() * 14);
}

#[test]
fn words_name_one_role_each() {
    for role in Role::ALL {
        assert_eq!(Role::parse(role.as_str()), Some(role));
    }
    assert_eq!(Role::parse("Owner"), None);
}

#[test]
fn roles_add_up_and_none_allows_nothing() {
    let both = authority(org(1), &[Role::HelpDesk, Role::Auditor]);
    assert!(
        both.permissions.has(UsersRecover) && both.permissions.has(EventsRead) && !both.permissions.has(UsersState)
    );
    let nobody = authority(org(1), &[]);
    for &permission in Permission::ALL {
        assert_eq!(nobody.check(permission, Target::Organisation(org(1))), Err(Denied::Permission), "{permission:?}");
    }
    assert_eq!(authority(org(1), &[Role::Auditor, Role::InstanceAdministrator]).org, None);
    for &permission in Permission::ALL {
        for target in [Target::Instance, Target::Organisation(org(9)), Target::Holder(org(9), Permissions::ALL)] {
            assert_eq!(Authority::EVERYTHING.check(permission, target), Ok(()));
        }
    }
}
