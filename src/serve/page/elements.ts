// Makes and finds elements, and changes their text only where it differs.

export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  className = '',
  ...children: (Node | string)[]
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag)
  if (className !== '') made.className = className
  made.append(...children)
  return made
}

export function byId<Kind extends Element = HTMLElement>(id: string): Kind {
  const found = document.getElementById(id)
  if (found === null) throw new Error(`no element "${id}"`)
  return found as Element as Kind
}

/** A text is never markup, whatever a client or a flag has in it. */
export function write(node: Node, text: string): void {
  if (node.textContent !== text) node.textContent = text
}
