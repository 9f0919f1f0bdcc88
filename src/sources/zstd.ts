// Expands zstd with what newer versions of Node have of it, frame after frame.

import zlib from 'node:zlib'
import { CHUNK, type CreateStream, expand } from './expand.ts'
import { ENDS_EARLY, Pieces } from './pieces.ts'

/** What Node 22.15 and later have. */
interface WithZstd {
  createZstdDecompress?(options: object): ReturnType<CreateStream>
  constants: { ZSTD_d_windowLogMax: number }
}

const { createZstdDecompress, constants } = zlib as unknown as WithZstd
const LARGEST_WINDOW = 31 // as a power of 2: all that there may be

/** Whether this is such a version. */
export const hasZstd: boolean = createZstdDecompress !== undefined

const create: CreateStream = () => {
  if (createZstdDecompress === undefined) throw new Error('not in this version of Node')
  const params = { [constants.ZSTD_d_windowLogMax]: LARGEST_WINDOW }
  return createZstdDecompress({ chunkSize: CHUNK, params })
}

/**
 * What the bytes hold.
 *
 * @throws Error when they are damaged, end early, or other bytes follow; what comes before that is given first.
 */
export async function* unzstd(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer, void> {
  const input = new Pieces(bytes)
  for (let isFirst = true; ; isFirst = false) {
    const magic = await input.take(4)
    if (magic.length === 0 && !isFirst) return
    if (magic.length < 4) throw new Error(ENDS_EARLY)
    if (isSkippable(magic)) await input.pass((await input.whole(4)).readUInt32LE())
    else if (!magic.equals(FRAME)) throw new Error('other bytes follow the end')
    else yield* expand(create, new Pieces(frame(magic, input)), 'returns')
  }
}

/** Where frames begin after the first one, up to the first fault. */
export async function* frameStarts(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<number, void> {
  const input = new Pieces(bytes)
  try {
    for (let at = 0, isFirst = true; ; ) {
      const magic = await input.whole(4)
      if (isSkippable(magic)) {
        const length = (await input.whole(4)).readUInt32LE()
        await input.pass(length)
        at += 8 + length
      } else if (!magic.equals(FRAME)) return
      else {
        if (!isFirst) yield at
        isFirst = false
        for await (const piece of frame(magic, input)) at += piece.length
      }
    }
  } catch {} // said by who expands them
}

const FRAME = Buffer.of(0x28, 0xb5, 0x2f, 0xfd)
const isSkippable = (magic: Buffer) => (magic.readUInt32LE() & ~0xf) >>> 0 === 0x184d2a50

const RUN = 1 // a block that is one byte again and again
const RESERVED = 3

// The stream of Node does not say where a frame ends, nor, in some versions, that it does not.
async function* frame(magic: Buffer, input: Pieces): AsyncGenerator<Buffer, void> {
  const descriptor = await input.whole(1)
  const flags = descriptor[0] ?? 0
  const isOneSegment = (flags & 0x20) !== 0
  const hasSum = (flags & 4) !== 0
  const lengths = {
    window: isOneSegment ? 0 : 1,
    dictionary: [0, 1, 2, 4][flags & 3] ?? 0,
    content: [isOneSegment ? 1 : 0, 2, 4, 8][flags >> 6] ?? 0,
  }
  const rest = await input.whole(lengths.window + lengths.dictionary + lengths.content)
  yield Buffer.concat([magic, descriptor, rest])
  for (let isLast = false; !isLast; ) {
    const header = await input.whole(3)
    const bits = header.readUIntLE(0, 3)
    const kind = (bits >> 1) & 3
    if (kind === RESERVED) throw new Error('damaged: kind of block not known')
    const block = await input.whole(kind === RUN ? 1 : bits >> 3)
    yield Buffer.concat([header, block])
    isLast = (bits & 1) !== 0
  }
  if (hasSum) yield await input.whole(4)
}
