import { escapeControls } from '../text/printable.js'

/** What happened, as it is logged: numbers and names of ours, and no text of a user's. */
export interface LogEntry {
  /** ISO 8601. */
  time: string
  /** What kind of entry: `request`, `listening`, `ready`, `load failed`, `stopping`, `stopped` or `error`. */
  message: string
  [name: string]: unknown
}

/** Writes an entry of now. */
export type Log = (message: string, more?: object) => void

let listening = false

/** One JSON line on stderr, with nothing in it that a terminal would obey. */
export function writeLog(entry: LogEntry): void {
  if (!listening) {
    listening = true
    // Who read the log may have gone: the server serves on without one.
    process.stderr.on('error', () => {})
  }
  process.stderr.write(`${escapeControls(JSON.stringify(entry))}\n`)
}

/** @param write takes the entries; what it throws is its own affair, and no request's */
export function createLog(write: (entry: LogEntry) => void): Log {
  return (message, more = {}) => {
    try {
      write({ time: new Date().toISOString(), message, ...more })
    } catch {}
  }
}
