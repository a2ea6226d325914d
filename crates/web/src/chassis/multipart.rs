//! Forms with files, `multipart/form-data` as browsers send it (RFC 7578), read strictly and whole: the body's bound comes first.

use axum::{
    body::Body,
    extract::{FromRequest, Request},
};
use bytes::Bytes;
use http::{HeaderMap, header::CONTENT_TYPE};

use super::{body, pairs::Malformed, request_error::RequestError};

/// Most parts of one form.
const MAX_PARTS: usize = 16;
/// Longest head of a part, in bytes: it names the field and the file.
const MAX_HEAD: usize = 4096;
/// Longest boundary (RFC 2046 §5.1.1).
const MAX_BOUNDARY: usize = 70;

/// The fields of a form, each name once. What a file is called and said to be is nobody's word, and left out.
#[derive(Clone, Default)]
pub struct Multipart(Vec<(String, Bytes)>);

impl Multipart {
    /// What was sent as this field.
    pub fn get(&self, name: &str) -> Option<&Bytes> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, content)| content)
    }

    /// Reads a body whose parts are told apart by this boundary.
    ///
    /// # Errors
    /// The first thing that is wrong.
    pub fn decode(boundary: &str, whole: &Bytes) -> Result<Self, Malformed> {
        let between = format!("\r\n--{boundary}");
        let mut at = between.len() - 2;
        if !whole.starts_with(&between.as_bytes()[2..]) {
            return Err(Malformed::Parts);
        }
        let mut fields: Vec<(String, Bytes)> = Vec::new();
        loop {
            match whole.get(at..at + 2) {
                Some(b"--") if matches!(&whole[at + 2..], b"" | b"\r\n") => return Ok(Self(fields)),
                Some(b"\r\n") if fields.len() < MAX_PARTS => at += 2,
                Some(b"\r\n") => return Err(Malformed::TooMany),
                _ => return Err(Malformed::Parts),
            }
            let rest = &whole[at..];
            let head = find(&rest[..rest.len().min(MAX_HEAD)], b"\r\n\r\n").ok_or(Malformed::Parts)?;
            let name = name(&rest[..head])?;
            let content = at + head + 4;
            let end = content + find(&whole[content..], between.as_bytes()).ok_or(Malformed::Parts)?;
            if fields.iter().any(|(known, _)| *known == name) {
                return Err(Malformed::Duplicate);
            }
            fields.push((name, whole.slice(content..end)));
            at = end + between.len();
        }
    }
}

impl<S: Send + Sync> FromRequest<S> for Multipart {
    type Rejection = RequestError;

    async fn from_request(request: Request, _: &S) -> Result<Self, RequestError> {
        let (parts, body): (_, Body) = request.into_parts();
        let boundary = boundary(&parts.headers).ok_or(RequestError::WrongContentType)?;
        Self::decode(&boundary, &body::read(body).await?).map_err(RequestError::BadForm)
    }
}

/// The boundary that the one `Content-Type` names.
fn boundary(headers: &HeaderMap) -> Option<String> {
    let mut values = headers.get_all(CONTENT_TYPE).iter();
    let (Some(value), None) = (values.next(), values.next()) else { return None };
    let (essence, parameter) = value.to_str().ok()?.split_once(';')?;
    let (name, boundary) = parameter.trim().split_once('=')?;
    let boundary = boundary.strip_prefix('"').and_then(|quoted| quoted.strip_suffix('"')).unwrap_or(boundary);
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"'()+_,-./:=?".contains(&byte);
    let sound = (1..=MAX_BOUNDARY).contains(&boundary.len()) && boundary.bytes().all(plain);
    let is_form = essence.trim().eq_ignore_ascii_case("multipart/form-data") && name.eq_ignore_ascii_case("boundary");
    (is_form && sound).then(|| boundary.to_owned())
}

