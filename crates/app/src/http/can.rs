//! Whether something may be done with what a view shows, so that the console repeats no rule.

use serde::{Serialize, Serializer};
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{ObjectBuilder, OneOfBuilder, RefOr, Schema, Type},
};

use crate::text::Text;

/// `true`, or a sentence that says why not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Can {
    /// It may be done.
    Yes,
    /// It may not, for this reason.
    No(Text),
}

impl Serialize for Can {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Yes => serializer.serialize_bool(true),
            Self::No(reason) => serializer.serialize_str(reason.here()),
        }
    }
}

impl PartialSchema for Can {
    fn schema() -> RefOr<Schema> {
        let yes = ObjectBuilder::new().schema_type(Type::Boolean).enum_values(Some([true]));
        let no = ObjectBuilder::new().schema_type(Type::String);
        let text = "true, or a sentence that says why not";
        OneOfBuilder::new().item(yes).item(no).description(Some(text)).into()
    }
}

impl ToSchema for Can {}
