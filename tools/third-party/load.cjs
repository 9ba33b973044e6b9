/**
 * `require('…/third-party/dist')(require)` is a `require` that knows the bundled packages, and what the given one knows beside. A
 * package runs when it is first asked for, as ever.
 *
 * Run as a program it keeps what V8 makes of the bundle; another V8 passes that over and compiles for itself.
 */
const { existsSync, readFileSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');
const { Script } = require('node:vm');

const { bundle } = JSON.parse(readFileSync(join(__dirname, 'contents.json'), 'utf8'));
const file = join(__dirname, `${bundle}.js`);
const compiled = join(__dirname, `${bundle}.compiled`);

function load(outside) {
  const wrapped = `(function (exports, require, module, __filename, __dirname) {${readFileSync(file, 'utf8')}\n})`;
  const script = new Script(wrapped, { filename: file, cachedData: existsSync(compiled) ? readFileSync(compiled) : undefined });
  const bundled = { exports: {} };
  script.runInThisContext()(bundled.exports, outside, bundled, file, __dirname);
  return { script, packages: bundled.exports };
}

module.exports = (outside) => {
  const { packages } = load(outside);
  return Object.assign((name) => (Object.hasOwn(packages, name) ? packages[name]() : outside(name)), outside);
};

if (require.main === module) {
  const { script, packages } = load(require);
  for (const run of Object.values(packages)) run();
  writeFileSync(compiled, script.createCachedData());
}
