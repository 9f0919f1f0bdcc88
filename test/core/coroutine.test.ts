import { describe, expect, test } from 'vitest'
import { coroutine, ending, MORE, type Receiver, type Target } from '../../src/core/coroutine.ts'
import { ReentrantSendError, YieldedValueError } from '../../src/core/errors.ts'

/** Keeps what happens to it. */
const log = coroutine(function* (entries: unknown[]): Receiver<unknown> {
  try {
    while (true) entries.push(yield)
  } catch (error) {
    entries.push(error)
    throw error
  } finally {
    entries.push('closed')
  }
})

const pass = coroutine(function* (target: Target<unknown>): Receiver<unknown> {
  while (target.send(yield));
})

const passTo = coroutine(function* (targets: Target<unknown>[]): Receiver<unknown> {
  while (true) {
    const item = yield
    for (const target of targets) target.send(item)
  }
})

const take = coroutine(function* (count: number, target: Target<unknown>): Receiver<unknown> {
  for (let n = 0; n < count; n++) target.send(yield)
})

const flush = coroutine(function* (last: unknown, target: Target<unknown>): Receiver<unknown> {
  try {
    while (true) yield
  } finally {
    target.send(last)
  }
})

const nothing = coroutine(function* (_: Target<unknown>): Receiver<unknown> {})

describe('send', () => {
  test('the first item sent is the first received', () => {
    const entries: unknown[] = []
    log(entries).send('one')
    expect(entries).toEqual(['one'])
  })

  test('a coroutine runs to its first yield when it is made', () => {
    const steps: string[] = []
    coroutine(function* (): Receiver<string> {
      steps.push('before')
      yield
      steps.push('after')
    })()
    expect(steps).toEqual(['before'])
  })

  test('every call makes a coroutine of its own', () => {
    const [first, second]: unknown[][] = [[], []]
    const [a, b] = [log(first ?? []), log(second ?? [])]
    a.send(1)
    b.send(2)
    expect([first, second]).toEqual([[1], [2]])
  })

  test('answers false as soon as the coroutine has returned', () => {
    const target = take(2, log([]))
    expect([target.send(1), target.send(2), target.send(3)]).toEqual([true, false, false])
  })

  test('nothing reaches a coroutine that has returned', () => {
    const entries: unknown[] = []
    const target = take(1, log(entries))
    target.send(1)
    target.send(2)
    expect(entries).toEqual([1])
  })

  test('all senders up the line know that a target is done', () => {
    const line = pass(pass(take(2, log([]))))
    expect([line.send(1), line.send(2)]).toEqual([true, false])
  })

  test('undefined, null and false are items as any other', () => {
    const entries: unknown[] = []
    const target = log(entries)
    expect([target.send(undefined), target.send(null), target.send(false)]).not.toContain(false)
    expect(entries).toEqual([undefined, null, false])
  })

  test('an error in the body reaches the sender and ends the coroutine', () => {
    const fault = new Error('fault')
    const target = coroutine(function* (): Receiver<unknown> {
      yield
      throw fault
    })()
    expect(() => target.send(1)).toThrow(fault)
    expect(target.done).toBe(true)
    expect(target.send(2)).toBe(false)
  })

  test('an error at priming is thrown where the coroutine is made', () => {
    const make = coroutine(function* (): Receiver<unknown> {
      yield* []
      throw new Error('not ready')
    })
    expect(() => make()).toThrow('not ready')
  })
})

describe('done', () => {
  test('is false as long as the coroutine waits for more', () => {
    expect(log([]).done).toBe(false)
  })

  test('is true for a coroutine that returned at priming', () => {
    const target = nothing(log([]))
    expect(target.done).toBe(true)
    expect(target.send(1)).toBe(false)
  })

  test('is true when the only target is done', () => {
    expect(pass(nothing(log([]))).done).toBe(true)
  })

  test('is true when all targets are done, not before', () => {
    const [a, b] = [take(1, log([])), take(2, log([]))]
    const line = passTo([a, b])
    line.send(1)
    expect(line.done).toBe(false)
    line.send(2)
    expect(line.done).toBe(true)
  })

  test('is true after close, of every coroutine of the line', () => {
    const end = log([])
    const line = pass(end)
    line.close()
    expect([line.done, end.done]).toEqual([true, true])
  })

  test('is false while the coroutine runs, as it may take more', () => {
    const seen: boolean[] = []
    const line: Target<unknown> = pass({
      send: () => {
        seen.push(line.done)
        return true
      },
      close() {},
      throw() {},
      done: false,
    })
    line.send(1)
    expect(seen).toEqual([false])
  })
})

