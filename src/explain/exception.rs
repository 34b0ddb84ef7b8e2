//! What must not be so, in words.

use super::names::Names;
use crate::assessment::{Exception, Missing};

/// What must not be so: the ground of refusal, or the opposite of what was presumed.
pub(super) fn exception_text(names: Names<'_>, exception: &Exception) -> String {
    let ground = exception.ground.and_then(|label| names.label(label)).and_then(|label| label.because.as_ref());
    if let Some(because) = ground {
        return names.say(because).to_owned();
    }
    let Some(Missing::Fact { fact, .. }) = &exception.fact else { return String::new() };
    let words = names.assessment.library.catalogue.fact(*fact);
    let yes = words.states.as_ref().map(|states| &states.yes);
    yes.or(words.title.as_ref()).map_or_else(String::new, |text| names.say(text).to_owned())
}
