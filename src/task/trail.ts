// Names the generators that an error passes on its way, in its stack: their frames are not on that of the platform.

const MOST = 10 // as many as the platform shows frames

const marked = new WeakMap<object, number>()
/** By what all generators of one function inherit from. */
const names = new WeakMap<object, string>()

/** Adds a line for a generator that waits at its `yield`, below those for the generators that it has called. */
export function nameOnStack(error: unknown, generator: object): void {
  if (!(error instanceof Error) || typeof error.stack !== 'string') return
  const count = marked.get(error) ?? 0
  if (count === MOST) return
  marked.set(error, count + 1)
  const lines = error.stack.split('\n')
  const scheduler = lines.findIndex((line) => /^\s+at Task\.advance /.test(line))
  lines.splice(scheduler < 0 ? lines.length : scheduler, 0, `    at ${nameOf(generator)} (yield)`)
  try {
    error.stack = lines.join('\n')
  } catch {} // of an error that is frozen
}

function nameOf(generator: object): string {
  const prototype: object = Object.getPrototypeOf(generator)
  let name = names.get(prototype)
  if (name === undefined) {
    name = inspected(generator) || '<anonymous>'
    names.set(prototype, name)
  }
  return name
}

const PLACE = Symbol.for('cosax.task.generator')

/** A generator does not know its function; the inspector does, where there is one. */
function inspected(generator: object): string | undefined {
  try {
    const { Session } = process.getBuiltinModule('node:inspector')
    const session = new Session()
    session.connect()
    let name: string | undefined
    Reflect.set(globalThis, PLACE, generator)
    const expression = `globalThis[Symbol.for(${JSON.stringify(PLACE.description)})]`
    session.post('Runtime.evaluate', { expression }, (_, found) => {
      const { objectId = '' } = found.result
      session.post('Runtime.getProperties', { objectId }, (_, { internalProperties = [] }) => {
        const of = internalProperties.find((each) => each.name === '[[GeneratorFunction]]')
        const functionDeclaration = 'function () { return this.name }'
        const asked = { objectId: of?.value?.objectId ?? '', functionDeclaration }
        session.post(
          'Runtime.callFunctionOn',
          asked,
          (_: Error | null, answer?: { result: { value?: string } }) => {
            name = answer?.result.value
          },
        )
      })
    })
    session.disconnect()
    return name
  } catch {
    return undefined
  } finally {
    Reflect.deleteProperty(globalThis, PLACE)
  }
}
