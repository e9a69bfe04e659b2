-- Neovim as the client of `courtesy lsp`: opens a.yaml of the current folder, waits for its finding, looks at
-- the hover, takes the first preferred action and saves. Ends with 1 and says why if anything is not so.
--
--   COURTESY=target/debug/courtesy nvim --headless -u NONE -c 'luafile tests/editor/neovim.lua'

local PATIENCE = 60000

local function fail(what)
  io.stderr:write(what .. "\n")
  vim.cmd("cquit 1")
end

local function run()
  vim.cmd("edit a.yaml")
  local client = vim.lsp.start_client({
    name = "courtesy",
    cmd = { vim.env.COURTESY, "lsp" },
    root_dir = vim.fn.getcwd(),
    workspace_folders = { { uri = vim.uri_from_fname(vim.fn.getcwd()), name = "x" } },
  })
  if not client then
    return fail("the server does not start")
  end
  vim.lsp.buf_attach_client(0, client)

  local trap
  vim.wait(PATIENCE, function()
    for _, it in ipairs(vim.diagnostic.get(0)) do
      if it.code == "yaml-trap" or (it.user_data and it.user_data.lsp and it.user_data.lsp.code == "yaml-trap") then
        trap = it
        return true
      end
    end
    return false
  end, 50)
  if not trap then
    return fail("no finding: " .. vim.inspect(vim.diagnostic.get(0)))
  end
  -- Bytes, from 0; `NO` stands behind a character of two bytes and one of four.
  local line = vim.api.nvim_buf_get_lines(0, trap.lnum, trap.lnum + 1, false)[1]
  if line:sub(trap.col + 1, trap.end_col) ~= "NO" then
    return fail("the finding is not at the word: " .. vim.inspect(trap))
  end

  vim.api.nvim_win_set_cursor(0, { trap.lnum + 1, trap.col })
  local at = vim.lsp.util.make_position_params(0, "utf-16")
  local hover = vim.lsp.buf_request_sync(0, "textDocument/hover", at, PATIENCE) or {}
  local shown = hover[client] and hover[client].result and hover[client].result.contents.value or ""
  if not shown:find("yaml-trap", 1, true) then
    return fail("no hover: " .. vim.inspect(hover))
  end

  local asked = vim.lsp.util.make_range_params(0, "utf-16")
  asked.context = { diagnostics = {} }
  local actions = vim.lsp.buf_request_sync(0, "textDocument/codeAction", asked, PATIENCE) or {}
  for _, action in ipairs(actions[client] and actions[client].result or {}) do
    if action.isPreferred then
      vim.lsp.util.apply_workspace_edit(action.edit, "utf-16")
      vim.cmd("write")
      -- Mended, and so no longer shown.
      local gone = vim.wait(PATIENCE, function()
        return #vim.diagnostic.get(0, { severity = vim.diagnostic.severity.WARN }) == 0
      end, 50)
      if not gone then
        return fail("the finding stays: " .. vim.inspect(vim.diagnostic.get(0)))
      end
      vim.lsp.stop_client(client)
      vim.cmd("qall!")
      return
    end
  end
  fail("no action: " .. vim.inspect(actions))
end

local ok, fault = pcall(run)
if not ok then
  fail(tostring(fault))
end
