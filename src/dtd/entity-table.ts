// Provides entities by name. A document may declare hundreds of thousands: one whose text stands in its declaration as it
// is costs its name and a number.

import type { Entity } from './doctype.ts'

export class EntityTable {
  readonly #entities = new Map<string, Entity | number>()
  #source = '' // that the numbers are places in

  get size(): number {
    return this.#entities.size
  }

  has(name: string): boolean {
    return this.#entities.has(name)
  }

  keys(): MapIterator<string> {
    return this.#entities.keys()
  }

  get(name: string): Entity | undefined {
    const found = this.#entities.get(name)
    if (typeof found !== 'number') return found
    const end = this.#source.indexOf(this.#source[found - 1] as string, found)
    return { kind: 'text', text: this.#source.slice(found, end) }
  }

  /** Adds the entity whose declaration in `source` ends at `end`. */
  add(name: string, entity: Entity, source: string, end: number): void {
    if (this.#source === '') this.#source = source
    this.#entities.set(name, this.#placeOf(entity, source, end) ?? entity)
  }

  #placeOf(entity: Entity, source: string, end: number): number | undefined {
    if (entity.kind !== 'text' || source !== this.#source) return undefined
    // <!ENTITY name "text" >▮
    let quote = end - 1
    while (source[quote] !== '"' && source[quote] !== "'") quote--
    const start = quote - entity.text.length
    const isThere = source[start - 1] === source[quote] && source.startsWith(entity.text, start)
    return isThere ? start : undefined
  }
}
