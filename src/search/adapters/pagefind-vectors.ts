import { report } from '../../protocol/report.js'
import { isComparable, nearest } from '../nearest.js'
import { readSiteVectors, type SiteVectors } from './site-vectors.js'

/** Where the file of `webrerank index` is: its address, or a function that gets it. */
export type VectorsSource =
  | string
  | URL
  | (() => ArrayBuffer | Uint8Array | Promise<ArrayBuffer | Uint8Array>)

/** A section of a page, by its place in what `sectionsOf` gives. */
export interface NearSection {
  page: string
  section: number
}

interface Query {
  /** Of `reranker.vectors`, with the fingerprint of its table. */
  vector: Int8Array
  vectorTable: string | undefined
  /** Pages that may be found. */
  pages: ReadonlySet<string>
  /** Sections at most, and of one page. */
  most: number
  each: number
}

/**
 * Finds sections by meaning. What fails is reported like an error that nobody caught, and words go on alone: a file that
 * cannot be had is asked for again at the next query, and one that does not fit the model is given up.
 */
export function createNearSections(
  source: VectorsSource | undefined,
): (query: Query) => Promise<NearSection[]> {
  if (source === undefined) return async () => []
  let opened: Promise<Rows> | undefined
  const open = () => {
    opened ??= openRows(source)
    opened.catch(() => {
      opened = undefined
    })
    return opened
  }
  let refused = false
  const refuse = (message: string) => {
    if (!refused) report(new Error(`webrerank: the vectors of ${nameOf(source)} are not used: ${message}`))
    refused = true
    return []
  }
  return async ({ vector, vectorTable, pages, most, each }) => {
    if (refused) return []
    let rows: Rows
    try {
      rows = await open()
    } catch (error) {
      report(new Error(`webrerank: ${nameOf(source)} cannot be read`, { cause: error }))
      return []
    }
    const { vectors, sections } = rows
    if (!isComparable(vector, vectorTable, vectors))
      return refuse('they are of another version of the model; run webrerank index again')
    const taken = new Map<string, number>()
    const near = nearest(vector, vectors, sections.length).flatMap((row) => {
      const section = sections[row]!
      const before = taken.get(section.page) ?? 0
      taken.set(section.page, before + 1)
      return before < each && pages.has(section.page) ? [section] : []
    })
    return near.slice(0, most)
  }
}

interface Rows {
  vectors: SiteVectors
  /** By row. */
  sections: NearSection[]
}

async function openRows(source: VectorsSource): Promise<Rows> {
  const content = typeof source === 'function' ? await source() : await fetchBytes(source)
  const vectors = readSiteVectors(content instanceof Uint8Array ? content : new Uint8Array(content))
  const sections = vectors.pages.flatMap(([page, count]) =>
    Array.from({ length: count }, (_, section): NearSection => ({ page, section })),
  )
  return { vectors, sections }
}

async function fetchBytes(address: string | URL): Promise<ArrayBuffer> {
  const response = await fetch(address)
  if (!response.ok) throw new Error(`${address} answered ${response.status}`)
  return response.arrayBuffer()
}

function nameOf(source: VectorsSource): string {
  return typeof source === 'function' ? 'the option vectors' : String(source)
}
