import { strToU8, zipSync } from 'fflate'
import { expect, test } from 'vitest'
import { readFile } from './index.js'

const read = async (path: string, parts: Record<string, string>) => {
  const bytes = zipSync(
    Object.fromEntries(Object.entries(parts).map(([name, text]) => [name, strToU8(text)])),
  )
  const { type, facts, blocks } = await readFile(path, new Uint8Array(bytes), new AbortController().signal)
  const texts = [...blocks]
    .filter(({ text }) => text.trim())
    .map(({ text, heading }) => (heading ? `${heading}: ${text.trim()}` : text.trim()))
  return { type, facts, texts }
}

const relations = (...targets: [id: string, type: string, target: string][]) =>
  `<Relationships>${targets
    .map(
      ([id, type, target]) =>
        `<Relationship Id="${id}" Type="http://x/relationships/${type}" Target="${target}"/>`,
    )
    .join('')}</Relationships>`

test('Word: paragraphs under headings, by the names of styles; tables, notes, no deleted text', async () => {
  const paragraph = (text: string, style = '') =>
    `<w:p>${style && `<w:pPr><w:pStyle w:val="${style}"/></w:pPr>`}<w:r><w:t>${text}</w:t></w:r></w:p>`
  const { type, facts, texts } = await read('letter.docx', {
    '_rels/.rels': relations(['r1', 'officeDocument', 'word/document.xml']),
    'docProps/core.xml': '<cp:coreProperties><dc:title>A letter</dc:title></cp:coreProperties>',
    'word/_rels/document.xml.rels': relations(
      ['r1', 'styles', 'styles.xml'],
      ['r2', 'footnotes', 'footnotes.xml'],
    ),
    'word/styles.xml':
      '<w:styles><w:style w:styleId="berschrift1"><w:name w:val="heading 1"/></w:style></w:styles>',
    'word/footnotes.xml': `<w:footnotes>${paragraph('A note')}</w:footnotes>`,
    'word/document.xml': `<w:document><w:body>${paragraph('Warranty', 'berschrift1')}${paragraph('Two &amp; a half years')}
      <w:p><w:del><w:r><w:delText>gone</w:delText></w:r></w:del><w:r><mc:Choice><w:t>a</w:t></mc:Choice><mc:Fallback><w:t>a</w:t></mc:Fallback><w:br/><w:t>b</w:t></w:r></w:p>
      <w:tbl><w:tr><w:tc>${paragraph('Part')}</w:tc><w:tc>${paragraph('Price')}</w:tc></w:tr></w:tbl></w:body></w:document>`,
  })
  expect(type).toBe('Document')
  expect(facts.title).toBe('A letter')
  expect(texts).toEqual([
    'Warranty: Two & a half years',
    'Warranty: a\nb',
    'Warranty: Part\tPrice',
    'Footnotes: A note',
  ])
})

test('Excel: rows with the names of the first; numbers as they are, dates as dates, sheets by name', async () => {
  const { type, texts } = await read('book.xlsx', {
    'xl/workbook.xml': '<workbook><sheets><sheet name="Bills" r:id="rId1"/></sheets></workbook>',
    'xl/_rels/workbook.xml.rels': relations(
      ['rId1', 'worksheet', '/xl/worksheets/sheet1.xml'],
      ['rId2', 'sharedStrings', 'sharedStrings.xml'],
      ['rId3', 'styles', 'styles.xml'],
    ),
    'xl/sharedStrings.xml':
      '<sst><si><t>What</t></si><si><r><t>Wat</t></r><r><t>er</t></r><rPh><t>no</t></rPh></si></sst>',
    'xl/styles.xml':
      '<styleSheet><numFmts><numFmt numFmtId="164" formatCode="dd/mm/yyyy"/></numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="164"/></cellXfs></styleSheet>',
    'xl/worksheets/sheet1.xml': `<worksheet><sheetData>
      <row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="inlineStr"><is><t>Number</t></is></c><c r="D1" t="str"><v>Paid</v></c></row>
      <row r="3"><c r="A3" t="s"><v>1</v></c><c r="B3"><v>12345678901234567890</v></c><c r="D3" s="1"><v>46095</v></c></row>
    </sheetData></worksheet>`,
  })
  expect(type).toBe('Table')
  expect(texts).toEqual(['Bills: What: Water; Number: 12345678901234567890; Paid: 2026-03-14'])
})

