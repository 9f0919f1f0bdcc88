// Opens zip archives and gives the bytes of their members, and checks the length and the check sum of each.

import { crc32 } from 'node:zlib'
import { type Entry, getFileNameLowLevel, openPromise, type ZipFile } from 'yauzl'
import { createInflate, expand } from './expand.ts'
import { ENDS_EARLY, Pieces } from './pieces.ts'

export type Archive = ZipFile
export type Member = Entry

/** Whatever its members are called: they are read, not written, and one must not keep the others from that. */
export function openZip(path: string): Promise<Archive> {
  const options = { autoClose: false, decodeStrings: false, validateEntrySizes: false }
  return openPromise(path, options)
}

/** The path of a member, with `/` between its parts. */
export function nameOf({ generalPurposeBitFlag, fileNameRaw, extraFields }: Member): string {
  return getFileNameLowLevel(generalPurposeBitFlag, fileNameRaw, extraFields, false)
}

/** The paths of all members that are files. */
export async function membersOf(path: string): Promise<string[]> {
  const zip = await openZip(path)
  try {
    const names: string[] = []
    for await (const entry of zip.eachEntry()) names.push(nameOf(entry))
    return names.filter((name) => !name.endsWith('/'))
  } finally {
    zip.close()
  }
}

/**
 * What a member holds.
 *
 * @throws Error when it cannot be read, ends early or is damaged; what comes before that is given first.
 */
export async function* bytesOf(entry: Member, zip: Archive): AsyncGenerator<Uint8Array, void> {
  if (entry.isEncrypted()) throw new Error('is encrypted')
  const { compressionMethod: method } = entry
  if (method !== STORED && method !== DEFLATED) {
    throw new Error(`compression not known: ${METHODS[method] ?? `method ${method}`}`)
  }
  const raw: AsyncIterable<Buffer> = await zip.openReadStreamPromise(entry, {
    decodeFileData: false,
  })
  let sum = 0
  let length = 0
  const bytes = method === STORED ? raw : expand(createInflate, new Pieces(raw), 'returns')
  for await (const chunk of bytes) {
    sum = crc32(chunk, sum)
    length += chunk.length
    yield chunk
  }
  if (length < entry.uncompressedSize) throw new Error(ENDS_EARLY)
  if (length > entry.uncompressedSize) throw new Error('length is wrong')
  if (sum !== entry.crc32) throw new Error('check sum is wrong')
}

const STORED = 0
const DEFLATED = 8

/** The others, by their number. */
const METHODS: Record<number, string> = {
  9: 'deflate64',
  12: 'bzip2',
  14: 'LZMA',
  93: 'zstd',
  95: 'xz',
  98: 'PPMd',
}
