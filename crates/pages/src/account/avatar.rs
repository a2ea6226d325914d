//! The picture that stands for somebody who uploaded none: their initials in a doorway, its leaf drawn from above as it stands for
//! them alone. It follows from their identifier, and changes with nothing else.

use std::f64::consts::FRAC_PI_2;

use sha2::{Digest, Sha256};

/// How many positions the leaf has.
const POSITIONS: u8 = 12;

/// The lines of the doorway on a field of 80 by 92: the leaf and its swing, as a path.
pub(crate) fn lines(seed: &str) -> String {
    let hash = Sha256::digest(seed.as_bytes());
    let angle = FRAC_PI_2 * f64::from(hash[0] % POSITIONS + 1) / f64::from(POSITIONS + 1);
    let (length, is_left) = (48.0 + 4.0 * f64::from(hash[1] % 5), hash[2] % 2 == 0);
    let (hinge, side, sweep) = if is_left { (10.0, 1.0, 0) } else { (70.0, -1.0, 1) };
    let sill = 86.0;
    let (x, y) = (hinge + side * length * angle.cos(), sill - length * angle.sin());
    let shut = hinge + side * length;
    format!("M{hinge:.0} {sill:.0}L{x:.1} {y:.1}M{shut:.0} {sill:.0}A{length:.0} {length:.0} 0 0 {sweep} {x:.1} {y:.1}")
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn a_picture_is_stable_and_there_are_many() {
        assert_eq!(lines("usr_1"), lines("usr_1"));
        let many: HashSet<String> = (0..2000).map(|number| lines(&format!("usr_{number}"))).collect();
        assert_eq!(many.len(), usize::from(POSITIONS) * 5 * 2);
        for path in many {
            assert!(path.bytes().all(|byte| b"MLA -. ".contains(&byte) || byte.is_ascii_digit()), "{path}");
        }
    }
}
