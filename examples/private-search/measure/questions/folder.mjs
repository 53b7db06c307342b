import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { docx, epub, ods, odt, pptx, xlsx } from './office.mjs'
import { createPdf } from './pdf.mjs'

const SOURCES = fileURLToPath(new URL('folder', import.meta.url))

/**
 * What makes a file of its source: `letter.docx` of `letter.docx.txt`. Other files stand in the folder as they are.
 * @type {Record<string, (source: string) => Buffer>}
 */
const MAKERS = {
  docx,
  epub,
  ods,
  odt,
  pptx,
  xlsx,
  pdf: (source) => createPdf(source.split(/^---\n/m).map((page) => page.trim().split('\n'))),
}

/**
 * Writes the files of a made-up person, which the questions are about.
 * @param {string} target a folder, whose content is replaced
 */
export function writeFolder(target) {
  rmSync(target, { recursive: true, force: true })
  for (const entry of readdirSync(SOURCES, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue
    const source = path.join(entry.parentPath, entry.name)
    const [, name = '', ending = ''] = /^(.+\.(\w+))\.txt$/.exec(entry.name) ?? []
    const make = MAKERS[ending]
    const file = path.join(target, path.relative(SOURCES, entry.parentPath), make ? name : entry.name)
    const content = readFileSync(source)
    mkdirSync(path.dirname(file), { recursive: true })
    writeFileSync(file, make ? make(content.toString()) : content)
  }
}
