import { expect, test } from 'vitest'
import { contextOf } from '../../../src/cli/complete/context.ts'
import { nameOf } from '../../../src/cli/flags/flag.ts'

function found(line: string) {
  const { flag, uses, ...rest } = contextOf(line.split(' '))
  return { ...rest, ...(flag && { flag: nameOf(flag) }), uses: uses.map(([use]) => nameOf(use)) }
}

const AT_A_WORD = { command: 'run', typed: '', before: '', files: [], uses: [] }

test.each([
  ['', {}],
  ['che', { typed: 'che' }],
  ['check ', { command: 'check' }],
  ['a.xml -r bus ', { files: ['a.xml'], uses: ['--record'] }],
  ['-r bu', { flag: '--record', typed: 'bu' }],
  ['--engine=', { flag: '--engine', before: '--engine=' }],
  ['--engine=ke', { flag: '--engine', before: '--engine=', typed: 'ke' }],
  ['--filter a=b --sel', { uses: ['--filter'], typed: '--sel' }],
  ['--filter=a=b=', { flag: '--filter', before: '--filter=', typed: 'a=b=' }],
  ['--progress ', { uses: ['--progress'] }],
  ['--progress=js', { flag: '--progress', before: '--progress=', typed: 'js' }],
  ['--count=x', { typed: '--count=x' }],
  ['--unknown ', {}],
  ['- --count ', { files: ['-'], uses: ['--count'] }],
])('%s', (line, expected) => {
  expect(found(line)).toEqual({ ...AT_A_WORD, ...expected })
})
