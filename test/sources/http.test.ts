import { createServer, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { InputError } from '../../src/core/errors.ts'
import { HttpSource } from '../../src/sources/http.ts'
import { openSource } from '../../src/sources/open.ts'
import { reading } from './reading.ts'

const TEXT = '<list><n>1</n></list>'

const PAGES: Record<string, (response: ServerResponse) => void> = {
  '/list.xml': (response) => response.end(TEXT),
  '/list.xml.gz': (response) => response.end(gzipSync(TEXT)),
  '/encoded': (response) =>
    response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(TEXT)),
  '/empty': (response) => response.end(),
  '/moved': (response) => response.writeHead(302, { location: 'list.xml' }).end('see there'),
  '/round': (response) => response.writeHead(301, { location: '/round' }).end(),
  '/elsewhere': (response) => response.writeHead(302, { location: 'file:///etc/passwd' }).end(),
  '/failing': (response) => response.writeHead(500).end('sorry'),
  '/silent': (response) => response.write('<list>'),
  '/cut': (response) => {
    response.writeHead(200, { 'content-length': '1000' })
    response.write(TEXT, () => response.destroy())
  },
  '/cut-chunks': (response) => void response.write(TEXT, () => response.destroy()),
  '/cut-gzip': (response) => {
    response.writeHead(200, { 'content-encoding': 'gzip', 'content-length': '1000' })
    response.write(gzipSync(TEXT).subarray(0, 30), () => response.destroy())
  },
  '/brotli': (response) => response.writeHead(200, { 'content-encoding': 'br' }).end('?'),
  '/hung-up': (response) => void response.destroy(),
  '/twice': (response) =>
    response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(gzipSync(TEXT))),
}

let server: Server
let root: string

beforeAll(async () => {
  server = createServer(({ url = '' }, response) => {
    const page = PAGES[url]
    if (page) page(response)
    else response.writeHead(404).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  root = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})

afterAll(() => {
  server.closeAllConnections()
  server.close()
})

async function read(path: string, patience?: number): Promise<string> {
  const chunks: Buffer[] = []
  const options = patience === undefined ? {} : { timeout: patience }
  const source = await openSource(`${root}${path}`, options)
  expect(await source.read(reading(chunks))).toBe(true)
  return Buffer.concat(chunks).toString()
}

describe('a web server', () => {
  test.each(['/list.xml', '/list.xml.gz', '/encoded', '/twice', '/moved'])(
    'sends %s',
    async (path) => {
      expect(await read(path)).toBe(TEXT)
    },
  )

  test('may send nothing', async () => {
    expect(await read('/empty')).toBe('')
  })

  test.each([
    ['/none', /: the server answers 404 Not Found$/],
    ['/failing', /: the server answers 500 Internal Server Error$/],
    ['/round', /: more than 10 redirects$/],
    ['/elsewhere', /: redirected to "file:\/\/\/etc\/passwd", which is not of the web$/],
    ['/cut', /\/cut: cut off after 21 of 1000 bytes$/],
    ['/cut-chunks', /\/cut-chunks: cut off after 21 bytes$/],
    ['/cut-gzip', /\/cut-gzip: cut off after 30 of 1000 bytes$/],
    ['/brotli', /\/brotli: content-encoding not known: "br"$/],
    ['/hung-up', /\/hung-up: connection closed without an answer$/],
  ])('that fails with %s is an input error', async (path, message) => {
    await expect(read(path)).rejects.toThrow(InputError)
    await expect(read(path)).rejects.toThrow(message)
  })

  test('that falls silent is given up', async () => {
    await expect(read('/silent', 1)).rejects.toThrow(/\/silent: no byte for 1 seconds$/)
  })

  test('is left alone after the signal', async () => {
    const controller = new AbortController()
    const source = new HttpSource(`${root}/silent`)
    setTimeout(() => controller.abort(), 100)
    expect(await source.read(reading([], { signal: controller.signal }))).toBe(false)
  })

  test('that is not there is an input error with the reason', async () => {
    const refused = new HttpSource('http://127.0.0.1:9/').read(reading([]))
    await expect(refused).rejects.toThrow('http://127.0.0.1:9/: connection refused')
    const unsafe = new HttpSource(root.replace('http', 'https')).read(reading([]))
    await expect(unsafe).rejects.toThrow(/: TLS fails: wrong version number$/)
  })
})

test.each([
  ['http://', /not a URL/],
  ['http://me:secret@example.org/', /^(?!.*secret).*takes no user and password$/],
])('%s is refused', (text, message) => {
  expect(() => new HttpSource(text)).toThrow(message)
})

test.each([
  ['text/xml', undefined],
  ['text/xml; charset=ISO-8859-1', 'ISO-8859-1'],
  ['application/xml;charset="utf-16"; x=y', 'utf-16'],
  ['text/xml; x=charset', undefined],
])('what %s says of the encoding is reported before the first byte', async (type, charset) => {
  PAGES['/typed'] = (response) => response.writeHead(200, { 'content-type': type }).end(TEXT)
  const reported: unknown[] = []
  const onCharset = (name: string) => reported.push(name)
  const write = () => reported.push('bytes') > 0
  await (await openSource(`${root}/typed`)).read(reading([], { onCharset, write }))
  expect(reported).toEqual(charset === undefined ? ['bytes'] : [charset, 'bytes'])
})
