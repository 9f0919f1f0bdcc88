// Finds what programs lose or damage: by the counts of the document, and by what most of them write.

import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { output } from './measure.js'

/** What is wrong with the answer of each program, by its name; nothing for those that are right. */
export async function faultsOf(programs, task, corpus, document, made) {
  const faults = {}
  const answers = {}
  for (const [name, program] of Object.entries(programs)) {
    if (task === 'check') faults[name] = await accepted(program, corpus, document)
    else
      answers[name] = await output([...program.start, ...program.words(task, corpus, [document])])
  }
  const votes = Object.values(answers).map(({ digest }) => digest)
  const most = votes.toSorted(
    (a, b) => votes.filter((vote) => vote === b).length - votes.filter((vote) => vote === a).length,
  )[0]
  for (const [name, { code, digest, lines, beginning }] of Object.entries(answers)) {
    const lined = { filter: made.matches, select: made.records, convert: made.records }[task]
    if (code !== 0) faults[name] = `fails with ${code}`
    else if (task === 'count') {
      const counted = Number(/\d+/.exec(beginning)?.[0])
      if (counted !== made.records) faults[name] = `counts ${counted} of ${made.records} records`
    } else if (lined !== undefined && lines !== lined)
      faults[name] = `writes ${lines} of ${lined} records`
    else if (digest !== most) faults[name] = 'writes other values than most'
  }
  return Object.fromEntries(Object.entries(faults).filter(([, fault]) => fault))
}

const DAMAGES = {
  'a document cut short': (text) => text.slice(0, text.lastIndexOf('</')),
  'an end tag of another name': (text) => text.replace(/<\/(\w+)>\s*$/, '</other>'),
  'a control character': (text) => text.replace(/<\/(\w+)>\s*$/, '\u0001</$1>'),
  'an attribute given twice': (text) => text.replace(/<\/(\w+)>\s*$/, '<e a="1" a="2"/></$1>'),
}

/** Damaged documents that a program takes for well-formed ones. */
async function accepted(program, corpus, document) {
  const run = async (path) =>
    (await output([...program.start, ...program.words('check', corpus, [path])])).code === 0
  if (!(await run(document))) return 'refuses a well-formed document'
  const taken = []
  for (const [i, [damage, make]] of Object.entries(DAMAGES).entries()) {
    const path = `${document}.damaged-${i}`
    if (!existsSync(path)) writeFileSync(path, make(readFileSync(document, 'utf8')))
    if (await run(path)) taken.push(damage)
  }
  return taken.length > 0 && `accepts ${taken.join(', ')}`
}
