//! `#[db_test]`: runs one test on SQLite and on PostgreSQL.
//!
//! The test is an `async fn` with one argument whose type has `async fn of(db::Dialect) -> Self`; it becomes a
//! module of the same name with the tests `sqlite` and `postgres`.

use proc_macro::{TokenStream, TokenTree};

/// Runs the test below it on both databases.
#[proc_macro_attribute]
pub fn db_test(_arguments: TokenStream, item: TokenStream) -> TokenStream {
    match expand(&item) {
        Ok(code) => code.parse().unwrap_or_default(),
        Err(reason) => format!("compile_error!({reason:?});").parse().unwrap_or_default(),
    }
}

fn expand(item: &TokenStream) -> Result<String, &'static str> {
    let tokens: Vec<TokenTree> = item.clone().into_iter().collect();
    let mut words = tokens.iter().skip_while(|token| token.to_string() != "fn").skip(1);
    let name = words.next().ok_or("#[db_test] stands above an async fn")?.to_string();
    let argument = match words.next() {
        Some(TokenTree::Group(group)) => group.stream().to_string(),
        _ => return Err("the function of a #[db_test] has one argument"),
    };
    let (_, argument_type) = argument.split_once(':').ok_or("the argument of a #[db_test] names its type")?;
    let argument_type = argument_type.trim().trim_end_matches(',');
    let run =
        |dialect: &str| format!("super::{name}(<{argument_type}>::of(db::Dialect::{dialect}).await).await;");
    Ok(format!(
        "{item}
        mod {name} {{
            use super::*;
            #[tokio::test] async fn sqlite() {{ {} }}
            #[tokio::test] async fn postgres() {{ {} }}
        }}",
        run("Sqlite"),
        run("Postgres"),
    ))
}
