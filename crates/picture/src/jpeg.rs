//! What a JPEG says of itself, marker by marker (ITU-T T.81, annex B), before it is decoded.

/// More scans than this are no photograph: each is work for the whole picture, however few bytes it takes.
pub(crate) const MAX_SCANS: usize = 64;

/// What is asked before decoding.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Outline {
    /// Width and height.
    pub(crate) size: (u32, u32),
    /// 1 for grey, 3 for colours of a screen, 4 for colours of a printer.
    pub(crate) components: u8,
    /// Passes over the picture.
    pub(crate) scans: usize,
}

/// The outline of a whole file; none for one that is cut off or no JPEG. What stands behind the end is not looked at.
pub(crate) fn outline(file: &[u8]) -> Option<Outline> {
    let (mut at, mut frame, mut scans) = (2, None, 0);
    loop {
        let marker = next_marker(file, &mut at)?;
        match marker {
            0xd9 => {
                let (size, components) = frame.filter(|_| scans > 0)?;
                return Some(Outline { size, components, scans });
            }
            0x01 | 0xd0..=0xd7 => continue,
            _ => {}
        }
        let length = usize::from(u16::from_be_bytes([*file.get(at)?, *file.get(at + 1)?]));
        let segment = file.get(at..at.checked_add(length.max(2))?)?;
        match marker {
            // Frames; 0xc4, 0xc8 and 0xcc are tables.
            0xc0..=0xc3 | 0xc5..=0xc7 | 0xc9..=0xcb | 0xcd..=0xcf => frame = Some(frame_of(segment)?),
            0xda => scans += 1,
            _ => {}
        }
        at += segment.len();
    }
}

/// Width and height, and the number of components (§B.2.2). A height of zero, to be told later, is no photograph's.
fn frame_of(segment: &[u8]) -> Option<((u32, u32), u8)> {
    let number = |at: usize| Some(u32::from(u16::from_be_bytes([*segment.get(at)?, *segment.get(at + 1)?])));
    let (height, width) = (number(3)?, number(5)?);
    (height > 0 && width > 0).then_some(((width, height), *segment.get(7)?))
}

/// The next marker from here on, and where it ends. Data of a scan is passed over: in it 0xff is followed by zero, or restarts.
fn next_marker(file: &[u8], at: &mut usize) -> Option<u8> {
    loop {
        let from = file.get(*at..)?;
        *at += from.iter().position(|byte| *byte == 0xff)? + 1;
        match *file.get(*at)? {
            0xff => {}
            0x00 => *at += 1,
            marker => {
                *at += 1;
                return Some(marker);
            }
        }
    }
}
