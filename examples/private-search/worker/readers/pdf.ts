import { GlobalWorkerOptions, getDocument, type PDFDocumentProxy } from 'pdfjs-dist/legacy/build/pdf.mjs'
import PdfWorker from 'pdfjs-dist/legacy/build/pdf.worker.min.mjs?worker'
import type { TextContent } from 'pdfjs-dist/types/src/display/api.js'
import type { Block } from '../chunks.js'
import type { Facts } from './facts.js'
import { Unreadable } from './unreadable.js'
import { meetUnspaced } from './unwrap.js'

/** The text of each page, in paragraphs. A worker of pdf.js parses, so that searches are answered meanwhile. */
export async function readPdf(data: ArrayBuffer, facts: Facts, signal: AbortSignal): Promise<Block[]> {
  GlobalWorkerOptions.workerPort ??= new PdfWorker()
  const loading = getDocument({
    data,
    // Tables of characters for Chinese, Japanese and Korean, from this site.
    cMapUrl: new URL('pdf/cmaps/', new URL(import.meta.env.BASE_URL, self.location.href)).href,
    // Nothing is drawn, so no fonts are made.
    disableFontFace: true,
    useSystemFonts: false,
    verbosity: 0,
  })
  try {
    const document = await loading.promise
    const { info } = await document.getMetadata()
    facts.title = String((info as { Title?: unknown }).Title ?? '')
    const blocks: Block[] = []
    for (let number = 1; number <= document.numPages; number++) {
      signal.throwIfAborted()
      blocks.push({ text: await textOfPage(document, number), place: { kind: 'page', number } })
    }
    const empty = blocks.flatMap(({ text }, i) => (text.trim() ? [] : [i + 1]))
    if (empty.length === blocks.length) {
      throw new Unreadable('no text: the pages seem to be scanned images')
    }
    if (empty.length > 0) facts.notes.push(describeEmpty(empty))
    return blocks
  } catch (error) {
    if (error instanceof Unreadable || signal.aborted) throw error
    const { name } = error as Error
    if (name === 'PasswordException') throw new Unreadable('password-protected')
    throw new Unreadable('not a PDF file, or damaged')
  } finally {
    await loading.destroy()
  }
}

async function textOfPage(document: PDFDocumentProxy, number: number): Promise<string> {
  const page = await document.getPage(number)
  // `getTextContent()` iterates over this stream, which Safari cannot.
  const reader = (page.streamTextContent() as ReadableStream<TextContent>).getReader()
  let text = ''
  for (;;) {
    const { done, value } = await reader.read()
    if (done) break
    for (const item of value.items) {
      if ('str' in item) text += item.str + (item.hasEOL ? '\n' : '')
    }
  }
  page.cleanup()
  return joinLines(text)
}

/** Pages that are named; all are counted. */
const NAMED = 10

function describeEmpty(pages: readonly number[]): string {
  const named = pages.slice(0, NAMED).join(', ')
  const more = pages.length > NAMED ? ` and ${pages.length - NAMED} more` : ''
  return `no text that can be read on page${pages.length > 1 ? 's' : ''} ${named}${more}: empty, or a picture`
}

/** Lines of a page end where its column ends: within a paragraph they are one, and a cut word is one. */
function joinLines(text: string): string {
  return text
    .replace(/(\p{L})[-\u2010\u00ad]\n(\p{Ll})/gu, '$1$2')
    .replace(/([^\n.!?:])\n(?=\S)/gu, (_, last: string, at: number, all: string) =>
      meetUnspaced(last, all.slice(at + last.length + 1, at + last.length + 3)) ? last : `${last} `,
    )
    .replace(/[ \t]{2,}/g, ' ')
}
