// Pages beside the screens: each folder of the built web that holds an index.html is an address, its blanks filled before it goes out.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'

const escaped = (text: string): string => text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)

/** `/say` → the text of `say/index.html`; the screens' own page, at the root, is not among them. */
export const pagesIn = (web: string): ReadonlyMap<string, string> =>
  new Map(
    readdirSync(web, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isDirectory() && existsSync(join(entry.parentPath, entry.name, 'index.html')))
      .map((entry) => join(entry.parentPath, entry.name))
      .map((folder) => [
        folder.slice(web.length).replaceAll('\\', '/'),
        readFileSync(join(folder, 'index.html'), 'utf8'),
      ]),
  )

/** Serves them; `blanks` answers what stands in `{{name}}`, for pages that must say it where no script runs. */
export const servePages = (
  server: FastifyInstance,
  web: string,
  blanks: () => Promise<Readonly<Record<string, string>>>,
): void => {
  for (const [address, text] of pagesIn(web))
    server.get(address, async (_request, reply) => {
      const values = text.includes('{{') ? await blanks() : {}
      return reply
        .header('cache-control', 'no-cache')
        .type('text/html; charset=utf-8')
        .send(text.replace(/\{\{(\w+)\}\}/g, (_, name: string) => escaped(values[name] ?? '')))
    })
}
