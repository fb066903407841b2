// What is said when something fails.
import * as say from "../messages"

/** What an error says to a reader. Those that are meant for readers are FileErrors; the two parts of the scripts have one each. */
export function sentence(error: unknown): string {
  if (error instanceof Error && (error.name === "FileError" || error.message === say.runFailedPart))
    return error.message
  return say.runFailed
}
