// How the screens are built for the browser: `vite build` → dist/web, compressed beside each file.
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin, runnerImport } from 'vite'

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url))

const aliases = [
  { find: '#kernel', replacement: at('./src/kernel') },
  { find: '#modules', replacement: at('./src/modules') },
  { find: '#web', replacement: at('./src/web') },
  { find: '#src', replacement: at('./src') },
]

/**
 * The browser needs the address and the verb of every endpoint but not the shapes, which the server checks: the contracts
 * are read once here and handed over as data. That spares 30 kB of script.
 */
const addresses = (): Plugin => ({
  name: 'huiyin-addresses',
  enforce: 'pre',
  async load(id) {
    if (id.split('?')[0] !== at('./src/contracts.ts')) return null
    const { module } = await runnerImport<{ contracts: Record<string, Record<string, Record<string, unknown>>> }>(id, {
      configFile: false,
      resolve: { alias: aliases },
    })
    const plain = (endpoint: Record<string, unknown>) => ({
      ...endpoint,
      query: endpoint.query ? true : undefined,
      body: endpoint.body ? true : undefined,
      reply: undefined,
    })
    const contracts = Object.fromEntries(
      Object.entries(module.contracts).map(([noun, endpoints]) => [
        noun,
        Object.fromEntries(Object.entries(endpoints).map(([key, endpoint]) => [key, plain(endpoint)])),
      ]),
    )
    return `export const contracts = ${JSON.stringify(contracts)}`
  },
})

/** `.br` and `.gz` beside every text, so that the server compresses nothing while somebody waits. */
const compressed = (): Plugin => {
  let folder = ''
  return {
    name: 'huiyin-compressed',
    apply: 'build',
    configResolved(config) {
      folder = resolve(config.root, config.build.outDir)
    },
    // Not when the bundle closes: it does that after a failure too, and then this would hide what failed.
    writeBundle() {
      for (const entry of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
        const file = join(folder, entry)
        if (!/\.(js|css|html|svg)$/.test(file) || statSync(file).size < 600) continue
        const bytes = readFileSync(file)
        writeFileSync(`${file}.gz`, gzipSync(bytes, { level: 9 }))
        writeFileSync(`${file}.br`, brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }))
      }
    },
  }
}

export default defineConfig({
  root: at('./src/web'),
  base: '/',
  resolve: { alias: aliases },
  plugins: [addresses(), react(), compressed()],
  build: {
    outDir: at('./dist/web'),
    emptyOutDir: true,
    target: 'es2023',
    // The screens, and the pages without account that load nothing of them.
    rollupOptions: {
      input: ['index.html', 'say/index.html', 'say/staff/index.html', 'answer/index.html'].map((file) =>
        at(`./src/web/${file}`),
      ),
    },
    // A picture written into the page would be a `data:` address that a strict policy may refuse.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: true,
  },
  server: { proxy: { '^/(api/|openapi.json)': 'http://127.0.0.1:8080' } },
})
