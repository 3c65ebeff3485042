//! Following what happens.

use db_test::db_test;
use serde_json::json;
use testkit::TestApp;

#[db_test]
async fn a_stream_ends_after_a_while_so_that_who_follows_shows_again_that_they_may(test: TestApp) {
    let (mut owner, mut follower) = (test.owner().await, test.owner().await);
    let time_passes = async {
        loop {
            test.clock.advance_ms(10 * 60_000);
            owner.patch("/me", json!({ "language": "en" })).await;
        }
    };
    let answer = tokio::select! {
        answer = follower.get("/events?after=0") => answer,
        () = time_passes => unreachable!("time passes for ever"),
    };
    let events = answer.text();
    assert!(
        events.contains("id: 1\nevent: brand_added") || events.contains("event: brand_added\nid: 1"),
        "{events}"
    );
}
