//! Punycode (RFC 3492), read only: mail domains that were typed in their ASCII form (`xn--…`).

const BASE: u32 = 36;
const T_MIN: u32 = 1;
const T_MAX: u32 = 26;
const SKEW: u32 = 38;
const DAMP: u32 = 700;
const FIRST_BIAS: u32 = 72;
const FIRST_CODE_POINT: u32 = 128;

/// The text that this stands for (without its `xn--`); none when it stands for nothing.
pub(super) fn decode(text: &str) -> Option<String> {
    let (plain, digits) = text.rsplit_once('-').unwrap_or(("", text));
    let mut out: Vec<char> = plain.chars().collect();
    let (mut n, mut i, mut bias) = (FIRST_CODE_POINT, 0u32, FIRST_BIAS);
    let mut digits = digits.bytes().peekable();
    while digits.peek().is_some() {
        let before = i;
        let (mut weight, mut k) = (1u32, BASE);
        loop {
            let digit = value(digits.next()?)?;
            i = i.checked_add(digit.checked_mul(weight)?)?;
            let threshold = k.saturating_sub(bias).clamp(T_MIN, T_MAX);
            if digit < threshold {
                break;
            }
            weight = weight.checked_mul(BASE - threshold)?;
            k += BASE;
        }
        let length = u32::try_from(out.len()).ok()? + 1;
        bias = adapt(i - before, length, before == 0);
        n = n.checked_add(i / length)?;
        i %= length;
        out.insert(usize::try_from(i).ok()?, char::from_u32(n)?);
        i += 1;
    }
    Some(out.into_iter().collect())
}

fn value(digit: u8) -> Option<u32> {
    match digit {
        b'a'..=b'z' => Some(u32::from(digit - b'a')),
        b'0'..=b'9' => Some(u32::from(digit - b'0') + 26),
        _ => None,
    }
}

fn adapt(delta: u32, length: u32, first: bool) -> u32 {
    let mut delta = delta / if first { DAMP } else { 2 };
    delta += delta / length;
    let mut k = 0;
    while delta > (BASE - T_MIN) * T_MAX / 2 {
        delta /= BASE - T_MIN;
        k += BASE;
    }
    k + (BASE - T_MIN + 1) * delta / (delta + SKEW)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_many_scripts() {
        // RFC 3492 §7.1 (in lower case), and everyday domains.
        for (ascii, text) in [
            ("mnchen-3ya", "münchen"),
            ("bcher-kva", "bücher"),
            ("r8jz45g", "例え"),
            ("e1afmkfd", "пример"),
            ("ihqwcrb4cv8a8dqg056pqjye", "他们为什么不说中文"),
            ("ihqwctvzc91f659drss3x8bo0yb", "他們爲什麽不說中文"),
            ("3b-ww4c5e180e575a65lsy2b", "3年b組金八先生"),
            ("", ""),
        ] {
            assert_eq!(decode(ascii).as_deref(), Some(text), "{ascii}");
        }
    }

    #[test]
    fn nonsense_is_none() {
        for bad in ["99999999999", "a-é", "!", "zzzzzzzzzzzzzzzzzzzz", "mnchen-3y", "a-_"] {
            assert_eq!(decode(bad), None, "{bad}");
        }
    }
}
