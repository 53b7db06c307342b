/** Kinds of file that are known by their first bytes, whatever their name. */
export type Content = 'pdf' | 'zip' | { binary: string }

/** The bytes at a place, as characters of one byte. */
const MAGIC: readonly (readonly [offset: number, bytes: string, what: string])[] = [
  [0, '\x89PNG', 'image (PNG)'],
  [0, '\xff\xd8\xff', 'image (JPEG)'],
  [0, 'GIF8', 'image (GIF)'],
  [8, 'WEBP', 'image (WebP)'],
  [0, 'II*\0', 'image (TIFF)'],
  [0, 'MM\0*', 'image (TIFF)'],
  [0, 'BM', 'image (BMP)'],
  [0, '\0\0\x01\0', 'image (ICO)'],
  [4, 'ftypheic', 'image (HEIC)'],
  [4, 'ftypavif', 'image (AVIF)'],
  [4, 'ftyp', 'video or audio (MP4)'],
  [0, '\x1aE\xdf\xa3', 'video (Matroska or WebM)'],
  [8, 'AVI ', 'video (AVI)'],
  [8, 'WAVE', 'audio (WAV)'],
  [0, 'ID3', 'audio (MP3)'],
  [0, '\xff\xfb', 'audio (MP3)'],
  [0, '\xff\xf3', 'audio (MP3)'],
  [0, 'OggS', 'audio (Ogg)'],
  [0, 'fLaC', 'audio (FLAC)'],
  [0, '\x1f\x8b', 'compressed file (gzip), unpack it first'],
  [0, 'BZh', 'compressed file (bzip2), unpack it first'],
  [0, '\xfd7zXZ', 'compressed file (xz), unpack it first'],
  [0, '\x28\xb5\x2f\xfd', 'compressed file (Zstandard), unpack it first'],
  [0, '7z\xbc\xaf', 'archive (7-Zip), unpack it first'],
  [0, 'Rar!', 'archive (RAR), unpack it first'],
  [257, 'ustar', 'archive (tar), unpack it first'],
  [
    0,
    '\xd0\xcf\x11\xe0',
    'old Office format (.doc, .xls, .ppt) or Outlook message, save it in a current format',
  ],
  [0, '{\\rtf', 'rich text (RTF), save it as .docx or plain text'],
  [0, 'SQLite format 3\0', 'database (SQLite)'],
  [0, 'MZ', 'program'],
  [0, '\x7fELF', 'program'],
  [0, '\xca\xfe\xba\xbe', 'program'],
  [0, '\xcf\xfa\xed\xfe', 'program'],
  [0, '\0asm', 'program (WebAssembly)'],
  [0, 'wOF', 'font'],
  [0, '\0\x01\0\0', 'font'],
  [0, 'OTTO', 'font'],
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
