//! Home: a tile for each application.

use axum::{extract::State, response::Response};
use pages::{
    Href, Page,
    account::{HomePage, Tile},
};

use crate::{
    Web,
    chassis::{Query, RequestContext, respond},
    failure::answered,
    signed_in::SignedInPage,
    theme::logo,
};

/// A search is offered from this many applications on.
const SEARCH_FROM: usize = 9;

/// GET `/`, perhaps with `q`.
pub(crate) async fn show(
    State(web): State<Web>,
    context: RequestContext,
    signed_in: SignedInPage,
    Query(query): Query,
) -> Response {
    answered(&context, async {
        let all = web.doorward.tiles(&signed_in.who).await?;
        let starting = all.iter().filter_map(tile).count();
        let chrome = signed_in.theme.chrome();
        let page = HomePage {
            chrome: &chrome,
            account: signed_in.account(),
            tiles: &found(&all, query.get("q").unwrap_or_default()),
            none_starts_here: starting == 0 && !all.is_empty(),
            query: query.get("q").or_else(|| (starting >= SEARCH_FROM).then_some("")),
        };
        Ok(respond::page(page.html()))
    })
    .await
}

/// The tiles of the applications that a search finds: those whose name or description has what was typed, in any case.
fn found<'a>(all: &'a [flows::Tile], typed: &str) -> Vec<Tile<'a>> {
    let wanted = typed.trim().to_lowercase();
    let fits = |text: &str| text.to_lowercase().contains(&wanted);
    let fitting = all.iter().filter(|tile| fits(&tile.name) || fits(&tile.description));
    fitting.filter_map(tile).collect()
}

/// None for an application without an address to start at, or with one that can be no link.
fn tile(application: &flows::Tile) -> Option<Tile<'_>> {
    Some(Tile {
        name: &application.name,
        description: &application.description,
        logo: logo(application.logo.as_deref()),
        href: Href::site(application.launch_url.as_deref()?)?,
    })
}
