// Provides what newer versions of Node have to compress with zstd.

import { promisify } from 'node:util'
import zlib from 'node:zlib'

/** What Node 22.15 and later have. */
interface WithZstd {
  zstdCompress?(
    block: Uint8Array,
    options: object,
    done: (e: Error | null, b: Buffer) => void,
  ): void
  zstdCompressSync?(block: Uint8Array, options: object): Buffer
  constants: { ZSTD_c_checksumFlag: number }
}

export interface Packer {
  /** In a thread. */
  pack(block: Uint8Array): Promise<Buffer>
  packNow(block: Uint8Array): Buffer
}

/** Makes frames with a check sum, as the program does; nothing in a version that cannot. */
export const nodeZstd: Packer | undefined = fromNode(zlib as unknown as WithZstd)

function fromNode({ zstdCompress, zstdCompressSync, constants }: WithZstd): Packer | undefined {
  if (!zstdCompress || !zstdCompressSync) return undefined
  const options = { params: { [constants.ZSTD_c_checksumFlag]: 1 } }
  const compressed = promisify(zstdCompress)
  return {
    pack: (block) => compressed(block, options),
    packNow: (block) => zstdCompressSync(block, options),
  }
}
