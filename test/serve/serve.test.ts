// Drives `cosax serve` as its users do: by TCP and HTTP, with good, bad, slow and vanishing clients.

import { once } from 'node:events'
import {
  closeSync,
  constants,
  existsSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
} from 'node:fs'
import { request } from 'node:http'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { gzipSync } from 'node:zlib'
import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { cosax, shell } from '../cli/cosax.ts'
import { eventually } from '../eventually.ts'
import { withProgram } from '../with-program.ts'
import { BUSES, received, Served } from './server.ts'

const folder = mkdtempSync(join(tmpdir(), 'cosax-serve-'))
const running: Served[] = []

afterEach(async () => {
  for (const served of running.splice(0)) {
    if (served.child.exitCode === null) await served.end('SIGKILL')
  }
})
afterAll(() => rmSync(folder, { recursive: true }))

async function start(...words: string[]): Promise<Served> {
  const served = await Served.start(...words)
  running.push(served)
  return served
}

/** What a run writes. */
async function written(...words: string[]): Promise<string> {
  return (await cosax(['fixtures/buses.xml', '-r', 'bus', ...words])).stdout
}

const linesOf = (text: string) => text.split('\n').slice(0, -1)

describe('TCP', () => {
  it('sends back what becomes of the records', async () => {
    const server = await start('--tcp', '0', '-r', 'bus', '--filter', 'route=22')
    const expected = await written('--filter', 'route=22')
    expect(await server.send(BUSES)).toBe(expected)
    expect(await server.end()).toBe(0)
    expect(server.stderr).toBe('')
  })

  it('takes lines of JSON for records, and sends them back as they came', async () => {
    const server = await start('--tcp', '0', '--records', '--filter', 'a=2')
    const answer = await server.send('{"a":1}\n{"a": "2", "b":1.0}\n{"a":2}\nx')
    const [first, second, last] = linesOf(answer)
    expect([first, second]).toEqual(['{"a": "2", "b":1.0}', '{"a":2}'])
    expect(last).toMatch(/:4:1: line is no JSON: expected a value, found \\"x\\""}$/)
  })

  it('sends each record when its end tag has come', async () => {
    const server = await start('--tcp', '0', '-r', 'bus')
    const socket = server.connect()
    const lines = createInterface(socket)[Symbol.asyncIterator]()
    socket.write('<buses>')
    for (const id of ['1', '2', '3']) {
      socket.write(`<bus><id>${id}</id></bus>`)
      expect((await lines.next()).value).toBe(`{"id":"${id}"}`)
    }
    socket.end('</buses>')
    expect((await lines.next()).done).toBe(true)
  })

  it('ends with a line that says what is wrong, after the records before', async () => {
    const server = await start('--tcp', '0', '-r', 'bus')
    const lines = linesOf(await server.send('<buses><bus>1</bus><bus>2</b>'))
    expect(lines[0]).toBe('"1"')
    expect(JSON.parse(lines[1] as string).error).toMatch(
      /^tcp:\/\/127.0.0.1:\d+:1:26: tag not closed/,
    )
    expect(await server.send('')).toContain('{"error":')
    await eventually(() => expect(server.stderr).toContain('tag not closed'))
    expect(await server.end()).toBe(0)
  })

  it('reads no more than is wanted', async () => {
    const server = await start('--tcp', '0', '-r', 'bus', '--head', '1', '--select', 'id')
    const socket = server.connect()
    socket.write(BUSES.subarray(0, 100_000)) // and nothing more comes
    expect(await received(socket)).toBe('{"id":"7574"}\n')
  })

  it.each([
    ['count', ['--count'], '{"count":863}\n'],
    ['sax', ['--engine', 'sax', '--count'], '{"count":863}\n'],
    ['CSV', ['--select', 'id', '--head', '1', '--format', 'csv'], 'id\r\n7574\r\n'],
    ['sort', ['--sort=-id', '--select', 'id', '--head', '1'], '{"id":"8394"}\n'],
    ['mapping', ['--map', 'flat', '--head', '1', '--select', 'id'], '{"id":"7574"}\n'],
  ])('runs any pipeline: %s', async (_, words, expected) => {
    const server = await start('--tcp', '0', '-r', 'bus', ...words)
    const found = await server.send(BUSES)
    expect(found).toBe(await written(...words))
    expect(found.replaceAll('\r\n', '\n').length).toBeGreaterThan(0)
    expect(expected.length).toBeGreaterThan(0)
  })
})

describe('shared sinks', () => {
  it('take the records of all clients, each whole', async () => {
    const file = join(folder, 'all.jsonl')
    const server = await start('--tcp', '0', '-r', 'bus', '--to', file)
    const answers = await Promise.all(Array.from({ length: 20 }, () => server.send(BUSES)))
    expect(new Set(answers)).toEqual(new Set(['']))
    expect(existsSync(file)).toBe(false)
    expect(await server.end()).toBe(0)
    const expected = linesOf(await written())
    const lines = linesOf(readFileSync(file, 'utf8'))
    expect(lines.length).toBe(20 * 863)
    expect(lines.toSorted()).toEqual(
      Array.from({ length: 20 }, () => expected)
        .flat()
        .toSorted(),
    )
  })

  it('get nothing of a client that has sent nothing', async () => {
    const file = join(folder, 'counts.jsonl')
    const server = await start('--tcp', '0', '-r', 'bus', '--count', '--to', file)
    await server.send('<buses><bus/></buses>')
    await server.send('<buses>')
    const gone = server.connect()
    gone.on('error', () => {}) // as the server may end before
    gone.resetAndDestroy()
    await server.end()
    expect(readFileSync(file, 'utf8')).toBe('{"count":1}\n')
  })

  it('end the server where they cannot be written', async () => {
    const server = await start('--tcp', '0', '-r', 'bus', '--to', '/dev/full')
    await server.send(BUSES)
    if (server.child.exitCode === null) await once(server.child, 'close')
    expect(server.child.exitCode).toBe(5)
    expect(server.stderr).toContain('/dev/full')
  })
})

describe('limits', () => {
  it.each([
    ['--client-bytes', '1K', /more than 1024 bytes/],
    ['--client-records', '10', /more than 10 records/],
    ['--max-record', '100', /record longer/],
  ])('%s', async (flag, most, message) => {
    const server = await start('--tcp', '0', '-r', 'bus', flag, most)
    expect(JSON.parse(linesOf(await server.send(BUSES)).at(-1) as string).error).toMatch(message)
    expect(await server.send('<buses><bus>1</bus></buses>')).toBe('"1"\n')
  })

  it.each(['--client-idle', '--client-time'])('%s', async (flag) => {
    const server = await start('--tcp', '0', '-r', 'bus', flag, '1')
    const socket = server.connect()
    socket.write('<buses><bus>1</bus>')
    const lines = linesOf(await received(socket))
    expect(lines[0]).toBe('"1"')
    expect(JSON.parse(lines[1] as string).error).toMatch(/(?:longer than|idle for) 1 s/)
  })

  it('--max-clients turns others away', async () => {
    const server = await start('--tcp', '0', '-r', 'bus', '--max-clients', '1')
    const first = server.connect()
    const lines = createInterface(first)[Symbol.asyncIterator]()
    first.write('<buses><bus>1</bus>')
    expect((await lines.next()).value).toBe('"1"')
    expect(await server.send('<buses/>')).toContain('more than 1 clients')
    first.end('</buses>')
    await once(first, 'close')
    await eventually(async () => expect(await server.send('<b><bus/></b>')).toBe('null\n'))
  })
})

describe('SIGTERM', () => {
  it('has a record that is open end, and exits with 0', async () => {
    const server = await start('--tcp', '0', '-r', 'bus')
    const inside = server.connect()
    const between = server.connect()
    inside.write('<buses><bus>1</bus><bus>2')
    between.write('<buses><bus>3</bus>')
    const lines = createInterface(inside)[Symbol.asyncIterator]()
    expect((await lines.next()).value).toBe('"1"')
    const others = received(between)
    const ended = server.end()
    expect(await others).toBe('"3"\n')
    await expect(server.send('<buses/>')).rejects.toThrow()
    inside.write(' and more</bus><bus>4</bus>')
    expect((await lines.next()).value).toBe('"2 and more"')
    expect(await ended).toBe(0)
  })

  it('waits no longer than --grace', async () => {
    const server = await start('--tcp', '0', '-r', 'bus', '--grace', '1')
    const socket = server.connect()
    socket.on('error', () => {})
    socket.write('<buses><bus>1')
    await once(socket, 'connect')
    await new Promise((resolve) => setTimeout(resolve, 300))
    expect(await server.end()).toBe(0)
  })
})

describe('HTTP', () => {
  it('answers a document with its records', async () => {
    const server = await start('--http', '0', '-r', 'bus', '--select', 'id')
    const url = server.url('http')
    const expected = await written('--select', 'id')
    const answer = await fetch(url, { method: 'POST', body: BUSES })
    expect(answer.status).toBe(200)
    expect(answer.headers.get('content-type')).toBe('application/x-ndjson')
    expect(await answer.text()).toBe(expected)
    const headers = { 'content-encoding': 'gzip' }
    const packed = await fetch(url, { method: 'POST', body: gzipSync(BUSES), headers })
    expect(await packed.text()).toBe(expected)
    const none = await fetch(url, { method: 'POST', body: '<buses/>' })
    expect([none.status, await none.text()]).toEqual([200, ''])
  })

  it('streams both ways', async () => {
    const server = await start('--http', '0', '-r', 'bus')
    const asking = request(server.url('http'), { method: 'POST' })
    asking.write('<buses><bus>1</bus>')
    const [answer] = await once(asking, 'response')
    const lines = createInterface(answer)[Symbol.asyncIterator]()
    expect((await lines.next()).value).toBe('"1"')
    asking.write('<bus>2</bus>')
    expect((await lines.next()).value).toBe('"2"')
    asking.end('</buses>')
    expect((await lines.next()).done).toBe(true)
  })

  it('answers what is wrong before the first record by a status, later by a line and a trailer', async () => {
    const server = await start('--http', '0', '-r', 'bus')
    const early = await fetch(server.url('http'), { method: 'POST', body: '<buses><bus></buses>' })
    expect(early.status).toBe(400)
    expect(early.headers.get('content-type')).toBe('application/json')
    expect(await early.text()).toContain('tag not closed')

    const asking = request(server.url('http'), { method: 'POST' })
    asking.end('<buses><bus>1</bus><bus>ü</b>')
    const [answer] = await once(asking, 'response')
    let text = ''
    for await (const chunk of answer) text += chunk
    expect(answer.statusCode).toBe(200)
    expect(linesOf(text)[0]).toBe('"1"')
    expect(JSON.parse(linesOf(text)[1] as string).error).toContain('tag not closed')
    expect(answer.trailers['cosax-error']).toContain('tag not closed')
  })

  it('breaks off an answer that has no lines for what is wrong', async () => {
    const server = await start('--http', '0', '-r', 'bus', '--format', 'csv')
    const url = server.url('http')
    const bus = '<bus><id>1</id></bus>'
    const body = `<buses>${bus.repeat(20_000)}<bus></buses>`
    const asking = fetch(url, { method: 'POST', body }).then((answer) => answer.text())
    await expect(asking).rejects.toThrow()
    const whole = await fetch(url, { method: 'POST', body: `<buses>${bus}</buses>` })
    expect(await whole.text()).toBe('id\n1\n')
  })

  it('answers an early failure while the body still comes', async () => {
    const server = await start('--http', '0', '-r', 'bus')
    const asking = request(server.url('http'), { method: 'POST' })
    asking.on('error', () => {})
    asking.write('this is no XML')
    const [answer] = await once(asking, 'response')
    expect(answer.statusCode).toBe(400)
    asking.destroy()
  })

  it('needs the token, but for its health', async () => {
    const server = await start('--http', '0', '-r', 'bus', '--token', 'sesame')
    const url = server.url('http')
    const status = async (path: string, init?: RequestInit) =>
      (await fetch(url + path, init)).status
    expect(await status('/healthz')).toBe(200)
    expect(await status('/metrics')).toBe(401)
    expect(await status('/', { method: 'POST', body: '<a/>' })).toBe(401)
    const headers = { authorization: 'Bearer sesame' }
    expect(await status('/', { method: 'POST', body: '<a/>', headers })).toBe(200)
    expect(await status('/?token=wrong', { method: 'POST', body: '<a/>' })).toBe(401)
    expect(await status('/?token=sesame', { method: 'POST', body: '<a/>' })).toBe(200)
    expect(await status('/metrics', { headers })).toBe(200)
    expect(await status('/nowhere')).toBe(404)
    expect(await status('/healthz', { method: 'DELETE' })).toBe(405)
  })

  it('takes pipelines of clients where that is allowed, and none that reaches further', async () => {
    const server = await start('--http', '0', '-r', 'bus', '--allow-query-pipelines')
    const ask = async (query: string) => {
      const answer = await fetch(`${server.url('http')}/?${query}`, { method: 'POST', body: BUSES })
      return [answer.status, await answer.text()]
    }
    expect(await ask('record=bus&filter=route%3D22&count=')).toEqual([200, '{"count":24}\n'])
    expect(await ask('filter=route%3D22&select=id&head=1')).toEqual([
      200,
      '{"id":"ID"}\n'.replace(
        'ID',
        JSON.parse(await written('--filter', 'route=22', '--head', '1')).id,
      ),
    ])
    for (const query of [
      'map-js=r%3D%3Er',
      'tee=x.jsonl',
      'pipe=cat',
      'tee=exec:cat',
      'to=exec:cat',
      'to=tcp://127.0.0.1:1',
      'to=x.jsonl',
      'dtd=/etc/passwd',
      'shape=/etc/passwd',
      'plan=x',
      'branch=&tee=x',
      'where=nonsense(',
      'http=1',
      'on-error=quarantine%3Dx',
    ]) {
      const [status, text] = await ask(query)
      expect([query, status]).toEqual([query, 400])
      expect(JSON.parse(text as string).error).toBeTypeOf('string')
    }
    expect(existsSync('x.jsonl')).toBe(false)
    const other = await start('--http', '0', '-r', 'bus')
    expect(
      (await fetch(`${other.url('http')}/?count=`, { method: 'POST', body: BUSES })).status,
    ).toBe(403)
  })
})

describe('clients that do harm', () => {
  const BIG = `<buses>${`<bus>${'x'.repeat(1000)}</bus>`.repeat(10_000)}</buses>`
  const DAMAGED = { 'content-encoding': 'gzip' }

  it('get 400 for gzip that is damaged', async () => {
    const server = await start('--http', '0', '-r', 'bus')
    const answer = await fetch(server.url('http'), { method: 'POST', body: 'no', headers: DAMAGED })
    expect([answer.status, await answer.text()]).toEqual([
      400,
      '{"error":"damaged gzip: incorrect header check"}\n',
    ])
    const cut = gzipSync(BUSES).subarray(0, -100)
    const later = await fetch(server.url('http'), { method: 'POST', body: cut, headers: DAMAGED })
    expect(linesOf(await later.text()).at(-1)).toBe(
      '{"error":"damaged gzip: unexpected end of file"}',
    )
  })

  it('are turned away with damaged gzip and all', async () => {
    const server = await start('--http', '0', '--tcp', '0', '-r', 'bus', '--max-clients', '1')
    const first = server.connect()
    const lines = createInterface(first)[Symbol.asyncIterator]()
    first.write('<buses><bus>1</bus>')
    await lines.next()
    const answer = await fetch(server.url('http'), { method: 'POST', body: 'no', headers: DAMAGED })
    expect(answer.status).toBe(503)
    first.write('<bus>2</bus>')
    expect((await lines.next()).value).toBe('"2"')
  })

  it('speak HTTP/1.0, or ask for no address', async () => {
    const server = await start('--http', '0', '-r', 'bus')
    const ask = async (text: string) => {
      const socket = connect({ port: Number(new URL(server.url('http')).port), host: '127.0.0.1' })
      socket.write(text)
      return received(socket)
    }
    const old = await ask('POST / HTTP/1.0\r\ncontent-length: 19\r\n\r\n<b><bus>1</bus></b>')
    expect(old).toMatch(/^HTTP\/1.1 200 OK\r\n[\s\S]*\r\n\r\n"1"\n$/)
    const none = await ask('GET // HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n')
    expect(none).toMatch(/^HTTP\/1.1 400 /)
  })

  it.each([
    ['TCP', 'tcp', ''],
    ['HTTP', 'http', `POST / HTTP/1.1\r\nhost: a\r\ncontent-length: ${BIG.length}\r\n\r\n`],
  ])('never take what --sort has held back: %s', async (_, protocol, head) => {
    const server = await start(...'--tcp 0 --http 0 -r bus --sort=id --client-idle 1'.split(' '))
    const port = Number(new URL(server.url(protocol)).port)
    const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true }).pause()
    socket.on('error', () => {})
    socket.end(head + BIG)
    const failed = () => server.metric('cosax_clients_failed_total')
    await eventually(async () => expect(await failed()).toBe(1))
    expect(await server.metric('cosax_clients')).toBe(0)
    socket.destroy()
    expect(await server.end()).toBe(0)
    expect(server.stderr).toContain('idle for 1 s')
  })

  it('are told when the time after SIGTERM is over', async () => {
    const server = await start('--tcp', '0', '-r', 'bus', '--grace', '0')
    const socket = server.connect()
    const lines = createInterface(socket)[Symbol.asyncIterator]()
    socket.write('<buses><bus>1</bus><bus>')
    expect((await lines.next()).value).toBe('"1"')
    const ended = server.end()
    expect((await lines.next()).value).toBe('{"error":"the server has closed"}')
    expect(await ended).toBe(0)
  })

  withProgram('openssl', () => {
    it.each(['--tcp', '--http'])('do not agree on TLS: %s', async (flag) => {
      const [key, certificate] = [join(folder, 'key.pem'), join(folder, 'certificate.pem')]
      await shell(
        `openssl req -x509 -newkey rsa:2048 -nodes -keyout ${key} -out ${certificate} -days 2 -subj /CN=localhost`,
      )
      const server = await start(
        flag,
        '0',
        '-r',
        'bus',
        '--tls-cert',
        certificate,
        '--tls-key',
        key,
      )
      const port = Number(new URL(server.urls[0] as string).port)
      const socket = connect({ port, host: '127.0.0.1' })
      socket.on('error', () => {})
      await once(socket, 'connect')
      const closed = once(socket, 'close')
      expect(await server.end()).toBe(0)
      await closed
    })
  })

  withProgram('mkfifo', () => {
    it('do not hold up the end where a sink that all share takes no more', async () => {
      const fifo = join(folder, 'fifo')
      await shell(`mkfifo ${fifo}`)
      const reader = openSync(fifo, constants.O_RDONLY | constants.O_NONBLOCK)
      const words = ['-r', 'bus', '--to', fifo, '--grace', '0']
      const server = await start('--tcp', '0', '--http', '0', ...words)
      const socket = server.connect()
      socket.on('error', () => {})
      socket.write(BUSES)
      // then the sink has more than a pipe holds
      await eventually(async () => expect(await server.metric('cosax_records_total')).toBe(863))
      await server.end()
      expect(server.child.signalCode).toBe('SIGTERM')
      expect(server.stderr).toContain('sinks take no more')
      closeSync(reader)
    })
  })
})

