import { strToU8, zipSync } from 'fflate'

const escaped = (/** @type {string} */ text) =>
  text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`)

/** @param {Record<string, string>} parts */
const pack = (parts) =>
  Buffer.from(zipSync(Object.fromEntries(Object.entries(parts).map(([name, text]) => [name, strToU8(text)]))))

/** @param {readonly [id: string, type: string, target: string][]} targets */
const relations = (targets) =>
  `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${targets
    .map(
      ([id, type, target]) =>
        `<Relationship Id="${id}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/${type}" Target="${target}"/>`,
    )
    .join('')}</Relationships>`

/**
 * Lines of a source: `# ` begins a heading, the more `#` the deeper.
 * @param {string} source
 */
function linesOf(source) {
  return source
    .split('\n')
    .filter(Boolean)
    .map((line) => {
      const [, marks = '', text = ''] = /^(#*) ?(.*)$/.exec(line) ?? []
      return { level: marks.length, text: escaped(text) }
    })
}

/**
 * Sheets of a source: `= ` begins one, tabs part the cells.
 * @param {string} source
 */
function sheetsOf(source) {
  return source
    .split(/^= /m)
    .filter(Boolean)
    .map((sheet) => {
      const [name = '', ...rows] = sheet.trim().split('\n')
      return { name: escaped(name), rows: rows.map((row) => row.split('\t').map(escaped)) }
    })
}

/** @param {string} source */
export function docx(source) {
  const paragraphs = linesOf(source).map(({ level, text }) => {
    const style = level > 0 ? `<w:pPr><w:pStyle w:val="Heading${level}"/></w:pPr>` : ''
    return `<w:p>${style}<w:r><w:t>${text}</w:t></w:r></w:p>`
  })
  const styles = [1, 2].map(
    (level) =>
      `<w:style w:type="paragraph" w:styleId="Heading${level}"><w:name w:val="heading ${level}"/></w:style>`,
  )
  const main = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
  return pack({
    '_rels/.rels': relations([['r1', 'officeDocument', 'word/document.xml']]),
    'word/_rels/document.xml.rels': relations([['r1', 'styles', 'styles.xml']]),
    'word/styles.xml': `<w:styles ${main}>${styles.join('')}</w:styles>`,
    'word/document.xml': `<w:document ${main}><w:body>${paragraphs.join('')}</w:body></w:document>`,
  })
}

/** @param {string} source */
export function odt(source) {
  const paragraphs = linesOf(source).map(({ level, text }) =>
    level > 0 ? `<text:h text:outline-level="${level}">${text}</text:h>` : `<text:p>${text}</text:p>`,
  )
  return odf('text', `<office:text>${paragraphs.join('')}</office:text>`)
}

/** @param {string} source */
export function ods(source) {
  const cell = (/** @type {string} */ text) =>
    `<table:table-cell office:value-type="string"><text:p>${text}</text:p></table:table-cell>`
  const tables = sheetsOf(source).map(({ name, rows }) => {
    const body = rows.map((row) => `<table:table-row>${row.map(cell).join('')}</table:table-row>`)
    return `<table:table table:name="${name}">${body.join('')}</table:table>`
  })
  return odf('spreadsheet', `<office:spreadsheet>${tables.join('')}</office:spreadsheet>`)
}

/**
 * @param {string} kind
 * @param {string} body
 */
function odf(kind, body) {
  return pack({
    mimetype: `application/vnd.oasis.opendocument.${kind}`,
    'content.xml': `<office:document-content><office:body>${body}</office:body></office:document-content>`,
  })
}

/** @param {string} source */
export function xlsx(source) {
  const sheets = sheetsOf(source)
  const cell = (/** @type {string} */ text, /** @type {number} */ column, /** @type {number} */ row) => {
    const name = `${String.fromCharCode(65 + column)}${row + 1}`
    return /^\d+(\.\d+)?$/.test(text)
      ? `<c r="${name}"><v>${text}</v></c>`
      : `<c r="${name}" t="inlineStr"><is><t>${text}</t></is></c>`
  }
  const parts = sheets.map(({ rows }, i) => {
    const body = rows.map(
      (cells, row) =>
        `<row r="${row + 1}">${cells.map((text, column) => cell(text, column, row)).join('')}</row>`,
    )
    return [
      `xl/worksheets/sheet${i + 1}.xml`,
      `<worksheet><sheetData>${body.join('')}</sheetData></worksheet>`,
    ]
  })
  const listed = sheets.map(({ name }, i) => `<sheet name="${name}" sheetId="${i + 1}" r:id="r${i + 1}"/>`)
  return pack({
    '_rels/.rels': relations([['r1', 'officeDocument', 'xl/workbook.xml']]),
    'xl/workbook.xml': `<workbook><sheets>${listed.join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': relations(
      sheets.map((_, i) => [`r${i + 1}`, 'worksheet', `worksheets/sheet${i + 1}.xml`]),
    ),
    ...Object.fromEntries(parts),
  })
}

/**
 * Each heading is a slide.
 * @param {string} source
 */
export function pptx(source) {
  const slides = source.split(/^# /m).filter(Boolean)
  const parts = slides.map((slide, i) => {
    const paragraphs = slide
      .trim()
      .split('\n')
      .map((line) => `<a:p><a:r><a:t>${escaped(line)}</a:t></a:r></a:p>`)
    return [`ppt/slides/slide${i + 1}.xml`, `<p:sld>${paragraphs.join('')}</p:sld>`]
  })
  const listed = slides.map((_, i) => `<p:sldId id="${256 + i}" r:id="r${i + 1}"/>`)
  return pack({
    '_rels/.rels': relations([['r1', 'officeDocument', 'ppt/presentation.xml']]),
    'ppt/presentation.xml': `<p:presentation><p:sldIdLst>${listed.join('')}</p:sldIdLst></p:presentation>`,
    'ppt/_rels/presentation.xml.rels': relations(
      slides.map((_, i) => [`r${i + 1}`, 'slide', `slides/slide${i + 1}.xml`]),
    ),
    ...Object.fromEntries(parts),
  })
}

/**
 * The first heading is the title, each other one a chapter.
 * @param {string} source
 */
export function epub(source) {
  const [head = '', ...chapters] = source.split(/^## /m)
  const [title = '', author = ''] = head.trim().split('\n')
  const parts = chapters.map((chapter, i) => {
    const [name = '', ...paragraphs] = chapter.trim().split('\n')
    const body = paragraphs.map((text) => `<p>${escaped(text)}</p>`).join('')
    return [`OPS/${i + 1}.xhtml`, `<html><body><h1>${escaped(name)}</h1>${body}</body></html>`]
  })
  const items = chapters.map((_, i) => `<item id="c${i + 1}" href="${i + 1}.xhtml"/>`)
  const order = chapters.map((_, i) => `<itemref idref="c${i + 1}"/>`)
  return pack({
    mimetype: 'application/epub+zip',
    'META-INF/container.xml':
      '<container><rootfiles><rootfile full-path="OPS/book.opf"/></rootfiles></container>',
    'OPS/book.opf': `<package><metadata><dc:title>${escaped(title.replace(/^# /, ''))}</dc:title><dc:creator>${escaped(author.replace(/^by /, ''))}</dc:creator></metadata><manifest>${items.join('')}</manifest><spine>${order.join('')}</spine></package>`,
    ...Object.fromEntries(parts),
  })
}
