import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { eventually } from '../eventually.ts'
import { withProgram } from '../with-program.ts'
import { cosax, onTerminal, shell, start } from './cosax.ts'

const BUSES =
  '<buses>\n' +
  '<bus><id>1</id><route>22</route></bus>\n' +
  '<bus><id>2</id><route>147</route></bus>\n' +
  '<bus><id>3</id><route>22</route></bus>\n' +
  '</buses>\n'
const LINES = [
  '{"id":"1","route":"22"}\n',
  '{"id":"2","route":"147"}\n',
  '{"id":"3","route":"22"}\n',
]
const ALL = LINES.join('')

let cwd: string

beforeAll(() => {
  cwd = mkdtempSync(join(tmpdir(), 'cosax-'))
  writeFileSync(join(cwd, 'buses.xml'), BUSES)
  writeFileSync(join(cwd, 'cut.xml'), BUSES.slice(0, BUSES.indexOf('147')))
  writeFileSync(join(cwd, 'bad.xml'), '<all>\n<r>1</r>\n<r><b>2</r>\n<r>3</r></all>')
  writeFileSync(join(cwd, 'empty.xml'), '')
  writeFileSync(join(cwd, 'lonely.xml'), '<all/>')
})

afterAll(() => rmSync(cwd, { recursive: true }))

/** A new folder with a copy of the buses. */
function folder(): string {
  const folder = mkdtempSync(join(cwd, 'folder-'))
  writeFileSync(join(folder, 'buses.xml'), BUSES)
  return folder
}

describe.concurrent('a run', () => {
  test.each([
    ['a file', ['buses.xml'], ''],
    ['standard input', [], BUSES],
    ['standard input by its name', ['-'], BUSES],
    ['a pattern', ['buses.xml', '-r', 'bus'], ''],
    ['a file after --', ['-r', 'bus', '--', 'buses.xml'], ''],
  ])('reads %s', async (_, words, input) => {
    expect(await cosax(words, { cwd, input })).toMatchObject({ stdout: ALL, stderr: '', status: 0 })
  })

  test('reads two files as two documents, in order', async () => {
    const { stdout, stderr, status } = await cosax(['buses.xml', '-', '--skip', '1'], {
      cwd,
      input: '<other><r>4</r></other>',
    })
    expect(stdout).toBe(`${LINES[1]}${LINES[2]}"4"\n`)
    expect([stderr, status]).toEqual(['', 0])
  })

  test('stops before the next file when the stages want no more', async () => {
    expect(await cosax(['buses.xml', 'missing.xml', '--head', '1'], { cwd })).toMatchObject({
      stdout: LINES[0],
      stderr: '',
      status: 0,
    })
  })

  test('sends each record to every branch', async () => {
    const words = ['buses.xml', '--branch', '--filter', 'route=147', '--branch', '--count']
    expect((await cosax(words, { cwd })).stdout).toBe(`${LINES[1]}{"count":3}\n`)
  })

  test('writes files, and nothing on stdout', async () => {
    const cwd = folder()
    const words = ['buses.xml', '--head', '1', '--tee', 'a.jsonl', '--count', '--to', 'b.jsonl']
    expect(await cosax(words, { cwd })).toMatchObject({ stdout: '', stderr: '', status: 0 })
    expect(readFileSync(join(cwd, 'a.jsonl'), 'utf8')).toBe(LINES[0])
    expect(readFileSync(join(cwd, 'b.jsonl'), 'utf8')).toBe('{"count":1}\n')
    expect(readdirSync(cwd).sort()).toEqual(['a.jsonl', 'b.jsonl', 'buses.xml'])
  })
})

