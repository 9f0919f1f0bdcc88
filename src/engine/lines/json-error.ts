// Provides the error of a line that is no JSON: the fact, and where in the input it was noticed.

import { XmlError } from '../xml-error.ts'

/** An input of JSON lines that is not. It has what the error of a document has; `path` is empty. */
export class JsonError extends XmlError {}
