// Provides the verdict of an engine on a document of the suite.

import type { Target } from '../../src/core/coroutine.ts'
import type { CreateEngine } from '../../src/engine/engine.ts'
import type { Tape } from '../../src/engine/tape.ts'
import { LimitError, XmlError } from '../../src/engine/xml-error.ts'
import { bytesOf, optionsOf, type SuiteTest } from './suite.ts'

/** `refused` means that the document is not well-formed; anything else that is thrown is a crash. */
export function verdict(createEngine: CreateEngine, test: SuiteTest): string {
  try {
    const engine = createEngine(nowhere, optionsOf(test))
    engine.write(bytesOf(test.path))
    engine.end()
    return 'accepted'
  } catch (error) {
    const isRefusal = error instanceof XmlError && !(error instanceof LimitError)
    return isRefusal ? 'refused' : `crash: ${error}`
  }
}

/** A processor that does not validate takes what is merely invalid. */
export function expectedVerdict({ type }: SuiteTest): string {
  return type === 'not-wf' ? 'refused' : 'accepted'
}

const nowhere: Target<Tape> = {
  done: false,
  send: () => true,
  close: () => {},
  throw: () => {},
}
