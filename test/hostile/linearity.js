// Prints how many times the cost one engine has with a document four times as large, by the size of its chunks:
//   node test/hostile/linearity.js ENGINE DOCUMENT RATIO
// It tries again while one is above RATIO.

import { LIMITS } from '../../dist/engine/limits.js'
import { DOCUMENTS } from './documents.js'

const ENOUGH = 0.03 // seconds: less is not measured well
const LARGEST = 8e6 // bytes: what is not slow by then is fast
const ATTEMPTS = 8

const [name, kind, allowed] = process.argv.slice(2)
const { [`${name}Engine`]: createEngine } = await import(`../../dist/engine/${name}/${name}.js`)
const limits = Object.fromEntries(Object.keys(LIMITS).map((limit) => [limit, 2 ** 31 - 1]))
const nowhere = { done: false, send: () => true, close() {}, throw() {} }

// with large ones the package alone decides what it costs
const chunks = name === 'sax' ? [1, 4096] : [1, 4096, 65_536]
const ratios = chunks.map((chunk) => [chunk, ratio(chunk)])
console.log(JSON.stringify({ ratios: Object.fromEntries(ratios) }))

/** Of several attempts the least: a busy machine makes it larger, as does a heap that has to grow. */
function ratio(chunk) {
  let least = Number.POSITIVE_INFINITY
  let size = sizeWorthMeasuring(chunk)
  for (let attempt = 0; attempt < ATTEMPTS && least > Number(allowed); attempt++) {
    const [once, fourTimes] = [documentOf(Math.round(size)), documentOf(Math.round(4 * size))]
    least = Math.min(least, best(fourTimes, chunk) / best(once, chunk))
    if (4 * fourTimes.length < LARGEST) size *= 1.5
  }
  return least
}

/** Doubles it until it is; on the way the engine's code is compiled. */
function sizeWorthMeasuring(chunk) {
  for (let size = 500; ; size *= 2) {
    const bytes = documentOf(size)
    if (bytes.length * 2 > LARGEST || cost(bytes, chunk) >= ENOUGH) return size
  }
}

function documentOf(size) {
  return Buffer.concat([...DOCUMENTS[kind].pieces(size)])
}

function best(bytes, chunk) {
  return Math.min(cost(bytes, chunk), cost(bytes, chunk))
}

/** Seconds of the processor. The end is left out: some documents have none. */
function cost(bytes, chunk) {
  const before = process.cpuUsage()
  const engine = createEngine(nowhere, { limits })
  for (let at = 0; at < bytes.length; at += chunk) engine.write(bytes.subarray(at, at + chunk))
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1e6
}