describe('docs/serve.md', () => {
  const page = readFileSync('docs/serve.md', 'utf8')
  const commands = [...page.matchAll(/```sh\n([\s\S]*?)```/g)].flatMap(([, block = '']) =>
    block.trim().split('\n'),
  )
  const servers = commands.filter((line) => line.startsWith('cosax serve '))
  const asking = commands.filter((line) => line.includes('curl '))

  it('shows commands', () => {
    expect(servers.length).toBeGreaterThan(1)
    expect(asking.length).toBeGreaterThan(2)
  })

  it.each(servers)('%s listens', async (line) => {
    const words = line.split(' ').slice(2)
    const free = words.map((word, i) => (/^--(?:tcp|http)$/.test(words[i - 1] ?? '') ? '0' : word))
    const server = await start(
      ...free.map((word) => word.replace('entries', join(folder, 'entries'))),
    )
    expect(await server.end()).toBe(0)
  })

  withProgram('curl', () => {
    it.each(asking)('%s is answered', async (line) => {
      const server = await start('--http', '0', '-r', 'bus', '--allow-query-pipelines')
      const local = line
        .replace('http://127.0.0.1:8080', server.url('http'))
        .replace('zcat dump.xml.gz', 'cat fixtures/buses.xml')
        .replace('@buses.xml', '@fixtures/buses.xml')
      const { stdout } = await shell(local)
      expect(stdout).toMatch(/^\{"(?:id|count)":/)
    })
  })
})
