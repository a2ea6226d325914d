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
    /// How many samples a unit has, and how many pixels it covers, both in blocks (§A.2).
    sampling: (u64, u64),
    /// Whether the passes refine one another.
    progressive: bool,
}

/// A frame as its header has it.
#[derive(Clone, Copy)]
struct Frame {
    size: (u32, u32),
    components: u8,
    sampling: (u64, u64),
    progressive: bool,
}

impl Outline {
    /// How many bytes a pixel takes while it is decoded, as a fraction: its colours; and where there are several passes, the coefficients of
    /// the whole picture, of 16 bits each, until the last one.
    pub(crate) fn bytes_per_pixel(&self) -> (u64, u64) {
        let (samples, pixels) = self.sampling;
        let coefficients = if self.progressive || self.scans > 1 { 2 * samples } else { 0 };
        (u64::from(self.components) * pixels + coefficients, pixels)
    }
}

/// The outline of a whole file; none for one that is cut off or no JPEG. What stands behind the end is not looked at.
pub(crate) fn outline(file: &[u8]) -> Option<Outline> {
    let (mut at, mut frame, mut scans) = (2, None, 0);
    loop {
        let marker = next_marker(file, &mut at)?;
        match marker {
            0xd9 => {
                let Frame { size, components, sampling, progressive } = frame.filter(|_| scans > 0)?;
                return Some(Outline { size, components, scans, sampling, progressive });
            }
            0x01 | 0xd0..=0xd7 => continue,
            _ => {}
        }
        let length = usize::from(u16::from_be_bytes([*file.get(at)?, *file.get(at + 1)?]));
        let segment = file.get(at..at.checked_add(length.max(2))?)?;
        match marker {
            // Frames; 0xc4, 0xc8 and 0xcc are tables.
            0xc0..=0xc3 | 0xc5..=0xc7 | 0xc9..=0xcb | 0xcd..=0xcf => frame = Some(frame_of(marker, segment)?),
            0xda => scans += 1,
            _ => {}
        }
        at += segment.len();
    }
}

/// What the header of a frame says (§B.2.2). A height of zero, to be told later, is no photograph's.
fn frame_of(marker: u8, segment: &[u8]) -> Option<Frame> {
    let number = |at: usize| Some(u32::from(u16::from_be_bytes([*segment.get(at)?, *segment.get(at + 1)?])));
    let (height, width) = (number(3)?, number(5)?);
    let components = *segment.get(7)?;
    let factors = segment.get(8..)?.chunks_exact(3).take(usize::from(components));
    let factors = factors.map(|component| (u64::from(component[1] >> 4), u64::from(component[1] & 15)));
    let samples: u64 = factors.clone().map(|(across, down)| across * down).sum();
    let covered = |side: fn((u64, u64)) -> u64| factors.clone().map(side).max().filter(|most| *most > 0);
    let pixels = covered(|(across, _)| across)? * covered(|(_, down)| down)?;
    let progressive = matches!(marker, 0xc2 | 0xc6 | 0xca | 0xce);
    (height > 0 && width > 0).then_some(Frame {
        size: (width, height),
        components,
        sampling: (samples, pixels),
        progressive,
    })
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