describe('close', () => {
  test('runs finally blocks down the line', () => {
    const entries: unknown[] = []
    pass(pass(log(entries))).close()
    expect(entries).toEqual(['closed'])
  })

  test('happens once', () => {
    const entries: unknown[] = []
    const line = pass(log(entries))
    line.close()
    line.close()
    expect(entries).toEqual(['closed'])
  })

  test('a coroutine that sends in finally still reaches its target', () => {
    const entries: unknown[] = []
    flush('total', log(entries)).close()
    expect(entries).toEqual(['total', 'closed'])
  })

  test('what is sent in finally passes every later stage', () => {
    const entries: unknown[] = []
    flush('first', pass(flush('second', log(entries)))).close()
    expect(entries).toEqual(['second', 'closed'])
  })

  test('passes down through a coroutine that has returned', () => {
    const entries: unknown[] = []
    const line = take(1, log(entries))
    line.send(1)
    expect(entries).toEqual([1])
    line.close()
    expect(entries).toEqual([1, 'closed'])
  })

  test('passes down through a coroutine that returned at priming', () => {
    const entries: unknown[] = []
    nothing(log(entries)).close()
    expect(entries).toEqual(['closed'])
  })

  test('sending to a closed coroutine answers false', () => {
    const entries: unknown[] = []
    const target = log(entries)
    target.close()
    expect(target.send(1)).toBe(false)
    expect(entries).toEqual(['closed'])
  })

  test('a coroutine that yields in finally is closed all the same', () => {
    const target = coroutine(function* (): Receiver<unknown> {
      try {
        while (true) yield
      } finally {
        yield
      }
    })()
    target.close()
    expect(target.done).toBe(true)
    expect(target.send(1)).toBe(false)
  })

  test('an error in finally reaches the caller, and throw() then reaches the targets', () => {
    const entries: unknown[] = []
    const fault = new Error('cannot flush')
    const line = coroutine(function* (_: Target<unknown>): Receiver<unknown> {
      try {
        yield
      } finally {
        // biome-ignore lint/correctness/noUnsafeFinally: it is what is tested
        throw fault
      }
    })(log(entries))
    expect(() => line.close()).toThrow(fault)
    line.throw(fault)
    expect(entries).toEqual([fault, 'closed'])
  })

  test('an error in closing one target does not keep the others open', () => {
    const entries: unknown[] = []
    const fault = new Error('cannot close')
    const line = passTo([
      {
        send: () => true,
        close: () => {
          throw fault
        },
        throw() {},
        done: false,
      },
      flush('total', log(entries)),
    ])
    expect(() => line.close()).toThrow(fault)
    line.throw(fault) // as the owner of a line does with every error
    expect(entries).toContain('total')
    expect(entries).toContain('closed')
  })
})