test('PowerPoint: slides in their order, with notes', async () => {
  const slide = (text: string) => `<p:sld><a:p><a:r><a:t>${text}</a:t></a:r></a:p></p:sld>`
  const { type, texts } = await read('talk.pptx', {
    'ppt/presentation.xml':
      '<p:presentation><p:sldIdLst><p:sldId id="256" r:id="b"/><p:sldId id="257" r:id="a"/></p:sldIdLst></p:presentation>',
    'ppt/_rels/presentation.xml.rels': relations(
      ['a', 'slide', 'slides/slide1.xml'],
      ['b', 'slide', 'slides/slide2.xml'],
    ),
    'ppt/slides/slide1.xml': slide('Second'),
    'ppt/slides/slide2.xml': slide('First'),
    'ppt/slides/_rels/slide2.xml.rels': relations(['n', 'notesSlide', '../notesSlides/notesSlide1.xml']),
    'ppt/notesSlides/notesSlide1.xml': slide('Say hello'),
  })
  expect(type).toBe('Slides')
  expect(texts).toEqual(['Slide 1: First', 'Slide 1 › Notes: Say hello', 'Slide 2: Second'])
})

test('OpenDocument: text, spreadsheet and slides', async () => {
  const text = await read('letter.odt', {
    mimetype: 'application/vnd.oasis.opendocument.text',
    'content.xml':
      '<office:text><text:h text:outline-level="1">Care</text:h><text:p>Fill<text:s text:c="2"/>it<text:line-break/>up</text:p></office:text>',
  })
  expect(text).toMatchObject({ type: 'Document', texts: ['Care: Fill  it\nup'] })
  const sheet = await read('book.ods', {
    mimetype: 'application/vnd.oasis.opendocument.spreadsheet',
    'content.xml':
      '<table:table table:name="Bills"><table:table-row><table:table-cell><text:p>What</text:p></table:table-cell><table:table-cell table:number-columns-repeated="1000000"/></table:table-row><table:table-row table:number-rows-repeated="1000000"><table:table-cell/></table:table-row><table:table-row><table:table-cell><text:p>Water</text:p></table:table-cell></table:table-row></table:table>',
  })
  expect(sheet).toMatchObject({ type: 'Table', texts: ['Bills: What: Water'] })
  const slides = await read('talk.odp', {
    mimetype: 'application/vnd.oasis.opendocument.presentation',
    'content.xml':
      '<draw:page><text:p>Hello</text:p><presentation:notes><text:p>Wave</text:p></presentation:notes></draw:page>',
  })
  expect(slides).toMatchObject({ type: 'Slides', texts: ['Slide 1: Hello', 'Slide 1 › Notes: Wave'] })
})

test('EPUB: chapters in their order', async () => {
  const { type, facts, texts } = await read('book.epub', {
    mimetype: 'application/epub+zip',
    'META-INF/container.xml': '<container><rootfile full-path="OPS/book.opf"/></container>',
    'OPS/book.opf':
      '<package><dc:title>Tides</dc:title><dc:creator>A. Sailor</dc:creator><item id="1" href="one.xhtml"/><item id="2" href="t%20wo.xhtml"/><itemref idref="2"/><itemref idref="1"/><itemref idref="3"/></package>',
    'OPS/one.xhtml': '<html><h1>One</h1><p>first</p></html>',
    'OPS/t wo.xhtml': '<html><h1>Two</h1><p>second</p></html>',
  })
  expect(type).toBe('Book')
  expect(facts).toEqual({ title: 'Tides', notes: ['chapter 3 is missing'] })
  expect(texts).toEqual(['Tides\nA. Sailor', 'Two: second', 'One: first'])
})

test('another archive, and a damaged one, are named', async () => {
  await expect(read('a.zip', { 'a.txt': 'x' })).rejects.toThrow('archive (ZIP)')
  await expect(read('a.docx', { 'a.txt': 'x' })).rejects.toThrow('archive (ZIP)')
  const bytes = new TextEncoder().encode('PK\x03\x04 broken')
  await expect(readFile('a.docx', bytes, new AbortController().signal)).rejects.toThrow('damaged')
})
