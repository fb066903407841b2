// What a page of runs needs now and then: files, workbooks, signatures, codes, changes of the guidance. It is loaded when it is first
// needed, by components/checklist/later.ts.
import * as files from "../components/checklist/files"
import { guidance } from "../components/checklist/guidance"
import { record } from "../components/checklist/record"
import { share, statusIn } from "../components/checklist/status-code"
import { readFolder, saveAll } from "../components/runs/archive"
import { reopenDialog, reviewOf, signDialog } from "../components/checklist/signing"

const paper = { ...files, guidance, readFolder, record, saveAll, share, statusIn, signDialog, reopenDialog, reviewOf }

export type Paper = typeof paper

;(globalThis as { pandectPaper?: Paper }).pandectPaper = paper
