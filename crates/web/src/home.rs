//! Home: a tile for each application.

use axum::{
    extract::State,
    response::{IntoResponse, Response},
};
use pages::{
    Href, Page,
    account::{Account, HomePage, Tile},
};

use crate::{
    Web,
    caller::{caller, set_cookie},
    chassis::{Query, Visit, respond},
    failure::answered,
    look::logo,
};

/// A search is offered from this many applications on.
const SEARCH_FROM: usize = 9;

/// GET `/`, perhaps with `q`.
pub(crate) async fn show(State(web): State<Web>, visit: Visit, Query(query): Query) -> Response {
    answered(&visit, async {
        let Some(who) = web.doorward.signed_in(&caller(&visit)).await? else { return Ok(web.to_sign_in(&visit)) };
        let all = web.doorward.tiles(&who).await?;
        let look = web.looks.for_user(&visit, &web.doorward, &who);
        let (chrome, name) = (look.chrome(), who.name());
        let wanted = query.get("q").unwrap_or_default().trim().to_lowercase();
        let fits = |text: &str| text.to_lowercase().contains(&wanted);
        let tiles: Vec<Tile<'_>> = all
            .iter()
            .filter(|tile| fits(&tile.name) || fits(&tile.description))
            .filter_map(|tile| {
                Some(Tile {
                    name: &tile.name,
                    description: &tile.description,
                    logo: logo(tile.logo.as_deref()),
                    href: Href::site(&tile.launch_url)?,
                })
            })
            .collect();
        let page = HomePage {
            chrome: &chrome,
            account: Account { name: &name, console: None },
            tiles: &tiles,
            query: query.get("q").or_else(|| (all.len() >= SEARCH_FROM).then_some("")),
        };
        let cookie = who.cookie.as_ref().map(|cookie| set_cookie(&visit, cookie));
        Ok((cookie, respond::page(page.html())).into_response())
    })
    .await
}
