import type { Item } from '../shared/protocol.js'
import type { FileState, Store } from './store.js'

/** What is to be done with a file that was handed over. */
export type Decision =
  | { is: 'unchanged' | 'new' | 'changed'; path: string }
  /** It has the name of another file, and is kept beside that. */
  | { is: 'renamed'; path: string }

/** The digest of a file's content, by which files of one name are told apart. */
export async function digestOf(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
  return Array.from(hash.subarray(0, 16), (byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** Whether a file need not even be opened: it is where it was, and neither its size nor its time has changed. */
export function isUntouched(known: FileState | undefined, { file, loose }: Item): boolean {
  return !loose && known?.size === file.size && known.modified === file.lastModified
}

/**
 * The path is what a file is. Where its folder is not known, or two of one path came at once, its content tells whether it is
 * the file that is kept, or another one of the same name.
 * @param ambiguous whether the path does not tell the file
 */
export function decide(store: Store, path: string, digest: string, ambiguous: boolean): Decision {
  for (let number = 1; ; number++) {
    const candidate = number === 1 ? path : numbered(path, number)
    const known = store.known(candidate)
    if (!known) return { is: number === 1 ? 'new' : 'renamed', path: candidate }
    if (known.digest === digest) return { is: 'unchanged', path: candidate }
    if (!ambiguous) return { is: 'changed', path: candidate }
  }
}

/** `notes/a.txt` as `notes/a (2).txt`. */
export function numbered(path: string, number: number): string {
  return path.replace(/(\.[^./]+)?$/, ` (${number})$1`)
}
