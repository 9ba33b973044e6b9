/**
 * `node tools/image/assemble.mjs <folder>`: everything that the built programs need to run is in that folder, and nothing else.
 *
 * The packages that they need are in one bundle; what the licences of these ask to be passed on comes along.
 */
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const to = resolve(process.argv[2] ?? '');
const tools = ['migrate', 'redrive', 'simulator'].map((name) => join('tools', name));
const programs = [...readdirSync(join(root, 'apps')).map((name) => join('apps', name)), ...tools].filter((folder) => existsSync(join(root, folder, 'dist', 'main.js')));
const assets = [join('apps', 'agent-desktop', 'dist'), join('tools', 'simulator', 'page'), join('config', 'contact-center.demo.yaml'), join('tools', 'image', 'healthy.mjs')];
const thirdParty = join('tools', 'third-party', 'dist');
const passedOn = /^(licen[cs]e|notice|copying|package\.json$)/i;

if (process.argv[2] === undefined || existsSync(to)) throw new Error('name a folder that is not there yet');
mkdirSync(to, { recursive: true });
for (const path of [...programs.map((folder) => join(folder, 'dist')), ...assets, thirdParty]) cpSync(join(root, path), join(to, path), { recursive: true });
const { names, folders } = JSON.parse(readFileSync(join(root, thirdParty, 'contents.json'), 'utf8'));
const missing = new Set(programs.flatMap((folder) => outsideOf(join(root, folder, 'dist', 'main.js'))));
if (missing.size > 0) throw new Error(`not in the bundle of tools/third-party: ${[...missing].join(', ')}`);
for (const folder of folders) passLicenceOn(folder);
process.stdout.write(`${programs.length} programs, ${folders.length} packages\n`);

/** What a program asks for that the bundle has not, and what it imports, which never looks there. */
function outsideOf(file) {
  const asked = [...readFileSync(file, 'utf8').matchAll(/\b(require|import)\("([^"./][^"]*)"\)/g)];
  return asked.filter(([, how, name]) => !isBuiltin(name) && (how === 'import' || !names.includes(name))).map(([, , name]) => name);
}

function passLicenceOn(folder) {
  const files = readdirSync(join(root, folder)).filter((name) => passedOn.test(name));
  for (const name of files) cpSync(join(root, folder, name), join(to, 'licences', relative('node_modules', folder), name), { recursive: true });
}
