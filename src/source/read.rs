//! Files from disk, whatever stands there.

use super::SourceFile;
use std::fmt;
use std::fs::{File, FileType};
use std::io::{self, Read};
use std::path::Path;
use std::sync::Arc;

/// The largest file that is read, in bytes: 64 MiB.
pub const MAX_BYTES: u64 = 64 << 20;

/// Why a file could not be read.
#[derive(Debug)]
pub enum ReadError {
    /// The system refused; the file may be gone, or not ours to read.
    Io(io::Error),
    /// It is no file: `a folder`, `a named pipe`...
    NotAFile(&'static str),
    /// It is larger than [`MAX_BYTES`].
    TooLarge,
    /// It is UTF-16, as some editors save it.
    Utf16,
    /// It is not UTF-8; the offset of the first byte that is not.
    NotUtf8 {
        /// From 0.
        offset: usize,
    },
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Io(error) if error.kind() == io::ErrorKind::NotFound => {
                f.write_str("there is no such file")
            }
            Self::Io(error) if error.kind() == io::ErrorKind::PermissionDenied => {
                f.write_str("this file may not be read by you")
            }
            Self::Io(error) => write!(f, "this file cannot be read: {error}"),
            Self::NotAFile(what) => write!(f, "this is {what}, not a file"),
            Self::TooLarge => write!(f, "this file is larger than {} MiB", MAX_BYTES >> 20),
            Self::Utf16 => f.write_str("this file is UTF-16; save it as UTF-8"),
            Self::NotUtf8 { offset } => {
                write!(
                    f,
                    "this file is not UTF-8 text (byte {offset}); save it as UTF-8"
                )
            }
        }
    }
}

impl std::error::Error for ReadError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Io(error) => Some(error),
            _ => None,
        }
    }
}

impl From<io::Error> for ReadError {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

/// Reads a text file. A byte order mark is left out; NUL bytes are kept, and reported by the YAML layer.
///
/// Only regular files (and links to them) are opened, because opening a pipe would wait for its other end.
pub fn read(path: &Path) -> Result<Arc<SourceFile>, ReadError> {
    read_as(path, shown_path(path))
}

/// Reads a text file as [`read`] does, under the path that people are to see.
pub fn read_as(path: &Path, shown: impl Into<String>) -> Result<Arc<SourceFile>, ReadError> {
    let metadata = std::fs::metadata(path)?;
    if !metadata.is_file() {
        return Err(ReadError::NotAFile(describe(metadata.file_type())));
    }
    if metadata.len() > MAX_BYTES {
        return Err(ReadError::TooLarge);
    }
    let mut bytes = Vec::with_capacity(metadata.len() as usize + 1);
    // The length may have been wrong, or have changed since.
    File::open(path)?
        .take(MAX_BYTES + 1)
        .read_to_end(&mut bytes)?;
    from_bytes(shown, bytes)
}

/// A file whose bytes have been read elsewhere (standard input), under the same rules as [`read`].
pub fn from_bytes(path: impl Into<String>, bytes: Vec<u8>) -> Result<Arc<SourceFile>, ReadError> {
    if bytes.len() as u64 > MAX_BYTES {
        return Err(ReadError::TooLarge);
    }
    let utf16 = bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]);
    let mut text = String::from_utf8(bytes).map_err(|error| {
        if utf16 {
            ReadError::Utf16
        } else {
            ReadError::NotUtf8 {
                offset: error.utf8_error().valid_up_to(),
            }
        }
    })?;
    if text.starts_with('\u{feff}') {
        text.drain(..'\u{feff}'.len_utf8());
    }
    Ok(SourceFile::new(path, text))
}

/// A path as it is shown: `/` between its parts on every system.
pub fn shown_path(path: &Path) -> String {
    let path = path.to_string_lossy();
    if std::path::MAIN_SEPARATOR == '/' {
        path.into_owned()
    } else {
        path.replace(std::path::MAIN_SEPARATOR, "/")
    }
}

/// What something that is no regular file is.
fn describe(kind: FileType) -> &'static str {
    if kind.is_dir() {
        return "a folder";
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::FileTypeExt;
        if kind.is_fifo() {
            return "a named pipe";
        }
        if kind.is_socket() {
            return "a socket";
        }
    }
    "a device"
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error(path: &Path) -> String {
        read(path).unwrap_err().to_string()
    }

    #[test]
    fn a_byte_order_mark_is_left_out_and_nul_is_kept() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.yaml");
        std::fs::write(&path, "\u{feff}a: 1\0\r\n").unwrap();
        let file = read(&path).unwrap();
        assert_eq!(&*file.text, "a: 1\0\r\n");
        assert!(file.path.ends_with("/a.yaml"));
    }

    #[test]
    fn what_is_no_text_file_is_refused_in_words() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x.yaml");
        assert_eq!(error(&path), "there is no such file");
        std::fs::create_dir(&path).unwrap();
        assert_eq!(error(&path), "this is a folder, not a file");
        let latin = folder.path().join("latin.yaml");
        std::fs::write(&latin, b"name: Z\xFCrich").unwrap();
        assert_eq!(
            error(&latin),
            "this file is not UTF-8 text (byte 7); save it as UTF-8"
        );
        std::fs::write(&latin, b"\xFF\xFEa\0").unwrap();
        assert_eq!(error(&latin), "this file is UTF-16; save it as UTF-8");
    }

    #[cfg(unix)]
    #[test]
    fn pipes_devices_and_huge_files_are_not_opened() {
        let folder = tempfile::tempdir().unwrap();
        let pipe = folder.path().join("pipe.yaml");
        let made = std::process::Command::new("mkfifo").arg(&pipe).status();
        assert!(made.unwrap().success());
        assert_eq!(error(&pipe), "this is a named pipe, not a file");
        assert_eq!(
            error(Path::new("/dev/zero")),
            "this is a device, not a file"
        );
        let socket = folder.path().join("socket.yaml");
        let _listener = std::os::unix::net::UnixListener::bind(&socket).unwrap();
        assert_eq!(error(&socket), "this is a socket, not a file");
        // A file of nothing but a length: it takes no room on the disk.
        let huge = folder.path().join("huge.yaml");
        File::create(&huge).unwrap().set_len(MAX_BYTES + 1).unwrap();
        assert_eq!(error(&huge), "this file is larger than 64 MiB");
        let around = folder.path().join("loop.yaml");
        std::os::unix::fs::symlink(&around, &around).unwrap();
        assert!(error(&around).starts_with("this file cannot be read"));
    }
}
