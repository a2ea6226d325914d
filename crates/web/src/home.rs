//! Home: a tile for each application.

use axum::{extract::State, response::Response};
use pages::{
    Href, Page,
    account::{HomePage, Tile},
};

use crate::{
    Web,
    chassis::{Query, Visit, respond},
    failure::answered,
    look::logo,
    signed_in::SignedInPage,
};

/// A search is offered from this many applications on.
const SEARCH_FROM: usize = 9;

/// GET `/`, perhaps with `q`.
pub(crate) async fn show(
    State(web): State<Web>,
    visit: Visit,
    signed_in: SignedInPage,
    Query(query): Query,
) -> Response {
    answered(&visit, async {
        let all = web.doorward.tiles(&signed_in.who).await?;
        let chrome = signed_in.look.chrome();
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
            account: signed_in.account(),
            tiles: &tiles,
            query: query.get("q").or_else(|| (all.len() >= SEARCH_FROM).then_some("")),
        };
        Ok(respond::page(page.html()))
    })
    .await
}
