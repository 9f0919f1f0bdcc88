import { spawnSync } from 'node:child_process'
import { constants } from 'node:fs'
import { expect, test } from 'vitest'

// standard input belongs to the process, so each test is one

const gate = new URL('../../dist/core/gate.js', import.meta.url)
const stdin = new URL('../../dist/sources/stdin.js', import.meta.url)

/** Runs a program that reads standard input and prints its answer and the number of bytes. */
function reads(redirected: string): { stdout: string; stderr: string } {
  const program = `
    import { Gate } from '${gate}'
    import { StdinSource } from '${stdin}'
    const source = new StdinSource()
    let bytes = 0
    const write = (chunk) => (bytes += chunk.length) < 1_000_000
    const signal = new AbortController().signal
    try {
      console.log(source.name, await source.read({ write, gate: new Gate(), signal }), bytes)
    } catch (error) {
      console.log(error.name + ': ' + error.message)
    }`
  const command = redirected.replace('SOURCE', 'node --input-type=module -e "$1"')
  return spawnSync('bash', ['--norc', '-c', command, 'bash', program], {
    encoding: 'utf8',
    input: 'four',
  })
}

test.each([
  ['a pipe', 'head -c 300000 /dev/zero | SOURCE', 'stdin true 300000\n'],
  ['a socket', 'SOURCE', 'stdin true 4\n'],
  ['an empty pipe', 'true | SOURCE', 'stdin true 0\n'],
  ['an empty file', 'SOURCE < /dev/null', 'stdin true 0\n'],
  ['a text given in the shell', 'SOURCE <<< text', 'stdin true 5\n'],
  ['nothing, closed', 'SOURCE <&-', 'stdin true 0\n'],
])('standard input is read to its end when it is %s', (_, redirected, output) => {
  expect(reads(redirected)).toMatchObject({ stdout: output, stderr: '' })
})

test.each([
  ['pipe', 'cat /dev/zero | SOURCE'],
  ['device', 'SOURCE < /dev/zero'],
])('an endless %s is left when no more is wanted', (_, redirected) => {
  const { stdout, stderr } = reads(redirected)
  expect(stdout).toMatch(/^stdin false 1\d{6}\n$/)
  expect(stderr).toBe('')
})

test('a directory as standard input is an input error', () => {
  expect(reads('SOURCE < /').stdout).toMatch(/^InputError: stdin: .*directory\n$/)
})

test.each([
  ['while it is read', '{ SOURCE <&0 & sleep 1; cat /proc/self/fdinfo/0 >&2; }'],
  ['after it was read', '{ SOURCE; cat /proc/self/fdinfo/0 >&2; }'],
])('a pipe stays as it was for others %s', (_, group) => {
  const { stderr } = reads(`(sleep 2; echo x) | ${group}`)
  const flags = Number.parseInt(/flags:\s*(\d+)/.exec(stderr)?.[1] ?? '', 8)
  expect(flags & constants.O_NONBLOCK).toBe(0)
})
