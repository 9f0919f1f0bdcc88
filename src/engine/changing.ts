// Provides an engine that stands for another one, which may be another one by and by.

import type { Engine } from './engine.ts'

export function changing(engine: () => Engine): Engine {
  return {
    write: (bytes) => engine().write(bytes),
    end: () => engine().end(),
    space: (bytes) => engine().space?.(bytes),
    hearOf: (charset) => engine().hearOf?.(charset),
    leave: () => engine().leave?.(),
  }
}
