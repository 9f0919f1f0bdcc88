import { expect, test } from 'vitest'
import { StageError } from '../../src/core/errors.ts'
import { ENGINE_NAMES } from '../../src/engine/engine.ts'
import type { Mapping } from '../../src/mapping/mapping.ts'
import { type RecordOptions, records } from '../../src/reading/records.ts'
import type { Value } from '../../src/record/record.ts'

async function read(document: string, options: RecordOptions) {
  const warnings: string[] = []
  const found: Value[] = []
  const onWarning = (message: string) => warnings.push(message)
  for await (const record of records(document, { ...options, onWarning })) found.push(record)
  return { found, warnings }
}

const WAVERING = '<r><a><b>1</b><c><d/></c></a><a><b>2</b><b>3</b><c><d/><d/></c></a></r>'
const SAYS =
  'fields are arrays only where repeated: --array b,c/d makes that the same in all records'

test.each<[Mapping, string[]]>([
  [{}, [SAYS]],
  [{ attributes: 'merge' }, [SAYS]],
  [{ types: 'auto' }, [SAYS]],
  [{ namespaces: 'strip' }, [SAYS]],
  [{ array: ['b', '//d'] }, []],
  [{ array: ['b', 'c/d'], types: 'auto' }, []],
  [{ arrays: 'always' }, []],
])(
  'a mapping as %j says at the end which fields are arrays in some records',
  async (mapping, said) => {
    const { found, warnings } = await read(WAVERING, { mapping })
    expect(found.length).toBe(2)
    expect(warnings).toEqual(said)
  },
)

test('fields that repeat in every record are no reason to warn', async () => {
  const { warnings } = await read('<r><a><b/><b/></a><a><b/><b/></a><a/></r>', { mapping: {} })
  expect(warnings).toEqual([])
})

test.each<[Mapping, unknown]>([
  [{ array: ['c.d'] }, { 'c.d': ['1'], 'c.e': '2', '@k': '3' }],
  [{ array: ['c/d', '@k'] }, { 'c.d': ['1'], 'c.e': '2', '@k': ['3'] }],
  [{ array: ['//e'] }, { 'c.d': '1', 'c.e': ['2'], '@k': '3' }],
  [{ array: ['c'] }, { 'c.d': ['1'], 'c.e': ['2'], '@k': '3' }],
  [{ text: ['c'] }, { c: '12', '@k': '3' }],
  [{ inner: ['c.e'] }, { 'c.d': '1', 'c.e': '2', '@k': '3' }],
  [
    { text: ['c.d'], array: ['c.d'] },
    { 'c.d': ['1'], 'c.e': '2', '@k': '3' },
  ],
  [
    { attributes: 'merge', array: ['k', 'c.d'] },
    { k: ['3'], 'c.d': ['1'], 'c.e': '2' },
  ],
  [
    { namespaces: 'strip', array: ['c.d'] },
    { 'c.d': ['1'], 'c.e': '2', '@k': '3' },
  ],
])('%j names fields by their path, also as they are flattened', async (mapping, record) => {
  const document = '<r><a k="3"><c><d>1</d><e>2</e></c></a></r>'
  for (const engine of ENGINE_NAMES) {
    const { found } = await read(document, { engine, mapping: { ...mapping, flatten: '.' } })
    expect(found).toEqual([record])
  }
})

test.each(ENGINE_NAMES)('%s gives a record its name after the mapping', async (engine) => {
  const merge: Mapping = { attributes: 'merge' }
  const document = '<r><a id="1">x</a><b/></r>'
  const { found } = await read(document, { engine, mapping: merge, withName: '@id' })
  expect(found).toEqual([{ '@id': 'a', id: '1', '#text': 'x' }, { '@id': 'b' }])
  const typed = read(document, { engine, mapping: { ...merge, types: 'auto' }, withName: 'id' })
  await expect(typed).rejects.toThrow(StageError)
  await expect(read(document, { engine, mapping: merge, withName: 'id' })).rejects.toThrow(
    '--with-name id: <a> already has a field of that name',
  )
})

test.each<[Mapping, string]>([
  [{ dialect: 'jsonml', keepSpace: true }, 'record too deep or too long for a mapping'],
  [{ typed: { c: 'text' } }, 'record too deep or too long for a mapping'],
])('%j refuses a record that is nested without end', async (mapping, message) => {
  const depth = 100_000
  const document = `<r>${'<a b="1">'.repeat(depth)}${'</a>'.repeat(depth)}</r>`
  const limits = { depth: depth + 1 }
  await expect(read(document, { mapping, limits })).rejects.toThrow(message)
})
