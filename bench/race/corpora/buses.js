// Buses of Chicago: small records of short leaves, as in the fixture, which comes again and again with new ids.

import { readFileSync } from 'node:fs'

const fixture = readFileSync(new URL('../../../fixtures/buses.xml', import.meta.url), 'latin1')
const start = fixture.indexOf('<bus>')
const end = fixture.lastIndexOf('</buses>')
const buses = fixture
  .slice(start, end)
  .split(/(?=<bus>)/)
  .map((text) => text.split(/(?<=<id>)\d+/))
const is22 = buses.map(([, rest]) => rest.includes('<route>22</route>'))

export const corpus = {
  title: 'Chicago buses',
  records: ['bus'],
  filter: ['route', '22'],
  select: ['id', 'route', 'direction'],
  columns:
    'id,route,color,revenue,direction,latitude,longitude,pattern,patternDirection,run,finalStop,operator'.split(
      ',',
    ),
  head: fixture.slice(0, start),
  tail: fixture.slice(end),
  *blocks() {
    for (let id = 1000; ; ) {
      for (const [i, [before, after]] of buses.entries()) {
        yield { text: `${before}${id++}${after}`, records: 1, matches: is22[i] ? 1 : 0 }
      }
    }
  },
}
