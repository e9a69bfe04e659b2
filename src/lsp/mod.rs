//! `courtesy lsp`: the findings in an editor while one types, over the Language Server Protocol.
//!
//! One thread answers one message after the other. What is typed is laid over the files of the project, and
//! the whole project is checked when the editor pauses or asks for something: definitions refer to each other
//! over files, so that no file can be judged alone. Columns are those of the protocol, in UTF-16.

mod actions;
mod complete;
mod hover;
mod ids;
mod publish;
mod symbols;
mod text;
mod workspace;

use lsp_server::{Connection, ErrorCode, Message, Notification, ProtocolError, Request, Response};
use lsp_types::notification::{
    DidChangeTextDocument, DidChangeWatchedFiles, DidCloseTextDocument, DidOpenTextDocument,
    DidSaveTextDocument, Notification as _,
};
use lsp_types::request::{
    CodeActionRequest, Completion, DocumentSymbolRequest, GotoDefinition, HoverRequest, References,
    Request as _,
};
use lsp_types::{
    CodeActionKind, CodeActionOptions, CodeActionProviderCapability, CompletionOptions,
    HoverProviderCapability, InitializeParams, OneOf, ServerCapabilities,
    TextDocumentSyncCapability, TextDocumentSyncKind, TextDocumentSyncOptions,
};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::time::Duration;
use workspace::Workspace;

/// So long nothing comes from the editor before what was typed is checked.
const PAUSE: Duration = Duration::from_millis(150);

/// Talks to an editor until it says goodbye or hangs up.
pub fn serve(connection: &Connection) -> Result<(), ProtocolError> {
    let capabilities = serde_json::to_value(capabilities()).unwrap_or_default();
    let parameters = connection.initialize(capabilities)?;
    let parameters: InitializeParams = serde_json::from_value(parameters).unwrap_or_default();
    let mut workspace = Workspace::of(&parameters);
    loop {
        let message = if workspace.is_reported {
            match connection.receiver.recv() {
                Ok(message) => message,
                Err(_) => return Ok(()),
            }
        } else {
            match connection.receiver.recv_timeout(PAUSE) {
                Ok(message) => message,
                Err(error) if error.is_timeout() => {
                    workspace.check();
                    for notification in workspace.reports() {
                        if connection.sender.send(notification.into()).is_err() {
                            return Ok(());
                        }
                    }
                    continue;
                }
                Err(_) => return Ok(()),
            }
        };
        match message {
            Message::Request(request) => {
                if connection.handle_shutdown(&request)? {
                    return Ok(());
                }
                let response = answer(&mut workspace, request);
                if connection.sender.send(response.into()).is_err() {
                    return Ok(());
                }
            }
            Message::Notification(notification) => hear(&mut workspace, notification),
            Message::Response(_) => {}
        }
    }
}

fn capabilities() -> ServerCapabilities {
    ServerCapabilities {
        text_document_sync: Some(TextDocumentSyncCapability::Options(
            TextDocumentSyncOptions {
                open_close: Some(true),
                change: Some(TextDocumentSyncKind::FULL),
                save: Some(true.into()),
                ..TextDocumentSyncOptions::default()
            },
        )),
        hover_provider: Some(HoverProviderCapability::Simple(true)),
        code_action_provider: Some(CodeActionProviderCapability::Options(CodeActionOptions {
            code_action_kinds: Some(vec![
                CodeActionKind::QUICKFIX,
                CodeActionKind::SOURCE_FIX_ALL,
            ]),
            ..CodeActionOptions::default()
        })),
        definition_provider: Some(OneOf::Left(true)),
        references_provider: Some(OneOf::Left(true)),
        document_symbol_provider: Some(OneOf::Left(true)),
        completion_provider: Some(CompletionOptions {
            trigger_characters: Some([":", "[", ",", " ", "-"].map(str::to_owned).to_vec()),
            ..CompletionOptions::default()
        }),
        ..ServerCapabilities::default()
    }
}

/// What the editor tells. What cannot be read is passed over: it is the next message that counts.
fn hear(workspace: &mut Workspace, notification: Notification) {
    match notification.method.as_str() {
        DidOpenTextDocument::METHOD => {
            told::<DidOpenTextDocument>(notification, |told| {
                let document = told.text_document;
                workspace.open(&document.uri, document.text);
            });
        }
        DidChangeTextDocument::METHOD => {
            told::<DidChangeTextDocument>(notification, |told| {
                if let Some(change) = told.content_changes.into_iter().next_back() {
                    workspace.open(&told.text_document.uri, change.text);
                }
            });
        }
        DidCloseTextDocument::METHOD => {
            told::<DidCloseTextDocument>(notification, |told| {
                workspace.close(&told.text_document.uri);
            });
        }
        DidSaveTextDocument::METHOD | DidChangeWatchedFiles::METHOD => workspace.forget(),
        _ => {}
    }
}

fn told<N: lsp_types::notification::Notification>(
    notification: Notification,
    act: impl FnOnce(N::Params),
) {
    if let Ok(parameters) = notification.extract::<N::Params>(N::METHOD) {
        act(parameters);
    }
}

/// What the editor asks.
fn answer(workspace: &mut Workspace, request: Request) -> Response {
    match request.method.as_str() {
        HoverRequest::METHOD => asked::<HoverRequest>(request, |it| hover::answer(workspace, &it)),
        CodeActionRequest::METHOD => {
            asked::<CodeActionRequest>(request, |it| actions::answer(workspace, &it))
        }
        GotoDefinition::METHOD => {
            asked::<GotoDefinition>(request, |it| ids::definition(workspace, &it))
        }
        References::METHOD => asked::<References>(request, |it| ids::references(workspace, &it)),
        DocumentSymbolRequest::METHOD => {
            asked::<DocumentSymbolRequest>(request, |it| symbols::answer(workspace, &it))
        }
        Completion::METHOD => asked::<Completion>(request, |it| complete::answer(workspace, &it)),
        other => {
            let message = format!("there is no `{other}` here");
            Response::new_err(request.id, ErrorCode::MethodNotFound as i32, message)
        }
    }
}

fn asked<R: lsp_types::request::Request>(
    request: Request,
    answer: impl FnOnce(R::Params) -> R::Result,
) -> Response
where
    R::Params: DeserializeOwned,
    R::Result: Serialize,
{
    let id = request.id.clone();
    match request.extract::<R::Params>(R::METHOD) {
        Ok((id, parameters)) => Response::new_ok(id, answer(parameters)),
        Err(error) => Response::new_err(id, ErrorCode::InvalidParams as i32, error.to_string()),
    }
}
