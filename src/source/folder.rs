//! Reading rule files. The only file of the crate that touches the disk.

use std::{
    fs,
    io::{self, Read},
    path::{Path, PathBuf},
};

use super::Sources;
use crate::value::Limits;

/// Why a file or folder could not be read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum FolderError {
    /// The system refused.
    #[error("cannot read `{}`: {source}", path.display())]
    Unreadable {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The bytes are not UTF-8.
    #[error("`{}` is not a text in UTF-8", path.display())]
    NotText {
        /// The file.
        path: PathBuf,
    },
    /// The name is not Unicode, so it cannot stand in a report.
    #[error("the name of `{}` is not a text in Unicode", path.display())]
    NotName {
        /// The file or folder.
        path: PathBuf,
    },
    /// More bytes than [`Limits::bytes`].
    #[error("`{}` passes the limit of {limit} bytes for all files together; see `Limits::bytes`", path.display())]
    TooManyBytes {
        /// The file at which the limit was passed.
        path: PathBuf,
        /// The limit.
        limit: u64,
    },
    /// More files than [`Limits::files`].
    #[error("`{}` has more than {limit} files; see `Limits::files`", path.display())]
    TooManyFiles {
        /// The folder.
        path: PathBuf,
        /// The limit.
        limit: usize,
    },
}

impl FolderError {
    /// The file or folder that could not be read.
    #[must_use]
    pub fn path(&self) -> &Path {
        match self {
            Self::Unreadable { path, .. }
            | Self::NotText { path }
            | Self::NotName { path }
            | Self::TooManyBytes { path, .. }
            | Self::TooManyFiles { path, .. } => path,
        }
    }
}

/// Reads the files below a folder whose relative names (with `/`) are `wanted`, in the order of these names.
///
/// Folders named `schema` and everything whose name begins with a dot are passed by; so are links to folders, which
/// could lead in a circle or show the same file twice.
///
/// # Errors
/// The first file or folder that cannot be read, or that passes a limit.
pub fn read_folder(path: &Path, wanted: fn(&str) -> bool, limits: &Limits) -> Result<Sources, FolderError> {
    let mut found = Vec::new();
    let mut folders = vec![(path.to_path_buf(), String::new())];
    while let Some((folder, prefix)) = folders.pop() {
        let entries = fs::read_dir(&folder).map_err(|source| unreadable(&folder, source))?;
        for entry in entries {
            let entry = entry.map_err(|source| unreadable(&folder, source))?;
            let path = entry.path();
            let Some(name) = entry.file_name().to_str().map(|name| format!("{prefix}{name}")) else {
                return Err(FolderError::NotName { path });
            };
            let own = name.rsplit('/').next().unwrap_or(&name);
            if own.starts_with('.') {
                continue;
            }
            let kind = entry.file_type().map_err(|source| unreadable(&path, source))?;
            if kind.is_dir() {
                if own != "schema" {
                    folders.push((path, format!("{name}/")));
                }
            } else if wanted(&name) && !path.is_dir() {
                found.push((name, path));
            }
        }
        if found.len() > limits.files {
            return Err(FolderError::TooManyFiles { path: path.to_path_buf(), limit: limits.files });
        }
    }
    found.sort();
    read_all(found, limits.bytes)
}

fn read_all(found: Vec<(String, PathBuf)>, limit: u64) -> Result<Sources, FolderError> {
    let mut sources = Sources::new();
    let mut left = limit;
    for (name, path) in found {
        let text = read_at_most(&path, left, limit)?;
        left = left.saturating_sub(u64::try_from(text.len()).unwrap_or(u64::MAX));
        sources.add(name, text);
    }
    Ok(sources)
}

fn read_at_most(path: &Path, left: u64, limit: u64) -> Result<String, FolderError> {
    let refused = |source| unreadable(path, source);
    let mut bytes = Vec::new();
    // One byte more than allowed shows that the limit is passed, also where the size of a file is not known before.
    let file = fs::File::open(path).map_err(refused)?;
    let read = file.take(left.saturating_add(1)).read_to_end(&mut bytes).map_err(refused)?;
    if u64::try_from(read).unwrap_or(u64::MAX) > left {
        return Err(FolderError::TooManyBytes { path: path.to_path_buf(), limit });
    }
    String::from_utf8(bytes).map_err(|_| FolderError::NotText { path: path.to_path_buf() })
}

fn unreadable(path: &Path, source: io::Error) -> FolderError {
    FolderError::Unreadable { path: path.to_path_buf(), source }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A folder of its own for each test, taken away at the end.
    struct Folder(PathBuf);

    impl Folder {
        fn with(test: &str, files: &[(&str, &[u8])]) -> Self {
            let path = std::env::temp_dir().join(format!("one-window-{}-{test}", std::process::id()));
            for (name, bytes) in files {
                let file = path.join(name);
                fs::create_dir_all(file.parent().unwrap()).unwrap();
                fs::write(file, bytes).unwrap();
            }
            Self(path)
        }
    }

    impl Drop for Folder {
        fn drop(&mut self) {
            fs::remove_dir_all(&self.0).unwrap();
        }
    }

    fn is_json(name: &str) -> bool {
        Path::new(name).extension().is_some_and(|end| end == "json")
    }

    #[test]
    fn files_come_in_the_order_of_their_names() {
        let files: &[(&str, &[u8])] = &[
            ("b/x.json", b"1"),
            ("b.json", b"2"),
            ("a/c/d.json", b"3"),
            ("a/schema/s.json", b"4"),
            ("a/n.txt", b"5"),
            (".git/x.json", b"6"),
        ];
        let folder = Folder::with("order", files);
        let sources = read_folder(&folder.0, is_json, &Limits::DEFAULT).unwrap();
        let names: Vec<_> = sources.ids().map(|id| (sources.name(id), sources.text(id))).collect();
        assert_eq!(names, [("a/c/d.json", "3"), ("b.json", "2"), ("b/x.json", "1")]);
    }

    #[test]
    fn a_file_that_is_no_text_is_named() {
        let folder = Folder::with("bytes", &[("a.json", b"\"\xff\"")]);
        let error = read_folder(&folder.0, is_json, &Limits::DEFAULT).unwrap_err();
        assert!(matches!(error, FolderError::NotText { .. }));
        assert_eq!(error.path(), folder.0.join("a.json"));
        assert!(error.to_string().ends_with("a.json` is not a text in UTF-8"));
    }

    #[test]
    fn limits_are_errors() {
        let folder = Folder::with("limits", &[("a.json", b"12345"), ("b.json", b"12345")]);
        let read = |bytes, files| read_folder(&folder.0, is_json, &Limits { bytes, files, ..Limits::DEFAULT });
        assert_eq!(read(10, 2).unwrap().len(), 2);
        assert!(matches!(read(9, 2).unwrap_err(), FolderError::TooManyBytes { limit: 9, .. }));
        assert!(matches!(read(10, 1).unwrap_err(), FolderError::TooManyFiles { limit: 1, .. }));
    }

    #[test]
    fn what_is_not_there_is_named() {
        let error = read_folder(Path::new("no/such/folder"), is_json, &Limits::DEFAULT).unwrap_err();
        assert!(error.to_string().starts_with("cannot read `no/such/folder`: "));
        assert!(std::error::Error::source(&error).is_some());
    }
}
