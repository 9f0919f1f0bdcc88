// Lets one engine read one hostile document and prints what came of it:
//   node --import ./bench/usage.js test/hostile/run.js ENGINE DOCUMENT [SCALE [raised]] 3>&1

import { setImmediate as nextTurn } from 'node:timers/promises'
import { keepYoungGenerationSmall } from '../../dist/cli/young-generation.js'
import { DOCUMENTS } from './documents.js'
import { chunksOf } from './pieces.js'

const [name, kind, scale = '1', raised] = process.argv.slice(2)
const { [`${name}Engine`]: createEngine } = await import(`../../dist/engine/${name}/${name}.js`)
const { size, pieces, raise } = DOCUMENTS[kind]

const nowhere = { done: false, send: () => true, close() {}, throw() {} }

keepYoungGenerationSmall() // as the command does
console.log(JSON.stringify(await verdict()))

async function verdict() {
  try {
    const engine = createEngine(nowhere, { limits: raised === 'raised' ? raise : {} })
    for (const chunk of chunksOf(pieces(size * Number(scale)), 65_536)) {
      engine.write(chunk)
      await nextTurn()
    }
    engine.end()
    return { error: 'none' }
  } catch (error) {
    return { error: error.constructor.name, fact: error.fact ?? error.message }
  }
}
