import { setTimeout as pause } from 'node:timers/promises'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { subprocess } from '../../src/bridges/subprocess.ts'
import { coroutine, gatesOf, type Receiver, type Target } from '../../src/core/coroutine.ts'
import { finish } from '../../src/core/drain.ts'
import { StageError } from '../../src/core/errors.ts'
import { Gates } from '../../src/core/gate.ts'
import type { Value } from '../../src/record/record.ts'
import { eventually } from '../eventually.ts'
import { CAN_LOOK, childrenLike, zombies } from './children.ts'

const gather = coroutine(function* (
  items: Value[],
  most: number = Number.POSITIVE_INFINITY,
): Receiver<Value> {
  while (items.length < most) items.push(yield)
})

/** What comes back, and what made it fail. */
async function through(
  command: string | string[],
  items: Iterable<Value>,
  { most = Number.POSITIVE_INFINITY, longest = 1e9 } = {},
): Promise<{ found: Value[]; sent: number; error: unknown }> {
  const found: Value[] = []
  let sent = 0
  try {
    const target = subprocess(command, gather(found, most), { name: 'it', longest })
    const gate = new Gates(gatesOf(target))
    for (const item of items) {
      if (gate.isShut) await gate.whenOpen()
      if (!target.send(item)) break
      if (++sent % 500 === 0) await pause(0)
    }
    await finish(target)
    return { found, sent, error: undefined }
  } catch (error) {
    return { found, sent, error }
  }
}

function numbered(count: number): Value[] {
  return Array.from({ length: count }, (_, n) => ({ n }))
}

function* endless(): Generator<Value> {
  for (let n = 0; ; n++) yield { n }
}

