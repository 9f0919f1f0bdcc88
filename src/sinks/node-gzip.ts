// Provides what Node has to compress with gzip.

import { promisify } from 'node:util'
import { gzip, gzipSync } from 'node:zlib'
import type { Packer } from './node-zstd.ts'

export const nodeGzip: Packer = {
  pack: promisify<Uint8Array, Buffer>(gzip),
  packNow: (block) => gzipSync(block),
}
