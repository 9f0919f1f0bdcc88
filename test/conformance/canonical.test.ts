// Checks what engines read against the canonical forms of the suite.

import { describe, expect, it } from 'vitest'
import { saxEngine } from '../../src/engine/sax/sax.ts'
import { canonical, withoutNotations } from './canonical.ts'
import { JUDGED } from './judged.ts'
import { bytesOf, optionsOf, type SuiteTest, WITH_OUTPUT } from './suite.ts'

describe('the canonical form', () => {
  it.each([
    ['sorts attributes', '<a c="1" b="2"/>', '<a b="2" c="1"></a>'],
    ['refers to white space', '<a b="&#9;">\t\n&#13;</a>', '<a b="&#9;">&#9;&#10;&#13;</a>'],
    ['escapes', '<a>&lt;&amp;"</a>', '<a>&lt;&amp;&quot;</a>'],
    ['keeps instructions', '<?p  x?>\n<a><?q?></a>\n<?r s ?>', '<?p x?><a><?q ?></a><?r s ?>'],
    ['drops comments', '<a><!-- c --></a>', '<a></a>'],
  ])('%s', (_, document, form) => {
    expect(canonical(saxEngine, Buffer.from(document))).toBe(form)
  })

  it('is compared without the notations', () => {
    const notations = "<!DOCTYPE a [\n<!NOTATION b SYSTEM 'c'>\n<!NOTATION d SYSTEM 'e'>\n]>\n"
    expect(withoutNotations(`<?p q?>${notations}<a></a>`)).toBe('<?p q?><a></a>')
  })
})

it.each(JUDGED)(
  'the $name engine reads $outputs of 262 documents as the suite has them',
  (judged) => {
    const different = WITH_OUTPUT.filter((test) => formOf(judged.engine, test) !== outputOf(test))
    if (judged.outputs === WITH_OUTPUT.length) expect(different.map(({ id }) => id)).toEqual([])
    expect(WITH_OUTPUT.length - different.length).toBe(judged.outputs)
  },
)

function formOf(engine: (typeof JUDGED)[number]['engine'], test: SuiteTest): string {
  try {
    return canonical(engine, bytesOf(test.path), optionsOf(test))
  } catch (error) {
    return String(error)
  }
}

function outputOf({ output = '' }: SuiteTest): string {
  return withoutNotations(bytesOf(output).toString())
}
