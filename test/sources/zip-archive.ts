// Makes zip archives, odd ones too.

import { crc32, deflateRawSync } from 'node:zlib'

export interface Member {
  name: string
  text: string
  /** Instead of what is deflated. */
  method?: number
  /** Of the general purpose, as in bit 0 for what is encrypted. */
  flags?: number
  /** Added to the check sum. */
  wrong?: number
  /** Added to the length. */
  longer?: number
  /** Takes these bytes for what is packed. */
  packed?: Buffer
}

export function zipOf(...members: Member[]): Buffer {
  const files: Buffer[] = []
  const directory: Buffer[] = []
  let at = 0
  for (const { name, text, method = 8, flags = 0, wrong = 0, longer = 0, packed } of members) {
    const bytes = packed ?? (method === 8 ? deflateRawSync(text) : Buffer.from(text))
    const path = Buffer.from(name)
    const shared = Buffer.alloc(26) // what both headers have
    shared.writeUInt16LE(20, 0)
    shared.writeUInt16LE(flags, 2)
    shared.writeUInt16LE(method, 4)
    shared.writeUInt32LE((crc32(text) + wrong) >>> 0, 10)
    shared.writeUInt32LE(bytes.length, 14)
    shared.writeUInt32LE(Buffer.byteLength(text) + longer, 18)
    shared.writeUInt16LE(path.length, 22)
    const place = Buffer.alloc(14)
    place.writeUInt32LE(at, 10)
    const file = Buffer.concat([Buffer.from('PK\x03\x04'), shared, path, bytes])
    files.push(file)
    directory.push(Buffer.from('PK\x01\x02\x14\x00'), shared, place, path)
    at += file.length
  }
  const end = Buffer.alloc(22)
  end.write('PK\x05\x06')
  end.writeUInt16LE(members.length, 8)
  end.writeUInt16LE(members.length, 10)
  end.writeUInt32LE(Buffer.concat(directory).length, 12)
  end.writeUInt32LE(at, 16)
  return Buffer.concat([...files, ...directory, end])
}