describe('throw', () => {
  test('the error appears at the yield, then in the targets after it', () => {
    const order: string[] = []
    const stage = coroutine(function* (name: string, _: Target<unknown>): Receiver<unknown> {
      try {
        while (true) yield
      } catch (error) {
        order.push(`${name}: ${(error as Error).message}`)
        throw error
      }
    })
    stage('first', stage('second', log([]))).throw(new Error('fault'))
    expect(order).toEqual(['first: fault', 'second: fault'])
  })

  test('does not come back to the caller', () => {
    expect(() => pass(log([])).throw(new Error('fault'))).not.toThrow()
  })

  test('ends every coroutine of the line', () => {
    const end = log([])
    const line = pass(end)
    line.throw(new Error('fault'))
    expect([line.done, end.done, line.send(1)]).toEqual([true, true, false])
  })

  test('a coroutine that catches the error goes on and keeps it from its targets', () => {
    const entries: unknown[] = []
    const line = coroutine(function* (target: Target<unknown>): Receiver<unknown> {
      while (true) {
        try {
          target.send(yield)
        } catch (error) {
          target.send((error as Error).message)
        }
      }
    })(log(entries))
    line.throw(new Error('a bad day'))
    expect(line.done).toBe(false)
    expect(line.send('better')).toBe(true)
    expect(entries).toEqual(['a bad day', 'better'])
  })

  test('a coroutine that sends in finally still reaches its target', () => {
    const entries: unknown[] = []
    const fault = new Error('fault')
    flush('total', log(entries)).throw(fault)
    expect(entries).toEqual(['total', fault, 'closed'])
  })

  test('passes through a coroutine that has returned', () => {
    const entries: unknown[] = []
    const fault = new Error('fault')
    nothing(log(entries)).throw(fault)
    expect(entries).toEqual([fault, 'closed'])
  })

  test('an error that a coroutine raises instead reaches the caller', () => {
    const line = coroutine(function* (): Receiver<unknown> {
      try {
        yield
      } catch {
        throw new Error('another')
      }
    })()
    expect(() => line.throw(new Error('fault'))).toThrow('another')
    expect(line.done).toBe(true)
  })

  test('reaches every target even if one raises another error', () => {
    const entries: unknown[] = []
    const fault = new Error('fault')
    const line = passTo([
      {
        send: () => true,
        close() {},
        throw: () => {
          throw new Error('another')
        },
        done: false,
      },
      log(entries),
    ])
    expect(() => line.throw(fault)).toThrow('another')
    expect(entries).toEqual([fault, 'closed'])
  })

  test('after close is ignored', () => {
    const entries: unknown[] = []
    const line = pass(log(entries))
    line.close()
    line.throw(new Error('late'))
    expect(entries).toEqual(['closed'])
  })

  test('undefined can be thrown as any other value', () => {
    const entries: unknown[] = []
    pass(log(entries)).throw(undefined)
    expect(entries).toEqual([undefined, 'closed'])
  })
})

describe('a line that leads back to itself', () => {
  const again: [string, (line: Target<unknown>) => void][] = [
    ['send', (line) => line.send('again')],
    ['close', (line) => line.close()],
    ['throw', (line) => line.throw(new Error('again'))],
  ]

  test.each(again)('cannot %s into itself while it runs', (_, act) => {
    const line: Target<unknown> = pass({
      send: () => {
        act(line)
        return true
      },
      close() {},
      throw() {},
      done: false,
    })
    expect(() => line.send('item')).toThrow(ReentrantSendError)
  })

  test('the error says why', () => {
    const line: Target<unknown> = pass({
      send: (item) => line.send(item),
      close() {},
      throw() {},
      done: false,
    })
    expect(() => line.send(1)).toThrow(
      'cannot send to a coroutine that is running: its targets lead back to itself',
    )
  })

  test('can be closed once it rests', () => {
    const entries: string[] = []
    const line: Target<unknown> = pass({
      send: () => true,
      close: () => {
        entries.push('closed')
        line.close()
      },
      throw() {},
      done: false,
    })
    line.close()
    expect(entries).toEqual(['closed'])
  })
})

describe('the targets of a coroutine', () => {
  type Targets = (Target<unknown> | Target<unknown>[] | number)[]

  test.each<[string, (a: Target<unknown>, b: Target<unknown>) => Targets]>([
    ['last', (a, b) => [1, a, b]],
    ['first', (a, b) => [a, b, 1]],
    ['in a list', (a, b) => [1, [a, b]]],
    ['in a list and beside it', (a, b) => [[a], 1, b]],
  ])('are closed with it when they stand %s among its arguments', (_, among) => {
    const [first, second] = [log([]), log([])]
    const line = coroutine(function* (..._: Targets): Receiver<unknown> {
      while (true) yield
    })(...among(first, second))
    expect(line.done).toBe(false)
    line.close()
    expect([first.done, second.done]).toEqual([true, true])
  })

  test.each([
    ['nothing', null],
    ['an object', { send: () => true }],
    ['a generator', (function* () {})()],
    ['text', 'send'],
  ])('are not %s', (_, argument) => {
    const sink = coroutine(function* (_: unknown): Receiver<unknown> {
      while (true) yield
    })(argument)
    expect(sink.done).toBe(false)
    expect(() => sink.close()).not.toThrow()
  })
})

