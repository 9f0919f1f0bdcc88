// Finds where the members of a compressed file begin: each can be expanded alone, and all of them are the whole.

import { createReadStream } from 'node:fs'

const CHUNK = 1024 * 1024
const BEFORE = 8 // bytes before a start that are looked at
const LENGTH = 10 // bytes of the shortest start that can be known

/** What members begin with. It may stand in compressed bytes too: then no member ends there. */
interface Beginning {
  magic: Buffer
  /** Whether the bytes around it are those of a start, as far as they show it. */
  isLikely(bytes: Buffer, at: number): boolean
}

const BZIP2_BLOCK = '314159265359' // digits of pi
const BZIP2_END = '177245385090' // of its square root: the end of what is empty

const BEGINNINGS: Record<string, Beginning> = {
  gzip: {
    magic: Buffer.of(0x1f, 0x8b, 8),
    isLikely(bytes, at) {
      const [flags = 0, speed = 0, system = 0] = [3, 8, 9].map((n) => bytes[at + n])
      return (flags & 0xe0) === 0 && [0, 2, 4].includes(speed) && (system < 14 || system === 255)
    },
  },
  bzip2: {
    magic: Buffer.from('BZh'),
    isLikely(bytes, at) {
      const level = bytes[at + 3] ?? 0
      const first = bytes.toString('hex', at + 4, at + 10)
      return level > 0x30 && level <= 0x39 && [BZIP2_BLOCK, BZIP2_END].includes(first)
    },
  },
  xz: {
    magic: Buffer.of(0xfd, 0x37, 0x7a, 0x58, 0x5a, 0),
    isLikely: (bytes, at) => /(?:YZ|\0{4})$/.test(bytes.toString('latin1', at - 4, at)),
  },
  lz4: {
    magic: Buffer.of(0x04, 0x22, 0x4d, 0x18),
    isLikely(bytes, at) {
      const [flags = 0, sizes = 0] = bytes.subarray(at + 4)
      const isEndBefore = [4, 8].some((back) => bytes.readUInt32LE(at - back) === 0)
      return flags >> 6 === 1 && (flags & 2) === 0 && (sizes & 0x8f) === 0 && isEndBefore
    },
  },
}

/** Where members begin after the first one, by the name of the compression; up to the first fault, which is said by who expands them. */
export async function* memberStarts(
  file: string,
  compression: string,
): AsyncGenerator<number, void> {
  const chunks = createReadStream(file, { highWaterMark: CHUNK })
  const beginning = BEGINNINGS[compression]
  if (beginning) yield* startsIn(chunks, beginning)
  else if (compression === 'zstd') {
    const { frameStarts } = await import('./zstd.ts')
    yield* frameStarts(chunks)
  }
}

async function* startsIn(
  chunks: AsyncIterable<Buffer>,
  { magic, isLikely }: Beginning,
): AsyncGenerator<number, void> {
  let bytes = Buffer.alloc(0)
  let before = 0 // bytes of the file before these
  let next = BEFORE // the place among these that is looked at next
  for await (const chunk of chunks) {
    bytes = Buffer.concat([bytes, chunk])
    const end = bytes.length - LENGTH
    for (let at = next; at <= end; at++) {
      at = bytes.indexOf(magic, at)
      if (at < 0 || at > end) break
      if (isLikely(bytes, at)) yield before + at
    }
    const seen = Math.max(next, end + 1)
    bytes = bytes.subarray(seen - BEFORE)
    before += seen - BEFORE
    next = BEFORE
  }
}
