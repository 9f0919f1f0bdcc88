// Makes the seed of an NKey, and its public key, as a NATS server knows them.

import { createPrivateKey, createPublicKey, randomBytes } from 'node:crypto'

const SEED = 18 << 3
const USER = 20 << 3
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex')
const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

export function makeSeed(): { seed: string; publicKey: string } {
  const secret = randomBytes(32)
  const key = createPrivateKey({
    key: Buffer.concat([PKCS8, secret]),
    format: 'der',
    type: 'pkcs8',
  })
  const { x = '' } = createPublicKey(key).export({ format: 'jwk' })
  return {
    seed: encoded([SEED | (USER >> 5), (USER & 31) << 3, ...secret]),
    publicKey: encoded([USER, ...Buffer.from(x, 'base64url')]),
  }
}

/** Base 32, after a checksum of 16 bits (CRC-16/XMODEM). */
function encoded(bytes: number[]): string {
  let crc = 0
  for (const byte of bytes) {
    crc ^= byte << 8
    for (let i = 0; i < 8; i++) crc = ((crc << 1) ^ (crc & 0x8000 ? 0x1021 : 0)) & 0xffff
  }
  const bits = [...bytes, crc & 0xff, crc >> 8]
    .map((byte) => byte.toString(2).padStart(8, '0'))
    .join('')
  return (bits.match(/.{1,5}/g) ?? [])
    .map((five) => DIGITS[Number.parseInt(five.padEnd(5, '0'), 2)])
    .join('')
}
