import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { cosax } from '../cosax.ts'

const folder = mkdtempSync(join(tmpdir(), 'cosax-complete-'))
afterAll(() => rmSync(folder, { recursive: true }))

const BREAKS = ' \t\n"\'@><=;|&(:'

/** What the scripts get: how to take the candidates, and those without what is said of them. */
async function candidates(shell: string, ...words: string[]): Promise<[string, string[]]> {
  const { stdout, stderr, status } = await cosax(['__complete', shell, ...words])
  expect([stderr, status]).toEqual(['', 0])
  const [how = '', ...lines] = stdout.replace(/\n$/, '').split('\n')
  return [how, lines.map((line) => line.split('\t')[0] ?? '')]
}

const BUSES = ['fixtures/buses.xml', '-r', 'bus']

describe('candidates', () => {
  test('are flags, with what they do', async () => {
    const { stdout } = await cosax(['__complete', 'fish', '--he'])
    expect(stdout).toContain('\n--head\tpass on the first N records, then stop reading\n')
    expect(await candidates('fish', '--he')).toEqual(['', ['--head', '--help']])
  })

  test('are only the flags of the command', async () => {
    const [, flags] = await candidates('fish', 'check', '--')
    expect(flags).toContain('--engine')
    expect(flags).not.toContain('--filter')
  })

  test('are commands and files for the first word, files for the others', async () => {
    expect(await candidates('fish', 'ch')).toEqual(['files', ['check']])
    expect(await candidates('fish', 'a.xml', 'ch')).toEqual(['files', []])
    expect(await candidates('fish', 'completion', 'z')).toEqual(['', ['zsh']])
    expect(await candidates('fish', '--to', '')).toEqual(['files', []])
  })

  test('are the words of an enumeration', async () => {
    expect(await candidates('zsh', '--engine', '')).toEqual(['', ['kernel', 'sax']])
    expect(await candidates('zsh', '--entities=s')).toEqual(['', ['--entities=strict']])
    expect(await candidates('zsh', '--progress=')).toEqual(['', ['--progress=json']])
    expect(await candidates('zsh', '--format', 'js')).toEqual(['', ['jsonl', 'json']])
    expect(await candidates('zsh', '--on-error', 'q')).toEqual(['nospace', ['quarantine=']])
  })

  test('are the elements that repeat in the named file', async () => {
    const [, names] = await candidates('zsh', 'fixtures/buses.xml', '-r', '')
    expect(names[0]).toBe('bus')
    expect(names).not.toContain('buses')
    const [, paths] = await candidates('zsh', 'fixtures/buses.xml', '-r', 'x|/')
    expect(paths).toContain('x|/buses/bus')
    expect(paths).not.toContain('x|bus')
  })

  test('are the fields of its records', async () => {
    const [how, fields] = await candidates('zsh', ...BUSES, '--select', 'id,lat')
    expect([how, fields]).toEqual(['nospace', ['id,latitude']])
    expect(await candidates('zsh', ...BUSES, '--select', 'a=lon')).toEqual([
      'nospace',
      ['a=longitude'],
    ])
    expect(await candidates('zsh', ...BUSES, '--where', 'id > 1 && rou')).toEqual([
      'nospace',
      ['id > 1 && route'],
    ])
    const deep = await candidates('zsh', 'fixtures/books.xml.gz', '-r', 'book', '--drop', 'author/')
    expect(deep[1]).toContain('author/name')
  })

  test('are fields as the stages before leave them', async () => {
    const words = [...BUSES, '--select', 'stop=finalStop', '--branch', '--filter', '']
    expect(await candidates('zsh', ...words)).toEqual(['nospace', ['stop=']])
    expect(await candidates('zsh', ...BUSES, '--count-by', 'route', '--drop', '')).toEqual([
      'nospace',
      ['route', 'count'],
    ])
  })

  test('are those of a shape, which has what the beginning of the file has not', async () => {
    const shape = join(folder, 'shape.json')
    await cosax(['infer', 'fixtures/rows.xml', '-r', 'row', '--to', shape])
    const words = ['missing.xml', '--shape', shape]
    const [, fields] = await candidates('zsh', ...words, '--select', '@P')
    expect(fields).toEqual(['@PostTypeId', '@ParentId'])
    const [, values] = await candidates('zsh', ...words, '--filter', '@PostTypeId=')
    expect(values).toContain('@PostTypeId=2')
    expect(await candidates('zsh', 'missing.xml', '--shape', 'none', '--select', '')).toEqual([
      'nospace',
      [],
    ])
  })

  test('are functions for --agg, then the fields of the records that are grouped', async () => {
    const words = [...BUSES, '--group', 'route', '--agg']
    expect(await candidates('zsh', ...words, 'm')).toEqual(['nospace', ['mean(', 'min(', 'max(']])
    expect(await candidates('zsh', ...words, 'n=count,di')).toEqual([
      'nospace',
      ['n=count,distinct('],
    ])
    expect(await candidates('zsh', ...words, 'n=count,min(lat')).toEqual([
      'nospace',
      ['n=count,min(latitude)'],
    ])
  })

  test('are the members of an archive', async () => {
    const [how, members] = await candidates('zsh', 'fixtures/books.zip:')
    expect([how, members.length]).toEqual(['', 1])
    expect(members[0]).toMatch(/^fixtures\/books\.zip:.+\.xml$/)
    expect(await candidates('zsh', 'fixtures/buses.xml.zip:')).toEqual(['', []])
    expect(await candidates('zsh', 'check', 'fixtures/none.zip:')).toEqual(['', []])
  })

  test('are the values of a field', async () => {
    const [, values] = await candidates('zsh', ...BUSES, '--filter', 'direction=N')
    expect(values).toEqual(['direction=North Bound'])
    const [, not] = await candidates('zsh', ...BUSES, '--filter', 'direction!=So')
    expect(not).toEqual(['direction!=South Bound'])
  })

  test('are none without a file, and no input but a file is opened', async () => {
    for (const input of [[], ['-'], ['/dev/stdin'], ['https://127.0.0.1:9/x'], ['missing.xml']]) {
      expect(await candidates('zsh', ...input, '-r', '')).toEqual(['', []])
    }
  })

  test('come from a file that is cut off or broken too', async () => {
    const path = join(folder, 'broken.xml')
    writeFileSync(path, '<r><a><b>1</b></a><a/></c>')
    expect(await candidates('zsh', path, '-r', '')).toEqual(['', ['a']])
    expect(await candidates('zsh', path, '-r', 'a', '--drop', '')).toEqual(['nospace', ['b']])
  })

  test('leave the names out that a terminal would obey', async () => {
    const path = join(folder, 'hostile.xml')
    writeFileSync(path, '<r><a><b>\u009b31m\u202e</b><c>2</c></a></r>')
    const { stdout } = await cosax(['__complete', 'zsh', path, '-r', 'a', '--filter', 'b='])
    expect(stdout).toBe('\n')
  })

  test('need nothing to be written', async () => {
    const to = join(folder, 'tee.jsonl')
    await candidates('zsh', ...BUSES, '--tee', to, '--select', '')
    expect(readdirSync(folder)).not.toContain('tee.jsonl')
  })

  test('are there in the face of flags that cannot be understood', async () => {
    const words = [...BUSES, '--head', 'many', '--select', 'rou']
    expect(await candidates('zsh', ...words)).toEqual(['nospace', ['route']])
  })
})

describe('for bash', () => {
  const line = (text: string) => candidates('bash', BREAKS, text)

  test('words go on from where bash cuts them', async () => {
    expect(await line('cosax --engine=k')).toEqual(['', ['kernel']])
    expect(await line('cosax fixtures/rows.xml -r row --select @Id,@Ti')).toEqual([
      'nospace',
      ['@Title'],
    ])
    expect(await line('cosax fixtures/buses.xml -r b')).toEqual(['', ['bus']])
  })

  test('what means something to it is hidden, but not in quotes', async () => {
    const before = 'cosax fixtures/buses.xml -r bus --filter '
    expect(await line(`${before}direction=N`)).toEqual(['', ['North\\ Bound']])
    expect(await line(`${before}'direction=N`)).toEqual(['', ['direction=North Bound']])
  })
})
