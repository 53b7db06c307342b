/** Kinds of file that are known by their first bytes, whatever their name. */
export type Content = 'pdf' | 'zip' | { binary: string }

/** The bytes at a place, as characters of one byte. */
const MAGIC: readonly (readonly [offset: number, bytes: string, what: string])[] = [
  [0, '\x89PNG', 'a picture (PNG)'],
  [0, '\xff\xd8\xff', 'a picture (JPEG)'],
  [0, 'GIF8', 'a picture (GIF)'],
  [8, 'WEBP', 'a picture (WebP)'],
  [0, 'II*\0', 'a picture (TIFF)'],
  [0, 'MM\0*', 'a picture (TIFF)'],
  [0, 'BM', 'a picture (BMP)'],
  [0, '\0\0\x01\0', 'a picture (ICO)'],
  [4, 'ftypheic', 'a picture (HEIC)'],
  [4, 'ftypavif', 'a picture (AVIF)'],
  [4, 'ftyp', 'a film or a sound (MP4)'],
  [0, '\x1aE\xdf\xa3', 'a film (Matroska or WebM)'],
  [8, 'AVI ', 'a film (AVI)'],
  [8, 'WAVE', 'a sound (WAV)'],
  [0, 'ID3', 'a sound (MP3)'],
  [0, '\xff\xfb', 'a sound (MP3)'],
  [0, '\xff\xf3', 'a sound (MP3)'],
  [0, 'OggS', 'a sound (Ogg)'],
  [0, 'fLaC', 'a sound (FLAC)'],
  [0, '\x1f\x8b', 'packed (gzip): unpack it first'],
  [0, 'BZh', 'packed (bzip2): unpack it first'],
  [0, '\xfd7zXZ', 'packed (xz): unpack it first'],
  [0, '\x28\xb5\x2f\xfd', 'packed (Zstandard): unpack it first'],
  [0, '7z\xbc\xaf', 'an archive (7-Zip): unpack it first'],
  [0, 'Rar!', 'an archive (RAR): unpack it first'],
  [257, 'ustar', 'an archive (tar): unpack it first'],
  [
    0,
    '\xd0\xcf\x11\xe0',
    'an Office file of the kind before 2007, or a message of Outlook: save it in a newer form',
  ],
  [0, '{\\rtf', 'rich text (RTF): save it as .docx or as text'],
  [0, 'SQLite format 3\0', 'a database (SQLite)'],
  [0, 'MZ', 'a program'],
  [0, '\x7fELF', 'a program'],
  [0, '\xca\xfe\xba\xbe', 'a program'],
  [0, '\xcf\xfa\xed\xfe', 'a program'],
  [0, '\0asm', 'a program (WebAssembly)'],
  [0, 'wOF', 'a font'],
  [0, '\0\x01\0\0', 'a font'],
  [0, 'OTTO', 'a font'],
]

/** Two letters may begin a text too: such a file is binary only where it has bytes that no text has. */
const SHORT = 3

/** Bytes within which a PDF file may have others before its mark. */
const PDF_WITHIN = 1024

/** What the content of a file is by its first bytes, or null where it may be text. */
export function sniff(bytes: Uint8Array): Content | null {
  const head = String.fromCharCode(...bytes.subarray(0, PDF_WITHIN))
  if (head.startsWith('%PDF-') || (head.includes('%PDF-1') && head.includes('\0'))) return 'pdf'
  if (head.startsWith('PK\x03\x04') || head.startsWith('PK\x05\x06')) return 'zip'
  const known = MAGIC.find(
    ([offset, magic]) => head.startsWith(magic, offset) && (!isText(magic) || hasControls(head)),
  )
  return known ? { binary: known[2] } : null
}

function isText(magic: string): boolean {
  return magic.length <= SHORT && /^[\x20-\x7e]+$/.test(magic)
}

function hasControls(head: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: what no text has
  return /[\0-\x06\x0e-\x1a]/.test(head)
}
