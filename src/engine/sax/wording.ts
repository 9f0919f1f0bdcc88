// Turns the words in which the npm package `sax` complains into facts, in the words of cosax.

const FACTS = new Map([
  ['Unexpected end', 'document ends early: markup not closed'],
  ['Unclosed root tag', 'document ends early: element not closed'],
  ['Non-whitespace before first tag.', 'text SIDE the root element: %'],
  ['Text data outside of root node.', 'text SIDE the root element: %'],
  ['Unencoded <', 'expected a tag after "<", found %'],
  ['Malformed comment', 'comment not closed: expected ">" after "--", found %'],
  ['Invalid character in tag name', 'character not allowed in a tag: %'],
  ['Invalid attribute name', 'expected an attribute, found %'],
  ['Attribute without value', 'attribute without value: expected "=", found %'],
  ['Unquoted attribute value', 'attribute value not quoted: found %'],
  ['No whitespace between attributes', 'expected white space between attributes, found %'],
  ['Invalid tagname in closing tag.', 'expected a name after "</", found %'],
  ['Invalid tagname in closing tag', 'character not allowed in a closing tag: %'],
  ['Invalid characters in closing tag', 'expected ">", found %'],
  ['Invalid character in entity name', 'expected ";" after the name of an entity, found %'],
  ['Forward-slash in opening tag not followed by >', 'expected ">" after "/", found %'],
  ['Inappropriately located doctype declaration', 'document type declaration not before the root'],
])

/** What is wrong, from the package's message about a character. */
export function factOf(words: string, character: string, hasRoot: boolean): string {
  const fact = FACTS.get(words) ?? words.charAt(0).toLowerCase() + words.slice(1)
  const place = hasRoot ? 'after' : 'before'
  return fact.replace('SIDE', place).replace('%', () => JSON.stringify(character))
}

/** What facts of one kind have in common: they without their values. */
export function kindOf(fact: string): string {
  return fact.replace(/(?:: |, found ).*/s, '').replace(/".*?"/gs, '""')
}

/** What is missing of a document that ends without a root: `doctype` is what came of a declaration that goes on. */
export function missingRoot(doctype: string | true): string {
  if (typeof doctype !== 'string' || doctype === '') return 'document has no root element'
  return doctype.includes('[')
    ? 'in the internal subset: document ends early: expected "]"'
    : 'document ends early: document type declaration not closed'
}