describe.concurrent('exit code', () => {
  test.each<[number, string, string[]]>([
    [0, 'records', ['buses.xml']],
    [0, 'no match', ['buses.xml', '--filter', 'route=1']],
    [0, 'no record', ['buses.xml', '-r', 'train']],
    [0, '-e and a record', ['-e', 'buses.xml']],
    [1, '-e and no match', ['-e', 'buses.xml', '--filter', 'route=1']],
    [1, '-e and no record', ['-e', 'buses.xml', '-r', 'train']],
    [1, '-e and no record for the file', ['-e', 'buses.xml', '--head', '0', '--to', '/dev/null']],
    [2, 'an unknown flag', ['--banana', 'buses.xml']],
    [2, 'a missing argument', ['buses.xml', '--to']],
    [2, 'a pattern', ['buses.xml', '-r', '[']],
    [2, 'an expression', ['buses.xml', '--where', '((']],
    [2, 'a number', ['buses.xml', '--head', 'ten']],
    [3, 'a document cut off', ['cut.xml']],
    [3, 'a document cut off, with -e', ['-e', 'cut.xml', '-r', 'train']],
    [3, 'tags that do not match', ['bad.xml']],
    [3, 'no document', ['empty.xml']],
    [3, 'a document beyond a limit', ['buses.xml', '--max-depth', '2']],
    [4, 'a missing file', ['missing.xml']],
    [4, 'a folder', ['.']],
    [4, 'a second file that is missing', ['buses.xml', 'missing.xml']],
    [5, 'a full disk', ['buses.xml', '--to', '/dev/full']],
    [5, 'a missing folder', ['buses.xml', '--to', 'missing/a.jsonl']],
    [5, 'a folder as destination', ['buses.xml', '--to', '.']],
    [0, 'a check of what is well-formed', ['check', 'buses.xml', 'lonely.xml']],
    [2, 'a check with a stage', ['check', 'buses.xml', '--count']],
    [3, 'a check of what is malformed', ['check', 'bad.xml', 'buses.xml']],
    [4, 'a check of what is malformed or missing', ['check', 'missing.xml', 'bad.xml']],
  ])('%i: %s', async (code, _, words) => {
    const { status, stderr } = await cosax(words, { cwd })
    expect(status).toBe(code)
    if (code >= 2) expect(stderr).toMatch(/^[^\n]+\n/)
  })

  test.each([
    ['2>&-', 4],
    ['2>/dev/full', 4],
    ['2> >(exec true)', 4],
  ])('stays when the message cannot be written: %s', async (redirection, code) => {
    expect((await shell(`cosax missing.xml ${redirection}`, { cwd })).status).toBe(code)
  })
})

describe.concurrent('a fault in the input', () => {
  test('leaves the whole records before it, and says where it is', async () => {
    const { stdout, stderr, status } = await cosax(['cut.xml'], { cwd })
    expect(stdout).toBe(LINES[0])
    expect(stderr).toMatch(/^cut\.xml:3:23: .*<\/route>\n$/)
    expect(status).toBe(3)
  })

  test('is reported with what was expected and found', async () => {
    const { stdout, stderr } = await cosax(['bad.xml'], { cwd })
    expect(stdout).toBe('"1"\n')
    expect(stderr).toBe('bad.xml:3:8: tag not closed: expected </b>, found </r>\n')
  })

  test('is reported with the name of standard input', async () => {
    const { stdout, stderr, status } = await cosax([], { input: '<all>\n<r>1</r>\n<r>' })
    expect(stdout).toBe('"1"\n')
    expect(stderr).toMatch(/^stdin:3:4: /)
    expect(status).toBe(3)
  })

  test('leaves what the stages held', async () => {
    expect((await cosax(['cut.xml', '--count'], { cwd })).stdout).toBe('{"count":1}\n')
    expect((await cosax(['buses.xml', 'cut.xml', '--count'], { cwd })).stdout).toBe('{"count":4}\n')
  })

  test('leaves no file, and the file that was there', async () => {
    const folder = mkdtempSync(join(cwd, 'folder-'))
    writeFileSync(join(folder, 'old.jsonl'), 'old\n')
    const words = ['../cut.xml', '--tee', 'new.jsonl', '--to', 'old.jsonl', '--to', '-']
    const { stdout, status } = await cosax(words, { cwd: folder })
    expect(status).toBe(3)
    expect(stdout).toBe(LINES[0])
    expect(readdirSync(folder)).toEqual(['old.jsonl'])
    expect(readFileSync(join(folder, 'old.jsonl'), 'utf8')).toBe('old\n')
  })

  test('is not looked for after what is wanted', async () => {
    expect(await cosax(['bad.xml', '--head', '1'], { cwd })).toMatchObject({
      stderr: '',
      status: 0,
    })
  })
})

