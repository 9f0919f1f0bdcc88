// Turns messages, which name settings by their flags, into the words of a program, which has options.

/** Options by flag; those of the command line's stages are stages of a plan. */
const OPTIONS: Readonly<Record<string, string>> = {
  record: 'record',
  records: 'records: true',
  'with-name': 'withName',
  'with-source': 'withSource',
  follow: 'follow',
  timeout: 'timeout',
  encoding: 'encoding',
  fragments: 'fragments: true',
  engine: 'engine',
  lenient: 'lenient: true',
  entities: 'entities',
  dtd: 'dtd',
  'no-namespaces': 'namespaces: false',
  'on-error': 'onError',
  'max-errors': 'maxErrors',
  map: 'mapping.dialect',
  attrs: 'mapping.attributes',
  'attr-prefix': 'mapping.attributePrefix',
  'text-key': 'mapping.textKey',
  array: 'mapping.array',
  arrays: 'mapping.arrays',
  types: 'mapping.types',
  shape: 'mapping.typed',
  'keep-space': 'mapping.keepSpace',
  ns: 'mapping.namespaces',
  'ns-map': 'mapping.prefixes',
  text: 'mapping.text',
  inner: 'mapping.inner',
  ordered: 'mapping.ordered',
  flatten: 'mapping.flatten',
  format: 'writing.format',
  columns: 'writing.columns',
  'max-columns': 'writing.maxColumns',
  'csv-guard': 'writing.guard',
  'no-header': 'writing.header: false',
  delimiter: 'writing.delimiter',
  bom: 'writing.bom',
  'xml-root': 'writing.root',
  'xml-record': 'writing.element',
  'xml-prefix': 'writing.prefixes',
  rotate: 'writing.rotate',
  append: 'writing.append',
  'max-files': 'writing.files',
}

const LIMIT = /^max-(depth|attributes|name|names|tag|record|expansion|amplification)$/

/** A flag, outside of quotes, which hold data; before a colon it is what the message is about. */
const FLAG = /"(?:[^"\\]|\\.)*"|(?<![\w!<-])--([a-z]+(?:-[a-z]+)*)(:?)/g

/** The same message about options. */
export function aboutOptions(message: string): string {
  return message.replace(FLAG, (found, flag: string | undefined, colon: string) => {
    if (flag === undefined) return found
    const [, limit] = LIMIT.exec(flag) ?? []
    const option = limit === undefined ? (OPTIONS[flag] ?? flag) : `limits.${limit}`
    return colon === '' ? option : `${option.replace(/: .*/, '')}:`
  })
}

let isAboutOptions = false

/** From now on messages are about options: for programs that use the library. */
export function speakOfOptions(): void {
  isAboutOptions = true
}

/** A message that names settings as its reader knows them: as flags, or as options of the library. */
export function worded(message: string): string {
  return isAboutOptions ? aboutOptions(message) : message
}

/** Options whose warnings are worded so too. */
export function withWords<T extends { onWarning?: (message: string) => void }>(options: T): T {
  const { onWarning } = options
  return onWarning ? { ...options, onWarning: (message) => onWarning(worded(message)) } : options
}
