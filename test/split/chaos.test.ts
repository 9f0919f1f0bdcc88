// Kills workers at random while they read parts: in the end there is what a run without any trouble writes, and nothing else.

import { execFileSync, spawn } from 'node:child_process'
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { withProgram } from '../with-program.ts'

const COSAX = resolve('bin/cosax.js')
const PARTS = 12
const KILLS = 16
const MOST_ROUNDS = 50
const STAGES = ['--where', 'number(id) % 3 != 1 && text ~ "o"', '--set', 'double=2 * number(id)']

/** A worker that has a file of its name and its process while it runs. */
const WORKER = `
n=$1; shift
node "$@" & pid=$!
echo $pid > pids/$n
wait $pid; code=$?
rm -f pids/$n
exit $code
`

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'cosax-chaos-'))
  const records = Array.from(
    { length: 20_000 },
    (_, n) => `<bus><id>${n}</id><text>${'long '.repeat(n % 60)}<!-- <bus> --></text></bus>\n`,
  )
  writeFileSync(join(folder, 'buses.xml'), `<buses>\n${records.join('')}</buses>\n`)
  writeFileSync(join(folder, 'worker'), WORKER)
  mkdirSync(join(folder, 'pids'))
})
afterAll(() => rmSync(folder, { recursive: true }))

withProgram('parallel', () => {
  test('workers that are killed are run again, until all is there', async () => {
    cosax(['split', 'buses.xml', '-r', 'bus', '--parts', String(PARTS), '--to', 'parts'])
    const whole = cosax(['buses.xml', '-r', 'bus', ...STAGES])
    const killer = new Killer()
    let rounds = 0
    while ((await round(killer)) !== 0) expect(++rounds).toBeLessThan(MOST_ROUNDS)
    expect(killer.kills).toBeGreaterThan(KILLS / 2)
    const names = readdirSync(join(folder, 'out')).sort() // hidden ones too
    expect(names.map((name) => name.replace(/-[0-9a-f]{8}/, ''))).toEqual(
      Array.from({ length: PARTS }, (_, n) => `${String(n + 1).padStart(2, '0')}.jsonl`),
    )
    const written = names.map((name) => readFileSync(join(folder, 'out', name)))
    expect(Buffer.concat(written).equals(whole)).toBe(true)
    const before = names.map((name) => statSync(join(folder, 'out', name)).mtimeMs)
    rmSync(join(folder, 'log'))
    expect(await round()).toBe(0) // once more: all is done already
    expect(names.map((name) => statSync(join(folder, 'out', name)).mtimeMs)).toEqual(before)
  })
})

function cosax(words: string[]): Buffer {
  return execFileSync('node', [COSAX, ...words], { cwd: folder, maxBuffer: 1 << 28 })
}

/** Runs all that is not done; answers how many workers failed. */
async function round(killer?: Killer): Promise<number> {
  const words = [
    'run',
    '--manifest',
    'parts',
    '--part',
    '{}',
    ...STAGES,
    '--to',
    'out/{part}.jsonl',
  ]
  const parallel = ['--will-cite', '--joblog', 'log', '--resume-failed', '-j', '2', '-q']
  const numbers = Array.from({ length: PARTS }, (_, n) => String(n + 1))
  const child = spawn(
    'parallel',
    [...parallel, 'sh', 'worker', '{}', COSAX, ...words, ':::', ...numbers],
    { cwd: folder, stdio: ['ignore', 'ignore', 'ignore'] },
  )
  const ended = new Promise<number>((resolve) => child.on('close', (code) => resolve(code ?? -1)))
  let isOver = false
  ended.then(() => {
    isOver = true
  })
  while (killer && !isOver && killer.kills < KILLS) await killer.kill()
  return ended
}

class Killer {
  kills = 0

  /** Waits a while, or until a file is being written, then kills the workers that are there. */
  async kill(): Promise<void> {
    await pause(20 + Math.random() * 80)
    for (let times = 0; this.kills % 4 < 3 && times < 100 && !isWriting(); times++) await pause(3)
    for (const name of readdirSync(join(folder, 'pids'))) {
      try {
        const pid = Number(readFileSync(join(folder, 'pids', name), 'utf8'))
        if (pid > 0 && process.kill(pid, 'SIGKILL')) this.kills++
      } catch {} // it has just ended
    }
  }
}

function isWriting(): boolean {
  try {
    return readdirSync(join(folder, 'out')).some((name) => name.endsWith('.partial'))
  } catch {
    return false
  }
}
