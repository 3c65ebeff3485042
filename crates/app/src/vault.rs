//! The keys of the installation: sealing personal data, blind indexes to find it again, hashes of secrets.
//!
//! One master key in the data folder, and derived from it one key per purpose and brand: what one brand sealed, no key
//! of another brand opens. A sealed text says its version first, so that a later algorithm can stand beside the old
//! one. Losing the master key loses what was sealed with it: it belongs in the backup, and a backup belongs in a safe
//! place.

use std::{fs, io, io::Write as _, os::unix::fs::OpenOptionsExt as _, path::Path};

use aes_gcm::{
    Aes256Gcm, Nonce,
    aead::{Aead, KeyInit, Payload},
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD as BASE64};
use domain::id::TenantId;
use hkdf::Hkdf;
use hmac::{Hmac, Mac};
use jobs::Ids;
use sha2::{Digest, Sha256};

const KEY_BYTES: usize = 32;
const NONCE_BYTES: usize = 12;
/// Bytes of a token for a cookie, a link or a program: 256 bits.
const TOKEN_BYTES: usize = 32;
/// What a sealed text starts with.
const SEAL_VERSION: &str = "v1.";
/// The file in the data folder that holds the master key.
const MASTER_KEY_FILE: &str = "master.key";

/// Why a key or a sealed text is of no use.
#[derive(Debug, thiserror::Error)]
pub enum VaultError {
    /// The key file cannot be read or written.
    #[error("the key file {MASTER_KEY_FILE} cannot be used: {0}")]
    KeyFile(#[from] io::Error),
    /// The key file does not hold a key.
    #[error("the key file {MASTER_KEY_FILE} is damaged; restore it from a backup")]
    DamagedKey,
    /// A sealed text does not open with these keys.
    #[error("a sealed text does not open with the key of this installation")]
    Sealed,
}

/// The keys of the installation.
pub struct Vault {
    master: Hkdf<Sha256>,
    index: [u8; KEY_BYTES],
    ids: Ids,
}

/// What a key of a brand seals.
#[derive(Debug, Clone, Copy)]
enum Purpose {
    Field,
    File,
}

impl Purpose {
    const fn label(self) -> &'static [u8] {
        match self {
            Self::Field => b"kosmos field seal of ",
            Self::File => b"kosmos file seal of ",
        }
    }
}

impl std::fmt::Debug for Vault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Vault")
    }
}

impl Vault {
    /// Reads the master key from the data folder, or makes one there, readable by nobody else.
    pub fn open(data_dir: &Path, ids: Ids) -> Result<Self, VaultError> {
        let path = data_dir.join(MASTER_KEY_FILE);
        let master = match fs::read_to_string(&path) {
            Ok(text) => BASE64.decode(text.trim()).map_err(|_| VaultError::DamagedKey)?,
            Err(error) if error.kind() == io::ErrorKind::NotFound => new_master_key(&path, &ids)?,
            Err(error) => return Err(error.into()),
        };
        let master: [u8; KEY_BYTES] = master.try_into().map_err(|_| VaultError::DamagedKey)?;
        Ok(Self::from_master(&master, ids))
    }

    /// Derives the keys from a master key.
    pub fn from_master(master: &[u8; KEY_BYTES], ids: Ids) -> Self {
        let master = Hkdf::<Sha256>::new(None, master);
        let index = derive(&master, &[b"kosmos blind index"]);
        Self { master, index, ids }
    }

    /// The key of one brand for one purpose. The purposes differ in length and words, and the id has sixteen bytes, so
    /// that no two of them are derived from the same text.
    fn cipher(&self, purpose: Purpose, tenant: TenantId) -> Aes256Gcm {
        Aes256Gcm::new(&derive(&self.master, &[purpose.label(), tenant.uuid().as_bytes()]).into())
    }

    /// Seals a text with the key of `tenant`.
    pub fn seal(&self, tenant: TenantId, plain: &str) -> String {
        let cipher = self.cipher(Purpose::Field, tenant);
        let sealed = seal_with(&cipher, &self.ids, tenant.uuid().as_bytes(), plain.as_bytes());
        format!("{SEAL_VERSION}{}", BASE64.encode(sealed))
    }

    /// Opens what [`Vault::seal`] sealed.
    pub fn open_text(&self, tenant: TenantId, sealed: &str) -> Result<String, VaultError> {
        let text = sealed.strip_prefix(SEAL_VERSION).ok_or(VaultError::Sealed)?;
        let bytes = BASE64.decode(text).map_err(|_| VaultError::Sealed)?;
        let plain = open_with(&self.cipher(Purpose::Field, tenant), tenant.uuid().as_bytes(), &bytes)?;
        String::from_utf8(plain).map_err(|_| VaultError::Sealed)
    }

    /// Seals one chunk of a file with the key of `tenant`; `place` ties it to its file and its position.
    pub fn seal_chunk(&self, tenant: TenantId, place: &[u8], plain: &[u8]) -> Vec<u8> {
        seal_with(&self.cipher(Purpose::File, tenant), &self.ids, place, plain)
    }

    /// Opens what [`Vault::seal_chunk`] sealed for the same brand and place.
    pub fn open_chunk(&self, tenant: TenantId, place: &[u8], sealed: &[u8]) -> Result<Vec<u8>, VaultError> {
        open_with(&self.cipher(Purpose::File, tenant), place, sealed)
    }

