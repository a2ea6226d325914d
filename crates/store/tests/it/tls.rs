//! TLS to PostgreSQL: a server that it is, and one that only says so.

use std::{fs, net::TcpListener, os::unix::fs::PermissionsExt as _, path::Path};

use rcgen::{CertifiedKey, generate_simple_self_signed};
use store::{
    Location, Store, StoreError,
    testing::{PrivateCluster, patient},
};

/// A certificate for this name in the directory: the server's pair, and the file of whom to believe.
fn certify(directory: &Path, name: &str, pair: bool, believed: &str) {
    let CertifiedKey { cert, signing_key } = generate_simple_self_signed([name.to_owned()]).unwrap();
    if pair {
        fs::write(directory.join("server.pem"), cert.pem()).unwrap();
        fs::write(directory.join("server.key"), signing_key.serialize_pem()).unwrap();
    }
    fs::write(directory.join(believed), cert.pem()).unwrap();
    // PostgreSQL runs as another user where this is root, and the umask may keep files from it.
    for file in fs::read_dir(directory).unwrap() {
        fs::set_permissions(file.unwrap().path(), fs::Permissions::from_mode(0o644)).unwrap();
    }
}

async fn open(port: u16, directory: &Path, mode: &str, believed: &str) -> Option<StoreError> {
    let believed = directory.join(believed);
    let url =
        format!("postgresql://postgres@localhost:{port}/postgres?sslmode={mode}&sslrootcert={}", believed.display());
    match Store::open(&Location::Postgres(url), patient()).await {
        Ok(store) => {
            let about = store.about().await.unwrap();
            assert!(about.engine.starts_with("PostgreSQL"), "{about:?}");
            store.close().await;
            None
        }
        Err(error) => Some(error),
    }
}

#[tokio::test]
async fn a_server_is_believed_for_its_certificate_only() {
    let directory = std::env::temp_dir().join(format!("doorward-tls-{}", std::process::id()));
    fs::create_dir_all(&directory).unwrap();
    fs::set_permissions(&directory, fs::Permissions::from_mode(0o755)).unwrap();
    certify(&directory, "localhost", true, "right.pem");
    certify(&directory, "localhost", false, "other.pem");
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let cluster = PrivateCluster::with_tls(&directory, port);
    for mode in ["require", "verify-ca", "verify-full"] {
        assert_eq!(open(port, &directory, mode, "right.pem").await, None, "{mode}");
        // Encrypted to somebody else is as good as in the clear.
        let refused = open(port, &directory, mode, "other.pem").await;
        let why = "trusted here";
        assert!(
            matches!(&refused, Some(StoreError::NotConnected { reason, .. }) if reason.contains(why)),
            "{mode}: {refused:?}"
        );
    }
    drop(cluster);
    // Of the right authority, for another host.
    certify(&directory, "elsewhere.example", true, "right.pem");
    let cluster = PrivateCluster::with_tls(&directory, port);
    let refused = open(port, &directory, "require", "right.pem").await;
    let why = "the certificate is not for localhost, but for elsewhere.example";
    assert!(matches!(&refused, Some(StoreError::NotConnected { reason, .. }) if reason.contains(why)), "{refused:?}");
    drop(cluster);
    let _ = fs::remove_dir_all(&directory);
}
