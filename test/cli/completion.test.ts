import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { BASH } from '../../src/cli/shells/bash.ts'
import { FISH } from '../../src/cli/shells/fish.ts'
import { ZSH } from '../../src/cli/shells/zsh.ts'
import { withProgram } from '../with-program.ts'
import { shell } from './cosax.ts'

const folder = mkdtempSync(join(tmpdir(), 'cosax-completion-'))
afterAll(() => rmSync(folder, { recursive: true }))

describe('bash', () => {
  /** What it would offer at the end of a line, as readline calls for it. */
  async function offered(line: string): Promise<string[]> {
    const words = line.split(/(?<=[=:])|(?=[=:])|\s+/)
    const script = `
      source <(cosax completion bash)
      COMP_LINE=$LINE COMP_POINT=\${#LINE} COMP_WORDS=($WORDS) COMP_CWORD=$(($COUNT - 1))
      compopt() { echo "compopt $*"; }
      _cosax cosax "$LAST" ''
      printf '%s\\n' "\${COMPREPLY[@]}"
      complete -p cosax`
    const env = {
      LINE: line,
      WORDS: words.join(' '),
      COUNT: `${words.length}`,
      LAST: words.at(-1) ?? '',
    }
    const { stdout, stderr } = await shell(script, { env })
    expect(stderr).toBe('')
    return stdout.trim().split('\n')
  }

  test('completes by the script', async () => {
    expect(await offered('cosax --engine=k')).toEqual([
      'compopt +o default',
      'kernel',
      'complete -o default -F _cosax cosax',
    ])
  })

  test('completes fields without a space after them', async () => {
    const words = await offered('cosax fixtures/buses.xml -r bus --select final')
    expect(words).toContain('compopt -o nospace')
    expect(words).toContain('finalStop')
  })

  test('completes commands and files', async () => {
    const words = await offered('cosax c')
    expect(words).toContain('compopt -o filenames')
    expect(words).toContain('check')
  })

  test('leaves mere files to itself', async () => {
    expect((await offered('cosax --to x')).filter((word) => word.startsWith('compopt'))).toEqual([])
  })

  test('completes when the key is pressed', () => {
    const keys = `cosax() { node ${resolve('bin/cosax.js')} "$@"; }; source <(cosax completion bash)\n`
    const line =
      'cosax fixtures/buses.xml -r bus --filter dir\tN\t --select fin\t\x01echo "\x05"\nexit\n'
    const { stdout } = spawnSync('script', ['-qec', 'bash --norc --noprofile -i', '/dev/null'], {
      input: keys + line,
      encoding: 'utf8',
      env: { PATH: process.env.PATH, TERM: 'dumb', HISTFILE: '' },
    })
    expect(stdout).toContain(
      '\ncosax fixtures/buses.xml -r bus --filter direction=North\\ Bound  --select finalStop\r\n',
    )
  })
})

for (const [name, script] of Object.entries({ bash: BASH, zsh: ZSH, fish: FISH })) {
  withProgram(name, () => {
    test('the script is one that it can read', () => {
      const path = join(folder, name)
      writeFileSync(path, script)
      const { stderr, status } = spawnSync(name, ['-n', path], { encoding: 'utf8' })
      expect([stderr, status]).toEqual(['', 0])
    })
  })
}

withProgram('fish', () => {
  test('words are completed by the script', async () => {
    const line = 'cosax fixtures/buses.xml -r bus --filter dir'
    const script = `${FISH}; function cosax; node ${resolve('bin/cosax.js')} $argv; end; complete -C '${line}'`
    const { stdout } = spawnSync('fish', ['--no-config', '-c', script], { encoding: 'utf8' })
    expect(stdout).toMatch(/^direction=\tNorth Bound\n/)
  })
})
