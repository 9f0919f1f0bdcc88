// Lets one engine read one hostile document and prints what came of it:
//   node --import ./bench/usage.js test/hostile/run.js ENGINE DOCUMENT [SCALE [raised]] 3>&1

import { DOCUMENTS } from './documents.js'
import { chunksOf } from './pieces.js'

const [name, kind, scale = '1', raised] = process.argv.slice(2)
const { [`${name}Engine`]: createEngine } = await import(`../../dist/xml/${name}.js`)
const { size, pieces, raise } = DOCUMENTS[kind]

const nowhere = { done: false, send: () => true, close() {}, throw() {} }

console.log(JSON.stringify(verdict()))

function verdict() {
  try {
    const engine = createEngine(nowhere, { limits: raised === 'raised' ? raise : {} })
    for (const chunk of chunksOf(pieces(size * Number(scale)), 65_536)) engine.write(chunk)
    engine.end()
    return { error: 'none' }
  } catch (error) {
    return { error: error.constructor.name, fact: error.fact ?? error.message }
  }
}
