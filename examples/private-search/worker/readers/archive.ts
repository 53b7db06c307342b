import type { Block } from '../chunks.js'
import { readDocx } from './docx.js'
import { readEpub } from './epub.js'
import type { Facts } from './facts.js'
import type { FileType } from './kinds.js'
import { readOdf } from './odf.js'
import { readPptx } from './pptx.js'
import { Unreadable } from './unreadable.js'
import { readXlsx } from './xlsx.js'
import { type Archive, ascii, openArchive } from './zip.js'

interface ArchiveReading {
  type: FileType
  blocks: Iterable<Block>
}

/**
 * A book or an office file, by what its archive holds.
 * @throws {Unreadable} for any other archive
 */
export function readArchive(bytes: Uint8Array, facts: Facts): ArchiveReading {
  const archive = openArchive(bytes)
  const mime = ascii(archive.bytes('mimetype')).trim()
  if (mime === 'application/epub+zip' || archive.has('META-INF/container.xml')) {
    return { type: 'Book', blocks: readEpub(archive, facts) }
  }
  const open = /^application\/vnd\.oasis\.opendocument\.(text|spreadsheet|presentation|graphics)/.exec(
    mime,
  )?.[1]
  if (open) return { type: OPEN_TYPES[open]!, blocks: readOdf(archive, facts, open === 'spreadsheet') }
  return readOffice(archive, facts)
}

const OPEN_TYPES: Record<string, FileType> = {
  text: 'Document',
  spreadsheet: 'Table',
  presentation: 'Slides',
  graphics: 'Slides',
}

function readOffice(archive: Archive, facts: Facts): ArchiveReading {
  if (archive.has('word/document.xml')) return { type: 'Document', blocks: readDocx(archive, facts) }
  if (archive.has('xl/workbook.xml')) return { type: 'Table', blocks: readXlsx(archive, facts) }
  if (archive.has('ppt/presentation.xml')) return { type: 'Slides', blocks: readPptx(archive, facts) }
  if (archive.names.some((name) => /^(xl|word|ppt)\/.*\.bin$/.test(name))) {
    throw new Unreadable('binary Office file: save it as .docx, .xlsx or .pptx')
  }
  throw new Unreadable('archive (ZIP): unpack it first')
}
