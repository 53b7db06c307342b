import { strFromU8, unzipSync } from 'fflate'
import { decode } from './decode.js'
import { Unreadable } from './unreadable.js'

/** Bytes of all that is taken out of one archive: a small file can hold gigabytes of nothing. */
const MOST = 128 * 1024 * 1024

/** An archive whose files are taken out one by one. */
export interface Archive {
  names: readonly string[]
  has(name: string): boolean
  /** @throws {Unreadable} where it is damaged or too large */
  bytes(name: string): Uint8Array | undefined
  text(name: string): string | undefined
}

/** @throws {Unreadable} where it is no archive, or a damaged one */
export function openArchive(data: Uint8Array): Archive {
  const sizes = new Map<string, number>()
  unzip(data, ({ name, originalSize }) => {
    sizes.set(name, originalSize)
    return false
  })
  let left = MOST
  const bytes = (name: string) => {
    const size = sizes.get(name)
    if (size === undefined) return
    left -= size
    if (left < 0) throw new Unreadable(`more than ${MOST / 1024 / 1024} MB when unpacked`)
    return unzip(data, (entry) => entry.name === name)[name]
  }
  return {
    names: [...sizes.keys()],
    has: (name) => sizes.has(name),
    bytes,
    text(name) {
      const found = bytes(name)
      return found && decode(found).text
    },
  }
}

function unzip(data: Uint8Array, filter: NonNullable<Parameters<typeof unzipSync>[1]>['filter']) {
  try {
    return unzipSync(data, { filter: filter! })
  } catch {
    throw new Unreadable('damaged file: it cannot be unpacked')
  }
}

/** A short text of ASCII. */
export const ascii = (bytes: Uint8Array | undefined): string => (bytes ? strFromU8(bytes, true) : '')

/** The address of a part as another part gives it: `../media/a.xml` in `ppt/slides/slide1.xml`. */
export function resolvePart(from: string, target: string): string {
  return decodeURI(new URL(target, `zip:///${encodeURI(from)}`).pathname).slice(1)
}
