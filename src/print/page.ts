// How a printed page begins and how its tables are set.

/** A cell may hold neither the bar that ends it nor a line's end. */
const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', '<br>')

export const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((row) => `| ${row.map(cell).join(' | ')} |`).join('\n')

/** A whole page; `from` is the file that it is made of. */
export const page = (title: string, from: string, ...parts: readonly string[]): string =>
  `${[
    `# ${title}`,
    `> 由 \`${from}\` 生成,请勿手改;修改后运行 \`npm run print\`。 Made from \`${from}\` by \`npm run print\`; not edited by hand.`,
    ...parts,
  ].join('\n\n')}\n`
