// Writes the table and the picture of the README from the results.
//
//   node bench/race/report.js          the table into README.md, the picture into docs/race.svg
//   node bench/race/report.js --check  fails if they are not what the results give
//   node bench/race/report.js --all    prints every cell as Markdown instead: CPU seconds

import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { picture } from './picture.js'
import { PROGRAMS } from './programs.js'
import { isRight, readResults } from './results.js'
import { table, unranked } from './table.js'

const here = (path) => fileURLToPath(new URL(path, import.meta.url))
const results = readResults(here('results.json'))

if (process.argv.includes('--all')) console.log(everything())
else {
  const readme = readFileSync(here('../../README.md'), 'utf8')
  const inReadme = /(?<=<!-- race -->\n)[\s\S]*(?=<!-- end of race -->)/
  keep(
    '../../README.md',
    readme.replace(inReadme, () => `${table(results)}\n${unranked(results)} `),
  )
  keep('../../docs/race.svg', picture(results))
}

function keep(path, text) {
  if (!process.argv.includes('--check')) writeFileSync(here(path), text)
  else if (readFileSync(here(path), 'utf8') !== text) {
    console.error(`${path} is not what the results give: node bench/race/report.js`)
    process.exitCode = 1
  }
}

/** CPU seconds of every cell; in brackets where a program is not ranked. */
function everything() {
  const names = Object.keys(PROGRAMS)
  const head = [
    'corpus task MB files',
    'runs',
    ...names.map((name) => `${name} ${results.versions[name] ?? ''}`.trim()),
  ]
  const rows = Object.entries(results.cells).map(([key, { runs, programs }]) => {
    const [corpus, task] = key.split(' ')
    const figures = names.map((name) => {
      if (!programs[name]) return ''
      const cpu = programs[name][0].toFixed(2)
      return isRight(results, corpus, task, name) ? cpu : `(${cpu})`
    })
    return [key, runs, ...figures]
  })
  return [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n')
}