describe('a command', () => {
  test('gives back what it prints', async () => {
    const { found, error } = await through('cat', numbered(5000))
    expect(error).toBeUndefined()
    expect(found).toEqual(numbered(5000))
  })

  test('may be a program with arguments, which no shell reads', async () => {
    const { found } = await through(['printf', '"%s"\\n', '$HOME *'], [])
    expect(found).toEqual(['$HOME *'])
  })

  test.each<[command: string, printed: Value[]]>([
    ['printf \'1\\n"a"\\nnull\\n[]\\n{}\\n\'', [1, 'a', null, [], {}]],
    ["printf '1\\r\\n2\\r\\n'", [1, 2]],
    ["printf '\\n \\n1\\n\\n'", [1]],
    ["printf '1\\n2'", [1, 2]],
    ['printf \'{"__proto__":1}\\n\'', [JSON.parse('{"__proto__":1}')]],
    ["printf '\"\\303'; sleep 0.05; printf '\\274\"\\n'", ['ü']],
    ['true', []],
  ])('%s prints %j', async (command, printed) => {
    const { found, error } = await through(command, [])
    expect(error).toBeUndefined()
    expect(JSON.stringify(found)).toBe(JSON.stringify(printed))
  })

  test.each<[command: string, message: string]>([
    ['exit 3', 'it: ended with exit code 3'],
    ['cat; exit 1', 'it: ended with exit code 1'],
    ['echo one >&2; echo two >&2; exit 2', 'it: ended with exit code 2: one; two'],
    ['kill -TERM $$', 'it: ended by SIGTERM'],
    ['echo 1; kill -KILL $$', 'it: ended by SIGKILL'],
    ['echo 1; echo yes', 'it: line 2 of what it sends: expected JSON on one line, found "yes"'],
    ['yes', 'it: line 1 of what it sends: expected JSON on one line, found "y"'],
    ['echo {; echo }', 'it: line 1 of what it sends: expected JSON on one line, found "{"'],
    ['echo 1,2', 'it: line 1 of what it sends: expected JSON on one line, found "1,2"'],
    ['printf \'"\\377"\\n\'', 'it: after line 0 of what it sends: expected UTF-8'],
    ['exec no-such-program-here 2> /dev/null', 'it: ended with exit code 127'],
  ])('%s fails: %s', async (command, message) => {
    const { error } = await through(command, numbered(3))
    expect(error).toEqual(new StageError(message))
  })

  test('that there is not is an error, not a crash', async () => {
    const { error } = await through(['no-such-program-here'], numbered(3))
    expect(error).toBeInstanceOf(StageError)
    expect((error as Error).message).toMatch(/^it: cannot be run: .*ENOENT/)
  })

  test('that reads no more is done, and no failure', async () => {
    const { found, error } = await through('head -n 1', endless())
    expect(error).toBeUndefined()
    expect(found).toEqual([{ n: 0 }])
  })

  test('that reads nothing is no failure', async () => {
    const { found, error } = await through('echo 7; sleep 0.1', endless())
    expect(error).toBeUndefined()
    expect(found).toEqual([7])
  })

  test('is ended when nothing of it is wanted any more', async () => {
    const { found, error } = await through('while :; do echo 1; done', endless(), { most: 2 })
    expect(error).toBeUndefined()
    expect(found).toEqual([1, 1])
  })

  test('is ended also when it does not mind to be asked', async () => {
    const command = 'trap "" TERM PIPE; echo 1; while :; do sleep 0.05; done'
    const { found, error } = await through(command, endless(), { most: 1 })
    expect(error).toBeUndefined()
    expect(found).toEqual([1])
  })

  test('may print a long line, up to a limit', async () => {
    const command = 'printf \'"\'; head -c 3000000 /dev/zero | tr "\\0" x; printf \'"\\n\''
    const { found, error } = await through(command, [])
    expect(error).toBeUndefined()
    expect((found[0] as string).length).toBe(3_000_000)
    const other = await through(command, [], { longest: 1_000_000 })
    const fact = 'line 1 of what it sends is longer than 1000000 bytes: raise --max-record'
    expect(other.error).toEqual(new StageError(`it: ${fact}`))
  })

  test('that floods stderr holds nobody up', async () => {
    const command = 'head -c 300000 /dev/zero | tr "\\0" x >&2; echo >&2; cat'
    const { found, error } = await through(command, numbered(3))
    expect(error).toBeUndefined()
    expect(found).toEqual(numbered(3))
  })

  test('gives what it has left when it is closed by an error, which goes on', async () => {
    const found: Value[] = []
    let caught: unknown
    const gatherUntil = coroutine(function* (): Receiver<Value> {
      try {
        while (true) found.push(yield)
      } catch (error) {
        caught = error
      }
    })
    const target = subprocess('cat', gatherUntil())
    target.send({ n: 1 })
    const failure = new Error('malformed')
    target.throw(failure)
    await finish(target)
    expect(found).toEqual([{ n: 1 }])
    expect(caught).toBe(failure)
  })

  test('fails what is sent next', async () => {
    const target = subprocess('exit 1', gather([]), { name: 'it' })
    await finish(target).catch(() => {})
    expect(target.send({})).toBe(false)
    const other: Target<Value> = subprocess('exit 1', gather([]), { name: 'it' })
    await eventually(() => {
      expect(() => {
        if (!other.send({})) throw new Error('is done only')
      }).toThrow(StageError)
    })
  })
})

test('a command that is killed at any moment gives an error, or all there is', async () => {
  const items = numbered(3000)
  const law = fc.asyncProperty(
    fc.nat(60),
    fc.constantFrom('KILL', 'TERM'),
    async (delay, signal) => {
      const command = `(sleep 0.0${String(delay).padStart(2, '0')}; kill -${signal} $$) > /dev/null 2>&1 & exec cat`
      const { found, error } = await through(command, items)
      expect(found).toEqual(items.slice(0, found.length))
      if (error === undefined) expect(found).toEqual(items)
      else expect(error).toEqual(new StageError(`it: ended by SIG${signal}`))
    },
  )
  await fc.assert(law, { numRuns: 15 })
})

describe.skipIf(!CAN_LOOK)('no process is left', () => {
  test.each([
    ['that ends', 'cat # left-1', 5],
    ['that is done', 'head -n 1 # left-2', 5],
    ['that fails', 'exit 1 # left-3', 5],
    ['that is not wanted any more', 'while :; do echo 1; done # left-4', 1],
    ['that minds no signal', 'trap "" TERM PIPE; echo 1; while :; do sleep 0.05; done # left-5', 1],
    ['with others in a pipe', 'yes 1 | cat | cat # left-6', 1],
    ['that starts others', '(while :; do echo 1; done) & wait # left-7', 1],
  ])('of one %s', async (_, command, most) => {
    await through(command, numbered(2000), { most })
    await eventually(() => {
      expect(childrenLike(command.slice(-6))).toEqual([])
      expect(zombies()).toEqual([])
    })
  })
})
