import fc from 'fast-check'
import { strToU8, zipSync } from 'fflate'
import { expect, test } from 'vitest'
import { readFile } from '../examples/private-search/worker/readers/index.js'
import { guided } from './support/guided.js'
import { changedBytes } from './support/mutations.js'

/** Files to private search: each is read into blocks of text, or named as unreadable with a reason for a person. */

/** A file; where it has parts, it is an archive of them. */
interface Input {
  path: string
  content: Uint8Array<ArrayBuffer>
  parts?: Record<string, Uint8Array<ArrayBuffer>>
}

const bytesOf = (text: string) => new Uint8Array(strToU8(text))

const TEXTS: Record<string, string> = {
  'a.txt': 'one\r\ntwo\n\n- three\n- four\n\n\tfive',
  'a.md':
    '---\ntitle: x\n---\n# A\n\none *two*\n\n## B ##\n```\n# no\n```\n\nC\n===\n\n| a | b |\n|---|---|\n| c | d |',
  'a.html':
    '<!doctype html><title>t</title><h1>A <em>b</em></h1><p>one<br>two &amp; <b>three</b><pre>x\n y</pre><table><tr><td>a',
  'a.json': '{"a":[{"b":"c"},null,true,1e400],"n":1,/* why */"d":{"e":"\\u0041"},}',
  'a.jsonl': '{"a":"b"}\n\n{"a":["c"]}\n',
  'a.csv': 'name;says\n"A";"b; ""c"""\n\nD;\n',
  'a.xml': '<?xml version="1.0"?><a b="c"><!-- d --><e>f &lt; g</e><![CDATA[h]]></a>',
  'a.ics':
    'BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:Bins\r\nDTSTART;TZID=Europe/Berlin:20260105T070000\r\nRRULE:FREQ=WEEKLY\r\nDESCRIPTION:a\\, b\r\n  c\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n',
  'a.py': 'import os\n\ndef f(a):\n    """Why."""\n    return a  # b\n',
  'a.eml':
    'From: A <a@b.example>\r\nSubject: =?utf-8?B?w6Q=?=\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nContent-Type: text/plain; charset=iso-8859-1\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\na =E4 b=\r\n\r\n--x\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: base64\r\n\r\nPGI+YTwvYj4=\r\n--x\r\nContent-Disposition: attachment; filename="c.csv"\r\n\r\na,b\r\nc,d\r\n--x--\r\n',
  'a.rtf': '{\\rtf1\\ansi{\\fonttbl{\\f0 A;}}\\f0 one\\par two \\u228?}',
}

const relations = (id: string, type: string, target: string) =>
  `<Relationships><Relationship Id="${id}" Type="http://x/relationships/${type}" Target="${target}"/></Relationships>`

