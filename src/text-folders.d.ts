/** Every text of a folder by its name without the ending; see scripts/text-folders.mjs. */
declare module '*.ctr' {
  const texts: Readonly<Record<string, string>>
  export default texts
}

declare module '*.md' {
  const texts: Readonly<Record<string, string>>
  export default texts
}
