// Provides what Node has to compress blocks with: gzip, and zstd in newer versions.

import { promisify } from 'node:util'
import zlib, { gzip, gzipSync } from 'node:zlib'
import type { Compression } from '../formats/formats.ts'

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

/** Nothing in a version that cannot: the system's program can. */
export function packerFor(compression: Compression): Packer | undefined {
  return compression === 'gz' ? GZIP : zstd(zlib as unknown as WithZstd)
}

const GZIP: Packer = {
  pack: promisify<Uint8Array, Buffer>(gzip),
  packNow: (block) => gzipSync(block),
}

/** Makes frames with a check sum, as the program does. */
function zstd({ zstdCompress, zstdCompressSync, constants }: WithZstd): Packer | undefined {
  if (!zstdCompress || !zstdCompressSync) return undefined
  const options = { params: { [constants.ZSTD_c_checksumFlag]: 1 } }
  const compressed = promisify(zstdCompress)
  return {
    pack: (block) => compressed(block, options),
    packNow: (block) => zstdCompressSync(block, options),
  }
}
