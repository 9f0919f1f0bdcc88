// Provides the engines that hostile documents classifier, and what each is excused from.

export interface Judged {
  /** That of the engine's file in `dist/xml`, which exports it as `nameEngine`. */
  name: string
  /** The cost of a document that is twice as long, at most. */
  twice: number
  /** By the name of a document: why the engine need not read it. */
  excused: Record<string, string>
}

const BUFFERS = 'the package keeps all of it as text'
const ENTITIES = 'refuses an entity that refers to another one, at no cost'

export const JUDGED: Judged[] = [
  {
    name: 'kernel',
    twice: 2.7, // a table of names that is no longer in the cache of the processor costs twice as much a name
    excused: { 'attributes, raised': 'has room for half a million different names' },
  },
  {
    name: 'sax',
    twice: 2.8, // its long strings cost the collector of garbage more than their share
    excused: {
      laughs: ENTITIES,
      'laughs-in-attribute': ENTITIES,
      'entity-chain': ENTITIES,
      quadratic: 'has no limit but that of a string, which it runs into',
      references: BUFFERS,
      attributes: 'has no limit to attributes',
      'brackets-in-cdata': BUFFERS,
      comment: BUFFERS,
      instruction: BUFFERS,
      name: BUFFERS,
      attribute: BUFFERS,
      digits: BUFFERS,
      'depth, raised': 'a little above 200 MB',
      'attributes, raised': BUFFERS,
    },
  },
]
