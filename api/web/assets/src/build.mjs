// Builds the style sheet and the script of the pages into ../dist, packed beside each. Run by scripts/assets.
import { createHash } from 'node:crypto'
import { mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import * as esbuild from 'esbuild'
import * as sass from 'sass'

const src = dirname(fileURLToPath(import.meta.url))
const dist = join(src, '../dist')
const nhsuk = dirname(createRequire(import.meta.url).resolve('nhsuk-frontend/package.json'))
const icons = ['arrow-down', 'arrow-up', 'arrow-up-down', 'cross'].map((name) => `nhsuk-icon-${name}.svg`)
const target = ['chrome109', 'firefox115', 'safari15.6']

// Must be what assets.go makes of a file.
const digest = (content) => createHash('sha256').update(content).digest('hex').slice(0, 12)

async function clean() {
  await mkdir(dist, { recursive: true })
  for (const name of await readdir(dist)) {
    if (name !== '.keep') await rm(join(dist, name), { recursive: true })
  }
  await mkdir(join(dist, 'images'))
}

async function images() {
  const addresses = {}
  for (const name of icons) {
    const content = await readFile(join(nhsuk, 'dist/nhsuk/assets/images', name))
    addresses[name] = `/assets/images/${name.replace('.svg', '')}-${digest(content)}.svg`
    await write(join('images', name), content)
  }
  for (const name of await readdir(join(src, 'img'))) await write(name, await readFile(join(src, 'img', name)))
  return addresses
}

async function style(addresses) {
  const { css } = sass.compile(join(src, 'scss/app.scss'), {
    loadPaths: [join(nhsuk, '..')],
    quietDeps: true,
    style: 'expanded'
  })
  const named = css.replace(/url\("?\/assets\/images\/([^")]+)"?\)/g, (whole, name) => {
    if (!addresses[name]) throw new Error(`the style sheet asks for ${name}, which is not an icon of this build`)
    return `url("${addresses[name]}")`
  })
  if (/https?:\/\/(?!www\.w3\.org)/.test(named)) throw new Error('the style sheet fetches something from elsewhere')
  const { code } = await esbuild.transform(named, { loader: 'css', minify: true, target, legalComments: 'none' })
  await write('app.css', code)
}

async function script() {
  const { outputFiles } = await esbuild.build({
    entryPoints: [join(src, 'js/app.mjs')],
    bundle: true,
    minify: true,
    format: 'esm',
    target,
    write: false,
    legalComments: 'none'
  })
  await write('app.js', outputFiles[0].contents)
}

async function write(name, content) {
  const plain = Buffer.from(content)
  await writeFile(join(dist, name), plain)
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: plain.length }
  const brotli = brotliCompressSync(plain, { params })
  await writeFile(join(dist, `${name}.br`), brotli)
  await writeFile(join(dist, `${name}.gz`), gzipSync(plain, { level: 9 }))
  console.log(`${name.padEnd(40)} ${plain.length} bytes, ${brotli.length} with brotli`)
}

await clean()
const addresses = await images()
await style(addresses)
await script()
