/**
 * Bundles the Nest app in the current folder: `src/main.ts` → `dist/main.js`.
 *
 * Our own libs are bundled from source. Third-party packages are those of `third-party` for an app that depends on it, and for the
 * others those that are installed. TypeScript goes through swc, because esbuild alone emits no decorator metadata and Nest's
 * injection would fail at the first call.
 */
import { build } from 'esbuild';
import swc from '@swc/core';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const swcrc = JSON.parse(await readFile(new URL('../.swcrc', import.meta.url), 'utf8'));
delete swcrc.$schema;
const { dependencies = {} } = JSON.parse(await readFile('package.json', 'utf8'));
const thirdParty = relative('dist', fileURLToPath(new URL('third-party/dist', import.meta.url)));

const { outputFiles } = await build({
  write: false,
  entryPoints: ['src/main.ts'],
  outfile: 'dist/main.js',
  banner: { js: '@parley/third-party' in dependencies ? `"use strict"; require = require('${thirdParty}')(require);` : '' },
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  sourcemap: true,
  keepNames: true,
  conditions: ['@parley/source'],
  logLevel: 'warning',
  plugins: [
    {
      name: 'swc-decorators',
      setup(b) {
        b.onLoad({ filter: /\.ts$/ }, async ({ path }) => {
          const { code } = await swc.transform(await readFile(path, 'utf8'), { ...swcrc, swcrc: false, filename: path });
          return { contents: code, loader: 'js' };
        });
      },
    },
    {
      name: 'external-third-party',
      setup(b) {
        b.onResolve({ filter: /^[^./]/ }, ({ kind, path }) =>
          kind !== 'entry-point' && !path.startsWith('@parley/') ? { path, external: true } : undefined,
        );
      },
    },
  ],
});

// Renamed into place: whoever starts the app meanwhile, or builds it too, finds a whole one.
await mkdir('dist', { recursive: true });
for (const { path, contents } of outputFiles) {
  await writeFile(`${path}.${process.pid}`, contents);
  await rename(`${path}.${process.pid}`, path);
}
