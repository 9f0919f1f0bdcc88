// Provides `naiveMatch`: whether a pattern selects an element, by trying every way that could lead to it.

import type { Name } from '../../src/engine/tape.ts'

/** `path` is the way from the root to the element, both included. */
export function naiveMatch(pattern: string, path: readonly Name[]): boolean {
  return pattern.split(/\|(?![^{]*\})/).some((way) => {
    const anchored = way.startsWith('/') ? way : `//${way}`
    return reaches([...anchored.matchAll(/(\/\/?)((?:\{[^}]*\})?[^/]+)/g)], path)
  })
}

function reaches([step, ...rest]: RegExpExecArray[], path: readonly Name[]): boolean {
  if (step === undefined) return path.length === 0
  const [, slash, test = ''] = step
  return path.some((name, at) => {
    const isHere = at === 0 || slash === '//'
    return isHere && isNamed(test, name) && reaches(rest, path.slice(at + 1))
  })
}

function isNamed(test: string, { qualified, local, uri }: Name): boolean {
  const prefix = qualified.includes(':') ? qualified.split(':')[0] : undefined
  const forms = ['*', local, `{${uri}}*`, `{${uri}}${local}`]
  if (prefix !== undefined) forms.push(`${prefix}:*`, `${prefix}:${local}`)
  return forms.includes(test)
}
