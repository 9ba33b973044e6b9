/**
 * The third-party packages of the programs in one file, with what V8 makes of it: loaded in a third of the time that their
 * thousand files take (ADR 14).
 */
import { build } from 'esbuild';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';

/** As they are asked for. One that is missing here is loaded from where it is installed. */
const names = [
  ...['@eventstore/db-client', '@fastify/static', '@nestjs/common', '@nestjs/core', '@nestjs/cqrs', '@nestjs/microservices'],
  ...['@nestjs/platform-fastify', 'csv-stringify/sync', 'fastify', 'jose', 'kafkajs', 'kafkajs/src/network/requestQueue', 'lru-cache', 'pg'],
  ...['@grpc/grpc-js', 'pino', 'prom-client', 'rxjs', 'typeorm', 'undici', 'uuid', 'yaml', 'zod'],
];
const compileMs = 60_000;

/** What is not installed is optional to who asks for it, and an addon is no text: both are looked for when they are wanted. */
const outside = {
  name: 'outside',
  setup(b) {
    b.onResolve({ filter: /^[^./]/ }, async ({ path, pluginData, kind, importer, resolveDir }) => {
      if (pluginData === outside) return undefined;
      const found = await b.resolve(path, { kind, importer, resolveDir, pluginData: outside });
      return found.errors.length > 0 || found.path.endsWith('.node') ? { path, external: true } : found;
    });
  },
};

const contents = `module.exports = {${names.map((name) => `'${name}': () => require('${name}')`).join()}};`;
const { outputFiles, metafile } = await build({
  stdin: { contents, resolveDir: process.cwd(), sourcefile: 'names.js' },
  write: false,
  metafile: true,
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  logLevel: 'error',
  plugins: [outside],
});
const [{ text }] = outputFiles;
// A name of its own: V8 looks only at the length of what it has compiled.
const bundle = createHash('sha256').update(text).digest('hex').slice(0, 16);
const folders = Object.keys(metafile.inputs).flatMap((path) => /node_modules\/(?:.*node_modules\/)?(?:@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? []);

const fresh = `dist.${process.pid}`;
mkdirSync(fresh);
try {
  writeFileSync(`${fresh}/${bundle}.js`, text);
  writeFileSync(`${fresh}/contents.json`, JSON.stringify({ bundle, names, folders: [...new Set(folders)].sort() }));
  copyFileSync('load.cjs', `${fresh}/index.js`);
  execFileSync(process.execPath, [`${fresh}/index.js`], { timeout: compileMs, stdio: 'inherit' });
  // Moved into place: whoever starts a program meanwhile finds a whole bundle, but for the moment of the move.
  rmSync('dist', { recursive: true, force: true });
  renameSync(fresh, 'dist');
} finally {
  rmSync(fresh, { recursive: true, force: true });
}