describe.concurrent('an input that cannot be read', () => {
  test.each([
    ['missing.xml', 'cosax: missing.xml: no such file or directory\n'],
    ['buses.xml/a', 'cosax: buses.xml/a: not a directory\n'],
    ['.', 'cosax: .: is a directory\n'],
  ])('is named: %s', async (name, stderr) => {
    expect(await cosax([name], { cwd })).toMatchObject({ stdout: '', stderr, status: 4 })
  })

  test('leaves the records of the files before it', async () => {
    const { stdout, stderr, status } = await cosax(['buses.xml', 'missing.xml'], { cwd })
    expect(stdout).toBe(ALL)
    expect(stderr).toBe('cosax: missing.xml: no such file or directory\n')
    expect(status).toBe(4)
  })

  test.each([
    ['closed', 'cosax <&-', 3],
    ['empty', 'cosax < /dev/null', 3],
    ['an empty pipe', 'true | cosax', 3],
    ['a folder', 'cosax < .', 4],
  ])('may be standard input: %s', async (_, line, code) => {
    const { stdout, stderr, status } = await shell(line, { cwd })
    expect(stdout).toBe('')
    expect(stderr).toMatch(/^(cosax: )?stdin:.*\n$/)
    expect(status).toBe(code)
  })

  test.each(['cosax - - < buses.xml', 'cat buses.xml | cosax - -'])(
    'is standard input read twice: %s',
    async (line) => {
      const { stdout, stderr, status } = await shell(line, { cwd })
      expect([2, 3, 4]).toContain(status)
      expect(stderr).toMatch(/^(cosax: )?(stdin|-)\b.*\n$/)
      expect(['', ALL]).toContain(stdout)
    },
  )
})

describe.concurrent('an output that fails', () => {
  const message = (name: string) => `cosax: ${name}: no space left on device\n`

  test('is named when it is stdout', async () => {
    const { stderr, status } = await shell('cosax buses.xml > /dev/full', { cwd })
    expect([stderr, status]).toEqual([message('stdout'), 5])
  })

  test.each([
    '--to /dev/full',
    '--to a.jsonl --to /dev/full',
    '--to /dev/full --to a.jsonl',
    '--tee /dev/full --to a.jsonl',
    '--tee a.jsonl --to /dev/full',
  ])('leaves no file: %s', async (words) => {
    const cwd = folder()
    const { stderr, status } = await cosax(['buses.xml', ...words.split(' ')], { cwd })
    expect([stderr, status]).toEqual([message('/dev/full'), 5])
    expect(readdirSync(cwd)).toEqual(['buses.xml'])
  })

  test('leaves no file when it is stdout', async () => {
    const cwd = folder()
    const { stderr, status } = await shell('cosax buses.xml --to a.jsonl --to - > /dev/full', {
      cwd,
    })
    expect([stderr, status]).toEqual([message('stdout'), 5])
    expect(readdirSync(cwd)).toEqual(['buses.xml'])
  })

  test('stops the read', async () => {
    const line = `{ echo '<all>'; yes '<r>1</r>'; } | cosax --to /dev/full`
    const { stderr, status } = await shell(line, { cwd })
    expect([stderr, status]).toEqual([message('/dev/full'), 5])
  })
})

describe.concurrent('a reader of stdout that goes', () => {
  test('ends the run quietly, and the read of an endless input', async () => {
    const line = `{ echo '<all>'; yes '<r>1</r>'; } | cosax | head -1; echo \${PIPESTATUS[@]} >&2`
    const { stdout, stderr } = await shell(line)
    expect(stdout).toBe('"1"\n')
    expect(stderr).toBe('141 0 0\n') // yes died of SIGPIPE: its reader had gone
  })

  test.each(['cosax buses.xml', 'cosax -h', 'cosax --help', 'cosax --explain'])(
    'is no failure at all: %s | true',
    async (line) => {
      const { stderr } = await shell(`${line} | true; echo \${PIPESTATUS[0]} >&2`, { cwd })
      expect(stderr).toBe('0\n')
    },
  )

  test('does not end the files that are written beside it', async () => {
    const cwd = folder()
    const record = '<r>1</r>\n'
    writeFileSync(join(cwd, 'many.xml'), `<all>${record.repeat(200_000)}</all>`)
    const line = 'cosax many.xml --to all.jsonl --to - | head -1'
    expect(await shell(line, { cwd })).toMatchObject({ stdout: '"1"\n', stderr: '' })
    expect(readFileSync(join(cwd, 'all.jsonl'), 'utf8')).toBe('"1"\n'.repeat(200_000))
  })
})

