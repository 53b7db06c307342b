/** What happened, as it is logged: numbers and names of ours, and no text of a user's. */
export interface LogEntry {
  /** ISO 8601. */
  time: string
  /** What kind of entry: `request`, `listening`, `ready`, `load failed`, `stopping`, `stopped` or `error`. */
  message: string
  [name: string]: unknown
}

/** One JSON line on stderr. */
export function writeLog(entry: LogEntry): void {
  process.stderr.write(`${JSON.stringify(entry)}\n`)
}