describe('a target at the end of several branches', () => {
  test('is closed when the last branch is', () => {
    const entries: unknown[] = []
    const shared = log(entries)
    const [first, second] = [pass(shared), pass(shared)]
    first.close()
    expect(entries).toEqual([])
    expect(second.send('still open')).toBe(true)
    second.close()
    expect(entries).toEqual(['still open', 'closed'])
  })

  test('receives what the last branch sends in finally', () => {
    const entries: unknown[] = []
    const shared = log(entries)
    passTo([pass(shared), flush('total', shared), pass(shared)]).close()
    expect(entries).toEqual(['total', 'closed'])
  })

  test('is not closed twice by a branch that is closed twice', () => {
    const entries: unknown[] = []
    const shared = log(entries)
    const [first, second] = [pass(shared), pass(shared)]
    first.close()
    first.close()
    expect(entries).toEqual([])
    expect(second.done).toBe(false)
  })

  test('stays open for the others when a branch has returned', () => {
    const entries: unknown[] = []
    const shared = log(entries)
    const line = passTo([take(1, shared), pass(shared)])
    line.send(1)
    line.send(2)
    line.close()
    expect(entries).toEqual([1, 1, 2, 'closed'])
  })

  test('gets the error when one branch failed and the last one is closed in peace', () => {
    const entries: unknown[] = []
    const fault = new Error('fault')
    const shared = log(entries)
    const [first, second] = [pass(shared), pass(shared)]
    first.throw(fault)
    expect(entries).toEqual([])
    second.close()
    expect(entries).toEqual([fault, 'closed'])
  })

  test('may be the same target twice in one list', () => {
    const entries: unknown[] = []
    const shared = log(entries)
    const line = passTo([shared, shared])
    line.send(1)
    line.close()
    expect(entries).toEqual([1, 1, 'closed'])
  })
})

describe('a target that is a plain object', () => {
  function plain(calls: unknown[]): Target<unknown> {
    return {
      send: (item) => {
        calls.push(['send', item])
        return item !== 'last'
      },
      close: () => calls.push(['close']),
      throw: (error) => calls.push(['throw', error]),
      done: false,
    }
  }

  test('is sent to and closed', () => {
    const calls: unknown[] = []
    const line = pass(plain(calls))
    line.send(1)
    line.close()
    expect(calls).toEqual([['send', 1], ['close']])
  })

  test('is thrown into', () => {
    const calls: unknown[] = []
    const fault = new Error('fault')
    pass(plain(calls)).throw(fault)
    expect(calls).toEqual([['throw', fault]])
  })

  test('stops its sender by the answer of send', () => {
    expect(pass(plain([])).send('last')).toBe(false)
  })

  test('makes its sender done by its own done', () => {
    expect(pass({ ...plain([]), done: true }).done).toBe(true)
  })
})

