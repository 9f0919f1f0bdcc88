// Counts references to entities by entity, where the host wants to know. What is read twice counts once.

import { Entity, entryOf } from './input'

// Where in an entity.
namespace At {
  export const COUNT: usize = 16
  export const BEFORE: usize = 24 // the count when the reading began that may be taken back
  export const READING: usize = 32 // the number of that reading
  export const NEXT: usize = 36 // 1 + the entity that was counted in it before this one
}

@final class Tally {
  static reading: u32 = 0
  static last: u32 = 0 // 1 + the entity that was counted for the first time in this reading last
}

export function resetTally(): void {
  Tally.reading = 1
  Tally.last = 0
}

export function countReference(entity: Entity): void {
  const at = entryOf(entity)
  const count = load<u64>(at, At.COUNT)
  if (load<u32>(at, At.READING) != Tally.reading) {
    store<u64>(at, count, At.BEFORE)
    store<u32>(at, Tally.reading, At.READING)
    store<u32>(at, Tally.last, At.NEXT)
    Tally.last = entity + 1
  }
  store<u64>(at, count + 1, At.COUNT)
}

/** How often the entity was referred to. */
export function timesReferred(entity: Entity): f64 {
  return <f64>load<u64>(entryOf(entity), At.COUNT)
}

/** Begins a reading that may be taken back. */
@inline export function beginReading(): void {
  Tally.reading++
  Tally.last = 0
}

/** Forgets what was counted since: it is read again. */
export function takeBackReading(): void {
  while (Tally.last) {
    const at = entryOf(Tally.last - 1)
    store<u64>(at, load<u64>(at, At.BEFORE), At.COUNT)
    store<u32>(at, 0, At.READING)
    Tally.last = load<u32>(at, At.NEXT)
  }
}
