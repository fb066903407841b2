// Workbooks and CSV, for pages that read or write them. It is loaded when it is first needed.
import { readCsv, writeCsv } from "./run/csv"
import { readXlsx, writeXlsx } from "./run/xlsx"

const workbooks = { xlsx: writeXlsx, readXlsx, csv: writeCsv, readCsv }

export type Workbooks = typeof workbooks

;(globalThis as { pandectWorkbook?: Workbooks }).pandectWorkbook = workbooks
