//! `courtesy lsp`: speaks to an editor.

use super::Exit;
use super::output::Failure;
use crate::lsp;
use lsp_server::Connection;

/// Serves until the editor says goodbye.
pub(super) fn run() -> Result<Exit, Failure> {
    let (connection, threads) = Connection::stdio();
    let ended = lsp::serve(&connection);
    // The threads end when nobody holds the connection any more.
    drop(connection);
    let talk = threads.join();
    match ended {
        Ok(()) => talk.map(|()| Exit::Clean).map_err(Failure::from),
        Err(error) => Err(Failure::Told(
            format!("the editor broke the rules of the protocol: {error}"),
            Exit::Internal,
        )),
    }
}