describe.concurrent('no record', () => {
  test('is met with the names of the elements that there are, the most frequent first', async () => {
    const { stdout, stderr, status } = await cosax(['buses.xml', '-r', 'Bus'], { cwd })
    expect([stdout, status]).toEqual(['', 0])
    expect(stderr).toMatch(/^cosax: no record matches Bus; elements seen: .*\n$/)
    const seen = stderr.trim().split('seen: ')[1]?.split(', ') ?? []
    expect(seen.slice(0, 3).sort()).toEqual(['bus ×3', 'id ×3', 'route ×3'])
    expect(seen.slice(3)).toEqual(['buses ×1'])
  })

  test('is met with the number of names beyond eight', async () => {
    const input = `<all>${Array.from({ length: 20 }, (_, i) => `<n${i}/>`).join('')}</all>`
    const { stderr } = await cosax(['-r', 'x'], { input })
    expect(stderr.split('×').length - 1).toBe(8)
    expect(stderr).toMatch(/, 13 more\n$/)
  })

  test('in a root without children says so', async () => {
    const { stderr, status } = await cosax(['lonely.xml'], { cwd })
    expect(stderr).toBe('cosax: the root element has no children; elements seen: all ×1\n')
    expect(status).toBe(0)
  })

  test('after a filter is not reported', async () => {
    expect((await cosax(['buses.xml', '--filter', 'route=1'], { cwd })).stderr).toBe('')
  })
})

describe.concurrent('a control character', () => {
  // one line, and in it nothing that a terminal obeys
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what it refuses
  const HARMLESS = /^[^\0-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]+\n$/

  test.each<[string, string[]]>([
    ['the name of a file', ['\x1b[31m.xml']],
    ['the name of a file, C1', ['\x9b31m.xml']],
    ['the name of a file, direction', ['\u202elmx.a']],
    ['the name of a file, line end', ['a\ncosax: all is well']],
    ['the name of a file, carriage return', ['a\rcosax: all is well']],
    ['a flag', ['--\x1b[2J']],
    ['a flag, C1', ['--\x9b2J']],
    ['a flag, line end', ['--a\nb']],
    ['a short flag', ['-\x1b']],
    ['a pattern', ['-r', '\x1b[2J[']],
    ['a pattern, C1', ['-r', '\x9b[']],
    ['a pattern, line end', ['-r', 'a\nb']],
    ['a number', ['--head', '\x1b\x9b\n']],
    ['a depth', ['--max-depth', '\x1b\x9b\n']],
    ['a condition', ['--filter', '\x1b\x9b\na~(']],
    ['a selection', ['--select', '\x1b\x9b\n=,,']],
    ['a field', ['--drop', 'a//\x1b\x9b\n']],
    ['a destination', ['buses.xml', '--to', 'missing/\x1b\x9b']],
    ['a destination, line end', ['buses.xml', '--to', 'missing/\na']],
    ['a tee', ['buses.xml', '--tee', 'missing/\x1b\x9b\n']],
    ['a pattern without records', ['buses.xml', '-r', '\x9b\u202e']],
  ])('never reaches stderr from %s', async (_, words) => {
    const { stderr, status } = await cosax(words, { cwd })
    expect(stderr).toMatch(HARMLESS)
    expect([0, 2, 4, 5]).toContain(status)
  })

  test.each(['"\x1b\x9b\n" == (', 'a\x9b\n b', '\u202e\r!'])(
    'never reaches stderr from an expression, which is shown with a mark below it: %j',
    async (expression) => {
      const lines = (await cosax(['--where', expression])).stderr.trimEnd().split('\n')
      expect(lines.length).toBe(3)
      for (const line of lines) expect(`${line}\n`).toMatch(HARMLESS)
    },
  )

  test.each([
    ['a name', '<a\x9b31m></a>'],
    ['a name that is not closed', '<a><b\x9b></a>'],
    ['the name of an end', '<a></a\x9b>'],
    ['a value', '<a b="\x1b[31m"/>'],
    ['a value without quotes', '<a b=\x9b/>'],
    ['the name of an attribute', '<a \x9b="1"/>'],
    ['text', '<a>\x1b[31m</a>'],
    ['text before the root', '\x9b<a/>'],
    ['text after the root', '<a/>\u202e'],
    ['an entity', '<a>&\x9b;</a>'],
    ['an entity that is not known', '<a>&x\u202e;</a>'],
    ['an encoding', '<?xml version="1.0" encoding="\x1b[31m"?><a/>'],
    ['an encoding, line end', '<?xml version="1.0" encoding="x\nstdin:1:1: all is well"?><a/>'],
    ['a prefix', '<\u202e:a/>'],
    ['a comment', '<a><!-- \x9b -- \x9b --></a>'],
    ['a document type', '<!DOCTYPE \x9b [<!ENTITY \x9b "x">]><a>&\x9b;</a>'],
  ])('never reaches stderr from %s in the input', async (_, input) => {
    const { stderr, status } = await cosax([], { input })
    expect(stderr).toMatch(HARMLESS)
    expect([0, 3]).toContain(status)
  })

  test('never reaches stderr from an entity that is declared elsewhere', async () => {
    const input = '<!DOCTYPE a [<!ENTITY x SYSTEM "u\x9b\nstdin:1:1: v">]><a><b>&x;</b></a>'
    expect((await cosax([], { input })).stderr).toMatch(HARMLESS)
  })

  test('never reaches the plan that --explain prints', async () => {
    const words = ['--explain', '\x1b\x9b.xml', '-r', 'a\x9b', '--filter', 'x=\x1b\u202e']
    const { stdout, status } = await cosax([...words, '--to', '\x1b\x9b'])
    expect(status).toBe(0)
    for (const line of stdout.trimEnd().split('\n')) expect(`${line}\n`).toMatch(HARMLESS)
  })

  test('reaches stdout raw, for the program that reads it', async () => {
    expect((await cosax([], { input: '<a><b>\x9b31m</b></a>' })).stdout).toBe('"\x9b31m"\n')
  })
})

