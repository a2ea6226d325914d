//! How pages look: whose name, colours and logo, in which language. Brand sheets are computed once for each accent.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use flows::{Doorward, Organisation, SignedIn, View};
use model::{
    Branding,
    branding::Accent,
    reader::{Formats, Reader},
};
use pages::{Chrome, Href, LanguageMenu, Support, assets, brand};
use text::{Clock, Language, Texts, Wishes, Zone};

use crate::chassis::{CookieName, RequestContext};

/// More accents than this, and all are forgotten: memory stays bounded whatever organisations choose.
const BOUND: usize = 1024;

/// The part of a brand sheet's path that stands for the instance itself; no organisation's slug begins with a hyphen.
const INSTANCE: &str = "-";

/// Brand sheets by accent.
#[derive(Clone, Default)]
pub struct Themes(Arc<Mutex<HashMap<Accent, Arc<Sheet>>>>);

/// A brand sheet.
#[derive(Debug)]
pub(crate) struct Sheet {
    pub(crate) css: String,
    pub(crate) hash: String,
}

impl Themes {
    /// The sheet of an accent.
    pub(crate) fn sheet(&self, accent: Accent) -> Arc<Sheet> {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner).get(&accent).cloned();
        known.unwrap_or_else(|| {
            let css = brand::brand_sheet(accent);
            let sheet = Arc::new(Sheet { hash: assets::content_hash(css.as_bytes()), css });
            let mut sheets = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            if sheets.len() >= BOUND {
                sheets.clear();
            }
            sheets.insert(accent, sheet.clone());
            sheet
        })
    }

    /// The look of an organisation, or of the instance, in the visitor's language.
    pub(crate) fn of(
        &self,
        context: &RequestContext,
        doorward: &Doorward,
        organisation: Option<&Organisation>,
    ) -> Theme {
        self.wished(context, doorward, organisation, Wishes::default())
    }

    /// The look for somebody who is signed in.
    pub(crate) fn for_user(&self, context: &RequestContext, doorward: &Doorward, who: &SignedIn) -> Theme {
        let reader = Reader::of(&who.profile);
        let wishes = Wishes { user: reader.locale.as_deref(), ..Wishes::default() };
        self.wished(context, doorward, Some(&who.organisation), wishes).read_by(&reader)
    }

    /// The look of a page of the sign-in. `chosen`: the language that is chosen with this very request.
    pub(crate) fn for_sign_in(
        &self,
        context: &RequestContext,
        doorward: &Doorward,
        view: &View,
        chosen: Option<Language>,
    ) -> Theme {
        let asked = view.ui_locales.join(" ");
        let chosen = chosen.map(Language::tag);
        let wishes = Wishes { chosen, user: view.reader.locale.as_deref(), ui_locales: &asked, ..Wishes::default() };
        let look = view.organisation.as_ref().or(view.look.as_ref());
        self.wished(context, doorward, look.map(|look| &**look), wishes).read_by(&view.reader)
    }

    fn wished(
        &self,
        context: &RequestContext,
        doorward: &Doorward,
        organisation: Option<&Organisation>,
        wishes: Wishes<'_>,
    ) -> Theme {
        let instance = doorward.instance();
        let (name, slug, branding) = match organisation {
            Some(organisation) => (organisation.name.clone(), organisation.slug.as_str(), &organisation.branding),
            None => (instance.name.clone(), INSTANCE, &instance.branding),
        };
        let organisations = branding.language.as_deref();
        let wishes = Wishes {
            chosen: wishes.chosen.or_else(|| context.cookie(CookieName::Language)),
            accept_language: context.languages(),
            organisation: organisations,
            ..wishes
        };
        let zone = branding.time_zone.as_deref().and_then(Zone::named).unwrap_or(Zone::UTC);
        Theme {
            brand: format!("/brand/{slug}/{}.css", self.sheet(branding.accent).hash),
            logo: logo(branding.logo.as_deref()).or_else(|| organisation.is_none().then_some(assets::MARK.path)),
            name,
            branding: branding.clone(),
            text: Texts::new(wishes.language()),
            clock: Clock { now: context.now(), zone, formats: Formats::default() },
            back: context.here().to_owned(),
        }
    }
}

/// The path of a picture by its name.
pub(crate) fn logo(name: Option<&str>) -> Option<&'static str> {
    name.and_then(assets::logo).map(|asset| asset.path)
}

/// Everything that a page's chrome borrows.
#[derive(Debug, Clone)]
pub(crate) struct Theme {
    name: String,
    brand: String,
    logo: Option<&'static str>,
    branding: Branding,
    pub(crate) text: Texts,
    clock: Clock,
    /// The page's address, for coming back to it in another language.
    pub(crate) back: String,
}

impl Theme {
    /// The same with dates and times as the reader wants them.
    fn read_by(mut self, reader: &Reader) -> Self {
        if let Some(zone) = reader.zoneinfo.as_deref().and_then(Zone::named) {
            self.clock.zone = zone;
        }
        self.clock.formats = reader.formats;
        self
    }

    /// What stands around a page.
    pub(crate) fn chrome(&self) -> Chrome<'_> {
        let support = &self.branding.support;
        Chrome {
            organisation: &self.name,
            logo: self.logo,
            brand: &self.brand,
            support: (!support.is_empty()).then(|| Support {
                name: support.label.as_deref().unwrap_or(&self.name),
                phone: support.phone.as_deref(),
                email: support.email.as_deref(),
                page: None,
            }),
            text: self.text,
            languages: Some(LanguageMenu { back: Href::own(&self.back) }),
            privacy: self.branding.privacy_url.as_deref().and_then(Href::site),
            accessibility: None,
            clock: self.clock.clone(),
        }
    }
}
