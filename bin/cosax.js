#!/usr/bin/env node
const { keepSoon, load } = require('./load.js')

let isDone = false
const { main } = load('bundle/cosax.cjs')
const keep = keepSoon()
main(process.argv.slice(2)).then((code) => {
  isDone = true
  keep()
  process.exit(code) // all is written: node takes a while to put everything away
})

process.on('exit', (code) => {
  if (isDone || code !== 0) return
  process.stderr.write('cosax: a defect of cosax, please report it: ended before all was done\n')
  process.exitCode = 70
})
