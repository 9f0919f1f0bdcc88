import { spawnSync } from 'node:child_process'
import { expect, test } from 'vitest'

const HELD = 300e6

/** A program that says how much memory it has held, when it was started by one that holds more. */
const PROGRAM = `
const { spawnSync } = require('node:child_process')
const held = Buffer.alloc(${HELD}, 1)
const source = 'import { peakMemory } from "./dist/process/peak-memory.js"; console.log(peakMemory())'
const { stdout } = spawnSync('node', ['--input-type=module', '-e', source])
console.log(String(stdout).trim(), held.length)
`

test.skipIf(process.platform !== 'linux')('is not that of who has started it', () => {
  const { stdout } = spawnSync('node', ['-e', PROGRAM], { encoding: 'utf8' })
  const [peak, held] = stdout.split(' ').map(Number)
  expect(held).toBe(HELD)
  expect(peak).toBeGreaterThan(20e6)
  expect(peak).toBeLessThan(200e6)
})
