// Runs command lines with commands in them: how they end, together and by signals.

import { once } from 'node:events'
import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, describe, expect, test } from 'vitest'
import { CAN_LOOK, childrenLike } from '../bridges/children.ts'
import { eventually } from '../eventually.ts'
import { withProgram } from '../with-program.ts'
import { cosax, shell, start } from './cosax.ts'

const BUSES = 'fixtures/buses.xml'
const folder = mkdtempSync(join(tmpdir(), 'cosax-commands-'))
afterAll(() => rmSync(folder, { recursive: true }))

let marks = 0

/** A comment by which the processes of a command are known, also those that it starts. */
function marked(command: string): [string, string] {
  const mark = `mark-${process.pid}-${marks++}-`
  return [`: ${mark}; ${command}`, mark]
}

function large(megabytes: number): string {
  const path = join(folder, `${megabytes}.xml`)
  const record = `<bus><id>1</id><text>${'x'.repeat(1000)}</text></bus>\n`
  const count = Math.round((megabytes * 1e6) / record.length)
  writeFileSync(path, `<buses>${record.repeat(count)}</buses>`)
  return path
}

describe.skipIf(!CAN_LOOK).each(['SIGINT', 'SIGTERM'] as const)('%s', (signal) => {
  const STUBBORN = 'trap "" TERM INT; cat > /dev/null; while :; do sleep 0.1; done'

  test.each([
    ['that waits', '--pipe', 'cat; sleep 100 | cat', []],
    ['that minds no signal', '--pipe', STUBBORN, []],
    ['that is written to', '--to', 'exec:cat > /dev/null; sleep 100', []],
    ['beside a function', '--pipe', STUBBORN, ['--map-js', 'bus => bus']],
  ])('ends a command %s', async (_, flag, command, others) => {
    const [prefix, name] = flag === '--to' ? ['exec:', command.slice(5)] : ['', command]
    const [line, mark] = marked(name)
    const child = start(
      [BUSES, '-r', 'bus', ...others, flag, prefix + line],
      ['ignore', 'ignore', 'pipe'],
    )
    await eventually(() => expect(childrenLike(mark).length).toBeGreaterThan(1))
    await pause(200)
    child.kill(signal)
    const [code, by] = await once(child, 'exit')
    expect([code, by]).toEqual([null, signal])
    await eventually(() => expect(childrenLike(mark)).toEqual([]))
  })

  test('ends a function that never ends, and the command beside it', async () => {
    const [line, mark] = marked(STUBBORN)
    const endless = 'bus => { while (true); }'
    const child = start(
      [BUSES, '-r', 'bus', '--pipe', line, '--map-js', endless],
      ['ignore', 'ignore', 'pipe'],
    )
    await eventually(() => expect(childrenLike(mark).length).toBeGreaterThan(1))
    await pause(300)
    child.kill(signal)
    const [code, by] = await once(child, 'exit')
    expect([code, by]).toEqual([null, signal])
    await eventually(() => expect(childrenLike(mark)).toEqual([]))
  })
})

describe.skipIf(!CAN_LOOK)('no process is left', () => {
  test.each<[what: string, words: string[], status: number]>([
    ['a fault in the input', ['fixtures/mismatched.xml'], 3],
    ['a missing input', ['no-such-file.xml'], 4],
    ['a stage after it that fails', [BUSES, '-r', 'bus', '--map-js', 'bus => bus.no.such'], 5],
    ['a sink that fails', [BUSES, '-r', 'bus', '--to', '/dev/full'], 5],
    ['a sink that is another command, and fails', [BUSES, '-r', 'bus', '--to', 'exec:exit 1'], 5],
    ['enough', [BUSES, '-r', 'bus', '--head', '1'], 0],
  ])('after %s', async (_, [input = '', ...rest], status) => {
    const [line, mark] = marked('trap "" TERM PIPE; cat; while :; do sleep 0.1; echo; done')
    const waits = status === 3 || status === 4 ? `exec cat # ${mark}` : line // what is whole is waited for
    const at = rest.indexOf('-r') < 0 ? 0 : 2
    const words = [input, ...rest.slice(0, at), '--pipe', waits, ...rest.slice(at)]
    expect((await cosax(words)).status).toBe(status)
    await eventually(() => expect(childrenLike(mark)).toEqual([]))
  })

  test('when the reader of stdout has gone', async () => {
    const [line, mark] = marked('while :; do echo 1; done')
    const { stdout, status } = await shell(
      `cosax ${BUSES} -r bus --pipe '${line}' | head -n 1; echo "\${PIPESTATUS[0]}"`,
    )
    expect(stdout).toBe('1\n0\n')
    expect(status).toBe(0)
    await eventually(() => expect(childrenLike(mark)).toEqual([]))
  })
})

test('enough after a command ends the reading of a large input', async () => {
  const path = large(50)
  const { stdout, stderr } = await cosax([
    path,
    '-r',
    'bus',
    '--pipe',
    'cat',
    '--head',
    '2',
    '--report=json',
  ])
  expect(stdout.split('\n')).toHaveLength(3)
  expect(JSON.parse(stderr).bytes).toBeLessThan(20e6)
})

test('a slow command holds up the reading, not memory', async () => {
  const path = large(100)
  const words = [path, '-r', 'bus', '--pipe', 'sleep 1; head -n 1', '--report=json']
  const { stdout, stderr } = await cosax(words)
  expect(stdout.length).toBeGreaterThan(1000)
  const { bytes, peakMemory } = JSON.parse(stderr)
  expect(bytes).toBeLessThan(20e6)
  expect(peakMemory).toBeLessThan(150e6)
})

