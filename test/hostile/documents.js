// Provides the hostile documents: short to write down, long or deep or wide to read.

import { document, each, repeat } from './pieces.js'

const MILLION = 1_000_000

/**
 * By name: how large it usually is, and its pieces at a size. `raise` has the limits with which all of it must be
 * read; a document that is not well-formed says so.
 */
export const DOCUMENTS = {
  laughs: {
    size: 10,
    pieces: (n) => document('<!DOCTYPE r [', laughs(n), `]><r>&e${n - 1};</r>`),
  },
  'laughs-in-attribute': {
    size: 10,
    pieces: (n) => document('<!DOCTYPE r [', laughs(n), `]><r a="&e${n - 1};"/>`),
  },
  'laughs-of-parameters': {
    size: 10,
    pieces: (n) => document('<!DOCTYPE r [', parameterLaughs(n), `%e${n - 1};]><r/>`),
  },
  quadratic: {
    size: 100_000,
    pieces: (n) =>
      document('<!DOCTYPE r [<!ENTITY e "', repeat('x', n), '">]><r>', repeat('&e;', n), '</r>'),
  },
  'entity-chain': {
    size: 200_000,
    pieces: (n) =>
      document(
        '<!DOCTYPE r [<!ENTITY e0 "x">',
        each(n, (i) => `<!ENTITY e${i + 1} "&e${i};">`),
        `]><r>&e${n};</r>`,
      ),
  },
  references: {
    size: 20 * MILLION,
    pieces: (n) => document('<!DOCTYPE r [<!ENTITY e "x">]><r>', repeat('&e;', n), '</r>'),
  },
  depth: {
    size: MILLION,
    raise: { depth: 2 * MILLION },
    pieces: (n) => document(repeat('<a>', n), repeat('</a>', n)),
  },
  attributes: {
    size: MILLION,
    raise: { attributes: 2 * MILLION },
    pieces: (n) =>
      document(
        '<r',
        each(n, (i) => ` a${i}=""`),
        '/>',
      ),
  },
  defaults: {
    size: 5000,
    pieces: (n) => defaults(n, 4 * n),
  },
  'few-with-defaults': {
    size: 5000,
    pieces: (n) => defaults(n, 20),
  },
  namespaces: {
    size: 100_000,
    raise: { attributes: MILLION },
    pieces: (n) =>
      document(
        '<r',
        each(n, (i) => ` xmlns:p${i}="u${i}"`),
        '>',
        each(n, (i) => `<p${i}:a/>`),
        '</r>',
      ),
  },
  'namespaces-deep': {
    size: 40_000,
    raise: { depth: MILLION },
    pieces: (n) =>
      document(
        '<q:r xmlns:q="u">',
        each(n, (i) => `<q:a xmlns:p${i}="u${i}">`),
        repeat('</q:a>', n),
        '</q:r>',
      ),
  },
  text: {
    size: 100 * MILLION,
    pieces: (n) => document('<r>', repeat('x', n), '</r>'),
  },
  brackets: {
    size: 100 * MILLION,
    pieces: (n) => document('<r>', repeat(']', n), '</r>'),
  },
  cdata: {
    size: 100 * MILLION,
    pieces: (n) => document('<r><![CDATA[', repeat('x', n), ']]></r>'),
  },
  'brackets-in-cdata': {
    size: 100 * MILLION,
    pieces: (n) => document('<r><![CDATA[', repeat(']', n), ']]></r>'),
  },
  comment: {
    size: 100 * MILLION,
    pieces: (n) => document('<r><!--', repeat('x', n), '--></r>'),
  },
  instruction: {
    size: 100 * MILLION,
    pieces: (n) => document('<r><?p ', repeat('x', n), '?></r>'),
  },
  name: {
    size: 100 * MILLION,
    pieces: (n) => document('<', repeat('x', n), '/>'),
  },
  attribute: {
    size: 100 * MILLION,
    pieces: (n) => document('<r a="', repeat('x', n), '"/>'),
  },
  digits: {
    size: 20 * MILLION,
    pieces: (n) => document('<r>&#x', repeat('0', n), '41;</r>'),
  },
  ampersands: {
    size: 20 * MILLION,
    isMalformed: true,
    pieces: (n) => document('<r>', repeat('&', n), '</r>'),
  },
  'less-thans': {
    size: 20 * MILLION,
    isMalformed: true,
    pieces: (n) => document('<r>', repeat('<', n), '</r>'),
  },
  'open-tag': {
    size: 20 * MILLION,
    isMalformed: true,
    pieces: (n) => document('<r><a', repeat(' ', n)),
  },
  groups: {
    size: 200_000,
    pieces: (n) =>
      document('<!DOCTYPE r [<!ELEMENT r ', repeat('(', n), 'a', repeat(')', n), '>]><r/>'),
  },
}

/** Entities, each ten times the one before. */
function laughs(levels) {
  return each(levels, (i) => `<!ENTITY e${i} "${i === 0 ? 'lol' : `&e${i - 1};`.repeat(10)}">`)
}

/** Those of the subset itself: they refer to each other by a character reference to the percent sign. */
function parameterLaughs(levels) {
  const first = '<!-- lol -->'
  return each(levels, (i) => {
    return `<!ENTITY % e${i} "${i === 0 ? first : `&#37;e${i - 1};`.repeat(10)}">`
  })
}

function defaults(attributes, elements) {
  return document(
    '<!DOCTYPE r [<!ATTLIST e ',
    each(attributes, (i) => ` a${i} CDATA "v"`),
    '>]><r>',
    repeat('<e/>', elements),
    '</r>',
  )
}