describe('what is held back', () => {
  const hold = coroutine(function* (freed: unknown[], target: Target<unknown>): Receiver<unknown> {
    const held: unknown[] = []
    try {
      while (true) held.push(yield)
    } finally {
      try {
        for (const item of held) {
          yield MORE
          if (!target.send(item)) break
        }
      } finally {
        freed.push('freed')
      }
    }
  })
  const sent = (line: Target<unknown>) => {
    for (const item of [1, 2, 3]) line.send(item)
    return line
  }

  test('is sent by close, then the targets are closed', () => {
    const entries: unknown[] = []
    sent(hold([], pass(log(entries)))).close()
    expect(entries).toEqual([1, 2, 3, 'closed'])
  })

  test('is sent by throw, before the error', () => {
    const entries: unknown[] = []
    sent(hold([], pass(log(entries)))).throw('fault')
    expect(entries).toEqual([1, 2, 3, 'fault', 'closed'])
  })

  test('is sent item by item when the line is ended in steps', () => {
    const entries: unknown[] = []
    const line = sent(hold([], hold([], log(entries))))
    const steps = ending(line as Target<never>)
    const seen: number[] = []
    while (!steps.next().done) seen.push(entries.length)
    expect(seen).toEqual([0, 0, 0, 0, 1, 2]) // 3 pauses of each
    expect(entries).toEqual([1, 2, 3, 'closed'])
    expect(steps.next().done).toBe(true)
  })

  test('takes nothing any more between the steps', () => {
    const entries: unknown[] = []
    const line = sent(hold([], log(entries)))
    const steps = ending(line as Target<never>)
    steps.next()
    expect(line.send(4)).toBe(false)
    expect(line.done).toBe(true)
    for (const _ of steps);
    expect(entries).toEqual([1, 2, 3, 'closed'])
  })

  test('is let go of when no more is wanted', () => {
    const entries: unknown[] = []
    const freed: unknown[] = []
    const reader = log(entries)
    const steps = ending(sent(hold(freed, flush('last', take(1, reader)))) as Target<never>)
    for (const _ of steps);
    expect(entries).toEqual(['last', 'closed']) // of three nothing was passed on by flush
    const taken: unknown[] = []
    const line = sent(hold(freed, take(1, log(taken))))
    line.close()
    expect([taken, freed]).toEqual([
      [1, 'closed'],
      ['freed', 'freed'],
    ])
  })

  test('is let go of by a failure between two steps, down the line', () => {
    const entries: unknown[] = []
    const freed: unknown[] = []
    const line = sent(hold(freed, hold(freed, log(entries))))
    const steps = ending(line as Target<never>)
    steps.next()
    steps.next()
    const cut = () => {
      while (!steps.next({ error: 'cut' }).done);
    }
    expect(cut).toThrow('cut')
    expect(freed).toEqual(['freed', 'freed'])
    expect(entries).toEqual(['cut', 'closed'])
  })

  test('is sent at once by a coroutine that leaves by itself, and an error reaches the sender', () => {
    const leave = coroutine(function* (how: string, target: Target<unknown>): Receiver<unknown> {
      try {
        yield
        if (how === 'by an error') throw new Error('full')
      } finally {
        for (const item of [1, 2]) {
          yield MORE
          target.send(item)
        }
      }
    })
    const entries: unknown[] = []
    expect(leave('in peace', log(entries)).send(0)).toBe(false)
    expect(() => leave('by an error', log(entries)).send(0)).toThrow('full')
    expect(entries).toEqual([1, 2, 1, 2])
  })

  test('of one branch is sent before a shared target is closed by the other', () => {
    const entries: unknown[] = []
    const shared = log(entries)
    const line = sent(passTo([hold([], shared), flush('last', shared)]))
    for (const _ of ending(line as Target<never>));
    expect(entries).toEqual([1, 2, 3, 'last', 'closed'])
  })

  test('a target that is no coroutine is closed, or thrown into', () => {
    const entries: unknown[] = []
    const target = {
      send: () => true,
      close: () => entries.push('close'),
      throw: (error: unknown) => entries.push(error),
      done: false,
    }
    for (const _ of ending(target as unknown as Target<never>));
    for (const _ of ending(target as unknown as Target<never>, { error: 'fault' }));
    expect(entries).toEqual(['close', 'fault'])
  })
})

describe('a body that yields a value', () => {
  const produce = coroutine(function* (entries: unknown[], target: Target<unknown>) {
    try {
      entries.push(yield)
      entries.push(yield 5 as never)
    } catch (error) {
      entries.push((error as Error).message)
      throw error
    } finally {
      entries.push('closed')
    }
    target.send('not reached')
  } as (entries: unknown[], target: Target<unknown>) => Receiver<unknown>)

  test('gets an error there, and so does who sends', () => {
    const entries: unknown[] = []
    const line = produce(entries, log([]))
    expect(() => line.send('first')).toThrow(YieldedValueError)
    const message =
      'a coroutine yielded a value of type number, which nobody gets: send it to a target'
    expect(entries).toEqual(['first', message, 'closed'])
    expect(line.done).toBe(true)
    expect(line.send('second')).toBe(false)
  })

  test('at its start is refused', () => {
    const start = coroutine(function* () {
      yield 'text' as never
    } as () => Receiver<unknown>)
    expect(() => start()).toThrow(YieldedValueError)
  })

  test('may return one, which says nothing', () => {
    const last = coroutine(function* () {
      yield
      return 5 as never
    } as () => Receiver<unknown>)
    expect(last().send(1)).toBe(false)
  })
})
