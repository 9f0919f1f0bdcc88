// Opens the server's page in a headless Chromium, and looks at it as its people do.

import { spawnSync } from 'node:child_process'
import { type Browser, chromium, type Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { page } from '../../src/serve/page.ts'
import type { ServerStatus } from '../../src/serve/status.ts'
import { eventually } from '../eventually.ts'
import { withProgram } from '../with-program.ts'
import { BRANCHED, client, exampleStatus } from './example-status.ts'
import { PageServer } from './page-server.ts'

const HANGS = 5 * 60_000 // ms
const WIDE = { width: 1280, height: 900 }
const PHONE = { width: 360, height: 740 }

test('the page is one file, and its policy lets nothing else in', async () => {
  const { html, policy } = await page()
  expect(html.match(/(?:src|href)="(?!data:)[^"]*"|url\(|@import|\bfetch\(/g)).toBeNull()
  expect(html.match(/<(?:script|style)\b/g)).toHaveLength(2)
  expect(policy).toContain("default-src 'none'; script-src 'sha256-")
  expect(policy).not.toContain('unsafe')
})

withProgram('chromium', () => {
  let browser: Browser
  let server: PageServer
  let tab: Page
  let complaints: string[] = []

  // one of each for all tests: another tab, as another port, is another process
  beforeAll(async () => {
    const found = spawnSync('sh', ['-c', 'command -v chromium'], { encoding: 'utf8' })
    browser = await chromium.launch({
      executablePath: found.stdout.trim(),
      args: ['--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu'],
    })
    server = await PageServer.open()
    tab = await newTab()
  })
  afterAll(async () => {
    await browser?.close()
    server?.close()
  })

  beforeEach(async () => {
    server.reset(exampleStatus(0, 12, BRANCHED))
    complaints = []
    await tab.setViewportSize(WIDE)
  })
  afterEach(() => expect(complaints).toEqual([]))

  async function newTab(): Promise<Page> {
    const made = await browser.newPage()
    made.setDefaultTimeout(HANGS)
    made.on('console', (message) => complaints.push(message.text()))
    made.on('pageerror', ({ message }) => complaints.push(message))
    return made
  }

  async function open(query = ''): Promise<void> {
    await tab.goto(server.url + query)
    await seen('Live')
    await seen('tcp://127.0.0.1:4000') // it is drawn
  }

  async function seen(text: string): Promise<void> {
    await tab.getByText(text).first().waitFor()
  }

  /** Sends a status, and waits until it is drawn. */
  async function show(status: ServerStatus): Promise<void> {
    server.send({ ...status, listening: [`tcp://drawn:${++shown}`] })
    await seen(`tcp://drawn:${shown}`)
  }
  let shown = 0

  /** A script as text: the types of a browser are not those of Node. */
  function inPage<Value>(script: string): Promise<Value> {
    return tab.evaluate<Value>(script)
  }

  function boxOf(text: string): Promise<{ x: number; y: number }> {
    return inPage(`(() => {
      const box = [...document.querySelectorAll('.box')]
        .find(({ textContent }) => textContent.includes(${JSON.stringify(text)}))
      const { x, y } = box.getBoundingClientRect()
      return { x, y }
    })()`)
  }

  test('nothing but itself and its events is asked for, with its token', async () => {
    const elsewhere: string[] = []
    await open('?token=a%2Fb')
    tab.on('request', (request) => elsewhere.push(request.url()))
    await show(exampleStatus(1, 3))
    expect(server.asked).toEqual(['/?token=a%2Fb', '/events?token=a%2Fb'])
    expect(elsewhere).toEqual([])
  })

  test('the pipeline shows what passes on each edge, as it changes', async () => {
    await open()
    const step = tab.locator('.step', { hasText: 'filter route' })
    expect(await step.innerText()).toMatch(/^1,000 records\/s\s+filter route = "22"/)
    await show(exampleStatus(5, 12, BRANCHED))
    expect(await step.innerText()).toMatch(/^1,005 records\/s\s+filter route = "22"/)
    expect(await step.innerText()).toContain('6,000 in · 6,000 out · in the kernel')
    expect(await tab.locator('.flow').allInnerTexts()).toHaveLength(BRANCHED.length - 1)
  })

  test('where clients wait is said in words, and seen', async () => {
    await open()
    const background = () =>
      inPage(`getComputedStyle([...document.querySelectorAll('.box')].at(-1)).backgroundColor`)
    const before = await background()
    const status = exampleStatus(1, 12, BRANCHED)
    status.pipeline.at(-1)!.held = 12
    await show(status)
    expect(await tab.getByText('12 clients wait here').isVisible()).toBe(true)
    expect(await background()).not.toBe(before)
    await show(exampleStatus(2, 12, BRANCHED))
    expect(await tab.getByText(/wait here/).count()).toBe(0)
    expect(await background()).toBe(before)
  })

  test('another pipeline is drawn anew', async () => {
    await open()
    await show(exampleStatus(1, 10))
    expect(await tab.locator('.box').count()).toBe(exampleStatus(1, 1).pipeline.length)
    expect(await tab.locator('.branch').count()).toBe(0)
  })

  test('branches are side by side where there is room, else in turn', async () => {
    await open()
    const firsts = ['filter route', 'filter direction', 'count-by']
    const wide = await Promise.all(firsts.map(boxOf))
    expect(new Set(wide.map(({ y }) => y)).size).toBe(1)
    expect(new Set(wide.map(({ x }) => x)).size).toBe(3)
    await tab.setViewportSize(PHONE)
    await tab.locator('.stacked').waitFor()
    const narrow = await Promise.all(firsts.map(boxOf))
    expect(new Set(narrow.map(({ x }) => x)).size).toBe(1)
    expect(narrow[0]!.y < narrow[1]!.y && narrow[1]!.y < narrow[2]!.y).toBe(true)
  })

  test.each([
    ['on a phone', PHONE],
    ['on a tablet', { width: 768, height: 1024 }],
    ['on a desk', WIDE],
  ])('nothing is wider than the window %s, whatever the texts', async (_, viewport) => {
    await tab.setViewportSize(viewport)
    await open()
    const status = exampleStatus(1, 12, BRANCHED)
    const long = 'x'.repeat(400)
    status.pipeline[3]!.what = `filter ${long} = "${'long '.repeat(80)}"`
    status.clients[0]!.from = long
    status.failures[0]!.message = long
    status.listening = [`http://${long}`]
    status.totals.bytes = 9.99e17
    server.send(status)
    await seen('http://x')
    expect(await inPage('document.documentElement.scrollWidth')).toBe(viewport.width)
  })

  test('a text is never markup', async () => {
    await open()
    const status = exampleStatus(1, 20)
    const markup = '<img src=x onerror="document.title=1"><script>document.title = 1</script>'
    status.pipeline[3]!.what = `filter ${markup}`
    status.pipeline[3]!.place = markup
    status.clients[0]!.from = markup
    status.failures[0]!.from = markup
    status.failures[0]!.message = markup
    status.tasks = { [markup]: 1 }
    await show(status)
    expect(await tab.getByText(markup).count()).toBe(6)
    expect(await tab.locator('img, body script').count()).toBe(0)
    expect(await tab.title()).toBe('cosax serve')
  })

  describe('the table of clients', () => {
    beforeEach(() => server.reset(exampleStatus(0, 1000, BRANCHED)))
    const firstClient = () => tab.locator('#clients th').first().innerText()

    test('is sorted by the keyboard', async () => {
      await open()
      await tab.keyboard.press('Tab')
      expect(await inPage('document.activeElement.textContent')).toBe('Client')
      expect(await inPage('getComputedStyle(document.activeElement).outlineStyle')).toBe('solid')
      for (const _ of ['State', 'Records']) await tab.keyboard.press('Tab')
      await tab.keyboard.press('Enter')
      const header = tab.getByRole('columnheader', { name: 'Records' })
      expect(await header.getAttribute('aria-sort')).toBe('descending')
      expect(await firstClient()).toBe(client(1000).from)
      await tab.keyboard.press('Space')
      expect(await header.getAttribute('aria-sort')).toBe('ascending')
      expect(await firstClient()).toBe(client(1).from)
      expect(await tab.locator('[aria-sort]:not([aria-sort=none])').count()).toBe(1)
    })

    test('is scrolled by the keyboard', async () => {
      await open()
      await tab.keyboard.press('Tab')
      await tab.keyboard.press('PageDown')
      await eventually(async () => {
        expect(await inPage(`document.querySelector('.table').scrollTop`)).toBeGreaterThan(100)
      })
    })

    test('has the right one first, whatever it is sorted by', async () => {
      await open()
      const firsts: [string, number][] = []
      for (const title of ['Client', 'State', 'Data', 'Here for', 'Via']) {
        await tab.getByRole('button', { name: title }).click()
        firsts.push([title, Number((await firstClient()).split(':')[1]) - 40_000])
      }
      expect(firsts).toEqual([
        ['Client', 1],
        ['State', 3],
        ['Data', 1000],
        ['Here for', 1],
        ['Via', 5],
      ])
    })

    test('keeps its order as figures change', async () => {
      await open()
      await tab.getByRole('button', { name: 'Records' }).click()
      const status = exampleStatus(1, 1000)
      status.clients[499]!.records = 1e6
      await show(status)
      expect(await firstClient()).toBe(client(500).from)
    })

    test('has a row for each of them, in words, and loses those that leave', async () => {
      await open()
      expect(await tab.locator('#clients tr').count()).toBe(1000)
      const row = tab.getByRole('row').filter({ hasText: client(11).from })
      expect(await row.innerText()).toMatch(
        /waits for sink\s+110\s+36.3.kB\s+1.h 6.min\s+0.s\s+TCP/,
      )
      const status = exampleStatus(1, 1000)
      status.clients = status.clients.filter(({ id }) => id % 2 === 1)
      status.totals.clients = 1500
      await show(status)
      expect(await tab.locator('#clients tr').count()).toBe(500)
      expect(await tab.locator('caption').innerText()).toBe(
        '500 of 1,500 clients: those longest here.',
      )
      await show(exampleStatus(2, 0))
      expect(await tab.locator('caption').innerText()).toBe('Nobody is connected.')
    })

    test('changes what differs and nothing else, with 1,000 of them', async () => {
      await open()
      const cells = `[...document.querySelectorAll('#clients :is(th, td)')].map(({ textContent }) => textContent)`
      const before = await inPage<string[]>(cells)
      await inPage(`{
        window.changes = []
        new MutationObserver((records) => changes.push(...records.map(({ type }) => type)))
          .observe(clients, { subtree: true, childList: true, characterData: true, attributes: true })
      }`)
      await show(exampleStatus(1, 1000, BRANCHED))
      const after = await inPage<string[]>(cells)
      const differing = after.filter((text, index) => text !== before[index]).length
      expect(differing).toBeGreaterThan(1000)
      expect(await inPage('changes')).toEqual(Array(differing).fill('characterData'))
    })

    test('moves the rows that change places, and not the others', async () => {
      await open()
      await tab.getByRole('button', { name: 'Records' }).click()
      await inPage(`{
        window.moved = []
        new MutationObserver((records) => moved.push(...records)).observe(clients, { childList: true })
      }`)
      const status = exampleStatus(0, 1000, BRANCHED)
      status.clients[499]!.records = 1e6
      await show(status)
      expect(await inPage('moved.length')).toBe(2) // taken out, put in
    })
  })

  test.each(['light', 'dark'] as const)('every text is seen well when it is %s', async (scheme) => {
    await tab.emulateMedia({ colorScheme: scheme })
    await open()
    const status = exampleStatus(1, 30, BRANCHED)
    status.pipeline[4]!.held = 1
    await show(status)
    const ground = await inPage<string>('getComputedStyle(document.body).backgroundColor')
    expect(luminance(ground) > 0.5).toBe(scheme === 'light')
    const pairs = await inPage<[string, string, string][]>(`
      [...document.querySelectorAll('body *')]
        .filter((each) => [...each.childNodes].some(({ nodeType, data }) => nodeType === 3 && data.trim()))
        .map((each) => {
          let behind = each
          while (/, 0\\)$/.test(getComputedStyle(behind).backgroundColor)) behind = behind.parentElement
          return [each.textContent, getComputedStyle(each).color, getComputedStyle(behind).backgroundColor]
        })
    `)
    expect(pairs.length).toBeGreaterThan(150)
    expect(pairs.filter(([, front, back]) => contrast(front, back) < 4.5)).toEqual([])
  })

  test('a screen reader finds landmarks, headings, lists and a table', async () => {
    await open()
    const tree = await tab.locator('body').ariaSnapshot()
    for (const line of [
      '- banner:',
      '- heading "cosax serve" [level=1]',
      '- status: Live',
      '- main:',
      '- region "Now"',
      '- region "Pipeline"',
      '- region "Clients"',
      '- region "Tasks"',
      '- region "Last failures"',
      '- heading "Pipeline" [level=2]',
      '- table "12 clients."',
      '- columnheader "Here for"',
      `- rowheader "${client(1).from}"`,
    ]) {
      expect(tree).toContain(line)
    }
    expect(tree.match(/heading .* \[level=[3-6]\]/g)).toBeNull()
    expect(await inPage('document.documentElement.lang')).toBe('en')
  })

  test('nothing moves by itself, and nothing is read aloud each second', async () => {
    await open()
    await inPage(`{
      window.said = 0
      new MutationObserver(() => said++)
        .observe(connection, { subtree: true, childList: true, characterData: true })
    }`)
    for (let second = 1; second < 5; second++) await show(exampleStatus(second, 12, BRANCHED))
    expect(await inPage('said')).toBe(0)
    expect(await tab.locator('[aria-live], [role=alert], [role=log]').count()).toBe(0)
    expect(await inPage('document.getAnimations().length')).toBe(0)
    await show({ ...exampleStatus(6, 3), isClosing: true })
    await seen('Closing: takes nobody any more')
    expect(await inPage('said')).toBe(1)
  })

  /** The browser complains of these itself. */
  const forgive = () => {
    complaints = complaints.filter((text) => !/503|ERR_INCOMPLETE_CHUNKED/.test(text))
  }

  test('a connection that is lost is said, and made again', async () => {
    await open()
    server.drop()
    await seen('Connection lost, trying again. Figures are of')
    await seen('Live')
    await show(exampleStatus(7, 13))
    expect(await tab.locator('#clients tr').count()).toBe(13)
    forgive()
  })

  test('so is one that was refused, which a browser does not try again', async () => {
    server.answer = 503
    await tab.goto(server.url)
    await seen('No connection yet, trying again')
    server.answer = 200
    await seen('Live')
    forgive()
  })

  test('a server that says nothing any more is noticed', async () => {
    await tab.close()
    tab = await newTab()
    await tab.clock.install()
    await open()
    await tab.clock.pauseAt(Date.now() + 3_600_000)
    await seen('Connection lost')
    server.send(exampleStatus(3, 3))
    await seen('Live')
    await tab.clock.runFor(4000)
    expect(await tab.getByRole('status').innerText()).toBe('Live')
    await tab.clock.runFor(2000)
    await seen('Connection lost')
    await tab.close()
    tab = await newTab()
  })

  test('failures are shown, the newest first', async () => {
    await open()
    const status = exampleStatus(1, 2)
    status.failures.unshift({
      time: status.time,
      client: 2,
      from: '[::1]:9',
      message: 'idle too long',
    })
    await show(status)
    const messages = await tab.locator('#failures .message').allInnerTexts()
    expect(messages).toEqual(['idle too long', 'tag not closed: expected </bus>, found </route>'])
    await show({ ...status, failures: [] })
    expect(await tab.getByText('None so far.').isVisible()).toBe(true)
  })
})

/** Of a colour as the browser computes it, `rgb(1, 2, 3)`: by the definition of WCAG. */
function luminance(color: string): number {
  const [red = 0, green = 0, blue = 0] = (color.match(/[\d.]+/g) ?? []).map((part) => {
    const share = Number(part) / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b)
  return (light + 0.05) / (dark + 0.05)
}
