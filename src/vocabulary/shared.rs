//! One vocabulary for many families and threads.

use std::{fmt, ops::Deref, sync::Arc};

use super::Vocabulary;

/// A vocabulary that every family holds which was read against it.
///
/// Clones are counted together, apart from those of another that was made by [`apart`](Self::apart): threads that make
/// families with one each never wait for each other to count.
#[derive(Clone)]
pub struct SharedVocabulary(Arc<Held>);

struct Held(Arc<Vocabulary>);

impl fmt::Debug for SharedVocabulary {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        Vocabulary::fmt(self, out)
    }
}

impl SharedVocabulary {
    /// A vocabulary to be shared.
    #[must_use]
    pub fn new(vocabulary: Vocabulary) -> Self {
        Self(Arc::new(Held(Arc::new(vocabulary))))
    }

    /// The same vocabulary, whose clones are counted apart.
    #[must_use]
    pub fn apart(&self) -> Self {
        Self(Arc::new(Held(self.0.0.clone())))
    }

    /// Whether it is the same vocabulary.
    #[must_use]
    #[inline]
    pub fn is(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0.0, &other.0.0)
    }
}

impl Deref for SharedVocabulary {
    type Target = Vocabulary;

    #[inline]
    fn deref(&self) -> &Vocabulary {
        &self.0.0
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample;

    #[test]
    fn what_is_counted_apart_is_the_same_vocabulary() {
        let one = sample::vocabulary();
        let (apart, other) = (one.apart(), sample::vocabulary());
        assert!(one.is(&apart) && apart.is(&one.clone()) && !one.is(&other));
        assert!(std::ptr::eq(&raw const *one, &raw const *apart));
    }
}
