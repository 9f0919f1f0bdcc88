// What is left out because of a fault changes nothing else, whatever a plan makes of the records.

import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Plan } from '../../src/plan/plan.ts'
import { RANDOM_DOCUMENT } from './random-document.ts'
import { RANDOM_PLAN } from './random-plan.ts'
import { written } from './written.ts'

const SIZE = fc.oneof(fc.integer({ min: 1, max: 40 }), fc.constant(100_000))
/** Each has one fault, and no record that is whole. */
const BAD = fc.constantFrom(
  '<bus><b>7</x></bus>',
  '<bus id="7"><a>7<a>8</a></bus>',
  '<tram id="7" id="8"/>',
  '<bus>&none;</bus>',
  '<tram><a>]]></a></tram>',
  '<bus x:id="7"/>',
  '<bus><a x:id="7"><b/></a></bus>',
  '&none;',
  '<bus><!-- <bus id="9"/> -- <tram/> --></bus>',
  '<!-- <bus id="9"/> -- <tram/> --->',
  '<bus><![CDATA[<bus>\u0001</bus>]]></bus>',
  '<bus><?p <tram>\u0001</tram>?></bus>',
  '<?p <bus/> \u0001 <bus/>?>',
  '<bus><?p <tram id="9"/>?></x><!-- <bus/> --></bus>',
  '<bus><a b="<bus/>">7</a></bus>',
  '<bus b=\'<bus id="9"/>\'/>',
  '<bus></x> <![CDATA[<tram/>]]> <?p <tram/>?></bus>',
  // wrappers of nothing
  '<w x:y="1"></w>',
  '<w a="1" a="2"><v/></w>',
  "<w b='<bus/>' />",
  '<w></w x>',
)

interface Wrapper {
  open: string
  close: string
  faults: number
}

/** What stands around records; a fault in it costs none of them. */
const WRAPPER = fc.constantFrom<Wrapper>(
  { open: '', close: '', faults: 0 },
  { open: '<w>', close: '</w>', faults: 0 },
  { open: '<w x:y="1">', close: '</w>', faults: 1 },
  { open: '<x:w>', close: '</x:w>', faults: 1 },
  { open: '<w y="1" y="2">', close: '</w >', faults: 1 },
  { open: '<w y="&none;">', close: '</w>', faults: 1 },
  { open: '<w y=1>', close: '</w>', faults: 1 },
  { open: '<w y>', close: '</w>', faults: 1 },
  { open: "<w y='<bus/>'>", close: '</w>', faults: 1 },
  { open: '<w y="1"z="2">', close: '</w>', faults: 1 },
  { open: '<w>', close: '</w y>', faults: 1 },
  { open: '<w><v x:y="1">', close: '</v></w>', faults: 1 },
)
const ROOT = fc.constantFrom(
  { open: '<r>', faults: 0 },
  { open: '<r x:y="1">', faults: 1 },
  { open: '<r y="1" y="2">', faults: 1 },
  { open: '<r y=1>', faults: 1 },
)

test('a plan writes the same as if bad records had not been there', async () => {
  let found = 0
  const law = async (
    document: string,
    [before, after]: [string, string],
    [root, wrapper]: [{ open: string; faults: number }, Wrapper],
    plan: Plan,
    size: number,
  ) => {
    const chosen: Plan = { ...plan, record: 'bus|tram' }
    const content = document.slice('<r>'.length, -'</r>'.length)
    const { open, close } = wrapper
    const damaged = `${root.open}${before}${open}${content}${close}${after}<tram/></r>`
    const maxErrors = 2 * (2 + root.faults + wrapper.faults)
    const skipping: Plan = { ...chosen, onError: 'skip', maxErrors }
    const outcome = await written(skipping, [damaged, damaged], size)
    const good = `<r>${content}<tram/></r>`
    const expected = await written(chosen, [good, good], 100_000)
    expect(outcome.error).toBe(expected.error)
    expect(outcome.sinks).toEqual(expected.sinks)
    found += JSON.stringify(expected.sinks).length
  }
  const bad = fc.tuple(BAD, BAD)
  const around = fc.tuple(ROOT, WRAPPER)
  const property = fc.asyncProperty(RANDOM_DOCUMENT, bad, around, RANDOM_PLAN, SIZE, law)
  await fc.assert(property, { numRuns: 600 })
  expect(found).toBeGreaterThan(6000) // or the law was hardly tried
}, 120_000)
