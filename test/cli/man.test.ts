import { spawnSync } from 'node:child_process'
import { describe, expect, test } from 'vitest'
import { COMMAND_NAMES } from '../../src/cli/commands.ts'
import { FLAGS } from '../../src/cli/flags/flags.ts'
import { manual } from '../../src/cli/man.ts'
import { withProgram } from '../with-program.ts'

const page = manual()

/** As a reader finds it. */
const plain = page.replace(/\\f[BIR]/g, '').replaceAll('\\-', '-')

describe('the manual page', () => {
  test.each(FLAGS.map(({ names }) => names))('has %s', (...names) => {
    expect(plain).toMatch(new RegExp(`\\n\\.TP\\n${names.join(', ')}`))
  })

  test.each(COMMAND_NAMES)('has cosax %s', (name) => {
    expect(plain).toContain(`\n.TP\ncosax ${name}`)
  })

  test('is plain ASCII, whatever the terminal', () => {
    expect(page).toMatch(/^[\x20-\x7e\n]*$/)
  })

  test('has no line that roff takes for a request but requests', () => {
    for (const line of page.split('\n')) {
      if (/^[.']/.test(line)) expect(line).toMatch(/^\.(?:TH|SH|SS|TP|PP|br)\b/)
    }
  })

  withProgram('groff', () => {
    test('it is understood', () => {
      const { stdout, stderr } = spawnSync('groff', ['-man', '-Tutf8', '-ww'], {
        input: page,
        encoding: 'utf8',
      })
      expect(stderr).toBe('')
      expect(stdout).toContain('[FILE… | -] [-r PATTERN]')
    })
  })

  withProgram('mandoc', () => {
    test('it is understood', () => {
      const { stdout } = spawnSync('mandoc', ['-Tlint', '-W', 'warning'], {
        input: page,
        encoding: 'utf8',
      })
      expect(
        stdout.split('\n').filter((line) => line !== '' && !line.includes('missing date')),
      ).toEqual([])
    })
  })
})
