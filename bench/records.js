// Measures `cosax --records` on JSON lines against `jq -c`, whole processes in turn, and prints a table of medians.
//
//   node bench/records.js LINES.jsonl [RUNS]     lines of buses, as cosax writes them

import { spawn } from 'node:child_process'
import { readFileSync, statSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const [lines, runs = '5'] = process.argv.slice(2)
const cosax = fileURLToPath(new URL('../bin/cosax.js', import.meta.url))
const records = (...flags) => ['node', cosax, '--records', lines, ...flags]
const jq = (...words) => ['jq', '-c', ...words, lines]
const GROUP = 'reduce inputs as $r ({}; .[$r.route] += 1) | to_entries[]'

/** By task: cosax, and what jq does for it. */
const TASKS = [
  ['every line, as it is', records(), jq('.')],
  ['--count', records('--count'), ['jq', '-n', 'reduce inputs as $r (0; . + 1)', lines]],
  ['--filter route=22', records('--filter', 'route=22'), jq('select(.route=="22")')],
  ['--select id,route', records('--select', 'id,route'), jq('{id,route}')],
  ['--group route --agg count', records('--group', 'route', '--agg', 'count'), jq('-n', GROUP)],
]

/** CPU seconds, by GNU time. */
function measure(words) {
  return new Promise((resolve, reject) => {
    const child = spawn('/usr/bin/time', ['-f', '%U %S', ...words], {
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    let said = ''
    child.stderr.on('data', (data) => (said += data))
    child.on('close', (code) => {
      if (code !== 0) reject(new Error(`${words.join(' ')}: ${said}`))
      const [user, system] = said.trim().split('\n').at(-1).split(' ').map(Number)
      resolve(user + system)
    })
  })
}

const megabytes = statSync(lines).size / 1e6
readFileSync(lines) // so that the page cache holds it
console.log(`| ${megabytes.toFixed(0)} MB | jq, s | cosax, s | cosax, MB/s | times as fast |`)
console.log('| --- | --- | --- | --- | --- |')
for (const [name, ours, theirs] of TASKS) {
  const times = [[], []]
  for (let run = 0; run < Number(runs); run++) {
    times[0].push(await measure(theirs))
    times[1].push(await measure(ours))
  }
  const [peer, own] = times.map((list) => list.sort((a, b) => a - b)[list.length >> 1])
  const cells = [
    peer.toFixed(2),
    own.toFixed(2),
    (megabytes / own).toFixed(0),
    (peer / own).toFixed(1),
  ]
  console.log(`| ${[`\`${name}\``, ...cells].join(' | ')} |`)
}
