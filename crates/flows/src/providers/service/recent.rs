//! What a service answered lately, for those of whom it is not asked.

use std::{collections::VecDeque, time::Duration};

use crypto::entropy::{self, Entropy};

use super::{Answered, Silence, Verdict};

/// How many are remembered of each.
const KEPT: usize = 8;

/// The last answers of a service.
#[derive(Debug, Default)]
pub(crate) struct Recent {
    /// How long verdicts took, right ones and wrong ones.
    verdicts: VecDeque<Duration>,
    /// How long it took to find out that there was none.
    silences: VecDeque<Duration>,
    /// Why there was none the last time; none where there was a verdict since.
    silent: Option<Silence>,
}

/// What stands in for an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct StandIn {
    silent: Option<Silence>,
    pub(crate) took: Duration,
}

impl StandIn {
    /// As an answer. It is never a right one.
    pub(crate) fn outcome(self) -> Answered {
        (self.silent.map_or(Verdict::Wrong(0), Verdict::Silent), self.took)
    }
}

impl Recent {
    pub(crate) fn note(&mut self, (verdict, took): &Answered) {
        let list = match verdict {
            Verdict::Silent(_) => &mut self.silences,
            _ => &mut self.verdicts,
        };
        list.push_back(*took);
        if list.len() > KEPT {
            list.pop_front();
        }
        self.silent = match verdict {
            Verdict::Silent(why) => Some(why.clone()),
            _ => None,
        };
    }

    /// What the service would answer for nobody: while it is out, that it is; else a wrong password. It takes as long as one of the last
    /// ones did.
    pub(crate) fn stand_in(&self, entropy: &dyn Entropy) -> StandIn {
        let list = if self.silent.is_some() { &self.silences } else { &self.verdicts };
        let [random] = entropy::bytes::<1>(entropy);
        let took = list.get(usize::from(random) % list.len().max(1)).copied().unwrap_or_default();
        StandIn { silent: self.silent.clone(), took }
    }
}

#[cfg(test)]
mod tests {
    use crypto::entropy::Seeded;

    use super::*;

    #[test]
    fn ext_12_nobody_is_answered_as_somebody_was_lately() {
        let (mut recent, entropy) = (Recent::default(), Seeded::new(1));
        assert_eq!(recent.stand_in(&entropy).outcome(), (Verdict::Wrong(0), Duration::ZERO));
        for millis in 100..120 {
            recent.note(&(
                if millis % 2 == 0 { Verdict::Right } else { Verdict::Wrong(401) },
                Duration::from_millis(millis),
            ));
        }
        let mut seen: Vec<u128> = (0..200).map(|_| recent.stand_in(&entropy).took.as_millis()).collect();
        seen.sort_unstable();
        seen.dedup();
        assert_eq!(seen, (112..120).collect::<Vec<_>>(), "the last eight, each of them");
        let late = Silence::Egress(egress::EgressError::Resting);
        recent.note(&(Verdict::Silent(late.clone()), Duration::from_secs(8)));
        assert_eq!(recent.stand_in(&entropy).outcome(), (Verdict::Silent(late), Duration::from_secs(8)));
        recent.note(&(Verdict::Wrong(401), Duration::from_millis(5)));
        assert_eq!(recent.stand_in(&entropy).outcome().0, Verdict::Wrong(0), "it is back");
    }
}