    /// A keyed hash by which a tenant finds a value again without storing it readably.
    pub fn blind_index(&self, tenant: TenantId, purpose: &str, value: &str) -> Vec<u8> {
        let mut mac = hmac(&self.index);
        for part in [tenant.uuid().as_bytes().as_slice(), purpose.as_bytes(), value.as_bytes()] {
            mac.update(&(part.len() as u64).to_be_bytes());
            mac.update(part);
        }
        mac.finalize().into_bytes().to_vec()
    }

    /// A new secret for a cookie, a link or a program, as text.
    pub fn new_token(&self) -> String {
        let mut bytes = [0; TOKEN_BYTES];
        self.ids.fill(&mut bytes);
        BASE64.encode(bytes)
    }
}

/// The hash under which a token is stored. A token has 256 bits of chance, so a fast hash is enough.
pub fn token_hash(token: &str) -> Vec<u8> {
    Sha256::digest(token.as_bytes()).to_vec()
}

fn hmac(key: &[u8]) -> Hmac<Sha256> {
    <Hmac<Sha256> as KeyInit>::new_from_slice(key).expect("HMAC takes a key of any length")
}

fn derive(master: &Hkdf<Sha256>, words: &[&[u8]]) -> [u8; KEY_BYTES] {
    let mut key = [0; KEY_BYTES];
    master.expand_multi_info(words, &mut key).expect("32 bytes are fewer than HKDF can give");
    key
}

fn seal_with(cipher: &Aes256Gcm, ids: &Ids, place: &[u8], plain: &[u8]) -> Vec<u8> {
    let mut nonce = [0; NONCE_BYTES];
    ids.fill(&mut nonce);
    let payload = Payload { msg: plain, aad: place };
    let sealed = cipher.encrypt(&Nonce::from(nonce), payload).expect("AES-GCM seals anything below 64 GiB");
    [nonce.as_slice(), &sealed].concat()
}

fn open_with(cipher: &Aes256Gcm, place: &[u8], sealed: &[u8]) -> Result<Vec<u8>, VaultError> {
    let (nonce, sealed) = sealed.split_first_chunk::<NONCE_BYTES>().ok_or(VaultError::Sealed)?;
    cipher.decrypt(&Nonce::from(*nonce), Payload { msg: sealed, aad: place }).map_err(|_| VaultError::Sealed)
}

fn new_master_key(path: &Path, ids: &Ids) -> Result<Vec<u8>, VaultError> {
    let mut key = vec![0; KEY_BYTES];
    ids.fill(&mut key);
    let mut file = fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
    file.write_all(BASE64.encode(&key).as_bytes())?;
    file.sync_all()?;
    Ok(key)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tenant(number: u128) -> TenantId {
        TenantId::from_uuid(uuid::Uuid::from_u128(number))
    }

    #[test]
    fn what_one_tenant_sealed_no_other_tenant_opens() {
        let vault = Vault::from_master(&[7; 32], Ids::seeded(1));
        let sealed = vault.seal(tenant(1), "13800000000");
        assert!(!sealed.contains("138"));
        assert_ne!(sealed, vault.seal(tenant(1), "13800000000"));
        assert_eq!(vault.open_text(tenant(1), &sealed).unwrap(), "13800000000");
        assert!(vault.open_text(tenant(2), &sealed).is_err());
        assert!(Vault::from_master(&[8; 32], Ids::seeded(1)).open_text(tenant(1), &sealed).is_err());
        for damaged in ["", "v1.", "v1.AAAA", "v2.AAAAAAAAAAAAAAAAAAAAAAAAAAAA", &sealed[..20]] {
            assert!(vault.open_text(tenant(1), damaged).is_err(), "{damaged}");
        }
    }

    #[test]
    fn each_brand_has_keys_of_its_own_and_a_key_serves_one_purpose() {
        let vault = Vault::from_master(&[7; 32], Ids::seeded(1));
        let place = b"the same place";
        let chunk = vault.seal_chunk(tenant(1), place, b"a page");
        assert_eq!(vault.open_chunk(tenant(1), place, &chunk).unwrap(), b"a page");
        assert!(vault.open_chunk(tenant(2), place, &chunk).is_err(), "the place alone does not decide");
        assert!(vault.open_chunk(tenant(1), b"another place", &chunk).is_err());
        let text = format!(
            "{SEAL_VERSION}{}",
            BASE64.encode(vault.seal_chunk(tenant(1), tenant(1).uuid().as_bytes(), b"x"))
        );
        assert!(vault.open_text(tenant(1), &text).is_err(), "the key of files opens no texts");
    }

    #[test]
    fn a_blind_index_finds_the_same_value_of_the_same_tenant_and_purpose_only() {
        let vault = Vault::from_master(&[7; 32], Ids::seeded(1));
        let phone = vault.blind_index(tenant(1), "phone", "13800000000");
        assert_eq!(phone, vault.blind_index(tenant(1), "phone", "13800000000"));
        assert_ne!(phone, vault.blind_index(tenant(2), "phone", "13800000000"));
        assert_ne!(phone, vault.blind_index(tenant(1), "wechat", "13800000000"));
        assert_ne!(vault.blind_index(tenant(1), "ab", "c"), vault.blind_index(tenant(1), "a", "bc"));
    }
}
