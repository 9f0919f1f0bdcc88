// Runs the golden cases. With COSAX_WRITE_CASES set it writes what they print instead.

import { spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { text } from 'node:stream/consumers'
import { describe, expect, test } from 'vitest'

const CASES = resolve('fixtures/cases')
const PRINTED = ['stdout', 'stderr', 'exit'] as const

describe.each(readdirSync(CASES))('%s', (topic) => {
  test.concurrent.each(readdirSync(join(CASES, topic)))('%s', async (name) => {
    const folder = join(CASES, topic, name)
    const printed = await run(readFileSync(join(folder, 'cmd'), 'utf8'))
    for (const file of PRINTED) {
      const path = join(folder, file)
      if (process.env.COSAX_WRITE_CASES) writeFileSync(path, printed[file])
      else expect(printed[file], `${file} of ${topic}/${name}`).toBe(readFileSync(path, 'utf8'))
    }
  })
})

async function run(command: string): Promise<Record<(typeof PRINTED)[number], string>> {
  const folder = mkdtempSync(join(tmpdir(), 'cosax-case-'))
  try {
    symlinkSync(resolve('fixtures'), join(folder, 'fixtures'))
    const bash = spawn(
      'bash',
      ['-c', `cosax() { node '${resolve('bin/cosax.js')}' "$@"; }\n${command}`],
      {
        cwd: folder,
        env: { ...process.env, FORCE_COLOR: '0', LC_ALL: 'C.UTF-8' },
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    )
    const ended = new Promise<number>((done) => bash.on('close', (code) => done(code ?? -1)))
    const [stdout, stderr, code] = await Promise.all([text(bash.stdout), text(bash.stderr), ended])
    return { stdout, stderr, exit: `${code}\n` }
  } finally {
    rmSync(folder, { recursive: true })
  }
}