/// The name of the field, from the head of its part. Browsers write a quotation mark in it as `%22` (HTML, form submission).
fn name(head: &[u8]) -> Result<String, Malformed> {
    let head = str::from_utf8(head).map_err(|_| Malformed::Encoding)?;
    let disposition = head.split("\r\n").find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("content-disposition").then(|| value.trim_start())
    });
    let named = disposition.and_then(|value| value.strip_prefix("form-data; name=\""));
    let name = named.and_then(|named| named.split('"').next()).unwrap_or_default();
    if name.is_empty() { Err(Malformed::Nameless) } else { Ok(name.to_owned()) }
}

/// Where this stands first.
fn find(place: &[u8], wanted: &[u8]) -> Option<usize> {
    let mut from = 0;
    loop {
        from += place.get(from..)?.iter().position(|byte| *byte == wanted[0])?;
        if place[from..].starts_with(wanted) {
            return Some(from);
        }
        from += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(name: &str, more: &str, content: &str) -> String {
        format!("--b7\r\nContent-Disposition: form-data; name=\"{name}\"{more}\r\n\r\n{content}\r\n")
    }

    fn decode(body: &str) -> Result<Vec<(String, String)>, Malformed> {
        let fields = Multipart::decode("b7", &Bytes::copy_from_slice(body.as_bytes()))?;
        Ok(fields.0.into_iter().map(|(name, content)| (name, String::from_utf8(content.to_vec()).unwrap())).collect())
    }

    #[test]
    fn fields_and_files_are_read() {
        let file = "; filename=\"../../etc/passwd\"\r\nContent-Type: text/html";
        let body = format!("{}{}--b7--\r\n", part("seen", "", ""), part("picture", file, "\r\n--b \0\r\n-"));
        let fields = decode(&body).unwrap();
        let owned = |name: &str, content: &str| (name.to_owned(), content.to_owned());
        assert_eq!(fields, [owned("seen", ""), owned("picture", "\r\n--b \0\r\n-")]);
        assert_eq!(decode("--b7--").unwrap(), []);
    }

    #[test]
    fn what_is_not_well_formed_is_refused() {
        let one = part("a", "", "x");
        for (body, why) in [
            (String::new(), Malformed::Parts),
            ("--b8--".to_owned(), Malformed::Parts),
            (format!("preamble\r\n{one}--b7--"), Malformed::Parts),
            (one.clone(), Malformed::Parts),
            (format!("{one}--b7--\r\nepilogue"), Malformed::Parts),
            (format!("{one}{one}--b7--"), Malformed::Duplicate),
            (format!("{}--b7--", part("", "", "x")), Malformed::Nameless),
            ("--b7\r\nContent-Disposition: attachment; name=\"a\"\r\n\r\nx\r\n--b7--".to_owned(), Malformed::Nameless),
            (format!("--b7\r\nX: {}\r\n\r\nx\r\n--b7--", "y".repeat(MAX_HEAD)), Malformed::Parts),
            ((0..17).map(|n| part(&n.to_string(), "", "")).collect::<String>() + "--b7--", Malformed::TooMany),
        ] {
            assert_eq!(decode(&body), Err(why), "{body:?}");
        }
        let mut cut = format!("{one}--b7--");
        while cut.pop().is_some() {
            assert!(decode(&cut).is_err(), "{cut:?}");
        }
    }

    #[test]
    fn the_boundary_is_the_content_types() {
        let of = |value: &str| boundary(&HeaderMap::from_iter([(CONTENT_TYPE, value.parse().unwrap())]));
        assert_eq!(
            of("multipart/form-data; boundary=----WebKitFormBoundaryx7").as_deref(),
            Some("----WebKitFormBoundaryx7")
        );
        assert_eq!(of("Multipart/Form-Data; Boundary=\"a b\"").as_deref(), None);
        assert_eq!(of("multipart/form-data; boundary=\"a:b\"").as_deref(), Some("a:b"));
        for value in
            ["multipart/form-data", "multipart/mixed; boundary=a", "multipart/form-data; boundary=", "text/plain"]
        {
            assert_eq!(of(value), None, "{value}");
        }
    }
}
