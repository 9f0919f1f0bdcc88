import { afterEach, expect, it, vi } from 'vitest'
import { reportFailure } from '../../src/cli/diagnostics.ts'
import { DefectError } from '../../src/engine/xml-error.ts'

afterEach(() => vi.restoreAllMocks())

it('says a defect in one line, without its stack', () => {
  let said = ''
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    said += text
    return true
  })
  const error = new DefectError(new Error('unreachable'), 'a.xml', {
    offset: 7,
    line: 2,
    column: 3,
  })
  expect(reportFailure(error)).toBe(70)
  expect(said).toContain('a.xml:2:3: a defect of cosax, please report it: unreachable\n')
  expect(said.split('\n').length).toBe(2)
})
