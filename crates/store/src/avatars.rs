//! Pictures that people uploaded, as they were made anew.

use model::{
    Id, Time,
    id::{Org, User},
};

use crate::{Change, FromRow, Read, Row, StoreError, params, statements};

statements! {
    BY_NAME = "select media_type, image, created_at from avatars where name = $1";
    OF_USER = "select media_type, image, created_at from avatars where org = $1 and user_id = $2";
    KEEP = "insert into avatars (org, user_id, name, media_type, image, created_at) values ($1, $2, $3, $4, $5, $6) \
        on conflict (org, user_id) do update set name = $3, media_type = $4, image = $5, created_at = $6";
    REMOVE = "delete from avatars where org = $1 and user_id = $2";
}

/// A picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AvatarRow {
    /// `image/jpeg` or `image/png`.
    pub media_type: String,
    /// The file.
    pub image: Vec<u8>,
    /// When it was uploaded.
    pub created_at: Time,
}

impl FromRow for AvatarRow {
    fn from_row(row: &mut Row<'_>) -> Result<Self, StoreError> {
        Ok(Self { media_type: row.get()?, image: row.get()?, created_at: row.get()? })
    }
}

/// The picture with this name.
pub async fn by_name(read: &mut Read, name: &str) -> Result<Option<AvatarRow>, StoreError> {
    read.one(&BY_NAME, params![name]).await
}

/// The user's picture.
pub async fn of_user(read: &mut Read, org: Id<Org>, user: Id<User>) -> Result<Option<AvatarRow>, StoreError> {
    read.one(&OF_USER, params![org, user]).await
}

/// Keeps the picture under this name, in place of the user's one from before.
pub fn keep(change: &mut Change, (org, user): (Id<Org>, Id<User>), name: &str, avatar: &AvatarRow) {
    let a = avatar;
    change.add(&KEEP, params![org, user, name, a.media_type.as_str(), a.image.as_slice(), a.created_at]);
}

/// Removes the user's picture.
pub fn remove(change: &mut Change, (org, user): (Id<Org>, Id<User>)) {
    change.add(&REMOVE, params![org, user]);
}
