// What a page of runs needs now and then: files, workbooks, signatures, codes, changes of the guidance. later.ts loads it when it
// is first needed, and nothing of it may ask for it: it is there.
import { readCode } from "../run/link"
import { review } from "../run/sign"
import { readFolder, saveAll } from "./archive"
import * as files from "./files"
import { guidance } from "./guidance"
import { record } from "./record"
import { binDialog, renameDialog, reopenDialog, signDialog } from "./signing"
import { startForm } from "./start-form"
import { codeDialog, share } from "./status-code"

export const paper = {
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
