// The race's program on the npm package saxes.

import { begin, declared, end, isCheck, load, run, text } from './records.js'

const { SaxesParser } = await load('saxes')

run(() => {
  const parser = new SaxesParser()
  parser.on('doctype', (doctype) => Object.assign(parser.ENTITIES, declared(doctype)))
  if (!isCheck) {
    parser.on('opentag', ({ name, attributes }) => begin(name, attributes))
    parser.on('closetag', end)
    parser.on('text', text)
    parser.on('cdata', text)
  }
  parser.on('error', (error) => {
    throw error
  })
  return { write: (chunk) => parser.write(chunk), end: () => parser.close() }
})
