// Runs command lines one after the other in this process, as its parent asks for them.

import { load } from '../../bin/load.js'

const { main } = load('bundle/cosax.cjs')

process.on('message', async ({ words, cwd }) => {
  process.chdir(cwd)
  process.exitCode = undefined
  const code = await main(words)
  setImmediate(() => process.send?.(process.exitCode ?? code))
})
