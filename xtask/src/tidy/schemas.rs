//! The names of the API's types. Of two types with one name, the document holds one, and says nothing.

use std::collections::BTreeMap;

use super::{Finding, Source, Tree, pattern};

pub fn names(tree: &Tree) -> Vec<Finding> {
    let mut first: BTreeMap<String, String> = BTreeMap::new();
    let mut found = Vec::new();
    let ours = |source: &&Source| source.is_rust() && source.path.starts_with("crates/") && !source.is_test();
    for source in tree.sources.iter().filter(ours) {
        for (line, name) in declared(source) {
            let here = format!("{}:{line}", source.path);
            match first.get(&name) {
                None => drop(first.insert(name, here)),
                Some(there) => found.push(source.finding(
                    line,
                    format!("{there} has a type of the API called {name} already; one would hide the other."),
                )),
            }
        }
    }
    found
}

/// The types that derive a schema, and the closed lists of names, with their lines.
fn declared(source: &Source) -> Vec<(usize, String)> {
    let item = pattern(r"^\s*(?:pub(?:\([^)]*\))? )?(?:struct|enum) (\w+)");
    let list = pattern(r"^\s+([A-Z]\w*) \{$");
    let (mut derives, mut lists) = (false, false);
    let mut found = Vec::new();
    for (number, line) in source.body() {
        let (start, is_comment) = (line.trim(), line.trim().starts_with("//"));
        derives |=
            line.contains("ToSchema") && !is_comment && !start.starts_with("use ") && !start.contains("impl");
        lists |= start.ends_with("names! {");
        let name = match (derives, lists) {
            (true, _) => item.captures(line),
            (_, true) => list.captures(line),
            _ => None,
        };
        if let Some(name) = name.and_then(|name| name.get(1)) {
            found.push((number, name.as_str().to_owned()));
            (derives, lists) = (false, false);
        }
        // The end of a list of imports.
        derives &= start != "};";
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::places;

    #[test]
    fn two_types_of_the_api_have_two_names() {
        let derived = "use utoipa::{\n    PartialSchema, ToSchema,\n};\nstruct Inner;\n\
                       #[derive(Debug, ToSchema)]\n#[serde(deny)]\npub(super) struct Period {\n}\n";
        let listed = "names! {\n    /// Which way.\n    Order {\n        Asc = \"asc\",\n    }\n}\n\
                      #[derive(Debug)]\nstruct Period;\n";
        let apart = Tree::of(&[("crates/a/src/a.rs", derived), ("crates/a/src/b.rs", listed)]);
        assert_eq!(places(&names(&apart)), [""; 0]);
        let again = Tree::of(&[
            ("crates/a/src/a.rs", derived),
            ("crates/a/src/b.rs", derived),
            ("crates/a/src/c.rs", listed),
            ("crates/b/src/d.rs", "domain::names! {\n    Order {\n"),
            ("crates/b/tests/e.rs", derived),
        ]);
        assert_eq!(places(&names(&again)), ["crates/a/src/b.rs:7", "crates/b/src/d.rs:2"]);
    }
}
