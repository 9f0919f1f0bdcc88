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
  test.each(['/list.xml', '/list.xml.gz', '/encoded', '/moved'])('sends %s', async (path) => {
    expect(await read(path)).toBe(TEXT)
  })

  test('may send nothing', async () => {
    expect(await read('/empty')).toBe('')
  })

  test.each([
    ['/none', /: the server answers 404 Not Found$/],
    ['/failing', /: the server answers 500 Internal Server Error$/],
    ['/round', /: more than 10 redirects$/],
    ['/elsewhere', /: redirected to "file:\/\/\/etc\/passwd"$/],
    ['/cut', /\/cut: /],
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
    const nobody = new HttpSource('http://127.0.0.1:9/').read(reading([]))
    await expect(nobody).rejects.toThrow(/^http:\/\/127\.0\.0\.1:9\/: (?!fetch failed)/)
  })
})

test.each([
  ['http://', /not a URL/],
  ['http://me:secret@example.org/', /^(?!.*secret).*takes no user and password$/],
])('%s is refused', (text, message) => {
  expect(() => new HttpSource(text)).toThrow(message)
})
