/** What a node of a syntax tree is made of, its places in the text apart: for rules that ask of whole files whether a name stands in them. */
export function childrenOf(node: object): readonly object[] {
  const children: object[] = []
  for (const key of Object.keys(node)) {
    const child: unknown = key === 'span' ? undefined : node[key as keyof typeof node]
    if (typeof child === 'object' && child !== null) children.push(child)
  }
  return children
}

/** Constants that stand in braces in the text of a `require`: no other node has a message. */
export function namesInText(node: object): readonly string[] {
  if (!('message' in node)) return []
  const { message } = node
  const text = typeof message === 'object' && message !== null && 'value' in message ? message.value : undefined
  return typeof text === 'string' ? [...text.matchAll(/\{\s*(\w+)/g)].map(([, name]) => name ?? '') : []
}
