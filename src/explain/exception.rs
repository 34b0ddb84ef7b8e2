//! What must not be so, in words.

use super::{names::Names, requirement::nobody_paid};
use crate::assessment::{Exception, Missing};

/// What must not be so: the ground of refusal, or the opposite of what was presumed.
pub(super) fn exception_text(names: Names<'_>, exception: &Exception) -> String {
    if exception.is_nobody_paid() {
        return nobody_paid(names).to_owned();
    }
    let ground = exception.ground.and_then(|label| names.label(label)).and_then(|label| label.because.as_ref());
    if let Some(because) = ground {
        return names.say(because).to_owned();
    }
    let Some(Missing::Fact { fact, .. }) = &exception.fact else { return String::new() };
    let words = names.assessment.library.catalogue.fact(*fact);
    if let Some(states) = &words.states {
        return names.say(&states.yes).to_owned();
    }
    // Of a day or of people there is no opposite to name: any answer to the question is one.
    let question = names.question(*fact).unwrap_or_default();
    names.either(format!("Есть что ответить на вопрос «{question}»"), format!("There is an answer to “{question}”"))
}
