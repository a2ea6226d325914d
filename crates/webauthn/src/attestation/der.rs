//! As much of DER (X.690) as is needed beside the library that reads certificates: that one knows no tag beyond 30, which Android's key
//! descriptions are full of, and does not give back the bytes that were signed.

/// What stands one behind the other.
#[derive(Clone, Copy)]
pub(super) struct Der<'a>(pub(super) &'a [u8]);

/// One of them.
pub(super) struct Element<'a> {
    pub(super) tag: Tag,
    /// What it holds.
    pub(super) content: &'a [u8],
    /// All of it, its tag and length too.
    pub(super) whole: &'a [u8],
}

/// The class and form of an element (the upper three bits of its first byte), and its number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Tag(pub(super) u8, pub(super) u32);

impl Tag {
    pub(super) const INTEGER: Self = Self(0, 2);
    pub(super) const BIT_STRING: Self = Self(0, 3);
    pub(super) const OCTET_STRING: Self = Self(0, 4);
    pub(super) const ENUMERATED: Self = Self(0, 10);
    pub(super) const SEQUENCE: Self = Self(0x20, 16);
    pub(super) const SET: Self = Self(0x20, 17);
}

impl<'a> Der<'a> {
    /// The element that comes next; none at the end, or where there is no whole one.
    pub(super) fn next(&mut self) -> Option<Element<'a>> {
        let start = self.0;
        let tag = self.tag()?;
        let length = self.length()?;
        let content = self.take(length)?;
        Some(Element { tag, content, whole: &start[..start.len() - self.0.len()] })
    }

    /// What the next element holds, if it has this tag.
    pub(super) fn content(&mut self, tag: Tag) -> Option<&'a [u8]> {
        self.next().filter(|next| next.tag == tag).map(|next| next.content)
    }

    /// What the one element holds that this is, if it has this tag.
    pub(super) fn only(mut self, tag: Tag) -> Option<&'a [u8]> {
        self.content(tag).filter(|_| self.0.is_empty())
    }

    fn take(&mut self, count: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(taken)
    }

    fn byte(&mut self) -> Option<u8> {
        self.take(1).map(|one| one[0])
    }

    fn tag(&mut self) -> Option<Tag> {
        let first = self.byte()?;
        let (class, small) = (first & 0xe0, first & 0x1f);
        if small < 31 {
            return Some(Tag(class, small.into()));
        }
        let mut number = 0_u32;
        loop {
            let next = self.byte()?;
            // Its shortest spelling, and no more than four bytes: the greatest number that is in use has three digits.
            if number >= 1 << 21 || (number == 0 && next == 0x80) {
                return None;
            }
            number = number << 7 | u32::from(next & 0x7f);
            if next & 0x80 == 0 {
                return (number >= 31).then_some(Tag(class, number));
            }
        }
    }

    fn length(&mut self) -> Option<usize> {
        match self.byte()? {
            short @ 0..=0x7f => Some(short.into()),
            0x81 => self.byte().filter(|length| *length >= 0x80).map(usize::from),
            0x82 => {
                let length = self.take(2)?;
                Some(usize::from(length[0]) << 8 | usize::from(length[1])).filter(|length| *length >= 0x100)
            }
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn elements_are_read_whole_or_not_at_all() {
        let mut der = Der(&[0x02, 0x01, 0x05, 0xbf, 0x85, 0x3e, 0x03, 0x02, 0x01, 0x00]);
        let first = der.next().unwrap();
        assert_eq!((first.tag, first.content, first.whole), (Tag::INTEGER, &[5][..], &[2, 1, 5][..]));
        let origin = der.next().unwrap();
        assert_eq!((origin.tag, Der(origin.content).only(Tag::INTEGER)), (Tag(0xa0, 702), Some(&[0][..])));
        assert!(der.next().is_none());
        let long = [&[0x04, 0x81, 0x80][..], &[7; 128]].concat();
        assert_eq!(Der(&long).only(Tag::OCTET_STRING).map(<[u8]>::len), Some(128));
        let longer = [&[0x04, 0x82, 0x01, 0x00][..], &[7; 256]].concat();
        assert_eq!(Der(&longer).only(Tag::OCTET_STRING).map(<[u8]>::len), Some(256));
    }

    #[test]
    fn what_has_a_longer_spelling_or_no_end_is_none() {
        for wrong in [
            &[][..],
            &[0x02],                               // without length
            &[0x02, 0x02, 0x05],                   // cut off
            &[0x04, 0x80, 0x00, 0x00],             // of indefinite length
            &[0x04, 0x81, 0x01, 0x00],             // a length, spelt longer
            &[0x04, 0x82, 0x00, 0x01, 0x00],       // the same
            &[0x04, 0x83, 0x01, 0x00, 0x00],       // longer than any answer
            &[0xbf, 0x1e, 0x00],                   // a tag, spelt longer
            &[0xbf, 0x80, 0x1f, 0x00],             // the same
            &[0xbf, 0x81, 0x80, 0x80, 0x80, 0x00], // a tag of five bytes
            &[0xbf, 0x85],                         // half a tag
        ] {
            assert!(Der(wrong).next().is_none(), "{wrong:x?}");
        }
        assert_eq!(Der(&[0x02, 0x01, 0x05, 0x00]).only(Tag::INTEGER), None, "something follows");
        assert_eq!(Der(&[0x02, 0x01, 0x05]).only(Tag::ENUMERATED), None);
    }

    proptest! {
        #[test]
        fn no_input_is_too_much(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let mut der = Der(&bytes);
            let mut read = 0;
            while let Some(element) = der.next() {
                read += element.whole.len();
            }
            prop_assert!(read <= bytes.len());
        }
    }
}
