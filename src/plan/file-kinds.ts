// Recognises files that are not XML by their first bytes, and says how to make XML of them.

export interface FileKind {
  /** With its article. */
  name: string
  /** FILE stands for the name of the input. */
  advice?: string
}

/** What files begin with, as ISO 8859-1. */
const MAGICS: readonly [magic: string, name: string, advice?: string][] = [
  [
    'PK\x03\x04',
    'a zip archive',
    'unzip -p FILE MEMBER | cosax reads one of its members, or call it .zip',
  ],
  ['PK\x05\x06', 'a zip archive without members'],
  ['7z\xbc\xaf\x27\x1c', 'a 7z archive', '7z x -so FILE | cosax reads what is in it'],
  ['Rar!\x1a\x07', 'a RAR archive', 'unrar p -inul FILE | cosax reads what is in it'],
  ['\x1f\x8b', 'gzip data inside compressed data', 'zcat FILE | cosax takes both layers off'],
  ['\x1f\x9d', 'data of compress (.Z)', 'zcat FILE | cosax reads what is in it'],
  ['LZIP', 'an lzip file', 'lzip -dc FILE | cosax reads what is in it'],
  ['%PDF-', 'a PDF file', 'pdftohtml -xml FILE makes XML of it'],
  ['SQLite format 3\0', 'an SQLite database', 'sqlite3 FILE reads it'],
  ['PAR1', 'a Parquet file', 'duckdb reads it'],
  ['ARROW1', 'an Arrow file', 'duckdb reads it'],
  ['$EXI', 'an EXI document, which is binary'],
  [
    '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1',
    'an Office file of the old kind',
    'libreoffice --convert-to fods FILE makes XML of it',
  ],
  ['\x89PNG\r\n', 'a PNG image'],
  ['\xff\xd8\xff', 'a JPEG image'],
  ['GIF8', 'a GIF image'],
  ['\x7fELF', 'a program'],
  ['{\\rtf', 'an RTF document'],
]

const TAR = { at: 257, magic: 'ustar' }

/** What it is, if that is known and no XML. */
export function kindOf(first: Buffer): FileKind | undefined {
  const text = first.toString('latin1')
  const found = MAGICS.find(([magic]) => text.startsWith(magic))
  if (found) return kind(found[1], found[2])
  if (text.startsWith(TAR.magic, TAR.at)) {
    return kind('a tar archive', 'tar -xOf FILE MEMBER | cosax reads one of its members')
  }
  if (JSON_TEXT.test(text)) return kind('JSON', '--records reads JSON lines, jq other JSON')
  return text.includes('\0') && !UTF16.test(text) ? kind('a binary file') : undefined
}

const JSON_TEXT = /^(?:\xef\xbb\xbf)?\s*(?:\{\s*["}]|\[\s*["{[\]\dtfn-])/
const UTF16 = /^(?:\xff\xfe|\xfe\xff|(?:\s\0)*<\0|(?:\0\s)*\0<)/

function kind(name: string, advice?: string): FileKind {
  return { name, ...(advice !== undefined && { advice }) }
}