test('a slow reader of stdout holds up the command', async () => {
  const path = large(60)
  const child = start(
    [path, '-r', 'bus', '--pipe', 'cat', '--report=json'],
    ['ignore', 'pipe', 'pipe'],
  )
  const said = text(child.stderr as NodeJS.ReadableStream)
  await pause(1500)
  const printed = await text(child.stdout as NodeJS.ReadableStream)
  expect(printed.length).toBeGreaterThan(55e6)
  expect(JSON.parse(await said).peakMemory).toBeLessThan(200e6)
})

test('a line of 20 MB comes back whole', async () => {
  const command = 'printf \'"\'; head -c 20000000 /dev/zero | tr "\\0" x; printf \'"\\n\''
  const { stdout, status } = await cosax([BUSES, '-r', 'bus', '--head', '1', '--pipe', command])
  expect(status).toBe(0)
  expect(stdout.length).toBe(20_000_003)
})

test('a file that is followed goes through a command until the signal, and nothing is lost', async () => {
  const path = join(folder, 'followed.xml')
  writeFileSync(path, '<r><a>1</a>')
  const child = start(
    [path, '--follow', '-r', 'a', '--pipe', 'sed -u s/2/two/'],
    ['ignore', 'pipe', 'pipe'],
  )
  let printed = ''
  child.stdout?.setEncoding('utf8').on('data', (chunk) => {
    printed += chunk
  })
  await eventually(() => expect(printed).toBe('"1"\n'))
  appendFileSync(path, '<a>2</a>')
  await eventually(() => expect(printed).toBe('"1"\n"two"\n'))
  appendFileSync(path, '<a>3</a>')
  await pause(100)
  child.kill('SIGINT')
  await once(child, 'exit')
  expect(printed.startsWith('"1"\n"two"\n')).toBe(true)
})

test('a command that is done ends the wait for more of a followed file', async () => {
  const path = join(folder, 'enough.xml')
  writeFileSync(path, '<r><a>1</a><a>2</a>')
  const { stdout, status } = await cosax([path, '--follow', '-r', 'a', '--pipe', 'head -n 1'])
  expect([stdout, status]).toEqual(['"1"\n', 0])
})

test('a command that fails ends the wait for more of a followed file', async () => {
  const path = join(folder, 'failing.xml')
  writeFileSync(path, '<r><a>1</a><a>2</a>')
  const { stderr, status } = await cosax([
    path,
    '--follow',
    '-r',
    'a',
    '--pipe',
    'sleep 0.3; exit 7',
  ])
  expect(status).toBe(5)
  expect(stderr).toBe('cosax: --pipe "sleep 0.3; exit 7": ended with exit code 7\n')
})

test('a report counts what goes into a command and what comes back', async () => {
  const { stderr } = await cosax([
    BUSES,
    '-r',
    'bus',
    '--filter',
    'route=22',
    '--pipe',
    'head -n 5',
    '--report=json',
  ])
  const { steps } = JSON.parse(stderr) as { steps: object[] }
  expect(steps).toContainEqual(
    expect.objectContaining({ step: 'pipe head -n 5', place: 'in a process', in: 24, out: 5 }),
  )
})

describe('a connection', () => {
  test('is given the records, as a destination is', async () => {
    const server = createServer({ allowHalfOpen: true }).listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    const received = once(server, 'connection').then(async ([socket]) => {
      const all = await text(socket)
      socket.end()
      return all
    })
    const to = ['--to', `tcp://127.0.0.1:${port}`, '--format', 'csv']
    const { status } = await cosax([BUSES, '-r', 'bus', '--select', 'id', ...to])
    expect(status).toBe(0)
    expect((await received).split(/\r?\n/)).toHaveLength(865)
    server.close()
  })

  test('that breaks is a failure', async () => {
    const server = createServer((socket) => {
      socket.on('error', () => {})
      socket.once('data', () => socket.resetAndDestroy())
    }).listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    const address = `tcp://127.0.0.1:${port}`
    const { status, stderr } = await cosax([large(20), '-r', 'bus', '--to', address])
    expect([status, stderr]).toEqual([
      5,
      `cosax: ${address}: connection closed before all was sent\n`,
    ])
    server.close()
  })
})

withProgram('jq', () => {
  test('jq -c . gives what was there', async () => {
    const { stdout } = await cosax([BUSES, '-r', 'bus'])
    const { stdout: through } = await cosax([BUSES, '-r', 'bus', '--pipe', 'jq -c .'])
    expect(through).toBe(stdout)
  })

  test('jq without -c is told from it', async () => {
    const { stderr, status } = await cosax([BUSES, '-r', 'bus', '--pipe', 'jq .'])
    expect(status).toBe(5)
    expect(stderr).toBe(
      'cosax: --pipe "jq .": line 1 of what it sends: expected JSON on one line, found "{"\n',
    )
  })
})

test('what a command writes to stderr is shown', async () => {
  const { stderr, stdout } = await cosax([
    BUSES,
    '-r',
    'bus',
    '--pipe',
    'cat > /dev/null; seq 30000 >&2',
  ])
  expect(stdout).toBe('')
  expect(stderr.split('\n')).toHaveLength(30_001)
})