describe('a live feed', () => {
  test('is passed on with each end tag, while more is awaited', async () => {
    const child = start([], ['pipe', 'pipe', 'pipe'])
    try {
      let stdout = ''
      child.stdout?.on('data', (bytes) => {
        stdout += bytes
      })
      child.stdin?.write('<all><r>0</r><r>half of the ne')
      await eventually(() => expect(stdout).toBe('"0"\n'))
      child.stdin?.write('xt</r>')
      await eventually(() => expect(stdout).toBe('"0"\n"half of the next"\n'))
      stdout = ''
      child.stdin?.write('<r>1</r>')
      await eventually(() => expect(stdout).toBe('"1"\n'))
      expect(child.exitCode).toBe(null)
    } finally {
      child.kill('SIGKILL')
    }
  })

  test('that ends, ends the run', async () => {
    const child = start(['--count'], ['pipe', 'pipe', 'pipe'])
    const ended = new Promise((resolve) => child.on('close', resolve))
    let stdout = ''
    child.stdout?.on('data', (bytes) => {
      stdout += bytes
    })
    child.stdin?.write('<all><r>0</r>')
    child.stdin?.end('</all>')
    expect(await ended).toBe(0)
    expect(stdout).toBe('{"count":1}\n')
  })

  test('is left when no more of it is wanted', async () => {
    const child = start(['--head', '1'], ['pipe', 'pipe', 'pipe'])
    const ended = new Promise((resolve) => child.on('close', resolve))
    child.stdin?.on('error', () => {})
    child.stdin?.write('<all><r>0</r>')
    expect(await ended).toBe(0) // standard input is still open
  })
})

describe.concurrent('help', () => {
  test.each([['-h'], ['--help'], ['--version'], ['--explain']])(
    '%s goes to stdout',
    async (word) => {
      const { stdout, stderr, status } = await cosax([word])
      expect(stdout).not.toBe('')
      expect([stderr, status]).toEqual(['', 0])
    },
  )

  test('prints the version of the package', async () => {
    const file = new URL('../../package.json', import.meta.url)
    const { version } = JSON.parse(readFileSync(file, 'utf8')) as { version: string }
    expect((await cosax(['--version'])).stdout).toBe(`cosax ${version}\n`)
  })

  test('explains a plan without a file, and reads nothing', async () => {
    const { stdout, stderr, status } = await cosax(['--explain', '--head', '3'], {
      input: 'no XML',
    })
    expect(stdout).toMatch(/^read stdin\n/)
    expect(stdout).toMatch(/\nhead 3 .*\nwrite JSON lines to stdout +in the kernel\nfields /)
    expect([stderr, status]).toEqual(['', 0])
  })

  test('explains a plan with a file that is missing, and makes none', async () => {
    const words = ['--explain', 'missing.xml', '--to', 'never.jsonl']
    const { stdout, status } = await cosax(words, { cwd })
    expect(stdout).toMatch(/^read missing\.xml\n/)
    expect(status).toBe(0)
    expect(readdirSync(cwd)).not.toContain('never.jsonl')
  })
})

