// Lists the flags about how an element becomes a record.

import { UsageError } from '../../core/errors.ts'
import { ARRAYS, ATTRIBUTES, type Mapping, NAMESPACES, TYPES } from '../../mapping/mapping.ts'
import { PRESET_NAMES, PRESETS } from '../../mapping/presets.ts'
import { parseField } from '../../record/field.ts'
import type { Flag } from './flag.ts'
import { oneOf } from './one-of.ts'

const GROUP = 'Mapping'

export const MAPPING_FLAGS: readonly Flag[] = [
  {
    names: ['--map'],
    argument: PRESET_NAMES.join('|'),
    group: GROUP,
    summary: 'records in a published dialect',
    details:
      'xmltodict is the usual mapping. flat: --attrs merge --flatten "."; spark: attributes as _name, text as ' +
      '_VALUE. badgerfish: text as $, namespaces in scope as @xmlns. parker: no attributes, types as with ' +
      '--types auto, children of one name are the array they are in. jsonml: lists of name, attributes and ' +
      'content. The element of the record itself is not written around it, except in jsonml. Other flags ' +
      'bend the dialect.',
    example: '--map badgerfish',
    add: (request, text) => request.takeDialect(PRESETS[oneOf(PRESET_NAMES, '--map', text)]),
  },
  {
    names: ['--attrs'],
    argument: ATTRIBUTES.join('|'),
    group: GROUP,
    summary: 'attributes: @id, as children, under one key, or left out (prefix)',
    details:
      'merge takes attributes for children that come first: an attribute and a child of one name are an ' +
      'array. nest puts them under @, or what --attr-prefix says.',
    example: '--attrs merge --filter id=1831',
    add: setting((text) => ({ attributes: oneOf(ATTRIBUTES, '--attrs', text) })),
  },
  {
    names: ['--attr-prefix'],
    argument: 'TEXT',
    group: GROUP,
    summary: 'the prefix of attribute names (@)',
    example: '--attr-prefix _',
    add: setting((text) => ({ attributePrefix: text })),
  },
  {
    names: ['--text-key'],
    argument: 'NAME',
    group: GROUP,
    summary: 'the name of text beside attributes or children (#text)',
    example: '--text-key value',
    add: setting((text) => ({ textKey: text })),
  },
  {
    names: ['--array'],
    argument: 'PATH,…',
    group: GROUP,
    summary: 'fields that are an array even if they occur once; may repeat',
    details:
      'A path in the record as it is written, as author or author/name, with --flatten also author.name; //name is that ' +
      'name at any depth. A field that is missing stays missing.',
    example: '--array author,author/name',
    add: adding('--array', 'array'),
  },
  {
    names: ['--arrays'],
    argument: ARRAYS.join('|'),
    group: GROUP,
    summary: 'arrays where names repeat, or for every child (auto)',
    example: '--arrays always',
    add: setting((text) => ({ arrays: oneOf(ARRAYS, '--arrays', text) })),
  },
  {
    names: ['--types'],
    argument: TYPES.join('|'),
    group: GROUP,
    summary: 'strings, or numbers and booleans where nothing is lost (strings)',
    details:
      'auto makes a number of what JSON would write with the same characters: 12 and -0.5, but not 007, 1.0, ' +
      '-0, 1e5 or an integer that is too large to be exact.',
    example: '--types auto',
    add: setting((text) => ({ types: oneOf(TYPES, '--types', text) })),
  },
  {
    names: ['--keep-space'],
    group: GROUP,
    summary: 'keep the white space around text',
    details: 'Beside children, white space alone is no text all the same.',
    add: setting(() => ({ keepSpace: true })),
  },
  {
    names: ['--ns'],
    argument: NAMESPACES.join('|'),
    group: GROUP,
    summary: 'prefixes of names: as written, left out, or as {uri}name (keep)',
    details:
      'Declarations of namespaces are left out with prefixes. What comes under one name then is an array.',
    example: '--ns strip',
    add: setting((text) => ({ namespaces: oneOf(NAMESPACES, '--ns', text) })),
  },
  {
    names: ['--ns-map'],
    argument: 'PREFIX=URI',
    group: GROUP,
    summary: 'the prefix to write for a namespace, none if empty; may repeat',
    example: '--ns-map dc=http://purl.org/dc/elements/1.1/',
    add(request, text) {
      const [, prefix, uri] = /^([^=\s/:{}@#]*)=(\S+)$/.exec(text) ?? []
      if (prefix === undefined || uri === undefined) {
        throw new UsageError(`--ns-map: expected PREFIX=URI, found ${JSON.stringify(text)}`)
      }
      request.addMapping(({ prefixes }) => ({ prefixes: { ...prefixes, [uri]: prefix } }))
    },
  },
  {
    names: ['--text'],
    argument: 'PATH,…',
    group: GROUP,
    summary: 'fields that become the text of all that is in them; may repeat',
    details: 'Tags and attributes in them are left out. Paths are as for --array.',
    example: '--text title,abstract',
    add: adding('--text', 'text'),
  },
  {
    names: ['--inner'],
    argument: 'PATH,…',
    group: GROUP,
    summary: 'fields that become the XML that is in them, as a string; may repeat',
    details:
      'Names stay as written, entities are resolved, character data is text, an element with nothing in it ' +
      'is <a/>, comments are left out. Paths are as for --array.',
    example: '--inner abstract',
    add: adding('--inner', 'inner'),
  },
  {
    names: ['--ordered'],
    group: GROUP,
    summary: 'text with elements in it as a list in the order of the document',
    details:
      'As in "#text":["A ",{"em":"short"}," book"]. Without text among them children stay fields.',
    add: setting(() => ({ ordered: true })),
  },
  {
    names: ['--flatten'],
    argument: 'SEPARATOR',
    group: GROUP,
    summary: 'one level: join the names on the way to a value',
    details:
      'The text of an element is under its name whether it has attributes or not. An array of dictionaries ' +
      'becomes an array for each of their fields, with null where one has none.',
    example: '--flatten .',
    add: setting((text) => ({ flatten: text })),
  },
]

function setting(part: (text: string) => Mapping): Flag['add'] {
  return (request, text) => request.addMapping(() => part(text))
}

function adding(flag: string, key: 'array' | 'text' | 'inner'): Flag['add'] {
  return (request, text) => {
    const paths = text.split(',').map((path) => parsed(flag, path.trim()))
    request.addMapping((mapping) => ({ [key]: [...(mapping[key] ?? []), ...paths] }))
  }
}

function parsed(flag: string, path: string): string {
  const isAnywhere = path.startsWith('//')
  try {
    const field = parseField(isAnywhere ? path.slice(2) : path)
    return (isAnywhere ? '//' : '') + field.join('/')
  } catch {
    const expected = 'a path, as author/name or //name'
    throw new UsageError(`${flag}: expected ${expected}, found ${JSON.stringify(path)}`)
  }
}
