import { ESLint } from 'eslint';
import { join } from 'node:path';
import { rows } from './boundaries.mjs';
import { projects, root } from './workspace.mjs';

const boundaryRule = '@nx/enforce-module-boundaries';

/** Files without a suffix may not hold these; each is refused by the rule named beside it. */
const impure = [
  ['export const at = Date.now();', 'no-restricted-properties'],
  ['export const at = new Date();', 'no-restricted-syntax'],
  ['export const dice = Math.random();', 'no-restricted-properties'],
  ['export const env = process.env;', 'no-restricted-globals'],
  ['setTimeout(() => undefined, 1);', 'no-restricted-globals'],
  ["import { readFileSync } from 'node:fs';\nexport const read = readFileSync;", '@typescript-eslint/no-restricted-imports'],
  ["import { Injectable } from '@nestjs/common';\nexport const mark = Injectable;", '@typescript-eslint/no-restricted-imports'],
];

/**
 * Plants a violation of each boundary and of the purity of decisions in every project it holds for, and says which of them
 * the linter lets pass. Something allowed is planted as well: a linter that refuses everything proves nothing.
 *
 * The text is planted under the name of a file that does not exist, so a broken-off run leaves nothing behind. Without Nx's
 * project graph the boundary rule skips itself: then every probe of it passes, and is reported here.
 */
export async function probesThatPass() {
  const eslint = new ESLint({ cwd: root, overrideConfig: { languageOptions: { parserOptions: { projectService: false } }, rules: typed } });
  const all = projects();
  const probes = [...all.flatMap((project) => boundaryProbes(project, all)), ...all.flatMap(purityProbes), ...all.flatMap(domainProbes)];
  const missed = [];
  for (const { path, text, rule, allowed } of probes) {
    const [result] = await eslint.lintText(text, { filePath: join(root, path) });
    const broken = result.messages.find(({ fatal }) => fatal);
    if (broken) missed.push(`${path}: the probe cannot be linted: ${broken.message}`);
    const red = result.messages.some(({ ruleId }) => ruleId === rule);
    if (red === Boolean(allowed)) missed.push(`${path}: ${allowed ? 'refused, though allowed' : 'not refused'}: ${text.split('\n')[0]}`);
  }
  return { missed, count: probes.length };
}

/** Rules that need types know nothing of a file that is not there. */
const typed = { '@typescript-eslint/no-floating-promises': 'off' };

function boundaryProbes(project, all) {
  const row = rows.find(({ tag }) => project.tags.includes(tag));
  if (!row) return [];
  const path = join(project.folder, 'src', 'planted.probe.ts');
  const others = all.filter(({ name }) => name !== project.name).sort((a, b) => b.importable - a.importable);
  const firstWith = (tag) => others.find(({ tags }) => tags.includes(tag));
  const planted = (used, allowed) => ({ path, rule: boundaryRule, allowed, text: `import * as used from '${used}';\nexport const planted = used;\n` });
  const forbidden = row.probes.map((probe) => (probe.startsWith('type:') ? firstWith(probe)?.entry : probe)).filter(Boolean);
  const permitted = row.uses.map(firstWith).filter((used) => used && project.dependencies.includes(used.name)).map(({ entry }) => entry);
  return [...forbidden.map((used) => planted(used, false)), ...permitted.map((used) => planted(used, true))];
}

/** Tools may use what decides in a service, and nothing else of it. */
function domainProbes({ folder, tags }) {
  if (!tags.includes('type:tool')) return [];
  const planted = (used, allowed) => ({ path: join(folder, 'src', 'planted.probe.ts'), rule: 'no-restricted-imports', allowed, text: `import * as used from '${used}';\nexport const planted = used;\n` });
  return [planted('@parley/conversation/src/main', false), planted('@parley/conversation/domain', true)];
}

function purityProbes({ folder, tags, name }) {
  if (!tags.includes('type:service') && name !== '@parley/event-sourcing') return [];
  const pure = join(folder, 'src', 'planted', 'planted.ts');
  const plumbing = join(folder, 'src', 'planted', 'planted.handler.ts');
  return [
    ...impure.map(([text, rule]) => ({ path: pure, rule, text })),
    { path: plumbing, rule: 'no-restricted-properties', text: impure[0][0], allowed: true },
  ];
}
