import { readFileSync } from 'node:fs';
import { ContactCenterConfig } from '@parley/contracts';
import { LineCounter, parseDocument } from 'yaml';
import { BadSettings } from '../settings/settings';
import { inconsistencies, type Mistake } from './consistency';
import { ContactCenter } from './contact-center';
import { YamlPlaces } from './yaml-places';

/** Reads `contact-center.yaml`. @throws BadSettings with every mistake, its path and its line */
export function loadContactCenter(file: string): ContactCenter {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new BadSettings([`CONTACT_CENTER_CONFIG: cannot read ${file} (${(error as NodeJS.ErrnoException).code})`]);
  }
  return parseContactCenter(text, file);
}

/** @throws BadSettings */
export function parseContactCenter(text: string, file = 'contact-center.yaml'): ContactCenter {
  const lines = new LineCounter();
  // A key that is there twice is told as one mistake among the others.
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: false });
  if (document.errors.length > 0)
    throw new BadSettings(document.errors.map(({ pos, message }) => `${file}:${lines.linePos(pos[0]).line}: ${message.split('\n')[0]}`));

  const places = new YamlPlaces(document, lines);
  const given = read(document, file);
  const parsed = ContactCenterConfig.safeParse(given);
  const mistakes = [...(parsed.error?.issues.flatMap(unknownKeysApart) ?? []), ...inconsistencies(given)]
    .map((mistake) => ({ ...mistake, line: places.lineOf(mistake.path) }))
    .concat(places.twins())
    .sort((a, b) => a.line - b.line);
  if (!parsed.success || mistakes.length > 0)
    throw new BadSettings(mistakes.map(({ path, message, line: at }) => `${file}:${at}: ${dotted(path) || 'file'}: ${message}`));
  return new ContactCenter(parsed.data);
}

/** An alias of nothing, or one that stands for too much, shows only here. @throws BadSettings */
function read(document: ReturnType<typeof parseDocument>, file: string): unknown {
  try {
    return document.toJS();
  } catch (error) {
    throw new BadSettings([`${file}: ${(error as Error).message}`]);
  }
}

/** An unknown key is reported at its own place, not at its parent's. */
function unknownKeysApart(issue: { code: string; path: PropertyKey[]; message: string; keys?: string[] }): Mistake[] {
  if (issue.code !== 'unrecognized_keys' || !issue.keys) return [issue];
  return issue.keys.map((key) => ({ path: [...issue.path, key], message: 'is not a known key' }));
}

const dotted = (path: readonly PropertyKey[]) =>
  path.reduce<string>((text, part) => (typeof part === 'number' ? `${text}[${part}]` : text ? `${text}.${String(part)}` : String(part)), '');
