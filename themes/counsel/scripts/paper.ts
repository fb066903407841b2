// What a page of runs needs now and then: files, workbooks, signatures, codes, changes of the guidance. It is loaded when it is first
// needed, by desk/later.ts.
import * as files from "./desk/files"
import { guidance } from "./desk/guidance"
import { record } from "./desk/record"
import { startForm } from "./desk/start-form"
import { codeDialog, share } from "./desk/status-code"
import { readFolder, saveAll } from "./desk/archive"
import { binDialog, renameDialog, reopenDialog, signDialog } from "./desk/signing"
import { readCode } from "./run/link"
import { review } from "./run/sign"

const paper = {
  ...files,
  binDialog,
  codeDialog,
  guidance,
  readFolder,
  record,
  saveAll,
  readCode,
  renameDialog,
  reopenDialog,
  review,
  share,
  signDialog,
  startForm,
}

export type Paper = typeof paper

;(globalThis as { pandectPaper?: Paper }).pandectPaper = paper
