/** What reads a text. */
export type Format =
  | 'plain'
  | 'markdown'
  | 'html'
  | 'json'
  | 'jsonl'
  | 'csv'
  | 'xml'
  | 'calendar'
  | 'mail'
  | 'code'

/** What a file is called by people, and in the filter of the page. */
export type FileType =
  | 'Text'
  | 'Web page'
  | 'Data'
  | 'Table'
  | 'Code and settings'
  | 'Log'
  | 'Calendar and contacts'
  | 'E-mail'
  | 'PDF'
  | 'Document'
  | 'Slides'
  | 'Book'

type Kind = readonly [format: Format, type: FileType]

const ENDINGS: readonly (readonly [kind: Kind, endings: string])[] = [
  [['plain', 'Text'], 'txt text rst adoc asciidoc org tex srt vtt'],
  [['markdown', 'Text'], 'md markdown mdx mkd'],
  [['html', 'Web page'], 'html htm xhtml shtml'],
  [['json', 'Data'], 'json json5 jsonc geojson webmanifest har ipynb topojson'],
  [['jsonl', 'Data'], 'jsonl ndjson'],
  [['csv', 'Table'], 'csv tsv tab psv'],
  [['xml', 'Data'], 'xml rss atom opml gpx kml xsd xsl xslt plist svg fodt fods fodp resx xliff xlf tmx'],
  [['calendar', 'Calendar and contacts'], 'ics ical ifb vcf vcard vcs'],
  [['mail', 'E-mail'], 'eml mht mhtml'],
  [['code', 'Log'], 'log out err'],
]

const BY_ENDING = new Map(
  ENDINGS.flatMap(([kind, endings]) => endings.split(' ').map((ending): [string, Kind] => [ending, kind])),
)

const CODE: Kind = ['code', 'Code and settings']

/** The kind of a text by its name, and by its beginning where the name tells nothing. Any other text is read as lines. */
export function kindOf(path: string, text: string): Kind {
  const name = path.slice(path.lastIndexOf('/') + 1)
  const ending = endingOf(name)
  const known = BY_ENDING.get(ending)
  if (known) return known
  const start = text.slice(0, 2000).trimStart()
  if (/^(<!doctype html|<html)\b/i.test(start)) return ['html', 'Web page']
  if (start.startsWith('<?xml')) return ['xml', 'Data']
  if (start.startsWith('BEGIN:VCALENDAR') || start.startsWith('BEGIN:VCARD'))
    return ['calendar', 'Calendar and contacts']
  if (/^(From|Received|Return-Path|Delivered-To|Message-ID|MIME-Version): .*\r?\n([\w-]+:|\s)/i.test(start)) {
    return ['mail', 'E-mail']
  }
  // A name without an ending, as of a note or of a README.
  if (!ending && !name.startsWith('.') && !looksLikeCode(start)) return ['plain', 'Text']
  return CODE
}

/** The ending of a name in lower case; a name that begins with a point has none. */
export function endingOf(name: string): string {
  return /[^.]\.([^.]+)$/.exec(name)?.[1]?.toLowerCase() ?? ''
}

/** A shebang, or lines that end in brackets or semicolons. */
function looksLikeCode(start: string): boolean {
  return start.startsWith('#!') || (start.match(/[{};]\s*$/gm)?.length ?? 0) > 3
}
