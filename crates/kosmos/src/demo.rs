//! A demo installation: grown once, kept in a folder of its own, then served like any other.
//!
//! It is made of files: the simulator writes what a merchant would download, and the desk hands it in as a merchant
//! would, and does what the merchant's people would do by the same operations. Nothing else in the program knows of it.
//!
//! Growth happens in a folder aside and takes its place when it is complete, so that a demo is never half there.

mod cards;
mod companies;
mod grow;
mod papers;
mod personas;
mod seats;
mod sign_in;
mod stage;

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use crate::{
    archive::{DATABASE_FILE, FILES, KEY},
    config::Config,
    failure::{self, Failure, Outcome},
    installation::{self, Place},
    serve,
    terminal::print,
};

/// Where a demo is kept unless another folder is set.
pub const USUAL_DATA_DIR: &str = "data/demo";
/// Where it grows.
const GROWING: &str = ".growing";
/// What a demo is made of, in the order in which it takes its place: the last one says that it is complete.
const PARTS: [&str; 4] = [FILES, KEY, DATABASE_FILE, sign_in::FILE];
/// What SQLite keeps beside its file.
const BESIDE: [&str; 2] = ["kosmos.db-wal", "kosmos.db-shm"];

/// Grows the demo when it is missing, or anew when told, and serves it.
pub async fn demo(config: Config, reset: bool) -> Outcome {
    if config.database_url.is_some() {
        return Err(Failure::usage(
            "演示数据只保存在自己的文件夹里；请不要设置 database_url。",
            "The demo keeps its data in a folder of its own; leave database_url unset.",
        ));
    }
    prepare(&config, reset).await?;
    let sign_in = fs::read_to_string(config.data_dir.join(sign_in::FILE));
    let sign_in = sign_in.map_err(|error| Failure::file(&config.data_dir.join(sign_in::FILE), &error))?;
    let announce = move |url: &str| print(&sign_in::notice(url, &sign_in, failure::here()));
    serve::serve(config, announce).await
}

async fn prepare(config: &Config, reset: bool) -> Outcome {
    let place = Place::of(config);
    let folder = &place.folder;
    place.make_folder()?;
    let tenure = place.take()?;
    let unusable = |error: io::Error| Failure::file(folder, &error);
    let growing = folder.join(GROWING);
    let is_demo = folder.join(sign_in::FILE).exists();
    let was_cut_off = growing.exists();
    if !is_demo && !was_cut_off && PARTS.iter().any(|part| folder.join(part).exists()) {
        return Err(not_a_demo(folder));
    }
    if is_demo && !reset && !was_cut_off {
        return Ok(());
    }
    // From here on the folder beside says that the parts are not whole.
    fs::create_dir_all(&growing).map_err(unusable)?;
    for name in PARTS.iter().chain(&BESIDE) {
        remove(&folder.join(name)).map_err(unusable)?;
    }
    fs::remove_dir_all(&growing).and_then(|()| fs::create_dir(&growing)).map_err(unusable)?;
    grow_in(config, &growing).await?;
    for part in PARTS {
        let grown = growing.join(part);
        if grown.exists() {
            fs::rename(grown, folder.join(part)).map_err(unusable)?;
        }
    }
    fs::remove_dir_all(&growing).map_err(unusable)?;
    drop(tenure);
    Ok(())
}

async fn grow_in(config: &Config, folder: &Path) -> Outcome {
    let aside = Config { data_dir: PathBuf::from(folder), ..config.clone() };
    let app = installation::open(&aside, "http://localhost".into()).await?;
    let grown = grow::grow(&app).await;
    app.db().clone().close().await?;
    sign_in::write(folder, &grown?)
}

fn remove(path: &Path) -> io::Result<()> {
    match fs::symlink_metadata(path) {
        Ok(metadata) if metadata.is_dir() => fs::remove_dir_all(path),
        Ok(_) => fs::remove_file(path),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(error),
    }
}

fn not_a_demo(folder: &Path) -> Failure {
    let folder = folder.display();
    Failure::refused(
        format!("{folder} 里有别的数据，不是演示数据；请用 --data-dir 换一个文件夹。"),
        format!("{folder} holds data that are no demo; choose another folder with --data-dir."),
    )
}
