//! The schemas that editors use say what the readers do: what is right validates, and a slip in the shape is flagged.

#[cfg(test)]
mod family;
#[cfg(test)]
mod folder;
#[cfg(test)]
mod rules;
#[cfg(test)]
mod validator;
