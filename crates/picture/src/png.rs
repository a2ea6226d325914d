//! A PNG without what its picture does not need (PNG specification, third edition, §5): texts, animation, and whatever else may
//! be packed so that it unpacks to much.

/// The largest colour profile and orientation that are kept, in bytes as they stand in the file.
const MAX_ASIDE: usize = 64 * 1024;

/// The file with the chunks that its picture is made from; none for one that is cut off or no PNG. What stands behind the end is
/// left out.
pub(crate) fn essence(file: &[u8]) -> Option<Vec<u8>> {
    let mut kept = file.get(..8)?.to_vec();
    let mut at = 8;
    loop {
        let length = u32::from_be_bytes(file.get(at..at + 4)?.try_into().ok()?);
        let length = usize::try_from(length).ok()?;
        let chunk = file.get(at..at.checked_add(length)?.checked_add(12)?)?;
        let kind = chunk.get(4..8)?;
        match kind {
            b"IHDR" | b"PLTE" | b"tRNS" | b"IDAT" | b"IEND" => kept.extend_from_slice(chunk),
            b"iCCP" | b"eXIf" if length <= MAX_ASIDE => kept.extend_from_slice(chunk),
            _ => {}
        }
        if kind == b"IEND" {
            return Some(kept);
        }
        at += chunk.len();
    }
}

/// Width and height, as the first chunk says (§11.2.1).
pub(crate) fn size(essence: &[u8]) -> Option<(u32, u32)> {
    let number = |at: usize| Some(u32::from_be_bytes(essence.get(at..at + 4)?.try_into().ok()?));
    (essence.get(12..16)? == b"IHDR").then_some((number(16)?, number(20)?))
}