test('an output that fails ends a run whose input is silent', async () => {
  const started = performance.now()
  const { stderr, status } = await shell(
    `mkfifo silent; sleep 100 > silent & cosax silent > /dev/full & pid=$!; ` +
      `printf '<r><b>1</b>' > silent; wait $pid; code=$?; kill %1; exit $code`,
    { cwd },
  )
  expect(stderr).toContain('stdout: no space left on device')
  expect(status).toBe(5)
  expect(performance.now() - started).toBeLessThan(90_000)
})

// of util-linux: nothing else here can make a terminal
withProgram('script', () =>
  describe.concurrent('on a terminal', () => {
    test.each([
      'cosax',
      'cosax -r bus',
      'cosax --count',
      'cosax check',
      'cosax check --max-depth 5',
    ])('no input is met with the help: %s', async (line) => {
      const { stdout, status } = await onTerminal(`${line} > stdout`, { cwd })
      expect(stdout).toContain('Usage')
      expect(status).toBe(2)
      expect(readFileSync(join(cwd, 'stdout'), 'utf8')).toBe('')
    })

    test('a plan without a file is explained', async () => {
      const { stdout, status } = await onTerminal('cosax --explain')
      expect(stdout).toContain('read stdin')
      expect(status).toBe(0)
    })

    // as a pager leaves it behind; node cannot do that itself
    withProgram('perl', () =>
      test('what is typed is read, though a read may not wait', async () => {
        const typed = `(sleep 1; printf '<x><a>1</a></x>\\n\\004')`
        const unblock = `perl -e 'use Fcntl; fcntl(STDIN, F_SETFL, O_RDWR | O_NONBLOCK); exec @ARGV'`
        const line = `${typed} | script -qec "${unblock} node bin/cosax.js -r a -" /dev/null`
        const { stdout, status } = await shell(line)
        expect(stdout).toContain('"1"\r\n')
        expect(status).toBe(0)
      }),
    )

    test('no control character of a record is written raw', async () => {
      writeFileSync(join(cwd, 'hostile.xml'), '<a><b>\x9b31m\u202e</b></a>')
      expect((await onTerminal('cosax hostile.xml', { cwd })).stdout).toBe(
        '"\\u009b31m\\u202e"\r\n',
      )
    })

    test('help and messages have colours, records do not', async () => {
      expect((await onTerminal('cosax -h')).stdout).toContain('\x1b[')
      expect((await onTerminal('cosax missing.xml')).stdout).toContain('\x1b[31m')
      expect((await onTerminal('cosax buses.xml', { cwd })).stdout).toBe(
        ALL.replaceAll('\n', '\r\n'),
      )
    })

    test.each([
      ['NO_COLOR=1', { NO_COLOR: '1' }],
      ['NO_COLOR=0, for only emptiness counts', { NO_COLOR: '0' }],
      ['FORCE_COLOR=0', { FORCE_COLOR: '0' }],
      ['TERM=dumb', { TERM: 'dumb' }],
    ])('nothing has colours with %s', async (_, env) => {
      expect((await onTerminal('cosax -h; cosax missing.xml', { env })).stdout).not.toContain(
        '\x1b',
      )
    })

    test('an empty NO_COLOR means nothing', async () => {
      expect((await onTerminal('cosax -h', { env: { NO_COLOR: '' } })).stdout).toContain('\x1b[')
    })
  }),
)

describe.concurrent('without a terminal', () => {
  test('nothing has colours', async () => {
    expect((await cosax(['-h'])).stdout).not.toContain('\x1b')
    expect((await cosax(['missing.xml'])).stderr).not.toContain('\x1b')
  })

  test('help and messages have colours with FORCE_COLOR, records do not', async () => {
    const env = { FORCE_COLOR: '1' }
    expect((await cosax(['-h'], { env })).stdout).toContain('\x1b[')
    expect((await cosax(['missing.xml'], { env })).stderr).toContain('\x1b[31m')
    expect((await cosax(['buses.xml'], { cwd, env })).stdout).toBe(ALL)
  })
})

test.each(['de_DE.UTF-8', 'ja_JP.UTF-8', 'C'])(
  'messages are the same in the locale %s',
  async (locale) => {
    const env = { LC_ALL: locale, LANG: locale }
    expect((await cosax(['--to'], { env })).stderr).toContain('cosax: --to: expected DEST')
  },
)