const ARCHIVES: Record<string, Record<string, string>> = {
  'a.docx': {
    '_rels/.rels': relations('r1', 'officeDocument', 'word/document.xml'),
    'word/_rels/document.xml.rels': relations('r1', 'styles', 'styles.xml'),
    'word/styles.xml': '<w:styles><w:style w:styleId="h"><w:name w:val="heading 1"/></w:style></w:styles>',
    'word/document.xml':
      '<w:document><w:body><w:p><w:pPr><w:pStyle w:val="h"/></w:pPr><w:r><w:t>A</w:t></w:r></w:p><w:tbl><w:tr><w:tc><w:p><w:r><w:t>b</w:t></w:r></w:p></w:tc></w:tr></w:tbl></w:body></w:document>',
  },
  'a.xlsx': {
    '_rels/.rels': relations('r1', 'officeDocument', 'xl/workbook.xml'),
    'xl/_rels/workbook.xml.rels': relations('r1', 'worksheet', 'worksheets/sheet1.xml'),
    'xl/workbook.xml': '<workbook><sheets><sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>',
    'xl/worksheets/sheet1.xml':
      '<worksheet><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>name</t></is></c></row><row r="2"><c r="A2"><v>45000.5</v></c><c r="XFD2" t="b"><v>1</v></c></row></sheetData></worksheet>',
  },
  'a.pptx': {
    '_rels/.rels': relations('r1', 'officeDocument', 'ppt/presentation.xml'),
    'ppt/_rels/presentation.xml.rels': relations('r1', 'slide', 'slides/slide1.xml'),
    'ppt/presentation.xml':
      '<p:presentation><p:sldIdLst><p:sldId id="256" r:id="r1"/></p:sldIdLst></p:presentation>',
    'ppt/slides/slide1.xml':
      '<p:sld><p:sp><p:txBody><a:p><a:r><a:t>A slide</a:t></a:r></a:p></p:txBody></p:sp></p:sld>',
  },
  'a.odt': {
    mimetype: 'application/vnd.oasis.opendocument.text',
    'content.xml':
      '<office:document-content><office:body><office:text><text:h text:outline-level="1">A</text:h><text:p>b<text:s text:c="3"/>c</text:p></office:text></office:body></office:document-content>',
  },
  'a.ods': {
    mimetype: 'application/vnd.oasis.opendocument.spreadsheet',
    'content.xml':
      '<office:document-content><office:body><office:spreadsheet><table:table table:name="T"><table:table-row table:number-rows-repeated="2"><table:table-cell table:number-columns-repeated="3"><text:p>a</text:p></table:table-cell></table:table-row></table:table></office:spreadsheet></office:body></office:document-content>',
  },
  'a.epub': {
    mimetype: 'application/epub+zip',
    'META-INF/container.xml':
      '<container><rootfiles><rootfile full-path="a.opf" media-type="application/oebps-package+xml"/></rootfiles></container>',
    'a.opf':
      '<package><metadata><dc:title>T</dc:title></metadata><manifest><item id="i" href="b.xhtml" media-type="application/xhtml+xml"/></manifest><spine><itemref idref="i"/></spine></package>',
    'b.xhtml': '<html><body><h1>A</h1><p>b</p></body></html>',
  },
}

const texts: Input[] = Object.entries(TEXTS).map(([path, text]) => ({ path, content: bytesOf(text) }))
const archives: Input[] = Object.entries(ARCHIVES).map(([path, parts]) =>
  archive(path, mapValues(parts, bytesOf)),
)

function mapValues<A, B>(record: Record<string, A>, map: (value: A) => B): Record<string, B> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]))
}

function archive(path: string, parts: Record<string, Uint8Array<ArrayBuffer>>): Input {
  return { path, parts, content: new Uint8Array(zipSync(parts, { level: 0 })) }
}

/** Another content, name or part. */
function changed({ path, content, parts }: Input): fc.Arbitrary<Input> {
  const bytes = changedBytes(content).map((content) => ({ path, content }))
  if (!parts) {
    const names = fc.constantFrom(...Object.keys(TEXTS)).map((path) => ({ path, content }))
    return fc.oneof({ weight: 9, arbitrary: bytes }, { weight: 1, arbitrary: names })
  }
  const part = fc
    .constantFrom(...Object.keys(parts))
    .chain((name) =>
      changedBytes(parts[name]!).map((changed) => archive(path, { ...parts, [name]: changed })),
    )
  return fc.oneof({ weight: 4, arbitrary: part }, { weight: 1, arbitrary: bytes })
}

async function isRead({ path, content }: Input): Promise<void> {
  try {
    const { blocks, type } = await readFile(path, content.slice(), new AbortController().signal)
    expect(type).not.toBe('')
    let length = 0
    for (const { text, heading = '', also = '' } of blocks) {
      expect([typeof text, typeof heading, typeof also]).toEqual(['string', 'string', 'string'])
      length += text.length + heading.length + also.length
    }
    // What a few bytes come to is bounded: a repeated cell or row is not written out without end.
    expect(length).toBeLessThan(20_000_000)
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'Unreadable') throw error
    // It goes on a sentence, unless it begins with a name such as UTF-32.
    expect(error.message).toMatch(/^(?:[^A-Z]|[A-Z]{2})/)
  }
}

test('texts, tables, calendars, code and mail', async () => {
  await guided({ seeds: texts, change: changed, holds: isRead, share: 0.5 })
})

test('Office files and books', async () => {
  await guided({ seeds: archives, change: changed, holds: isRead, share: 0.5 })
})
